"""What is agreed, reviews, what comes up late, unplanned ends, the flow list, and the team's interventions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.enums import UNPLANNED_CHECKS, EpisodeState
from caseload.models import Episode, Intervention
from pitservice.accounts.enums import RoleName
from tests.caseload.pages.forms import day_boxes, send
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import MadeWork, in_days, make_session, make_signed_note, make_work

pytestmark = pytest.mark.django_db


def vig(work: MadeWork, sessions: int | None = 7) -> Intervention:
    """An intervention on the team's list."""
    offered = actions.Offered("Video Interaction Guidance (VIG)", sessions)
    return actions.add_intervention(team=work.team, offered=offered, by=BY)


@pytest.mark.rule("P66")
def test_the_agreed_number_comes_from_the_intervention(work: MadeWork) -> None:
    one = vig(work)
    url = reverse("caseload:agree", args=[work.episode.key])

    page = send(
        client_of(work.lead), url, intervention=one.key, number=None, rhythm="fortnightly", reason="As we agreed"
    ).content.decode()

    assert "0 of 7 sessions" in page
    assert "Video Interaction Guidance (VIG)" in page
    assert "Every two weeks" in page


@pytest.mark.rule("P66")
def test_an_open_ended_intervention_asks_for_a_number(work: MadeWork) -> None:
    one = vig(work, None)
    url = reverse("caseload:agree", args=[work.episode.key])

    answer = send(client_of(work.lead), url, intervention=one.key, number=None, reason="As we agreed")

    assert answer.status_code == 409
    assert "the intervention has no usual number" in answer.content.decode()


@pytest.mark.rule("P66")
def test_a_review_keeps_the_parents_own_words_and_is_no_longer_due(work: MadeWork) -> None:
    for day in range(3):
        make_signed_note(work, in_days(-day - 1))
    Episode.objects.update(opened_on=timezone.localdate() - timedelta(days=5))
    client, url = client_of(work.lead), reverse("caseload:episode", args=[work.episode.key])
    before = client.get(url).content.decode()

    words = "She looks for me now."
    page = send(client, reverse("caseload:review", args=[work.episode.key]), parents_words=words).content.decode()

    assert "The mid-way review is due" in before
    assert "The mid-way review is due" not in page
    assert "She looks for me now." in page
    admin = client_of(make_user(RoleName.ADMINISTRATOR, work.team))
    assert "She looks for me now." not in admin.get(url).content.decode()


@pytest.mark.rule("P66")
@pytest.mark.parametrize(("answer", "leads_to"), [("elsewhere", "episode"), ("more", "agree")])
def test_something_new_is_kept_with_our_answer(answer: str, leads_to: str, work: MadeWork) -> None:
    make_session(work)
    url = reverse("caseload:late_issue", args=[work.episode.key])

    page = send(client_of(work.lead), url, issue="Her mother is ill.", answer=answer, why="The hub has a group.")

    assert page.request["PATH_INFO"] == reverse(f"caseload:{leads_to}", args=[work.episode.key])
    [row] = work.episode.late_issues.all()
    assert (row.issue, row.answer) == ("Her mother is ill.", answer)


@pytest.mark.rule("P67")
def test_an_unplanned_end_asks_its_own_list_and_shows_what_is_left(work: MadeWork) -> None:
    make_session(work)
    client = client_of(work.lead)
    url = reverse("caseload:end_unplanned", args=[work.episode.key])
    shown = client.get(url).content.decode()
    checks = {f"check_{check}": "done" for check in UNPLANNED_CHECKS} | {"check_held_by": "left"}

    missing = send(client, url, reason="declined")
    page = send(client, url, reason="declined", **checks).content.decode()

    assert "1 note not signed." in shown
    assert "Goals are rated" not in shown
    assert missing.status_code == 422
    assert "Declined further work (not planned)" in page
    assert "Still to do" in page


@pytest.mark.rule("P67")
def test_the_ending_is_a_phase_with_a_planned_last_day(work: MadeWork) -> None:
    make_session(work)
    client, key = client_of(work.lead), work.episode.key

    send(client, reverse("caseload:phase", args=[key, "ending"]), **day_boxes("ending_on", 14))
    send(client, reverse("caseload:plan_ending", args=[key]), reason="Holiday", **day_boxes("ending_on", 21))

    work.episode.refresh_from_db()
    assert work.episode.state == EpisodeState.ENDING
    assert work.episode.ending_on == timezone.localdate() + timedelta(days=21)
    early = send(client, reverse("caseload:plan_ending", args=[key]), **day_boxes("ending_on", -1))
    assert early.status_code == 422


@pytest.mark.rule("P67")
def test_the_flow_list_shows_the_lead_what_is_stuck(work: MadeWork) -> None:
    boss = client_of(make_user(RoleName.CLINICAL_LEAD, work.team))
    used, still, late = (make_work(work.team, lead=work.lead) for _ in range(3))
    for one in (used, late):
        make_signed_note(one, in_days(-1 if one is used else -2))
    Episode.objects.filter(pk=used.episode.pk).update(agreed_sessions=1)
    Episode.objects.filter(pk=still.episode.pk).update(opened_on=timezone.localdate() - timedelta(days=29))
    over = timezone.localdate() - timedelta(days=1)
    Episode.objects.filter(pk=late.episode.pk).update(state="ending", ending_on=over)
    url = reverse("caseload:flow")

    body = boss.get(url).context["body"]

    shown = {part.heading: [row[0].href for row in part.body[0].rows] for part in body}
    assert shown == {
        "Agreed sessions used": [reverse("caseload:episode", args=[used.episode.key])],
        "No contact for weeks": [reverse("caseload:episode", args=[still.episode.key])],
        "Endings overdue": [reverse("caseload:episode", args=[late.episode.key])],
    }
    assert client_of(work.lead).get(url).status_code == 403
    assert reverse("caseload:flow") in boss.get(reverse("caseload:list")).content.decode()


@pytest.mark.rule("P66")
def test_the_list_of_interventions_is_begun_added_to_and_changed() -> None:
    manager = make_user(RoleName.MANAGER)
    client, team = client_of(manager), manager.current_memberships[0].team
    url = reverse("caseload:interventions")

    assert "Start with what most teams offer" in client.get(url).content.decode()
    send(client, reverse("caseload:usual_interventions", args=[team.slug]))
    send(client, reverse("caseload:add_intervention", args=[team.slug]), name="Drop-in", usual_sessions="4")
    drop_in = Intervention.objects.get(name="Drop-in")
    send(client, reverse("caseload:change_intervention", args=[drop_in.key]), usual_sessions="5", in_use=None)
    again = send(client, reverse("caseload:add_intervention", args=[team.slug]), name="Drop-in")
    twice = send(client, reverse("caseload:usual_interventions", args=[team.slug]))

    drop_in.refresh_from_db()
    assert (drop_in.usual_sessions, drop_in.in_use) == (5, False)
    assert "This intervention is on the list already." in again.content.decode()
    assert "The list has lines already" in twice.content.decode()
    assert Intervention.objects.count() == 9
    assert (
        client_of(make_user(RoleName.MANAGER))
        .get(reverse("caseload:change_intervention", args=[drop_in.key]))
        .status_code
        == 404
    )
    assert client_of(make_user(RoleName.PRACTITIONER, team)).get(url).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_interventions_costs_the_same_for_one_and_for_three(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    manager = make_user(RoleName.MANAGER)
    for number in range(rows):
        offered = actions.Offered(f"Group {number}", 5)
        actions.add_intervention(team=manager.current_memberships[0].team, offered=offered, by=BY)
    client, url = client_of(manager), reverse("caseload:interventions")
    client.get(url)

    with django_assert_num_queries(4):
        client.get(url)
