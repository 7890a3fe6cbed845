"""No input gives a 500, and nothing typed is lost: nasty text posted to every form and every address."""

from __future__ import annotations

import html
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from tests.architecture.addresses import all_patterns, is_ours
from tests.properties.forms import TYPED, as_filled, as_shown
from tests.properties.nasty import TEXT, UNKNOWN, Value, data_for, encoded
from tests.properties.places import House, Place, open_straight, send_straight
from tests.referrals.door import onward

NAMES = sorted(name for name in all_patterns() if is_ours(name) and name != "healthz")


#: A box that no person sees; what stands in it was typed by a program.
TRAP = "website"
#: Nothing is kept between runs, and a failure is shown as it was found: to make it smaller would take many requests.
QUICKLY = settings(phases=[Phase.generate], database=None)


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """One world for every address: each request is taken back, and the whole of it at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield House()
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", NAMES)
def test_no_input_breaks_a_page(name: str, house: House) -> None:
    place = house.place(name)
    if place.fields:
        _post_anything(place)
    if place.queried:
        _ask_anything(place)


@pytest.mark.parametrize("door", ["referrals:refer", "referrals:contact"])
def test_no_input_breaks_a_public_form(door: str, house: House) -> None:
    """Each step, as far as made-up answers lead; they are kept from one step to the next."""
    mark = transaction.savepoint()
    place, seen = house.place(door), list[str]()
    while place.where not in seen:
        seen.append(place.where)
        if len(seen) > 1:  # where it begins was walked with the others
            _post_anything(place)
        answers = as_filled(place.fields) | {TRAP: "", "submission": str(uuid.uuid4())}
        led = house.client.post(place.where, answers).headers.get("Location", place.where)
        place = house.at(onward(house.client, led))
    transaction.savepoint_rollback(mark)
    transaction.savepoint_commit(mark)

    assert len(seen) > 5, seen


def test_no_input_breaks_what_stands_before_every_page(house: House) -> None:
    """The same through the whole product: what reads a request before its page does."""
    place = house.place("families:add_need")

    @QUICKLY
    @given(data_for(list(place.fields), as_filled(place.fields)), st.dictionaries(UNKNOWN, TEXT, max_size=3))
    def post(data: dict[str, Value], query: dict[str, str]) -> None:
        _check(house.post(f"{place.where}?{urlencode(query)}", *encoded(data)))
        _check(house.get("/" + quote("/".join(query))))

    post()


def _post_anything(place: Place) -> None:
    """Whatever is sent to a form is answered; what was typed stands in the page that says what is wrong."""
    multipart = any(one.kind == "file" for one in place.fields.values())
    usual = as_shown(place.fields), as_filled(place.fields)

    @QUICKLY
    @given(data_for(list(place.fields), *usual))
    def post(data: dict[str, Value]) -> None:
        sent = {"submission": str(uuid.uuid4())} | data
        response = send_straight(place, *encoded(sent, multipart=multipart))
        _check(response)
        if response.status_code in (409, 422):
            assert _lost(response, place, sent) == {}

    post()


def _ask_anything(place: Place) -> None:
    """Whatever stands in an address is answered."""
    keys = st.one_of(st.sampled_from(place.queried), UNKNOWN)

    @QUICKLY
    @given(st.dictionaries(keys, TEXT, min_size=1, max_size=4))
    def ask(query: dict[str, str]) -> None:
        _check(open_straight(place, query))

    ask()


def _check(response: Any) -> None:
    assert response.status_code < 500, response.content[:2000]
    if "html" in response.get("Content-Type", ""):
        assert b"<script>alert(1)" not in response.content


def _lost(response: Any, place: Place, sent: dict[str, Value]) -> dict[str, str]:
    """What was typed and does not stand in the page."""
    if "html" not in response.get("Content-Type", ""):
        return {}
    shown = _bare(html.unescape(response.content.decode()))
    boxes = {name for name, one in place.fields.items() if one.kind in TYPED} - {TRAP}
    typed = {name: value for name, value in sent.items() if name in boxes and isinstance(value, str)}
    return {name: value for name, value in typed.items() if _bare(value) not in shown}


def _bare(text: str) -> str:
    """Without blanks, which a box may put in its own way, and NUL, which no page can show."""
    return "".join(text.replace("\x00", "").split())
