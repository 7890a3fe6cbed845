"""Texts that colleagues send themselves, and everybody who is to be told by other means (P42)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from families import actions as families
from families.enums import LossKind
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import TeamSettings
from pitservice.db.errors import Refused
from pitservice.messaging import actions
from pitservice.messaging.enums import Means, MessageState
from pitservice.messaging.models import Message
from pitservice.messaging.tasks import send_due
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import in_outbox, mobile_of, queue_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user(RoleName.ADMINISTRATOR)


@pytest.fixture
def made(user: User) -> MadeFamily:
    return make_family(user.memberships.get().team)


@pytest.fixture
def client(user: User) -> Client:
    return client_of(user)


def by_hand(made: MadeFamily, **fields: Any) -> Message:
    """A text that is due in a team whose colleagues send them, and that no worker sends."""
    text = queue_text(made, **fields)
    TeamSettings.objects.filter(team=made.team).update(texts_by_hand=True)
    send_due()
    text.refresh_from_db()
    return text


@pytest.mark.rule("P42")
def test_a_team_without_a_gateway_gets_its_texts_to_send_by_hand(made: MadeFamily) -> None:
    with override_settings(MESSAGING_GATEWAY=""):
        text = queue_text(made)
        send_due()

    text.refresh_from_db()
    assert (text.state, in_outbox(text)) == (MessageState.BY_HAND, 0)


@pytest.mark.rule("P42")
def test_sent_by_hand_is_sent_with_who_and_when_and_never_delivered(
    user: User, client: Client, made: MadeFamily
) -> None:
    text = by_hand(made)
    page = f"/messages/{text.key}/"
    assert "I have sent it" in client.get(page).content.decode()
    form = client.get(f"{page}by-hand/").content.decode()
    assert text.words in form

    now = timezone.localtime()
    data = {"submission": str(uuid4()), "seen": text.version, "time": f"{now:%H:%M}"}
    data |= {"day_day": now.day, "day_month": now.month, "day_year": now.year}
    Message.objects.update(created_at=timezone.now() - timedelta(hours=1))
    text.refresh_from_db()
    answer = client.post(f"{page}by-hand/", data | {"seen": text.version}, follow=True)

    text.refresh_from_db()
    assert (text.state, text.gateway, text.parts, text.pence) == (MessageState.SENT, "by hand", 1, None)
    assert text.moves.get(to_state="sent").by == user.actor
    assert "by hand" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=text.pk).update(state=MessageState.DELIVERED)


@pytest.mark.rule("P42")
@pytest.mark.parametrize("change", ["loss", "cancelled"])
def test_what_may_no_longer_go_leaves_the_pile_at_once(made: MadeFamily, change: str) -> None:
    text = by_hand(made)

    if change == "loss":
        families.record_loss(family=made.family, kind=LossKind.BABY_DIED, person=made.baby, by=BY)
    else:
        actions.cancel(message=text, reason="Told at the door", by=BY)

    text.refresh_from_db()
    assert text.state == {"loss": MessageState.HELD, "cancelled": MessageState.CANCELLED}[change]
    with pytest.raises(Refused, match="it was not to be sent any more"):
        actions.say_sent_by_hand(message=text, at=timezone.now(), by=BY)


def test_the_moment_must_be_after_it_was_written_and_not_to_come(made: MadeFamily) -> None:
    text = by_hand(made)

    for at in (timezone.now() - timedelta(days=1), timezone.now() + timedelta(hours=1)):
        with pytest.raises(Refused, match="Enter when you sent it"):
            actions.say_sent_by_hand(message=text, at=at, by=BY)


@pytest.mark.rule("P42")
def test_the_list_holds_everybody_who_was_not_reached_until_there_is_an_outcome(
    client: Client, made: MadeFamily
) -> None:
    held = queue_text(make_family(made.team, mother="Cy", surname="Roe", safe=YesNoUnknown.NO))
    hand = by_hand(made)

    body = client.get("/messages/other-means/").content.decode()
    assert ("Cy Roe" in body, "not safe to use" in body, "Aisha Khan" in body) == (True, True, True)
    assert f"/messages/{hand.key}/by-hand/" in body
    only = client.get("/messages/other-means/?state=held").content.decode()
    assert ("Cy Roe" in only, "Aisha Khan" in only) == (True, False)

    actions.tell_by_other_means(message=held, how="", means=Means.HEALTH_VISITOR, by=BY)
    actions.say_sent_by_hand(message=hand, at=timezone.now(), by=BY)

    assert "Everybody has been told." in client.get("/messages/other-means/").content.decode()
    held.refresh_from_db()
    assert (held.told_means, held.why) == (Means.HEALTH_VISITOR, "Through the health visitor")


def test_another_way_needs_words(made: MadeFamily) -> None:
    held = queue_text(make_family(made.team, safe=YesNoUnknown.NO))

    with pytest.raises(Refused, match="Enter how they were told"):
        actions.tell_by_other_means(message=held, how=" ", by=BY)


@pytest.mark.rule("P42")
def test_who_has_no_phone_is_on_the_list(client: Client, made: MadeFamily) -> None:
    families.end_point(point=mobile_of(made), ends_on=timezone.localdate(), by=BY)
    made.mobile.refresh_from_db()
    type(made.mobile).objects.filter(pk=made.mobile.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    queue_text(made)

    assert "Aisha Khan" in client.get("/messages/other-means/").content.decode()


@pytest.mark.parametrize("page", ["/messages/other-means/", "/messages/cost/"])
def test_another_team_s_texts_are_not_there(page: str, made: MadeFamily) -> None:
    queue_text(make_family(made.team, mother="Cy", surname="Roe", safe=YesNoUnknown.NO))
    stranger = client_of(make_user(RoleName.ADMINISTRATOR, make_team()))

    assert "Cy Roe" not in stranger.get(page).content.decode()


def test_as_many_queries_for_three_lines_as_for_one(client: Client, made: MadeFamily) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            queue_text(make_family(made.team, safe=YesNoUnknown.NO))
        client.get(reverse("messaging:other_means"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("messaging:other_means"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_what_went_is_kept_with_its_parts_and_cost(client: Client, made: MadeFamily) -> None:
    queue_text(made, words="☎" * 71)
    queue_text(made, words="Hello")
    send_due()

    rows = Message.objects.order_by("pk").values_list("parts", "pence")
    assert [(parts, str(pence)) for parts, pence in rows] == [(2, "4.80"), (1, "2.40")]
    body = client.get("/messages/cost/").content.decode()
    assert f"{timezone.localdate():%B %Y}" in body
    assert ("3 texts" in body, "£0.07" in body) == (True, True)


def test_without_texts_there_is_no_cost(client: Client) -> None:
    assert "No text has gone in the last 12 months." in client.get("/messages/cost/").content.decode()
