"""Making a copy's PDF: asked everything again first, made outside any transaction, kept and marked ready together."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.transitions import advance
from pitservice.files.actions import keep
from pitservice.letters.actions.emailing import give_to_email
from pitservice.letters.checking import problem
from pitservice.letters.enums import CopyState, Way
from pitservice.letters.models import Copy
from pitservice.letters.render import render_letter
from pitservice.letters.sheet import sheet

#: Where a copy stands once it is made, by how it goes (P43).
MADE = {Way.POST: CopyState.READY, Way.LINK: CopyState.TO_SEND, Way.EMAIL: CopyState.EMAILED}
NOT_MADE = (
    "The letter could not be made in {tries} tries. Try again; if it fails once more, tell them by other means and have"
    " whoever looks after the system read its log."
)


def make(*, copy: Copy, by: Actor) -> str:
    """Make the PDF of a queued copy and say what came of it. Safe to run twice: the second finds nothing to do.

    Refused by the renderer (a character that no font has, too long to make): the copy has failed, with the sentence.
    """
    held = check(copy=copy, by=by)
    if held is not None:
        return held
    try:
        content = render_letter(sheet(copy))
    except Refused as refusal:
        fail(copy=copy, why=refusal.sentence, by=by)
        return refusal.sentence
    return finish(copy=copy, content=content, by=by)


@transaction.atomic
def check(*, copy: Copy, by: Actor) -> str | None:
    """Ask everything again (P1, CON-1): a copy that may not go is held or cancelled. None when it may be made."""
    queued = _queued(copy)
    if queued is None:
        return "There was nothing to make."
    found = problem(queued, timezone.now())
    if found is None:
        return None
    advance(queued, found.state, by=by, reason=found.why, why=found.why, answer=found.answer)
    record("letters.not_made", queued, by=by, family_id=queued.letter.family_id, state=str(found.state))
    return "It was not made: it is held."


@transaction.atomic
def finish(*, copy: Copy, content: bytes, by: Actor) -> str:
    """Keep the PDF and mark the copy ready, unless it was held or cancelled meanwhile."""
    queued = _queued(copy)
    if queued is None:
        return "It was held or cancelled while it was made."
    stored = keep(
        content=content, name=f"letter-{queued.key}.pdf", content_type="application/pdf", team=queued.team, by=by
    )
    advance(queued, MADE[Way(queued.way)], by=by, pdf=stored, why="")
    record("letters.made", queued, by=by, family_id=queued.letter.family_id, size=len(content))
    if queued.way == Way.EMAIL:
        give_to_email(copy=queued, stored=stored, by=queued.created_by)
    return f"{queued.get_state_display()}."


@transaction.atomic
def fail(*, copy: Copy, why: str, by: Actor) -> None:
    """It cannot be made; a person is shown why."""
    queued = _queued(copy)
    if queued is not None:
        advance(queued, CopyState.FAILED, by=by, reason=why, why=why)
        record("letters.failed", queued, by=by, family_id=queued.letter.family_id)


def _queued(copy: Copy) -> Copy | None:
    """The row, locked, while it waits to be made."""
    waiting = Copy.objects.filter(pk=copy.pk, state=CopyState.QUEUED).select_related("letter", "team")
    return waiting.select_for_update(of=("self",)).first()
