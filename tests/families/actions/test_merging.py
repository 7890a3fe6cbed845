"""Merging and un-merging records and people: nothing is lost, and everything goes back (design §6)."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from families import actions, registry
from families.contact import Question, answer_for, who_may_be_told
from families.dependents import columns
from families.enums import AlertKind, Channel, FamilyRole, LossKind, MergeKind, NeedKind, Purpose
from families.merged import families_in, surviving_family
from families.models import Alert, Family, FamilyMember, Merge, Need, Person
from families.searching import search
from pitservice.accounts.enums import Permission, RoleName
from pitservice.audit.actions import looked
from pitservice.audit.models import Event
from pitservice.audit.selectors import who_looked
from pitservice.db.errors import Refused, Stale
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.anything import World
from tests.make.families import MadeFamily, add_need, add_professional, make_family, make_hard_family, nhs_number

pytestmark = pytest.mark.django_db

Rows = dict[str, list[dict[str, Any]]]


def two(**more: Any) -> tuple[MadeFamily, MadeFamily]:
    """Two records of one family, made by two colleagues who did not know of each other."""
    first = make_family(mother="Aisha")
    return first, make_family(first.team, mother="Ayesha", **more)


def snapshot() -> Rows:
    """Every row that hangs on a family or a person, and they themselves; without versions."""
    models = {column.model for kind in (Family, Person) for column in columns(kind)} | {Family, Person}
    models -= {Merge, apps.get_model("families", "searchentry")}
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name != "version"}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in models
    }


def refused(call: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.sentence


def test_everything_hangs_on_the_record_that_stays() -> None:
    kept, gone = two(father="Tom")
    add_need(gone, NeedKind.INTERPRETER, "Urdu")

    merge = actions.merge_families(keep=kept.family, gone=gone.family, by=BY)

    gone.family.refresh_from_db()
    assert gone.family.merged_into == kept.family
    assert set(FamilyMember.objects.values_list("family_id", flat=True)) == {kept.family.pk}
    assert Need.objects.get().family == kept.family
    assert (merge.kind, merge.family, merge.merged_family) == (MergeKind.FAMILY, kept.family, gone.family)
    event = Event.objects.get(verb="families.merge_families")
    assert (event.family_id, event.data["merged"]) == (kept.family.pk, gone.family.pk)


def test_a_merged_record_is_in_no_list_search_or_count() -> None:
    kept, gone = two(baby="Ismail")
    viewer = viewer_of(make_user(team=kept.team), Permission.SEE_FAMILIES)
    actions.merge_families(keep=kept.family, gone=gone.family, by=BY)

    assert list(Family.objects.visible_to(viewer)) == [kept.family]
    for words in ("Ismail", gone.family.key):  # its reference leads to the record that stays
        assert [match.family_id for match in search(viewer, words)] == [kept.family.pk]


def test_its_address_leads_on_and_a_form_is_sent_on() -> None:
    kept, gone = two()
    client = client_of(make_user(team=kept.team))
    stranger, elsewhere = client_of(make_user()), client_of(make_user(RoleName.MANAGER, kept.team))
    actions.merge_families(keep=kept.family, gone=gone.family, by=BY)
    address = f"/families/{gone.family.key}/people/?from=letter"

    assert client.get(address)["Location"] == f"/families/{kept.family.key}/people/?from=letter"
    posted = client.post(f"/families/{gone.family.key}/needs/add/", {})
    assert (posted.status_code, posted["Location"]) == (307, f"/families/{kept.family.key}/needs/add/")
    assert stranger.get(address).status_code == 404
    assert elsewhere.get(address).status_code == 403


def test_the_address_of_a_restricted_survivor_says_nothing() -> None:
    kept, gone = two()
    named, other = make_user(team=kept.team), make_user(team=kept.team)
    actions.merge_families(keep=kept.family, gone=gone.family, by=BY)
    actions.restrict(family=kept.family, reason="A colleague's family.", named=[named], by=BY)

    assert client_of(named).get(f"/families/{gone.family.key}/").status_code == 302
    assert client_of(other).get(f"/families/{gone.family.key}/").status_code == 404


def test_who_looked_shows_looks_at_both() -> None:
    kept, gone = two()
    user = make_user(team=kept.team)
    for screen, made in (("families.One", kept), ("families.Two", gone)):
        looked(user_id=user.pk, screen=screen, families=[(made.family.pk, made.team.pk)])
    actions.merge_families(keep=kept.family, gone=gone.family, by=BY)

    assert families_in(kept.family.pk) == [kept.family.pk, gone.family.pk]
    assert [row.screen for row in who_looked(*families_in(kept.family.pk))] == ["families.Two", "families.One"]


def test_a_chain_leads_to_its_end_and_is_undone_in_any_order() -> None:
    first, second = two()
    third = make_family(first.team)
    before = snapshot()
    one = actions.merge_families(keep=second.family, gone=third.family, by=BY)
    other = actions.merge_families(keep=first.family, gone=second.family, by=BY)
    assert surviving_family(third.family.pk) == first.family.pk
    assert families_in(first.family.pk) == [first.family.pk, second.family.pk, third.family.pk]

    actions.unmerge(merge=one, reason="Another family.", by=BY)
    actions.unmerge(merge=other, reason="Another family.", by=BY)

    assert snapshot() == before


@pytest.mark.rule("CON-1")
def test_words_queued_for_the_one_that_went_ask_the_one_that_stays() -> None:
    kept, gone = two()
    about, recipient = gone.about, f"person:{gone.mother.pk}"
    question = Question(Purpose.APPOINTMENT, Channel.TEXT, timezone.now().replace(hour=12))
    actions.merge_families(keep=kept.family, gone=gone.family, by=BY)
    actions.merge_people(family=kept.family, keep=kept.mother, gone=gone.mother, by=BY)

    answer = answer_for(about, recipient, question)

    assert answer is not None
    assert (answer.family_id, answer.recipient) == (kept.family.pk, f"person:{kept.mother.pk}")
    assert [one.recipient for one in who_may_be_told(about, question)] == [f"person:{kept.mother.pk}"]


@pytest.mark.rule("CON-1")
def test_a_warning_of_either_record_holds_for_both() -> None:
    kept, hard = two()[0], make_hard_family()
    actions.raise_alert(family=kept.family, kind=AlertKind.READ_FIRST, text="Ask first.", by=BY)
    gone = make_family(kept.team, father="Tom")
    question = Question(Purpose.APPOINTMENT, Channel.TEXT, timezone.now().replace(hour=12))

    actions.merge_families(keep=gone.family, gone=kept.family, by=BY)

    assert {answer.allowed for answer in who_may_be_told(gone.about, question)} == {False}
    assert Alert.objects.filter(family=hard.family).count() == 1


def test_both_are_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, gone = two()
    heard: list[int] = []
    monkeypatch.setattr(registry, "_CHANGED", [heard.append])

    merge = actions.merge_families(keep=kept.family, gone=gone.family, by=BY)
    assert heard == [kept.family.pk, gone.family.pk]
    heard.clear()
    actions.unmerge(merge=merge, reason="Two.", by=BY)

    assert heard == [kept.family.pk, gone.family.pk]


def test_a_professional_on_both_lists_stays_with_the_one_that_went() -> None:
    kept, gone = two()
    for made in (kept, gone):
        add_professional(made, "Mary Hill", "health_visitor")  # type: ignore[arg-type]  # the value of the choice
    professional = kept.family.professionals.get().professional
    gone.family.professionals.update(professional=professional)

    merge = actions.merge_families(keep=kept.family, gone=gone.family, by=BY)

    assert kept.family.professionals.count() == 1
    assert "families.familyprofessional" not in {part["model"] for part in merge.moved}


def test_what_stands_in_the_way_of_merging_records_is_said() -> None:
    kept, gone = two()
    elsewhere = make_family()

    def merge(keep: MadeFamily = kept, other: MadeFamily = gone) -> Merge:
        return actions.merge_families(keep=keep.family, gone=other.family, by=BY)

    assert refused(lambda: merge(kept, kept)) == "These are one and the same already."
    assert refused(lambda: merge(kept, elsewhere)).startswith("These records are of two teams.")
    Family.objects.filter(pk=gone.family.pk).update(restricted=True)
    assert refused(merge).startswith("The record that would go is restricted and the other is not")
    Family.objects.filter(pk=gone.family.pk).update(restricted=False)
    Person.objects.filter(pk=gone.baby.pk).update(sealed=True)
    assert refused(merge) == "This cannot be done here. Ask the Caldicott guardian."
    Person.objects.filter(pk=gone.baby.pk).update(sealed=False)
    for made in (kept, gone):
        World(kept.team).new("referrals.waitingentry", family=made.family)
    assert refused(merge) == "Both records wait for an allocation. Take one of them off the waiting list first."


def test_a_colleague_merges_only_what_they_may_see() -> None:
    kept, gone = two()
    lead, named = make_user(team=kept.team), make_user(team=kept.team)
    for made in (kept, gone):
        actions.restrict(family=made.family, reason="A colleague's family.", named=[named], by=BY)

    sentence = refused(lambda: actions.merge_families(keep=kept.family, gone=gone.family, by=lead.actor))

    assert sentence == "This cannot be done here. Ask the Caldicott guardian."
    assert actions.merge_families(keep=kept.family, gone=gone.family, by=named.actor).moved


def test_a_page_that_is_out_of_date_merges_nothing() -> None:
    kept, gone = two()

    with pytest.raises(Stale):
        actions.merge_families(keep=kept.family, gone=gone.family, seen=99, by=BY)


def test_two_entries_of_a_person_become_one_and_what_is_missing_is_filled() -> None:
    made = make_family()
    again = actions.add_person(
        family=made.family,
        role=FamilyRole.MOTHER,
        given_name="Aisha",
        family_name="Khan",
        nhs_number=nhs_number(),
        first_language="Urdu",
        by=BY,
    )
    add_need(made, NeedKind.FORMAT, "Large print")
    actions.add_need(family=made.family, person=again, kind=NeedKind.INTERPRETER, text="Urdu", by=BY)
    before = snapshot()

    merge = actions.merge_people(family=made.family, keep=made.mother, gone=again, by=BY)

    made.mother.refresh_from_db()
    assert (made.mother.nhs_number, made.mother.first_language) == (again.nhs_number, "Urdu")
    assert set(Need.objects.values_list("person_id", flat=True)) == {made.mother.pk}
    assert [m.person_id for m in FamilyMember.objects.filter(ends_on=None, role="mother")] == [made.mother.pk]
    viewer = viewer_of(make_user(team=made.team), Permission.SEE_FAMILIES)
    assert again not in Person.objects.visible_to(viewer)
    body = client_of(viewer.user).get(f"/families/{made.family.key}/people/").content.decode()
    assert "No longer in this family</h2>" not in body

    actions.unmerge(merge=merge, reason="Sisters in law.", by=BY)
    assert snapshot() == before


def test_the_other_name_becomes_a_former_name_by_which_search_finds_and_goes_with_the_merge() -> None:
    kept = make_family(mother="Aisha")
    twice = actions.add_person(
        family=kept.family, role=FamilyRole.MOTHER, given_name="Aysha", family_name="Rahman", known_as="Ash", by=BY
    )
    viewer = viewer_of(make_user(team=kept.team), Permission.SEE_FAMILIES)

    merge = actions.merge_people(family=kept.family, keep=kept.mother, gone=twice, by=BY)

    assert sorted(map(str, kept.mother.former_names.all())) == ["Ash Rahman", "Aysha Rahman"]
    assert [match.family_id for match in search(viewer, "Rahman")] == [kept.family.pk]

    actions.unmerge(merge=merge, reason="Two sisters.", by=BY)

    assert not kept.mother.former_names.exists()


def test_the_same_name_in_other_capitals_makes_no_former_name() -> None:
    kept = make_family(mother="Aisha")
    twice = actions.add_person(
        family=kept.family, role=FamilyRole.MOTHER, given_name="AISHA", family_name="khan", by=BY
    )

    actions.merge_people(family=kept.family, keep=kept.mother, gone=twice, by=BY)

    assert not kept.mother.former_names.exists()


def test_a_merged_persons_key_leads_to_the_survivor() -> None:
    made = make_hard_family()
    client = client_of(make_user(team=made.team))
    assert made.twin is not None
    actions.merge_people(family=made.family, keep=made.baby, gone=made.twin, by=BY)

    response = client.get(f"/families/{made.family.key}/people/{made.twin.key}/birth/")

    assert response["Location"] == f"/families/{made.family.key}/people/{made.baby.key}/birth/"


def test_what_stands_in_the_way_of_merging_people_is_said() -> None:
    kept, gone = two(father="Tom")
    assert gone.father is not None

    def merge() -> Merge:
        return actions.merge_people(family=kept.family, keep=kept.baby, gone=gone.baby, by=BY)

    def mother() -> Merge:
        return actions.merge_people(family=gone.family, keep=gone.mother, gone=gone.baby, by=BY)

    assert refused(mother) == "They are recorded as related to each other, so they are two people."
    for baby in (kept.baby, gone.baby):
        Person.objects.filter(pk=baby.pk).update(nhs_number=nhs_number())
    assert refused(merge).startswith("They have two different NHS numbers.")
    Person.objects.update(nhs_number="")
    for made in (kept, gone):
        world = World(kept.team)
        world.rows |= {"families.family": made.family, "families.person": made.baby}
        world.new("caseload.episodebaby")
    assert refused(merge) == "There is an open piece of work for each of the two. End one of them first."
    actions.record_loss(family=gone.family, person=gone.baby, kind=LossKind.BABY_DIED, by=BY)
    assert refused(merge).startswith("A loss or a death is recorded for one of the two only.")


def test_what_was_made_since_stays_where_it_is() -> None:
    kept, gone = two()
    merge = actions.merge_families(keep=kept.family, gone=gone.family, by=BY)
    since = actions.add_need(family=kept.family, person=gone.mother, kind=NeedKind.FORMAT, text="Large print", by=BY)

    actions.unmerge(merge=merge, reason="Two families.", by=BY)

    since.refresh_from_db()
    gone.family.refresh_from_db()
    assert (since.family, gone.family.merged_into) == (kept.family, None)
    assert set(gone.family.members.values_list("person_id", flat=True)) == {gone.mother.pk, gone.baby.pk}


def test_undoing_twice_or_without_a_reason_is_refused() -> None:
    kept, gone = two()
    merge = actions.merge_people(family=kept.family, keep=kept.mother, gone=gone.mother, by=BY)
    assert refused(lambda: actions.unmerge(merge=merge, reason=" ", by=BY)) == "Enter why they are two after all."
    actions.unmerge(merge=merge, reason="Two.", by=BY)

    assert refused(lambda: actions.unmerge(merge=merge, reason="Two.", by=BY)) == "This was undone already."


def test_merges_of_people_are_undone_in_any_order() -> None:
    kept, gone = two()
    third = make_family(kept.team)
    before = snapshot()
    merge = actions.merge_people(family=kept.family, keep=kept.mother, gone=gone.mother, by=BY)
    later = actions.merge_people(family=kept.family, keep=third.mother, gone=kept.mother, by=BY)

    actions.unmerge(merge=merge, reason="Two.", by=BY)
    actions.unmerge(merge=later, reason="Two.", by=BY)

    assert snapshot() == before


FACTS = ("need", "alert", "point", "agreement", "professional", "father")


@settings(max_examples=15)
@given(
    first=st.lists(st.sampled_from(FACTS), max_size=4),
    second=st.lists(st.sampled_from(FACTS), max_size=4),
    people=st.booleans(),
)
def test_merging_and_undoing_gives_back_every_row_as_it_was(first: list[str], second: list[str], people: bool) -> None:
    team = make_team()
    kept, gone = _told(make_family(team), first), _told(make_family(team), second)
    before = snapshot()

    merges = [actions.merge_families(keep=kept.family, gone=gone.family, by=BY)]
    if people:
        pairs = ((kept.mother, gone.mother), (kept.baby, gone.baby))
        merges += [actions.merge_people(family=kept.family, keep=a, gone=b, by=BY) for a, b in pairs]
    assert snapshot() != before
    for merge in reversed(merges):
        actions.unmerge(merge=merge, reason="Two after all.", by=BY)

    assert snapshot() == before


def _told(made: MadeFamily, facts: list[str]) -> MadeFamily:
    """The family with these things recorded, each as often as it stands there."""
    family, mother = made.family, made.mother
    for number, fact in enumerate(facts):
        if fact == "need":
            actions.add_need(family=family, person=mother, kind=NeedKind.OTHER, text=f"Need {number}", by=BY)
        elif fact == "alert":
            actions.raise_alert(family=family, person=mother, kind=AlertKind.OTHER, text=f"Alert {number}", by=BY)
        elif fact == "point":
            actions.add_point(family=family, person=mother, kind="email", value=f"a{number}@example.org", by=BY)
        elif fact == "agreement":
            actions.record_agreement(family=family, person=mother, knows="yes", agrees="no", by=BY)
        elif fact == "professional":
            add_professional(made, f"Jo March {number}", "midwife")  # type: ignore[arg-type]  # the value of the choice
        else:
            actions.add_person(family=family, role=FamilyRole.FATHER, given_name=f"Tom {number}", by=BY)
    return made
