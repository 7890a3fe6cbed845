"""The directory: who may, what a change concerns, what ends, and what it never tells."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.enums import ConsentPurpose, ProfessionalRole
from families.models import Consent, Family, FamilyProfessional, Organisation, Professional
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.audit.models import Access
from pitservice.db.errors import Refused
from tests.families.screens import day
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import MadeFamily, add_professional, make_family

pytestmark = pytest.mark.django_db

LEAD = RoleName.CLINICAL_LEAD
PAGES = (
    "directory",
    "organisations",
    "add_directory_professional",
    "add_organisation",
    "directory_professional",
    "change_directory_professional",
    "end_directory_professional",
    "organisation",
    "change_organisation",
    "end_organisation",
    "find_directory_professional",
    "find_organisation",
)


@pytest.fixture
def made() -> MadeFamily:
    """A family with a health visitor, beside one with the same health visitor that is restricted."""
    made = make_family(title="Zayn Khan")
    made.professionals["hv"] = add_professional(made, "Tess Field", ProfessionalRole.HEALTH_VISITOR)
    hidden = make_family(made.team, title="Hidden Nowak")
    actions.link_professional(
        family=hidden.family, professional=made.professionals["hv"], role=ProfessionalRole.HEALTH_VISITOR, by=BY
    )
    Family.objects.filter(pk=hidden.family.pk).update(restricted=True)
    return made


def href(name: str, made: MadeFamily) -> str:
    """An address of the directory, for this family's health visitor or where she works."""
    one = made.professionals["hv"]
    key = one.key if "professional" in name else one.organisation.key if one.organisation else ""
    alone = ("directory", "organisations", "add_directory_professional", "add_organisation")
    return reverse(f"families:{name}", args=[] if name in alone else [key])


def send(client: Client, where: str, **given: Any) -> Any:
    """A form."""
    return client.post(where, {"submission": str(uuid4()), **given})


def a_professional(**more: str) -> dict[str, str]:
    """What the form of a professional is sent."""
    at = {"email": "tess.field@example.org", "phone": "01632 960001"}
    place = {"address": "Hillside Health Centre, 1 Hill Road, ZZ18 2CD"}
    return {"name": "Tess Field", "role": "health_visitor", **at, **place, **more}


@pytest.mark.parametrize("name", PAGES)
def test_who_may(made: MadeFamily, name: str) -> None:
    where = href(name, made)
    changes = name.startswith(("add", "change", "end", "find"))
    alone = name in ("directory", "organisations", "add_directory_professional", "add_organisation")

    assert client_of(make_user(LEAD, made.team)).get(where).status_code == 200
    assert client_of(make_user(RoleName.GUARDIAN, made.team)).get(where).status_code == (403 if changes else 200)
    assert client_of(make_user(RoleName.MANAGER, made.team)).get(where).status_code == 403
    stranger = client_of(make_user(LEAD, make_team())).get(where)
    assert stranger.status_code == (200 if alone else 404)
    assert "Tess Field" not in stranger.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_tells_of_a_restricted_family(made: MadeFamily, name: str) -> None:
    user = make_user(LEAD, made.team)

    body = client_of(user).get(href(name, made)).content.decode()

    assert "Hidden Nowak" not in body
    if name in ("directory_professional", "change_directory_professional", "change_organisation"):
        assert "Zayn Khan" in body
        assert "There may be others that you may not see." in body
        assert [row.family_id for row in Access.objects.filter(user_id=user.pk)] == [made.family.pk]


def test_somebody_is_added_once_and_found_by_name_and_by_where_they_work(made: MadeFamily) -> None:
    client = client_of(make_user(LEAD, made.team))
    place = Organisation.objects.get(team=made.team, name="Hillside Health Centre")
    sent = {"name": "Sue Marsh", "role": "social_worker", "organisation": place.key, "phone": "01632 960002"}

    added = send(client, reverse("families:add_directory_professional"), **sent)
    again = send(client, reverse("families:add_directory_professional"), **sent)

    sue = Professional.objects.get(name="Sue Marsh")
    assert added["Location"] == reverse("families:directory_professional", args=[sue.key])
    assert "Hillside Health Centre" in client.get(added["Location"]).content.decode()
    assert (again.status_code, "in the directory already" in again.content.decode()) == (409, True)
    for words, names in (("marsh", {"Sue Marsh"}), ("hillside", {"Sue Marsh", "Tess Field"}), ("nobody", set())):
        found = send(client, reverse("families:directory"), words=words)
        assert words not in found["Location"]
        body = client.get(found["Location"]).content.decode()
        assert {name for name in ("Sue Marsh", "Tess Field") if name in body} == names
    only = client.get(reverse("families:directory") + "?role=social_worker").content.decode()
    assert ("Sue Marsh" in only, "Tess Field" in only) == (True, False)


def test_moving_where_letters_go_is_confirmed_and_looked_at_again(
    made: MadeFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    monkeypatch.setattr("families.actions.directory.contact_changed", heard.append)
    client, where = client_of(make_user(LEAD, made.team)), href("change_directory_professional", made)
    moved = a_professional(address="2 New Road, ZZ18 2CD")

    unsaid = send(client, where, **moved)
    assert (unsaid.status_code, "if everything goes there from now on" in unsaid.content.decode()) == (422, True)
    stale = send(client, where, **moved, confirmed="on", seen="99")
    assert stale.status_code == 409
    assert heard == []
    saved = send(client, where, **moved, confirmed="on")

    assert saved.status_code == 302
    one = Professional.objects.get(pk=made.professionals["hv"].pk)
    assert (one.address, one.organisation) == ("2 New Road, ZZ18 2CD", None)
    assert heard == sorted(FamilyProfessional.objects.filter(professional=one).values_list("family_id", flat=True))
    assert len(heard) == 2
    assert send(client, where, **moved | {"phone": "+441632960001", "name": "Tess Field-Reed"}).status_code == 302


def test_who_no_longer_works_there_is_told_nothing_more(made: MadeFamily) -> None:
    client, where = client_of(make_user(LEAD, made.team)), href("end_directory_professional", made)
    today = timezone.localdate()

    assert send(client, where).status_code == 422
    assert send(client, where, **day("ends_on", today)).status_code == 302

    assert set(FamilyProfessional.objects.values_list("ends_on", flat=True)) == {today}
    assert "Tess Field" not in client.get(reverse("families:directory")).content.decode()
    assert "Tess Field" in client.get(reverse("families:directory") + "?shown=former").content.decode()
    again = send(client, where, **day("ends_on", today))
    assert (again.status_code, "ended already" in again.content.decode()) == (409, True)
    assert send(client, href("change_directory_professional", made), **a_professional()).status_code == 409
    new = add_professional(made, "Tess Field", ProfessionalRole.HEALTH_VISITOR)
    assert new.pk != made.professionals["hv"].pk


def test_a_service_says_what_it_offers_and_a_refusal_names_it_while_it_is_there(made: MadeFamily) -> None:
    client = client_of(make_user(LEAD, made.team))
    sent = {"name": "Rowan Tree", "is_alternative": "yes", "for_whom": "Parents of babies under 1"}

    assert send(client, reverse("families:add_organisation"), **sent).status_code == 422
    added = send(client, reverse("families:add_organisation"), **sent, offers="A volunteer who visits weekly.")

    assert added.status_code == 302
    services = client.get(reverse("families:organisations") + "?shown=services").content.decode()
    assert "A volunteer who visits weekly. For whom: Parents of babies under 1" in services
    assert "Hillside Health Centre" not in services
    service = Organisation.objects.get(name="Rowan Tree")
    actions.end_organisation(organisation=service, ends_on=timezone.localdate(), by=BY)
    assert "Rowan Tree" not in client.get(reverse("families:organisations")).content.decode()
    with pytest.raises(Refused, match="ended already"):
        actions.end_organisation(organisation=service, ends_on=timezone.localdate(), by=BY)
    assert actions.keep_organisation(team=made.team, name="rowan tree", by=BY).ends_on is None


def test_where_people_work_does_not_close_before_them(made: MadeFamily) -> None:
    place = Organisation.objects.get(team=made.team, name="Hillside Health Centre")

    with pytest.raises(Refused, match="still work there"):
        actions.end_organisation(organisation=place, ends_on=timezone.localdate(), by=BY)
    with pytest.raises(Refused, match="in the directory already"):
        actions.add_organisation(team=made.team, name="HILLSIDE health centre", by=BY)


def _fill(team: Team, rows: int) -> None:
    for number in range(rows):
        place = actions.keep_organisation(team=team, name=f"Place {number}", by=BY)
        actions.keep_professional(team=team, name=f"Ann {number}", role="gp", organisation=place, by=BY)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", ["directory", "organisations"])
def test_the_lists_cost_the_same_for_one_and_three(name: str, rows: int, django_assert_num_queries: Queries) -> None:
    team = make_team()
    _fill(team, rows)
    _fill(make_team(), 2)
    client = client_of(make_user(LEAD, team))
    client.get("/families/")

    with django_assert_num_queries(4):
        body = client.get(reverse(f"families:{name}")).content.decode()

    assert f"{rows} {'professional' if name == 'directory' else 'organisation'}" in body


def other_of(made: MadeFamily) -> Professional:
    """The same health visitor, entered again for another family, with an e-mail address."""
    return actions.add_professional(
        team=made.team,
        name="Theresa Field",
        role=ProfessionalRole.HEALTH_VISITOR,
        organisation=None,
        email="theresa@example.org",
        by=BY,
    )


def test_two_entries_of_a_professional_become_one(made: MadeFamily, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, gone = made.professionals["hv"], other_of(made)
    Professional.objects.filter(pk=keep.pk).update(email="")
    third = make_family(made.team, title="Owen Morgan")
    role = ProfessionalRole.HEALTH_VISITOR
    for family in (made.family, third.family):
        actions.link_professional(family=family, professional=gone, role=role, by=BY)
    actions.record_consent(
        family=third.family,
        person=third.mother,
        purpose=ConsentPurpose.SHARE,
        recipient=gone.key,
        given=True,
        how="In person",
        given_on=timezone.localdate(),
        by=BY,
    )
    heard: list[int] = []
    monkeypatch.setattr("families.actions.doubles.contact_changed", heard.append)
    client = client_of(make_user(LEAD, made.team))
    found = send(client, reverse("families:find_directory_professional", args=[keep.key]), other=gone.key)
    compare = client.get(found["Location"]).content.decode()
    assert ("Owen Morgan" in compare, "Hidden Nowak" in compare) == (True, False)

    merged = send(client, found["Location"], stays=keep.key, sure="on")

    assert merged["Location"] == reverse("families:directory_professional", args=[keep.key])
    keep.refresh_from_db()
    gone.refresh_from_db()
    assert (keep.email, gone.ends_on) == ("theresa@example.org", timezone.localdate())
    assert not FamilyProfessional.objects.filter(professional=gone).exists()
    now = FamilyProfessional.objects.filter(professional=keep, ends_on=None).order_by("family_id")
    assert list(now.values_list("family__title", flat=True)) == ["Zayn Khan", "Hidden Nowak", "Owen Morgan"]
    assert Consent.objects.get(family=third.family).recipient == keep.key
    assert heard == sorted([made.family.pk, third.family.pk])
    assert (send(client, found["Location"], stays=keep.key, sure="on")).status_code == 409


def test_two_entries_of_an_organisation_become_one(made: MadeFamily) -> None:
    keep = Organisation.objects.get(team=made.team, name="Hillside Health Centre")
    gone = actions.add_organisation(team=made.team, name="Hillside Centre", kind="Clinic", is_alternative=True, by=BY)
    sue = actions.add_professional(
        team=made.team, name="Sue Marsh", role=ProfessionalRole.SOCIAL_WORKER, organisation=gone, by=BY
    )
    client = client_of(make_user(LEAD, made.team))
    found = send(client, reverse("families:find_organisation", args=[gone.key]), other=keep.key)

    merged = send(client, found["Location"], stays=keep.key, sure="on")

    assert merged["Location"] == reverse("families:organisation", args=[keep.key])
    sue.refresh_from_db()
    keep.refresh_from_db()
    gone.refresh_from_db()
    assert (sue.organisation, keep.kind, keep.is_alternative) == (keep, "Clinic", True)
    assert gone.ends_on == timezone.localdate()


def test_a_merge_of_entries_is_for_those_who_merge_in_their_team(made: MadeFamily) -> None:
    keep, gone = made.professionals["hv"], other_of(made)
    strange = make_family()
    add_professional(strange, "Tess Field", ProfessionalRole.HEALTH_VISITOR)
    theirs = Professional.objects.get(team=strange.team, name="Tess Field")
    to = reverse("families:merge_directory_professional", args=[keep.key, gone.key])

    assert client_of(make_user(RoleName.PRACTITIONER, made.team)).get(to).status_code == 403
    assert client_of(make_user(LEAD, strange.team)).get(to).status_code == 404
    client = client_of(make_user(LEAD, made.team))
    for other in (theirs, keep):
        where = reverse("families:merge_directory_professional", args=[keep.key, other.key])
        assert client.get(where).status_code == 404
    with pytest.raises(Refused, match="two teams"):
        actions.merge_professionals(keep=keep, gone=theirs, by=BY)
    with pytest.raises(Refused, match="one and the same"):
        actions.merge_professionals(keep=keep, gone=keep, by=BY)
    actions.end_professional(professional=gone, ends_on=timezone.localdate(), by=BY)
    with pytest.raises(Refused, match="ended already"):
        actions.merge_professionals(keep=keep, gone=gone, by=BY)
