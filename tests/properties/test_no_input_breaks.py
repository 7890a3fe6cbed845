"""No input gives a 500, and nothing typed is lost: nasty text posted to every form and every address."""

from __future__ import annotations

import html
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from pitservice.ui.pages import ListPage
from tests.architecture.addresses import address, all_patterns, is_ours, parts_of
from tests.architecture.test_urls import everybody, find
from tests.make.accounts import client_of
from tests.make.anything import World
from tests.properties.forms import Field, as_sent, fields_of
from tests.properties.nasty import TEXT, data_for

#: In `make drill` alone until every page has been seen through it once.
pytestmark = [pytest.mark.django_db, pytest.mark.drill]

PATTERNS = all_patterns()
NAMES = sorted(name for name in PATTERNS if is_ours(name) and name != "healthz")
#: Pages that read their address: lists, and what is reached by a filter or a page number.
READING = [name for name in NAMES if issubclass(getattr(PATTERNS[name].callback, "view_class", object), ListPage)]
MARK = "Łukasz said “tŵm” & <b>"


@dataclass
class Place:
    """One address, somebody who may use it, and the fields of its form (none: it has no form)."""

    client: Client
    where: str
    fields: dict[str, Field]


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Place:
    world = World()
    client = client_of(everybody(world))
    client.raise_request_exception = False
    where = find(request.param, world, client) if parts_of(request.param) else address(request.param, world, {})
    response = client.get(where)
    shown = b"".join(response).decode(errors="replace") if response.status_code == 200 else ""
    return Place(client, where, fields_of(shown))


def _check(response: Any) -> None:
    assert response.status_code < 500, response.content[:2000]
    if "html" in response.get("Content-Type", ""):
        assert b"<script>alert(1)" not in response.content


@pytest.mark.parametrize("place", NAMES, indirect=True)
def test_no_post_breaks_a_page(place: Place) -> None:
    if place.client.post(place.where, {"submission": str(uuid.uuid4())}).status_code == 405:
        return  # it has no form: every method but GET is refused
    good = as_sent(place.fields)

    @given(data_for(list(place.fields), good))
    def post(data: dict[str, object]) -> None:
        sent = {"submission": str(uuid.uuid4()), **{key: value for key, value in data.items() if value is not None}}
        _check(place.client.post(place.where, sent))

    post()


@pytest.mark.parametrize("place", READING, indirect=True)
def test_no_query_breaks_a_page(place: Place) -> None:
    names = [*place.fields, "page", "sort", "found", "from", "next"]

    @given(st.dictionaries(st.one_of(st.sampled_from(names), st.text(min_size=1, max_size=10)), TEXT, max_size=4))
    def get(query: dict[str, str]) -> None:
        _check(place.client.get(place.where, query))

    get()


@pytest.mark.parametrize("place", NAMES, indirect=True)
def test_nothing_typed_is_lost_when_something_else_is_wrong(place: Place) -> None:
    """Every text that was typed stands in the page that says what is wrong."""
    typed = {name: MARK for name, one in place.fields.items() if one.kind in ("text", "textarea")}
    for wrong in ({}, {"seen": "nonsense"}):
        response = place.client.post(place.where, {"submission": str(uuid.uuid4()), **typed, **wrong})
        if response.status_code != 422:
            continue
        shown = html.unescape(response.content.decode())
        assert [name for name in typed if shown.count(MARK) < len(typed)] == [], place.where
