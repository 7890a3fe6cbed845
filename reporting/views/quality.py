"""Data quality: what is missing and what cannot be, by the person who can put it right (P87)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import Http404
from django.urls import reverse

from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.db.keys import is_key
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Words
from pitservice.ui.dates import count
from pitservice.ui.forms import FilterForm
from pitservice.ui.pages import ListPage, Page, RecordPage
from reporting import presenters
from reporting.duties import by_team
from reporting.gaps import Gap, counts, gap, people

NOBODY = "nobody"


class OnData(Page):
    """What the pages about gaps share."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEE_CASELOAD
    nav = "reporting:list"


class DataPage(OnData, RecordPage):
    """Everything that is missing or contradictory, as far as the viewer sees the records."""

    heading = "Data quality"

    def get_record(self) -> None:
        return None

    def families(self) -> Iterable[tuple[int, int]]:
        """None: it shows counts alone."""
        return ()

    def get_back(self) -> Link | None:
        reports = Viewer.of(self.user, Permission.SEE_REPORTS).allowed
        return Link("Reports", reverse("reporting:list")) if reports else None

    def body(self) -> Sequence[object]:
        counted = counts(self.viewer)
        return presenters.data_quality(counted, people(counted), presenters.checkers(by_team(self.viewer)))

    def buttons(self) -> Sequence[Button]:
        return [Button("Who enters, checks and analyses", reverse("reporting:duties"), secondary=True)]


class WhoFilter(FilterForm):
    """Whose gaps: a colleague's key, or nobody's; and of which team or family, by its key."""

    who = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    team = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    family = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class GapListPage(OnData, ListPage):
    """The rows of one gap: the same that its count counted."""

    filter_form = WhoFilter

    @cached_property
    def gap(self) -> Gap:
        """The gap of the address, where the viewer may see its rows at all."""
        found = gap(self.kwargs["gap"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def person(self) -> User | None:
        """Whose rows are asked for; None for everybody's and for nobody's."""
        asked = self.values.get("who", "")
        return User.objects.filter(key=asked).first() if is_key(asked) else None

    @cached_property
    def team(self) -> Team | None:
        """The one team that is asked for, of the viewer's."""
        return next((team for team in self.viewer.teams if team.key == self.values.get("team")), None)

    @cached_property
    def family(self) -> Family | None:
        """The one family that is asked for, of those that the viewer may see."""
        asked = self.values.get("family", "")
        return Family.objects.visible_to(self.viewer).filter(key=asked).first() if is_key(asked) else None

    def records(self) -> Any:
        rows = self.gap.in_families(self.viewer, [self.family.pk]) if self.family else self.gap.rows(self.viewer)
        if self.team:
            rows = rows.filter(team=self.team)
        if self.person:
            rows = rows.filter(who=self.person.pk)
        elif self.values.get("who") == NOBODY:
            rows = rows.filter(who__isnull=True)
        return rows.select_related(*self.gap.related).order_by(*self.gap.order)

    def get_heading(self) -> str:
        return self.gap.name

    def get_back(self) -> Link:
        return Link("Data quality", reverse("reporting:data"))

    def columns(self) -> Sequence[Column]:
        return presenters.GAP_COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        return presenters.gap_row(self.gap, record)

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        lines = [self.gap.line(record) for record in rows]
        return [(line.family.pk, line.family.team_id) for line in lines if line.family]

    def summary(self) -> str:
        one, many = self.gap.noun
        number = count(self.total, one, many) if self.total is not None else f"More than 1,000 {many}"
        number = f"{number} in {self.team.name}" if self.team else number
        number = f"{number} of {self.family.title}" if self.family else number
        if self.person:
            return f"{number}, for {self.person.name} to put right."
        return f"{number} that nobody answers for." if self.values.get("who") == NOBODY else f"{number}."

    def above(self) -> Sequence[object]:
        return [Words([self.gap.why])]

    def empty(self) -> Empty:
        return Empty("Nothing is missing here.")
