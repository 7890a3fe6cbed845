"""Every address: who gets what. A page without a permission, a role without one, another team: all are walked."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.urls.resolvers import URLPattern

from families.models import Family
from pitservice.accounts.actions import add_user, give_role
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership, User
from pitservice.accounts.roles import ROLES
from pitservice.ui.pages import Page, PublicPage
from tests.architecture.addresses import Chosen, address, all_patterns, choices, is_ours, parts_of
from tests.architecture.code import Module, modules
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.anything import World

pytestmark = pytest.mark.django_db

PATTERNS = all_patterns()
OURS = sorted(name for name in PATTERNS if is_ours(name))
#: Plain functions that need no permission, each with its reason.
FUNCTIONS = {"healthz": "a probe without a login asks it; it names nobody"}


def _view(name: str) -> Any:
    return getattr(PATTERNS[name].callback, "view_class", PATTERNS[name].callback)


def _is_public(name: str) -> bool:
    view = _view(name)
    return name in FUNCTIONS or (isinstance(view, type) and issubclass(view, PublicPage))


SIGNED_IN = [name for name in OURS if not _is_public(name)]
WITH_RECORD = [name for name in SIGNED_IN if "key" in parts_of(name).values()]


def everybody(world: World) -> User:
    """The world's colleague with every role but the trainee's: whatever a page asks for, they hold it."""
    for role in RoleName:
        if role not in (RoleName.TRAINEE, RoleName.CLINICAL_LEAD):
            give_role(user=world.user, team=world.team, role=role, by=BY)
    return world.user


def _form() -> dict[str, str]:
    return {"submission": str(uuid.uuid4()), "seen": "1"}


#: What was found to stand in an address, so that only the first walk has to try.
_RIGHT: dict[str, Chosen] = {}


def find(name: str, world: World, client: Client) -> str:
    """An address that this client finds something at; the first candidate where there is none."""
    if name not in _RIGHT:
        tried = (chosen for chosen in choices(name) if client.get(address(name, world, chosen)).status_code != 404)
        _RIGHT[name] = next(tried, next(choices(name)))
    return address(name, world, _RIGHT[name])


@dataclass
class Walk:
    """A world, somebody who may do everything in it, and an address of each page for a record that is there."""

    world: World
    insider: Client
    found: dict[str, str]


@pytest.fixture
def walk(db: None) -> Walk:
    world = World()
    world.of("families.familymember")  # whichever walk comes first: the person in the addresses is of the family
    insider = client_of(everybody(world))
    insider.raise_request_exception = False
    return Walk(world, insider, {name: find(name, world, insider) for name in SIGNED_IN})


def test_there_are_addresses() -> None:
    assert {"home", "healthz"} <= set(OURS)
    assert len(OURS) == len(set(OURS))


@pytest.mark.parametrize("name", OURS)
def test_an_address_says_who_may_or_why_it_is_public(name: str) -> None:
    view = _view(name)
    if name in FUNCTIONS:
        return
    assert isinstance(view, type), f"{name} is a plain function"
    if issubclass(view, PublicPage):
        assert len(getattr(view, "public", "")) > 10, f"{name} does not say why it is public"
    else:
        assert issubclass(view, Page), f"{name} is no page of the house"
        assert view.permission


def test_every_page_works_for_those_who_may(walk: Walk) -> None:
    """A title, one main heading, nothing kept by the browser; and so the other walks below prove something."""
    wrong = {}
    for name, where in walk.found.items():
        response = walk.insider.get(where)
        if response.status_code not in (200, 302, 405):
            wrong[name] = f"{response.status_code}: teach tests/architecture/addresses.py its record"
        elif response.status_code == 200:
            wrong |= {f"{name} {said}": where for said in _flaws(response)}

    assert wrong == {}


def _flaws(response: Any) -> list[str]:
    """What is wrong with a page."""
    said = [] if response["Cache-Control"].startswith("no-store") else ["may be kept by the browser"]
    content = b"".join(response).decode(errors="replace")
    if "<html" not in content:
        return said
    if len(re.findall(r"<h1\b", content)) != 1:
        said.append("has not one main heading")
    if not re.search(r"<title>[^<]*\S[^<]*</title>", content):
        said.append("has no title")
    if "/None" in content or "{%" in content or "{{" in content:
        said.append("shows what nobody meant to show")
    return said


def test_nobody_gets_in_without_signing_in(walk: Walk) -> None:
    stranger, sign_in, wrong = Client(), reverse("account_login"), {}
    for name, where in walk.found.items():
        for response in (stranger.get(where), stranger.post(where, _form())):
            if response.status_code != 302 or not response["Location"].startswith(sign_in):
                wrong[name] = response.status_code

    assert wrong == {}


def test_a_colleague_without_a_role_gets_nothing(walk: Walk) -> None:
    client, wrong = client_of(add_user(email="nobody@example.org", name="No Body", by=BY)), {}
    for name, where in walk.found.items():
        for response in (client.get(where), client.post(where, _form())):
            if response.status_code != 403:
                wrong[name] = response.status_code

    assert wrong == {}


def test_a_role_without_the_permission_gets_403(walk: Walk) -> None:
    """Each page is refused to each role of the same team that does not hold its permission."""
    wrong = {}
    for role in RoleName:
        client = client_of(make_user(role, walk.world.team))
        for name, where in walk.found.items():
            if _view(name).permission not in ROLES[role].permissions and client.get(where).status_code != 403:
                wrong[f"{name} for {role}"] = "is not refused"

    assert wrong == {}


def test_another_teams_record_does_not_exist(walk: Walk) -> None:
    """To a colleague of another team who holds every role there, each record's address is 404 (or 405)."""
    stranger, wrong = client_of(everybody(World(make_team()))), {}
    for name in WITH_RECORD:
        where = walk.found[name]
        for method, response in (("GET", stranger.get(where)), ("POST", stranger.post(where, _form()))):
            if response.status_code not in (404, 405):
                wrong[f"{method} {name}"] = response.status_code

    assert wrong == {}


def test_a_restricted_record_does_not_exist_for_colleagues_who_are_not_named(walk: Walk) -> None:
    world = walk.world
    Membership.objects.filter(user=world.user, role=RoleName.GUARDIAN).delete()  # who watches over them may see them
    Family.objects.filter(pk=world.of("families.family").pk).update(title="Hidden Family", restricted=True)
    family = Family.objects.get(title="Hidden Family")
    wrong = {}
    for name, where in walk.found.items():
        content = walk.insider.get(where).content.decode(errors="replace")
        if "Hidden Family" in content or (family.key in content and family.key not in where):
            wrong[name] = where

    assert wrong == {}


def test_a_trainee_gets_no_page_about_a_family_that_is_not_theirs(walk: Walk) -> None:
    client = client_of(make_user(RoleName.TRAINEE, walk.world.team))
    Family.objects.update(title="Hidden Family")

    answers = {name: client.get(where).content.decode(errors="replace") for name, where in walk.found.items()}

    assert [name for name, content in answers.items() if "Hidden Family" in content] == []


def test_looking_writes_nothing_but_who_looked(walk: Walk) -> None:
    """No page that is only opened changes a row."""
    wrong = {}
    for name, where in walk.found.items():
        with CaptureQueriesContext(connection) as queries:
            walk.insider.get(where)
        writes = [q["sql"] for q in queries if re.match(r"(INSERT|UPDATE|DELETE)", q["sql"])]
        if said := [sql for sql in writes if not re.match(r'INSERT INTO "audit_access"|\w+ \S*"django_session"', sql)]:
            wrong[name] = said[0][:120]

    assert wrong == {}


@pytest.mark.parametrize("name", [name for name in OURS if _is_public(name) and name not in FUNCTIONS])
def test_a_public_page_shows_nothing_for_a_guess(name: str) -> None:
    world = World()
    Family.objects.filter(pk=world.of("families.family").pk).update(title="Hidden Family")
    where = address(name, world, next(choices(name)))

    for response in (Client().get(where), Client().post(where, _form())):
        assert response.status_code in (200, 302, 404, 405, 409, 410, 422), where
        assert "Hidden Family" not in response.content.decode(errors="replace")


def test_no_address_holds_an_id() -> None:
    wrong = [name for name in OURS if set(parts_of(name)) & {"pk", "id"} or "int" in parts_of(name).values()]

    assert wrong == []


def test_every_page_belongs_to_an_address() -> None:
    """A page that no address leads to is dead."""
    shown = {_view(name) for name in OURS}
    dead = [
        f"{page.__module__}.{page.__name__}"
        for page in _subclasses(Page)
        if not page.abstract
        and page not in shown
        and not page.__subclasses__()
        and page.__module__.split(".")[0] != "tests"
    ]

    assert dead == []


def _subclasses(of: type[Page]) -> set[type[Page]]:
    direct = set(of.__subclasses__())
    return direct.union(*(_subclasses(one) for one in direct))


def test_every_address_that_code_names_is_there() -> None:
    names = {name.split(":")[-1] for name in PATTERNS} | set(PATTERNS)
    reversed_ = [re.findall(r'reverse\(\s*"([^"]+)"', module.text) for module in _code()]

    assert sorted({name for found in reversed_ for name in found} - names) == []


def _code() -> list[Module]:
    return list(modules())


def test_patterns_are_all_walked() -> None:
    assert all(isinstance(pattern, URLPattern) for pattern in PATTERNS.values())
