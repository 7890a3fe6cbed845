"""Pages about the product itself: what can be managed, roles, what is new, shortcuts, accessibility, help."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.governance import presenters
from pitservice.ui.components import Fact, FactList, Link, Section, Words
from pitservice.ui.pages import RecordPage
from pitservice.ui.pages.base import Page
from pitservice.ui.pages.public import PublicPage

_TEXTS = Path(__file__).resolve().parent.parent

#: What stands on the page "Manage": words, URL name, who may, and what it is for.
PLACES: tuple[tuple[str, str, Permission, str], ...] = (
    ("Users", "governance:users", Permission.MANAGE_USERS, "Who works here, and in which role."),
    ("Set up a team", "governance:set_up_team", Permission.MANAGE_USERS, "A new team, out of what another one has."),
    ("Roles", "governance:roles", Permission.SEE_HOME, "What each role may do."),
    ("Background work", "governance:jobs", Permission.SEE_JOBS, "What runs, what failed, and starting it again."),
    ("Who did what", "governance:events", Permission.SEE_AUDIT, "Every act of the team, with who and when."),
    ("Lists and settings", "configuration:settings", Permission.MANAGE_LISTS, "Working days, risk list, reminders."),
    ("Policies", "policies:list", Permission.SEE_HOME, "What is in force, who has read it, when it is reviewed."),
    ("Interventions", "caseload:interventions", Permission.MANAGE_LISTS, "What you offer, and its usual length."),
    (
        "Localities",
        "caseload:localities",
        Permission.MANAGE_LISTS,
        "Parts of your area, and who works there.",
    ),
    ("How texts go", "messaging:gateway", Permission.SEE_JOBS, "Which services send, and whether answers reach us."),
    ("Words of letters and texts", "letters:templates", Permission.EDIT_WORDS, "Your own words, and other languages."),
    ("Forms for notes", "caseload:note_forms", Permission.EDIT_WORDS, "Headings to write a session’s note under."),
    ("The head of your letters", "letters:heads", Permission.EDIT_WORDS, "Your own logo, and how letters look."),
    ("Leaflets and forms", "letters:enclosures", Permission.EDIT_WORDS, "What goes with a letter, or to a visit."),
)


class ManagePage(RecordPage):
    """What this person may look after."""

    permission = Permission.SEE_JOBS
    nav = "governance:manage"
    heading = "Manage"

    def get_record(self) -> None:
        return None

    def families(self) -> Sequence[tuple[int, int]]:
        return ()

    def body(self) -> Sequence[object]:
        offered = [(text, _address(name), why) for text, name, permission, why in PLACES if self._may(permission)]
        return [FactList([Fact(text, why, actions=[Link("Open", href, text)]) for text, href, why in offered if href])]

    def _may(self, permission: Permission) -> bool:
        return Viewer.of(self.user, permission).allowed


def _address(name: str) -> str:
    """Where a place is; empty while there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class _TextPage(RecordPage):
    """A page of words, about nobody."""

    abstract = True
    permission = Permission.SEE_HOME

    def get_record(self) -> None:
        return None

    def families(self) -> Sequence[tuple[int, int]]:
        return ()


class RolesPage(_TextPage):
    """The roles in words, and the grid."""

    heading = "Roles"

    def get_breadcrumbs(self) -> Sequence[Link]:
        return [Link("Home", reverse("home"))]

    def body(self) -> Sequence[object]:
        return [presenters.role_sections(), Section("Who may do what", [presenters.roles_grid()])]


class WhatsNewPage(_TextPage):
    """What changed, and why."""

    heading = "What’s new"

    def body(self) -> Sequence[object]:
        return [
            Section(entry["title"], [Words([*entry["what"], f"Why: {entry['why']}"])]) for entry in _texts("whats_new")
        ]


class HelpPage(_TextPage):
    """How to do the common things."""

    heading = "Help"

    def body(self) -> Sequence[object]:
        return [Section(entry["title"], [Words(entry["lines"])]) for entry in _texts("help")]


@cache
def _texts(name: str) -> list[dict[str, Any]]:
    """The entries of a file of words beside this package."""
    with (_TEXTS / f"{name}.toml").open("rb") as file:
        entries: list[dict[str, Any]] = tomllib.load(file)["entry"]
    return entries


class KeyboardPage(Page):
    """Keyboard shortcuts."""

    permission = Permission.SEE_HOME
    heading = "Keyboard shortcuts"
    template_name = "pages/keyboard.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return self.render({})


class AccessibilityPage(PublicPage):
    """What was done so that everybody can use this, and where it falls short."""

    public = "an accessibility statement is for everybody, families and referrers too"
    template_name = "pages/accessibility.html"
    heading = "Accessibility"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return self.render({"back": None, "breadcrumbs": (), "banner": None, "caption": ""})
