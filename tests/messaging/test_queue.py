"""Queueing: the contact rules decide whether a message waits or is held; a refusal is never an error."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from families import actions as families
from families.enums import AlertKind, Channel
from pitservice.audit.models import Event
from pitservice.configuration.enums import YesNoUnknown
from pitservice.messaging import actions, wanted
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from tests.make.accounts import BY, make_team
from tests.make.families import make_family
from tests.make.messaging import addressee_of, journey_of, mobile_of, queue_text, reason_of

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def test_queue_allowed_waits_to_go() -> None:
    made = make_family()

    message = queue_text(made, words="Hello")

    assert (message.state, message.value, message.words) == (MessageState.QUEUED, mobile_of(made).value, "Hello")
    assert message.recipient_name == "Aisha Khan"
    assert journey_of(message) == ["queued"]
    assert Event.objects.filter(verb="messaging.queue", subject_id=message.pk, family_id=made.family.pk).count() == 1


def test_queue_keeps_no_words_in_the_audit() -> None:
    message = queue_text(make_family(), words="Secret words")

    event = Event.objects.get(verb="messaging.queue", subject_id=message.pk)
    assert "Secret" not in str(event.data)
    assert event.reason is None


@pytest.mark.rule("REM-1")
def test_queue_twice_with_one_key_is_one_message() -> None:
    made = make_family()

    first = queue_text(made, dedupe_key="appointment:1:reminder:1")
    second = queue_text(made, dedupe_key="appointment:1:reminder:1", words="Other words")

    assert first == second
    assert Message.objects.get().words == "Team North: we look forward to seeing you."


@pytest.mark.rule("CON-1")
@pytest.mark.rule("P1")
def test_queue_refused_is_held_with_the_reason() -> None:
    made = make_family(safe=YesNoUnknown.NO)

    message = queue_text(made)

    assert message.state == MessageState.HELD
    assert "not safe to use for Aisha Khan" in message.why
    assert reason_of(message.moves.get()) == message.why


@pytest.mark.rule("P2")
def test_queue_not_agreed_is_held_for_a_person() -> None:
    made = make_family(knows=YesNoUnknown.UNKNOWN, agrees=YesNoUnknown.UNKNOWN)

    message = queue_text(made)

    assert message.state == MessageState.HELD
    assert message.why == "It is not recorded that Aisha Khan knows of the referral and agrees."


@pytest.mark.rule("P3")
def test_queue_with_an_unread_warning_is_held() -> None:
    made = make_family()
    families.raise_alert(family=made.family, kind=AlertKind.READ_FIRST, text="Do not send letters home", by=BY)

    assert queue_text(made).state == MessageState.HELD


@pytest.mark.rule("P42")
def test_queue_email_without_a_gateway_is_held_with_a_sentence() -> None:
    made = make_family()
    families.add_point(
        family=made.family, person=made.mother, kind="email", value="a@example.org", safe=YesNoUnknown.YES, by=BY
    )

    message = queue_text(made, to=addressee_of(made, channel=Channel.EMAIL), subject_line="Your appointment")

    assert (message.state, message.channel, message.value) == (MessageState.HELD, "email", "a@example.org")
    assert message.why == "No service that could send this is set up here. Tell them another way."


@pytest.mark.rule("CON-1")
def test_queue_in_quiet_hours_waits_for_the_morning() -> None:
    made = make_family()
    night = datetime(2030, 3, 5, 22, 15, tzinfo=LONDON)

    message = queue_text(made, to=addressee_of(made, at=night), all_day=False)

    assert message.state == MessageState.QUEUED
    assert message.not_before == datetime(2030, 3, 6, 8, 0, tzinfo=LONDON)


def test_queue_for_a_kind_nobody_registered_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Nobody registered the kind"):
        queue_text(make_family(), wanted="nobody:1")


def test_still_wanted_asks_the_app_above() -> None:
    wanted.register("testing", lambda number: number == 34)

    answers = [wanted.still_wanted(text) for text in ("", "testing:34", "testing:35", "nobody:1")]

    assert answers == [True, True, False, False]


@pytest.mark.rule("REM-1")
def test_cancel_wanted_cancels_what_waits_and_nothing_else() -> None:
    made = make_family()
    wanted.register("testing", lambda _: True)
    waiting = queue_text(made, wanted="testing:34")
    held = queue_text(make_family(safe=YesNoUnknown.NO), wanted="testing:34")
    other = queue_text(made, wanted="testing:35")
    unbound = queue_text(made)

    cancelled = actions.cancel_wanted(wanted="testing:34", why="The appointment moved.", by=BY)

    assert cancelled == 2
    states = {m.pk: (m.state, m.why) for m in Message.objects.all()}
    assert states == {
        waiting.pk: ("cancelled", "The appointment moved."),
        held.pk: ("cancelled", "The appointment moved."),
        other.pk: ("queued", ""),
        unbound.pk: ("queued", ""),
    }


def test_cancel_wanted_of_nothing_cancels_nothing() -> None:
    queue_text(make_family())

    assert actions.cancel_wanted(wanted="", why="?", by=BY) == 0


@pytest.mark.rule("CON-1")
def test_a_contact_made_unsafe_holds_what_is_queued_at_once() -> None:
    made = make_family()
    message = queue_text(made)

    families.change_point(point=mobile_of(made), safe=YesNoUnknown.NO, by=BY)

    message.refresh_from_db()
    assert message.state == MessageState.HELD
    assert "not safe" in message.why


@pytest.mark.rule("P22")
def test_a_loss_holds_and_undoing_it_releases_nothing() -> None:
    made = make_family()
    message = queue_text(made, not_before=timezone.now() + timedelta(days=2))
    loss = families.record_loss(family=made.family, person=made.baby, kind="baby_died", by=BY)

    families.undo_loss(loss=loss, reason="Wrong record", by=BY)

    message.refresh_from_db()
    assert message.state == MessageState.HELD


def test_another_family_is_left_alone_by_a_change() -> None:
    team = make_team()
    changed, other = make_family(team), make_family(team)
    message = queue_text(other)

    families.change_point(point=mobile_of(changed), may_text=YesNoUnknown.NO, by=BY)

    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
