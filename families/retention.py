"""How long a record is kept: pure functions over plain facts (domain.md §4.6).

The latest of the rules that apply gives the day on which a person *reviews* the record. Nothing is destroyed by
itself, and the code of practice's minimum is never shortened here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pitservice.accounts.enums import Nation
from pitservice.configuration.enums import RecordNaming

#: Where the rules stand.
SOURCE = "Records Management Code of Practice (NHS England), retention schedule"
#: What is said beside the date where the nation has a code of its own.
NATIONS = {
    Nation.WALES: "Wales has its own code of practice (2022): check the date against it before anything is destroyed.",
    Nation.SCOTLAND: "Scotland has its own code of practice: check the date against it before anything is destroyed.",
    Nation.NORTHERN_IRELAND: (
        "Northern Ireland has its own schedule: check the date against it before anything is destroyed."
    ),
}
#: What happens on that day.
THEN = "On that day a person reviews the record. It is destroyed only by a person's decision, with a certificate."


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whose record it is: a baby of the family, or in a parent's name a parent.

    `expected_on` stands in for the birth until it is recorded. `lost_unborn`: lost with no birth recorded, so
    that nobody will have a birthday.
    """

    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    lost_unborn: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What the date follows from. `births` are the dates of birth of the family's babies; `last_contact` is the last
    day on which anybody of the team had to do with the family, today while work is open.
    """

    naming: RecordNaming
    subjects: Sequence[Subject]
    births: Sequence[date]
    last_contact: date
    nation: Nation = Nation.ENGLAND


@dataclass(frozen=True, slots=True)
class Retention:
    """When the record is reviewed, by which rule, where the rule stands, and what must be known beside it ("" if
    nothing).
    """

    review_on: date
    rule: str
    source: str
    note: str = ""


def retention_of(kept: Kept) -> Retention:
    """The latest of the rules that apply to this record (domain.md §4.6)."""
    review_on, rule = max(rules_of(kept), key=lambda found: found[0])
    return Retention(review_on, rule, SOURCE, NATIONS.get(kept.nation, ""))


def incident_retention(closed_on: date, *, reported: bool, nation: Nation) -> Retention:
    """How long an incident about no single family is kept (decision 0015): longer where it was serious."""
    years = 20 if reported else 10
    kind = "serious incident, reported to the regulator" if reported else "incident"
    return Retention(
        years_after(closed_on, years), f"{kind}: {years} years after it was closed", SOURCE, NATIONS.get(nation, "")
    )


def rules_of(kept: Kept) -> Iterator[tuple[date, str]]:
    """Each rule that applies, with its day: mental health always; birthdays; in a parent's name maternity too."""
    living = [subject for subject in kept.subjects if subject.died_on is None and not subject.lost_unborn]
    if living or not kept.subjects or any(subject.lost_unborn for subject in kept.subjects):
        yield years_after(kept.last_contact, 20), "mental health record: 20 years after the last contact"
    for subject in kept.subjects:
        if subject.died_on is not None:
            yield years_after(subject.died_on, 10), "mental health record: 10 years after a death"
        yield from _birthday(kept, subject)
    if kept.naming == RecordNaming.PARENT and kept.births:
        yield years_after(max(kept.births), 25), "maternity record: 25 years after the last live birth"


def _birthday(kept: Kept, subject: Subject) -> Iterator[tuple[date, str]]:
    """Until a child's 25th birthday, or the 26th if they were 17 at the end (a parent under 18 is a child too: P27)."""
    start = subject.born_on or subject.expected_on
    if start is None or subject.lost_unborn or kept.last_contact >= years_after(start, 18):
        return
    if kept.last_contact >= years_after(start, 17):
        yield years_after(start, 26), "child's record: until the 26th birthday of a child who was 17 at the end"
    elif subject.born_on:
        yield years_after(start, 25), "child's record: until the youngest child's 25th birthday"
    else:
        yield years_after(start, 25), "child's record: 25 years after the expected date, until a birth is recorded"


def years_after(day: date, years: int) -> date:
    """The same day so many years on; of 29 February, where there is none, the day after 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28) + timedelta(days=1)
