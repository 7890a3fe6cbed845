"""Phases, ending, follow-up."""

from __future__ import annotations

import pytest
from django.urls import reverse

from caseload.enums import PLANNED_CHECKS, EpisodeState, FollowUpState
from caseload.models import Episode, FollowUp
from families.enums import Purpose
from pitservice.accounts.enums import RoleName
from pitservice.letters.models import Copy
from pitservice.messaging.models import Message
from tests.caseload.pages.forms import send
from tests.make.accounts import client_of, make_user
from tests.make.caseload import (
    MadeWork,
    make_ending,
    make_session,
    make_work,
)
from tests.make.families import make_family, make_hard_family

pytestmark = pytest.mark.django_db


#: Every line of a planned ending's checklist.
ALL_DONE = {f"check_{check}": "done" for check in PLANNED_CHECKS}


def follow_up_key(work: MadeWork) -> str:
    """The follow-up of a piece of work that ended."""
    make_ending(work)
    return FollowUp.objects.get(episode=work.episode).key


def test_phases_are_offered_as_the_table_allows(work: MadeWork) -> None:
    client = client_of(work.lead)
    url = reverse("caseload:phase", args=[work.episode.key, "assessment"])

    answer = send(client, url)
    wrong = client.get(reverse("caseload:phase", args=[work.episode.key, "closed"]))

    assert "Begin the intervention" in answer.content.decode()
    assert "Begin the assessment" not in answer.content.decode()
    assert wrong.status_code == 404


def test_handing_over_and_agreeing_more(work: MadeWork) -> None:
    client = client_of(work.lead)
    other = make_user(RoleName.PRACTITIONER, work.team, "Lee")

    send(client, reverse("caseload:agree", args=[work.episode.key]), number="8", reason="A late new worry")
    answer = send(client, reverse("caseload:hand_over", args=[work.episode.key]), lead=other.key, reason="Leave")

    page = answer.content.decode()
    assert "0 of 8 sessions" in page
    assert "Lee, lead practitioner" in page


@pytest.mark.rule("LET-1")
def test_ending_with_a_letter_to_the_parent_who_came_and_a_follow_up() -> None:
    work = make_work(made=make_family(father="Daniel"))
    make_session(work)
    client, url = client_of(work.lead), reverse("caseload:end", args=[work.episode.key])

    page = client.get(url)
    answer = send(client, url, reason="completed", summary="Six sessions.", follow_up_agreed="on", **ALL_DONE)

    offered = dict(page.context["form"].fields["letter_to"].choices)
    mother, father = f"person:{work.made.mother.pk}", f"person:{work.made.father.pk}"  # type: ignore[union-attr]  # made above
    assert offered.pop(mother) == "Aisha Khan, who came"
    assert offered.pop(father) == "Daniel Khan, who did not come"
    assert list(offered.values()) == ["Fatima Begum, who referred"]
    assert page.context["form"]["letter_to"].value() == [mother]
    assert "Closed" in answer.content.decode()
    assert [copy.reader_name for copy in Copy.objects.all()] == ["Aisha Khan"]
    assert FollowUp.objects.get().state == FollowUpState.DUE


@pytest.mark.rule("P8")
def test_the_ending_says_who_gets_nothing_and_offers_them_nothing() -> None:
    work = make_work(made=make_hard_family())

    page = client_of(work.lead).get(reverse("caseload:end", args=[work.episode.key]))

    names = [label for _, label in page.context["form"].fields["letter_to"].choices]
    assert names[0] == "Zofia Nowak, who did not come"
    assert not any("Daniel" in name for name in names)
    assert "Nothing goes to Daniel Hughes" in page.content.decode()


@pytest.mark.rule("FUP-1")
@pytest.mark.rule("P63")
def test_a_follow_up_is_confirmed_then_texted_then_recorded(work: MadeWork) -> None:
    key = follow_up_key(work)
    client = client_of(work.lead)

    before = client.get(reverse("caseload:follow_up", args=[key])).content.decode()
    send(client, reverse("caseload:confirm", args=[key]), baby_lives_with="Aisha", contacts="on")
    after = client.get(reverse("caseload:follow_up", args=[key])).content.decode()
    send(client, reverse("caseload:follow_up_text", args=[key]), people=[work.made.mother.key])
    send(client, reverse("caseload:follow_up_record", args=[key]), outcome="done", note="Well.")

    assert ("Text the parents" in before, "Text the parents" in after) == (False, True)
    assert Message.objects.get().purpose == Purpose.FOLLOW_UP
    assert FollowUp.objects.get().state == FollowUpState.DONE
    assert Episode.objects.get().state == EpisodeState.CLOSED


def test_a_follow_up_without_confirming_is_refused_in_a_sentence(work: MadeWork) -> None:
    url = reverse("caseload:follow_up_record", args=[follow_up_key(work)])

    answer = send(client_of(work.lead), url, outcome="done")

    assert answer.status_code == 409
    assert "Confirm the contacts and where the baby lives before any word goes out." in answer.content.decode()
