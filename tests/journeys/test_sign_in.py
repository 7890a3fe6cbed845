"""Signing in at a browser: a slip, the home page, where one is signed in, signing out, and the second factor."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from base64 import b32decode

from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from tests.harness.product import RunningProduct
from tests.journeys.steps.stage import set_the_stage
from tests.journeys.steps.visitor import Visitor
from tests.make.accounts import PASSWORD


def test_a_slip_then_in_and_out_again(running_product: RunningProduct, page: Page) -> None:
    stage = set_the_stage()
    visitor = Visitor(page, running_product.url)

    # Somebody who is not signed in is led to the form, and afterwards to where they were going.
    visitor.go("referrals:inbox")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    visitor.fill({"Email": stage.lead.email})
    page.get_by_label("Password", exact=True).fill("not the password at all")
    visitor.press("Sign in")
    visitor.reads("There is a problem")
    expect(page.get_by_label("Email")).to_have_value(stage.lead.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.press("Sign in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Referrals to decide")

    # Their own page says where they are signed in.
    visitor.open(stage.lead.name)
    visitor.reads("Where you are signed in", "this one", "You are signed in nowhere else.")
    visitor.press("Sign out")
    visitor.go("home")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_second_step_is_set_up_with_an_app_and_asked_for_from_then_on(
    running_product: RunningProduct, page: Page
) -> None:
    stage = set_the_stage()
    visitor = Visitor(page, running_product.url)
    visitor.sign_in(stage.lead)

    visitor.go("mfa_activate_totp")
    if page.get_by_label("Password", exact=True).count():
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        visitor.press("Confirm")
    visitor.reads("Set up your authenticator app")
    key = page.locator(".app-key").inner_text()
    page.get_by_role("textbox", name="code").fill("000000")
    visitor.press("Finish")
    visitor.reads("There is a problem")
    assert page.locator(".app-key").inner_text() == key, "the app was shown this key"
    page.get_by_role("textbox", name="code").fill(_code(key))
    visitor.press("Finish")
    visitor.reads("Your app is set up.", "Your recovery codes")
    recovery = page.get_by_text(re.compile(r"^\s*\d{8}\s*$")).first.inner_text().strip()

    visitor.sign_out()
    assert Authenticator.objects.filter(user=stage.lead).exists()
    visitor.go("account_login")
    visitor.fill({"Email": stage.lead.email})
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.press("Sign in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your code")
    visitor.go("home")
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your code")
    page.get_by_role("textbox", name="code").fill(recovery)
    visitor.press("Sign in")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Priya")


def _code(key: str) -> str:
    """What an authenticator app shows now for this key (RFC 6238: six digits, 30 seconds, SHA-1)."""
    count = int(time.time()) // 30
    digest = hmac.new(b32decode(key), count.to_bytes(8), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"
