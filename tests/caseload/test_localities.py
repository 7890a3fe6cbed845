"""Localities of a team: drawn, changed, ended; which families live in one, and what is said of colleagues there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from caseload import actions
from caseload.actions import Drawn
from caseload.forms.allocating import HandOverForm
from caseload.models import Locality, LocalityArea, WorksIn
from caseload.presenters.meeting import fit
from caseload.selectors.localities import localities_of, near
from caseload.selectors.meeting import asks_of, colleagues_of
from families.actions import keep_secret, restrict
from pitservice.accounts.enums import Permission, RoleName
from pitservice.audit.models import Event
from pitservice.db.errors import Refused, Stale
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.families import MadeFamily, add_address, make_family
from tests.make.localities import Town, make_town, said_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    """Riverside."""
    return make_town()


def test_an_area_stands_with_one_locality_of_a_team_and_may_stand_with_another_teams(town: Town) -> None:
    with pytest.raises(Refused, match="“ZZ16” stands with Riverside"):
        town.add("Hillside", ["ZZ18", "ZZ16"])
    with pytest.raises(Refused, match="of this name already"):
        town.add("Riverside", ["ZZ18"])
    with pytest.raises(Refused, match="does not work with families"):
        town.add("Hillside", ["ZZ18"], make_user(RoleName.PRACTITIONER))
    assert Locality.objects.count() == 1

    actions.add_locality(team=make_team(), drawn=Drawn("Riverside", ["ZZ16"]), by=BY)


def test_what_was_stays_when_a_locality_is_drawn_anew_and_when_it_ends(town: Town) -> None:
    before = timezone.localdate() - timedelta(days=30)
    for model in (LocalityArea, WorksIn):
        model.objects.update(starts_on=before)
    actions.change_locality(
        locality=town.riverside, drawn=Drawn("Waterside", ["ZZ17", "ZZ18"], [town.priya, town.sam]), by=BY
    )
    town.riverside.refresh_from_db()

    assert town.riverside.name == "Waterside"
    assert list(LocalityArea.objects.values_list("area", "starts_on", "ended_on")) == [
        ("ZZ16", before, timezone.localdate()),
        ("ZZ17", timezone.localdate(), None),
        ("ZZ18", timezone.localdate(), None),
    ]
    event = Event.objects.filter(verb="caseload.change_locality").latest("pk")
    assert event.data["areas_out"] == ["ZZ16"]
    assert event.data["colleagues"] == [town.sam.pk]

    actions.end_locality(locality=town.riverside, by=BY)
    assert not localities_of(town.team.pk)
    assert set(WorksIn.objects.values_list("user__name", "ended_on")) == {
        ("Priya Shah", timezone.localdate()),
        ("Sam Okoro", timezone.localdate()),
    }
    with pytest.raises(Refused, match="has ended"):
        actions.change_locality(locality=town.riverside, drawn=Drawn("Waterside", ["ZZ17"]), by=BY)
    town.add("Waterside", ["ZZ17"])  # its name and its areas are free


def test_only_areas_changed_and_a_page_that_is_out_of_date_is_told_all_the_same(town: Town) -> None:
    seen = town.riverside.version
    actions.change_locality(locality=town.riverside, drawn=Drawn("Riverside", ["ZZ17"]), seen=seen, by=BY)

    with pytest.raises(Stale):
        actions.change_locality(locality=town.riverside, drawn=Drawn("Riverside", ["ZZ18"]), seen=seen, by=BY)


def test_the_longest_area_that_fits_counts_and_a_shorter_number_is_another_place(town: Town) -> None:
    town.add("Quay", ["ZZ16 5", "ZZ1"])
    quay, far, riverside = town.waits("ZZ16 5AU"), town.waits("ZZ1 1AA"), town.waits("ZZ16 4AU")
    outside = town.waits("ZZ17 1AA")

    assert town.groups() == {
        "Quay": [quay.pk, far.pk],
        "Riverside": [riverside.pk],
        "outside": [outside.pk],
    }


def test_what_is_no_one_locality_stands_in_groups_of_their_own(town: Town) -> None:
    town.add("Hillside", ["ZZ18"])
    two, nowhere, hidden = (make_family(town.team, father="Imran") for _ in range(3))
    assert two.father and hidden.father
    add_address(two, two.father, "9 Oak Way", "ZZ18 1AA")
    entries = [town.waits(made=two), town.waits("", made=nowhere), town.waits(made=hidden)]
    keep_secret(point=hidden.address, secret_from=[hidden.father], by=BY)

    assert town.groups() == {
        "Hillside": [],
        "Riverside": [],
        "several": [entries[0].pk],
        "not-known": [entries[1].pk],
        "not-shown": [entries[2].pk],
    }


def test_a_family_that_is_not_seen_is_in_no_group(town: Town) -> None:
    entry = town.waits()
    restrict(family=entry.family, reason="Works here", named=[town.boss], by=BY)

    assert town.groups() == {"Riverside": [entry.pk]}
    assert town.groups(make_user(RoleName.CLINICAL_LEAD, town.team, "Lee")) == {"Riverside": []}
    assert town.groups(make_user(RoleName.CLINICAL_LEAD)) == {"Riverside": []}


def test_it_is_said_beside_the_name_by_name_and_never_ranked(town: Town) -> None:
    entry, far = town.waits(), town.waits("ZZ18 1AA")

    said = town.labels(entry)
    assert "Priya Shah: 0 open families, 0 slots a week; works in Riverside, where the family lives" in said
    assert said.index("Cleo Marsh") < said.index("Priya Shah") < said.index("Sam Okoro")
    assert said.count("where the family lives") == 1
    assert "where the family lives" not in town.labels(far)

    handing = HandOverForm(team=town.team, viewer=viewer_of(town.boss, Permission.ALLOCATE), family=entry.family)
    assert "works in Riverside, where the family lives" in said_in(handing)


@pytest.mark.rule("P24")
def test_of_a_home_that_is_kept_secret_no_form_and_no_sentence_says_where_it_is(town: Town) -> None:
    made = make_family(town.team, father="Imran")
    assert made.father
    entry = town.waits(made=made)
    actions.set_brings(team=town.team, user=town.sam, skills=[], languages=[], areas=["ZZ16"], by=BY)
    keep_secret(point=made.address, secret_from=[made.father], by=BY)

    assert near(made.family) == {}
    assert "where the family lives" not in town.labels(entry)
    assert _said(town, made) == {"Priya Shah": "", "Sam Okoro": ""}


def test_where_somebody_works_and_where_they_get_to_is_not_said_twice(town: Town) -> None:
    made = make_family(town.team)
    for user in (town.priya, town.sam):
        actions.set_brings(team=town.team, user=user, skills=[], languages=[], areas=["ZZ16", "ZZ1"], by=BY)

    assert _said(town, made) == {
        "Priya Shah": "Works in Riverside, where the family lives.",
        "Sam Okoro": "Gets to ZZ16.",
    }


def test_an_address_that_ended_leads_to_nobody(town: Town) -> None:
    made = make_family(town.team)
    assert near(made.family) == {town.priya.pk: ["Riverside"]}

    add_address(made, made.mother, "4 Elm Row", "ZZ18 1AA", preferred=True)
    assert near(made.family) == {}


def _said(town: Town, made: MadeFamily) -> dict[str, str]:
    viewer = viewer_of(town.boss, Permission.ALLOCATE)
    found = colleagues_of([town.priya, town.sam], town.team, viewer, timezone.localdate())
    asks = asks_of(made.family)
    return {
        one.user.name: " ".join(line for line in fit(one, asks) if line.startswith(("Works in ", "Gets to ")))
        for one in found
    }
