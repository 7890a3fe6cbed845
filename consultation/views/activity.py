"""Other work: the list, a week on one page, one piece of it, and the team's own kinds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from consultation import actions, logbook
from consultation.forms import ActivityFilter, ActivityForm, KindForm, WeekForm
from consultation.models import Activity, ActivityKind
from consultation.selectors import activities, activity_kinds, week_of
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Button, Buttons, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, PressPage, TeamPage

NAV = "consultation:list"
LIST = "consultation:activities"
WEEK = "consultation:week"


class ActivityListPage(ListPage):
    """What the team did besides families and consultation, newest first."""

    permission = Permission.SEE_CONSULTATIONS
    nav = NAV
    heading = "Training and other work"
    noun = ("piece of other work", "pieces of other work")
    filter_form = ActivityFilter

    def get_back(self) -> Link:
        return Link("Consultations", reverse(NAV))

    def records(self) -> Any:
        return activities(self.viewer, category=self.values.get("category", ""))

    def columns(self) -> Sequence[Column]:
        return logbook.COLUMNS

    def row(self, record: Activity) -> Sequence[Cell]:
        return logbook.row(record, may=self.viewer.may(Permission.CONSULT, record.team_id))

    def buttons(self) -> Sequence[Button]:
        found = []
        if Viewer.of(self.user, Permission.CONSULT).allowed:
            found.append(Button("Log a week", reverse(WEEK)))
        if Viewer.of(self.user, Permission.MANAGE_LISTS).allowed:
            found.append(Button("Our own list of kinds", reverse("consultation:activity-kinds"), secondary=True))
        return found

    def empty(self) -> Empty:
        return Empty("Nothing here yet. Training, strategy, conferences and the like are logged a week at a time.")


class WeekPage(ActionPage):
    """A week on one page: several lines at once, and above them what is logged already."""

    permission = Permission.CONSULT
    nav = NAV
    form_class = WeekForm
    submit_label = "Log these lines"
    success = "Logged."

    @cached_property
    def week(self) -> date:
        """The Monday of the week in the address, or of this one."""
        return week_of(self.request.GET.get("week", ""), self.today)

    def get_heading(self) -> str:
        return f"Week of {logbook.week_words(self.week)}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        return [Link("Consultations", reverse(NAV)), Link("Training and other work", reverse(LIST))]

    def form_kwargs(self) -> dict[str, Any]:
        teams = self.viewer.teams
        return {"week": self.week, "today": self.today, "teams": teams, "kinds": list(activity_kinds(self.viewer))}

    def aside(self) -> Sequence[object]:
        last, following = self.week - timedelta(days=7), self.week + timedelta(days=7)
        buttons = [Button("The week before", self._to(last), secondary=True)]
        if following <= self.today:
            buttons.append(Button("The week after", self._to(following), secondary=True))
        mine = activities(self.viewer, colleague=self.user, days=(self.week, following - timedelta(days=1)))
        return [Buttons(buttons), *logbook.logged(list(mine))]

    def act(self, form: WeekForm) -> str:
        team = form.cleaned_data["team"]
        actions.log_activities(team=team, colleague=self.user, done=form.done(), by=self.viewer.actor)
        return self._to(self.week)

    def _to(self, week: date) -> str:
        return f"{reverse(WEEK)}?week={week.isoformat()}"


class OneActivity(ActionPage):
    """What the pages about one piece of other work share."""

    abstract: ClassVar[bool] = True
    permission = Permission.CONSULT
    nav = NAV

    def get_subject(self) -> Activity:
        visible = Activity.objects.visible_to(self.viewer).select_related("kind", "colleague")
        return self.find(visible, key=self.kwargs["key"])

    def get_back(self) -> Link:
        """The list."""
        return Link("Training and other work", reverse(LIST))


class ChangeActivityPage(OneActivity):
    """Correct one, or say whom it reached by profession."""

    heading = "Change what was logged"
    form_class = ActivityForm
    success = "Changed. What it said before is kept in its history."

    def initial(self) -> dict[str, Any]:
        return ActivityForm.start(self.subject)

    def form_kwargs(self) -> dict[str, Any]:
        return {"kinds": list(activity_kinds(self.viewer).filter(team=self.subject.team_id))}

    def act(self, form: ActivityForm) -> str:
        seen = form.cleaned_data["seen"]
        actions.change_activity(activity=self.subject, done=form.done(), seen=seen, by=self.viewer.actor)
        return reverse(LIST)


class RemoveActivityPage(OneActivity, PressPage):
    """Take one out that was logged in error."""

    heading = "Remove what was logged"
    submit_label = "Remove it"
    success = "Removed. Its history is kept."

    def intro(self) -> Sequence[str]:
        return [f"{self.subject}, {self.subject.minutes} minutes, by {self.subject.colleague.name}."]

    def act(self, form: Any) -> str:
        actions.remove_activity(activity=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse(LIST)


class KindListPage(ListPage):
    """The team's own kinds of other work."""

    permission = Permission.MANAGE_LISTS
    nav = "governance:manage"
    heading = "Our own kinds of other work"
    noun = ("kind", "kinds")

    def get_back(self) -> Link:
        return Link("Lists and settings", reverse("configuration:settings"))

    def records(self) -> Any:
        return activity_kinds(self.viewer)

    def columns(self) -> Sequence[Column]:
        return logbook.KIND_COLUMNS

    def row(self, record: ActivityKind) -> Sequence[Cell]:
        return logbook.kind_row(record)

    def buttons(self) -> Sequence[Button]:
        add = "consultation:add-activity-kind"
        return [Button(f"Add a kind for {team.name}", reverse(add, args=[team.slug])) for team in self.viewer.teams]

    def empty(self) -> Empty:
        return Empty("No kinds of our own. Work is logged under the general ones until there are some.")


class AddKindPage(TeamPage, ActionPage):
    """Put a kind on a team's list."""

    permission = Permission.MANAGE_LISTS
    nav = "governance:manage"
    form_class = KindForm
    success = "Added to the list."

    def get_heading(self) -> str:
        return f"Add a kind of other work for {self.team.name}"

    def get_back(self) -> Link:
        return Link("Our own kinds of other work", reverse("consultation:activity-kinds"))

    def act(self, form: Any) -> str:
        data = form.cleaned_data
        actions.add_activity_kind(team=self.team, category=data["category"], name=data["name"], by=self.viewer.actor)
        return reverse("consultation:activity-kinds")


class EndKindPage(PressPage):
    """Take a kind off the list."""

    permission = Permission.MANAGE_LISTS
    nav = "governance:manage"
    submit_label = "Take it off the list"
    success = "It is off the list. What was logged as it keeps its name."

    def get_subject(self) -> ActivityKind:
        return self.find(ActivityKind.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        return f"Take “{self.subject.name}” off the list"

    def get_back(self) -> Link:
        return Link("Our own kinds of other work", reverse("consultation:activity-kinds"))

    def act(self, form: Any) -> str:
        actions.end_activity_kind(kind=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse("consultation:activity-kinds")
