"""Every page about referrals in a browser, wide and narrow: accessible, and whole at 320 px."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from pitservice.accounts.models import User
from referrals.enums import Outcome
from tests.harness.product import RunningProduct
from tests.journeys.axe import assert_accessible
from tests.make.accounts import PASSWORD, make_team, make_user
from tests.make.referrals import (
    baby,
    father,
    make_decision,
    make_referral,
    make_risk_list,
    make_waiting,
    mother,
    ticks_of,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Where pictures of the pages go, for whoever wants to look at them.
PICTURES = os.environ.get("PICTURES")


def look(page: Page, name: str) -> None:
    """Check the page, and keep a picture where somebody asked for one."""
    page.wait_for_load_state()
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    assert_accessible(page)


def sign_in(page: Page, product: RunningProduct, user: User) -> None:
    """Sign in as that colleague."""
    page.goto(f"{product.url}/account/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{product.url}/")


@pytest.mark.rule("P16", "WL-1")
def test_pages_of_the_lead(running_product: RunningProduct, page: Page) -> None:
    team = make_team("Eastfield")
    make_risk_list(team)
    lead = make_user(team=team)
    late = make_referral(
        team,
        received_at=timezone.now() - timedelta(days=30),
        people=(baby(), mother(), father()),
        ticks=ticks_of(team, significant=1, minor=2),
    )
    warned = make_referral(team, warning="DV - do NOT send letters to home address", people=(baby(), mother()))
    make_decision(make_referral(team, people=(baby(), mother(given_name="Zofia"))), Outcome.MORE_INFORMATION)
    make_waiting(team, people=(baby(given_name="Ola"), mother(given_name="Ewa", mobile="07700 900777")),
                 services_involved="Perinatal MH")  # fmt: skip

    sign_in(page, running_product, lead)
    look(page, "home")
    for name, path in {
        "inbox": "referrals/",
        "add": "referrals/add/",
        "referral": f"referrals/{late.key}/",
        "warning": f"referrals/{warned.key}/warning/",
        "decide": f"referrals/{late.key}/decide/",
        "waiting": "waiting/",
        "lists": "manage/lists/",
        "settings": f"manage/lists/{team.slug}/settings/",
        "risks": f"manage/lists/{team.slug}/risk-factors/",
        "days": f"manage/lists/{team.slug}/working-days/",
    }.items():
        page.goto(f"{running_product.url}/{path}")
        look(page, name)
    page.goto(f"{running_product.url}/waiting/")
    page.click("main td a:has-text('Check')")
    look(page, "check")

    page.goto(f"{running_product.url}/referrals/{late.key}/decide/")
    page.check("[name=outcome][value=not_accepted]")
    page.check("[name=reason][value=outside_area]")
    page.click("text=Show what will be sent")
    look(page, "decide-preview")
    page.click("main button:has-text('Decide')")
    look(page, "decide-refused")
    assert "Say why you decide otherwise" in page.inner_text("main")
    page.fill("[name=differs]", "They moved.")
    page.click("main button:has-text('Decide')")
    look(page, "decided")
    assert "Letters wait until" in page.inner_text("main")
