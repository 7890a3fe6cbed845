"""An organisation's page: what it and the team had to do with each other in a period (P82)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse

from families.models import Organisation
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Cell, Column, Empty, Link
from pitservice.ui.pages import ListPage
from reporting.forms import OrganisationFilter
from reporting.organisation import Asked, Part, asked_of, parts_for
from reporting.periods import Period
from reporting.presenters import organisation as presenter

_A_YEAR = timedelta(days=364)


class OrganisationPage(ListPage):
    """Counts of a period, and below them the list of one: the same rows, as the viewer may see them."""

    permission = Permission.SEE_REFERRALS
    nav = "families:directory"
    filter_form = OrganisationFilter

    @cached_property
    def organisation(self) -> Organisation:
        """The one in the address, in the directory of a team of the viewer's."""
        found: Organisation = self.find(Organisation.objects.visible_to(self.viewer), key=self.kwargs["key"])
        return found

    @cached_property
    def period(self) -> Period:
        """The days that were asked for; the last twelve months where none were."""
        until = self.values.get("until", self.today)
        since = self.values.get("since", max(until, until.min + _A_YEAR) - _A_YEAR)
        return Period(min(since, until), max(since, until))

    @cached_property
    def asked(self) -> Asked:
        """The organisation, by every name it is known by."""
        return asked_of(self.organisation, self.period.days)

    @cached_property
    def parts(self) -> dict[str, tuple[Part, Viewer]]:
        """Those that this colleague may see."""
        return parts_for(self.user, self.organisation.team_id)

    @cached_property
    def chosen(self) -> tuple[Part, Viewer]:
        """The part that is listed: the one that was asked for, else the first."""
        return self.parts.get(self.values.get("part", ""), next(iter(self.parts.values())))

    @property
    def noun(self) -> tuple[str, str]:  # type: ignore[override]  # of the part that is listed
        """What is listed."""
        return self.chosen[0].noun

    def get_heading(self) -> str:
        """Which."""
        return self.organisation.name

    def caption(self) -> str:
        """The days."""
        return self.period.in_words()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The directory, its entry there."""
        entry = reverse("families:organisation", args=[self.organisation.key])
        return [
            Link("Directory", reverse("families:organisations")),
            Link(f"{self.organisation.name} in the directory", entry),
        ]

    def records(self) -> Any:
        """The rows of the chosen part."""
        part, viewer = self.chosen
        return part.rows(self.asked, viewer).select_related(*part.related).order_by(*part.order)

    def above(self) -> Sequence[object]:
        """Every part, counted."""
        found = []
        for part, viewer in self.parts.values():
            rows = part.rows(self.asked, viewer)
            found.append((part, rows.count(), part.more(rows), self.address(part=part.key, page=None)))
        return presenter.counts(found)

    def columns(self) -> Sequence[Column]:
        """Whom it is about, what, when."""
        return presenter.COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One."""
        return presenter.row(self.chosen[0], record)

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Those that are named."""
        lines = [self.chosen[0].line(record) for record in rows]
        return [(line.family.pk, line.family.team_id) for line in lines if line.family]

    def summary(self) -> str:
        """Which part is listed, how many, of which days."""
        return f"{self.chosen[0].name}, {self.period.in_words()}: {super().summary()}"

    def empty(self) -> Empty:
        """Where its name comes from."""
        return Empty(
            f"Nothing of these days. What is counted here names “{self.organisation.name}” as its organisation, or a "
            "name that this entry of the directory had before."
        )
