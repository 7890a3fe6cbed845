"""How long a record is kept (domain.md §4.6): every rule by itself, the latest wins, and what it follows from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from families import actions
from families.enums import FamilyRole, LossKind
from families.keeping import kept_of, retention
from families.retention import NATIONS, SOURCE, Kept, Retention, Subject, retention_of, rules_of, years_after
from pitservice.accounts.enums import Nation
from pitservice.configuration.enums import RecordNaming
from tests.make.accounts import BY, make_team
from tests.make.caseload import make_ending, make_work
from tests.make.families import make_family

CHILD, PARENT = RecordNaming.CHILD, RecordNaming.PARENT
MENTAL = "mental health record: 20 years after the last contact"
DEATH = "mental health record: 10 years after a death"
BIRTHDAY = "child's record: until the youngest child's 25th birthday"
SEVENTEEN = "child's record: until the 26th birthday of a child who was 17 at the end"
EXPECTED = "child's record: 25 years after the expected date, until a birth is recorded"
MATERNITY = "maternity record: 25 years after the last live birth"


def found(naming: RecordNaming, last_contact: date, *subjects: Subject, births: list[date] | None = None) -> Retention:
    return retention_of(Kept(naming, subjects, births or [], last_contact))


def test_the_latest_rule_wins_for_an_infant() -> None:
    """The example of domain.md §4.6: contact at the age of one, so that the 25th birthday wins."""
    born, last = date(2026, 3, 1), date(2027, 3, 10)

    assert found(CHILD, last, Subject(born)) == Retention(date(2051, 3, 1), BIRTHDAY, SOURCE)


def test_work_that_lasted_long_is_kept_from_its_last_contact() -> None:
    assert found(CHILD, date(2033, 3, 1), Subject(date(2026, 3, 1))) == Retention(date(2053, 3, 1), MENTAL, SOURCE)


def test_of_siblings_the_youngest_counts() -> None:
    older, younger = Subject(date(2024, 1, 5)), Subject(date(2026, 3, 1))

    assert found(CHILD, date(2026, 9, 1), older, younger).review_on == date(2051, 3, 1)


def test_before_a_birth_is_recorded_the_expected_date_stands_in() -> None:
    unborn = Subject(expected_on=date(2027, 1, 24))

    assert found(CHILD, date(2026, 11, 24), unborn) == Retention(date(2052, 1, 24), EXPECTED, SOURCE)


def test_a_pregnancy_that_ended_has_no_birthday() -> None:
    lost = Subject(expected_on=date(2027, 1, 24), lost_unborn=True)

    assert found(CHILD, date(2026, 11, 24), lost) == Retention(date(2046, 11, 24), MENTAL, SOURCE)


def test_a_death_counts_ten_years_and_a_childs_birthday_still_counts() -> None:
    parent = Subject(date(1994, 5, 1), died_on=date(2026, 6, 1))
    child = Subject(date(2026, 3, 1), died_on=date(2026, 6, 1))

    assert found(PARENT, date(2026, 6, 1), parent) == Retention(date(2036, 6, 1), DEATH, SOURCE)
    assert found(CHILD, date(2026, 6, 1), child) == Retention(date(2051, 3, 1), BIRTHDAY, SOURCE)


def test_in_a_parents_name_the_last_live_birth_counts() -> None:
    mother = Subject(date(1994, 5, 1))
    births = [date(2024, 1, 5), date(2026, 3, 1)]

    assert found(PARENT, date(2026, 9, 1), mother, births=births) == Retention(date(2051, 3, 1), MATERNITY, SOURCE)
    assert found(PARENT, date(2026, 9, 1), mother) == Retention(date(2046, 9, 1), MENTAL, SOURCE)


@pytest.mark.rule("P27")
def test_a_parent_under_18_is_a_child_too() -> None:
    last = date(2026, 9, 1)
    sixteen, seventeen, grown = Subject(date(2010, 1, 1)), Subject(date(2009, 1, 1)), Subject(date(1994, 5, 1))

    mental = (date(2046, 9, 1), MENTAL)
    assert list(rules_of(Kept(PARENT, [sixteen], [], last))) == [mental, (date(2035, 1, 1), BIRTHDAY)]
    assert list(rules_of(Kept(PARENT, [seventeen], [], last))) == [mental, (date(2035, 1, 1), SEVENTEEN)]
    assert list(rules_of(Kept(PARENT, [grown], [], last))) == [mental]


@pytest.mark.parametrize(("nation", "noted"), [(nation, NATIONS.get(nation, "")) for nation in Nation])
def test_other_nations_have_codes_of_their_own(nation: Nation, noted: str) -> None:
    kept = Kept(CHILD, [Subject(date(2026, 3, 1))], [], date(2026, 9, 1), nation)

    assert retention_of(kept).note == noted
    assert (noted == "") is (nation == Nation.ENGLAND)


def test_the_29th_of_february_is_never_early() -> None:
    assert years_after(date(2024, 2, 29), 25) == date(2049, 3, 1)
    assert years_after(date(2024, 2, 29), 20) == date(2044, 2, 29)


@pytest.mark.django_db
def test_the_facts_of_many_families_are_read_at_once() -> None:
    team = make_team()
    born = timezone.localdate() - timedelta(weeks=30)
    families = [make_family(team, born=born, baby=f"Baby{n}").family for n in range(3)]

    with CaptureQueriesContext(
        connection,
    ) as one:
        kept_of(families[:1])
    with CaptureQueriesContext(connection) as three:
        kept = kept_of(families)

    assert [kept[family.pk] for family in families] == [Kept(CHILD, [Subject(born)], [born], timezone.localdate())] * 3
    assert (len(one), len(three)) == (6, 6)


@pytest.mark.django_db
def test_work_that_is_open_counts_as_contact_today_and_what_ended_as_of_then() -> None:
    team = make_team()
    open_work, ended = make_work(team), make_work(team)
    make_ending(ended, follow_up=False)
    families = [open_work.made.family, ended.made.family]

    found_ones = retention(families, PARENT)

    assert {row.rule for row in found_ones.values()} == {MATERNITY}
    assert [kept_of(families)[family.pk].last_contact for family in families] == [timezone.localdate()] * 2


@pytest.mark.django_db
def test_who_left_the_family_or_was_lost_still_counts() -> None:
    made = make_family(baby="", expected=timezone.localdate() + timedelta(weeks=9))
    actions.record_loss(family=made.family, person=made.baby, kind=LossKind.PREGNANCY_ENDED, by=BY)
    older = actions.add_person(
        family=made.family, role=FamilyRole.BABY, given_name="Eva", date_of_birth=date(2025, 5, 5), by=BY
    )
    actions.end_membership(member=older.memberships.get(), ends_on=timezone.localdate(), by=BY)

    kept = kept_of([made.family])[made.family.pk]

    assert kept.subjects == [
        Subject(expected_on=made.baby.expected_date, lost_unborn=True),
        Subject(date(2025, 5, 5)),
    ]
