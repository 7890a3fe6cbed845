"""Signed notes in full, with what was added, for a copy of the record (P31)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from caseload.enums import STANDS
from caseload.models import Note
from caseload.selectors.note import reads_notes_of
from families.models import Family
from families.registry import ReleasedText
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused

TITLE, RECORD = "Note of a session", "Assessment record"
NOT_ALL = "A copy is drawn up by somebody who may read all of the record. The notes are read by those on the case."
THIRD_PARTY = "About somebody outside the family, or told by them"


def notes_in_full(family: Family, viewer: Viewer) -> Sequence[ReleasedText]:
    """Each paragraph on a line, under its heading; what was marked stands as an entry of its own.

    A paragraph about one person, and one from or about somebody outside the family, is looked at by itself (P31). Of a
    note whose signature was taken back it is what was signed last. Refused for who
    does not read the notes of this family by the team's rule: the copy would not be whole.
    """
    if not reads_notes_of(family, viewer.user):
        raise Refused(NOT_ALL)
    notes = Note.objects.visible_to(viewer).filter(episode__family=family)
    found: list[ReleasedText] = []
    for note in notes.prefetch_related("addenda", "versions").order_by("pk"):
        at, paragraphs = _as_signed(note)
        title = RECORD if note.is_record else TITLE
        for (about, third), parts in groupby(paragraphs, key=_marked):
            words = "\n".join(_with_headings(list(parts)))
            found.append(ReleasedText(at, title, words, THIRD_PARTY if third else "", about))
        added = [(one.created_at, f"Added later: {one.text}") for one in note.addenda.all()]
        found += [ReleasedText(at, title, words) for at, words in added]
    return found


def _as_signed(note: Note) -> tuple[datetime, Sequence[Mapping[str, Any]]]:
    if note.state in STANDS:
        return note.signed_at or note.created_at, note.paragraphs
    versions = list(note.versions.all())
    return (versions[-1].signed_on, versions[-1].paragraphs) if versions else (note.created_at, [])


def _marked(part: Mapping[str, Any]) -> tuple[str, bool]:
    return part["about"], bool(part.get("third"))


def _with_headings(parts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    heading = ""
    for part in parts:
        if part.get("heading", "") != heading:
            heading = part.get("heading", "")
            yield f"{heading}:"
        yield part["text"]
