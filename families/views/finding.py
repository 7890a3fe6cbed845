"""Looking for a family in the middle of something else: the words travel by POST, and each find leads on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet

from families.forms.searching import FindForm
from families.models import Family
from families.presenters.finding import found_section
from families.searching import search
from families.selectors import banner_prefetches
from pitservice.ui.components import Link
from pitservice.ui.pages import ActionPage, keep_words, kept_words

#: As many families are shown; who looks for more adds a word.
SHOWN = 20


class FindsFamily(ActionPage):
    """A page with a box to find a family in. Subclasses say where each find leads, and who can be meant."""

    abstract: ClassVar[bool] = True
    form_class = FindForm
    submit_label = "Find"

    def onward(self, family: Family) -> Link:
        """What to do with a family that was found."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def among(self, families: QuerySet[Family]) -> QuerySet[Family]:
        """Those that can be meant."""
        return families

    @property
    def words(self) -> str | None:
        """What was looked for; None when nothing was, or when the search is not this person's own."""
        return kept_words(self.request, self.request.GET.get("found", ""))

    @cached_property
    def found(self) -> list[Family]:
        """What fits, best first; one more than is shown, so that the page can say so."""
        if self.words is None:
            return []
        rows: QuerySet[Family] = self.among(Family.objects.visible_to(self.viewer))
        chosen = [match.family_id for match in search(self.viewer, self.words, rows)][: SHOWN + 1]
        found = {family.pk: family for family in rows.filter(pk__in=chosen).prefetch_related(*banner_prefetches())}
        return [found[pk] for pk in chosen if pk in found]

    def families(self) -> Iterable[tuple[int, int]]:
        """Those that are shown."""
        return [*super().families(), *((family.pk, family.team_id) for family in self.found[:SHOWN])]

    def initial(self) -> dict[str, Any]:
        """What was looked for."""
        return {"words": self.words or ""}

    def after(self) -> Sequence[object]:
        """What was found, under the box."""
        if self.words is None:
            return []
        links = {family.pk: self.onward(family) for family in self.found[:SHOWN]}
        return [found_section(self.words, self.found[:SHOWN], links, self.today, more=len(self.found) > SHOWN)]

    def context(self) -> dict[str, Any]:
        """With what was found."""
        return super().context() | {"after": self.after()}

    def act(self, form: Any) -> str:
        """Keep the words in this person's own session, and show what fits."""
        self.families()  # what this page is about must be the viewer's to see
        return f"{self.request.path}?found={keep_words(self.request, form.cleaned_data['words'])}"
