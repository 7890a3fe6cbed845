"""Clocks that stood still while a loss stood get those days back when a person lifts it (P22)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from caseload.models import FollowUp
from families import actions
from families.clocks import Pause, paused_since, resumed, resumed_working
from families.enums import FamilyRole, LossKind
from families.models import Family, Loss, Person
from pitservice.audit.models import Event
from pitservice.configuration.selectors import holidays_of
from pitservice.configuration.working_days import add_working_days, working_days_between
from referrals.models import Referral, WaitingEntry
from tests.make.accounts import BY, make_team
from tests.make.caseload import make_ending, make_session, make_work
from tests.make.referrals import make_referral, make_waiting

pytestmark = pytest.mark.rule("P22")

MONDAY = date(2026, 11, 2)


def on(days: int) -> date:
    return MONDAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("pauses", "since"),
    [
        ([(on(0), on(10))], on(0)),
        ([(on(0), on(10)), (on(3), None)], None),
        ([(on(0), on(8)), (on(3), on(10))], on(0)),
        ([(on(0), on(3)), (on(3), on(10))], on(0)),
        ([(on(0), on(2)), (on(4), on(10))], on(4)),
        ([(on(2), on(5)), (on(0), on(10))], on(0)),
        ([], on(10)),
    ],
)
def test_losses_that_overlap_are_one_pause(pauses: list[Pause], since: date | None) -> None:
    assert paused_since(pauses, on(10)) == since


@pytest.mark.parametrize(("began", "days"), [(on(-5), 10), (on(0), 10), (on(4), 6), (on(12), 0)])
def test_a_clock_gets_back_only_the_days_on_which_it_would_have_run(began: date, days: int) -> None:
    assert resumed(on(20), began=began, since=on(0), until=on(10)) == on(20 + days)


def test_a_clock_of_working_days_gets_back_working_days() -> None:
    """Monday to Friday of the week after is nine working days; one is a holiday."""
    due = resumed_working(on(2), began=on(-3), since=on(0), until=on(11), holidays={on(1)})

    assert due == add_working_days(on(2), 8, {on(1)})
    assert resumed_working(on(2), began=on(0), since=on(5), until=on(6), holidays=set()) == on(2)


def lose(family: Family, days_ago: int, person: Person | None = None, **more: Any) -> Loss:
    """Recorded so many days ago, of the baby where nobody else is named."""
    person = person or family.members.filter(role=FamilyRole.BABY).order_by("pk")[0].person
    loss = actions.record_loss(family=family, person=person, kind=LossKind.BABY_DIED, by=BY, **more)
    Loss.objects.filter(pk=loss.pk).update(created_at=timezone.now() - timedelta(days=days_ago))
    loss.refresh_from_db()
    return loss


@pytest.mark.django_db
@pytest.mark.rule("SCR-2")
def test_a_decision_and_a_holding_check_are_due_later_by_the_pause() -> None:
    team = make_team()
    today, then = timezone.localdate(), timezone.localdate() - timedelta(days=10)
    entry, referral, long_ago = make_waiting(team), make_referral(team), timezone.now() - timedelta(days=20)
    Referral.objects.filter(pk=referral.pk).update(
        family=entry.family, received_at=long_ago, due_on=then + timedelta(days=4)
    )
    WaitingEntry.objects.filter(pk=entry.pk).update(created_at=long_ago, next_check_on=then + timedelta(days=5))
    loss = lose(entry.family, 10)

    actions.lift_loss(loss=loss, reason="The midwife tells them.", by=BY)

    referral.refresh_from_db()
    entry.refresh_from_db()
    holidays = holidays_of(team)
    paused = working_days_between(then, today, holidays)
    assert referral.due_on == add_working_days(then + timedelta(days=4), paused, holidays)
    assert entry.next_check_on == then + timedelta(days=15)
    said = Event.objects.filter(verb="referrals.resume_clock", family_id=entry.family.pk)
    assert sorted(said.values_list("subject_type", flat=True)) == ["referrals.referral", "referrals.waitingentry"]


@pytest.mark.django_db
def test_nothing_is_given_back_while_another_loss_stands_and_then_once() -> None:
    entry = make_waiting()
    due = timezone.localdate()
    WaitingEntry.objects.filter(pk=entry.pk).update(created_at=timezone.now() - timedelta(days=30), next_check_on=due)
    twin = actions.add_person(
        family=entry.family, role=FamilyRole.BABY, given_name="Noor", date_of_birth=due - timedelta(days=40), by=BY
    )
    first, second = lose(entry.family, 10), lose(entry.family, 4, person=twin)

    actions.lift_loss(loss=first, reason="Decided.", by=BY)

    entry.refresh_from_db()
    assert entry.next_check_on == due

    actions.undo_loss(loss=second, reason="The wrong twin.", by=BY)

    entry.refresh_from_db()
    assert entry.next_check_on == due + timedelta(days=10)


@pytest.mark.django_db
@pytest.mark.rule("FUP-1")
def test_a_follow_up_is_due_later_and_another_familys_is_not() -> None:
    work, other = make_work(), make_work()
    for one in (work, other):
        make_session(one)
        make_ending(one)
    FollowUp.objects.update(created_at=timezone.now() - timedelta(days=30))
    before = {row.pk: row.due_on for row in FollowUp.objects.all()}
    loss = lose(work.family, 7)

    actions.lift_loss(loss=loss, reason="Decided.", by=BY)

    assert before
    for row in FollowUp.objects.select_related("episode"):
        days = 7 if row.episode.family_id == work.family.pk else 0
        assert row.due_on == before[row.pk] + timedelta(days=days)
