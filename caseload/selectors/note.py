"""Which notes somebody reads."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from caseload.enums import SEEN, STANDS, NoteState
from caseload.models import Episode, Note, SignedVersion
from pitservice.accounts.models import User

#: Notes that have to be signed: of sessions that stand, and assessment records.
TO_SIGN = Q(session__isnull=True) | Q(session__appointment__state__in=SEEN)


def notes_left(episode: Episode) -> int:
    """How many notes of sessions that stand are not signed; the assessment record counts with them (P65)."""
    return Note.objects.filter(TO_SIGN, episode=episode).exclude(state=NoteState.SIGNED).count()


def record_of(episode: Episode) -> Note | None:
    """The assessment record of a piece of work, written by whomever (P65)."""
    return Note.objects.filter(episode=episode, session=None).select_related("author", "written_in").first()


def readable(notes: QuerySet[Note], user: User) -> QuerySet[Note]:
    """Of these notes the signed ones, those signed before (their versions are read), and one's own."""
    before = Exists(SignedVersion.objects.filter(note=OuterRef("pk")))
    return notes.filter(Q(state__in=STANDS) | Q(author=user) | Q(before))


def last_sent_back(note: Note) -> SignedVersion | None:
    """What the supervisor sent back, while its author writes it anew (P7)."""
    last = note.versions.order_by("created_at", "pk").last() if note.state == NoteState.DRAFT else None
    return last if last is not None and last.sent_back else None
