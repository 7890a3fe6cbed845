"""The job that makes the copy of a record for whoever asked for it, and the full words of letters and texts (P31).

Two PDFs are made: the one that is given, which shows nothing of what was left out, and our own, with a mark in each
place and a cover that says what was left out and on which ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.template.loader import render_to_string
from django.utils import timezone

from families.actions import fail_release, keep_release
from families.enums import ReleaseDecision, ReleaseGround
from families.models import Family, Release, ReleasePiece
from families.registry import ReleasedText
from families.releasing import Shown, as_given, as_kept
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.jobs.models import Job
from pitservice.letters import fonts
from pitservice.letters.enums import CopyState
from pitservice.letters.render import pdf_of
from pitservice.letters.selectors import of_family
from pitservice.messaging.enums import MessageState
from pitservice.messaging.inbox import of_family as texts_from_family
from pitservice.messaging.selectors import of_family as messages_of
from pitservice.ui import dates

BY = Actor.system("letters.releases")
GONE = (MessageState.SENT, MessageState.DELIVERED, MessageState.UNKNOWN)
_NOT_MADE = "The reason is in the system’s log."


def make(job: Job) -> str:
    """Make both files of the copy that the job names. Safe to run twice: the second finds nothing to do."""
    release = _asked(job)
    if release is None:
        return "There was nothing to make."
    try:
        given, ours = files_of(release)
    except Refused as refusal:
        fail_release(release=release, why=refusal.sentence, by=BY)
        return "It could not be made. The page of the copy says why."
    keep_release(release=release, given=given, ours=ours, by=BY)
    return "The copy is made."


def not_made(job: Job) -> None:
    """After the last try, whether it failed or its worker was killed."""
    release = _asked(job)
    if release is not None:
        fail_release(release=release, why=_NOT_MADE, by=BY)


def _asked(job: Job) -> Release | None:
    """The copy of a record that a job names, while it is asked for and not made."""
    asked = Release.objects.filter(pk=job.payload["release"], asked_at__isnull=False, given=None)
    return asked.select_related("family__team", "request").first()


def files_of(release: Release) -> tuple[bytes, bytes]:
    """The PDF that is given, and our own."""
    pieces = list(release.pieces.order_by("number"))
    given = [(piece, shown) for piece in pieces if (shown := as_given(piece)) is not None]
    ours = [(piece, as_kept(piece)) for piece in pieces]
    return _pdf(release, given, ()), _pdf(release, ours, cover_of(pieces))


def cover_of(pieces: Sequence[ReleasePiece]) -> list[Sequence[str]]:
    """For our own copy: what was left out, on which ground, and why."""
    return [
        (
            f"{piece.number}. {piece.title}",
            piece.get_decision_display(),
            ReleaseGround(piece.ground).label,
            *(f"“{line.strip()}”" for line in piece.left_out.splitlines() if line.strip()),
            piece.why,
        )
        for piece in pieces
        if piece.decision in (ReleaseDecision.PART, ReleaseDecision.OUT)
    ]


def _pdf(release: Release, pieces: Sequence[tuple[ReleasePiece, Shown]], cover: Sequence[Sequence[str]]) -> bytes:
    entries = [
        {"when": dates.day(timezone.localdate(piece.happened)), "title": shown.title, "words": shown.paragraphs}
        for piece, shown in pieces
    ]
    context = {
        "title": "Our copy of what was given" if cover else "Copy of the record",
        "team": release.family.team.name,
        "asked_by": release.request.asked_by,
        "reference": release.request.key,
        "day": dates.day(timezone.localdate(release.asked_at)),
        "cover": cover,
        "entries": entries,
    }
    html = render_to_string("letters/record.html", context)
    missing = fonts.missing_in("\n".join(line for piece, shown in pieces for line in (shown.title, *shown.paragraphs)))
    if missing is not None:
        raise Refused(f"No font here has the character {fonts.describe(missing)}. Leave it out of its entry.")
    return pdf_of(html)


def texts(family: Family, viewer: Viewer) -> Sequence[ReleasedText]:
    """Letters that were posted, and texts that went out and came in, in full."""
    return list(_texts(family, viewer))


def _texts(family: Family, viewer: Viewer) -> Iterator[ReleasedText]:
    gone = of_family(family, viewer).filter(state__in=(CopyState.POSTED, CopyState.EMAILED)).select_related("letter")
    for copy in gone:
        by_email = " (by e-mail)" if copy.state == CopyState.EMAILED else ""
        title = f"Letter to {copy.reader_name}{by_email}: {copy.title}"
        yield ReleasedText(copy.posted_at or copy.created_at, title, "\n".join(copy.paragraphs))
    for message in messages_of(family, viewer).filter(state__in=GONE):
        title = f"{message.get_channel_display()} to {message.recipient_name}"
        yield ReleasedText(message.sent_on or message.created_at, title, message.words)
    for text in texts_from_family(family, viewer):
        yield ReleasedText(
            text.received_on, f"{text.noun} from {text.person or text.caller or text.sender}", text.words
        )
