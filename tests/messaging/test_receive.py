"""What comes in: kept once, exactly as it came, with the team and the people it can be from (P44, P20)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from families import actions as families
from families.enums import Purpose
from families.models import ContactPoint
from pitservice.accounts.enums import Permission, RoleName
from pitservice.messaging.enums import InboundState, Meaning, MessageState
from pitservice.messaging.models import InboundText
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.families import add_mobile, make_family
from tests.make.messaging import addressee_of, mobile_of, open_all_day, queue_text, sent_text, text_from

pytestmark = pytest.mark.django_db


def test_receive_keeps_the_words_as_they_came() -> None:
    made = make_family()

    text = text_from(mobile_of(made).value, "  Ok 👍\n\nsee u  ")

    text.refresh_from_db()
    assert text.words == "  Ok 👍\n\nsee u  "
    assert text.state == InboundState.WAITING
    assert (text.family, text.person, text.team) == (made.family, made.mother, made.team)


def test_receive_twice_is_one_row() -> None:
    made = make_family()

    first = text_from(mobile_of(made).value, reference="one")
    again = text_from(mobile_of(made).value, "other words", reference="one")

    assert again == first
    assert InboundText.objects.get().words == "Thank you"


@pytest.mark.rule("P20")
def test_stop_counts_by_the_number_in_every_record_and_so_does_texts_again() -> None:
    one, other = make_family(), make_family()
    shared = mobile_of(one).value
    add_mobile(other, other.mother, shared)

    families.opt_out(point=mobile_of(one), by=BY)
    later = add_mobile(one, one.mother, shared)

    stopped = ContactPoint.objects.filter(normal=mobile_of(one).normal)
    assert [point.opted_out_at is not None for point in stopped] == [True, True, True]
    families.opt_in(point=later, by=BY)
    assert [point.opted_out_at for point in stopped.all()] == [None, None, None]


def test_words_cannot_be_changed_afterwards() -> None:
    text = text_from(mobile_of(make_family()).value)

    with pytest.raises(IntegrityError), transaction.atomic():
        InboundText.objects.filter(pk=text.pk).update(words="something else")


@pytest.mark.parametrize("written", ["+447700900123", "07700900123", "07700 900 123", "00447700900123"])
def test_receive_finds_the_number_however_written(written: str) -> None:
    made = make_family()
    add_mobile(made, made.mother, "07700 900123")

    assert text_from(written).person == made.mother


def test_receive_shared_phone_in_one_family_asks_which_person() -> None:
    made = make_family(father="Daniel")
    assert made.father is not None
    add_mobile(made, made.father, mobile_of(made).value)

    text = text_from(mobile_of(made).value)

    assert (text.family, text.person) == (made.family, None)


def test_receive_shared_phone_of_two_families_belongs_to_neither_yet() -> None:
    made = make_family()
    team = made.team
    other = make_family(team, mother="Zofia", surname="Nowak")
    add_mobile(other, other.mother, mobile_of(made).value)

    text = text_from(mobile_of(made).value)

    assert (text.family, text.team, text.unplaced) == (None, team, False)


def test_receive_goes_to_the_team_of_the_last_text() -> None:
    made = make_family()
    elsewhere = make_family(mother="Zofia", surname="Nowak")
    add_mobile(elsewhere, elsewhere.mother, mobile_of(made).value)
    message = sent_text(made)
    assert message.state == MessageState.SENT

    text = text_from(mobile_of(made).value)

    assert (text.team, text.family, text.answers) == (made.team, made.family, message)


def test_receive_text_to_another_number_is_not_answered() -> None:
    sent_text(make_family())

    assert text_from("07700 900111").answers is None


def test_receive_unknown_number_stands_with_every_team() -> None:
    """Nothing belongs to nobody."""
    teams = [make_team(), make_team()]

    text = text_from("07700 900111", "who is this")

    assert (text.family, text.unplaced) == (None, True)
    for team in teams:
        viewer = viewer_of(make_user(RoleName.ADMINISTRATOR, team), Permission.SEE_CORRESPONDENCE)
        assert InboundText.objects.visible_to(viewer).get() == text


def test_receive_another_teams_text_does_not_exist() -> None:
    text_from(mobile_of(make_family()).value)

    viewer = viewer_of(make_user(RoleName.ADMINISTRATOR), Permission.SEE_CORRESPONDENCE)
    assert not InboundText.objects.visible_to(viewer).exists()


@pytest.mark.rule("P10")
def test_receive_from_a_restricted_family_exists_for_those_named_and_the_guardian_alone() -> None:
    made = make_family()
    named = make_user(RoleName.PRACTITIONER, made.team)
    guardian = make_user(RoleName.GUARDIAN, made.team)
    colleague = make_user(RoleName.ADMINISTRATOR, made.team)
    families.restrict(family=made.family, named=[named], reason="A colleague's family", by=guardian.actor)

    text = text_from(mobile_of(made).value)

    seen = InboundText.objects.visible_to
    assert not seen(viewer_of(colleague, Permission.SEE_CORRESPONDENCE)).exists()
    assert seen(viewer_of(named, Permission.SEE_CORRESPONDENCE)).get() == text
    assert seen(viewer_of(guardian, Permission.GUARD)).get() == text


@pytest.mark.rule("P44")
@pytest.mark.parametrize(
    "words", ["STOP", "stop", " Stop. ", "STOP!!!", "Stop all", "STOPALL", "unsubscribe", "No texts", "“stop”"]
)
def test_bare_stop_stops_texts_to_the_number_everywhere(words: str) -> None:
    made = make_family()
    elsewhere = make_family()
    twin_point = add_mobile(elsewhere, elsewhere.mother, mobile_of(made).value)
    waiting = queue_text(made)

    text = text_from(mobile_of(made).value, words)

    assert text.meaning == Meaning.STOP
    assert ContactPoint.objects.get(pk=twin_point.pk).opted_out_at is not None
    waiting.refresh_from_db()
    assert waiting.state == MessageState.HELD
    assert "opted-out" in addressee_of(made).codes


@pytest.mark.rule("P44")
@pytest.mark.parametrize(
    "words",
    ["he won't stop", "Stop by at 3?", "please stop him", "I can't stop crying", "stop it", "don't stop", "bus stop"],
)
def test_stop_among_words_is_read_by_a_person(words: str) -> None:
    made = make_family()

    text = text_from(mobile_of(made).value, words)

    assert text.meaning == Meaning.WORDS
    assert addressee_of(made).allowed


@pytest.mark.rule("P44")
def test_start_opts_nobody_in() -> None:
    made = make_family()
    text_from(mobile_of(made).value, "STOP")

    text = text_from(mobile_of(made).value, "START")

    assert text.meaning == Meaning.START
    assert "opted-out" in addressee_of(made).codes


def test_yes_means_something_after_a_reminder_alone() -> None:
    made = make_family(open_all_day(make_team()))
    assert text_from(mobile_of(made).value, "yes").meaning == Meaning.WORDS

    sent_text(made, to=addressee_of(made, purpose=Purpose.REMINDER))

    later = timezone.now() + timedelta(minutes=1)
    assert text_from(mobile_of(made).value, "Yes!", received_at=later).meaning == Meaning.CONFIRM
    assert text_from(mobile_of(made).value, "can’t come", received_at=later).meaning == Meaning.CHANGE
    assert text_from(mobile_of(made).value, "yes but not at home", received_at=later).meaning == Meaning.WORDS
