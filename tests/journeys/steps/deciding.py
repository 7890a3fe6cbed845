"""When: the clinical lead reads the warning, sees what will be sent, and decides."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import ViewportSize, expect

from referrals.models import Decision, Referral
from tests.harness.browser import WIDE
from tests.journeys.steps.referring import FATHER
from tests.journeys.steps.visitor import Visitor

PICTURED: ViewportSize = {"width": 1280, "height": 1100}
PICTURE = Path(__file__).resolve().parents[3] / "docs" / "pictures" / "inbox.png"


def a_picture_is_taken(visitor: Visitor) -> None:
    """Of the inbox, for the README: only where somebody asked for it (PICTURES=1)."""
    if os.environ.get("PICTURES"):
        visitor.go("referrals:inbox")
        visitor.page.set_viewport_size(PICTURED)
        visitor.page.screenshot(path=PICTURE)
        visitor.page.set_viewport_size(WIDE)


def the_inbox_shows(visitor: Visitor, referral: Referral, *words: str) -> None:
    """The referral stands in the inbox with these words; open it."""
    visitor.go("referrals:inbox")
    row = visitor.page.get_by_role("row").filter(has_text=referral.key)
    for said in words:
        expect(row).to_contain_text(said)
    visitor.open(referral.key, within=row)


def reads_the_warning(visitor: Visitor) -> None:
    """Nothing can be decided before somebody has read it and said what it means for contact (P3)."""
    visitor.press("Read the warning")
    visitor.reads("Read this first", "must not find out")
    visitor.choose("Does this change who may be contacted, or where?", "Yes")
    visitor.page.get_by_label(f"{FATHER} must not learn of it").check()
    visitor.press("I have read this")


def accepts(visitor: Visitor, *, expects: tuple[str, ...] = ()) -> Decision:
    """Accept to the waiting list, after a look at what will be sent."""
    visitor.page.get_by_role("radio", name="Accept to the waiting list", exact=True).check()
    visitor.press("Show what will be sent")
    visitor.reads(*expects)
    visitor.press("Decide")
    visitor.reads("Decided: accepted to the waiting list")
    return Decision.objects.latest("pk")
