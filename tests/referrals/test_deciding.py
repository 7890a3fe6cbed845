"""Decisions: what they need, what they do, whom they tell."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest
from django.urls import reverse
from django.utils import timezone

from families.models import Alert, ContactPoint
from pitservice.configuration.actions import change_settings
from pitservice.configuration.enums import NotAcceptedReason, ReferralSource
from pitservice.db.errors import Refused, Stale
from pitservice.letters.actions import confirm
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.ui.components import Details, Words
from referrals.actions import (
    answer_request,
    decide,
    mark_allocated,
    put_aside,
    read_warning,
    record_party_agreement,
    reopen,
    settle_family,
    take_back,
    withdraw,
)
from referrals.enums import Entrance, Outcome, PartyRole, ToldBy
from referrals.models import Decision, Referral, WaitingEntry
from referrals.submission import Party
from referrals.telling import UNCHOSEN, still_wanted
from referrals.verdict import Verdict
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import (
    NO,
    YES,
    baby,
    father,
    make_decision,
    make_referral,
    make_risk_list,
    make_waiting,
    mother,
    ticks_of,
)

pytestmark = pytest.mark.django_db
WAIT = Verdict(outcome=Outcome.WAITING_LIST)


def copies(referral: Referral) -> dict[str, str]:
    """Each reader's name with the state of their copy."""
    found = Copy.objects.filter(letter__about=f"referral:{referral.pk}")
    return {copy.reader_name: copy.state for copy in found}


def heading_to(name: str) -> str:
    return Copy.objects.get(reader_name=name).letter.title


def words_to(name: str) -> str:
    """What stands in the copy for this reader."""
    return " ".join(Copy.objects.get(reader_name=name).paragraphs)


@pytest.mark.rule("TELL-1")
def test_accepting_tells_the_mother_and_the_referrer_and_the_family_waits() -> None:
    referral = make_referral()

    decide(referral=referral, verdict=WAIT, by=BY)

    referral.refresh_from_db()
    entry = WaitingEntry.objects.get(family=referral.family)
    assert (referral.state, entry.state, entry.since) == ("waiting", "waiting", referral.local_date)
    assert copies(referral) == {"Aisha Khan": CopyState.QUEUED, "Fatima Begum": CopyState.QUEUED}
    assert heading_to("Aisha Khan") == "A place with our team"
    assert heading_to("Fatima Begum") == f"Referral {referral.key}"


def test_letters_wait_until_the_decision_can_no_longer_be_taken_back() -> None:
    referral = make_referral()
    change_settings(team=referral.team, take_back_minutes=30, by=BY)

    decision = make_decision(referral)

    assert set(Copy.objects.values_list("not_before", flat=True)) == {decision.effective_from}
    assert timedelta(minutes=29) < decision.effective_from - timezone.now() <= timedelta(minutes=30)


@pytest.mark.rule("SCR-3")
def test_accepting_needs_each_adult_to_know_and_agree() -> None:
    referral = make_referral(people=(baby(), mother(), father()))

    with pytest.raises(Refused) as refusal:
        decide(referral=referral, verdict=WAIT, by=BY)

    assert refusal.value.sentence.startswith("It is not recorded that Daniel Khan knows of the referral and agrees.")
    assert Referral.objects.get().state == "received"


@pytest.mark.rule("SCR-3", "P13", "P2", "CON-2")
def test_accepting_by_exception_writes_to_each_adult_alone_and_the_one_who_did_not_agree_waits() -> None:
    referral = make_referral(people=(baby(), mother(), father(address="2 Elm Road", address_safe=YES)))

    decision = decide(
        referral=referral, verdict=Verdict(outcome=Outcome.WAITING_LIST, exception="Asked tomorrow."), by=BY
    )

    assert decision.exception == "Asked tomorrow."
    assert copies(referral) == {
        "Aisha Khan": CopyState.QUEUED,
        "Daniel Khan": CopyState.HELD,
        "Fatima Begum": CopyState.QUEUED,
    }
    assert Copy.objects.filter(letter__copies__reader_name="Aisha Khan").count() == 1


@pytest.mark.rule("P8", "CON-1", "SCR-3")
def test_a_father_who_must_not_know_is_not_asked_and_gets_nothing() -> None:
    him = father(address="2 Elm Road", address_safe=YES, must_not_know=True)
    referral = make_referral(people=(baby(), mother(), him))

    decide(referral=referral, verdict=WAIT, by=BY)

    assert copies(referral) == {"Aisha Khan": CopyState.QUEUED, "Fatima Begum": CopyState.QUEUED}
    assert Alert.objects.get().person == referral.people.get(role=PartyRole.FATHER).person
    assert "Daniel" not in words_to("Aisha Khan")


@pytest.mark.rule("P8", "CON-1")
def test_a_letter_waits_where_one_who_must_not_know_may_live() -> None:
    referral = make_referral(people=(baby(), mother(), father(must_not_know=True)))

    decide(referral=referral, verdict=WAIT, by=BY)

    assert copies(referral) == {"Aisha Khan": CopyState.HELD, "Fatima Begum": CopyState.QUEUED}


@pytest.mark.rule("P13")
def test_an_adult_who_does_not_know_hears_nothing_of_a_refusal() -> None:
    referral = make_referral(people=(baby(), mother(knows=NO, agrees=NO)))

    make_decision(referral, Outcome.NOT_ACCEPTED)

    assert copies(referral) == {"Fatima Begum": CopyState.QUEUED}


@pytest.mark.rule("TELL-1", "P13")
def test_a_refusal_gives_the_referrer_the_reason_and_the_family_kind_words_without_risks() -> None:
    team = make_team()
    make_risk_list(team)
    referral = make_referral(team, ticks=ticks_of(team, significant=2))

    make_decision(referral, Outcome.NOT_ACCEPTED, reason="outside_area", note="Try the team in Weston.")

    assert "Lives outside our area" in words_to("Fatima Begum")
    assert "Try the team in Weston." in words_to("Fatima Begum")
    kind = words_to("Aisha Khan")
    assert not any(word in kind for word in ("outside", "Weston", "risk", "Loss of", "crying"))


@pytest.mark.rule("P13")
def test_a_family_can_hear_of_a_refusal_from_the_referrer_instead() -> None:
    referral = make_referral()

    make_decision(referral, Outcome.NOT_ACCEPTED, told_by=ToldBy.REFERRER)

    assert copies(referral) == {"Fatima Begum": CopyState.QUEUED}


@pytest.mark.rule("P13")
@pytest.mark.parametrize("outcome", [Outcome.WAITING_LIST, Outcome.NOT_ACCEPTED, Outcome.WITHDRAWN])
def test_a_relative_who_referred_is_told_nothing_more(outcome: Outcome) -> None:
    referral = make_referral(source=ReferralSource.RELATIVE, referrer_name="Granny Khan")

    make_decision(referral, outcome)

    assert copies(referral) == {"Aisha Khan": CopyState.QUEUED}
    assert Copy.objects.get().copied_to == []


@pytest.mark.rule("P16", "TELL-1", "P13")
@pytest.mark.parametrize("outcome", [Outcome.WAITING_LIST, Outcome.NOT_ACCEPTED, Outcome.WITHDRAWN])
def test_what_the_page_shows_is_what_goes_word_for_word_and_nothing_else(outcome: Outcome) -> None:
    """A mother who agreed, a father not asked, another carer who must not know, a health visitor who referred."""
    him = father(address="2 Elm Road", address_safe=YES)
    hidden = Party(role=PartyRole.PARTNER, given_name="Rob", family_name="Rowe", must_not_know=True)
    apart = mother(address="9 Mill Lane, Weston", postcode="ZZ4 4AB")
    referral = make_referral(people=(baby(), apart, him, hidden))
    lead = client_of(make_user(team=referral.team))
    page = lead.get(reverse("referrals:decide", args=[referral.key])).context["form"].decided
    shown = {
        details.summary.partition(",")[0].removeprefix("Letter to "): cast(Words, details.body[1]).lines
        for details in page.letters[outcome].preview
        if isinstance(details, Details)
    }

    make_decision(referral, outcome, reason="" if outcome != Outcome.NOT_ACCEPTED else "criteria")

    went = {
        copy.reader_name: [f"Dear {copy.reader_name}", copy.letter.title, *copy.paragraphs, "Yours sincerely"]
        for copy in Copy.objects.all()
    }
    reason = {UNCHOSEN: NotAcceptedReason("criteria").label}
    assert {name: [_chosen(line, reason) for line in lines] for name, lines in shown.items()} == went
    assert "Rob" not in str(went)


def _chosen(line: str, reason: dict[str, str]) -> str:
    """With what the page could not know yet."""
    for blank, chosen in reason.items():
        line = line.replace(blank, chosen)
    return line


@pytest.mark.rule("TELL-1", "P13")
@pytest.mark.parametrize("outcome", [Outcome.WAITING_LIST, Outcome.NOT_ACCEPTED, Outcome.WITHDRAWN])
def test_of_a_self_referral_those_hear_whom_the_family_allows(outcome: Outcome) -> None:
    referral = make_referral(
        entrance=Entrance.FAMILY,
        source=ReferralSource.SELF,
        people=(baby(), mother(wrote=True)),
        referrer_name="",
        health_visitor="Hal Visitor",
        tell_health_visitor=YES,
        gp="The Weir Surgery",
        tell_gp=NO,
    )

    make_decision(referral, outcome)

    assert copies(referral) == {"Aisha Khan": CopyState.QUEUED, "Hal Visitor": CopyState.HELD}  # no address yet


@pytest.mark.rule("SCR-1")
def test_deciding_against_the_rule_needs_a_reason() -> None:
    team = make_team()
    make_risk_list(team)
    referral = make_referral(team, ticks=ticks_of(team, minor=2))
    assert (referral.suggests, referral.working[:23]) == (False, "Does not meet the rule:")

    with pytest.raises(Refused) as refusal:
        decide(referral=referral, verdict=WAIT, by=BY)
    decide(referral=referral, verdict=Verdict(outcome=Outcome.WAITING_LIST, differs="We know them."), by=BY)

    assert refusal.value.sentence.endswith("Say why you decide otherwise.")


@pytest.mark.rule("SCR-1", "WL-1")
def test_the_screeners_ticks_are_kept_with_the_edition_and_order_the_list() -> None:
    team = make_team()
    edition = make_risk_list(team)
    referral = make_referral(team, ticks=ticks_of(team, minor=2))

    decide(
        referral=referral,
        verdict=Verdict(outcome=Outcome.WAITING_LIST, ticks=ticks_of(team, significant=1, minor=3)),
        by=BY,
    )

    screening = referral.screenings.get()
    entry = referral.waiting_entries.get()
    assert (screening.risk_list, screening.suggests, screening.total) == (edition, True, 4)
    assert (entry.significant, entry.total) == (1, 4)


@pytest.mark.rule("P3")
def test_a_warning_must_be_read_before_anything_is_decided() -> None:
    referral = make_referral(warning="Dad not to know about referral")
    with pytest.raises(Refused, match="Read the warning"):
        make_decision(referral)

    read_warning(referral=referral, father_must_not_know=True, letters_unsafe=True, by=BY)
    make_decision(referral)

    # The mother's waits for a person with a telephone: no letter goes to that home.
    assert copies(referral) == {"Fatima Begum": CopyState.QUEUED, "Aisha Khan": CopyState.HELD}
    assert sorted(Alert.objects.values_list("kind", flat=True)) == ["restricted_person", "unsafe_address"]


@pytest.mark.rule("SCR-2")
@pytest.mark.parametrize(("late", "in_time"), [(0, True), (20, False)])
def test_a_decision_says_whether_it_came_in_time(late: int, in_time: bool) -> None:
    referral = make_referral(received_at=timezone.now() - timedelta(days=late))

    assert make_decision(referral).in_time is in_time


def test_the_slower_of_two_is_told_what_the_first_decided() -> None:
    referral = make_referral()
    make_decision(referral, Outcome.NOT_ACCEPTED)

    with pytest.raises(Stale) as stale:
        decide(referral=referral, verdict=WAIT, seen=referral.version, by=BY)

    assert "The system made it “Not accepted” at" in stale.value.sentence


def test_taking_back_stops_every_letter_and_the_referral_is_to_be_decided_again() -> None:
    referral = make_referral()
    make_decision(referral)

    take_back(referral=referral, reason="Wrong family", by=BY)

    referral.refresh_from_db()
    assert (referral.state, referral.waiting_entries.get().state) == ("received", "taken_back")
    assert set(copies(referral).values()) == {CopyState.CANCELLED}
    make_decision(referral)
    assert referral.waiting_entries.filter(state="waiting").count() == 1


def test_a_decision_cannot_be_taken_back_when_its_letters_go() -> None:
    referral = make_referral()
    decision = make_decision(referral)
    Decision.objects.filter(pk=decision.pk).update(effective_from=timezone.now())

    with pytest.raises(Refused, match="The time to take this decision back is over"):
        take_back(referral=referral, reason="Too late", by=BY)


def test_asking_for_information_waits_for_the_answer_and_its_letter_goes_to_the_referrer_alone() -> None:
    referral = make_referral()
    make_decision(referral, Outcome.MORE_INFORMATION)
    referral.refresh_from_db()
    assert (referral.state, copies(referral)) == ("awaiting_information", {"Fatima Begum": CopyState.QUEUED})

    answer_request(request=referral.requests.get(), answer="He knows.", by=BY)

    referral.refresh_from_db()
    assert (referral.state, referral.requests.get().answer) == ("received", "He knows.")


def test_a_parent_who_wrote_is_asked_in_words_of_their_own_letter() -> None:
    wrote = mother(wrote=True)
    referral = make_referral(source=ReferralSource.SELF, people=(baby(), wrote), referrer_name="")

    make_decision(referral, Outcome.MORE_INFORMATION)

    assert heading_to("Aisha Khan") == "Something we would like to ask you"
    assert words_to("Aisha Khan").startswith("Thank you for getting in touch, our reference")


@pytest.mark.rule("P13", "TELL-1", "P16")
def test_withdrawn_on_the_decision_page_closes_it_and_tells_as_a_refusal_does_without_the_reason() -> None:
    referral = make_referral(people=(baby(), mother(), father(knows=NO)))

    decision = make_decision(referral, Outcome.WITHDRAWN, withdrawn_by="family", note="She feels better.")

    referral.refresh_from_db()
    assert (referral.state, decision.withdrawn_by, decision.in_time) == ("withdrawn", "family", None)
    assert copies(referral) == {"Aisha Khan": CopyState.QUEUED, "Fatima Begum": CopyState.QUEUED}
    assert "We understand that this is no longer wanted" in words_to("Aisha Khan")
    assert not any("better" in words_to(name) for name in ("Aisha Khan", "Fatima Begum"))
    assert still_wanted(decision.pk)

    take_back(referral=referral, reason="She rang again.", by=BY)

    assert set(copies(referral).values()) == {CopyState.CANCELLED}
    assert Referral.objects.get().state == "received"


def test_withdrawing_needs_who_and_why() -> None:
    referral = make_referral()

    with pytest.raises(Refused, match="who no longer wants"):
        decide(referral=referral, verdict=Verdict(outcome=Outcome.WITHDRAWN, withdrawn_by="family"), by=BY)


def test_withdrawing_leaves_the_list_and_stops_the_letters() -> None:
    entry = make_waiting()

    withdraw(referral=entry.referral, reason="Moved away", by=BY)

    entry.refresh_from_db()
    assert (entry.state, entry.referral.state) == ("left", "withdrawn")
    assert set(copies(entry.referral).values()) == {CopyState.CANCELLED}


@pytest.mark.rule("P3", "SCR-2")
def test_opening_again_starts_the_clock_on_that_day() -> None:
    referral = make_referral(entrance=Entrance.IMPORT, past_outcome="Not suitable")
    assert (referral.state, referral.due_on) == ("recorded_before", None)

    reopened = reopen(referral=referral, reason="They rang again", by=BY)

    assert reopened.state == "received"
    assert reopened.due_on is not None and reopened.due_on > timezone.localdate()


def test_allocating_from_the_waiting_list_takes_the_place_with_it() -> None:
    entry = make_waiting()

    mark_allocated(referral=entry.referral, by=BY)

    entry.refresh_from_db()
    assert (entry.state, entry.referral.state) == ("allocated", "allocated")


def test_a_second_referral_of_a_family_we_know_adds_to_it_and_overwrites_nothing() -> None:
    first = make_referral(people=(baby(), mother(nhs_number="9990000018", knows=NO, agrees=NO)))
    family = settle_family(referral=first, by=BY)
    second = make_referral(first.team, people=(baby(), mother(nhs_number="9990000018", mobile="07700 900777")))

    settle_family(referral=second, family=family, match_reason="same NHS number", by=BY)

    assert family.members.count() == 2
    assert list(ContactPoint.objects.filter(kind="mobile").order_by("pk").values_list("value", flat=True)) == [
        "07700 900123",
        "07700 900777",
    ]
    assert family.agreements.latest("pk").agrees == NO


@pytest.mark.rule("SCR-3", "P2")
def test_an_answer_recorded_while_screening_counts_at_once() -> None:
    referral = make_referral(people=(baby(), mother(), father()))
    him = referral.people.get(role=PartyRole.FATHER)

    record_party_agreement(party=him, knows=YES, agrees=YES, asked_by="Priya", asked_on=timezone.localdate(), by=BY)

    assert decide(referral=referral, verdict=WAIT, by=BY).exception == ""


def test_unborn_twins_and_a_sibling_of_another_name_become_one_family() -> None:
    due = timezone.localdate() + timedelta(weeks=9)
    twin = Party(role=PartyRole.BABY, expected_date=due)
    sister = Party(role=PartyRole.SIBLING, given_name="Hana", family_name="Osei")
    referral = make_referral(people=(twin, twin, mother(), sister))

    family = settle_family(referral=referral, by=BY)

    assert family.title == "Babies of Aisha Khan's family"
    assert sorted(family.members.values_list("role", flat=True)) == ["baby", "baby", "mother", "sibling"]


@pytest.mark.rule("TELL-1", "P13")
@pytest.mark.parametrize("again", [False, True])
def test_no_refusal_reaches_a_family_whose_referral_was_opened_again(again: bool) -> None:
    referral = make_referral()
    decision = make_decision(referral, Outcome.NOT_ACCEPTED)
    assert set(copies(referral).values()) == {CopyState.QUEUED}

    reopen(referral=referral, reason="A mistake", by=BY)
    if again:
        withdraw(referral=referral, reason="They rang", by=BY)

    assert set(copies(referral).values()) == {CopyState.CANCELLED}
    assert not still_wanted(decision.pk)


@pytest.mark.rule("TELL-1")
def test_a_question_that_was_answered_before_its_letter_went_is_not_asked() -> None:
    referral = make_referral()
    decision = make_decision(referral, Outcome.MORE_INFORMATION)
    assert still_wanted(decision.pk)

    answer_request(request=referral.requests.get(), answer="Yes.", by=BY)

    assert not still_wanted(decision.pk)


@pytest.mark.rule("SCR-2")
@pytest.mark.parametrize("how", ["answered", "opened again", "taken back"])
def test_what_moves_on_while_it_is_put_aside_stands_in_the_inbox_again(how: str) -> None:
    referral = make_referral()
    if how != "opened again":
        make_decision(referral, Outcome.MORE_INFORMATION)
    put_aside(referral=referral, until=timezone.localdate() + timedelta(days=9), why="Waits for the GP.", by=BY)

    if how == "answered":
        answer_request(request=referral.requests.get(), answer="Yes.", by=BY)
    elif how == "taken back":
        take_back(referral=referral, reason="A mistake", by=BY)
    else:
        withdraw(referral=referral, reason="They rang", by=BY)
        reopen(referral=referral, reason="They rang again", by=BY)

    referral.refresh_from_db()
    assert (referral.state, referral.hold_until, referral.hold_why) == ("received", None, "")


def test_a_decision_takes_up_what_was_put_aside() -> None:
    referral = make_referral()
    put_aside(referral=referral, until=timezone.localdate() + timedelta(days=9), why="Waits for the GP.", by=BY)

    make_decision(referral, Outcome.TEAM_REVIEW)

    referral.refresh_from_db()
    assert (referral.state, referral.hold_until) == ("team_review", None)


def test_taking_back_is_offered_only_while_the_decision_stands() -> None:
    referral = make_referral()
    make_decision(referral, Outcome.NOT_ACCEPTED)
    client = client_of(make_user(team=referral.team))
    page, back = reverse("referrals:referral", args=[referral.key]), reverse("referrals:take-back", args=[referral.key])
    before = back in client.get(page).content.decode()

    reopen(referral=referral, reason="They rang again", by=BY)

    assert (before, back in client.get(page).content.decode()) == (True, False)


@pytest.mark.rule("P42")
def test_a_mother_who_wrote_herself_and_gave_no_safe_address_is_told_by_a_person() -> None:
    wrote = mother(address="", wrote=True)
    referral = make_referral(
        source=ReferralSource.SELF, people=(baby(), wrote, father(must_not_know=True)), warning="He must not find out."
    )
    read_warning(referral=referral, father_must_not_know=True, letters_unsafe=True, by=BY)

    make_decision(referral)

    held = Copy.objects.get(reader_name="Aisha Khan")
    assert (held.state, held.address) == (CopyState.HELD, "")
    assert "Nothing usable for this is recorded for Aisha Khan." in held.why
    assert not Copy.objects.filter(reader_role="father").exists()
    with pytest.raises(Refused, match="Nobody can confirm this"):
        confirm(copy=held, reason="She rang.", by=BY)
