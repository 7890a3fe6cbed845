"""From a kept row to what it would become: its submission, its problems, and the comment that a person must read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import RiskItem
from referrals.enums import ADULT_ROLES, CommentAnswer, PartyRole
from referrals.importing import reading
from referrals.importing.columns import Col
from referrals.importing.rows import Problem, Row, has_adult, people_of, received_on, submission_of
from referrals.matching.facts import Story
from referrals.matching.reading import story_of_parties
from referrals.models import Import, ImportRow, ReferredPerson
from referrals.submission import Party, Submission

#: A column that no heading was said to be, kept as sent and read by nobody.
NOT_USED = ""
#: What an answer about one adult is followed by: "somebody:father".
MOTHER, PARTNER, FATHER = "mother", "partner", "father"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row as it is understood. `submission` is None while something keeps the row out."""

    row: Row
    submission: Submission | None
    people: Sequence[Party]
    comment: str

    @property
    def stops(self) -> bool:
        """Whether a problem keeps the row out."""
        return any(problem.stops for problem in self.row.problems)


def row_of(kept: ImportRow, sheet: Import, *, today: date, items: Sequence[RiskItem]) -> Row:
    """A kept row by the sheet's headings, with what was corrected."""
    return Row(
        number=kept.number,
        cells=reading.by_heading(sheet.headings, kept.cells),
        today=today,
        items=items,
        mapping=sheet.mapping,
        corrected=kept.corrected,
    )


def judge(row: Row) -> Judged:
    """Everything that a row says by itself; what others say of it (doubles, matches) is not looked at here."""
    received, adult = received_on(row), has_adult(row)
    submission = submission_of(row, received or row.today)
    whole = submission if received is not None and adult else None
    return Judged(row, whole, submission.people, submission.warning)


def story_of(number: int, people: Sequence[Party]) -> Story:
    """The account that a row gives, called by its number."""
    return story_of_parties(str(number), people)


def account_of(kept: ImportRow, sheet: Import, *, today: date) -> Story:
    """The account that a kept row gives."""
    return story_of(kept.number, people_of(row_of(kept, sheet, today=today, items=())))


def as_stored(problems: Sequence[Problem]) -> list[list[str | bool]]:
    """Problems as the row keeps them."""
    return [[str(column), why, stops] for column, why, stops in problems]


def first_mapping(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """What each heading is, as far as that is known: as it was last said, or because it is called just as ours is."""
    ours = {column.casefold(): str(column) for column in Col}
    found: dict[str, str] = {}
    for heading in headings:
        named = remembered.get(heading, ours.get(heading.casefold()))
        if named is not None and (named in (NOT_USED, Col.COMMENTS) or named not in found.values()):
            found[heading] = named
    return found


def with_answers(submission: Submission, answers: Sequence[str], note: str) -> Submission:
    """The submission with what a person said of its comment: numbers that are not safe, and words to keep in mind."""
    unsafe = {role for role in (MOTHER, PARTNER) if f"{CommentAnswer.NUMBER}:{role}" in answers}
    people = tuple(_unsafe(party) if side_of(party) in unsafe else party for party in submission.people)
    words = submission.warning
    if note:
        words = f"{words}\nSaid when it was imported: {note}"
    return replace(submission, people=people, warning=words)


def side_of(party: Party | ReferredPerson) -> str:
    """Whom of a row's two adults an answer means; empty for a baby."""
    if party.role == PartyRole.MOTHER:
        return MOTHER
    return PARTNER if party.role in ADULT_ROLES else ""


def answers_all(answers: Sequence[str], sides: AbstractSet[str]) -> bool:
    """Whether the answers say everything, so that nothing is left to be read before a word goes out (P3).

    One about somebody whom the row does not name (any more) says nothing.
    """
    named = {answer.partition(":")[2] for answer in answers} - {"", FATHER}
    return bool(answers) and CommentAnswer.OTHER not in answers and named <= sides


def _unsafe(party: Party) -> Party:
    return replace(party, mobile_safe=YesNoUnknown.NO)
