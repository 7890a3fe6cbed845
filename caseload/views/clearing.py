"""Clear a day: somebody is ill at eight in the morning (P69)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from caseload import actions
from caseload.forms.clearing import ClearDayForm
from caseload.models import Appointment, Clearing, ClinicSlot, GroupSession
from caseload.presenters import clearing as presenting
from caseload.selectors.clearing import (
    places_seen,
    rows_of,
    sessions_of,
    sessions_to_clear,
    texts_of,
    to_book_again,
    to_clear,
    ways_to_tell,
)
from caseload.selectors.clinic import free_with, were_free, withdrawn_with
from caseload.selectors.people import workers
from caseload.selectors.rota import absences_on, stand_ins_of
from caseload.views.rota import RotaActionPage
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.roles import ROLES
from pitservice.accounts.selectors import user_name
from pitservice.accounts.viewer import Viewer
from pitservice.ui import dates
from pitservice.ui.components import Button, Callout, Cell, Column, Empty, Link, Section, Table
from pitservice.ui.pages import ListPage, Page, PressPage


class ClearDayPage(RotaActionPage):
    """Today's families, how each adult is told, who takes over; one press does it all."""

    nav = "caseload:my_day"
    form_class = ClearDayForm
    submit_label = "Clear the day"

    @property
    def day(self) -> date:
        """Which day: today unless asked."""
        asked = self.filters.values.get("day")
        return asked if isinstance(asked, date) else self.today

    @cached_property
    def colleague(self) -> User:
        """Whose day."""
        return self.find(stand_ins_of(self.team.pk), key=self.kwargs["item"])

    @cached_property
    def booked(self) -> list[Any]:
        """What is still to come that day."""
        return to_clear(self.viewer, self.team, self.colleague, self.day)

    @cached_property
    def sessions(self) -> list[GroupSession]:
        """Groups of that day that take their time."""
        return sessions_to_clear(self.viewer, self.team, self.colleague, self.day)

    @cached_property
    def places(self) -> Mapping[int, list[Any]]:
        """The places in each of these groups, of families one may see."""
        return places_seen(self.viewer, self.sessions) if self.sessions else {}

    def get_heading(self) -> str:
        """Whose day."""
        whose = "my day" if self.colleague == self.user else f"the day of {self.colleague.name}"
        return f"Clear {whose}, {dates.weekday(self.day)}"

    def get_back(self) -> Link | None:
        """The diary."""
        return Link("Diary", reverse("caseload:diary"))

    def families(self) -> Iterable[tuple[int, int]]:
        """Whose appointments stand here."""
        return [(one.episode.family_id, one.team_id) for one in (*self.booked, *chain(*self.places.values()))]

    def intro(self) -> Sequence[str]:
        """What it does."""
        told = (
            "Each adult who was invited is texted where the contact rules allow it. Whoever cannot be texted stands "
            "under “Tell by other means” until somebody has told them."
        )
        undo = "Rooms and times are free again. All of it can be undone with one press."
        if self.booked or self.sessions:
            return [told, undo]
        return [undo] if self.free else []

    @cached_property
    def free(self) -> list[ClinicSlot]:
        """What is free of their assessment clinic that day."""
        return free_with(self.team, self.colleague, self.day, self.day)

    def aside(self) -> Sequence[object]:
        """The day, and how each adult is told."""
        if not self.booked and not self.sessions and not self.free:
            return [presenting.nothing(self.colleague.name, dates.weekday(self.day))]
        lead = "A family whose record is restricted stands here only for those named for it: ask the clinical lead."
        ways = {one.pk: ways_to_tell(one) for one in (*self.booked, *chain(*self.places.values()))}
        found: list[object] = [presenting.plan(self.booked, ways)] if self.booked else []
        found += [presenting.groups(self.sessions, self.places, ways)] if self.sessions else []
        found += [presenting.free_slots(self.free)] if self.free else []
        return [*found, Callout("Not on this list", [lead])]

    def form_kwargs(self) -> dict[str, Any]:
        """The appointments, who else could go, and whether to record an absence."""
        others = workers(self.team.pk).exclude(pk=self.colleague.pk)
        away = absences_on(self.day, self.day).filter(team=self.team, user=self.colleague).exists()
        return {"booked": self.booked, "sessions": self.sessions, "colleagues": list(others), "away": not away}

    def act(self, form: Any) -> str:
        """Clear it."""
        cleared = actions.clear_day(
            team=self.team,
            user=self.colleague,
            day=self.day,
            appointments=form.chosen,
            sessions=form.chosen_sessions,
            by=self.viewer.actor,
        )
        if form.cleaned_data.get("away"):
            actions.record_absence(
                team=self.team, user=self.colleague, first=self.day, last=self.day, cover=None, by=self.viewer.actor
            )
        self.success = "The day is cleared. Below is what is still to do."
        return reverse("caseload:cleared", args=[cleared.key])


def clear_links(viewer: Viewer, colleague: User, day: date) -> list[Link]:
    """To clearing a colleague's day, for whoever books in their team (P69)."""
    teams = Viewer.of(viewer.user, Permission.BOOK).team_ids
    return [
        Link("Clear this day", f"{reverse('caseload:clear_day', args=[row.team.key, colleague.key])}?day={day}")
        for row in colleague.current_memberships
        if row.team_id in teams and Permission.RECORD_SESSIONS in ROLES[row.role].permissions
    ]


def find_clearing(page: Page) -> Clearing:
    """The cleared day with the address's key, of one's own teams; a trainee clears none (P7)."""
    found = Clearing.objects.visible_to(page.viewer).filter(team__in=page.viewer.team_ids)
    return page.find(found.select_related("user", "team"), key=page.kwargs["key"])


class ClearedPage(Page):
    """A day that was cleared: whom to call, what to cancel, what to book again, and the undo."""

    permission = Permission.BOOK
    nav = "caseload:my_day"
    template_name = "pages/record.html"

    @cached_property
    def clearing(self) -> Clearing:
        """The cleared day."""
        return find_clearing(self)

    def get_heading(self) -> str:
        """Whose day."""
        return f"Cleared: {self.clearing.user.name}, {dates.weekday(self.clearing.day)}"

    def get_back(self) -> Link | None:
        """The diary."""
        return Link("Diary", reverse("caseload:diary"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Row by row."""
        rows = rows_of(self.clearing, self.viewer)
        undone = self.clearing.undone_at is not None
        texts = texts_of(self.clearing, rows, Viewer.of(self.user, Permission.SEE_CORRESPONDENCE))
        self.log_look({(row.appointment.episode.family_id, row.team_id) for row in rows})
        cells = [presenting.done(row, texts.get(row.appointment.episode.family_id, []), undone=undone) for row in rows]
        table = Table("Appointments of the day", presenting.DONE, cells) if rows else Empty("Nothing that you may see.")
        slots = were_free(self.clearing) if undone else withdrawn_with(self.clearing)
        gone = [presenting.withdrawn_slots(slots, undone=undone)] if slots else []
        booked = [Section("Appointments of the day", [table])] if rows or not slots else []
        body = [*self._undone(), *booked, *self._groups(), *gone]
        return self.render({"body": body, "tabs": (), "buttons": self._buttons()})

    def _undone(self) -> Sequence[object]:
        if self.clearing.undone_at is None:
            return ()
        who = user_name(str(self.clearing.undone_by.user_id)) if self.clearing.undone_by else ""
        return [Callout("This was undone", [f"{dates.moment(self.clearing.undone_at)}, {who}."])]

    def _groups(self) -> Sequence[object]:
        rows = [presenting.done_group(row) for row in sessions_of(self.clearing)]
        table = Table("Groups of the day", presenting.DONE_GROUPS, rows)
        return [Section("Groups of the day", [table])] if rows else []

    def _buttons(self) -> Sequence[Button]:
        if self.clearing.undone_at is not None:
            return ()
        return [Button("Undo all of it", reverse("caseload:undo_clearing", args=[self.clearing.key]), secondary=True)]


class UndoClearingPage(PressPage):
    """The one undo."""

    permission = Permission.BOOK
    nav = "caseload:my_day"
    submit_label = "Undo it"

    def get_subject(self) -> Any:
        """The cleared day."""
        return find_clearing(self)

    def get_heading(self) -> str:
        """Whose day."""
        return f"Undo: the day of {self.subject.user.name}, {dates.weekday(self.subject.day)}"

    def get_back(self) -> Link | None:
        """The cleared day."""
        return Link("The cleared day", reverse("caseload:cleared", args=[self.subject.key]))

    def intro(self) -> Sequence[str]:
        """What it does, and what it cannot."""
        return [
            "Appointments that are still to come are booked again as they were. Texts that have not gone are taken "
            "back; whoever was told already is texted that the appointment stands.",
            *(["Slots of the assessment clinic are free again, if nobody took their time."] if self._slots else []),
            "An absence that was recorded stays: take it back on the rota. Tell interpreters whom you have cancelled.",
        ]

    @cached_property
    def _slots(self) -> list[ClinicSlot]:
        """What was free, and was withdrawn with it."""
        return were_free(self.subject)

    def act(self, form: Any) -> str:
        """Undo it."""
        slots = len(self._slots)
        left = actions.undo_clearing(clearing=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        away = len(were_free(self.subject))
        self.success = f"It is undone.{presenting.slots_back(slots - away, away)}"
        if number := self._seen(left):
            self.success += (
                f" {dates.count(number, 'appointment')} could not be booked again: the time has come or is taken, "
                "somebody changed it, the work has closed, or a loss is recorded."
            )
        return reverse("caseload:cleared", args=[self.subject.key])

    def _seen(self, left: Sequence[Appointment | GroupSession]) -> int:
        """How many of these are there for this person: of a restricted family's nothing is counted (design §6)."""
        alone = {one.pk for one in left if isinstance(one, Appointment)}
        seen = Appointment.objects.visible_to(self.viewer).filter(pk__in=alone).count()
        return seen + len(left) - len(alone)


class BookAgainPage(ListPage):
    """Families whose appointment was called off with a cleared day, and who have no other one ahead."""

    permission = Permission.BOOK
    nav = "caseload:list"
    heading = "Appointments to book again"
    noun = ("family", "families")
    sorts = {"oldest": "longest ago first"}
    url_name = "caseload:book_again"

    def records(self) -> QuerySet[Any]:
        """Oldest first."""
        return to_book_again(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Family, when, by whom, next."""
        return presenting.AGAIN

    def row(self, record: Any) -> Sequence[Cell]:
        """One family."""
        return presenting.again_row(record)

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("Nobody waits to be booked again. A family comes here when its visit went with a cleared day.")

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(row.appointment.episode.family_id, row.team_id) for row in rows]
