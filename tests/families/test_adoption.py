"""Adoption (P23): nothing leads from the new identity to the former one, or back, but for the guardian."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from families import actions
from families.actions import NewIdentity
from families.contact import Question, who_may_be_told
from families.enums import Channel, FamilyRole, Purpose
from families.models import ContactPoint, Family, FamilyMember, Person, Relationship, SealedLink
from families.models.people import SEALED
from families.searching import search
from families.urls import urlpatterns
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access
from pitservice.db.errors import Refused
from pitservice.messaging.enums import MessageState
from pitservice.ui.fields import shown_nhs_number
from referrals.models import Referral
from referrals.selectors import possible_matches
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, make_appointment, make_session, make_work
from tests.make.families import MadeFamily, add_mobile, let_stand, make_family, nhs_number
from tests.make.messaging import queue_text
from tests.make.referrals import baby, make_referral, mother

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P23")]

SEALED_LIST = 6
#: What stands in the former record and nowhere else.
FORMER = ("Kassian", "Oldroyd", "Perpetua")


@pytest.fixture
def work() -> MadeWork:
    """Work with a birth family: a session, an appointment, a text, a phone of the child's own household."""
    made = make_family(mother="Perpetua", surname="Oldroyd", baby="Kassian", title="Kassian Oldroyd's family")
    actions.change_person(person=made.baby, nhs_number=nhs_number(), by=BY)
    made.baby.refresh_from_db()
    add_mobile(made, made.baby)
    work = make_work(made=made)
    Referral.objects.filter(family=made.family).update(referrer_name="Fatima Begum")
    make_session(work)
    make_appointment(work)
    return work


def adopted(work: MadeWork, named: User | None = None) -> Family:
    let_stand(work.made.family, work.made.baby)
    return actions.record_adoption(
        family=work.made.family,
        person=work.made.baby,
        new=NewIdentity("Ella", "Moss", nhs_number()),
        named=[named or work.lead],
        by=BY,
    )


def test_the_child_has_a_new_record_with_what_is_its_own_and_nothing_else(work: MadeWork) -> None:
    fresh = adopted(work)

    (place,) = FamilyMember.objects.filter(family=fresh)
    ella = place.person
    assert (fresh.title, ella.legal_name, place.role) == ("Ella Moss's family", "Ella Moss", FamilyRole.BABY)
    assert (ella.date_of_birth, ella.sex, ella.sealed) == (work.made.baby.date_of_birth, work.made.baby.sex, False)
    assert ella.nhs_number != Person.objects.get(pk=work.made.baby.pk).nhs_number
    assert Relationship.objects.filter(child=ella).count() == 0
    assert ContactPoint.objects.filter(family=fresh).count() == 0
    link = SealedLink.objects.get()
    assert (link.former_id, link.present_id) == (work.made.baby.pk, ella.pk)


def test_the_birth_familys_record_is_restricted_and_called_by_a_parents_name(work: MadeWork) -> None:
    message = queue_text(work.made)
    adopted(work)

    family = Family.objects.get(pk=work.made.family.pk)
    message.refresh_from_db()
    assert (family.restricted, family.title, family.naming) == (True, "Perpetua Oldroyd's family", "parent")
    assert message.state == MessageState.HELD
    question = Question(Purpose.CORRESPONDENCE, Channel.LETTER, timezone.now())
    answers = {to.recipient: str(to.answer) for to in who_may_be_told(work.made.about, question)}
    assert answers[f"person:{work.made.mother.pk}"] == "ask"


def everywhere(user: User, keys: dict[str, str]) -> dict[str, str]:
    """Every address of families that opens with these keys, and the product's lists: what this user is shown."""
    client = client_of(user)
    found = {}
    lists = [
        "families:list",
        "families:waiting",
        "referrals:inbox",
        "referrals:waiting",
        "caseload:list",
        "caseload:my_day",
        "caseload:outcomes",
        "caseload:unsigned",
        "letters:correspondence",
        "home",
    ]
    for name in lists:
        try:
            found[name] = client.get(reverse(name)).content.decode()
        except NoReverseMatch:
            continue
    for pattern in urlpatterns:
        for args in ([keys["family"]], [keys["family"], keys["person"]]):
            try:
                address = reverse(f"families:{pattern.name}", args=args)
            except NoReverseMatch:
                continue
            found[f"{pattern.name} {len(args)}"] = client.get(address).content.decode()
    return found


def leaks(pages: dict[str, str], words: tuple[str, ...]) -> list[str]:
    return [f"{name}: {word}" for name, page in pages.items() for word in words if word in page]


def test_the_former_identity_leaks_before_so_that_the_test_could_see_it(work: MadeWork) -> None:
    user = make_user(RoleName.CLINICAL_LEAD, work.made.team, name="Robin Lane")
    pages = everywhere(user, {"family": work.made.family.key, "person": work.made.baby.key})

    assert len([page for page in leaks(pages, ("Kassian",)) if page]) > 10


def test_to_a_colleague_who_is_not_named_neither_child_nor_family_exists(work: MadeWork) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, work.made.team, name="Robin Lane")
    number = work.made.baby.nhs_number
    fresh = adopted(work)
    ella = fresh.members.get().person

    pages = everywhere(lead, {"family": work.made.family.key, "person": work.made.baby.key})
    pages |= {f"new {name}": page for name, page in everywhere(lead, {"family": fresh.key, "person": ella.key}).items()}

    assert leaks(pages, (*FORMER, number, shown_nhs_number(number))) == []
    assert "Ella Moss" in pages["new family 1"]


def test_to_a_colleague_who_is_named_the_former_name_and_number_are_gone_from_the_record(work: MadeWork) -> None:
    number = work.made.baby.nhs_number
    adopted(work)

    pages = everywhere(work.lead, {"family": work.made.family.key, "person": work.made.baby.key})

    assert leaks(pages, ("Kassian", number, shown_nhs_number(number))) == []
    assert "Perpetua Oldroyd" in pages["family 1"]


def test_the_new_record_says_nothing_of_an_adoption(work: MadeWork) -> None:
    fresh = adopted(work)
    lead = make_user(RoleName.CLINICAL_LEAD, work.made.team)
    pages = everywhere(lead, {"family": fresh.key, "person": fresh.members.get().person.key})

    assert [name for name, page in pages.items() if "adopt" in page.lower().replace("record an adoption", "")] == []


def test_no_search_and_no_match_finds_the_former_name_number_or_phone(work: MadeWork) -> None:
    made, team = work.made, work.made.team
    number = made.baby.nhs_number
    phone = ContactPoint.objects.get(person=made.baby).value
    triage = viewer_of(make_user(RoleName.CLINICAL_LEAD, team), Permission.DECIDE_REFERRALS)
    named = viewer_of(triage.user, Permission.SEE_FAMILIES)
    assert [len(search(named, words)) for words in ("Kassian", number, phone)] == [1, 1, 1]
    referral = make_referral(
        team, people=(baby(given_name="Kassian", family_name="Oldroyd", nhs_number=number), mother())
    )
    assert [match.family for match in possible_matches(referral, triage)] == [made.family]

    adopted(work, named=triage.user)

    assert [len(search(named, words)) for words in ("Kassian", number, phone)] == [0, 0, 0]
    assert possible_matches(referral, triage) == []


def test_nobody_but_the_guardian_reads_the_link_and_that_is_written_down(work: MadeWork) -> None:
    fresh = adopted(work)
    guardian = make_user(RoleName.GUARDIAN, work.made.team, name="Gwen Pryce")
    stranger = make_user(RoleName.GUARDIAN, make_team())

    page = client_of(guardian).get(reverse("families:sealed")).content.decode()
    assert "Kassian Oldroyd" in page
    assert "Ella Moss" in page
    assert "Kassian" not in client_of(stranger).get(reverse("families:sealed")).content.decode()
    for role in (RoleName.CLINICAL_LEAD, RoleName.MANAGER, RoleName.ADMINISTRATOR):
        assert client_of(make_user(role, work.made.team)).get(reverse("families:sealed")).status_code == 403
    looked = set(Access.objects.filter(user_id=guardian.pk).values_list("family_id", flat=True))
    assert looked == {fresh.pk, work.made.family.pk}


def test_a_sealed_person_has_no_name_wherever_it_is_read_from(work: MadeWork) -> None:
    adopted(work)

    assert Person.objects.get(pk=work.made.baby.pk).name == SEALED


def test_a_child_must_be_chosen_who_was_born_and_lives() -> None:
    made = make_family()
    lead = make_user(team=made.team)
    unborn = make_family(made.team, baby="", expected=timezone.localdate() + timedelta(weeks=3))
    actions.change_person(person=made.baby, nhs_number=nhs_number(), by=BY)
    made.baby.refresh_from_db()

    def adopt(family: MadeFamily, person: Person, number: str = "") -> None:
        new = NewIdentity("Ella", "Moss", number)
        actions.record_adoption(family=family.family, person=person, new=new, named=[lead], by=BY)

    with pytest.raises(Refused, match="Choose the child who was adopted"):
        adopt(made, made.mother)
    with pytest.raises(Refused, match="Only a child whose birth is recorded"):
        adopt(unborn, unborn.baby)
    with pytest.raises(Refused, match="This is the former one"):
        adopt(made, made.baby, made.baby.nhs_number)
    adopt(made, made.baby)
    with pytest.raises(Refused, match="sealed already"):
        adopt(made, made.baby)


def test_the_guardian_declares_two_numbers_one_child() -> None:
    team = make_team()
    former, present = make_family(team, baby="Kassian"), make_family(team, baby="Ella", surname="Moss")
    numbers = [nhs_number(), nhs_number()]
    for made, number in zip((former, present), numbers, strict=True):
        actions.change_person(person=made.baby, nhs_number=number, by=BY)
    lead = make_user(team=team)
    client = client_of(make_user(RoleName.GUARDIAN, team, name="Gwen Pryce"))
    form = {
        "submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b11",
        "former": numbers[0],
        "present": numbers[1],
        "reason": "The social worker said so.",
        "named": [lead.key],
    }

    unknown = client.post(reverse("families:one_child"), form | {"former": nhs_number()})
    assert unknown.status_code == 409
    assert "Nobody in your team" in unknown.content.decode()
    same = client.post(reverse("families:one_child"), form | {"former": numbers[1]})
    assert same.status_code == 409

    page = client.post(reverse("families:one_child"), form, follow=True).content.decode()

    assert "Kassian Khan" in page
    link = SealedLink.objects.get()
    assert (link.former, link.present) == (Person.objects.get(pk=former.baby.pk), present.baby)
    assert Family.objects.get(pk=former.family.pk).restricted
    assert not Family.objects.get(pk=present.family.pk).restricted


@pytest.mark.parametrize("rows", [1, 3])
def test_the_guardians_list_costs_the_same_for_one_and_three(rows: int) -> None:
    team = make_team()
    lead = make_user(team=team)
    for _ in range(rows):
        made = make_family(team)
        new = NewIdentity("Ella", "Moss")
        let_stand(made.family, made.baby)
        actions.record_adoption(family=made.family, person=made.baby, new=new, named=[lead], by=BY)
    client = client_of(make_user(RoleName.GUARDIAN, team))
    client.get(reverse("families:sealed"))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("families:sealed"))

    assert len(queries) == SEALED_LIST
