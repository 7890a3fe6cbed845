"""The page Capacity: slots with leave taken off, families carried, demand and flow, each with its working (CAP-1)."""

from __future__ import annotations

import csv
import html
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from caseload.capa import Flow
from caseload.enums import AppointmentKind, EndReason, EpisodeState, Rhythm
from caseload.models import Absence, Appointment, Episode, WorkingDays
from caseload.selectors.weeks import flow_of, quarter_before, weeks_of
from families.actions import restrict
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.configuration.actions import set_day
from referrals.enums import Outcome
from referrals.models import Decision
from tests.make.accounts import BY, client_of, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_session, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CAP-1")]
D = Decimal
URL = reverse("caseload:capacity")


@pytest.fixture
def boss(work: MadeWork) -> User:
    """The clinical lead."""
    return make_user(RoleName.CLINICAL_LEAD, work.team, "Ada Lovell")


def _monday() -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def _works(work: MadeWork, weekly: str | None = "22.5", other: str = "3") -> None:
    """On Mondays to Wednesdays, since long ago."""
    WorkingDays.objects.create(
        team=work.team,
        user=work.lead,
        days=[0, 1, 2],
        weekly_hours=None if weekly is None else D(weekly),
        other_hours=D(other),
        starts_on=_monday() - timedelta(weeks=60),
        created_by=BY,
    )


def _open_every_day(work: MadeWork) -> None:
    """No bank holiday lies in these weeks, whatever the day of the test."""
    for number in range(7):
        set_day(team=work.team, day=_monday() + timedelta(days=number), closed=False, by=BY)


def _absence_of(work: MadeWork, first: date, last: date) -> None:
    """Straight into the table: an absence of this week may have begun in the past."""
    Absence.objects.create(team=work.team, user=work.lead, during=(first, last + timedelta(days=1)), created_by=BY)


def _words(client: Any, **asked: str) -> str:
    response = client.get(URL, asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_week_says_with_every_number_how_its_slots_come_about(work: MadeWork, boss: User) -> None:
    _works(work)
    _open_every_day(work)
    _absence_of(work, _monday() + timedelta(days=7), _monday() + timedelta(days=8))

    said = _words(client_of(boss))

    assert (
        "22.5 hours contracted − 0 leave − 3 not for families − 0 groups = 19.5 hours; ÷ 1.875 hours a slot"
        " = 10 whole slots a week." in said
    )
    assert "1 open family (1 weekly): 1 slot a week." in said
    assert reverse("caseload:capacity") in client_of(boss).get(reverse("caseload:list")).content.decode()


def test_leave_is_taken_off_with_what_is_not_for_families_on_those_days(work: MadeWork, boss: User) -> None:
    _works(work)
    _open_every_day(work)
    today = _monday()
    _absence_of(work, today, today)

    said = _words(client_of(boss))

    assert "22.5 hours contracted − 7.5 leave (1 day away or closed) − 2 not for families − 0 groups = 13 hours" in said
    assert "= 6 whole slots a week." in said


def test_thirteen_weeks_are_averaged(work: MadeWork, boss: User) -> None:
    _works(work)
    viewer = viewer_of(boss, Permission.ALLOCATE)
    first = _monday() - timedelta(weeks=13)
    for number in range(13 * 7):
        set_day(team=work.team, day=first + timedelta(days=number), closed=False, by=BY)
    _absence_of(work, first, first + timedelta(days=6))

    hours = next(
        one.hours
        for one in weeks_of(work.team, viewer, first, 13, timezone.localdate()).colleagues
        if one.user == work.lead
    )

    assert hours is not None
    assert (hours.contracted, hours.leave, hours.protected, hours.days_off) == (D("292.5"), D("22.5"), D(36), 3)
    assert hours.slots == 9
    assert "÷ 1.875 hours a slot ÷ 13 weeks = 9 whole slots a week." in _words(client_of(boss), span="last")
    assert "Next 13 weeks, from" in _words(client_of(boss), span="next")
    assert "This week, from" in _words(client_of(boss), span="\x00nonsense")


def test_hours_that_nobody_recorded_are_named_and_not_made_up(work: MadeWork, boss: User) -> None:
    record = reverse("caseload:working_days", args=[work.team.key, work.lead.key])
    said = _words(client_of(boss))
    assert "No working days are recorded: no slots are counted." in said
    assert record in said

    _works(work, weekly=None)
    said = _words(client_of(boss))
    assert "The hours of their week are not recorded: each working day counts 7.5 hours." in said

    WorkingDays.objects.update(starts_on=_monday() + timedelta(days=1), weekly_hours=D("22.5"))
    said = _words(client_of(boss))
    assert "Working days are recorded for a part of these weeks only" in said


def test_families_that_the_asker_may_not_see_are_in_no_figure(work: MadeWork, boss: User) -> None:
    hidden = make_work(work.team, lead=work.lead)
    Episode.objects.filter(pk=work.episode.pk).update(rhythm=Rhythm.FORTNIGHTLY)
    restrict(family=hidden.family, reason="Works here", named=[work.lead], by=BY)

    assert "1 open family (1 every two weeks): 0.5 slots a week." in _words(client_of(boss))


def test_the_flow_of_a_quarter_is_counted_by_its_days(work: MadeWork, boss: User) -> None:
    first, last = quarter_before(timezone.localdate())
    inside = (timezone.localdate() - last).days + 3
    viewer = viewer_of(boss, Permission.ALLOCATE)
    Decision.objects.all().delete()
    once, twice = make_work(work.team), make_work(work.team)
    for one, kinds in (
        (work, [AppointmentKind.FIRST]),
        (once, [AppointmentKind.FIRST]),
        (twice, [AppointmentKind.FIRST, AppointmentKind.ASSESSMENT, AppointmentKind.INTERVENTION]),
    ):
        for number, kind in enumerate(kinds):
            made = make_session(one, in_days(-inside + number))
            Appointment.objects.filter(pk=made.appointment.pk).update(kind=kind)
            type(made).objects.filter(pk=made.pk).update(kind=kind)
    for one in (once, twice):
        Episode.objects.filter(pk=one.episode.pk).update(
            state=EpisodeState.CLOSED, closed_on=last, end_reason=EndReason.COMPLETED
        )
    for outcome, day in (
        (Outcome.ALLOCATE, first), (Outcome.WAITING_LIST, last), (Outcome.WAITING_LIST, last + timedelta(days=1)),
        (Outcome.NOT_ACCEPTED, last),
    ):  # fmt: skip
        row = Decision.objects.create(
            team=work.team,
            referral=work.episode.referrals.get().referral,
            outcome=outcome,
            reason="other" if outcome == Outcome.NOT_ACCEPTED else "",
            effective_from=timezone.now(),
            created_by=BY,
        )
        Decision.objects.filter(pk=row.pk).update(created_at=in_days((day - timezone.localdate()).days))

    assert flow_of(work.team, viewer, timezone.localdate()) == Flow(2, 3, 2, 1, 1, 2)
    said = _words(client_of(boss))
    assert "0.2 a week: 2 in 13 weeks." in said
    assert "68 in a hundred: as the team’s settings say, because known of so few (2, 5 are needed)." in said
    assert "1.4 a quarter: 2 accepted × 68 in a hundred." in said
    assert "Not known: nobody’s working days are recorded." in said

    _works(work)
    said = _words(client_of(boss))
    assert "6.3 a quarter: 6 half-days a week × 35 in a hundred for work after the first × 3 for each" in said
    assert "Room for 4 more families each quarter: the wait for work can shrink." in said
    assert "Without 3 practitioners whose working days are not recorded." in said


def test_only_whoever_allocates_sees_it_and_only_their_own_team(work: MadeWork) -> None:
    assert client_of(work.lead).get(URL).status_code == 403
    stranger = make_user(RoleName.CLINICAL_LEAD, make_work().team, "Eve")
    assert work.lead.name not in _words(client_of(stranger))


def test_the_file_says_what_the_page_says_and_runs_nothing(work: MadeWork, boss: User) -> None:
    _works(work)
    _open_every_day(work)
    User.objects.filter(pk=work.lead.pk).update(name="=1+1")
    make_work()
    client = client_of(boss)
    page, link = _words(client), f"{reverse('caseload:capacity_file')}?span=this"
    said = " ".join(html.unescape(strip_tags(page.replace("<", " <"))).split())

    answer = client.get(link)

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert link in page
    assert {row["Team"] for row in rows} == {work.team.name}
    assert [row["Practitioner"] for row in rows[:3]] == ["'=1+1", "Ada Lovell", "Together"]
    assert [rows[0][name] for name in ("Slots a week", "Carries now", "Left")] == ["10", "1", "9"]
    assert all(row["How it comes about"] in said for row in rows)
    assert "Balance" in [row["Practitioner"] for row in rows]


def test_the_file_is_for_whoever_allocates(work: MadeWork) -> None:
    assert client_of(work.lead).get(reverse("caseload:capacity_file")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_one_practitioner_as_for_three(
    rows: int, work: MadeWork, boss: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _works(work)
    for _ in range(rows - 1):
        _works(make_work(work.team))
    client = client_of(boss)
    client.get(URL)

    with django_assert_num_queries(23):
        client.get(URL)
