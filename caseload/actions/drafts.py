"""Drafts: what somebody is typing, saved every few seconds, acknowledged only once it is in the database (P70, P73)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from caseload.enums import NoteState
from caseload.models import Appointment, Draft, Note
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused

SIGNED = "The note of this session is signed. Copy what you typed and add it to the note as an addendum."


@dataclass(frozen=True, slots=True)
class Typed:
    """What was in a window, and on what it was typed.

    `tab` names the window, `seq` counts its saves from 1 and `revision` is the draft's that the window last knew.
    """

    text: str
    fields: Mapping[str, str | list[str]]
    revision: int
    tab: str
    seq: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What the window is told: the revision to go on from, when, and whether its text was kept apart."""

    revision: int
    at: datetime
    aside: bool = False


@transaction.atomic
def save_draft(*, appointment: Appointment, typed: Typed, by: Actor) -> Saved:
    """Save what was typed. The caller says "saved" only after this has returned: then it is committed.

    A window goes on from its own last save, or from the revision it was opened on. Text typed on an older revision in
    another window is kept apart by window, never overwritten and never lost. A save that comes late, after a newer one
    of the same window, changes nothing. No audit event: drafts are nobody's record (see the model).
    """
    author_id = by.user_id
    if author_id is None:
        raise Refused("A draft is somebody's.")
    Draft.objects.get_or_create(appointment=appointment, author_id=author_id)
    draft = Draft.objects.select_for_update().get(appointment=appointment, author_id=author_id)
    if Note.objects.filter(session__appointment=appointment, author_id=author_id, state=NoteState.SIGNED).exists():
        raise Refused(SIGNED)
    if draft.tab == typed.tab and typed.seq <= draft.seq:
        return Saved(draft.revision, draft.saved_at)
    if typed.tab in draft.others or not _goes_on(draft, typed):
        return _keep_apart(draft, typed)
    draft.text, draft.fields = typed.text, dict(typed.fields)
    draft.tab, draft.seq = typed.tab, typed.seq
    draft.revision += 1
    draft.saved_at = timezone.now()
    draft.save()
    return Saved(draft.revision, draft.saved_at)


@transaction.atomic
def settle_draft(*, draft: Draft, tab: str, add: bool, by: Actor) -> Draft:
    """Answer about text kept apart: add it at the end of the draft, or drop it. Only its author may."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.author_id != by.user_id:
        raise Refused("Only the writer decides about their draft.")
    kept = draft.others.pop(tab, None)
    if kept is None:
        raise Refused("This text is not kept apart any more.")
    if add:
        draft.text = f"{draft.text.rstrip()}\n\n{kept['text']}".strip()
    draft.tab = ""
    draft.revision += 1
    draft.save()
    return draft


def _goes_on(draft: Draft, typed: Typed) -> bool:
    """Whether this window's text follows from what is saved: its own last save, or the revision it was opened on."""
    untouched = not draft.text.strip() and not draft.revision
    return untouched or draft.tab == typed.tab or draft.revision == typed.revision


def _keep_apart(draft: Draft, typed: Typed) -> Saved:
    now = timezone.now()
    known = draft.others.get(typed.tab)
    if known is None or typed.seq > known["seq"]:
        draft.others[typed.tab] = {"text": typed.text, "seq": typed.seq}
        draft.save(update_fields=["others"])
    return Saved(draft.revision, now, aside=True)
