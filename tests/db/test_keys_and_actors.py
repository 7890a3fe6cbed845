"""Keys stand in addresses; actors say who did it."""

from __future__ import annotations

import re

import pytest
from django.urls import resolve, reverse
from django.urls.exceptions import NoReverseMatch, Resolver404

from pitservice.db.actor import Actor, ActorKind
from pitservice.db.keys import ALPHABET, LENGTH, KeyConverter, new_key
from tests.make.accounts import make_user


def test_keys_differ_and_use_no_character_that_is_mistaken_for_another() -> None:
    keys = {new_key() for _ in range(2000)}

    assert len(keys) == 2000
    assert {len(key) for key in keys} == {LENGTH}
    assert set("".join(keys)) == set(ALPHABET)
    assert not set("01ILOU") & set("".join(keys)) - {"U"}


@pytest.mark.parametrize(
    "text", ["", "K7M2Q9XTR", "K7M2Q9XTRDD", "k7m2q9xtrd", "K7M2Q9XTR0", "K7M2Q9XTR\n", "12345678901"]
)
def test_what_cannot_be_a_key_is_no_key(text: str) -> None:
    assert re.fullmatch(KeyConverter.regex, text) is None


def test_every_key_is_one_for_the_converter() -> None:
    key = new_key()

    assert re.fullmatch(KeyConverter.regex, key)
    assert KeyConverter().to_python(key) == KeyConverter().to_url(key) == key


@pytest.mark.parametrize(
    "actor",
    [
        Actor.user(12),
        Actor.system("reminders"),
        Actor(ActorKind.LINK, "7"),
        Actor(ActorKind.IMPORT, "a:b"),
        Actor(ActorKind.PUBLIC),
    ],
)
def test_an_actor_survives_being_stored(actor: Actor) -> None:
    assert Actor.parse(str(actor)) == actor


@pytest.mark.parametrize("text", ["", "12", "nobody:3"])
def test_what_is_no_actor_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a valid ActorKind"):
        Actor.parse(text)


def test_only_a_colleague_has_a_user_id() -> None:
    assert Actor.user(12).user_id == 12
    assert Actor.system("12").user_id is None


@pytest.mark.django_db
def test_a_colleague_is_named_and_the_product_is_the_system() -> None:
    user = make_user(name="Priya Shah")

    assert user.actor.name == "Priya Shah"
    assert Actor.system("reminders").name == "the system"
    assert Actor.user(999_999_999).name == "a colleague"


def test_addresses_hold_no_ids() -> None:
    with pytest.raises((NoReverseMatch, Resolver404)):
        resolve("/families/12/")
    assert reverse("home") == "/"
