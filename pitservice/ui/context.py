"""What every page's frame needs: `shell` in templates."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

from pitservice.accounts.models import User
from pitservice.ui.components import NavItem
from pitservice.ui.navigation import items_for, search_address
from pitservice.ui.wording import in_words_of


@dataclass(frozen=True)
class Shell:
    """The frame around a page."""

    product: str
    demo: bool
    user_name: str = ""
    teams: str = ""
    search_href: str = ""
    nav: list[NavItem] = field(default_factory=list)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor. Costs no query beyond the memberships that the page's viewer has read already."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"shell": Shell(settings.PRODUCT_NAME, settings.DEMO)}
    teams = ", ".join(sorted({m.team.name for m in user.current_memberships}))
    match = request.resolver_match
    current = getattr(getattr(match.func, "view_class", None), "nav", "") if match else ""
    search = search_address(user)
    if request.path == search:  # that page has a box of its own
        search = ""
    nav = in_words_of(user, items_for(user, current))
    return {"shell": Shell(settings.PRODUCT_NAME, settings.DEMO, user.name, teams, search, nav)}
