"""In a real browser: a copy of a record is drawn up and gone through; names in words; an entry that stands twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from families import actions
from families.enums import NeedKind, ProfessionalRole, RequestKind
from families.models import Release
from pitservice.accounts.enums import RoleName
from tests.families.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_user
from tests.make.families import MadeFamily, add_professional, make_family

if TYPE_CHECKING:
    from playwright.sync_api import Page


def asked() -> tuple[MadeFamily, str]:
    """A family whose mother asked for her record, and the address of her request."""
    made = make_family(father="Tom")
    request = actions.receive_request(
        family=made.family,
        kind=RequestKind.ACCESS,
        asked_by="Aisha Khan",
        whose=made.mother,
        received_on=timezone.localdate(),
        by=BY,
    )
    actions.check_request(request=request, identity_how="Passport", by=BY)
    return made, reverse("families:request", args=[made.family.key, request.key])


def test_a_copy_is_drawn_up_gone_through_and_made(running_product: RunningProduct, page: Page) -> None:
    made, request = asked()
    sign_in(page, running_product, make_user(RoleName.CLINICAL_LEAD, made.team))
    page.goto(f"{running_product.url}{request}")
    page.get_by_role("button", name="Draw up a copy").click()
    page.get_by_role("button", name="Draw it up").click()
    look(page, "release")
    page.get_by_role("button", name="Give the rest").click()
    page.get_by_role("button", name="Give the rest").click()
    page.get_by_text("They are given.").wait_for()
    for piece in Release.objects.get().pieces.filter(decision=""):
        page.get_by_role("link", name=f"Decide number {piece.number}", exact=True).click()
        page.get_by_label("Left out", exact=True).check()
        page.get_by_label("It is about somebody else, who has not agreed").check()
        page.get_by_label("Why?").fill("He has not agreed.")
        look(page, "release-piece")
        page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Make the copy").click()
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("It is being made").first.wait_for()
    look(page, "release-made")


def test_names_in_words_are_decided_about(running_product: RunningProduct, page: Page) -> None:
    made = make_family(baby="Kassian")
    actions.add_need(family=made.family, person=made.mother, kind=NeedKind.FORMAT, text="Pictures of Kassian", by=BY)
    sign_in(page, running_product, make_user(RoleName.GUARDIAN, made.team))
    page.goto(f"{running_product.url}{reverse('families:adoption', args=[made.family.key])}")
    look(page, "adoption")
    page.get_by_role("link", name="Where the names stand in words").click()
    page.get_by_label("Close it: only the guardian may read it").check()
    look(page, "names-in-words")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Record an adoption").wait_for()


def test_a_professional_who_stands_twice_becomes_one(running_product: RunningProduct, page: Page) -> None:
    made = make_family()
    add_professional(made, "Tess Field", ProfessionalRole.HEALTH_VISITOR)
    other = actions.add_professional(
        team=made.team, name="Theresa Field", role=ProfessionalRole.HEALTH_VISITOR, organisation=None, by=BY
    )
    sign_in(page, running_product, make_user(RoleName.CLINICAL_LEAD, made.team))
    page.goto(f"{running_product.url}{reverse('families:directory_professional', args=[other.key])}")
    page.get_by_role("button", name="Stands twice").click()
    page.get_by_label("Tess Field").check()
    page.get_by_role("button", name="Compare").click()
    page.get_by_label("Tess Field").check()
    page.get_by_label("I have compared the two").check()
    look(page, "directory-compare")
    page.get_by_role("button", name="Merge them").click()
    page.get_by_text("The two are one entry now.").wait_for()
