"""The caseload, and one piece of work, as they stood at the end of a past day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from caseload.forms.lists import PastDayFilter, PastFilter
from caseload.presenters import past as presenting
from caseload.presenters import past_work
from caseload.selectors.past import stood_on
from caseload.selectors.past_work import Stood, stood
from caseload.selectors.people import ever_worked
from caseload.views.base import EpisodePage, episode_link
from families.presenters import grieves
from pitservice.accounts.enums import Permission
from pitservice.ui import dates
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Words
from pitservice.ui.forms import FilterForm
from pitservice.ui.pages import ListPage


class PastCaseloadPage(ListPage):
    """Who had which family on a day, and how far the work was; today unless a day is asked for."""

    permission = Permission.SEE_CASELOAD
    nav = "caseload:list"
    heading = "Caseload as it stood"
    noun = ("piece of work", "pieces of work")
    filter_form = PastFilter
    sorts = {"opened": "longest open first"}

    @cached_property
    def filters(self) -> FilterForm:
        """A day, and a colleague: those who have left too."""
        return PastFilter(self.request.GET, colleagues=ever_worked(self.viewer))

    @property
    def day(self) -> date:
        """The day asked for; today where none is, or one to come."""
        asked, today = self.values.get("day"), timezone.localdate()
        return min(asked, today) if isinstance(asked, date) else today

    def records(self) -> QuerySet[Any]:
        """Open at the end of that day."""
        assert isinstance(self.filters, PastFilter)
        return stood_on(self.viewer, self.day, self.filters.colleagues.get(self.values.get("whose", "")))

    def columns(self) -> Sequence[Column]:
        """As they stood."""
        return presenting.COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One piece of work."""
        return presenting.row(record, self.day)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The caseload."""
        return [Link("Caseload", reverse("caseload:list"))]

    def above(self) -> Sequence[object]:
        """Which day, and what it is read from."""
        return [
            Words(
                [
                    f"At the end of {dates.weekday(self.day)}, by the days that are recorded. Only families that you"
                    " may see today are on it."
                ]
            )
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("No work was open at the end of that day. Choose another, or the team’s.")


class PastWorkPage(EpisodePage):
    """One piece of work at the end of a day: what was so, and what was written down of it only later."""

    permission = Permission.SEE_CASELOAD
    template_name = "pages/asked_record.html"

    def get_heading(self) -> str:
        """What this is."""
        return f"Work with {self.family.title} as it stood"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work."""
        return self.trail(episode_link(self.record))

    @cached_property
    def filters(self) -> PastDayFilter:
        """Which day is asked for."""
        return PastDayFilter(self.request.GET)

    @cached_property
    def stood(self) -> Stood:
        """The work at the end of the day asked for; today where none is."""
        return stood(self.record, self.filters.values.get("day") or self.today)

    def body(self) -> Sequence[object]:
        """Which day, then the summary, then everything; of a day before it was opened, nothing but that."""
        found = past_work.above(self.stood, self.today)
        if not self.stood.opened:
            return found
        pressed = not self.stood.grieved and not grieves(self.family)
        summary = past_work.summary(self.stood, pressed=pressed)
        return [*found, summary, *past_work.sections(self.stood, self.names, reads=self.reads_notes)]

    def buttons(self) -> Sequence[Button]:
        """The same work now, and the whole caseload of that day."""
        day = f"?day={self.stood.day.isoformat()}"
        return [
            Button("As it is now", past_work.now_href(self.stood), secondary=True),
            Button("The caseload of that day", f"{reverse('caseload:past')}{day}", secondary=True),
        ]

    def context(self) -> dict[str, Any]:
        """What can be asked."""
        return super().context() | {"filters": self.filters}
