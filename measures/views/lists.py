"""Lists over families: measures due, worrying answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from measures.presenters.waiting import short_risk
from measures.presenters.words import due_words, record_href
from measures.selectors.due import Due, by_family, due_for
from measures.selectors.scores import risks_open
from pitservice.accounts.enums import Permission
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Empty, Link, Table
from pitservice.ui.pages import ListPage
from pitservice.ui.pages import RecordPage as ShownPage


class DuePage(ShownPage):
    """Measures due of the families this person answers for; the same as stands on home (P4)."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:list"
    of_many = True
    heading = "Measures due"

    def get_record(self) -> None:
        """About many families."""

    @cached_property
    def due(self) -> list[list[Due]]:
        """Of each family together, longest due first."""
        return by_family(due_for(self.viewer, self.today))

    def families(self) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(first.family.pk, first.family.team_id) for first, *_ in self.due]

    def body(self) -> Sequence[object]:
        """The list."""
        if not self.due:
            return [Empty("No measure is due. One comes here by the times that the team set for it.")]
        columns = [Column("Family"), Column("Measures"), Column("Since")]
        rows = [
            [
                Cell(first.family.title, reverse("measures:family", args=[first.family.key])),
                Cell(links=[self._record(one) for one in (first, *more)]),
                Cell(dates.in_words(first.since, self.today)),
            ]
            for first, *more in self.due
        ]
        return [Table("Measures due", columns, rows)]

    def _record(self, one: Due) -> Link:
        return Link(due_words(one), record_href(one), hidden=f"for {one.family.title}")


class RisksPage(ListPage):
    """Worrying answers about which nobody has said what was done (P60)."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:list"
    heading = "Worrying answers"
    noun = ("answer", "answers")
    sorts = {"oldest": "oldest first"}
    url_name = "measures:risks"

    def records(self) -> QuerySet[Any]:
        """Oldest first."""
        return risks_open(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Family, answer, when."""
        return [Column("Family"), Column("Answer"), Column("When")]

    def row(self, record: Any) -> Sequence[Cell]:
        """One answer."""
        return [
            Cell(record.family.title, reverse("measures:risk", args=[record.key])),
            Cell(short_risk(record)),
            Cell(dates.moment(record.created_at)),
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("No worrying answer waits. One comes here the moment it is given, on paper or by link.")
