"""The main navigation, as somebody uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def open_place(page: Page, name: str) -> None:
    """From the menu, which folds what does not fit under "More" a moment after the page is there."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 200)))")
    menu = page.get_by_role("navigation", name="Menu")
    place = menu.get_by_role("link", name=name)
    if not place.is_visible():
        menu.get_by_role("button", name="More").click()
    place.click()
    page.get_by_role("heading", level=1, name=name).wait_for()
