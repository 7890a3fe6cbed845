"""Every screen of families: works, wrong role, another team, restricted, closed, stale, sent twice."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.urls import get_resolver

from families import actions
from families.enums import InvolvementKind
from families.models import Family
from families.urls import urlpatterns
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access, Event
from tests.families.screens import FORMS, GUARDIAN, LEAD, MANAGER, SEEN, Screen, fill
from tests.families.test_directory import PAGES
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import MadeFamily, make_hard_family

pytestmark = pytest.mark.django_db

#: Addresses that name no family, or none that must be there: tested in modules of their own.
ALONE = {
    "safeguarding_waiting",
    "records",
    "incidents",
    "add_team_incident",
    "incident",
    "note_incident",
    "propose_incident_destruction",
    "close_incident",
    "holds",
    "retention",
    "destructions",
    "approve_destruction",
    "withdraw_destruction",
    "sealing",
    "release",
    "draw_up",
    "give_rest",
    "make_release",
    "release_given",
    "release_ours",
    "release_piece",
    "merge_directory_professional",
    "merge_organisation",
}
ALL = [pytest.param(screen, id=screen.name) for screen in (*SEEN, *FORMS)]
ALL_FORMS = [pytest.param(screen, id=screen.name) for screen in FORMS]


#: Lists and pages that are about no single family: tested in modules of their own.
ELSEWHERE = {"list", "waiting", "restricted", "emergencies", "connections", "looks", "break_glass", "know_by_reference"}
ELSEWHERE |= {"fathers", "find"}
#: Of no family, or taking in and handing out a file (test_documents.py).
ELSEWHERE |= {"tray", "upload", "place_document", "tray_file", "document_file", "add_document"}
#: One button each, or only what may be left out: nothing can be missing.
NOTHING_ASKED = (
    "pass_phrase",
    "opt_out",
    "opt_in",
    "end_need",
    "know_family",
    "close_emergency",
    "propose_destruction",
)


@pytest.fixture(scope="module")
def one(kept: Any) -> Any:
    return kept(lambda: fill(make_hard_family(make_team())))


@pytest.fixture
def made(one: MadeFamily, db: None) -> MadeFamily:
    return deepcopy(one)


def prepared(screen: Screen, made: MadeFamily) -> dict[str, str]:
    """What the form sends; the guardian names the lead of the team."""
    sent = screen.sent(made)
    if screen.name in ("restrict", "adoption"):
        lead = make_user(LEAD, made.team, name="Priya Shah")
        sent["named"] = lead.key
    return sent


def colleague(screen: Screen, made: MadeFamily) -> User:
    return make_user(screen.role, made.team, name="Robin Lane")


def test_every_address_is_in_the_list() -> None:
    names = {pattern.name for pattern in urlpatterns}

    assert get_resolver().namespace_dict["families"]
    sealed = {"sealed", "one_child"}
    assert names == {screen.name for screen in (*SEEN, *FORMS)} | ELSEWHERE | set(PAGES) | ALONE | sealed


@pytest.mark.parametrize("screen", ALL)
def test_it_can_be_seen_by_those_who_may_and_says_who_looked(screen: Screen, made: MadeFamily) -> None:
    user, href = colleague(screen, made), screen.href(made)
    wrong = RoleName.PRACTITIONER if screen.role == GUARDIAN else MANAGER

    page = client_of(user).get(href)

    assert page.status_code == 200
    assert "Baby of Zofia Nowak" in page.content.decode()
    assert Access.objects.filter(user_id=user.pk, family_id=made.family.pk).exists()
    for stranger, answer in ((make_user(wrong, made.team), 403), (make_user(screen.role, make_team()), 404)):
        client = client_of(stranger)
        assert client.get(href).status_code == answer
        if screen.data:
            assert client.post(href, prepared(screen, made)).status_code == answer


@pytest.mark.parametrize("screen", ALL)
def test_a_restricted_or_closed_record_does_not_exist(screen: Screen, made: MadeFamily) -> None:
    named, other, cousin = (make_user(screen.role, made.team) for _ in range(3))
    href = screen.href(made)
    actions.restrict(family=made.family, reason="A colleague's family.", named=[named, cousin], by=BY)
    actions.involve(family=made.family, user=cousin, kind=InvolvementKind.CLOSED_TO, why="My cousin.", by=BY)

    assert client_of(named).get(href).status_code == 200
    assert client_of(other).get(href).status_code == (200 if screen.looks_past_restriction else 404)
    assert client_of(cousin).get(href).status_code == 404


@pytest.mark.rule("P7")
def test_a_trainee_sees_only_families_they_work_with(made: MadeFamily) -> None:
    trainee = make_user(RoleName.TRAINEE, made.team)
    addresses = [screen.href(made) for screen in SEEN[:5]]
    assert [client_of(trainee).get(href).status_code for href in addresses] == [404] * 5

    actions.involve(family=made.family, user=trainee, kind=InvolvementKind.ALLOCATED, by=BY)

    assert [client_of(trainee).get(href).status_code for href in addresses] == [200] * 5
    assert client_of(trainee).get(f"/families/{made.family.key}/contact/add/").status_code == 403


@pytest.mark.parametrize("screen", ALL_FORMS)
def test_the_form_refuses_nonsense_and_old_pages_and_works_once(screen: Screen, made: MadeFamily) -> None:
    client, href = client_of(colleague(screen, made)), screen.href(made)
    sent = prepared(screen, made)

    if screen.name not in NOTHING_ASKED:
        empty = client.post(href, {"submission": sent["submission"], "reason": "", "text": ""})
        assert empty.status_code == 422
        assert "There is a problem" in empty.content.decode()

    before = Event.objects.count()
    if screen.versioned:
        old = client.post(href, sent | {"seen": "99"})
        assert old.status_code == 409
        assert "Somebody changed this record while you had it open." in old.content.decode()
    assert Event.objects.count() == before

    first = client.post(href, sent)
    after = Event.objects.count()
    again = client.post(href, sent)

    assert first.status_code == 302, first.content.decode()
    assert (after > before) is not screen.leads_on
    assert Event.objects.count() == after
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert client.get(first["Location"]).status_code == 200


def test_lists_are_for_those_who_may(made: MadeFamily) -> None:
    for address, right, wrong in (
        ("/families/", LEAD, MANAGER),
        ("/families/fathers/", LEAD, MANAGER),
        ("/families/waiting/", LEAD, GUARDIAN),
        ("/families/restricted/", GUARDIAN, LEAD),
        ("/families/sealed/", GUARDIAN, LEAD),
        ("/families/sealed/one-child/", GUARDIAN, LEAD),
    ):
        assert client_of(make_user(right, made.team)).get(address).status_code == 200
        assert client_of(make_user(wrong, made.team)).get(address).status_code == 403


def test_another_familys_item_is_not_found_under_this_family(made: MadeFamily) -> None:
    other = fill(make_hard_family(made.team))
    clients = {role: client_of(make_user(role, made.team)) for role in {screen.role for screen in FORMS}}

    mine = [screen for screen in FORMS if screen.item is not None and not screen.any_family]
    addresses = [screen.href(made).replace(made.family.key, other.family.key) for screen in mine]
    before = set(Family.objects.values_list("key", "merged_into__key"))

    for screen, href in zip(mine, addresses, strict=True):
        assert clients[screen.role].get(href).status_code == 404, screen.name

    assert set(Family.objects.values_list("key", "merged_into__key")) == before
    # The two, and the one that an entry would be moved to.
    assert Family.objects.filter(merged_into=None).count() == 3
