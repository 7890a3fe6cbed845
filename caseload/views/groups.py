"""Groups: the list, a group, what it is, its sessions planned, its end (P72)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from caseload import actions
from caseload.forms.groups import (
    ENDED,
    EndGroupForm,
    GroupForm,
    GroupsFilter,
    PlanForm,
)
from caseload.models import Group
from caseload.presenters import groups as presenting
from caseload.selectors.groups import (
    families_seen,
    groups_of,
    sessions_of,
    with_facilitators,
)
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, Page, RecordPage, TeamPage

NAV = "caseload:list"


class GroupsPage(ListPage):
    """Groups of the viewer's teams, those that run now, or on asking those that have ended."""

    permission = Permission.SEE_CASELOAD
    nav = NAV
    heading = "Groups"
    noun = ("group", "groups")
    filter_form = GroupsFilter
    sorts = {"name": "by name"}

    def records(self) -> QuerySet[Any]:
        """By name."""
        return groups_of(self.viewer, ended=self.values.get("state") == ENDED)

    def columns(self) -> Sequence[Column]:
        """Group, facilitators, next session, families."""
        return presenting.LIST_COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One group."""
        return presenting.list_row(record, with_team=len(self.viewer.teams) > 1)

    def above(self) -> Sequence[object]:
        """What waits."""
        if not Viewer.of(self.user, Permission.RECORD_SESSIONS).allowed:
            return ()
        return [Link("Registers to fill in", reverse("caseload:registers"))]

    def buttons(self) -> Sequence[Button]:
        """Start one, by team."""
        teams = Viewer.of(self.user, Permission.BOOK).teams
        return [
            Button(
                "Start a group" if len(teams) == 1 else f"Start a group of {team.name}",
                reverse("caseload:start_group", args=[team.slug]),
            )
            for team in teams
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        if self.values.get("state") == ENDED:
            return Empty("No group has ended.")
        return Empty("No group runs now. Start one to plan its sessions; families are added to it from their work.")


class StartGroupPage(TeamPage, ActionPage):
    """Start a group of a team."""

    permission = Permission.BOOK
    nav = NAV
    form_class = GroupForm
    heading = "Start a group"
    submit_label = "Start it"
    success = "The group is there. Plan its sessions, and add the families."

    def form_kwargs(self) -> dict[str, Any]:
        """Colleagues, rooms and interventions of the team."""
        return {"team": self.team}

    def initial(self) -> dict[str, Any]:
        """Led by whoever starts it."""
        return {"lead": self.user.key}

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link("Groups", reverse("caseload:groups"))]

    def act(self, form: Any) -> str:
        """Start it."""
        return presenting.href(actions.start_group(team=self.team, programme=form.programme, by=self.viewer.actor))


class AboutGroup(Page):
    """A page about a group, from those visible to the viewer."""

    abstract: ClassVar[bool] = True
    nav = NAV

    def find_group(self) -> Any:
        """The group with the address's key."""
        return self.find(with_facilitators(Group.objects.visible_to(self.viewer)), key=self.kwargs["key"])


class GroupPage(AboutGroup, RecordPage):
    """A group: what it is, the families in it as far as this viewer sees them, its sessions."""

    permission = Permission.SEE_CASELOAD

    def get_heading(self) -> str:
        """Its name."""
        return str(self.record.name)

    def get_record(self) -> Any:
        """The group."""
        return self.find_group()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link("Groups", reverse("caseload:groups"))]

    @cached_property
    def may_book(self) -> bool:
        """Whether this person changes it."""
        return self.viewer.may(Permission.BOOK, self.record.team_id)

    @cached_property
    def members(self) -> list[Any]:
        """Families of it that this person may see, those who have left last."""
        return list(families_seen(self.record, self.viewer))

    def families(self) -> Iterable[tuple[int, int]]:
        """Each family shown."""
        return [(member.family_id, member.team_id) for member in self.members]

    def body(self) -> Sequence[object]:
        """Facts, families, sessions."""
        now = [one for one in self.members if one.is_in(self.today)]
        return [
            presenting.facts(self.record, len(now)),
            presenting.families_section(self.members, self.today, may_book=self.may_book),
            presenting.sessions_section(list(sessions_of(self.record))),
        ]

    def buttons(self) -> Sequence[Button]:
        """Plan, add a family, change, end."""
        return presenting.group_buttons(self.record, may_book=self.may_book)


class GroupActionPage(AboutGroup, ActionPage):
    """Does something with a group."""

    abstract: ClassVar[bool] = True
    permission = Permission.BOOK

    def get_subject(self) -> Any:
        """The group."""
        return self.find_group()

    def families(self) -> Iterable[tuple[int, int]]:
        """None is shown."""
        return ()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, the group."""
        return [Link("Groups", reverse("caseload:groups")), Link(self.subject.name, presenting.href(self.subject))]

    def get_cancel(self) -> Link | None:
        """The group."""
        return Link("Back to the group", presenting.href(self.subject))


class ChangeGroupPage(GroupActionPage):
    """Change what a group is, or who facilitates it."""

    form_class = GroupForm
    heading = "Change the group"
    success = "The group is changed."

    def form_kwargs(self) -> dict[str, Any]:
        """Colleagues, rooms and interventions of the team."""
        return {"team": self.subject.team, "group": self.subject}

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return GroupForm.start(self.subject)

    def intro(self) -> Sequence[str]:
        """What follows for the sessions that are planned."""
        return [
            "Who facilitates changes for every session ahead. Where it meets changes only for sessions planned from "
            "now on: move the planned ones, so that the families hear of it."
        ]

    def act(self, form: Any) -> str:
        """Change it."""
        seen = form.cleaned_data["seen"]
        actions.change_group(group=self.subject, programme=form.programme, seen=seen, by=self.viewer.actor)
        return presenting.href(self.subject)


class PlanGroupPage(GroupActionPage):
    """Plan one session or a series (P72)."""

    form_class = PlanForm
    heading = "Plan sessions"
    submit_label = "Plan them"

    def form_kwargs(self) -> dict[str, Any]:
        """The group, and who plans."""
        return {"group": self.subject, "viewer": self.viewer}

    def initial(self) -> dict[str, Any]:
        """Where the group meets, and how many sessions its intervention usually has."""
        group = self.subject
        usual = group.intervention.usual_sessions if group.intervention else None
        return {
            "place": group.place,
            "where": group.where,
            "room": group.room.key if group.room else None,
            "times": usual if usual and usual > 1 else None,
        }

    def intro(self) -> Sequence[str]:
        """What happens by itself."""
        return [
            "Each family in the group gets a place in each session, and its adults their usual reminders.",
            "Bank holidays, closed days and days on which a facilitator is away are passed over.",
        ]

    def act(self, form: Any) -> str:
        """Plan them."""
        done = actions.plan_sessions(group=self.subject, meets=form.meets, repeat=form.repeat_as, by=self.viewer.actor)
        self.success = presenting.planned_words(done)
        return presenting.href(self.subject)


class EndGroupPage(GroupActionPage):
    """A group is over."""

    form_class = EndGroupForm
    heading = "End the group"
    submit_label = "End it"
    success = "The group has ended. What was written stays with each family."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"ended_on": self.today}

    def act(self, form: Any) -> str:
        """End it."""
        given = form.cleaned_data
        actions.end_group(group=self.subject, ended_on=given["ended_on"], seen=given["seen"], by=self.viewer.actor)
        return presenting.href(self.subject)
