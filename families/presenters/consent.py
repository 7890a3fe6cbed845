"""What each adult allows and refuses: in force today as a table, and everything that was said beneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from families.consents import Asked, in_force
from families.enums import ConsentPurpose
from families.models import Consent, FamilyMember, FamilyProfessional
from families.presenters.contact import recipient_names
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Details, Empty, Section, Table, Tag

YES, NO = Tag("Agrees", Colour.GREEN), Tag("Does not agree", Colour.RED)
NOT_ASKED = Tag("Not asked", Colour.GREY)
_WITH_SOMEBODY = (ConsentPurpose.SHARE, ConsentPurpose.INFORM)


def purpose_words(row: Consent, recipients: Mapping[str, str]) -> str:
    """ "Tell Dr Ann Reed, GP of the referral and its outcome"."""
    return asked_words(row.purpose, row.recipient, recipients)


def asked_words(purpose: str, recipient: str, recipients: Mapping[str, str]) -> str:
    """The same of a question."""
    name = recipients.get(recipient, recipient)
    return {
        ConsentPurpose.SHARE: f"Share information with {name}",
        ConsentPurpose.INFORM: f"Tell {name} of the referral and its outcome",
    }.get(ConsentPurpose(purpose), ConsentPurpose(purpose).label)


def consents_sections(
    rows: Sequence[Consent],
    names: Mapping[int, str],
    adults: Sequence[FamilyMember],
    links: Sequence[FamilyProfessional],
    today: date,
) -> list[Section]:
    """Each question with each adult's answer in force; what nobody asked yet says so. Then the history."""
    recipients = recipient_names(links)
    now = in_force(rows, today)
    people = {member.person_id: names[member.person_id] for member in adults}
    people |= {row.person_id: names.get(row.person_id, row.giver.get("name", "")) for row in now.values()}
    body: list[object] = [Empty("No adult is recorded who could be asked.")]
    if people:
        columns = [Column("What"), *(Column(name) for name in people.values())]
        questions = _questions(now, links)
        cells = [_row(question, people, now, recipients) for question in questions]
        body = [Table("What they allow today", columns, cells)]
    if rows:
        body.append(Details(f"Everything that was said ({len(rows)})", [_history(rows, names, now, recipients)]))
    return [Section("What they allow", body)]


def _questions(now: Mapping[Asked, Consent], links: Sequence[FamilyProfessional]) -> list[tuple[str, str]]:
    """Purpose and recipient: every professional of the family, every role that was spoken of, and what has none."""
    spoken = dict.fromkeys(recipient for _, purpose, recipient in now if purpose in _WITH_SOMEBODY)
    recipients = dict.fromkeys([*(link.professional.key for link in links), *spoken])
    questions = [(str(purpose), recipient) for recipient in recipients for purpose in _WITH_SOMEBODY]
    alone = [(str(purpose), "") for purpose in ConsentPurpose if purpose not in _WITH_SOMEBODY]
    other = [(purpose, recipient) for _, purpose, recipient in now if purpose not in _WITH_SOMEBODY]
    return list(dict.fromkeys([*questions, *alone, *other]))


def _row(
    question: tuple[str, str], people: Mapping[int, str], now: Mapping[Asked, Consent], recipients: Mapping[str, str]
) -> list[Cell]:
    answers = [_answer(now.get((person, *question))) for person in people]
    return [Cell(asked_words(*question, recipients)), *answers]


def _answer(row: Consent | None) -> Cell:
    if row is None:
        return Cell(tags=[NOT_ASKED])
    return Cell(tags=[YES if row.given else NO], hint=f"{row.how}, {dates.day(row.given_on)}")


def _history(
    rows: Sequence[Consent], names: Mapping[int, str], now: Mapping[Asked, Consent], recipients: Mapping[str, str]
) -> Table:
    """Every answer, the newest first; who gave it as they were then."""
    counts = {row.pk for row in now.values()}
    columns = [Column("Who"), Column("What"), Column("Answer"), Column("Said"), Column("Seen or kept")]
    cells = [
        [
            Cell(names.get(row.person_id, ""), hint=_as_then(row)),
            Cell(purpose_words(row, recipients)),
            Cell(tags=[YES if row.given else NO], hint="" if row.pk in counts else "Replaced by a later answer"),
            Cell(f"{row.how}, {dates.day(row.given_on)}"),
            Cell(row.evidence or "Nothing recorded"),
        ]
        for row in reversed(rows)
    ]
    return Table("Everything that was said", columns, cells)


def _as_then(row: Consent) -> str:
    giver = row.giver or {}
    return ", ".join(part for part in (giver.get("name", ""), giver.get("role", "").lower()) if part)
