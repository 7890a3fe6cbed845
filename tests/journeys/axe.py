"""Every page that a journey meets passes axe with no violation and needs no sideways scrolling, wide and narrow."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.harness.browser import scripts_on

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (1280, 320)
_SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
#: The menu folds in the frames after the window changed its width; a busy machine draws them late, a tab behind another
#: one not at all.
_FOLDED = """async width => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let drawn = 0; drawn < 300 && window.innerWidth !== width; drawn += 1) await frame();
    for (let drawn = 0; drawn < 6; drawn += 1) await frame();
}"""
_RUN = """() => Promise.race([
    axe.run(document, {resultTypes: ['violations']}).then(result => result.violations),
    new Promise((_, refuse) => setTimeout(() => refuse(new Error('axe took more than 60 s')), 60000)),
])"""


def assert_accessible(page: Page, *, widths: tuple[int, ...] = WIDTHS) -> None:
    """Fail with every violation of the page as it is now, at each width in CSS pixels; leaves the page wide."""
    page.bring_to_front()
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        with scripts_on(page):
            page.evaluate(_FOLDED, width)
            violations = [_sentence(violation) for violation in _violations(page)]
            beyond = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert violations == [], f"{page.url} at {width} px: {violations}"
        assert beyond <= 0, f"{page.url} at {width} px is {beyond} px too wide"
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def _violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds; `evaluate` works with our Content Security Policy on, where a script tag would be blocked."""
    if not page.evaluate("() => typeof axe !== 'undefined'"):
        page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return found


@cache
def _axe() -> str:
    """The text of axe-core, as npm brought it."""
    return _SCRIPT.read_text(encoding="utf-8")


def _sentence(violation: dict[str, Any]) -> str:
    """A violation as one line: which rule, what helps, where."""
    where = "; ".join(str(node["html"])[:160] for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']} ({where})"
