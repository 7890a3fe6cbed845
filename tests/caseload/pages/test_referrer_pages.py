"""The referrer at the first appointment: only where each adult agrees, and told of every change (P64)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.actions.appointments import visit_with
from caseload.enums import AppointmentKind, AppointmentState, HowAsked, InviteStep, Place
from caseload.models import Appointment, ReferrerAnswer, ReferrerStep
from families.actions import record_consent, record_loss
from families.enums import ConsentPurpose, LossKind
from families.models import Person
from pitservice.accounts.enums import RoleName
from pitservice.configuration.enums import ReferralSource
from pitservice.db.errors import Refused
from pitservice.ui.worklist import items_for
from referrals.models import Referral
from tests.caseload.pages.forms import filled, send
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import (
    MadeWork,
    in_days,
    invite_referrer,
    let_it_have_begun,
    make_appointment,
    make_enquiry,
    make_visit,
    make_work,
)
from tests.make.families import make_family

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P64")]


@pytest.fixture
def work() -> MadeWork:
    """A family with both parents, referred by a health visitor."""
    return make_work(made=make_family(father="Daniel"))


@pytest.fixture
def first(work: MadeWork, father: Person) -> Appointment:
    """The first appointment, in a week, with both."""
    return make_appointment(work, invited=[*work.everybody, father])


def _url(name: str, appointment: Appointment) -> str:
    return reverse(f"caseload:{name}", args=[appointment.key])


def _page(work: MadeWork, appointment: Appointment, name: str = "appointment") -> str:
    return client_of(work.lead).get(_url(name, appointment)).content.decode()


def _answer(work: MadeWork, appointment: Appointment, **said: str) -> str:
    people = {"mother": work.made.mother, "father": work.made.father}
    given = {f"agrees_{people[who].key}": answer for who, answer in said.items()}  # type: ignore[union-attr]  # made
    url = _url("referrer_answers", appointment)
    page: str = send(client_of(work.lead), url, how="in_person", **given).content.decode()
    return page


def _tell(work: MadeWork, appointment: Appointment, name: str = "referrer", **more: Any) -> Any:
    return send(client_of(work.lead), _url(name, appointment), **{"how": "call", **more})


def _waits(work: MadeWork) -> list[str]:
    found = [item.what.split(",")[0] for item in items_for(work.lead, timezone.localdate())]
    return [what for what in found if what.startswith(("Tell the referrer", "Ask the referrer"))]


def _steps(appointment: Appointment) -> list[str]:
    return list(appointment.referrer_steps.values_list("step", flat=True))


def _no(work: MadeWork, person: Person) -> None:
    said = actions.Said({person: False}, timezone.localdate(), HowAsked.CALL)
    actions.record_referrer_answers(episode=work.episode, said=said, by=BY)


def test_the_referrer_is_invited_only_when_each_adult_has_said_yes(work: MadeWork, first: Appointment) -> None:
    before = _page(work, first)
    one = _answer(work, first, mother="agrees", father="declines")
    refused = _tell(work, first, "invite_referrer")
    both = _answer(work, first, father="agrees")
    invited = _tell(work, first, "invite_referrer", note="She meets them at the door.").content.decode()

    assert "Fatima Begum, Health visitor, Eastfield 0-19 Service" in before
    assert "Aisha Khan: not asked yet" in before and _url("invite_referrer", first) not in before
    assert "Daniel Khan: does not agree" in one and "an adult does not agree" in one
    assert _url("invite_referrer", first) not in one
    assert refused.status_code == 409
    assert _url("invite_referrer", first) in both
    assert "in person" in both
    assert "Invited" in invited and "She meets them at the door." in invited
    assert _steps(first) == ["invited"]
    assert ReferrerAnswer.objects.count() == 3


def test_who_was_not_asked_has_not_agreed(work: MadeWork, first: Appointment) -> None:
    _answer(work, first, mother="agrees")

    with pytest.raises(Refused, match="Ask first, and record what they said: Daniel Khan"):
        actions.invite_referrer(appointment=first, spoken=actions.Spoken(timezone.localdate(), "call"), by=BY)


def test_the_page_says_what_may_be_told_and_nothing_else(work: MadeWork) -> None:
    first = make_appointment(work, invited=work.everybody, where="12 Rowan Close")
    _answer(work, first, mother="agrees")

    page = _page(work, first, "invite_referrer")
    told = page.split("What you may tell the referrer")[1].split("Nothing else")[0]

    assert "Home visit" in told and "10am to 11am" in told
    assert "12 Rowan Close" not in told and "Aisha" not in told
    assert "nothing is sent" in page


@pytest.mark.parametrize(("step", "said"), [("coming", "Comes"), ("not_coming", "Does not come")])
def test_what_the_referrer_answers_stands_on_the_appointment(
    work: MadeWork, first: Appointment, step: str, said: str
) -> None:
    invite_referrer(first, comes=False)

    page = _tell(work, first, step=step, note="Rang back.").content.decode()

    assert said in page and "Rang back." in page
    assert _steps(first) == ["invited", step]
    assert (_url("invite_referrer", first) in page) == (step == "not_coming")


def test_a_later_no_takes_the_invitation_back_and_stands_on_home_until_they_are_told(
    work: MadeWork, first: Appointment
) -> None:
    invite_referrer(first)
    before = _waits(work)

    page = _answer(work, first, mother="declines")
    waits = _waits(work)
    listed = client_of(work.lead).get(reverse("caseload:referrers")).content.decode()
    told = _tell(work, first, note="She knows.").content.decode()

    assert (before, waits, _waits(work)) == ([], ["Tell the referrer not to come"], [])
    assert "The invitation is taken back." in page and "Tell the referrer not to come" in page
    assert _url("referrer", first) in listed
    assert _steps(first) == ["invited", "coming", "withdrawn", "told"]
    assert "She knows." in told and _url("invite_referrer", first) not in told


def test_a_no_of_an_adult_who_is_not_invited_counts_too(work: MadeWork, father: Person) -> None:
    alone = make_appointment(work, invited=work.everybody)
    invite_referrer(alone)

    _no(work, father)

    assert _steps(alone)[-1] == "withdrawn"
    with pytest.raises(Refused, match="does not agree"):
        actions.invite_referrer(appointment=alone, spoken=actions.Spoken(timezone.localdate(), "call"), by=BY)


def test_after_a_move_the_referrer_is_told_of_the_new_time(work: MadeWork, first: Appointment) -> None:
    invite_referrer(first)
    new = actions.move(appointment=first, visit=make_visit(work, in_days(9)), by=BY)
    waits = _waits(work)

    page = _page(work, first, "referrer")
    _tell(work, first, step="coming")

    assert waits == ["Tell the referrer of the new time"]
    assert "They come at the new time" in page and "What you may tell the referrer" in page
    assert (_steps(first)[-1], _steps(new), _waits(work)) == ("new_time", ["coming"], [])
    assert "Comes" in _page(work, new)


def test_moved_twice_they_are_told_of_where_it_is_now(work: MadeWork, first: Appointment) -> None:
    invite_referrer(first)
    second = actions.move(appointment=first, visit=make_visit(work, in_days(9)), by=BY)
    third = actions.move(appointment=second, visit=make_visit(work, in_days(10)), by=BY)

    _tell(work, first, step="invited")

    assert (_steps(second), _steps(third)) == ([], ["invited"])


def test_handed_on_at_the_same_time_the_invitation_stands_and_nobody_is_told_of_a_new_time(
    work: MadeWork, first: Appointment, father: Person
) -> None:
    invite_referrer(first)
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Ford")

    new = actions.move(appointment=first, visit=visit_with(first, sam), by=BY)

    assert (_steps(first)[-1], _steps(new), _waits(work)) == ("kept", ["coming"], [])
    assert "Comes" in _page(work, new)
    assert "Goes on with the same day, time and kind of place" in _page(work, first)
    later = actions.move(appointment=new, visit=make_visit(work, in_days(9)), by=BY)
    assert (_waits(work), _steps(later)) == (["Tell the referrer of the new time"], [])
    _no(work, father)
    assert (_steps(new)[-1], _waits(work)) == ("withdrawn", ["Tell the referrer not to come"])


def test_the_words_say_place_where_only_the_place_is_new(work: MadeWork, first: Appointment) -> None:
    invite_referrer(first)
    actions.move(appointment=first, visit=replace(visit_with(first, work.lead), place=Place.CLINIC), by=BY)

    page = _page(work, first, "referrer")

    assert _waits(work) == ["Tell the referrer of the new place"]
    assert "They come at the new place" in page
    assert "new time" not in page


def test_an_invitation_without_an_answer_waits_for_the_lead_until_there_is_one(
    work: MadeWork, first: Appointment
) -> None:
    invite_referrer(first, comes=False)

    assert _waits(work) == ["Ask the referrer whether they come"]
    page = client_of(work.lead).get(reverse("caseload:referrers")).content.decode()
    assert "Ask the referrer whether they come" in page
    _tell(work, first, step="coming")
    assert _waits(work) == []


@pytest.mark.rule("P22")
def test_after_a_loss_nobody_is_pressed_to_ask_and_still_told_to_tell(work: MadeWork, first: Appointment) -> None:
    invite_referrer(first, comes=False)
    record_loss(family=work.family, person=work.made.baby, kind=LossKind.BABY_DIED, by=BY)
    assert _waits(work) == []

    actions.cancel(appointment=first, outcome=AppointmentState.CANCELLED_BY_US, by=BY)

    assert _waits(work) == ["Tell the referrer that it is cancelled"]


def test_a_no_after_a_move_means_that_they_are_told_not_to_come(
    work: MadeWork, first: Appointment, father: Person
) -> None:
    invite_referrer(first)
    new = actions.move(appointment=first, visit=make_visit(work, in_days(9)), by=BY)

    _no(work, father)
    page = _page(work, first, "referrer")

    assert _waits(work) == ["Tell the referrer not to come"]
    assert "They come at the new time" not in page
    with pytest.raises(Refused, match="changed meanwhile"):
        actions.record_referrer_step(
            appointment=first, step=InviteStep.COMING, spoken=actions.Spoken(timezone.localdate(), "call"), by=BY
        )
    assert _steps(new) == []


def test_when_it_is_cancelled_they_are_told(work: MadeWork, first: Appointment) -> None:
    invite_referrer(first, comes=False)
    actions.cancel(appointment=first, outcome=AppointmentState.CANCELLED_BY_FAMILY, by=BY)
    waits = _waits(work)

    page = _page(work, first, "referrer")
    _tell(work, first)

    assert waits == ["Tell the referrer that it is cancelled"]
    assert "We told them that it is cancelled" in page
    assert (_steps(first), _waits(work)) == (["invited", "told"], [])


def test_of_one_who_is_not_coming_nobody_is_told(work: MadeWork, first: Appointment, father: Person) -> None:
    invite_referrer(first, comes=False)
    _tell(work, first, step="not_coming")

    _no(work, father)
    actions.cancel(appointment=first, outcome=AppointmentState.CANCELLED_BY_US, by=BY)

    assert _waits(work) == []
    assert "so there is nothing to record" in _page(work, first, "referrer")


def test_where_the_family_does_not_share_with_the_referrer_nobody_is_invited(work: MadeWork) -> None:
    first = make_appointment(work, invited=work.everybody)
    link = work.family.professionals.select_related("professional").get(role="referrer")
    record_consent(
        family=work.family,
        person=work.made.mother,
        purpose=ConsentPurpose.SHARE,
        recipient=link.professional.key,
        given=False,
        how="In person",
        given_on=timezone.localdate(),
        by=BY,
    )
    page = _page(work, first)
    _answer(work, first, mother="agrees")

    refused = _tell(work, first, "invite_referrer")

    assert "the family does not agree to their being told this" in page
    assert _url("referrer_answers", first) not in page
    assert refused.status_code == 409 and ReferrerStep.objects.count() == 0


def test_by_e_mail_only_where_the_team_lists_it_as_secure(work: MadeWork) -> None:
    first = make_appointment(work, invited=work.everybody)
    _answer(work, first, mother="agrees")

    refused = _tell(work, first, "invite_referrer", how="email")

    assert "does not list the e-mail of Fatima Begum as secure" in refused.content.decode()


def test_nobody_is_invited_who_referred_themselves(work: MadeWork, first: Appointment) -> None:
    Referral.objects.update(source=ReferralSource.SELF)

    page = _page(work, first)

    assert "May the referrer come?" not in page
    assert "there is nobody to invite" in _page(work, first, "invite_referrer")


def test_only_to_a_first_appointment_that_is_to_come(work: MadeWork, first: Appointment) -> None:
    invite_referrer(first)
    later = make_appointment(work, in_days(8), kind=AppointmentKind.ASSESSMENT)
    past = make_appointment(work, in_days(-1))
    spoken = actions.Spoken(timezone.localdate(), "call")

    for appointment, why in ((later, "first appointment alone"), (past, "has been"), (first, "invited already")):
        with pytest.raises(Refused, match=why):
            actions.invite_referrer(appointment=appointment, spoken=spoken, by=BY)
    tomorrow = actions.Spoken(timezone.localdate() + timedelta(days=1), "call")
    with pytest.raises(Refused, match="cannot be in the future"):
        actions.record_referrer_step(appointment=first, step=InviteStep.NOT_COMING, spoken=tomorrow, by=BY)
    assert "May the referrer come?" not in _page(work, later)


def test_the_session_page_asks_whether_the_referrer_was_there_only_where_one_was_invited(work: MadeWork) -> None:
    first, other = make_appointment(work), make_appointment(work, in_days(8))
    invite_referrer(first)
    for appointment in (first, other):
        let_it_have_begun(appointment)
    client, url = client_of(work.lead), _url("session", first)
    there = {"happened": "yes", "text": "We met.", "referrer_present": "yes"}

    asked = client.get(url).content.decode()
    client.post(url, filled(client.get(url), **there))

    assert "Was the referrer there?" in asked and "The referrer comes too." in asked
    assert "Was the referrer there?" not in _page(work, other, "session")
    assert first.session.referrer_present is True
    assert client.get(url).context["form"]["referrer_present"].value() == "yes"
    timeline = client.get(reverse("families:family", args=[work.family.key])).content.decode()
    assert "The referrer was there." in timeline


def test_the_visit_sheet_says_that_the_referrer_comes(work: MadeWork, first: Appointment) -> None:
    before = _page(work, first, "sheet")
    invite_referrer(first)

    assert "Comes too" not in before
    assert "Comes too" in _page(work, first, "sheet")


def test_who_introduces_us_leads_to_the_first_appointment(work: MadeWork) -> None:
    make_enquiry(work, introduces="in_person")

    page = client_of(work.lead).get(reverse("caseload:episode", args=[work.episode.key])).content.decode()

    assert "Ask each adult, then invite the referrer" in page


def test_of_two_who_record_the_same_the_second_reads_a_sentence(work: MadeWork, first: Appointment) -> None:
    invite_referrer(first, comes=False)
    client, url = client_of(work.lead), _url("referrer", first)
    page = client.get(url)
    _tell(work, first, step="coming")

    answer = client.post(url, filled(page, step="coming", how="call", note="She rang."))

    assert answer.status_code in (409, 422)
    assert "She rang." in answer.content.decode()
    assert _steps(first) == ["invited", "coming"]


def test_a_no_recorded_meanwhile_stands_when_a_page_opened_before_is_sent(
    work: MadeWork, first: Appointment, father: Person
) -> None:
    _answer(work, first, mother="agrees")
    url, client = _url("referrer_answers", first), client_of(work.lead)
    opened = filled(client.get(url), how="in_person", **{f"agrees_{father.key}": "agrees"})
    no = actions.Said({work.made.mother: False}, timezone.localdate(), HowAsked.CALL)
    actions.record_referrer_answers(episode=work.episode, said=no, by=BY)

    page = client.post(url, opened)
    again = client.post(url, filled(page), follow=True)

    assert page.status_code == 409
    assert "Somebody has just recorded an answer" in page.content.decode()
    assert "Aisha Khan: does not agree" in again.content.decode()
    assert [answer.agrees for answer in ReferrerAnswer.objects.filter(person=work.made.mother)] == [True, False]
    assert ReferrerAnswer.objects.get(person=father).agrees
