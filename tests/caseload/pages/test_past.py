"""The caseload as it stood at the end of a past day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.enums import EndReason, EpisodeState
from caseload.models import Allocation, Episode
from caseload.selectors.past import stood_on
from pitservice.accounts.enums import Permission, RoleName
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_session, make_work

pytestmark = pytest.mark.django_db
PAST = reverse("caseload:past")


def back(work: MadeWork, days: int) -> None:
    """The test's own hand on the clock: the work was opened so many days ago."""
    day = timezone.localdate() - timedelta(days=days)
    Episode.objects.filter(pk=work.episode.pk).update(opened_on=day)
    Allocation.objects.filter(episode=work.episode).update(starts_on=day)


def on(work: MadeWork, days_ago: int) -> dict[str, str]:
    """The address of a day."""
    day = timezone.localdate() - timedelta(days=days_ago)
    return {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}


def test_it_says_who_had_which_family_and_how_far_it_was(work: MadeWork) -> None:
    back(work, 20)
    make_session(work, in_days(-5))
    other = make_user(RoleName.PRACTITIONER, work.team, name="Ruth Adeyemi")
    actions.hand_over(episode=work.episode, lead=other, reason="Priya leaves.", by=BY)
    viewer = viewer_of(work.lead, Permission.SEE_CASELOAD)
    today = timezone.localdate()

    before = stood_on(viewer, today - timedelta(days=10)).get()
    now = stood_on(viewer, today).get()

    assert (before.lead_then, before.state_then, before.sessions_then) == (work.lead.name, EpisodeState.ENGAGING, 0)
    assert (now.lead_then, now.state_then, now.sessions_then) == (other.name, EpisodeState.ASSESSMENT, 1)
    assert not stood_on(viewer, today - timedelta(days=21)).exists()
    assert stood_on(viewer, today - timedelta(days=10), other).count() == 0
    assert stood_on(viewer, today, other).count() == 1


def test_work_that_has_ended_since_is_on_the_days_before(work: MadeWork) -> None:
    back(work, 20)
    day = timezone.localdate() - timedelta(days=3)
    actions.end(episode=work.episode, ended=actions.Ended(EndReason.MOVED, day), by=BY)
    client = client_of(work.lead)

    shown = client.get(PAST, on(work, 4)).content.decode()

    assert "Zayn Khan" in shown
    assert "Closed" in shown  # as it is now
    assert "Zayn Khan" not in client.get(PAST, on(work, 3)).content.decode().split("<main")[1]
    assert "No work was open" in client.get(PAST, on(work, 60)).content.decode()


def test_another_team_and_a_day_to_come(work: MadeWork) -> None:
    stranger = make_work(make_team())
    client = client_of(work.lead)

    ahead = client.get(PAST, on(work, -9)).content.decode()

    assert reverse("caseload:episode", args=[stranger.episode.key]) not in ahead
    assert client.get(f"{PAST}?day_day=x&whose=%00&page=-1").status_code == 200
    assert client.get(f"{reverse('caseload:list')}").content.decode().count(PAST) == 1


def test_it_costs_the_same_for_one_and_for_three(
    work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(work.lead)
    client.get(PAST)
    with django_assert_num_queries(6):
        client.get(PAST)
    for _ in range(2):
        make_work(work.team, lead=work.lead)
    with django_assert_num_queries(6):
        assert len(client.get(PAST).context["table"].rows) == 3
