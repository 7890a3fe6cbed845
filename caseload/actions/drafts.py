"""Drafts of notes: saved every few seconds, acknowledged once in the database (P70, P73; `pitservice.db.drafts`)."""

from __future__ import annotations

from django.db import transaction

from caseload.enums import STANDS
from caseload.models import Appointment, Draft, Episode, Note
from pitservice.db.actor import Actor
from pitservice.db.drafts import Saved, Typed, keep_typed, settle_typed
from pitservice.db.errors import Refused

SIGNED = "The note of this session is signed. Copy what you typed and add it to the note as an addendum."
RECORD_SIGNED = "The assessment record is signed. Copy what you typed and add it to the record as an addendum."


@transaction.atomic
def save_draft(*, appointment: Appointment, typed: Typed, by: Actor) -> Saved:
    """Save what was typed. The caller says "saved" only after this has returned: then it is committed.

    No audit event: drafts are nobody's record (see the model).
    """
    author_id = _writer(by)
    Draft.objects.get_or_create(appointment=appointment, author_id=author_id)
    draft = Draft.objects.select_for_update().get(appointment=appointment, author_id=author_id)
    if Note.objects.filter(session__appointment=appointment, author_id=author_id, state__in=STANDS).exists():
        raise Refused(SIGNED)
    return keep_typed(draft, typed)


@transaction.atomic
def save_record_draft(*, episode: Episode, typed: Typed, by: Actor) -> Saved:
    """The same for what is typed into the assessment record (P65, P70)."""
    author_id = _writer(by)
    Draft.objects.get_or_create(episode=episode, author_id=author_id)
    draft = Draft.objects.select_for_update().get(episode=episode, author_id=author_id)
    if Note.objects.filter(session=None, episode=episode, author_id=author_id, state__in=STANDS).exists():
        raise Refused(RECORD_SIGNED)
    return keep_typed(draft, typed)


def _writer(by: Actor) -> int:
    if by.user_id is None:
        raise Refused("A draft is somebody's.")
    return by.user_id


@transaction.atomic
def settle_draft(*, draft: Draft, tab: str, add: bool, by: Actor) -> Draft:
    """Answer about text kept apart: add it at the end of the draft, or drop it. Only its author may."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.author_id != by.user_id:
        raise Refused("Only the writer decides about their draft.")
    settle_typed(draft, tab=tab, add=add)
    return draft
