"""How what waits for a co-signature reads (P7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from caseload.enums import NoteState
from caseload.models import Note, SignedVersion
from caseload.presenters.note import href
from caseload.times import local_day
from pitservice.accounts.models import Membership, User
from pitservice.ui import dates
from pitservice.ui.components import Button, Callout, Cell, Column, Link
from pitservice.ui.worklist import Item

COLUMNS = (Column("Session"), Column("Family"), Column("Trainee"), Column("Supervisor"), Column("Next step"))


def row(note: Any) -> list[Cell]:
    """One note in the list; `supervisor_name` comes with it."""
    title = note.episode.family.title
    link = Link("Read and co-sign", reverse("caseload:cosign", args=[note.key]), hidden=f"the note about {title}")
    return [
        Cell(dates.moment(note.of_when), href(note)),
        Cell(title),
        Cell(note.trainee.name, hint=f"Signed {dates.moment(note.signed_at)}"),
        Cell(note.supervisor_name or "Nobody"),
        Cell(links=[link]),
    ]


def waiting(note: Any, user: User, _today: date) -> Item:
    """A trainee's note on the home page of who co-signs it."""
    family = note.episode.family
    mine = note.supervisor_id == user.pk
    whose = note.trainee.name if mine else f"{note.trainee.name}, with {note.supervisor_name or 'nobody'}"
    return Item(
        what=f"Note to co-sign, {dates.weekday(local_day(note.of_when))}",
        whose=f"{family.title} ({whose})",
        action=Link("Read", reverse("caseload:cosign", args=[note.key]), hidden=f"the note about {family.title}"),
        mine=mine,
        due=local_day(note.signed_at),
        since=note.signed_at,
        family=(family.pk, note.team_id),
    )


def intro(note: Note, training: Membership | None) -> list[str]:
    """Whose words wait, and with whom and how long the trainee learns."""
    if note.trainee is None:
        return []
    lines = [f"{note.trainee.name} signed this note or added to it, and it waits for a co-signature."]
    return [*lines, with_whom(training)] if training else lines


def with_whom(training: Membership) -> str:
    """ "Toby Marsh learns with Sam Lee from 1 September 2026 until 31 March 2027.\""""
    until = f" until {dates.day(training.ends_on)}" if training.ends_on else ""
    supervisor = training.supervisor.name if training.supervisor else "nobody"
    return f"{training.user.name} learns with {supervisor} from {dates.day(training.starts_on)}{until}."


def for_trainee(training: Membership) -> str:
    """What a trainee's first page says of their supervisor."""
    supervisor = training.supervisor.name if training.supervisor else "Nobody"
    until = f" until {dates.day(training.ends_on)}" if training.ends_on else ""
    return f"{supervisor} is your supervisor{until}, and co-signs your notes."


def before_signing(training: Membership | None) -> str:
    """What the trainee reads before signing."""
    who = training.supervisor.name if training and training.supervisor else "the clinical lead"
    return f"Then {who} co-signs it, or sends it back to you with words. Colleagues can read it meanwhile."


def state_line(note: Note) -> str:
    """What a note says of its co-signature; nothing where none is needed."""
    if note.state == NoteState.TO_COSIGN:
        return "Not co-signed yet: a trainee wrote it, or added to it."
    if note.cosigned_at is not None and note.cosigned_by is not None:
        return f"Co-signed {dates.moment(note.cosigned_at)} by {note.cosigned_by.name}."
    return ""


def sent_back(version: SignedVersion) -> Callout:
    """What the supervisor wrote when they sent it back."""
    said = f"{version.created_by.name} wrote on {dates.moment(version.created_at)}:"
    return Callout("This note was sent back", [said, *version.reason.split("\n")])


def buttons(note: Note, *, may: bool) -> Sequence[Button]:
    """The way to co-sign, for who may."""
    if not may or note.state != NoteState.TO_COSIGN:
        return ()
    return [Button("Read and co-sign", reverse("caseload:cosign", args=[note.key]))]
