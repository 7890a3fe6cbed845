"""Allocating by locality: who waits where, beside who works there; nothing is proposed (toolkit ch. 6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from caseload.localities import Elsewhere, Localities
from caseload.presenters import localities as presenting
from caseload.selectors import by_locality as selecting
from caseload.selectors.localities import grouped, localities_of, localities_seen_by
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import WaitingOrder
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import settings_along
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Words
from pitservice.ui.pages import ListPage, Page, TeamPage
from referrals.selectors.waiting import in_order, waiting, with_row

#: More than this of one locality stand on a list of their own.
SHOWN = 10
#: Always there, whatever else a team does.
MEETINGS = "caseload:meetings"


class ByLocalityPage(Page):
    """The waiting families of each locality in the order in force, beside its practitioners with what they carry."""

    permission = Permission.ALLOCATE
    nav = "referrals:waiting"
    of_many = True
    template_name = "pages/record.html"
    heading = "Allocate by locality"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link("Waiting list", reverse("referrals:waiting"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Each team that has localities."""
        body = [part for team in self.viewer.teams for part in self._team(team)]
        buttons = [Button("Allocation meetings", reverse(MEETINGS), secondary=True)]
        if Viewer.of(self.user, Permission.MANAGE_LISTS).allowed:
            buttons.append(Button("Localities", reverse("caseload:localities"), secondary=True))
        intro = [Words([_HOW])] if body else [Empty(_NONE)]
        return self.render({"body": [*intro, *body], "tabs": (), "caption": "", "buttons": buttons})

    def _team(self, team: Team) -> Sequence[object]:
        localities = localities_of(team.pk)
        if not localities:
            return ()
        settings = settings_along(self.user)[team.pk]
        groups = selecting.groups_of(team, localities, self.viewer, self.today, first=SHOWN)
        workers = selecting.workers_of(team, localities, self.viewer, self.today)
        self.log_look([(row.family_id, row.team_id) for group in groups.values() for row in group.first])
        named = len(self.viewer.teams) > 1
        return presenting.parts(team, localities, groups, workers, settings, self.today, named=named)


_HOW = (
    "Where a family lives is read from the baby’s home as recorded today; every locality has its families in the order"
    " in force. Who takes a family on is yours to decide: nothing is proposed."
)
_NONE = (
    "No localities are drawn. Where a team works by them, they are made under Manage, Localities; then the families"
    " that wait stand here by where they live. Families are allocated from the waiting list and in meetings as before."
)


class _WaitingIn(ListPage):
    """All families of one group of the page, in the order in force."""

    abstract: ClassVar[bool] = True
    permission = Permission.ALLOCATE
    nav = "referrals:waiting"
    noun = ("family", "families")

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, all localities."""
        by_locality = Link(ByLocalityPage.heading, reverse("caseload:by_locality"))
        return [Link("Waiting list", reverse("referrals:waiting")), by_locality]

    def of_team(self) -> Team:
        """Whose families."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def group(self) -> str:
        """Which of the groups."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    @cached_property
    def settings(self) -> TeamSettings:
        """What the team set."""
        return settings_along(self.user)[self.of_team().pk]

    @cached_property
    def localities(self) -> Localities:
        """The team's."""
        return localities_of(self.of_team().pk)

    def records(self) -> Any:
        """Those of the group."""
        ids = grouped(self.of_team(), self.viewer, self.localities, self.today).get(self.group(), [])
        return with_row(in_order(waiting(self.viewer).filter(pk__in=ids), self.settings.waiting_order))

    def columns(self) -> Sequence[Column]:
        """As on the page of all localities."""
        return presenting.FAMILIES

    def row(self, record: Any) -> Sequence[Cell]:
        """One family."""
        return presenting.family_row(record, self.settings, self.today)

    def summary(self) -> str:
        """How many, and in which order."""
        return f"{super().summary()} Sorted {WaitingOrder(self.settings.waiting_order).label}."

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("No family is waiting here. Families come onto the list when a referral is accepted to it.")


class InLocalityPage(_WaitingIn):
    """The waiting families of one locality, with who works there."""

    @cached_property
    def locality(self) -> Any:
        """Of one's teams, and in force."""
        return self.find(localities_seen_by(self.viewer).filter(ended_on=None), key=self.kwargs["key"])

    def of_team(self) -> Team:
        """Whose it is."""
        team: Team = self.locality.team
        return team

    def group(self) -> str:
        """By its key."""
        return str(self.locality.key)

    def get_heading(self) -> str:
        """Its name."""
        return f"Waiting in {self.locality.name}"

    def above(self) -> Sequence[object]:
        """Who works there."""
        workers = selecting.workers_of(self.of_team(), Localities([self.locality]), self.viewer, self.today)
        return [presenting.workers_table(self.locality, workers)]


class ElsewherePage(_WaitingIn, TeamPage):
    """Families of a team that live in no one of its localities, or of whom it is not shown."""

    @cached_property
    def kind(self) -> Elsewhere:
        """As what."""
        if self.kwargs["where"] not in Elsewhere.values:
            raise Http404
        return Elsewhere(self.kwargs["where"])

    def of_team(self) -> Team:
        """The one in the address."""
        return self.team

    def group(self) -> str:
        """As what."""
        return str(self.kind)

    def get_heading(self) -> str:
        """What they have in common."""
        return str(self.kind.label)

    def above(self) -> Sequence[object]:
        """What it means."""
        return [Words([presenting.MEANS[self.kind]])]

    def families(self) -> Iterable[tuple[int, int]]:
        """Those of the page."""
        return self.families_in(self.rows_on_page)
