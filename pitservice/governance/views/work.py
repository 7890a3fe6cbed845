"""Who did what, and what runs or failed in the background."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import colleagues, user_names
from pitservice.governance import presenters
from pitservice.governance.forms import EventFilter, JobFilter
from pitservice.governance.selectors import events_of, family_titles, jobs_of
from pitservice.jobs import actions
from pitservice.jobs.models import Job
from pitservice.ui.components import Cell, Column, Empty, Link
from pitservice.ui.pages import ListPage, PressPage

MANAGE = "governance:manage"


class EventListPage(ListPage):
    """Who did what in the viewer's teams. Opening it is noted on the families it names."""

    permission = Permission.SEE_AUDIT
    nav = "governance:events"
    heading = "Who did what"
    noun = ("act", "acts")
    page_size = 50

    @cached_property
    def filters(self) -> EventFilter:
        """With the colleagues of the viewer's teams."""
        people = {user.pk: user.name for team in self.viewer.teams for user in colleagues(team.pk)}
        names = sorted(((str(pk), name) for pk, name in people.items()), key=lambda pair: pair[1])
        return EventFilter(self.request.GET, colleagues=names, parts=list(presenters.PARTS.items()))

    def records(self) -> Any:
        given = self.values
        return events_of(self.viewer, user=given.get("by", ""), verb=given.get("part", ""), since=given.get("since"))

    @cached_property
    def names(self) -> dict[int, str]:
        """Who the doers on this page are."""
        return user_names(pk for event in self.rows_on_page if (pk := event.by.user_id))

    @cached_property
    def families_shown(self) -> dict[int, tuple[str, str, int]]:
        """The families on this page that the viewer may see."""
        return family_titles(self.viewer, [event.family_id for event in self.rows_on_page if event.family_id])

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        return [(pk, team) for pk, (_, _, team) in self.families_shown.items()]

    def columns(self) -> Sequence[Column]:
        return [Column("When"), Column("Who"), Column("What"), Column("About"), Column("Why")]

    def row(self, record: Any) -> Sequence[Cell]:
        return presenters.event_row(record, self.names, self.families_shown)

    def empty(self) -> Empty:
        return Empty("Nothing was done that fits.")


class JobListPage(ListPage):
    """Background work: what failed first."""

    permission = Permission.SEE_JOBS
    nav = MANAGE
    heading = "Background work"
    noun = ("piece of work", "pieces of work")
    filter_form = JobFilter

    def get_breadcrumbs(self) -> Sequence[Link]:
        return [Link("Manage", reverse(MANAGE))]

    def records(self) -> Any:
        return jobs_of(self.viewer, self.values.get("state", ""))

    @cached_property
    def names(self) -> dict[int, str]:
        """Who started what is on this page."""
        return user_names(pk for job in self.rows_on_page if (pk := job.created_by.user_id))

    def columns(self) -> Sequence[Column]:
        return [Column("What"), Column("State"), Column("Started by"), Column("When"), Column("Action")]

    def row(self, record: Any) -> Sequence[Cell]:
        return presenters.job_row(record, self.names)

    def empty(self) -> Empty:
        return Empty("Nothing has failed." if not self.values.get("state") else "There is no such work.")


class StartAgainPage(PressPage):
    """Put failed work back in the queue."""

    permission = Permission.SEE_JOBS
    nav = MANAGE
    heading = "Start again"
    submit_label = "Start again"
    success = "It is waiting to start. The home page shows how it goes."

    def get_subject(self) -> Job:
        return self.find(Job.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        return f"Start again: {self.subject.title}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        return [Link("Manage", reverse(MANAGE)), Link("Background work", reverse("governance:jobs"))]

    def intro(self) -> Sequence[str]:
        return [line for line in (self.subject.note, "What was already done is not done twice.") if line]

    def act(self, form: Any) -> str:
        actions.start_again(job=self.subject, by=self.viewer.actor)
        return reverse("governance:jobs")
