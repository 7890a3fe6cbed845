"""Somebody at a browser: opens, fills in, presses; every page met answers well, is accessible and fits the screen."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date

from django.urls import reverse
from playwright.sync_api import Locator, Page, Response, expect

from pitservice.accounts.models import User
from tests.journeys.axe import assert_accessible
from tests.make.accounts import PASSWORD

_GOOD = 400
#: Bad input and a slower colleague are answered with the form again (design §6).
_FORM_AGAIN = (409, 422)
_KEYS = re.compile(r"/[0-9A-Z]{10}(?=/)|/[\w-]{20,}(?=/)|\?.*$|\d+")


class Visitor:
    """One person at one browser. Wrong answers of the server and inaccessible pages fail the journey."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.looked_at: set[str] = set()
        self.user: User | None = None
        self._broken: list[str] = []
        page.on("response", self._note)

    @property
    def main(self) -> Locator:
        """The page without its header and footer."""
        return self.page.get_by_role("main")

    def sign_in(self, user: User) -> None:
        """Sign in through the form, after signing out whoever is signed in."""
        self.sign_out()
        self.go("account_login")
        self.fill({"Email": user.email})
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        expect(self.page).to_have_url(f"{self.url}/")
        self.user = user

    def sign_out(self) -> None:
        """Press "Sign out", if somebody is signed in."""
        if self.user is not None:
            self.press("Sign out")
            self.user = None

    def go(self, name: str, *args: object) -> None:
        """Open the page of a URL name, as a bookmark does."""
        self.go_to(reverse(name, args=args))

    def go_to(self, path: str) -> None:
        """Open a path."""
        self.page.goto(self.url + path)
        self.look()

    def open(self, link: str, *, exact: bool = False, within: Locator | None = None) -> None:
        """Follow the first link of this name."""
        self._click((within or self.page).get_by_role("link", name=link, exact=exact).first)

    def press(self, button: str, *, exact: bool = True) -> None:
        """Press a button, or a link that looks like one."""
        self._click(self.page.get_by_role("button", name=button, exact=exact).first)

    def _click(self, what: Locator) -> None:
        """Click what leads to a page, and look at that page (not still at the one before)."""
        with self.page.expect_navigation(wait_until="load"):
            what.click()
        self.look()

    def fill(self, answers: dict[str, str]) -> None:
        """Type into boxes, by their labels."""
        for label, value in answers.items():
            self.page.get_by_label(label).first.fill(value)

    def choose(self, question: str, *answers: str) -> None:
        """Tick these answers of a question (its legend)."""
        for answer in answers:
            group = self.page.get_by_role("group", name=question).first
            group.get_by_label(answer, exact=True).filter(visible=True).first.check()

    def select(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def date(self, question: str, when: date) -> None:
        """Fill in the three boxes of a date."""
        group = self.page.get_by_role("group", name=question).first
        for part in ("Day", "Month", "Year"):
            group.get_by_label(part, exact=True).fill(str(getattr(when, part.lower())))

    def reads(self, *words: str) -> None:
        """Each of these can be read in the page."""
        for said in words:
            expect(self.main).to_contain_text(said)

    def does_not_read(self, *words: str) -> None:
        """None of these stands anywhere in the page; call it when the page is known to be there."""
        for said in words:
            expect(self.page.locator("body")).not_to_contain_text(said)

    def look(self) -> None:
        """The page answered well; a page of its kind that was not met before is accessible, wide and narrow."""
        assert self._broken == [], "a page was not answered well"
        kind = f"{_KEYS.sub('/…', self.page.url.removeprefix(self.url))} {self.page.title().startswith('Error:')}"
        if kind not in self.looked_at:
            self.looked_at.add(kind)
            assert_accessible(self.page)

    def download(self, link: str) -> bytes:
        """What a link to a file leads to, fetched with this person's session."""
        href = self.page.get_by_role("link", name=link).or_(self.page.get_by_role("button", name=link)).first
        answer = self.page.request.get(self.url + str(href.get_attribute("href")))
        assert answer.status == 200, f"{href}: {answer.status}"
        return answer.body()

    def _note(self, response: Response) -> None:
        wrong = response.status >= _GOOD and response.status not in _FORM_AGAIN
        if wrong and response.request.resource_type == "document":
            self._broken.append(f"{response.status} {response.request.method} {response.url}")


def until(happened: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Wait for a worker."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"in {seconds:g} s the worker did not: {what}"
        time.sleep(0.1)
