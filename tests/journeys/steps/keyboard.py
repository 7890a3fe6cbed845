"""Somebody without a mouse: Tab to it, type, press; at every stop on the way the focus is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

#: No page has more places to stop at on the way to what is wanted.
MOST_STOPS = 60
#: Whether focus can be seen where it is: an outline or a shadow on it, or on the mark drawn beside a box or a button of
#: a set; inside the window; and not under something else.
_SEEN = """place => {
    const marks = [[place, null], [place, '::before'], [place.nextElementSibling, '::before']];
    const drawn = marks.filter(([one]) => one).map(([one, part]) => getComputedStyle(one, part));
    const marked = drawn.some(style => style.boxShadow !== 'none' ||
        (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0));
    const box = place.getBoundingClientRect();
    const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return marked && inside;
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until focus stands there; at every stop on the way it is seen."""
    handle = wanted.element_handle()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate_handle("document.activeElement").as_element()
        assert stop is not None
        if stop.evaluate("place => place === document.body"):
            continue
        assert stop.evaluate(_SEEN), f"focus cannot be seen at {stop.evaluate('place => place.outerHTML')[:200]}"
        if stop.evaluate("(place, wanted) => place === wanted", handle):
            return
    raise AssertionError(f"{page.url}: Tab does not reach {wanted}")


def follow(page: Page, words: str) -> None:
    """Tab to a link or button in the page's middle and press Enter."""
    tab_to(page, page.locator("main").get_by_text(words, exact=True).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer(page: Page, **given: str) -> None:
    """Answer in the order of the page: Tab to each box and type, or Space on the first of a set and arrows onward."""
    for name, value in given.items():
        boxes = page.locator(f"main [name={name}]")
        tab_to(page, boxes.first)
        if boxes.first.get_attribute("type") not in ("radio", "checkbox"):
            page.keyboard.type(value)
            continue
        page.keyboard.press("Space")
        while not page.locator(f"main [name={name}][value='{value}']").is_checked():
            page.keyboard.press("ArrowDown")
