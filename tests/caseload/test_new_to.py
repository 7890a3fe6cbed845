"""What is new to a colleague takes longer: in what they carry, in words, with its history (P85)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.actions import Longer, Meets, Programme
from caseload.enums import EndReason, EpisodeState, Place
from caseload.models import Episode, Group, Intervention, NewTo
from caseload.rules import Load, NewAt, group_hours, slots_of
from caseload.selectors.capacity import loads
from families.actions import restrict
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.db.errors import Refused
from tests.caseload.pages.forms import day_boxes, send
from tests.make.accounts import BY, client_of, make_user, viewer_of
from tests.make.caseload import MadeWork, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P85")]

D = Decimal


@dataclass
class Learning:
    """One who leads work with VIG, and the clinical lead."""

    work: MadeWork
    vig: Intervention
    boss: User

    def carries(self, viewer: User | None = None) -> Load:
        """As the lead sees it."""
        asked = viewer_of(viewer or self.boss, Permission.ALLOCATE)
        return loads([self.work.lead], self.work.team, asked)[self.work.lead.pk]

    def new(self, what: Any = None, **longer: Any) -> NewTo:
        """They are new to it."""
        return actions.record_new_to(
            team=self.work.team, user=self.work.lead, what=what or self.vig, longer=Longer(50, **longer), by=BY
        )


@pytest.fixture
def learning() -> Learning:
    """A piece of work with VIG, weekly."""
    work = make_work()
    vig = actions.add_intervention(team=work.team, offered=actions.Offered("VIG", 6), by=BY)
    Episode.objects.filter(pk=work.episode.pk).update(intervention=vig)
    return Learning(work, vig, make_user(RoleName.CLINICAL_LEAD, work.team, "Ada"))


def _group(learning: Learning) -> Group:
    programme = Programme(name="Massage", size=6, lead=learning.work.lead, place=Place.COMMUNITY, where="The hub")
    group = actions.start_group(team=learning.work.team, programme=programme, by=BY)
    meets = Meets(timezone.now() + timedelta(days=3), 120, Place.COMMUNITY, "The hub")
    actions.plan_sessions(group=group, meets=meets, by=BY)
    return group


def test_what_is_new_adds_to_what_makes_work_longer() -> None:
    assert slots_of("weekly", is_complex=True, complex_percent=25, new_percent=50) == D("1.75")
    assert group_hours(D(2), new_percent=100) == D(6)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            NewAt(1, 1, None, "VIG", 50, until=date(2027, 3, 1)),
            "1 open family, 1.5 slots a week; new to VIG until 1 March 2027: 50% more time",
        ),
        (
            NewAt(1, None, 1, "Massage", 100, pieces=1),
            "1 open family, 1.5 slots a week; new to Massage (0 of 1 session done): 100% more time",
        ),
    ],
)
def test_it_is_said_beside_what_is_carried(new: NewAt, said: str) -> None:
    assert str(Load(1, D("1.5"), new_to=(new,))) == said


def test_work_of_who_is_new_to_it_weighs_more_until_the_day_is_over(learning: Learning) -> None:
    today = timezone.localdate()
    assert learning.carries().used == D(1)

    row = learning.new(until=today)
    assert learning.carries().used == D("1.5")

    NewTo.objects.filter(pk=row.pk).update(starts_on=today - timedelta(days=9), until=today - timedelta(days=1))
    assert learning.carries() == Load(1, D(1))


def test_other_work_of_theirs_weighs_as_before(learning: Learning) -> None:
    make_work(learning.work.team, lead=learning.work.lead)

    learning.new(pieces=2)

    assert learning.carries().used == D("2.5")


def test_after_so_many_pieces_of_work_it_is_not_new_any_more(learning: Learning) -> None:
    second = make_work(learning.work.team, lead=learning.work.lead)
    learning.new(pieces=1)
    assert learning.carries().used == D("2.5")

    Episode.objects.filter(pk=second.episode.pk).update(
        intervention=learning.vig, state=EpisodeState.CLOSED, closed_on=timezone.localdate(),
        end_reason=EndReason.COMPLETED,
    )  # fmt: skip

    assert not learning.carries().new_to


def test_work_that_the_viewer_may_not_see_is_in_no_count_of_pieces(learning: Learning) -> None:
    hidden = make_work(learning.work.team, lead=learning.work.lead)
    Episode.objects.filter(pk=hidden.episode.pk).update(
        intervention=learning.vig, state=EpisodeState.CLOSED, closed_on=timezone.localdate(),
        end_reason=EndReason.COMPLETED,
    )  # fmt: skip
    learning.new(pieces=2)
    restrict(family=hidden.family, reason="Works here", named=[learning.work.lead], by=BY)

    assert learning.carries().new_to[0].done == 0


def test_preparing_a_group_takes_longer_and_its_session_does_not(learning: Learning) -> None:
    group = _group(learning)
    assert learning.carries().groups == D(1)

    learning.new(group, pieces=3)

    assert learning.carries().groups == D("1.2")  # 2 hours, and 2 hours half as long again, in four weeks: 1.25


def test_being_new_to_an_intervention_counts_for_its_groups(learning: Learning) -> None:
    Group.objects.filter(pk=_group(learning).pk).update(intervention=learning.vig)

    learning.new(pieces=3)

    assert learning.carries().groups == D("1.2")


def test_what_stands_is_not_recorded_a_second_time(learning: Learning) -> None:
    learning.new(until=timezone.localdate())
    with pytest.raises(IntegrityError, match="new_to_intervention_once"):
        learning.new(pieces=2)


def test_a_row_whose_day_is_over_is_ended_by_the_next(learning: Learning) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    old = learning.new(until=timezone.localdate())
    NewTo.objects.filter(pk=old.pk).update(starts_on=yesterday, until=yesterday)

    learning.new(pieces=2)

    old.refresh_from_db()
    assert old.ended_on == yesterday


def test_nobody_is_new_to_what_another_team_offers_or_where_they_do_not_work(learning: Learning) -> None:
    other = make_work()
    theirs = actions.add_intervention(team=other.team, offered=actions.Offered("VIG", 6), by=BY)
    with pytest.raises(Refused, match="another team"):
        learning.new(theirs, pieces=1)
    with pytest.raises(Refused, match="does not work with families"):
        actions.record_new_to(
            team=learning.work.team, user=other.lead, what=learning.vig, longer=Longer(9, pieces=1), by=BY
        )


def test_the_lead_records_it_and_ends_it_and_it_stays_on_the_list(learning: Learning) -> None:
    client, team = client_of(learning.boss), learning.work.team
    rota = client.get(reverse("caseload:rota")).content.decode()
    assert reverse("caseload:new_to") in rota

    page = send(
        client,
        reverse("caseload:record_new_to", args=[team.slug]),
        user=learning.work.lead.key,
        what=f"intervention {learning.vig.key}",
        percent="50",
        pieces="3",
    ).content.decode()
    assert "0 of 3 pieces of work done" in page
    assert "Counts now" in page

    page = send(client, reverse("caseload:end_new_to", args=[NewTo.objects.get().key])).content.decode()
    assert "Ended" in page
    assert "VIG" in page


@pytest.mark.parametrize(("pieces", "until"), [("", None), ("3", 5)])
def test_until_when_is_one_of_the_two(learning: Learning, pieces: str, until: int | None) -> None:
    answer = send(
        client_of(learning.boss),
        reverse("caseload:record_new_to", args=[learning.work.team.slug]),
        user=learning.work.lead.key,
        what=f"intervention {learning.vig.key}",
        percent="50",
        pieces=pieces,
        **({} if until is None else day_boxes("until", until)),
    )

    assert answer.status_code == 422
    assert "one of the two" in answer.content.decode()
    assert not NewTo.objects.exists()


def test_only_a_lead_of_the_team_sees_the_list(learning: Learning) -> None:
    row = learning.new(pieces=2)
    stranger = make_user(RoleName.CLINICAL_LEAD, make_work().team, "Eve")

    assert client_of(learning.work.lead).get(reverse("caseload:new_to")).status_code == 403
    assert client_of(stranger).get(reverse("caseload:end_new_to", args=[row.key])).status_code == 404
    assert "VIG" not in client_of(stranger).get(reverse("caseload:new_to")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_and_what_is_carried_take_as_many_queries_for_one_as_for_many(
    rows: int, learning: Learning, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        offered = actions.Offered(f"Way {number}", 6)
        learning.new(actions.add_intervention(team=learning.work.team, offered=offered, by=BY), pieces=2)
    client = client_of(learning.boss)
    client.get(reverse("caseload:new_to"))

    with django_assert_num_queries(4):
        client.get(reverse("caseload:new_to"))
    with django_assert_num_queries(8):
        learning.carries()
