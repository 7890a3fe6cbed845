"""Writing a letter with one copy for each reader, and holding or cancelling copies that should not go any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.contact import NAMED, Addressee
from families.enums import Purpose
from families.models import Family
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.transitions import advance, begin
from pitservice.jobs.actions import start
from pitservice.letters.checking import names_what_it_must_not, problem
from pitservice.letters.enums import NOT_GONE, CopyState, LetterState, Way
from pitservice.letters.models import Copy, Letter
from pitservice.messaging.locks import shut_family
from pitservice.messaging.said import version_of, why_not_theirs
from pitservice.messaging.wanted import is_known

JOB = "letters.render"


@dataclass(frozen=True, slots=True)
class CopyFor:
    """One reader's copy: its own words, whom of the other readers it may name (P40), how it goes (P43)."""

    addressee: Addressee
    paragraphs: Sequence[str]
    is_main: bool = False
    copied_to: Sequence[str] = field(default_factory=tuple)
    way: Way = Way.POST


@transaction.atomic
def write(
    *,
    about: str,
    team: Team,
    family: Family | None,
    purpose: Purpose,
    title: str,
    copies: Sequence[CopyFor],
    not_before: datetime | None = None,
    wanted: str = "",
    dedupe_key: str,
    by: Actor,
) -> Letter:
    """Write an approved letter, in the transaction that causes it: each copy is made, or held by its own answer.

    Each copy's addressee came from `families.contact.who_may_be_told` for the letter channel (P1, CON-1, LET-1). A
    copy whose answer is not "may go" is held with the reasons; a refusal is never an error. Each copy is a document
    of its own, and no copy names a reader that its own reader may not know of (P40); one that names an address or a
    number which its reader must not learn is held (P24), and so is one in another language or form than the rules
    chose for its reader (P46). PDFs are made by a job once `not_before` has come. The same `dedupe_key` gives the same
    letter.
    """
    if not is_known(wanted):
        raise ValueError(f"Nobody registered the kind of {wanted!r} with pitservice.messaging.wanted.")
    main = next((copy for copy in copies if copy.is_main), None)
    fields: dict[str, Any] = {
        "about": about,
        "team": team,
        "family": family,
        "purpose": purpose,
        "state": LetterState.APPROVED,
        "title": title,
        "paragraphs": list(main.paragraphs) if main else [],
        "created_by": by,
    }
    letter, made = Letter.objects.get_or_create(dedupe_key=dedupe_key, defaults=fields)
    if made:
        begin(letter, by=by)
        record("letters.write", letter, by=by, purpose=str(purpose), copies=len(copies))
        for copy in copies:
            others = [other.addressee.value for other in copies if other is not copy]
            add_copy(letter, copy, others, not_before or timezone.now(), wanted, by)
    return letter


@transaction.atomic
def cancel_wanted(*, wanted: str, why: str, by: Actor) -> int:
    """Cancel every copy not yet posted that waits for what `wanted` names (a decision taken back); returns how many."""
    found = Copy.objects.filter(wanted=wanted, state__in=NOT_GONE).exclude(wanted="").order_by("pk")
    cancelled = 0
    for copy in found.select_for_update(of=("self",)):
        advance(copy, CopyState.CANCELLED, by=by, reason=why, why=why)
        record("letters.cancel", copy, by=by, family_id=copy.letter.family_id)
        cancelled += 1
    return cancelled


@transaction.atomic
def look_again(*, family_id: int, by: Actor) -> int:
    """After a change of anything the contact rules look at: hold copies that may no longer go (CON-1, P1, P22).

    Called inside the transaction of the change. Holds what waits to be made and what is ready to post; lets nothing
    go. Returns how many were held or cancelled.
    """
    shut_family(family_id)
    now, stopped = timezone.now(), 0
    open_states = (CopyState.QUEUED, CopyState.READY, CopyState.TO_SEND)
    waiting = Copy.objects.filter(letter__family_id=family_id, state__in=open_states).order_by("pk")
    for copy in waiting.select_related("letter").select_for_update(of=("self",)):
        found = problem(copy, now)
        if found is not None:
            advance(copy, found.state, by=by, reason=found.why, why=found.why, answer=found.answer, run=None)
            record("letters.look_again", copy, by=by, family_id=family_id, state=str(found.state))
            stopped += 1
    return stopped


@transaction.atomic
def forget_confirmed(*, family_id: int, by: Actor) -> int:
    """After another loss: what a person confirmed about an earlier one no longer counts (P22); returns how many."""
    waiting = Copy.objects.filter(letter__family_id=family_id, confirmed_codes__contains=["loss"], posted_at=None)
    forgotten = 0
    for copy in waiting.select_for_update(of=("self",)).order_by("pk"):
        copy.confirmed_codes = [code for code in copy.confirmed_codes if code != "loss"]
        copy.save(update_fields=["confirmed_codes"])
        record("letters.forget_confirmed", copy, by=by, family_id=family_id)
        forgotten += 1
    return forgotten


def start_making(copy: Copy, *, by: Actor) -> None:
    """Have a queued copy's PDF made; each time it is queued is one job."""
    round_number = copy.moves.filter(to_state=CopyState.QUEUED).count()
    start(
        kind=JOB,
        title=f"Letter {copy.key}",
        team=copy.team,
        payload={"copy": copy.pk},
        dedupe_key=f"{JOB}:{copy.pk}:{round_number}",
        not_before=copy.not_before,
        by=by,
    )


def add_copy(
    letter: Letter,
    wish: CopyFor,
    others: Sequence[str],
    not_before: datetime,
    wanted: str,
    by: Actor,
    *,
    dedupe_key: str = "",
) -> Copy:
    """Keep one reader's copy: queued, or held by its own answer or by what it names; `others`: their addresses.

    `dedupe_key`: of a second copy for the same reader.
    """
    to = wish.addressee
    version, frame = version_of(wish.paragraphs), getattr(wish.paragraphs, "frame", {})
    words = [frame.get("heading") or letter.title, *wish.paragraphs, *wish.copied_to]
    why = why_not_theirs(wish.paragraphs, to) if to.allowed else to.why
    if not why and names_what_it_must_not(words, to, others):
        why = NAMED.format(name=to.name)
    copy = Copy.objects.create(
        letter=letter,
        team=letter.team,
        state=CopyState.HELD if why else CopyState.QUEUED,
        way=wish.way,
        is_main=wish.is_main,
        recipient=to.recipient,
        point=to.point,
        reader_name=to.name,
        reader_role=to.role,
        address=to.value,
        paragraphs=list(wish.paragraphs),
        language=version.language,
        form=version.form,
        large_print=to.large_print,
        frame=frame,
        copied_to=list(wish.copied_to),
        not_before=not_before,
        wanted=wanted,
        dedupe_key=dedupe_key or f"{letter.dedupe_key}:{to.recipient}",
        answer=str(to.answer),
        why=why,
        created_by=by,
    )
    begin(copy, by=by, reason=why)
    record("letters.copy", copy, by=by, family_id=letter.family_id, codes=list(to.codes), state=copy.state)
    if copy.state == CopyState.QUEUED:
        start_making(copy, by=by)
    return copy
