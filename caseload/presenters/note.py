"""How a note reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from caseload.enums import STANDS, NoteState
from caseload.models import Addendum, Note, SignedVersion
from caseload.presenters import words
from caseload.times import local_day
from pitservice.ui import dates
from pitservice.ui.components import Callout, Cell, Column, Details, Empty, Fact, FactList, Link, Section, Words
from pitservice.ui.words import inside

#: What a paragraph says that is from or about somebody outside the family.
THIRD = "About somebody outside the family, or told by them"


def href(note: Note) -> str:
    """Its page."""
    return reverse("caseload:note", args=[note.key])


def title(note: Note) -> str:
    """What it is, as a heading."""
    if note.session is None:
        return "Assessment record"
    return f"Note of the {inside(note.session.get_kind_display())} session"


def writing_href(note: Note) -> str:
    """Where its author writes it."""
    if note.session is None:
        return reverse("caseload:assessment", args=[note.episode.key])
    return reverse("caseload:session", args=[note.session.appointment.key])


def subject_href(note: Note) -> str:
    """What it is about: the appointment, or the work."""
    if note.session is None:
        return reverse("caseload:episode", args=[note.episode.key])
    return reverse("caseload:appointment", args=[note.session.appointment.key])


def facts(note: Note, signer: str, cosigned: str = "") -> FactList:
    """Of which session, by whom, signed when; a note written later carries both dates (design §4).

    `cosigned` says how a trainee's note stands with its co-signature (P7).
    """
    back = Link("The work" if note.is_record else "The appointment", subject_href(note))
    found = [
        Fact("Begun" if note.is_record else "Session", dates.moment(note.of_when), links=[back]),
        Fact("Written by", note.author.name, tags=[words.note_tag(note)]),
    ]
    if note.state in STANDS and note.signed_at is not None:
        late = not note.is_record and local_day(note.signed_at) != local_day(note.of_when)
        said = [f"{dates.moment(note.signed_at)} by {signer}"]
        said += ["A late entry: the session was on another day."] if late else []
        found.append(Fact("Signed", said))
    if cosigned:
        found.append(Fact("Co-signature", cosigned))
    return FactList(found)


def taken_back(version: SignedVersion) -> Callout:
    """That the signature was taken back, and why."""
    return Callout(
        "This note is being written anew", [_why(version), "Until it is signed again, read it as it was signed."]
    )


def _why(version: SignedVersion) -> str:
    when = dates.moment(version.created_at)
    if version.sent_back:
        return f"{version.created_by.name} sent it back on {when}: {version.reason}"
    return f"{version.signer.name} took the signature back on {when}: {version.reason}"


def versions(rows: Sequence[SignedVersion], names: Mapping[str, str], *, opened: bool) -> object | None:
    """What was signed before: in the open while nothing newer is signed, else folded."""
    if not rows:
        return None
    parts = [
        Section(
            f"As signed {dates.moment(row.signed_on)} by {row.signer.name}",
            [*_paragraphs(row.paragraphs, names), Words([_why(row)])],
        )
        for row in rows
    ]
    return Section("As it was signed before", parts) if opened else Details("Read what was signed before", parts)


def body(note: Note, names: Mapping[str, str]) -> Section:
    """The words, each paragraph with whom it is about; `names` are people by key."""
    if not note.paragraphs:
        return Section("Note", [Empty("Nothing is written yet.")])
    return Section("Note", _paragraphs(note.paragraphs, names))


def _paragraphs(paragraphs: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[object]:
    """Under their headings; each says whom it is about, and that it is from or about others."""
    headings = list(dict.fromkeys(part.get("heading", "") for part in paragraphs))
    by_heading = {name: [one for one in paragraphs if one.get("heading", "") == name] for name in headings}
    found: list[object] = []
    for heading, under in by_heading.items():
        words_under = [Words(_lines(part, names)) for part in under]
        found.extend([Section(heading, words_under)] if heading else words_under)
    return found


def _lines(part: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    return [line for line in [*part["text"].split("\n"), marks(part, names)] if line.strip()]


def paragraph_title(place: int, part: Mapping[str, Any]) -> str:
    """ "Paragraph 2, What we saw"."""
    return f"Paragraph {place}, {part['heading']}" if part.get("heading") else f"Paragraph {place}"


def marks(part: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Whom a paragraph is about, and whether it is from or about others; nothing where it is about everybody."""
    about = names.get(part["about"], "")
    said = [f"About {about}." if about else "", f"{THIRD}." if part.get("third") else ""]
    return f"({' '.join(one for one in said if one)})" if any(said) else ""


def addenda(rows: Sequence[Addendum]) -> Section | None:
    """What was added after signing, each signed by whoever added it."""
    if not rows:
        return None
    parts = [
        Section(f"Added {dates.moment(row.created_at)} by {row.author.name}", [Words(row.text.split("\n"))])
        for row in rows
    ]
    return Section("Added later", parts)


LIST_COLUMNS = (Column("Session"), Column("Family"), Column("Writer"), Column("State"), Column("Next step"))


def list_row(note: Note, user_id: int) -> list[Cell]:
    """One unsigned note."""
    family = note.episode.family.title
    go_on = Link("Write and sign", writing_href(note), hidden=f"the note about {family}")
    return [
        Cell(dates.moment(note.of_when), subject_href(note)),
        Cell(family),
        Cell(note.author.name),
        Cell(tags=[words.note_tag(note)]),
        Cell(links=[go_on] if note.author_id == user_id and note.state == NoteState.DRAFT else []),
    ]
