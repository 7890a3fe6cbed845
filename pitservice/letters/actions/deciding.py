"""What a person decides about one copy."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from families.contact import Addressee, may_be_confirmed
from families.enums import Answer
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from pitservice.letters.actions.posting import forget_file
from pitservice.letters.actions.writing import start_making
from pitservice.letters.checking import problem
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.letters.selectors import answer_now, may_be_taken_on
from pitservice.messaging import rules
from pitservice.messaging.actions.deciding import NOTHING_TO_DO
from pitservice.messaging.wanted import still_wanted


@transaction.atomic
def confirm(*, copy: Copy, reason: str, seen: int | None = None, by: Actor) -> Copy:
    """A person answers "ask a person" with a reason: the copy may go (P1, P2, P40).

    Only what the rules ask about can be confirmed, never what they refuse, but for a loss, which a person may set
    aside for one message (P22); and only the rules that speak now: should
    another speak before it is posted, it is held again.
    """
    copy = lock(copy, seen=seen)
    addressee = _addressee(copy)
    if addressee.answer is Answer.REFUSE and not may_be_confirmed(addressee.answer, addressee.codes):
        raise Refused(f"Nobody can confirm this: it must not go. {addressee.why}")
    if not reason.strip():
        raise Refused("Enter why this may go.")
    codes = list(addressee.codes)
    now = timezone.now()
    _let_go(copy, addressee, by=by, reason=reason, confirmed_at=now, confirmed_by=by, confirmed_codes=codes)
    record("letters.confirm", copy, by=by, family_id=copy.letter.family_id, reason=reason, codes=codes)
    return copy


@transaction.atomic
def retry(*, copy: Copy, seen: int | None = None, by: Actor) -> Copy:
    """Have a held or failed copy made after all, to the address in force now, if the rules allow it."""
    copy = lock(copy, seen=seen)
    addressee = _addressee(copy)
    if not rules.allowed(addressee, copy.confirmed_codes):
        kind = "must not go" if addressee.answer is Answer.REFUSE else "needs a person's confirmation first"
        raise Refused(f"This {kind}. {addressee.why}")
    _let_go(copy, addressee, by=by, reason="")
    record("letters.retry", copy, by=by, family_id=copy.letter.family_id)
    return copy


@transaction.atomic
def mark_posted(*, copy: Copy, seen: int | None = None, by: Actor) -> Copy:
    """A person put the copy into the post. Everything is asked once more: a copy that may not go is not posted (P1)."""
    copy = lock(copy, seen=seen)
    if copy.state == CopyState.READY:
        found = problem(copy, timezone.now())
        if found is not None:
            raise Refused(f"Do not post this letter. {found.why}")
    advance(copy, CopyState.POSTED, by=by, posted_at=timezone.now(), posted_by=by)
    if copy.run is not None:
        forget_file(copy.run)
    record("letters.mark_posted", copy, by=by, family_id=copy.letter.family_id)
    return copy


@transaction.atomic
def take_on(*, copy: Copy, seen: int | None = None, by: Actor) -> Copy:
    """A colleague deals with what did not go: it is *being dealt with*, by name, until it has ended (P49)."""
    copy = lock(copy, seen=seen)
    if not may_be_taken_on(copy):
        raise Refused(NOTHING_TO_DO)
    if copy.dealer is not None:
        raise Refused(f"{copy.dealer.name} deals with this already. It can be given back to the team first.")
    copy.taken_on, copy.dealer_id = timezone.now(), by.user_id
    copy.save(update_fields=["taken_on", "dealer"])
    record("letters.take_on", copy, by=by, family_id=copy.letter.family_id)
    return copy


@transaction.atomic
def put_back(*, copy: Copy, seen: int | None = None, by: Actor) -> Copy:
    """Nobody deals with it any more: it is the whole team's again, by whoever says so (P49)."""
    copy = lock(copy, seen=seen)
    copy.taken_on = copy.dealer = None
    copy.save(update_fields=["taken_on", "dealer"])
    record("letters.put_back", copy, by=by, family_id=copy.letter.family_id)
    return copy


@transaction.atomic
def cancel(*, copy: Copy, reason: str, seen: int | None = None, by: Actor) -> Copy:
    """Decide that a copy is not sent at all."""
    copy = lock(copy, seen=seen)
    if not reason.strip():
        raise Refused("Enter why it is not sent.")
    advance(copy, CopyState.CANCELLED, by=by, reason=reason, why=reason)
    record("letters.cancel", copy, by=by, family_id=copy.letter.family_id, reason=reason)
    return copy


@transaction.atomic
def tell_by_other_means(*, copy: Copy, how: str, seen: int | None = None, by: Actor) -> Copy:
    """A person told them another way: by telephone, at the visit, through the health visitor (P42)."""
    copy = lock(copy, seen=seen)
    if not how.strip():
        raise Refused("Enter how they were told.")
    advance(copy, CopyState.TOLD, by=by, reason=how, why=how)
    record("letters.tell_by_other_means", copy, by=by, family_id=copy.letter.family_id, reason=how)
    return copy


def _addressee(copy: Copy) -> Addressee:
    """The rules' answer now, for a copy that may yet be made; a sentence where it may not."""
    if copy.state not in (CopyState.HELD, CopyState.FAILED):
        raise Refused(f"This copy is “{copy.get_state_display()}”: there is nothing to decide about it.")
    if not still_wanted(copy.wanted):
        raise Refused("What it was about has changed: cancel it.")
    addressee = answer_now(copy, timezone.now())
    if addressee is None:
        raise Refused(rules.GONE.format(name=copy.reader_name))
    return addressee


def _let_go(copy: Copy, addressee: Addressee, *, by: Actor, reason: str, **changes: Any) -> None:
    """Queued to be made, to the address the rules chose now."""
    advance(
        copy,
        CopyState.QUEUED,
        by=by,
        reason=reason,
        point=addressee.point,
        address=addressee.value,
        large_print=addressee.large_print,
        answer=str(addressee.answer),
        why="",
        taken_on=None,
        dealer=None,
        pdf=None,
        run=None,
        **changes,
    )
    start_making(copy, by=by)
