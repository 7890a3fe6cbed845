"""A real Chromium, the machine's where there is one, that reaches nothing but this machine."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page, ViewportSize

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Quiet and offline: no sandbox (root, containers), no background traffic, no name but this machine's.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
WIDE: ViewportSize = {"width": 1280, "height": 900}
#: Where a failed journey leaves a picture of the page it stood on.
PICTURES = Path(os.environ.get("VAR", "var")) / "journeys"

_SWITCH = "Emulation.setScriptExecutionDisabled"
_PLAIN: dict[Page, CDPSession] = {}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for this worker."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code; it is not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("XDG_CONFIG_HOME", home)
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a browser with no history; what the browser complains about fails the test."""
    yield from _page(browser, request, scripts=True)


@pytest.fixture
def plain_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The same with JavaScript off, as for a visitor whose browser or network does not run it."""
    yield from _page(browser, request, scripts=False)


@contextmanager
def scripts_on(page: Page) -> Iterator[None]:
    """Let our own checks run in a page without JavaScript; the page's scripts stay as they were when it was loaded."""
    session = _PLAIN.get(page)
    if session is not None:
        session.send(_SWITCH, {"value": False})
    yield
    if session is not None:
        session.send(_SWITCH, {"value": True})


def _page(browser: Browser, request: pytest.FixtureRequest, *, scripts: bool) -> Iterator[Page]:
    """A page of a context of its own; a failed test leaves a picture."""
    context = browser.new_context(viewport=WIDE, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(15_000)
    page = context.new_page()
    if not scripts:
        # Not Playwright's own `java_script_enabled=False`: that cannot be lifted for axe.
        _PLAIN[page] = context.new_cdp_session(page)
        _PLAIN[page].send(_SWITCH, {"value": True})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.extend(_complaint(message)))
    failed_before = request.session.testsfailed
    yield page
    if request.session.testsfailed > failed_before:
        _take_picture(page, request.node.name)
    _PLAIN.pop(page, None)
    context.close()
    assert complaints == [], "the browser complained"


def _complaint(message: ConsoleMessage) -> list[str]:
    """What the console says of our own doing: a broken policy or script, not an expected 4xx answer."""
    if message.type != "error" or "Failed to load resource" in message.text:
        return []
    return [message.text]


def _take_picture(page: Page, name: str) -> None:
    """Keep what the page looked like."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name[:80]}.png".replace("/", "-"), full_page=True)
