"""A leaver's caseload handed over in one page, and the lists that see to it that nothing is left behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from caseload import actions
from caseload.enums import TellOfChange
from caseload.forms.leaving import HandOverCaseloadForm
from caseload.models import Handover
from caseload.presenters import leaving as presenting
from caseload.presenters.meeting import colleagues as colleagues_table
from caseload.selectors import leaving as selecting
from caseload.selectors.leaving import Carried
from caseload.selectors.meeting import Colleague, asks_of_each, colleagues_of
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.selectors import ever_colleagues
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, Page


class HandOverCaseloadPage(ActionPage):
    """Everything a colleague leads, co-works or is keyworker of; one press gives it on (issue 6 §1).

    Whoever allocates hands over anybody's; everybody else who works with families, their own.
    """

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:list"
    form_class = HandOverCaseloadForm
    submit_label = "Hand it over"
    anew = ("carried", "may_take")

    @cached_property
    def team(self) -> Team:
        """The team with the address's key, if it is one of this person's own."""
        for team in self.viewer.teams:
            if team.key == self.kwargs["key"] and team.pk in self.viewer.team_ids:
                return team
        raise Http404

    @cached_property
    def colleague(self) -> User:
        """Whose caseload: a member of the team, now or before."""
        found = self.find(ever_colleagues([self.team.pk]), key=self.kwargs["item"])
        if not selecting.may_hand_over(self.viewer, self.team, found):
            raise Http404
        return found

    @cached_property
    def carried(self) -> list[Carried]:
        """Their work, of families that this person sees."""
        return selecting.carried_by(self.viewer, self.team, self.colleague)

    @cached_property
    def may_take(self) -> Mapping[int, list[User]]:
        """Who may take which piece of work on."""
        return selecting.who_may_take(self.team, self.colleague, self.carried)

    @cached_property
    def others(self) -> list[Colleague]:
        """Everybody else who works with families here, as the allocation meeting sees them."""
        users = {user.pk: user for users in self.may_take.values() for user in users}
        rows = sorted(users.values(), key=lambda user: (user.name, user.pk))
        return colleagues_of(rows, self.team, self.viewer, self.today)

    def get_heading(self) -> str:
        """Whose."""
        return "Hand over my work" if self.colleague == self.user else f"Hand over the work of {self.colleague.name}"

    def get_back(self) -> Link | None:
        """The caseload."""
        return Link("Caseload", reverse("caseload:list"))

    def families(self) -> Iterable[tuple[int, int]]:
        """Whose work stands here."""
        return [(one.episode.family_id, one.episode.team_id) for one in self.carried]

    def intro(self) -> Sequence[str]:
        """What it does, and what it leaves."""
        if not self.carried:
            return ()
        last = selecting.last_day_of(self.team, self.colleague)
        until = [f"{self.colleague.name} belongs to the team until {dates.weekday(last)}."] if last else []
        return [
            *until,
            "Choose for each piece of work. Whoever takes it on gets the part from today, and the appointments ahead "
            "at the same time and place. Where they do not have the time, the appointment is put on a list, to be "
            "moved by hand.",
            "What is not decided yet stays as it is: come back to this page. Every change is kept with who made it "
            "and why.",
        ]

    def aside(self) -> Sequence[object]:
        """What must be read first; the work, who has room, how each fits."""
        if not self.carried:
            nothing = f"{self.colleague.name} has no open work here that you may see."
            return [Empty(nothing, Link("Caseload", reverse("caseload:list"))), presenting.not_here()]
        open_ones = any(presenting.left_open(one.episode) for one in self.carried)
        trainees = selecting.learns_from(self.team, self.colleague, self.today)
        known = {one.user.pk: one for one in self.others}
        asks = asks_of_each([one.episode.family for one in self.carried])
        return [
            *presenting.callouts(self.colleague, trainees, open_ones=open_ones),
            presenting.works(self.carried),
            presenting.not_here(),
            *([colleagues_table(self.others)] if self.others else ()),
            presenting.fits(self.carried, known, asks, self.may_take),
        ]

    def form_kwargs(self) -> dict[str, Any]:
        """The work, and who may take it on with what they carry."""
        carried = {one.user.pk: one.load for one in self.others}
        hints = {one.episode.pk: presenting.facts_in_short(one) for one in self.carried}
        return {"carried": self.carried, "may_take": self.may_take, "loads": carried, "hints": hints}

    def initial(self) -> dict[str, Any]:
        """What stays, stays until their last day."""
        last = selecting.last_day_of(self.team, self.colleague)
        return {"until": last if last is not None and last >= self.today else None}

    def act(self, form: Any) -> str:
        """Hand it over."""
        given = form.cleaned_data
        done = actions.hand_over_caseload(
            team=self.team,
            user=self.colleague,
            works=form.chosen,
            reason=given["reason"],
            tell=TellOfChange(given["tell"]),
            by=self.viewer.actor,
        )
        self.success = "The work is handed over." + _moved(done)
        return reverse("caseload:handed_over", args=[done.handover.key])


def _moved(done: actions.HandedOver) -> str:
    said = f" {dates.count(done.moved, 'appointment')} moved." if done.moved else ""
    if done.left:
        said += f" {dates.count(done.left, 'appointment')} could not be moved: move by hand what is on the list."
    if done.told.queued or done.told.held:
        said += f" {dates.count(done.told.queued, 'text')} will go, {done.told.held} wait for a person."
    return said


class HandedOverPage(Page):
    """What became of each piece of work that was handed over, and what is still to do."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:list"
    template_name = "pages/record.html"

    @cached_property
    def handover(self) -> Handover:
        """With the address's key, of one's own teams; one's own work, or anybody's where one allocates."""
        visible = Handover.objects.visible_to(self.viewer).select_related("user", "team")
        found = self.find(visible, key=self.kwargs["key"])
        if not selecting.may_hand_over(self.viewer, found.team, found.user):
            raise Http404
        return found

    def get_heading(self) -> str:
        """Whose."""
        return f"Handed over: the work of {self.handover.user.name}"

    def get_back(self) -> Link | None:
        """The caseload."""
        return Link("Caseload", reverse("caseload:list"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Line by line."""
        rows = selecting.lines_of(self.handover, self.viewer)
        self.log_look((row.episode.family_id, row.team_id) for row in rows)
        team, user = self.handover.team, self.handover.user
        more = Link("What is not decided yet", presenting.href(team, user), hidden=f"of {user.name}")
        lines = presenting.lines(rows) if rows else Empty("Nothing that you may see.")
        return self.render({"body": [presenting.about(self.handover), lines, more], "tabs": ()})


class LeavingPage(ListPage):
    """Colleagues who have left, or leave within weeks, with work in hand."""

    permission = Permission.ALLOCATE
    nav = "caseload:list"
    heading = "Work of those who leave"
    noun = ("colleague", "colleagues")
    sorts = {"soonest": "first to leave first"}
    url_name = "caseload:leaving"

    def records(self) -> QuerySet[Any]:
        """First to leave first."""
        return selecting.leaving(self.viewer, self.today)

    def columns(self) -> Sequence[Column]:
        """Who, why, how much."""
        return presenting.LEAVING

    def row(self, record: Any) -> Sequence[Cell]:
        """One colleague."""
        return presenting.leaving_row(record, self.today)

    def empty(self) -> Empty:
        """What would put somebody here."""
        link = Link("The rota", reverse("caseload:rota"))
        said = "Nobody leaves with work in hand. Somebody comes here four weeks before their last day in the team."
        return Empty(f"{said} The work of anybody else is handed over from the rota.", link)


class StayingPage(ListPage):
    """Work that was to stay with a colleague until a day that has come, or nearly."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:list"
    heading = "Work that stays for now"
    noun = ("piece of work", "pieces of work")
    sorts = {"soonest": "soonest first"}
    url_name = "caseload:staying"

    def records(self) -> QuerySet[Any]:
        """Soonest first."""
        return selecting.staying(self.viewer, self.today + selecting.STAYS_AHEAD)

    def columns(self) -> Sequence[Column]:
        """Family, with whom, until when."""
        return presenting.STAYING

    def row(self, record: Any) -> Sequence[Cell]:
        """One piece of work."""
        return presenting.staying_row(record, self.today)

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty(
            "Nothing stays for now. When a caseload is handed over, work can stay with a colleague until a day, and"
            " comes here a week before it."
        )

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(row.episode.family_id, row.team_id) for row in rows]


class ToMovePage(ListPage):
    """Appointments that are still booked with somebody who gave the work on."""

    permission = Permission.BOOK
    nav = "caseload:list"
    heading = "Appointments to move to somebody else"
    noun = ("appointment", "appointments")
    sorts = {"soonest": "soonest first"}
    url_name = "caseload:to_move"

    def records(self) -> QuerySet[Any]:
        """Soonest first."""
        return selecting.to_move(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Family, when, with whom."""
        return presenting.MOVE

    def row(self, record: Any) -> Sequence[Cell]:
        """One appointment."""
        return presenting.move_row(record)

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty(
            "Nothing is to be moved. An appointment comes here when a caseload was handed over and whoever took it on"
            " has no time then."
        )

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(row.episode.family_id, row.team_id) for row in rows]
