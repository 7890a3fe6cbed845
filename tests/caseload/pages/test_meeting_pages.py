"""Meeting mode on its pages: the shared screen, deciding, what follows, minutes; what a window that asks again gets."""

from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.models import Episode, Meeting
from pitservice.accounts.enums import RoleName
from tests.caseload.pages.forms import send
from tests.make.accounts import client_of, make_team, make_user
from tests.make.referrals import make_waiting

pytestmark = pytest.mark.django_db


def test_a_meeting_from_its_beginning_to_its_minutes() -> None:
    team = make_team()
    boss, priya = make_user(RoleName.CLINICAL_LEAD, team, "Cleo"), make_user(RoleName.PRACTITIONER, team, "Priya Shah")
    entry = make_waiting(team)
    pen, other = client_of(boss), client_of(priya)

    page = send(pen, reverse("caseload:begin_meeting", args=[team.slug]), present=[boss.key, priya.key])
    meeting = Meeting.objects.get()
    url = reverse("caseload:meeting", args=[meeting.key])
    opened = pen.get(url, {"family": entry.key}).content.decode()
    decide = reverse("caseload:decide_in_meeting", args=[meeting.key, entry.key])
    send(pen, decide, lead=priya.key, first_word="text", note="Thursdays.")
    seen = other.get(url).content.decode()
    follows = pen.get(reverse("caseload:finish_meeting", args=[meeting.key])).content.decode()
    assert not Episode.objects.exists()
    minutes = send(pen, reverse("caseload:finish_meeting", args=[meeting.key])).content.decode()

    assert "hx-get" in page.content.decode()
    assert "How each fits" in opened
    assert decide in opened
    assert "Priya Shah leads" in seen
    assert decide not in seen
    assert "Take the pen" not in seen
    assert "Work opens: Priya Shah leads." in follows
    assert "A first contact stands on Priya Shah’s home page" in follows
    assert "Thursdays." in minutes
    assert "hx-get" not in minutes
    assert Episode.objects.get().family == entry.family


def test_a_window_that_asks_again_gets_nothing_until_something_is_written() -> None:
    team = make_team()
    boss = make_user(RoleName.CLINICAL_LEAD, team)
    entry = make_waiting(team)
    meeting = actions.begin_meeting(team=team, present=[boss], by=boss.actor)
    client, url = client_of(boss), reverse("caseload:meeting", args=[meeting.key])
    since = {"since": meeting.last_change.isoformat()}

    assert client.get(url, since).status_code == 204
    actions.decide_in_meeting(meeting=meeting, entry=entry, decided=actions.Decided(lead=boss), by=boss.actor)
    assert client.get(url, since).status_code == 200
    assert client.get(url, {"since": "\x00nonsense", "family": "\x00"}).status_code == 200


def test_who_may_open_a_meeting_and_who_may_write() -> None:
    team = make_team()
    boss = make_user(RoleName.CLINICAL_LEAD, team)
    entry = make_waiting(team)
    meeting = actions.begin_meeting(team=team, present=[boss], by=boss.actor)
    row = actions.decide_in_meeting(meeting=meeting, entry=entry, decided=actions.Decided(lead=boss), by=boss.actor)
    practitioner = client_of(make_user(RoleName.PRACTITIONER, team))
    elsewhere = client_of(make_user(RoleName.CLINICAL_LEAD))
    writing = [reverse(f"caseload:{name}", args=[meeting.key]) for name in ("take_pen", "finish_meeting")]
    writing.append(reverse("caseload:call_off_meeting", args=[meeting.key]))
    writing.append(reverse("caseload:decide_in_meeting", args=[meeting.key, entry.key]))
    writing.append(reverse("caseload:undo_in_meeting", args=[row.key]))
    url = reverse("caseload:meeting", args=[meeting.key])

    assert practitioner.get(url).status_code == 200
    assert {practitioner.get(one).status_code for one in writing} == {403}
    assert {elsewhere.get(one).status_code for one in (url, *writing)} == {404}
    assert client_of(make_user(RoleName.MANAGER, team)).get(url).status_code == 403
    other = client_of(make_user(RoleName.CLINICAL_LEAD, team, "Lee"))
    send(other, writing[0])
    assert send(client_of(boss), writing[3], lead=boss.key).status_code == 409
    send(other, writing[4])
    send(other, writing[2])
    assert "Called off" in other.get(url).content.decode()


def test_what_a_colleague_brings_is_recorded_and_shown() -> None:
    boss = make_user(RoleName.CLINICAL_LEAD, name="Cleo")
    team = boss.current_memberships[0].team
    client, url = client_of(boss), reverse("caseload:brings", args=[team.key, boss.key])

    long = send(client, url, areas="A very long area")
    send(client, url, skills="VIG, NBO", languages="Polish", areas="zz16")
    meeting = actions.begin_meeting(team=team, present=[boss], by=boss.actor)

    assert long.status_code == 422
    page = client.get(reverse("caseload:meeting", args=[meeting.key])).content.decode()
    assert "VIG, NBO; Polish; ZZ16" in page
    assert url in client.get(reverse("caseload:rota")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_meeting_costs_the_same_for_one_family_and_for_three(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    team = make_team()
    boss = make_user(RoleName.CLINICAL_LEAD, team)
    meeting = actions.begin_meeting(team=team, present=[boss], by=boss.actor)
    for _ in range(rows):
        entry = make_waiting(team)
        decided = actions.Decided(lead=make_user(RoleName.PRACTITIONER, team, f"Lee {entry.pk}"))
        actions.decide_in_meeting(meeting=meeting, entry=entry, decided=decided, by=boss.actor)
    client, url = client_of(boss), reverse("caseload:meeting", args=[meeting.key])
    client.get(url)

    with django_assert_num_queries(23):
        client.get(url)
    with django_assert_num_queries(4):
        client.get(reverse("caseload:meetings"))
