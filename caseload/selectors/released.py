"""Signed notes in full, with what was added, for a copy of the record (P31)."""

from __future__ import annotations

from collections.abc import Sequence

from caseload.enums import STANDS
from caseload.models import Note
from families.models import Family
from families.registry import ReleasedText
from pitservice.accounts.viewer import Viewer


def notes_in_full(family: Family, viewer: Viewer) -> Sequence[ReleasedText]:
    """Each paragraph on a line; whom it is about is known to whoever goes through the copy."""
    notes = Note.objects.visible_to(viewer).filter(session__episode__family=family, state__in=STANDS)
    found = []
    for note in notes.select_related("session__appointment").prefetch_related("addenda").order_by("pk"):
        words = [paragraph["text"] for paragraph in note.paragraphs]
        words += [f"Added later: {added.text}" for added in note.addenda.all()]
        found.append(ReleasedText(note.signed_at or note.created_at, "Note of a session", "\n".join(words)))
    return found
