"""The list of families, and looking for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from families.forms.searching import FamilyFilter, SearchForm
from families.models import Family
from families.presenters.listing import COLUMNS, row
from families.selectors import banner_prefetches, matching, mine
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.db.keys import new_key
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ListPage

#: Where a person's own searches are kept, so that their words stand in no address, log or history of the browser.
SESSION = "families.searches"
KEPT = 10


class FamilyListPage(ListPage):
    """Families that the viewer may see: all, theirs, or those that fit what was looked for."""

    permission = Permission.SEE_FAMILIES
    nav = "families:list"
    heading = "Families"
    template_name = "families/list.html"
    filter_form = FamilyFilter
    noun = ("family", "families")
    sorts = {"title": "by title", "newest": "newest first"}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep what was typed in the session, and lead to what was found."""
        form = SearchForm(request.POST)
        if not form.is_valid():
            self.search_form = form
            response = self.get(request)
            response.status_code = 422
            return response
        name = new_key()
        searches = dict(request.session.get(SESSION, {}))
        searches[name] = form.cleaned_data["words"]
        request.session[SESSION] = dict(list(searches.items())[-KEPT:])
        return redirect(f"{reverse('families:list')}?found={name}")

    search_form: SearchForm | None = None

    @property
    def words(self) -> str | None:
        """What was looked for; None when nothing was, or when the search is not this person's own."""
        words: str | None = self.request.session.get(SESSION, {}).get(self.values.get("found", ""))
        return words

    def records(self) -> Any:
        """Visible to the viewer, with everything a row says."""
        words = self.words
        found = Family.objects.visible_to(self.viewer) if words is None else matching(self.viewer, words)
        if self.values.get("whose") == "mine":
            found = mine(found, self.user)
        order = ("-created_at", "-pk") if self.sort == "newest" else ("title", "pk")
        return found.order_by(*order).prefetch_related(*banner_prefetches())

    def columns(self) -> Sequence[Column]:
        """Title and since when can be sorted by."""
        first, *middle, last = COLUMNS
        return [self.sort_column(first.label, "title"), *middle, self.sort_column(last.label, "newest")]

    def row(self, record: Family) -> Sequence[Cell]:
        """One family."""
        return row(record, self.today)

    def summary(self) -> str:
        """How many, and what was looked for."""
        looked_for = f" Looked for: “{self.words}”." if self.words is not None else ""
        return super().summary() + looked_for

    def empty(self) -> Empty:
        """What would put a family here."""
        everything = Link("Show all families", reverse("families:list"))
        if self.words is not None:
            return Empty("No family that you may see fits this. Try part of a name, or another number.", everything)
        if self.values.get("whose") == "mine":
            return Empty("You work with no family yet. A family comes here when it is allocated to you.", everything)
        return Empty("There are no families yet. A family comes here when a referral is settled.")

    def buttons(self) -> Sequence[Button]:
        """What is about no family of the list: an emergency, and a family that one knows."""
        know = Button("I know a family", reverse("families:know_by_reference"), secondary=True)
        if not Viewer.of(self.user, Permission.BREAK_GLASS).allowed:
            return (know,)
        emergency = Button("Open a restricted record in an emergency", reverse("families:break_glass"), secondary=True)
        return (emergency, know)

    def context(self) -> dict[str, Any]:
        """The box to look for a family, with what was looked for."""
        form = self.search_form or SearchForm(initial={"words": self.words or ""})
        return super().context() | {"search_form": form, "searched": self.words is not None}
