"""A colleague deals with what did not go: by name in the third group of the list, until it has ended (P49)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.errors import Refused
from pitservice.letters import actions as letters
from pitservice.letters.correspondence import Group, counts
from pitservice.letters.models import Copy
from pitservice.messaging import actions as messaging
from pitservice.messaging.models import Message
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import made_letter, queue_text, write_letter

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P49")]
KINDS = ("letters", "messaging")


@pytest.fixture
def user() -> User:
    return make_user(RoleName.ADMINISTRATOR, make_team("North"), name="Ann Cole")


@pytest.fixture
def client(user: User) -> Client:
    return client_of(user)


@pytest.fixture
def made(user: User) -> MadeFamily:
    return make_family(user.memberships.get().team, safe=YesNoUnknown.NO)


def held(made: MadeFamily, kind: str) -> Message | Copy:
    return write_letter(made) if kind == "letters" else queue_text(made)


def press(client: Client, kind: str, sent: Message | Copy, name: str) -> Any:
    sent.refresh_from_db()
    data = {"submission": str(uuid4()), "seen": sent.version}
    return client.post(reverse(f"{kind}:{name}", args=[sent.key]), data)


def standing(user: User) -> tuple[int, int]:
    """How many are not gone, and how many somebody deals with."""
    found = counts(viewer_of(user, Permission.SEE_CORRESPONDENCE), timezone.now(), None)
    return found[Group.NOT_GONE], found[Group.IN_HAND]


def body(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize("kind", KINDS)
def test_taken_on_it_stands_under_a_name_and_given_back_it_is_the_team_s_again(
    kind: str, made: MadeFamily, user: User, client: Client
) -> None:
    sent = held(made, kind)
    own = reverse("letters:copy" if kind == "letters" else "messaging:message", args=[sent.key])
    assert standing(user) == (1, 0)
    assert "I deal with this" in body(client, own)

    assert press(client, kind, sent, "take_on")["Location"] == own

    assert standing(user) == (0, 1)
    assert "Ann Cole deals with it since" in body(client, "/letters/")
    assert "Being dealt with by" in body(client, own)
    press(client, kind, sent, "put_back")
    assert standing(user) == (1, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_colleague_is_told_who_deals_with_it(kind: str, made: MadeFamily, client: Client) -> None:
    sent = held(made, kind)
    press(client, kind, sent, "take_on")

    answer = press(client_of(make_user(RoleName.ADMINISTRATOR, made.team, name="Bo Lee")), kind, sent, "take_on")

    assert answer.status_code == 409
    assert "Ann Cole deals with this already" in answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_it_ends_with_being_told(kind: str, made: MadeFamily, user: User, client: Client) -> None:
    sent = held(made, kind)
    press(client, kind, sent, "take_on")
    sent.refresh_from_db()

    if isinstance(sent, Copy):
        letters.tell_by_other_means(copy=sent, how="Rang her", by=BY)
    else:
        messaging.tell_by_other_means(message=sent, how="Rang her", by=BY)

    assert standing(user) == (0, 0)


def test_what_is_let_go_again_is_nobody_s(made: MadeFamily, user: User) -> None:
    asked = make_family(made.team, mother="Bo", knows=YesNoUnknown.UNKNOWN, agrees=YesNoUnknown.UNKNOWN)
    message, copy = queue_text(asked), write_letter(asked)
    messaging.take_on(message=message, by=user.actor)
    letters.take_on(copy=copy, by=user.actor)

    messaging.confirm(message=message, reason="She rang.", by=user.actor)
    letters.confirm(copy=copy, reason="She rang.", by=user.actor)

    assert Message.objects.get(pk=message.pk).dealer is None
    assert Copy.objects.get(pk=copy.pk).dealer is None


def test_on_tell_by_other_means_it_can_be_taken_on_and_says_who_has(
    made: MadeFamily, user: User, client: Client
) -> None:
    message = queue_text(made)
    assert reverse("messaging:take_on", args=[message.key]) in body(client, "/messages/other-means/")

    messaging.take_on(message=message, by=user.actor)

    page = body(client, "/messages/other-means/")
    assert "Ann Cole deals with it since" in page
    assert reverse("messaging:take_on", args=[message.key]) not in page


def test_what_needs_nobody_cannot_be_taken_on(made: MadeFamily, user: User) -> None:
    gone = make_family(made.team, mother="Cy")
    copy = made_letter(gone)
    letters.mark_posted(copy=copy, by=BY)

    with pytest.raises(Refused, match="nothing left to do"):
        letters.take_on(copy=copy, by=user.actor)
    with pytest.raises(Refused, match="nothing left to do"):
        messaging.take_on(message=queue_text(gone), by=user.actor)


def test_a_letter_that_came_back_can_be_taken_on(made: MadeFamily, user: User) -> None:
    copy = made_letter(make_family(made.team, mother="Cy"))
    letters.mark_posted(copy=copy, by=BY)
    letters.came_back(copy=copy, on=timezone.localdate(), by=BY)
    assert standing(user) == (1, 0)

    letters.take_on(copy=copy, by=user.actor)

    assert standing(user) == (0, 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["take_on", "put_back"])
def test_others_may_not(kind: str, name: str, made: MadeFamily) -> None:
    sent = held(made, kind)
    elsewhere = client_of(make_user(RoleName.ADMINISTRATOR, make_team()))

    assert press(client_of(make_user(RoleName.GUARDIAN, made.team)), kind, sent, name).status_code == 403
    assert press(elsewhere, kind, sent, name).status_code == 404
