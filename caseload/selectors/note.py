"""Which notes somebody reads."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from caseload.enums import NoteState
from caseload.models import Note, SignedVersion
from pitservice.accounts.models import User


def readable(notes: QuerySet[Note], user: User) -> QuerySet[Note]:
    """Of these notes the signed ones, those signed before (their versions are read), and one's own."""
    before = Exists(SignedVersion.objects.filter(note=OuterRef("pk")))
    return notes.filter(Q(state=NoteState.SIGNED) | Q(author=user) | Q(before))
