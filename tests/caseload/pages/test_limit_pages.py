"""The limit of attempts to reach a family: it warns, and a person decides (ENG-1, CON-2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.enums import AttemptOutcome, EndReason, EpisodeState
from caseload.models import Episode, GoingOn
from caseload.rules import Engagement
from families.enums import Channel
from families.models import Person
from pitservice.db.errors import Refused
from pitservice.letters.models import Copy
from pitservice.ui.worklist import items_for
from tests.caseload.pages.forms import day_boxes, send
from tests.make.accounts import BY, client_of
from tests.make.caseload import MadeWork, make_session, make_work
from tests.make.families import make_family

pytestmark = [pytest.mark.django_db, pytest.mark.rule("ENG-1")]


def _tried(work: MadeWork, times: int, person: Person | None = None) -> None:
    for _ in range(times):
        actions.log_attempt(
            episode=work.episode,
            person=person or work.made.mother,
            channel=Channel.CALL,
            outcome=AttemptOutcome.NO_ANSWER,
            by=BY,
        )


def _waits(work: MadeWork) -> list[str]:
    found = [item.what for item in items_for(work.lead, timezone.localdate())]
    return [what for what in found if what.startswith("Limit")]


def _limit(work: MadeWork) -> str:
    return reverse("caseload:limit", args=[work.episode.key])


@pytest.mark.parametrize(
    ("attempts", "days", "near", "reached"),
    [(3, 34, False, False), (4, 0, True, False), (0, 35, True, False), (5, 0, True, True), (0, 42, True, True)],
)
def test_it_is_near_a_week_or_an_attempt_before(attempts: int, days: int, near: bool, reached: bool) -> None:
    found = Engagement(attempts, days, attempts_limit=5, days_limit=42)

    assert (found.near, found.reached) == (near, reached)


@pytest.mark.parametrize(
    ("days", "waits"), [(34, []), (35, ["Limit of attempts near"]), (42, ["Limit of attempts reached"])]
)
def test_home_warns_by_days(days: int, waits: list[str], work: MadeWork) -> None:
    Episode.objects.filter(pk=work.episode.pk).update(opened_on=timezone.localdate() - timedelta(days=days))

    assert _waits(work) == waits


@pytest.mark.rule("CON-2")
def test_the_page_shows_the_attempts_whom_nobody_tried_and_the_letter() -> None:
    work = make_work(made=make_family(father="Daniel"))
    _tried(work, 4)

    page = client_of(work.lead).get(_limit(work)).content.decode()
    episode = client_of(work.lead).get(reverse("caseload:episode", args=[work.episode.key])).content.decode()

    assert "4 of at most 5 attempts." in page
    assert "Daniel Khan, father: ask for them too, by themselves." in page or "Daniel Khan: ask for them too" in page
    assert "so we are returning the referral to you." in page
    assert ("The limit of attempts is near" in episode, _limit(work) in episode) == (True, True)
    assert _waits(work) == ["Limit of attempts near"]


def test_somebody_goes_on_until_a_day_and_then_it_is_asked_again(work: MadeWork) -> None:
    _tried(work, 5)
    why = "The health visitor sees them on Friday."

    missing = send(client_of(work.lead), _limit(work))
    page = send(client_of(work.lead), _limit(work), why=why, **day_boxes("until", 5)).content.decode()
    rests = _waits(work)
    GoingOn.objects.update(until=timezone.localdate() - timedelta(days=1))

    assert missing.status_code == 422
    assert why in page
    assert (rests, _waits(work)) == ([], ["Limit of attempts reached"])


@pytest.mark.parametrize("days", [0, 92])
def test_nobody_goes_on_for_ever_or_until_yesterday(days: int, work: MadeWork) -> None:
    _tried(work, 5)

    answer = send(client_of(work.lead), _limit(work), why="Friday", **day_boxes("until", days))

    assert answer.status_code == 422
    with pytest.raises(Refused, match="within three months"):
        actions.go_on_trying(
            episode=work.episode, until=timezone.localdate() + timedelta(days=days), why="Friday", by=BY
        )


def test_there_is_nothing_to_decide_before_it_is_near_or_once_they_are_engaged(work: MadeWork) -> None:
    day = timezone.localdate() + timedelta(days=3)

    with pytest.raises(Refused, match="not near yet"):
        actions.go_on_trying(episode=work.episode, until=day, why="Friday", by=BY)
    make_session(work)
    with pytest.raises(Refused, match="no longer being engaged"):
        actions.go_on_trying(episode=work.episode, until=day, why="Friday", by=BY)
    assert "nothing to decide" in client_of(work.lead).get(_limit(work)).content.decode()


def test_a_second_tab_that_is_behind_reads_a_sentence(work: MadeWork) -> None:
    _tried(work, 5)
    actions.begin_phase(episode=work.episode, phase="assessment", by=BY)

    answer = send(client_of(work.lead), _limit(work), why="Friday", **day_boxes("until", 5))

    assert answer.status_code == 409
    assert "no longer being engaged" in answer.content.decode()


def test_returning_the_family_is_filled_in_and_the_referrer_gets_a_letter_that_tells_nothing_of_them() -> None:
    work = make_work()
    _tried(work, 5)
    client, url = client_of(work.lead), reverse("caseload:end_unplanned", args=[work.episode.key])
    form = client.get(url).context["form"]

    checks = {f"check_{check}": "done" for check in form.checks}
    send(client, url, **checks)

    episode = Episode.objects.get(pk=work.episode.pk)
    assert (episode.state, episode.end_reason) == (EpisodeState.CLOSED, EndReason.COULD_NOT_ENGAGE)
    [copy] = Copy.objects.all()
    words = " ".join(copy.paragraphs)
    assert "returning the referral to you" in words
    assert "We tried 5 times between" in words
    assert not any(name in words for name in ("Aisha", "Khan", "Zayn"))


def test_an_ending_of_work_that_went_on_is_not_filled_in_like_that(work: MadeWork) -> None:
    form = client_of(work.lead).get(reverse("caseload:end_unplanned", args=[work.episode.key])).context["form"]

    assert form.initial.get("reason") is None
