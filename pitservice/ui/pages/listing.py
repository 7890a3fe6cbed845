"""Lists: how many, sorted and filtered by what in words, kept in the address, with a kind empty state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.http import HttpRequest, HttpResponse

from pitservice.ui.components import Button, Cell, Column, Empty, Pages, Table
from pitservice.ui.forms import FilterForm
from pitservice.ui.pages.base import Page
from pitservice.ui.wording import in_words_of

#: Lists say "more than 1,000" rather than count a whole big table.
COUNT_LIMIT = 1000


class ListPage(Page):
    """A list. Subclasses give `records` (through `visible_to`), `columns` and `row`; the rest follows.

    Costs the same number of queries for one row as for many; a test with 1 and 3 rows shows it for every list.
    """

    abstract: ClassVar[bool] = True
    of_many = True
    template_name = "pages/list.html"
    page_size: ClassVar[int] = 25
    filter_form: ClassVar[type[FilterForm]] = FilterForm
    noun: ClassVar[tuple[str, str]] = ("record", "records")
    #: Words of each order, by its name in the address; the first is the default. `order` turns a name into columns.
    sorts: ClassVar[dict[str, str]] = {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list."""
        rows = self.rows_on_page
        self.log_look(self.families_in(rows))
        return self.render(
            {
                "summary": self.summary(),
                "clear_href": self.request.path if self.filters.in_words() else "",
                "filters": self.filters if self._has_filters() else None,
                "table": self.table(rows) if rows else None,
                "pages": self.pages(),
                "empty": self.empty(),
                "buttons": self.buttons(),
                "sections_above": self.above(),
            }
        )

    # --- what a list declares ---

    def records(self) -> models.QuerySet[Any]:
        """What is listed: filtered by `self.values`, visible to the viewer, ordered, with what a row needs."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def fetch(self, start: int, stop: int) -> list[Any]:
        """The records from one place to another; override where they come in an order that no query has."""
        return list(self.listed[start:stop])

    def columns(self) -> Sequence[Column]:
        """The columns' headings."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def row(self, record: Any) -> Sequence[Cell]:
        """One record's cells, usually a presenter's."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """The (family id, team id) of each row, for the log of who looked."""
        return [(row.family_id, row.team_id) for row in rows if getattr(row, "family_id", None)]

    def empty(self) -> Empty:
        """What an empty list says."""
        return Empty(f"There are no {self.noun[1]} here.")

    def buttons(self) -> Sequence[Button]:
        """What can be begun from here."""
        return ()

    def above(self) -> Sequence[object]:
        """Components between the heading and the list."""
        return ()

    # --- how it works ---

    @cached_property
    def filters(self) -> FilterForm:
        """The filters, as read from the address."""
        return self.filter_form(self.request.GET)

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was asked for."""
        return self.filters.values

    @cached_property
    def listed(self) -> models.QuerySet[Any]:
        """The records, asked for once: building the question takes longer than some answers."""
        return self.records()

    @property
    def sort(self) -> str:
        """The order in force: a key of `sorts`."""
        asked = self.values.get("sort", "")
        return asked if asked in self.sorts else next(iter(self.sorts), "")

    @property
    def number(self) -> int:
        """Which page, from 1."""
        return int(self.values.get("page", 1))

    @cached_property
    def rows_on_page(self) -> list[Any]:
        """The rows of this page."""
        return self._fetched[: self.page_size]

    @cached_property
    def _fetched(self) -> list[Any]:
        start = (self.number - 1) * self.page_size
        return self.fetch(start, start + self.page_size + 1)

    @cached_property
    def total(self) -> int | None:
        """How many there are; None for more than COUNT_LIMIT. A list that fits on its page is counted by itself."""
        if self.number == 1 and len(self._fetched) <= self.page_size:
            return len(self._fetched)
        limited = self.listed.order_by().values("pk")[: COUNT_LIMIT + 1]
        try:
            statement, parameters = limited.query.sql_with_params()
        except EmptyResultSet:  # there cannot be any
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({statement}) AS limited", parameters)
            found = int(cursor.fetchone()[0])
        return found if found <= COUNT_LIMIT else None

    def summary(self) -> str:
        """How many, sorted and filtered by what, in words."""
        count = f"More than {COUNT_LIMIT:,}" if self.total is None else f"{self.total:,}"
        noun = in_words_of(self.user, self.noun[0] if self.total == 1 else self.noun[1])
        words = f"{count} {noun}"
        if self.sort:
            words += f", {in_words_of(self.user, self.sorts[self.sort])}"
        filtered = self.filters.in_words()
        return f"{words}. Shown: {filtered}." if filtered else f"{words}."

    def pages(self) -> Pages:
        """Where we are."""
        has_next = len(self._fetched) > self.page_size
        return Pages(
            number=self.number,
            has_next=has_next,
            previous_href=self.address(page=self.number - 1) if self.number > 1 else "",
            next_href=self.address(page=self.number + 1) if has_next else "",
            total=self.total,
        )

    def table(self, rows: Sequence[Any]) -> Table:
        """The rows as a table."""
        return Table(caption=self.get_heading(), columns=self.columns(), rows=[self.row(row) for row in rows])

    def sort_column(self, label: str, name: str, *, numeric: bool = False) -> Column:
        """A column whose heading sorts by the order `name` of `sorts`."""
        now = "ascending" if self.sort == name else ""
        return Column(label, sort_href=self.address(sort=name, page=None), sorted=now, numeric=numeric)

    def address(self, **changes: Any) -> str:
        """This list's address with some filters changed; None takes one out."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def path(self) -> str:
        """Where this list stands; override in a fragment of another page."""
        return self.request.path

    def _has_filters(self) -> bool:
        return any(not field.widget.is_hidden for field in self.filters.fields.values())
