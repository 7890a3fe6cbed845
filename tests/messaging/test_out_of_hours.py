"""The automatic reply out of hours, and the flag that only adds (P44, P20)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from families import actions as families
from families.enums import AlertKind, Purpose
from families.numbers import owners_of
from pitservice.configuration.actions import change_settings, set_day
from pitservice.configuration.enums import YesNoUnknown
from pitservice.messaging import actions, wording
from pitservice.messaging.actions import answering
from pitservice.messaging.enums import MessageState
from pitservice.messaging.inbox import clocks, worry_words_of
from pitservice.messaging.models import InboundText, Message
from pitservice.messaging.worries import SHIPPED, worrying_in
from tests.make.accounts import BY, make_team
from tests.make.families import add_mobile, make_family
from tests.make.messaging import in_outbox, mobile_of, sent_text, shut_today, text_from

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
TEN_PAST_ELEVEN = datetime(2026, 11, 27, 23, 10, tzinfo=LONDON)  # a Friday


def answered(text: InboundText, now: datetime = TEN_PAST_ELEVEN) -> Message | None:
    """What goes by itself to a text of that moment."""
    return actions.reply_out_of_hours(text=text, owners=owners_of(text.number), now=now, by=BY)


def came(number: str, words: str = "are you there", at: datetime = TEN_PAST_ELEVEN, **fields: Any) -> InboundText:
    """A text of that moment to which nothing has gone by itself."""
    text = text_from(number, words, received_at=at, **fields)
    InboundText.objects.filter(pk=text.pk).update(automatic_reply=None, no_reply_why="")
    text.refresh_from_db()
    return text


@pytest.mark.rule("P44")
def test_a_text_at_ten_past_eleven_is_answered_at_once_with_whom_to_ring() -> None:
    """Quiet hours do not hold it back: in the morning it would be of no use."""
    made = make_family(make_team("Team North"))
    shut_today(made.team)

    text = text_from(mobile_of(made).value, "are you there")
    actions.deliver(by=BY)

    reply = text.automatic_reply
    assert reply is not None
    reply.refresh_from_db()
    assert (reply.state, reply.purpose, in_outbox(reply)) == (MessageState.SENT, Purpose.OUT_OF_HOURS, 1)
    assert reply.words.startswith("Team North: nobody reads this until ")
    assert "999" in reply.words


@pytest.mark.rule("P44")
def test_the_reply_says_when_somebody_reads_it_by_bank_holidays_and_closed_days() -> None:
    made = make_family()
    set_day(team=made.team, day=date(2026, 11, 30), closed=True, by=BY)

    reply = answered(came(mobile_of(made).value))

    assert reply is not None
    assert "until Tue 9am" in reply.words
    assert reply.not_after == datetime(2026, 12, 1, 9, tzinfo=LONDON)


@pytest.mark.rule("P44")
def test_once_per_conversation() -> None:
    made = make_family()
    first = came(mobile_of(made).value)
    assert answered(first) is not None

    soon = came(mobile_of(made).value, at=TEN_PAST_ELEVEN + timedelta(hours=2))
    assert answered(soon, TEN_PAST_ELEVEN + timedelta(hours=2)) is None
    assert soon.no_reply_why == answering.REPLIED

    later = came(mobile_of(made).value, at=TEN_PAST_ELEVEN + timedelta(hours=20))
    assert answered(later, TEN_PAST_ELEVEN + timedelta(hours=20)) is not None


def test_the_same_text_delivered_twice_is_answered_once() -> None:
    made = make_family()
    shut_today(made.team)

    for _ in range(2):
        text_from(mobile_of(made).value, reference="the same")

    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (datetime(2026, 11, 27, 8, 59, tzinfo=LONDON), True),
        (datetime(2026, 11, 27, 9, 0, tzinfo=LONDON), False),
        (datetime(2026, 11, 27, 16, 59, tzinfo=LONDON), False),
        (datetime(2026, 11, 27, 17, 0, tzinfo=LONDON), True),
        (datetime(2026, 11, 28, 12, 0, tzinfo=LONDON), True),
        (datetime(2026, 12, 25, 12, 0, tzinfo=LONDON), True),
        (datetime(2026, 3, 29, 0, 30, tzinfo=LONDON), True),  # the night the clocks go forward
    ],
)
def test_by_the_teams_hours(at: datetime, goes: bool) -> None:
    text = came(mobile_of(make_family()).value, at=at)

    assert (answered(text, at) is not None) is goes


def test_a_text_that_the_gateway_brings_late_is_not_answered_while_somebody_is_there() -> None:
    text = came(mobile_of(make_family()).value)

    assert answered(text, datetime(2026, 11, 30, 10, tzinfo=LONDON)) is None
    assert text.no_reply_why == answering.OPEN


@pytest.mark.rule("P20")
def test_nothing_goes_where_the_number_is_unsafe_anywhere_in_the_organisation() -> None:
    made, elsewhere = make_family(), make_family()
    sent = sent_text(made)
    add_mobile(elsewhere, elsewhere.mother, mobile_of(made).value, safe=YesNoUnknown.NO)
    Message.objects.update(created_at=TEN_PAST_ELEVEN - timedelta(hours=1))
    text = came(mobile_of(made).value)

    assert answered(text) is None
    assert text.no_reply_why == answering.RULES
    assert Message.objects.get() == sent


@pytest.mark.rule("P20")
def test_nothing_goes_to_the_number_of_somebody_who_must_not_learn_of_the_work() -> None:
    made = make_family(father="Daniel")
    assert made.father is not None
    number = made.father.points.get().value
    families.raise_alert(
        family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=made.father, text="Must not know", by=BY
    )

    assert answered(came(number, "who is this")) is None


@pytest.mark.rule("P44")
def test_nothing_goes_to_a_shared_phone_unless_the_rules_allow_it_for_both() -> None:
    made = make_family(father="Daniel")
    assert made.father is not None
    add_mobile(made, made.father, mobile_of(made).value)
    families.record_agreement(
        family=made.family, person=made.father, knows=YesNoUnknown.NO, agrees=YesNoUnknown.UNKNOWN, by=BY
    )

    assert answered(came(mobile_of(made).value)) is None


@pytest.mark.rule("P44")
@pytest.mark.parametrize(
    ("number", "words", "why"),
    [
        ("61016", "Vote now", answering.NO_PHONE),
        ("VOUCHERS", "Win", answering.NO_PHONE),
        ("07700 900111", "who is this", answering.NOBODYS),
    ],
)
def test_nothing_goes_to_short_codes_and_strangers(number: str, words: str, why: str) -> None:
    make_team()
    text = came(number, words)

    assert answered(text) is None
    assert text.no_reply_why == why


@pytest.mark.rule("P44")
def test_nothing_goes_after_stop_nor_where_it_is_switched_off() -> None:
    made = make_family()
    stopped = came(mobile_of(made).value, "STOP")
    assert answered(stopped) is None
    other = make_family()
    change_settings(team=other.team, automatic_reply=False, by=BY)

    assert answered(came(mobile_of(other).value)) is None


def test_a_text_is_kept_although_its_reply_cannot_be_made() -> None:
    made = make_family()
    shut_today(made.team)
    said, wording._SAY[:] = list(wording._SAY), []
    try:
        text = text_from(mobile_of(made).value)
    finally:
        wording._SAY[:] = said

    assert (InboundText.objects.get(), text.automatic_reply) == (text, None)


@pytest.mark.rule("P44")
@pytest.mark.parametrize(
    "words",
    [
        "I want to die",
        "he’s HITTING me",
        "sucidal again",
        "i cant go on",
        "I can't go on!!",
        "chcę umrzeć",
        "heeelp me",
        "self-harmed last night",
        "خودکشی",
        "baby is not breathing",
    ],
)
def test_words_that_worry_raise_the_flag(words: str) -> None:
    assert worrying_in(words, SHIPPED)


@pytest.mark.parametrize("words", ["See you Tuesday", "Thank you, that helps", "He slept all night", "ok 👍"])
def test_other_words_raise_none(words: str) -> None:
    assert worrying_in(words, SHIPPED) == []


@pytest.mark.rule("P44")
def test_the_flag_only_adds_the_clock_is_the_same() -> None:
    made = make_family()
    number = mobile_of(made).value

    worrying, plain = came(number, "I want to die"), came(number, "thank you")

    assert (worrying.worrying, worrying.worry_words, plain.worrying) == (True, ["want to die"], False)
    found = clocks([worrying, plain], timezone.now())
    assert found[worrying.pk].due == found[plain.pk].due == datetime(2026, 11, 30, 13, tzinfo=LONDON)


def test_a_team_has_its_own_list_in_editions() -> None:
    made = make_family()
    assert worry_words_of(made.team.pk)[0] == 0

    actions.change_worry_words(team=made.team, entries=["custard"], seen_edition=0, by=BY)

    assert text_from(mobile_of(made).value, "custard again").worry_edition == 1
    assert not text_from(mobile_of(made).value, "I want to die").worrying
