"""Looks to think about: the guardian's list of looks by somebody who may know the family (P33)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from families import actions
from families.forms.guarding import LookReviewForm
from families.looks import Looks, looks_to_think_about
from families.presenters import family_label
from families.presenters.guarding import days, guarding_tabs
from families.views.guarding import GuardPage
from families.watching import href_of, words_of
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.selectors import ever_colleagues
from pitservice.db.errors import Refused
from pitservice.ui.components import Cell, Colour, Column, Empty, Fact, FactList, Tag
from pitservice.ui.pages import ListPage

WORKS_HERE = Tag("Works with the family", Colour.BLUE)


class LooksPage(ListPage):
    """Each colleague and family with a last name or postcode in common, and a look since the last review."""

    permission = Permission.GUARD
    nav = "families:restricted"
    heading = "Looks to think about"
    template_name = "families/tabbed_list.html"
    noun = ("colleague and family", "colleagues and families")
    sorts = {"newest": "newest look first"}

    @cached_property
    def found(self) -> list[Looks]:
        """All of them."""
        return looks_to_think_about(self.viewer)

    def records(self) -> Any:
        """What has not been thought about."""
        return self.found

    @property
    def total(self) -> int:
        """How many."""
        return len(self.found)

    def columns(self) -> Sequence[Column]:
        """Who, which family, why it stands here, when."""
        return (Column("Colleague"), Column("Family"), Column("Why"), Column("When"))

    def row(self, record: Looks) -> Sequence[Cell]:
        """One colleague and one family."""
        label = family_label(record.family)
        return (
            Cell(record.user.name, href=href_of(record), hidden=f" and {label}"),
            Cell(label),
            Cell(words_of(record), tags=[WORKS_HERE] if record.works_here else []),
            Cell(days(record.first, record.last)),
        )

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """The families that are named."""
        return [(row.family.pk, row.family.team_id) for row in rows]

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty(
            "Nothing to think about. A look comes here when somebody of the family’s last name, or from its postcode, "
            "opened a page about it."
        )

    def context(self) -> dict[str, Any]:
        """With the guardian's lists."""
        return super().context() | {"tabs": guarding_tabs("families:looks")}


class ReviewLooksPage(GuardPage):
    """What came of thinking about one colleague's looks at this family."""

    form_class = LookReviewForm
    submit_label = "Record it"
    success = "It has been recorded."

    @property
    def back_href(self) -> str:
        """The list."""
        return reverse("families:looks")

    @cached_property
    def colleague(self) -> User:
        """Whose looks they are: somebody who is or was in one of the guardian's teams."""
        return self.find(ever_colleagues(self.viewer.all_team_ids), key=self.kwargs["item"])

    @cached_property
    def looks(self) -> Looks | None:
        """Those that stand on the list; None when they no longer do."""
        pair = (self.family, self.colleague)
        return next((one for one in looks_to_think_about(self.viewer) if (one.family, one.user) == pair), None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only what stands on the list."""
        if self.looks is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_heading(self) -> str:
        """Whom it is about."""
        return f"{self.colleague.name} looked at this family"

    def initial(self) -> dict[str, Any]:
        """Up to the last look that stands on the page."""
        return {"looked_until": self.looks.last.isoformat()} if self.looks else {}

    def aside(self) -> Sequence[object]:
        """Why it stands on the list. Most often it is chance, or their work."""
        one = self.looks
        if one is None:
            return []
        facts = [
            Fact("Why it is asked", words_of(one), tags=[WORKS_HERE] if one.works_here else []),
            Fact("When", days(one.first, one.last)),
        ]
        return [FactList(facts)]

    def act(self, form: Any) -> str:
        """Record it."""
        if self.looks is None:
            raise Refused("Somebody has thought about these looks already.")
        given = form.cleaned_data
        told = {name: given[name] for name in ("looked_until", "outcome", "words")}
        actions.review_looks(family=self.family, user=self.colleague, **told, by=self.viewer.actor)
        return self.back_href
