"""A team's localities: the list, adding one, drawing it anew, ending it (toolkit ch. 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from caseload import actions
from caseload.forms.localities import LocalityForm
from caseload.presenters import localities as presenting
from caseload.selectors.localities import grouped, localities_of, localities_seen_by
from caseload.selectors.people import workers_seen_by
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Button, Buttons, Cell, Column, Empty, Link, Words
from pitservice.ui.forms import PressForm
from pitservice.ui.pages import ActionPage, ListPage, Page, PressPage, TeamPage

LIST, NAV = "caseload:localities", "governance:manage"


class LocalitiesPage(ListPage):
    """The localities of the viewer's teams: areas, colleagues, and for whoever allocates how many families wait."""

    permission = Permission.MANAGE_LISTS
    nav = NAV
    heading = "Localities"
    noun = ("locality", "localities")

    def records(self) -> QuerySet[Any]:
        """Those in use first."""
        return localities_seen_by(self.viewer)

    @cached_property
    def allocates(self) -> Viewer:
        """This colleague where they allocate: nobody else learns how many families wait where."""
        return Viewer.of(self.user, Permission.ALLOCATE)

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Of who works with families in these teams."""
        return {user.pk: user.name for user in workers_seen_by(self.viewer)}

    @cached_property
    def waiting(self) -> Mapping[str, int]:
        """How many families wait in each, by its key."""
        teams = [team for team in self.allocates.teams if team in self.viewer.teams]
        found = [grouped(team, self.allocates, localities_of(team.pk), self.today) for team in teams]
        return {group: len(ids) for groups in found for group, ids in groups.items()}

    def columns(self) -> Sequence[Column]:
        """Name, areas, colleagues, families, state."""
        return presenting.list_columns(teams=len(self.viewer.teams) > 1, waiting=self.allocates.allowed)

    def row(self, record: Any) -> Sequence[Cell]:
        """One of them."""
        waiting = self.waiting if self.allocates.allowed else None
        return presenting.list_row(record, self.names, waiting, teams=len(self.viewer.teams) > 1)

    def above(self) -> Sequence[object]:
        """What they are for."""
        return [
            Words(
                [
                    "Where a team works by locality, whoever allocates sees the families that wait by where they live,"
                    " beside the colleagues who work there. It changes nothing for a team without any.",
                ]
            )
        ]

    def buttons(self) -> Sequence[Button]:
        """Add one, by team; and where they are used."""
        teams, said = self.viewer.teams, "Add a locality"
        add = [
            Button(said if len(teams) == 1 else f"{said} of {team.name}",
                   reverse("caseload:add_locality", args=[team.slug]))
            for team in teams
        ]  # fmt: skip
        if self.allocates.allowed:
            add.append(Button("Allocate by locality", reverse("caseload:by_locality"), secondary=True))
        return add

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty(
            "No localities are drawn. Add one if families here are given to whoever works where they live: say which"
            " postcodes belong to it, and who works there."
        )

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """None: numbers name nobody."""
        return ()


class _OnLocalities(Page):
    """Changes the list; it is about no family."""

    abstract: ClassVar[bool] = True
    permission = Permission.MANAGE_LISTS
    nav = NAV

    def families(self) -> Iterable[tuple[int, int]]:
        """None."""
        return ()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link(LocalitiesPage.heading, reverse(LIST))]


class AddLocalityPage(_OnLocalities, TeamPage, ActionPage):
    """Draw one."""

    form_class = LocalityForm
    heading = "Add a locality"
    submit_label = "Add"

    def form_kwargs(self) -> dict[str, Any]:
        """Whose colleagues."""
        return {"team": self.team}

    def act(self, form: Any) -> str:
        """Add it."""
        actions.add_locality(team=self.team, drawn=form.drawn, by=self.viewer.actor)
        return reverse(LIST)


class _OfLocality(_OnLocalities):
    """Does something with a locality; `subject` is the locality."""

    abstract: ClassVar[bool] = True
    kwargs: dict[str, Any]

    def get_subject(self) -> Any:
        """From those of the viewer's teams, and in force."""
        return self.find(localities_seen_by(self.viewer).filter(ended_on=None), key=self.kwargs["key"])


class ChangeLocalityPage(_OfLocality, ActionPage):
    """Draw it anew."""

    form_class = LocalityForm

    def get_heading(self) -> str:
        """Which."""
        return str(self.subject.name)

    def form_kwargs(self) -> dict[str, Any]:
        """Whose colleagues."""
        return {"team": self.subject.team}

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        there = workers_seen_by(self.viewer).filter(pk__in=self.subject.worker_ids)
        return {
            "name": self.subject.name,
            "areas": "\n".join(self.subject.in_areas),
            "colleagues": list(there.values_list("key", flat=True)),
        }

    def aside(self) -> Sequence[object]:
        """The other way out."""
        href = reverse("caseload:end_locality", args=[self.subject.key])
        return [Buttons([Button("End this locality", href, secondary=True)])]

    def act(self, form: Any) -> str:
        """Change it."""
        actions.change_locality(
            locality=self.subject, drawn=form.drawn, seen=form.cleaned_data["seen"], by=self.viewer.actor
        )
        return reverse(LIST)


class EndLocalityPage(_OfLocality, PressPage):
    """There is no such locality any more."""

    form_class = PressForm
    submit_label = "End it"
    success = "Ended. It stays on the list with its day."

    def get_heading(self) -> str:
        """Which."""
        return f"End {self.subject.name}"

    def intro(self) -> Sequence[str]:
        """What follows."""
        return [
            "Its postcodes are free for another locality, and nobody works in it from today. Families who live there"
            " and wait stand under “In no locality” until its postcodes are in another one. No work changes hands."
        ]

    def act(self, form: Any) -> str:
        """End it."""
        actions.end_locality(locality=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse(LIST)
