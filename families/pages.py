"""Page bases for everything about a family: banner, tabs, breadcrumbs, the log of who looked.

Mixed by every app above with its own permission and its own `get_record` or `act`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from families.guarding import opened_until
from families.merged import leads_on_family, leads_on_person
from families.models import Family
from families.presenters import banner, family_label
from families.registry import tabs
from families.selectors import for_banner
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Banner, Link, Tab
from pitservice.ui.pages import ActionPage, Page, RecordPage


def banner_for(family: Family, user: User) -> Banner:
    """The banner as this colleague sees it: with what they opened in an emergency, and until when (design §6)."""
    return banner(family, timezone.localdate(), opened_until(family, user))


class AboutFamily(Page):
    """`self.family` is the family that the page is about, fetched with what its banner needs.

    By default it is the one with the address's `key`, out of those visible to the viewer. Where the address names
    something else, `way_to_family` leads from the page to the family (`record.episode.family`); the page gives that
    record from those visible to the viewer. `crumb` is this page's own name in the breadcrumbs.
    """

    abstract: ClassVar[bool] = True
    way_to_family: ClassVar[str] = ""
    of_many = False
    nav = "families:list"

    @cached_property
    def family(self) -> Family:
        """The family, read once."""
        family = self.get_family()
        self.read_banner(family)
        return family

    def read_banner(self, family: Family) -> None:
        """Fetch what its banner is made of."""
        for_banner(family)

    def get_family(self) -> Family:
        """From those visible to the viewer; 404 otherwise."""
        if self.way_to_family:
            family: Family = attrgetter(self.way_to_family)(self)
            return family
        return self.find(Family.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As every page; an address of a merged record or person leads to the survivor's (a POST with what it sent)."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            onward = self._survivors_address()
            if not onward:
                raise
            return HttpResponseRedirect(onward, preserve_request=request.method == "POST")

    def _survivors_address(self) -> str:
        """This address with the keys of survivors; empty where nothing in it was merged, or it is not the viewer's."""
        match = self.request.resolver_match
        assert match is not None
        keys = dict(match.kwargs)
        if "key" in keys and (family := leads_on_family(keys["key"], self.viewer)):
            keys["key"] = family
        if "item" in keys and (person := leads_on_person(keys["item"], self.viewer)):
            keys["item"] = person
        if keys == match.kwargs:
            return ""
        query = self.request.META.get("QUERY_STRING", "")
        return reverse(match.view_name, kwargs=keys) + (f"?{query}" if query else "")

    def families(self) -> Iterable[tuple[int, int]]:
        """The family this page shows, for the log of who looked."""
        return [(self.family.pk, self.family.team_id)]

    def get_banner(self) -> Banner | None:
        """Who this is about, what must not be missed."""
        return banner_for(self.family, self.user)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, then this family."""
        trail = [Link("Families", reverse("families:list"))]
        if not getattr(self, "is_front", False):
            trail.append(Link(family_label(self.family), self.family_href))
        return trail

    def family_tabs(self, current: str) -> Sequence[Tab]:
        """The registered tabs that this viewer may open; `current` is the URL name of the one they are on."""
        return [
            Tab(tab.text, reverse(tab.url_name, args=[self.family.key]), current=tab.url_name == current)
            for tab in tabs()
            if self.family.team_id in Viewer.of(self.user, tab.permission).all_team_ids
        ]

    def may(self, permission: Permission) -> bool:
        """Whether this viewer may also do that for this family's team (to offer or hide what leads there)."""
        return self.viewer.may(permission, self.family.team_id)

    @property
    def family_href(self) -> str:
        """The family's own page."""
        return reverse("families:family", args=[self.family.key])


class FamilyRecordPage(AboutFamily, RecordPage):
    """One record about a family, with the family's tabs. `tab` is the URL name of the tab it stands under."""

    abstract: ClassVar[bool] = True
    tab: ClassVar[str] = ""

    def get_record(self) -> Any:
        """The family itself, unless the page shows something that hangs on it."""
        return self.family

    def tabs(self) -> Sequence[Tab]:
        """The family's tabs."""
        return self.family_tabs(self.tab)


class FamilyActionPage(AboutFamily, ActionPage):
    """One form about a family. `back_to` is the URL name of the family's page to which it leads back."""

    abstract: ClassVar[bool] = True
    back_to: ClassVar[str] = "families:family"

    @property
    def back_href(self) -> str:
        """Where it leads back to."""
        return reverse(self.back_to, args=[self.family.key])

    def get_cancel(self) -> Link | None:
        """Back without doing anything."""
        return Link("Cancel", self.back_href)
