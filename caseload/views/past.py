"""The caseload as it stood at the end of a past day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from caseload.forms.lists import PastFilter
from caseload.presenters import past as presenting
from caseload.selectors.past import stood_on
from caseload.selectors.people import ever_worked
from pitservice.accounts.enums import Permission
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Empty, Words
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
        return presenting.row(record)

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
