"""Final enquiries: the referrer is asked before the first contact (P64)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.enums import EnquiryStanding
from caseload.models import FinalEnquiry
from caseload.selectors.enquiry import standing
from pitservice.accounts.enums import RoleName
from pitservice.configuration.enums import ReferralSource
from pitservice.db.errors import Refused
from pitservice.messaging.models import Message
from pitservice.ui.worklist import items_for
from tests.caseload.pages.forms import filled, send
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import MadeWork, make_enquiry, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P64")]

ALL_WELL = {"changed": "The baby sleeps more.", "safe": "yes", "wanted": "yes", "introduces": "in_person"}


def _ask(work: MadeWork) -> str:
    return reverse("caseload:ask_referrer", args=[work.episode.key])


def _waits(work: MadeWork) -> list[str]:
    found = [item.what for item in items_for(work.lead, timezone.localdate())]
    return [what for what in found if what.startswith(("First contact", "Referrer’s answers"))]


def test_the_referrer_is_asked_between_allocation_and_first_contact(work: MadeWork) -> None:
    client = client_of(work.lead)
    before = _waits(work)

    shown = client.get(_ask(work)).content.decode()
    page = send(client, _ask(work), **ALL_WELL).content.decode()

    assert before == ["First contact: final enquiries"]
    assert _waits(work) == ["First contact"]
    assert work.episode.referrals.get().referral.referrer_name in shown
    assert ("The referrer, at the first meeting" in page, "The baby sleeps more." in page) == (True, True)
    assert standing(work.episode) == EnquiryStanding.CLEAR
    assert "The referrer has not been asked yet" not in _first_contact(work)


def _first_contact(work: MadeWork) -> str:
    return client_of(work.lead).get(reverse("caseload:first_contact", args=[work.episode.key])).content.decode()


def test_what_is_known_so_far_is_kept_and_the_rest_is_added(work: MadeWork) -> None:
    client = client_of(work.lead)
    send(client, _ask(work), changed="She has moved in with her sister.")
    [row] = work.episode.enquiries.all()
    first_contact = _first_contact(work)
    again = send(client, _ask(work), **ALL_WELL)

    url = reverse("caseload:enquiry", args=[row.key])
    kept = client.get(url).content.decode()
    send(client, url, **ALL_WELL)

    assert "She has moved in with her sister." in kept
    assert "The referrer has not answered everything yet" in first_contact
    assert again.status_code == 409
    row.refresh_from_db()
    assert (row.safe, row.answered_on) == ("yes", timezone.localdate())
    with pytest.raises(Refused, match="ask again"):
        actions.add_answers(enquiry=row, asked=actions.Asked("She", "call", timezone.localdate()), by=BY)


def test_of_two_who_add_answers_the_second_reads_a_sentence_and_loses_nothing(work: MadeWork) -> None:
    row = make_enquiry(work, wanted="")
    client, url = client_of(work.lead), reverse("caseload:enquiry", args=[row.key])
    page = client.get(url)
    actions.add_answers(enquiry=row, asked=actions.Asked("Grace", "call", timezone.localdate(), safe="unsure"), by=BY)

    answer = client.post(url, filled(page, note="She sees them on Friday."))

    assert answer.status_code == 409
    assert "She sees them on Friday." in answer.content.decode()


def test_first_contact_without_asking_warns_and_needs_a_reason(work: MadeWork) -> None:
    client, url = client_of(work.lead), reverse("caseload:first_contact", args=[work.episode.key])

    missing = send(client, url)
    send(client, url, without="The mother rang us herself.")
    page = client.get(reverse("caseload:episode", args=[work.episode.key])).content.decode()

    assert missing.status_code == 422
    assert "The referrer has not been asked yet" in missing.content.decode()
    assert Message.objects.count() == 1
    assert "The mother rang us herself." in page
    with pytest.raises(Refused, match="Ask, or say why you go on"):
        actions.send_first_contact(episode=make_work().episode, by=BY)


@pytest.mark.parametrize(("answers", "said"), [({"safe": "unsure"}, "still safe"), ({"wanted": "no"}, "still want")])
def test_an_answer_against_it_waits_for_a_person_until_it_is_settled(
    answers: dict[str, str], said: str, work: MadeWork
) -> None:
    client = client_of(work.lead)
    page = send(client, _ask(work), **ALL_WELL | answers).content.decode()
    [row] = work.episode.enquiries.all()
    waits = _waits(work)

    settled = send(client, reverse("caseload:settle_enquiry", args=[row.key]), why="Spoke to her at her mother’s.")

    assert said in page
    assert reverse("families:add_concern", args=[work.family.key]) in page
    assert reverse("caseload:end_unplanned", args=[work.episode.key]) in page
    assert "Referrer’s answers to settle" in waits
    assert "Referrer’s answers to settle" not in _waits(work)
    assert "Spoke to her at her mother’s." in settled.content.decode()
    assert standing(work.episode) == EnquiryStanding.CLEAR
    with pytest.raises(Refused, match="nothing to settle"):
        actions.settle_enquiry(enquiry=row, why="Again", by=BY)


def test_a_first_text_over_a_worry_settles_it_with_its_reason(work: MadeWork) -> None:
    row = make_enquiry(work, safe="no")

    actions.send_first_contact(episode=work.episode, without="The police say that he has left.", by=BY)

    row.refresh_from_db()
    assert (row.settled, FinalEnquiry.objects.count()) == ("The police say that he has left.", 1)


@pytest.mark.rule("P13")
@pytest.mark.parametrize("source", [ReferralSource.SELF, ReferralSource.RELATIVE])
def test_who_came_by_themselves_or_through_a_relative_is_asked_directly(source: str, work: MadeWork) -> None:
    referral = work.episode.referrals.get().referral
    type(referral).objects.filter(pk=referral.pk).update(source=source)

    page = client_of(work.lead).get(reverse("caseload:episode", args=[work.episode.key])).content.decode()

    assert standing(work.episode) == EnquiryStanding.NOT_NEEDED
    assert _waits(work) == ["First contact"]
    assert "Ask the referrer" not in page


@pytest.mark.parametrize("days", [-400, 1])
def test_a_day_before_the_allocation_or_to_come_is_refused(days: int, work: MadeWork) -> None:
    day = timezone.localdate() + timedelta(days=days)

    with pytest.raises(Refused, match="between the day of allocation and today"):
        actions.ask_referrer(episode=work.episode, asked=actions.Asked("Grace", "call", day), by=BY)


def test_an_administrator_asks_and_a_trainee_does_not(work: MadeWork) -> None:
    assert client_of(make_user(RoleName.ADMINISTRATOR, work.team)).get(_ask(work)).status_code == 200
    assert client_of(make_user(RoleName.TRAINEE, work.team)).get(_ask(work)).status_code in (403, 404)
