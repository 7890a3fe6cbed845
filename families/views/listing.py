"""The list of families, and looking for one: with a form, and while somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from families.forms.searching import FamilyFilter, SearchForm
from families.models import Family
from families.presenters.listing import COLUMNS, FOUND_COLUMNS, found_row, row
from families.searching import FIRST, MOST, Match, search
from families.selectors import banner_prefetches, mine
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Pages
from pitservice.ui.pages import SearchedListPage

#: Fewer letters are no help to an index, and fit half of all families.
LEAST_WHILE_TYPING = 3


class FamilyListPage(SearchedListPage):
    """Families that the viewer may see: all, theirs, or those that fit what was looked for."""

    permission = Permission.SEE_FAMILIES
    nav = "families:list"
    heading = "Families"
    template_name = "families/list.html"
    filter_form = FamilyFilter
    noun = ("family", "families")
    sorts = {"title": "by title", "newest": "newest first"}
    search_form_class = SearchForm
    show_all = "Show all families"
    #: More are not looked for.
    most_found: ClassVar[int] = MOST

    @cached_property
    def matches(self) -> dict[int, Match] | None:
        """What was found, best first, by family; None when nothing was looked for."""
        if self.words is None:
            return None
        narrowed = self._listed() if self.values.get("whose") == "mine" else None
        return {match.family_id: match for match in search(self.viewer, self.words, narrowed, most=self.most_found)}

    def records(self) -> QuerySet[Family]:
        """Visible to the viewer, with everything a row says."""
        order = ("-created_at", "-pk") if self.sort == "newest" else ("title", "pk")
        return self._listed().order_by(*order).prefetch_related(*banner_prefetches())

    def fetch(self, start: int, stop: int) -> list[Family]:
        """By how well they fit, where something was looked for."""
        if self.matches is None:
            return super().fetch(start, stop)
        chosen = list(self.matches)[:MOST][start:stop]
        found = {family.pk: family for family in self.records().filter(pk__in=chosen)} if chosen else {}
        return [found[pk] for pk in chosen if pk in found]

    def columns(self) -> Sequence[Column]:
        """Title and since when can be sorted by; what was found stands in the order in which it fits."""
        if self.matches is not None:
            return FOUND_COLUMNS
        first, *middle, last = COLUMNS
        return [self.sort_column(first.label, "title"), *middle, self.sort_column(last.label, "newest")]

    def row(self, record: Family) -> Sequence[Cell]:
        """One family, with why it was found."""
        if self.matches is not None:
            return found_row(record, self.matches[record.pk], self.today)
        return row(record, self.today)

    def families_in(self, rows: Sequence[Family]) -> list[tuple[int, int]]:
        """Those whose rows are shown."""
        return [(family.pk, family.team_id) for family in rows]

    def summary(self) -> str:
        """How many, and what was looked for."""
        if self.matches is None:
            return super().summary()
        filtered = self.filters.in_words()
        shown = f" Shown: {filtered}." if filtered else ""
        return f"{self._count()}, best first.{shown} Looked for: “{self.words}”.{self._more()}"

    def pages(self) -> Pages:
        """What was found is counted without asking again."""
        if self.matches is not None:
            self.total = min(len(self.matches), MOST)
        return super().pages()

    def empty(self) -> Empty:
        """What would put a family here."""
        everything = Link("Show all families", reverse("families:list"))
        if self.words is not None:
            return Empty("No family that you may see fits this. Try part of a name, or another number.", everything)
        if self.values.get("whose") == "mine":
            return Empty("You work with no family yet. A family comes here when it is allocated to you.", everything)
        return Empty("There are no families yet. A family comes here when a referral is settled.")

    def buttons(self) -> Sequence[Button]:
        """How fathers are reached (P26); and what is about no family of the list: an emergency, one that one knows."""
        fathers = Button("Fathers and partners", reverse("families:fathers"), secondary=True)
        know = Button("I know a family", reverse("families:know_by_reference"), secondary=True)
        if not Viewer.of(self.user, Permission.BREAK_GLASS).allowed:
            return (fathers, know)
        emergency = Button("Open a restricted record in an emergency", reverse("families:break_glass"), secondary=True)
        return (fathers, emergency, know)

    def search_arguments(self) -> dict[str, Any]:
        """Where the box asks while somebody types, with the filters of this page."""
        query = self.address(found=None, page=None, sort=None).partition("?")[2]
        return {"asked_of": f"{reverse('families:find')}?{query}" if query else reverse("families:find")}

    def _listed(self) -> QuerySet[Family]:
        """Out of which it is listed or looked for: records that were not merged into another."""
        families: QuerySet[Family] = Family.objects.visible_to(self.viewer).filter(merged_into=None)
        return mine(families, self.user) if self.values.get("whose") == "mine" else families

    def _count(self) -> str:
        found = len(self.matches or ())
        if found > self.most_found:
            return f"More than {self.most_found} families"
        return f"{found} {self.noun[0] if found == 1 else self.noun[1]}"

    def _more(self) -> str:
        """What somebody can do who looks among more than are shown."""
        return f" The first {MOST} are shown: add to what you typed." if len(self.matches or ()) > MOST else ""


class FindPage(FamilyListPage):
    """The first that fit what is being typed: a fragment that takes the place of the list."""

    template_name = "families/found.html"
    most_found = FIRST
    typed: str | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody who opens the address gets the page that it belongs to."""
        return redirect("families:list")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What fits; the whole list again for an empty box, and nothing new for a letter or two."""
        form = SearchForm(request.POST)
        words = form.cleaned_data["words"] if form.is_valid() else request.POST.get("words", "").strip()
        if words and (not form.is_valid() or len(words) < LEAST_WHILE_TYPING):
            return HttpResponse(status=204)
        self.typed = words or None
        return super().get(request)

    @property
    def words(self) -> str | None:
        """What stands in the box."""
        return self.typed

    def fetch(self, start: int, stop: int) -> list[Family]:
        """Few enough to take in between two letters."""
        return super().fetch(start, stop if self.matches is None else FIRST)

    @property
    def path(self) -> str:
        """The page of which this is a part."""
        return reverse("families:list")

    def context(self) -> dict[str, Any]:
        """How many, for those who hear the page."""
        return super().context() | {"count": f"{self._count()} found." if self.matches is not None else ""}

    def _more(self) -> str:
        return f" The first {FIRST} are shown: press Find to see more." if len(self.matches or ()) > FIRST else ""
