"""Bids for funding and deadlines of commissioning: the list, one put down, changed, settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse

from consultation import actions, dated
from consultation.forms import DeadlineForm, OpenFilter, SettleDeadlineForm
from consultation.models import Deadline
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, TeamPage

LIST = "consultation:deadlines"
NAV = "consultation:ours"


def trail() -> Sequence[Link]:
    """Our own work, the list."""
    return [Link("Our own work", reverse(NAV)), Link("Bids and deadlines", reverse(LIST))]


class DeadlineListPage(ListPage):
    """What is open, the next first; or everything."""

    permission = Permission.SEE_REPORTS
    nav = NAV
    heading = "Bids and deadlines"
    noun = ("bid or deadline", "bids and deadlines")
    filter_form = OpenFilter
    sorts = {"due": "the next first"}

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Our own work."""
        return trail()[:1]

    def records(self) -> Any:
        """Open ones, unless all are asked for."""
        return dated.deadlines(self.viewer, settled_too=self.values.get("show") == "all")

    def columns(self) -> Sequence[Column]:
        """By when, what, whose, reminded when, what came of it."""
        return dated.COLUMNS

    def row(self, record: Deadline) -> Sequence[Cell]:
        """One."""
        return dated.row(record, self.today)

    def buttons(self) -> Sequence[Button]:
        """Put one down, by team."""
        teams = self.viewer.teams
        return [
            Button(
                "Put one down" if len(teams) == 1 else f"Put one down for {team.name}",
                reverse("consultation:add-deadline", args=[team.slug]),
            )
            for team in teams
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty(
            "Nothing is put down. Public budgets are often made in September and October for the year after: put the "
            "proposals for them down in good time, and grants as you find them."
        )


class AddDeadlinePage(TeamPage, ActionPage):
    """A new one."""

    permission = Permission.SEE_REPORTS
    nav = NAV
    form_class = DeadlineForm
    submit_label = "Put it down"
    success = "Put down. It stands on its owner’s home page from the day of the reminder until it is settled."

    def get_heading(self) -> str:
        """Whose."""
        return f"Put a bid or deadline down for {self.team.name}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return trail()

    def form_kwargs(self) -> dict[str, Any]:
        """Whose colleagues."""
        return {"team": self.team}

    def initial(self) -> dict[str, Any]:
        """One's own, reminded three months before."""
        return {"owner": self.user.key, "remind": "13"}

    def act(self, form: DeadlineForm) -> str:
        """Keep it."""
        actions.add_deadline(team=self.team, term=form.term(), by=self.viewer.actor)
        return reverse(LIST)


class OneDeadline(ActionPage):
    """About one of them."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEE_REPORTS
    nav = NAV

    def get_subject(self) -> Deadline:
        """The one in the address."""
        return self.find(dated.deadlines(self.viewer, settled_too=True), key=self.kwargs["key"])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return trail()

    def get_cancel(self) -> Link:
        """Back."""
        return Link("Cancel", reverse(LIST))


class ChangeDeadlinePage(OneDeadline):
    """Put right or off."""

    form_class = DeadlineForm
    success = "Changed."

    def get_heading(self) -> str:
        """Which."""
        return f"Change “{self.subject.what}”"

    def form_kwargs(self) -> dict[str, Any]:
        """Whose colleagues."""
        return {"team": self.subject.team}

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return DeadlineForm.start(self.subject)

    def act(self, form: DeadlineForm) -> str:
        """Keep it."""
        seen = form.cleaned_data["seen"]
        actions.change_deadline(deadline=self.subject, term=form.term(), seen=seen, by=self.viewer.actor)
        return reverse(LIST)


class SettleDeadlinePage(OneDeadline):
    """What came of it."""

    form_class = SettleDeadlineForm
    submit_label = "Settle it"

    def get_heading(self) -> str:
        """Which."""
        return f"What came of “{self.subject.what}”?"

    def intro(self) -> Sequence[str]:
        """By when, and whether it comes again."""
        return dated.before_settling(self.subject)

    def act(self, form: Any) -> str:
        """Keep it."""
        data = form.cleaned_data
        coming = actions.settle_deadline(
            deadline=self.subject, came_of_it=data["came_of_it"], seen=data["seen"], by=self.viewer.actor
        )
        self.success = dated.after_settling(coming)
        return reverse(LIST)
