"""A manager draws two localities, and a lead allocates a family by where it lives, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseload.models import Episode
from families.models import ContactPoint
from pitservice.accounts.enums import RoleName
from tests.caseload.test_cover_in_the_browser import sign_in
from tests.caseload.test_in_the_browser import look
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import make_user
from tests.make.families import make_family
from tests.make.localities import make_town

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_two_localities_are_drawn_and_a_family_is_allocated_by_one(running_product: RunningProduct, page: Page) -> None:
    town = make_town()
    manager = make_user(RoleName.MANAGER, town.team, "Mona Reid")
    make_user(RoleName.TRAINEE, town.team, "Tom Vale")
    waits, hidden = town.waits("ZZ18 4AA"), town.waits(made=make_family(town.team, baby="Noor", surname="Aziz"))
    town.waits("ZZ20 1AA")
    ContactPoint.objects.filter(family=hidden.family).update(place="refuge")

    sign_in(page, running_product, manager)
    _draw(page)

    sign_in(page, running_product, town.boss)
    open_place(page, "Waiting list")
    page.get_by_role("button", name="Allocate by locality").click()
    page.get_by_role("heading", name="Hillside", exact=True).wait_for()
    page.get_by_role("heading", name="Address not shown").wait_for()
    look(page, "by-locality")
    page.get_by_role("table", name="Waiting: Hillside").get_by_role("link", name="Allocate").click()
    page.get_by_label("Sam Okoro: 0 open families, 0 slots a week; works in Hillside, where the family lives").check()
    look(page, "by-locality-allocate")
    page.get_by_role("button", name="Allocate", exact=True).click()
    page.get_by_text("The family is allocated.").wait_for()
    assert Episode.objects.get().family == waits.family

    page.go_back()
    page.go_back()
    page.reload()
    page.get_by_role("heading", name="Hillside", exact=True).wait_for()
    assert page.get_by_role("table", name="Waiting: Hillside").count() == 0


def _draw(page: Page) -> None:
    """Riverside is there; Hillside is added, a wrong line first."""
    open_place(page, "Manage")
    page.get_by_role("link", name="Open Localities").click()
    look(page, "localities")
    for areas, name in (("ZZ18\nthe hill", "Hillside"), ("ZZ18\nZZ17", "Hillside"), ("ZZ19", "Quay")):
        if page.get_by_role("heading", level=1, name="Localities").count():
            page.get_by_role("button", name="Add a locality").click()
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Postcode areas").fill(areas)
        for colleague in ("Sam Okoro", "Tom Vale") if name == "Hillside" else ():
            page.get_by_label(colleague, exact=True).check()
        page.get_by_role("button", name="Add", exact=True).click()
        page.wait_for_load_state()
    page.get_by_role("link", name="Quay").click()
    look(page, "locality")
    page.get_by_role("button", name="End this locality").click()
    look(page, "locality-end")
    page.get_by_role("button", name="End it").click()
    page.get_by_text("Ended. It stays on the list with its day.").wait_for()
    look(page, "localities-drawn")
