"""Which notes somebody reads."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from caseload.enums import SEEN, STANDS, NoteState
from caseload.models import Episode, Note, SignedVersion
from pitservice.accounts.models import User


def notes_left(episode: Episode) -> int:
    """How many notes of sessions that stand are not signed."""
    of_work = Note.objects.filter(session__episode=episode, session__appointment__state__in=SEEN)
    return of_work.exclude(state=NoteState.SIGNED).count()


def readable(notes: QuerySet[Note], user: User) -> QuerySet[Note]:
    """Of these notes the signed ones, those signed before (their versions are read), and one's own."""
    before = Exists(SignedVersion.objects.filter(note=OuterRef("pk")))
    return notes.filter(Q(state__in=STANDS) | Q(author=user) | Q(before))


def last_sent_back(note: Note) -> SignedVersion | None:
    """What the supervisor sent back, while its author writes it anew (P7)."""
    last = note.versions.order_by("created_at", "pk").last() if note.state == NoteState.DRAFT else None
    return last if last is not None and last.sent_back else None
