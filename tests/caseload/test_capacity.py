"""Who has room: slots of a week (CAP-1; toolkit ch. 6, domain.md §7.1 and §7.3)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.enums import AllocationRole, Rhythm
from caseload.models import Episode, WorkingDays
from caseload.rules import Load, group_hours, slots_a_week, slots_of
from caseload.selectors.capacity import loads
from families.actions import add_need, restrict
from families.enums import NeedKind
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team
from pitservice.configuration.actions import change_settings, set_day
from tests.make.accounts import BY, client_of, make_user, viewer_of
from tests.make.caseload import MadeWork, make_work

D = Decimal


@pytest.mark.rule("CAP-1")
@pytest.mark.parametrize(
    ("hours", "other", "groups", "a_day", "slots"),
    [
        ("7.5", "0", "0", 4, 4),
        ("22.5", "3", "4", 4, 8),  # the example of domain.md §7.1: 15.5 hours are 8.27 slots
        ("37.5", "7.5", "0", 4, 16),
        ("37.5", "0", "0", 3, 15),
        ("4", "6", "0", 4, 0),
    ],
)
def test_slots_are_whole_and_what_is_not_for_families_is_taken_off_first(
    hours: str, other: str, groups: str, a_day: int, slots: int
) -> None:
    assert slots_a_week(D(hours), D(other), D(groups), a_day) == slots


@pytest.mark.rule("CAP-1")
def test_a_group_of_two_hours_costs_four() -> None:
    assert group_hours(D(2)) == D(4)


@pytest.mark.rule("CAP-1")
@pytest.mark.parametrize(
    ("rhythm", "is_complex", "slots"),
    [(Rhythm.WEEKLY, False, "1"), (Rhythm.FORTNIGHTLY, False, "0.5"), (Rhythm.WEEKLY, True, "1.25")],
)
def test_work_weighs_by_how_often_and_by_what_makes_it_longer(rhythm: str, is_complex: bool, slots: str) -> None:
    assert slots_of(rhythm, is_complex=is_complex, complex_percent=25) == D(slots)


@pytest.mark.parametrize(
    ("load", "said"),
    [
        (Load(5, D("4.50"), 12), "5 open families, 4.5 of 12 slots a week"),
        (Load(1, D("10.00"), None), "1 open family, 10 slots a week"),
        (Load(), "0 open families, 0 slots a week"),
        (
            Load(1, D("2.00"), 8, shared=2, coming=4),
            "1 open family and 2 as co-worker, 2 of 8 slots a week (4 in the coming seven days)",
        ),
        (Load(1, D("1.00"), 8, coming=8), "1 open family, 1 of 8 slots a week"),
    ],
)
def test_a_load_in_words(load: Load, said: str) -> None:
    assert str(load) == said


def open_every_day(team: Team) -> None:
    """No bank holiday lies in the coming week, whatever the day of the test."""
    for number in range(7):
        set_day(team=team, day=timezone.localdate() + timedelta(days=number), closed=False, by=BY)


@pytest.mark.django_db
@pytest.mark.rule("CAP-1")
def test_a_colleagues_load_counts_the_families_they_lead_and_that_the_viewer_sees() -> None:
    work = make_work()
    second, hidden = make_work(work.team, lead=work.lead), make_work(work.team, lead=work.lead)
    Episode.objects.filter(pk=second.episode.pk).update(rhythm=Rhythm.FORTNIGHTLY)
    add_need(family=work.family, person=work.made.mother, kind=NeedKind.INTERPRETER, text="Polish", by=BY)
    actions.set_working_days(
        team=work.team,
        user=work.lead,
        days=[0, 1, 2],
        weekly_hours=D("22.5"),
        other_hours=D(3),
        starts_on=timezone.localdate(),
        by=BY,
    )
    restrict(family=hidden.family, reason="Works here", named=[work.lead], by=BY)
    open_every_day(work.team)
    boss = viewer_of(make_user(RoleName.CLINICAL_LEAD, work.team), Permission.ALLOCATE)
    other = make_user(RoleName.PRACTITIONER, work.team, "Lee")

    found = loads([work.lead, other], work.team, boss)

    assert found[work.lead.pk] == Load(2, D("1.75"), 10, coming=10)
    assert found[work.lead.pk].free == D("8.25")
    assert found[other.pk] == Load(0, D(0), None)


@pytest.mark.django_db
@pytest.mark.rule("CAP-1")
@pytest.mark.parametrize(("percent", "used"), [(100, "1.5"), (50, "0.75"), (0, "0")])
def test_a_co_workers_part_counts_as_much_as_the_team_says(percent: int, used: str) -> None:
    work = make_work()
    second = make_work(work.team, lead=work.lead)
    Episode.objects.filter(pk=second.episode.pk).update(rhythm=Rhythm.FORTNIGHTLY)
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    for one in (work, second):
        actions.join_work(episode=one.episode, user=sam, role=AllocationRole.CO_WORKER, by=BY)
    actions.join_work(
        episode=work.episode, user=make_user(RoleName.KEYWORKER, work.team), role=AllocationRole.KEYWORKER, by=BY
    )
    change_settings(team=work.team, co_work_percent=percent, by=BY)
    boss = viewer_of(make_user(RoleName.CLINICAL_LEAD, work.team), Permission.ALLOCATE)

    found = loads([work.lead, sam], work.team, boss)

    assert found[sam.pk] == Load(0, D(used), None, shared=2)
    assert found[work.lead.pk] == Load(2, D("1.5"), None)


@pytest.mark.django_db
@pytest.mark.rule("CAP-1")
def test_the_coming_seven_days_are_said_where_leave_takes_slots() -> None:
    work, today = make_work(), timezone.localdate()
    days = [(today.weekday() + number) % 7 for number in (0, 3)]
    given: dict[str, Any] = {"weekly_hours": D(15), "other_hours": D(0), "starts_on": today}
    actions.set_working_days(team=work.team, user=work.lead, days=sorted(days), **given, by=BY)
    open_every_day(work.team)
    boss = make_user(RoleName.CLINICAL_LEAD, work.team)
    before = loads([work.lead], work.team, viewer_of(boss, Permission.ALLOCATE))[work.lead.pk]

    actions.record_absence(team=work.team, user=work.lead, first=today, last=today, cover=None, by=BY)
    after = loads([work.lead], work.team, viewer_of(boss, Permission.ALLOCATE))[work.lead.pk]

    assert (before.slots, after.slots, after.coming) == (8, 8, 4)
    assert str(after) == "1 open family, 1 of 8 slots a week (4 in the coming seven days)"


@pytest.mark.django_db
@pytest.mark.rule("CAP-1")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("22.5", "22.5"), ("22,25", "22.25"), ("0", "0"), ("60", "60"), ("", None)],
)
def test_hours_of_a_week_are_recorded_with_the_working_days(typed: str, kept: str | None) -> None:
    work = make_work()

    response = _record_hours(work, typed, "")

    row = WorkingDays.objects.get()
    assert (response.status_code, row.weekly_hours, row.other_hours) == (302, None if kept is None else D(kept), 0)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["22.4", "60.25", "-1", "NaN", "Inf", "1e1", "many", "٣", "2_2"])
def test_what_are_no_hours_is_refused_and_kept_in_its_box(typed: str) -> None:
    response = _record_hours(make_work(), typed, "3")

    assert response.status_code == 422
    assert "Enter hours between 0 and 60, in quarters, like 22.5" in response.content.decode()
    assert f'value="{typed}"' in response.content.decode()
    assert not WorkingDays.objects.exists()


def _record_hours(work: MadeWork, weekly: str, other: str) -> Any:
    today = timezone.localdate()
    starts = {f"starts_on_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    typed = {"days": ["0", "2"], "hours": "", "weekly_hours": weekly, "other_hours": other, **starts}
    where = reverse("caseload:working_days", args=[work.team.key, work.lead.key])
    lead = make_user(RoleName.CLINICAL_LEAD, work.team)
    return client_of(lead).post(where, {"submission": str(uuid4()), "seen": "", **typed})
