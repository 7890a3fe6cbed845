"""A family of three generations is filled in and looked at, drawn wide and narrow; every page through axe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from families import actions
from families.enums import ApproachAnswer, FamilyRole
from families.models import Approach, Competence, Relationship
from pitservice.accounts.enums import RoleName
from tests.families.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_user
from tests.make.families import MadeFamily, make_family

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def made(running_product: RunningProduct) -> MadeFamily:
    """Aisha, sixteen, and Zayn; the rest is filled in by hand."""
    made = make_family(mother="Jade", surname="Hartley", baby="Roman")
    today = timezone.localdate()
    born = today.replace(year=today.year - 16, day=1)
    made.mother = actions.change_person(person=made.mother, date_of_birth=born, by=BY)
    return made


@pytest.mark.rule("P26")
@pytest.mark.rule("P27")
def test_a_family_of_three_generations(running_product: RunningProduct, page: Page, made: MadeFamily) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, made.team)
    sign_in(page, running_product, lead)
    people = running_product.url + reverse("families:people", args=[made.family.key])

    page.goto(people)
    page.get_by_text("ask who else matters to this baby").wait_for()
    page.get_by_role("button", name="Add a father or partner").click()
    page.get_by_label("First name").fill("Callum")
    page.get_by_label("Last name").fill("Price")
    page.get_by_text("If they are a parent or carer").click()
    page.get_by_label("What a court has forbidden or limited").fill("Contact only at the contact centre.")
    look(page, "add-father")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Callum Price: Contact only at the contact centre.").wait_for()

    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("What they are to this family").select_option("Grandparent")
    page.get_by_label("First name").fill("Dawn")
    page.get_by_role("group", name="Do they live here?").get_by_label("Yes").check()
    page.get_by_text("If they are a grandparent").click()
    page.get_by_label("Jade Hartley, mother, 16 years").first.check()
    page.get_by_label("What are they to that parent?").select_option("Mother")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Dawn", exact=True).wait_for()

    page.get_by_role("button", name="Record an invitation or answer").click()
    page.get_by_label("Callum Price, father").check()
    page.get_by_label("Takes part").check()
    look(page, "approach")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Enter how they were asked").first.wait_for()
    page.get_by_label("How were they asked?").fill("At the home visit")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("At the home visit").first.wait_for()
    look(page, "people-three-generations")

    page.get_by_role("link", name="Jade Hartley", exact=True).first.click()
    page.get_by_role("button", name="Record whether they can agree").click()
    page.get_by_role("group", name="Can they understand").get_by_label("Yes").check()
    look(page, "competence")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Can agree for themselves (Priya Shah").wait_for()
    look(page, "person")

    page.goto(running_product.url + reverse("families:fathers"))
    page.get_by_role("heading", level=1, name="Fathers and partners").wait_for()
    look(page, "fathers")

    kinds = set(Relationship.objects.filter(family=made.family).values_list("person__given_name", "kind"))
    assert kinds == {
        ("Jade", FamilyRole.MOTHER),
        ("Callum", FamilyRole.FATHER),
        ("Dawn", FamilyRole.GRANDPARENT),
        ("Dawn", FamilyRole.MOTHER),
    }
    assert Approach.objects.get().answer == ApproachAnswer.TAKES_PART
    assert Competence.objects.get().competent == "yes"


def test_two_people_change_the_same_person_without_javascript(
    running_product: RunningProduct, page: Page, made: MadeFamily
) -> None:
    sign_in(page, running_product, make_user(RoleName.CLINICAL_LEAD, made.team))
    page.goto(running_product.url + reverse("families:change_person", args=[made.family.key, made.mother.key]))
    page.get_by_label("Known as").fill("JJ")
    actions.change_person(person=made.mother, known_as="Jay", pronouns="she/her", by=BY)

    page.get_by_role("button", name="Save").click()

    page.get_by_role("heading", name="What has changed").wait_for()
    look(page, "two-people")
    assert page.get_by_label("Known as").input_value() == "JJ"
    assert page.get_by_label("Pronouns").input_value() == "she/her"
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The change has been saved.").wait_for()
    made.mother.refresh_from_db()
    assert (made.mother.known_as, made.mother.pronouns) == ("JJ", "she/her")
