"""Pages of targets (P83)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Words
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, ListPage, Page, PressPage
from reporting import actions, presenters
from reporting.forms import ChangeTargetForm, TargetForm
from reporting.models import Target
from reporting.selectors import ages, targets

LIST = "reporting:targets"


class TargetListPage(ListPage):
    """What the team and its commissioners agreed to reach, with the service's age beside it (P83)."""

    permission = Permission.SEE_REPORTS
    nav = "reporting:list"
    heading = "Targets"
    noun = ("target", "targets")

    def get_back(self) -> Link:
        return Link("Reports", reverse("reporting:list"))

    def records(self) -> Any:
        return targets(self.viewer)

    def columns(self) -> Sequence[Column]:
        return presenters.TARGET_COLUMNS

    def row(self, record: Target) -> Sequence[Cell]:
        return presenters.target_row(record)

    def above(self) -> Sequence[object]:
        return [Words(presenters.ages_in_words(ages(self.viewer.teams, self.today)))]

    def buttons(self) -> Sequence[Button]:
        return [Button("Set a target", reverse("reporting:set-target"))]

    def empty(self) -> Empty:
        return Empty("No targets are set. A target stands in the report beside its figure, and says whether it is met.")


class OnTargets(Page):
    """What the pages that write targets share."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEE_REPORTS
    nav = "reporting:list"

    def get_back(self) -> Link:
        """The list."""
        return Link("Targets", reverse(LIST))


class SetTargetPage(OnTargets, ActionPage):
    """Agree a target."""

    heading = "Set a target"
    form_class = TargetForm
    submit_label = "Set the target"
    success = "The target is set. Reports that are not frozen yet show it."

    def form_kwargs(self) -> dict[str, Any]:
        return {"teams": self.viewer.teams}

    def act(self, form: TargetForm) -> str:
        data = form.cleaned_data
        given = {name: data[name] for name in ("team", "commissioner", "year", "direction", "amount")}
        actions.set_target(number=form.number, **given, by=self.viewer.actor)
        return reverse(LIST)


class ChangeTargetPage(OnTargets, ActionPage):
    """Change what a number should reach."""

    form_class = ChangeTargetForm
    success = "The target is changed. Reports that were frozen keep what they said."

    def get_subject(self) -> Target:
        return self.find(targets(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        return f"Change the target: {presenters.target_words(self.subject)}"

    def initial(self) -> dict[str, Any]:
        return {"direction": self.subject.direction, "amount": self.subject.amount}

    def act(self, form: ActForm) -> str:
        data = form.cleaned_data
        actions.change_target(
            target=self.subject,
            direction=data["direction"],
            amount=data["amount"],
            seen=data["seen"],
            by=self.viewer.actor,
        )
        return reverse(LIST)


class RemoveTargetPage(OnTargets, PressPage):
    """Take a target back."""

    submit_label = "Remove the target"
    success = "The target is removed. Reports that were frozen keep what they said."

    def get_subject(self) -> Target:
        return self.find(targets(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        return f"Remove the target: {presenters.target_words(self.subject)}"

    def act(self, form: ActForm) -> str:
        actions.remove_target(target=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse(LIST)
