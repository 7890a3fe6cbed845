"""Private links: only their holder knows them, each opens one thing, looking uses nothing up."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from pitservice.audit.models import Event
from pitservice.db.errors import Refused
from pitservice.links import actions
from pitservice.links.models import Link
from tests.make.accounts import BY, make_team

pytestmark = pytest.mark.django_db


def issue(**more: Any) -> actions.Issued:
    given: dict[str, Any] = {
        "purpose": "referrals.receipt",
        "subject_key": "K7M2Q9XTRD",
        "team": make_team(),
        "lasts": timedelta(days=14),
    }
    return actions.issue(**(given | {"by": BY} | more))


def test_a_link_opens_what_it_was_made_for() -> None:
    issued = issue()

    assert actions.find(token=issued.token, purpose="referrals.receipt", subject_key="K7M2Q9XTRD") == issued.link
    assert actions.find(token=issued.token, purpose="referrals.receipt") == issued.link


def test_the_database_holds_only_hashes() -> None:
    issued = issue(with_code=True)

    stored = str(Link.objects.values().get()) + str(list(Event.objects.values()))
    assert len(issued.token) >= 43
    assert len(issued.code) == 6
    assert issued.token not in stored
    assert issued.code not in stored


def _expired(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(expires_on=timezone.now() - timedelta(seconds=1))


def _used(link: Link) -> None:
    actions.use_up(link=link, by=BY)


def _guessed_codes(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(wrong_codes=actions.MAX_WRONG_CODES)


@pytest.mark.parametrize(
    ("spoil", "asked"),
    [
        (lambda _: None, {"token": "x" * 43}),
        (lambda _: None, {"token": ""}),
        (lambda _: None, {"purpose": "referrals.answer"}),
        (lambda _: None, {"subject_key": "AAAAAAAAAA"}),
        (_expired, {}),
        (_used, {}),
        (_guessed_codes, {}),
    ],
    ids=["guessed", "empty", "another purpose", "another subject", "expired", "used", "too many wrong codes"],
)
def test_every_wrong_link_is_refused_in_the_same_words(spoil: Callable[[Link], None], asked: dict[str, str]) -> None:
    issued = issue()
    spoil(issued.link)
    right = {"token": issued.token, "purpose": "referrals.receipt", "subject_key": "K7M2Q9XTRD"}

    with pytest.raises(Refused) as refusal:
        actions.find(**(right | asked))

    assert refusal.value.sentence == actions.GONE


@pytest.mark.rule("P11")
def test_opening_a_link_uses_nothing_up_and_pressing_the_button_does() -> None:
    issued = issue()
    for _ in range(10):
        link = actions.find(token=issued.token, purpose="referrals.receipt")
    assert link.used_at is None

    used = actions.use_up(link=link, by=link.actor)

    assert (used.used_by, str(used.used_by)) == (link.actor, f"link:{link.pk}")
    with pytest.raises(Refused):
        actions.use_up(link=link, by=link.actor)


@pytest.mark.rule("P11")
def test_a_code_is_asked_for_and_guessing_it_closes_the_link() -> None:
    issued = issue(with_code=True)
    wrong = f"{(int(issued.code) + 1) % 10**6:06}"

    for _ in range(actions.MAX_WRONG_CODES - 1):
        assert not actions.check_code(link=issued.link, code=wrong, by=BY)
    link = actions.find(token=issued.token, purpose="referrals.receipt")
    assert actions.check_code(link=link, code=f"{issued.code[:3]} {issued.code[3:]}", by=BY)
    assert not actions.check_code(link=link, code=wrong, by=BY)

    assert not actions.check_code(link=link, code=issued.code, by=BY)
    with pytest.raises(Refused):
        actions.find(token=issued.token, purpose="referrals.receipt")


def test_a_link_without_a_code_takes_none() -> None:
    assert not actions.check_code(link=issue().link, code="", by=BY)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_press_at_once_one_uses_it() -> None:
    link = issue().link

    def press(_: int) -> bool:
        try:
            actions.use_up(link=Link.objects.get(pk=link.pk), by=BY)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(press, range(6))) == [False] * 5 + [True]


@pytest.mark.django_db(transaction=True)
def test_codes_guessed_at_once_are_all_counted() -> None:
    issued = issue(with_code=True)
    codes = [f"{(int(issued.code) + number) % 10**6:06}" for number in range(1, 21)] + [issued.code] * 4

    def guess(code: str) -> bool:
        try:
            return actions.check_code(link=Link.objects.get(pk=issued.link.pk), code=code, by=BY)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(guess, codes))

    assert not any(answers), "the right code came after more than five wrong ones"
    assert Link.objects.get().wrong_codes == actions.MAX_WRONG_CODES
