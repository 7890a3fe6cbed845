"""A restricted record does not exist: on every address, in every list, count, download and search (design §6).

A family with a row of every model that can be about one stands beside an open family of the same team. What a
colleague who is not named gets from every address before that family is there must be what they get when it is.
"""

from __future__ import annotations

import re
import uuid
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone

from families.models import Family, Person
from families.models.people import OfPersonQuerySet, PersonQuerySet
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership
from pitservice.audit.models import Access
from tests.architecture.addresses import Chosen, address, choices
from tests.architecture.test_models import OURS
from tests.architecture.test_urls import _RIGHT, SIGNED_IN, everybody, find
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.anything import World

pytestmark = pytest.mark.django_db

CANARY = "Quillfeather"
#: A commissioner's figures count every record, also where they stand beside those of others; the list behind one says
#: that some are restricted, without a number.
COUNTS_ALL = {"reporting:report", "reporting:figure", "reporting:chart", "reporting:benchmarks"}
_ABOUT_FAMILIES = (FamilyScopedQuerySet, PersonQuerySet, OfPersonQuerySet)


def about_families() -> list[type[models.Model]]:
    """Models whose rows hang on a family."""
    return [model for model in OURS if isinstance(model._default_manager.get_queryset(), _ABOUT_FAMILIES)]


class Hidden(World):
    """A family whose every word is the canary; what is about no family is shared with the open family beside it."""

    def __init__(self, beside: World) -> None:
        super().__init__(beside.team, make_user(RoleName.PRACTITIONER, beside.team, name="Named Colleague"))
        labels = {model._meta.label_lower for model in about_families()}
        self.rows |= {label: row for label, row in beside.rows.items() if label not in labels and " " not in label}
        self.rows["accounts.user"] = self.user

    def unsaved(self, label: str, **values: Any) -> Any:
        """About this family, and in the canary's words; nobody joins the team for it."""
        if label.lower() == "families.involvement":
            values.setdefault("user", self.user)
        row = super().unsaved(label, **values)
        for field in row._meta.concrete_fields:
            if _is_words(field) and field.name not in values and field.name not in ("normal", "about"):
                setattr(row, field.name, CANARY[: field.max_length])
        names = {field.name for field in row._meta.concrete_fields}
        if "family" in names and row.family_id is None:
            row.family = self.of("families.family")
        if "anonymity" in names:  # a consultation in which the family is named
            row.anonymity = "family_knows"
        if "filed_at" in names:  # a document that has a family has been filed
            row.filed_at, row.filed_by = timezone.now(), BY
        return row


def _is_words(field: Any) -> bool:
    if not isinstance(field, (models.CharField, models.TextField)) or isinstance(field, models.EmailField):
        return False
    fits = field.max_length is None or field.max_length >= 60
    return type(field) in (models.CharField, models.TextField) and fits and not field.choices and not field.unique


@dataclass
class Side:
    """The open family with everything, who looks, and every address of theirs."""

    world: World
    client: Client
    chosen: dict[str, Chosen]


def _open_side() -> Side:
    world = World()
    insider = client_of(everybody(world))
    insider.raise_request_exception = False
    for model in about_families():
        world.of(model._meta.label)
    for name in SIGNED_IN:
        find(name, world, insider)
    Membership.objects.filter(user=world.user, role=RoleName.GUARDIAN).delete()
    return Side(world, insider, {name: _RIGHT[name] for name in SIGNED_IN})


@pytest.fixture(scope="module")
def one_side(kept: Any) -> Any:
    return kept(_open_side)


@pytest.fixture
def side(one_side: Side, db: None) -> Side:
    return replace(one_side, world=deepcopy(one_side.world))


def hide(side: Side, hidden: Hidden | None = None) -> Hidden:
    """The restricted family, with a row of every model."""
    hidden = hidden or Hidden(side.world)
    for model in about_families():
        hidden.of(model._meta.label)
    hidden.of("families.family")
    Family.objects.filter(title=CANARY).update(restricted=True)  # and what was merged into it
    return hidden


def _body(client: Client, where: str) -> str:
    """What a page says, without what differs each time it is drawn."""
    response = client.get(where)
    content = b"".join(response).decode(errors="replace")
    content = re.sub(r'name="(csrfmiddlewaretoken|submission)" value="[^"]*"', "", content)
    content = re.sub(r'"token": "[^"]*"|value="([0-9]{1,2}(:[0-9]{2})?[ap]m|midday|midnight)"', "", content)
    content = re.sub(r'name="until" type="hidden" value="[^"]*"', "", content)
    content = re.sub(r'name="phrase" type="text" value="[^"]*"', "", content)  # words drawn by lot (P71)
    content = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "", content)
    return f"{response.status_code}\n{content}"


def _is_hidden(chosen: Chosen) -> bool:
    """The address names a row that hangs on a family."""
    labels = {model._meta.label for model in about_families()}
    return any(label.removeprefix("variant ") in labels for label in chosen.values())


def test_the_walk_goes_over_every_model_that_is_about_families(side: Side) -> None:
    hidden = hide(side)

    assert len(about_families()) > 40
    for model in about_families():
        row = hidden.of(model._meta.label)
        assert row.pk != side.world.of(model._meta.label).pk
    assert Person.objects.filter(given_name=CANARY).exists()


def test_no_address_of_its_rows_answers_a_colleague_who_is_not_named(side: Side) -> None:
    hidden = hide(side)
    wrong = {}
    for name, chosen in side.chosen.items():
        if not _is_hidden(chosen):
            continue
        where = address(name, hidden, chosen)
        form = {"submission": str(uuid.uuid4()), "seen": "1"}
        for method, response in (("GET", side.client.get(where)), ("POST", side.client.post(where, form))):
            if response.status_code not in (403, 404, 405) or CANARY in response.content.decode(errors="replace"):
                wrong[f"{method} {name}"] = response.status_code

    assert wrong == {}
    assert not Access.objects.filter(user_id=side.world.user.pk, family_id=hidden.of("families.family").pk).exists()


def test_every_other_page_says_what_it_said_before_the_record_was_there(side: Side) -> None:
    """Lists, their counts, the home page, the waiting list, correspondence, downloads: equal, not only without it."""
    pages = {name: address(name, side.world, chosen) for name, chosen in side.chosen.items()}
    pages = {name: where for name, where in pages.items() if name not in COUNTS_ALL}
    hidden = Hidden(side.world)  # the named colleague is there before
    before = {name: _body(side.client, where) for name, where in pages.items()}
    hide(side, hidden)
    wrong = {}
    for name, where in pages.items():
        now = _body(side.client, where)
        if CANARY in now or hidden.of("families.family").key in now:
            wrong[name] = f"shows it: {where}"
        elif now != before[name]:
            wrong[name] = _difference(before[name], now)

    assert not wrong, "\n".join(f"{name}: {said}" for name, said in wrong.items())


def _difference(before: str, now: str) -> str:
    """The first line that is another one."""
    pairs = zip(before.splitlines(), now.splitlines(), strict=False)
    first = next(((old, new) for old, new in pairs if old != new), ("", "longer or shorter"))
    return f"{first[0].strip()[:150]!r} is now {first[1].strip()[:150]!r}"


def test_a_search_finds_nothing_of_it(side: Side) -> None:
    hidden = hide(side)
    for words in (CANARY, hidden.of("families.family").key, "Quill", "07700 900123"):
        sent = side.client.post("/families/", {"submission": str(uuid.uuid4()), "words": words})
        found = side.client.get(sent["Location"]).content.decode() if sent.status_code == 302 else sent.content.decode()
        assert hidden.of("families.family").key not in found.replace(f"“{words}”", "").replace(f'value="{words}"', "")


def test_to_another_team_it_does_not_exist_either(side: Side) -> None:
    hidden = hide(side)
    stranger = client_of(everybody(World(make_team())))
    wrong = {}
    for name, chosen in side.chosen.items():
        response = stranger.get(address(name, hidden, chosen))
        if CANARY in b"".join(response).decode(errors="replace"):
            wrong[name] = response.status_code

    assert wrong == {}
    assert next(choices("home")) == {}
