"""Pages of who enters, checks and analyses each kind of data (P87)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Link
from pitservice.ui.pages import ActionPage, RecordPage, TeamPage
from reporting import actions, presenters
from reporting.duties import PARTS, by_team, duties, named
from reporting.enums import DataKind
from reporting.forms import DutyForm
from reporting.gaps import kinds
from reporting.models import DataDuty
from reporting.views.quality import OnData

LIST = "reporting:duties"


class DutiesPage(OnData, RecordPage):
    """The table: every kind of data of the viewer's teams, also where nobody is named (P87)."""

    heading = "Who enters, checks and analyses"

    def get_record(self) -> None:
        return None

    def families(self) -> Iterable[tuple[int, int]]:
        """None: it is about colleagues."""
        return ()

    def get_back(self) -> Link:
        return Link("Data quality", reverse("reporting:data"))

    def body(self) -> Sequence[object]:
        changing = Viewer.of(self.user, Permission.SEE_REPORTS).teams
        return presenters.duties_table(by_team(self.viewer), changing, self.today)


class SetDutyPage(TeamPage, ActionPage):
    """Name colleagues for one kind of data of one team."""

    permission = Permission.SEE_REPORTS
    nav = "reporting:list"
    form_class = DutyForm
    success = "It is recorded who looks after this data."

    @cached_property
    def kind(self) -> DataKind:
        """The kind of data in the address."""
        found = next((one for one in kinds() if one == self.kwargs["data"]), None)
        if found is None:
            raise Http404
        return found

    def get_subject(self) -> DataDuty | None:
        found: DataDuty | None = duties(self.viewer).filter(team=self.team, kind=self.kind).first()
        return found

    def get_heading(self) -> str:
        return f"Who looks after the data: {self.kind.label}"

    def get_back(self) -> Link:
        return Link("Who enters, checks and analyses", reverse(LIST))

    def intro(self) -> Sequence[str]:
        """Which team, and who of those named has left."""
        left = presenters.left_in_words(self.subject) if self.subject else ""
        return [f"In {self.team.name}.", *([left] if left else [])]

    def form_kwargs(self) -> dict[str, Any]:
        return {"team": self.team}

    def initial(self) -> dict[str, Any]:
        duty = self.subject
        if duty is None:
            return {}
        return {part: named(duty, part) for part in PARTS} | {"review_on": duty.review_on}

    def act(self, form: DutyForm) -> str:
        data = form.cleaned_data
        actions.share_out(
            team=self.team,
            kind=self.kind,
            colleagues={part: data[part] for part in PARTS},
            review_on=data["review_on"],
            seen=data["seen"],
            by=self.viewer.actor,
        )
        return reverse(LIST)
