"""Waiting in a browser: a letter, its answer without JavaScript, the alarm; three orders, a call and a move."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pitservice.letters.models import Copy
from referrals.models import HoldingCheck, WaitingEntry
from tests.harness.product import RunningProduct
from tests.make.accounts import make_team, make_user
from tests.make.referrals import baby, make_risk_list, make_waiting, mother, ticks_of
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def press(page: Page, words: str) -> None:
    """Press a button, or a link that looks like one."""
    page.click(f"main .nhsuk-button:has-text('{words}')")


def waits(team: object, name: str, number: int, **ticks: int) -> WaitingEntry:
    """A family on the list."""
    people = (baby(given_name=name), mother(given_name=f"{name}s", mobile=f"07700 90{number:04}"))
    return make_waiting(team, people=people, services_involved="Home-Start", ticks=ticks_of(team, **ticks))  # type: ignore[arg-type]  # ticks are numbers


@pytest.mark.rule("WL-2", "P14", "P11")
def test_a_service_answers_by_its_link_and_the_alarm_is_closed(
    running_product: RunningProduct, page: Page, plain_page: Page
) -> None:
    team = make_team("Eastfield")
    make_risk_list(team)
    entry = waits(team, "Ola", 111, significant=1)
    sign_in(page, running_product, make_user(team=team))

    page.goto(f"{running_product.url}/waiting/")
    page.click("main td a:has-text('Check')")
    look(page, "holding-check")
    press(page, "Ask them by letter")
    look(page, "holding-ask")
    press(page, "Write these letters")
    look(page, "holding-asked")

    (link,) = re.findall(r"https?://\S+", " ".join(Copy.objects.get(letter__purpose="holding").paragraphs))
    assert link.startswith(running_product.url)
    plain_page.goto(link)
    look(plain_page, "support")
    assert sorted(HoldingCheck.objects.values_list("support", flat=True)) == ["asked", "not_asked"]
    plain_page.click("main button[type=submit]")
    look(plain_page, "support-errors")
    plain_page.check("[name=support][value=stopped]")
    plain_page.fill("[name=note]", "Discharged last week.")
    plain_page.click("main button[type=submit]")
    look(plain_page, "support-thanks")
    assert "Thank you. We have your answer." in plain_page.inner_text("main")
    plain_page.goto(link)
    look(plain_page, "support-gone")
    assert "no longer available" in plain_page.inner_text("main")

    page.goto(f"{running_product.url}/")
    assert "Support while waiting: stopped" in page.inner_text("main")
    page.goto(f"{running_product.url}/waiting/{entry.key}/")
    look(page, "entry-alarm")
    press(page, "Say what was done")
    page.fill("[name=done]", "Rang the team leader: visits weekly again.")
    look(page, "alarms")
    press(page, "Close the alarm")
    look(page, "entry-closed")
    assert "visits weekly again" in page.inner_text("main")
    page.goto(f"{running_product.url}/waiting/{entry.key}/link/")
    look(page, "give-link")
    page.check("[name=service]")
    press(page, "Make the link")
    look(page, "link-once")


@pytest.mark.rule("WL-1")
def test_three_orders_a_triage_contact_and_a_move(running_product: RunningProduct, page: Page) -> None:
    team = make_team("Eastfield")
    make_risk_list(team)
    waits(team, "Ola", 111, significant=3)
    second = waits(team, "Zayn", 222, significant=1)
    sign_in(page, running_product, make_user(team=team))

    page.goto(f"{running_product.url}/waiting/")
    look(page, "waiting")
    press(page, "Three orders side by side")
    look(page, "orders")
    page.click("main a:has-text('Zayn')")
    press(page, "Triage contact")
    page.check("[name=outcome][value=spoke]")
    look(page, "triage")
    for name, value in {"spoke_to": "Zayns", "note": "Cannot sleep."}.items():
        page.fill(f"[name={name}]", value)
    for name, value in {"change": "worse", "at_risk": "no", "priority": "1"}.items():
        page.check(f"[name={name}][value='{value}']")
    press(page, "Save")
    press(page, "Move on the list")
    page.check("[name=where][value=beside]")
    page.select_option("[name=beside]", index=1)
    page.fill("[name=reason]", "Goes home from the neonatal unit on Friday")
    look(page, "place")
    press(page, "Move it")
    assert "Moved: it is 1st by date received now." in page.inner_text("main")
    page.goto(f"{running_product.url}/waiting/orders/")
    look(page, "orders-moved")
    assert "Put at this place: Goes home from the neonatal unit on Friday" in page.inner_text("main")
    assert "The same in all three" in page.inner_text("main")
    page.goto(f"{running_product.url}/waiting/{second.key}/")
    look(page, "entry")
    for words in ("Urgent at triage", "Put at a chosen place", "Spoke to them (Zayns)"):
        assert words in page.inner_text("main")
    for name in ("tell", "told", "unavailable", "leave"):
        page.goto(f"{running_product.url}/waiting/{second.key}/{name}/")
        look(page, name)
    page.goto(f"{running_product.url}/waiting/?on_day=1&on_month=11&on_year=2026")
    look(page, "waiting-then")
