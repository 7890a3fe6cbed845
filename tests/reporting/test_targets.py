"""Targets beside figures: by commissioner, figure and year of service (P83)."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from fractions import Fraction
from random import Random

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from pitservice.accounts.enums import RoleName
from pitservice.configuration.actions import change_settings
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.jobs.actions import work_one
from reporting import actions
from reporting.enums import Direction
from reporting.figures import from_json
from reporting.models import Report, Target
from reporting.periods import Period
from reporting.selectors import figures_of
from reporting.targets import Number, numbers, part_of_a_year, service_words, year_of_service
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.reporting import QUARTER, Work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P83")]
IN_AUGUST = datetime(2026, 8, 3, 9, tzinfo=UTC)
ONCE = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a21"
KNOWN = {number.key: number for number in numbers()}
RECEIVED = KNOWN["referrals-received||"]
IN_TIME = KNOWN["decisions-made|in-time|Decided in time"]


@pytest.fixture
def work() -> Work:
    """A team whose service is in its third year on the first day of the quarter."""
    team = make_team()
    change_settings(team=team, service_began_on=date(2024, 1, 1), by=BY)
    return Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(1))


@pytest.fixture
def client(work: Work) -> Client:
    """The administrator's browser."""
    return client_of(work.user)


def aim_at(
    work: Work, number: Number, amount: int, *, most: bool = False, year: int = 3, commissioner: str = ""
) -> Target:
    """A target of the team."""
    direction = Direction.AT_MOST if most else Direction.AT_LEAST
    return actions.set_target(
        team=work.team,
        number=number,
        year=year,
        direction=direction,
        amount=amount,
        commissioner=commissioner,
        by=work.user.actor,
    )


def aims(report: Report) -> list[str]:
    """Every target that the report shows."""
    return [f"{one.key} {aim}" for one in figures_of(report) for aim in one.aims]


def referrals(work: Work, how_many: int) -> None:
    """Referrals received in August."""
    for _ in range(how_many):
        work.referral(received_at=IN_AUGUST)


def test_a_years_target_is_set_beside_a_quarters_number_by_its_part(work: Work) -> None:
    referrals(work, 15)
    aim_at(work, RECEIVED, 58)
    aim_at(work, RECEIVED, 1000, year=2)

    found = aims(work.report())

    assert found == ["referrals-received at least 58 a year, which is 15 in this period: reached"]


@pytest.mark.parametrize(
    ("how_many", "amount", "most", "said"),
    [
        (14, 60, False, "not reached"),
        (15, 60, True, "reached"),
        (16, 60, True, "not reached"),
        (3, 60, False, "not reached"),  # what "fewer than 5" says itself
        (3, 60, True, "reached"),
        (3, 12, False, "cannot be said"),
        (3, 12, True, "cannot be said"),
        (0, 4, False, "not reached"),
    ],
)
def test_whether_it_is_reached_is_said_of_what_is_shown(
    work: Work, how_many: int, amount: int, most: bool, said: str
) -> None:
    referrals(work, how_many)
    aim_at(work, RECEIVED, amount, most=most)

    assert aims(work.report())[0].rpartition(": ")[2] == said


@pytest.mark.parametrize("late", [1, 4])
def test_a_hidden_share_never_tells_whether_it_reaches_its_target(work: Work, late: int) -> None:
    for in_time in [True] * 9 + [False] * late:
        in_force = {"outcome": "waiting_list", "reason": "", "taken_back_at": None, "taken_back_by": None}
        work.decision(work.referral(), **in_force, in_time=in_time, created_at=IN_AUGUST)
    aim_at(work, IN_TIME, 80)

    assert aims(work.report()) == ["decisions-made at least 80%: cannot be said"]


def test_a_commissioners_own_target_takes_the_place_of_the_one_for_any(work: Work) -> None:
    referrals(work, 10)
    aim_at(work, RECEIVED, 40)
    aim_at(work, RECEIVED, 80, commissioner="Eastfield ICB")
    aim_at(work, RECEIVED, 120, commissioner="Another")

    own, others = aims(work.report(commissioner="eastfield icb ")), aims(work.report(commissioner="Westfield"))

    assert own == ["referrals-received at least 80 a year, which is 20 in this period: not reached"]
    assert others == ["referrals-received at least 40 a year, which is 10 in this period: reached"]


def test_every_output_says_the_target_and_the_age_of_the_service_and_frozen_ones_stay(
    client: Client, work: Work
) -> None:
    referrals(work, 15)
    target = aim_at(work, RECEIVED, 60)
    report = work.report()
    actions.freeze(report=report, by=work.user.actor)
    assert work_one(by=Actor.system("jobs"))
    actions.change_target(target=target, direction=Direction.AT_LEAST, amount=400, by=BY)
    change_settings(team=work.team, service_began_on=date(2020, 1, 1), by=BY)

    def got(name: str) -> bytes:
        return client.get(reverse(f"reporting:{name}", args=[report.key])).content

    said = "at least 60 a year, which is 15 in this period"
    rows = list(csv.DictReader(io.StringIO(got("csv").decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(got("xlsx")))
    report.refresh_from_db()
    assert rows[0]["Target"] == f"{said}: reached"
    assert book["Figures"]["F2"].value == f"{said}: reached"
    told = dict(tuple(cell.value for cell in row) for row in book["About"].rows)
    assert str(told["Service"]).startswith("Year 3 of the service, which began on 1 January 2024.")
    page = got("report").decode()
    assert said in page
    assert "Year 3 of the service, which began on 1 January 2024." in page
    assert [str(aim) for aim in from_json(report.figures or [])[0].aims] == [f"{said}: reached"]


def test_service_years_and_parts_of_a_year() -> None:
    began = date(2024, 2, 29)

    assert [year_of_service(began, day) for day in (date(2024, 2, 28), began, date(2025, 2, 28), date(2025, 3, 1))] == [
        None,
        1,
        1,
        2,
    ]
    assert year_of_service(None, began) is None
    assert service_words(None, began) == ""
    assert service_words(began, date(2028, 3, 1)) == "Year 5 of the service, which began on 29 February 2024."
    assert [part_of_a_year(one) for one in (QUARTER, Period(date(2026, 7, 1), date(2026, 9, 11)))] == [
        Fraction(1, 4),
        Fraction(73, 365),
    ]


def test_a_target_is_set_changed_and_removed_on_its_pages(client: Client, work: Work) -> None:
    typed = {"submission": ONCE, "team": work.team.pk, "figure": IN_TIME.key, "year": "3"}
    typed |= {"direction": "at_least", "amount": "95"}
    empty = client.get(reverse("reporting:targets")).content.decode()
    page = client.post(reverse("reporting:set-target"), typed, follow=True).content.decode()
    again = client.post(reverse("reporting:set-target"), typed | {"submission": ONCE[:-1] + "2"})
    over = client.post(reverse("reporting:set-target"), typed | {"submission": ONCE[:-1] + "3", "amount": "101"})
    target = Target.objects.get()
    address = [reverse(f"reporting:{name}-target", args=[target.key]) for name in ("change", "remove")]
    changed = {"submission": ONCE[:-1] + "4", "seen": target.version, "direction": "at_least", "amount": "90"}
    after = client.post(address[0], changed, follow=True).content.decode()
    stale = client.post(address[0], changed | {"submission": ONCE[:-1] + "5"})
    target.refresh_from_db()
    client.post(address[1], {"submission": ONCE[:-1] + "6", "seen": target.version})

    assert "No targets are set." in empty
    assert "Decisions on referrals: Decided in time (percentage)" in page
    assert "At least 95%" in page
    assert (again.status_code, over.status_code, stale.status_code) == (409, 409, 409)
    assert "This number already has a target for this commissioner and year." in again.content.decode()
    assert "A percentage cannot be over 100." in over.content.decode()
    assert "At least 90%" in after
    assert not Target.objects.exists()


def test_another_team_has_other_targets_and_who_does_not_report_sees_none(client: Client, work: Work) -> None:
    target = aim_at(work, RECEIVED, 60)
    stranger = client_of(make_user(RoleName.ADMINISTRATOR))
    practitioner = client_of(make_user(RoleName.PRACTITIONER, work.team))
    one = [reverse(f"reporting:{name}-target", args=[target.key]) for name in ("change", "remove")]

    assert {stranger.get(address).status_code for address in one} == {404}
    assert {practitioner.get(address).status_code for address in [*one, reverse("reporting:targets")]} == {403}
    assert "At least 60" not in stranger.get(reverse("reporting:targets")).content.decode()


def test_a_percentage_is_at_most_a_hundred(work: Work) -> None:
    with pytest.raises(Refused):
        aim_at(work, IN_TIME, 101)


#: Session, its user, memberships, settings of the one team, the targets.
LIST_QUERIES = 5


def test_the_list_costs_the_same_for_one_row_as_for_three(
    client: Client, work: Work, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year in (1, 3):
        while Target.objects.count() < year:
            aim_at(work, RECEIVED, 60, year=Target.objects.count() + 1)
        client.get(reverse("reporting:targets"))
        with django_assert_num_queries(LIST_QUERIES):
            client.get(reverse("reporting:targets"))
