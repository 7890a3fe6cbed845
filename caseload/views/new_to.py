"""Extra time for what is new to a colleague: the list with its history, recording one, ending one (P85)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from caseload import actions
from caseload.forms.new_to import NewToForm
from caseload.models import NewTo
from caseload.presenters import new_to as presenting
from caseload.selectors.new_to import new_to_seen_by
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Words
from pitservice.ui.forms import PressForm
from pitservice.ui.pages import ActionPage, ListPage, Page, PressPage, TeamPage

LIST, NAV = "caseload:new_to", "caseload:rota"


class NewToPage(ListPage):
    """Who is new to what, and who was, in the teams that the viewer leads."""

    permission = Permission.ALLOCATE
    nav = NAV
    heading = "Extra time for what is new"
    noun = ("line", "lines")

    def records(self) -> QuerySet[Any]:
        """What counts now first."""
        return new_to_seen_by(self.viewer, self.today)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The rota."""
        return [Link("Rota", reverse(NAV))]

    def columns(self) -> Sequence[Column]:
        """Who, to what, how much, how long."""
        return presenting.columns(teams=len(self.viewer.teams) > 1)

    def row(self, record: Any) -> Sequence[Cell]:
        """One of them."""
        return presenting.row(record, teams=len(self.viewer.teams) > 1)

    def above(self) -> Sequence[object]:
        """What it does."""
        return [
            Words(
                [
                    "Work in a way that is new to a colleague takes them longer. What stands here is added to what they"
                    " carry, and said beside it wherever a family is allocated. It stops nothing.",
                    "Of a group it is added to preparing and following up, not to the session.",
                ]
            )
        ]

    def buttons(self) -> Sequence[Button]:
        """One more, by team."""
        teams = self.viewer.teams
        said = "Record extra time"
        return [
            Button(said if len(teams) == 1 else f"{said} in {team.name}",
                   reverse("caseload:record_new_to", args=[team.slug]))
            for team in teams
        ]  # fmt: skip

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("Nobody is recorded as new to anything. Record it when somebody begins with an intervention.")

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """None."""
        return ()


class _OnNewTo(Page):
    """Changes the list; it is about no family."""

    abstract: ClassVar[bool] = True
    permission = Permission.ALLOCATE
    nav = NAV

    def families(self) -> Iterable[tuple[int, int]]:
        """None."""
        return ()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The rota, the list."""
        return [Link("Rota", reverse(NAV)), Link(NewToPage.heading, reverse(LIST))]

    def get_cancel(self) -> Link:
        """Back."""
        return Link("Cancel", reverse(LIST))


class RecordNewToPage(_OnNewTo, TeamPage, ActionPage):
    """Somebody begins with a way of working or a group."""

    form_class = NewToForm
    heading = "Record extra time for what is new"
    submit_label = "Record it"
    success = "Recorded. It is in what they carry from now on."

    def form_kwargs(self) -> dict[str, Any]:
        """Whose list."""
        return {"team": self.team}

    def act(self, form: Any) -> str:
        """Record it."""
        actions.record_new_to(
            team=self.team,
            user=form.cleaned_data["user"],
            what=form.about,
            longer=form.longer,
            by=self.viewer.actor,
        )
        return reverse(LIST)


class EndNewToPage(_OnNewTo, PressPage):
    """It takes no longer any more."""

    form_class = PressForm
    submit_label = "End it"
    success = "Ended. It stays on the list as it was."

    def get_subject(self) -> NewTo:
        """From those of the viewer's teams."""
        return self.find(NewTo.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        """Whose, of what."""
        return f"End the extra time of {self.subject.user.name}"

    def intro(self) -> Sequence[str]:
        """What follows."""
        what = self.subject.intervention or self.subject.group
        return [f"{what} no longer counts as new, from tomorrow on. For another share or day, record it anew then."]

    def act(self, form: Any) -> str:
        """End it."""
        actions.end_new_to(row=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse(LIST)
