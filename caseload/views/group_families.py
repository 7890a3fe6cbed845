"""Families of a group: whom to add, joining and leaving (P72)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from caseload import actions
from caseload.forms.groups import JoinForm, LeaveForm
from caseload.models import GroupFamily
from caseload.presenters import groups as presenting
from caseload.presenters import words
from caseload.selectors.groups import groups_open_to, not_in, who_can_come
from caseload.selectors.work import work_of
from caseload.views.base import EpisodeActionPage
from caseload.views.groups import NAV, AboutGroup
from families.pages import FamilyActionPage
from families.presenters import names_in
from families.selectors import members_of
from pitservice.accounts.enums import Permission
from pitservice.db.keys import is_key
from pitservice.ui.components import Cell, Column, Empty, Link
from pitservice.ui.pages import ListPage


class CandidatesPage(AboutGroup, ListPage):
    """Whom to add to a group: open work, and on asking closed work where the group keeps in touch."""

    permission = Permission.BOOK
    noun = ("piece of work", "pieces of work")
    sorts = {"opened": "longest open first"}
    CLOSED: ClassVar[str] = "closed"

    @cached_property
    def group(self) -> Any:
        """The group in the address."""
        return self.find_group()

    def get_heading(self) -> str:
        """To which group."""
        return f"Add a family to {self.group.name}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, the group."""
        return [Link("Groups", reverse("caseload:groups")), Link(self.group.name, presenting.href(self.group))]

    @property
    def closed(self) -> bool:
        """Whether closed work is asked for, which only a group that keeps in touch takes."""
        return bool(self.group.keeps_touch and self.request.GET.get("state") == self.CLOSED)

    def records(self) -> QuerySet[Any]:
        """The team's, without families that are in the group already."""
        return not_in(self.group, work_of(self.viewer, everybody=True, closed=self.closed))

    def columns(self) -> Sequence[Column]:
        """Family and work."""
        return (Column("Family"), Column("Lead"), Column("State"))

    def row(self, record: Any) -> Sequence[Cell]:
        """One piece of work; the family leads on to the form."""
        href = f"{reverse('caseload:join_group', args=[record.key])}?group={self.group.key}"
        return [
            Cell(record.family.title, href),
            Cell(record.lead_name or "Nobody"),
            Cell(tags=[words.episode_tag(record)]),
        ]

    def above(self) -> Sequence[object]:
        """Closed work beside open work, for a group that keeps in touch."""
        if not self.group.keeps_touch:
            return ()
        here = self.request.path
        return [Link("Open work", here) if self.closed else Link("Closed work", f"{here}?state={self.CLOSED}")]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("No family can be added. Families with open work that are not in the group yet stand here.")


class JoinGroupPage(EpisodeActionPage):
    """A family joins a group (P72)."""

    permission = Permission.BOOK
    form_class = JoinForm
    heading = "Add to a group"
    submit_label = "Add the family"
    success = "The family is in the group. Reminders go to each adult invited, if the contact rules allow it."

    def form_kwargs(self) -> dict[str, Any]:
        """The piece of work, and how its people are called."""
        return {"episode": self.subject, "names": names_in(members_of(self.family))}

    def initial(self) -> dict[str, Any]:
        """Everybody, from today; the group one came from."""
        asked = self.request.GET.get("group", "")
        known = is_key(asked) and groups_open_to(self.subject).filter(key=asked).exists()
        people = [person.key for person in who_can_come(self.family)]
        return {"starts_on": self.today, "people": people, "group": asked if known else None}

    def intro(self) -> Sequence[str]:
        """What nobody else hears."""
        lines = ["No family hears who else is in the group: every text and letter is about its own place alone."]
        if self.subject.closed_on:
            lines.append("The work is closed and stays closed. Only groups that keep in touch are offered.")
        if not groups_open_to(self.subject).exists():
            lines.append("No group takes this family now. Start one under Groups, or make room in one.")
        return lines

    def act(self, form: Any) -> str:
        """Join it."""
        given = form.cleaned_data
        member = actions.join_group(
            group=given["group"],
            family=self.family,
            people=list(given["people"]),
            starts_on=given["starts_on"],
            text_to=list(given["text_to"]),
            letter_to=list(given["letter_to"]),
            by=self.viewer.actor,
        )
        return presenting.href(member.group)


class LeaveGroupPage(FamilyActionPage):
    """A family's last day in a group."""

    permission = Permission.BOOK
    nav = NAV
    way_to_family = "subject.family"
    form_class = LeaveForm
    submit_label = "Leave the group"
    success = "The last day is recorded. Places after it are given up, and who was texted of one is told."

    def get_heading(self) -> str:
        """Which group."""
        return f"Leave {self.subject.group.name}"

    def get_subject(self) -> Any:
        """The family's time in the group, from those visible to the viewer."""
        return self.find(
            GroupFamily.objects.visible_to(self.viewer).select_related("group", "family"), key=self.kwargs["key"]
        )

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"ends_on": self.today}

    @property
    def back_href(self) -> str:
        """The group."""
        return presenting.href(self.subject.group)

    def act(self, form: Any) -> str:
        """Leave it."""
        given = form.cleaned_data
        actions.leave_group(member=self.subject, ends_on=given["ends_on"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href
