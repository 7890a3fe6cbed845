"""Assessment clinics: slots to come beside who waits, a slot given to a family, slots published and withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from caseload import actions
from caseload.forms.clinic import OfferForm, PublishForm, WithdrawForm
from caseload.forms.interpreter import interpreter_start
from caseload.forms.lists import DayFilter
from caseload.models import ClinicSlot
from caseload.presenters import clinic as presenting
from caseload.presenters import proposing
from caseload.selectors import clinic as selectors
from caseload.selectors.groups import who_can_come
from caseload.selectors.interpreters import proposed_interpreter
from caseload.selectors.meeting import waiting_rows
from caseload.selectors.people import adults_to_work_with, needs_at_booking
from caseload.selectors.proposing import proposals_for
from caseload.times import day_bounds, local_day
from caseload.views.appointment import needs_callout
from caseload.views.base import AboutWork
from families.pages import FamilyActionPage
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import settings_of
from pitservice.ui.components import Button, Buttons, Cell, Column, Empty, Link, Section
from pitservice.ui.pages import ActionPage, ListPage, Page, TeamPage
from referrals.models import WaitingEntry

LIST, NAV = "caseload:clinics", "caseload:list"
#: So many slots stand on one page, and so many of those waiting beside them.
MOST, WAITING = 60, 10
NOT_ASKED = (
    "The referrer is asked before the first contact: what has changed, whether it is still safe and wanted, who"
    " introduces us. Ask them first where you can; the enquiry is recorded with the work."
)


def clinics_link() -> Link:
    """The way back."""
    return Link("Assessment clinics", reverse(LIST))


class ClinicsPage(Page):
    """Slots to come, clinic by clinic; for whoever allocates, those who wait in the order in force beside them."""

    permission = Permission.BOOK
    nav = NAV
    heading = "Assessment clinics"
    of_many = True
    template_name = "caseload/clinics.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Both."""
        self.log_look(self._families())
        return self.render({"left": self._left(), "right": [self._waits(team) for team in self.allocates]})

    @cached_property
    def allocates(self) -> list[Team]:
        """Teams for which this person allocates."""
        return Viewer.of(self.user, Permission.ALLOCATE).teams

    @cached_property
    def _found(self) -> list[Any]:
        """Slots from the day asked for on, one more than are shown."""
        asked = DayFilter(self.request.GET).values.get("day")
        found = selectors.slots_ahead(self.viewer)
        return list((found.filter(starts__gte=day_bounds(asked)[0]) if asked else found)[: MOST + 1])

    @property
    def slots(self) -> list[Any]:
        """Those that are shown."""
        return self._found[:MOST]

    @cached_property
    def waiting(self) -> Mapping[int, list[Any]]:
        """By team, the first of those who wait, and one more."""
        viewer = Viewer.of(self.user, Permission.ALLOCATE)
        return {team.pk: list(waiting_rows(team, viewer)[: WAITING + 1]) for team in self.allocates}

    def _left(self) -> list[object]:
        if not self.slots:
            empty = "No slot is published from here on. Publish a clinic to give its slots to the families that wait."
            return [*self._buttons(), Empty(empty)]
        clashes = selectors.clashes(self.slots)
        offers = {team.pk for team in self.allocates}
        named = len(self.viewer.teams) > 1
        shown = [
            presenting.clinic(
                slots,
                clashes,
                offers=slots[0].team_id in offers,
                changes=slots[0].team_id in self.viewer.team_ids,
                team=slots[0].team.name if named else "",
            )
            for slots in selectors.clinics(self.slots)
        ]
        return [*self._buttons(), *shown, *self._later()]

    def _buttons(self) -> list[Buttons]:
        teams = [team for team in self.viewer.teams if team.pk in self.viewer.team_ids]
        found = [
            Button(
                "Publish slots" if len(teams) == 1 else f"Publish slots of {team.name}",
                reverse("caseload:publish_slots", args=[team.slug]),
            )
            for team in teams
        ]
        return [Buttons(found)] if found else []

    def _later(self) -> list[Link]:
        if len(self._found) <= MOST:
            return []
        return [Link("Later clinics", f"{self.request.path}?day={local_day(self._found[-1].starts)}")]

    def _waits(self, team: Team) -> Section:
        rows, settings = self.waiting[team.pk], settings_of(team.pk)
        name = team.name if len(self.allocates) > 1 else ""
        return presenting.waiting(rows[:WAITING], settings, self.today, more=len(rows) > WAITING, team=name)

    def _families(self) -> Iterable[tuple[int, int]]:
        yield from ((one.standing[0].episode.family_id, one.team_id) for one in self.slots if one.is_taken)
        yield from ((row.family_id, row.team_id) for rows in self.waiting.values() for row in rows[:WAITING])


class PublishSlotsPage(TeamPage, ActionPage):
    """Publish the slots of a clinic, once or every week."""

    permission = Permission.BOOK
    nav = NAV
    heading = "Publish slots of an assessment clinic"
    form_class = PublishForm
    submit_label = "Publish"

    @cached_property
    def team(self) -> Team:
        """One of this person's own teams: a trainee publishes nothing (P7)."""
        team = super().team
        if team.pk not in self.viewer.team_ids:
            raise Http404
        return team

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [clinics_link()]

    def intro(self) -> Sequence[str]:
        """What it does."""
        return [
            "A free slot keeps the practitioner and the room: nobody can book them at that time for anything else.",
            "Bank holidays, closed days and days on which the practitioner is away are passed over.",
        ]

    def form_kwargs(self) -> dict[str, Any]:
        """Whose colleagues and rooms."""
        return {"team": self.team}

    def act(self, form: Any) -> str:
        """Publish them."""
        done = actions.publish_slots(team=self.team, clinic=form.clinic, by=self.viewer.actor)
        self.success = presenting.published(done)
        return reverse(LIST)


class ClinicSlotPage(ListPage):
    """One free slot, and every family that waits in the order in force, with what speaks against it (WL-1)."""

    permission = Permission.ALLOCATE
    nav = NAV
    noun = ("family waiting", "families waiting")
    sorts = {"order": "in the order in force"}

    def get_heading(self) -> str:
        """Which slot."""
        return f"Offer a slot: {presenting.when(self.slot)}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [clinics_link()]

    @cached_property
    def slot(self) -> ClinicSlot:
        """The slot, of the viewer's teams."""
        return find_slot(self)

    @cached_property
    def why_not(self) -> str:
        """Why it cannot be given; empty where it can."""
        return selectors.why_not_free(self.slot)

    @cached_property
    def settings(self) -> TeamSettings:
        """The team's order and clock."""
        return settings_of(self.slot.team_id)

    def records(self) -> QuerySet[Any]:
        """Those who wait; nobody where it cannot be given."""
        found = waiting_rows(self.slot.team, self.viewer)
        return found.none() if self.why_not else found

    @cached_property
    def against(self) -> Mapping[int, list[str]]:
        """What speaks against it, by family."""
        return selectors.speaks_against(self.slot, self.rows_on_page)

    def columns(self) -> Sequence[Column]:
        """As on the waiting list, and what speaks against it."""
        return presenting.OFFER_COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One family."""
        first = self.number == 1 and record is self.rows_on_page[0]
        against = self.against[record.family_id]
        return presenting.may_be_offered(record, self.slot, against, self.settings, self.today, first=first)

    def above(self) -> Sequence[object]:
        """What is offered, or that it is not."""
        return [presenting.facts(self.slot), *([presenting.not_free(self.why_not)] if self.why_not else [])]

    def empty(self) -> Empty:
        """What would put something here."""
        if self.why_not:
            return Empty("Nobody is listed for it.", clinics_link())
        return Empty("Nobody is waiting. A family comes here when its referral is accepted for the waiting list.")


class OfferSlotPage(AboutWork, FamilyActionPage):
    """Give a slot to a waiting family: one press allocates and books."""

    permission = Permission.ALLOCATE
    nav = NAV
    form_class = OfferForm
    submit_label = "Allocate and book"
    way_to_family = "subject.family"
    anew = ("slot",)

    def get_heading(self) -> str:
        """To whom; which one stands below."""
        return f"Offer a slot to {self.family.title}"

    def get_subject(self) -> Any:
        """The family's place on the waiting list."""
        visible = WaitingEntry.objects.visible_to(self.viewer).filter(team=self.slot.team_id)
        return self.find(visible.select_related("family__team", "referral", "team"), key=self.kwargs["item"])

    @cached_property
    def slot(self) -> ClinicSlot:
        """The slot, of the viewer's teams."""
        return find_slot(self)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, the slot."""
        return [clinics_link(), Link("The slot", presenting.href(self.slot))]

    @property
    def back_href(self) -> str:
        """The slot."""
        return presenting.href(self.slot)

    def intro(self) -> Sequence[str]:
        """What follows of one press."""
        return [f"{self.slot.practitioner.name} will lead the work, and the first appointment is booked.", NOT_ASKED]

    def aside(self) -> Sequence[object]:
        """The slot; what somebody who books should know."""
        return [presenting.facts(self.slot), *needs_callout(needs_at_booking(self.family), self.names)]

    def form_kwargs(self) -> dict[str, Any]:
        """The slot and the family."""
        adults = list(adults_to_work_with(self.family))
        found = proposals_for(self.family, adults, needs_at_booking(self.family))
        return {"slot": self.slot, "entry": self.subject, "proposed": proposing.callout(found, self.names)}

    def initial(self) -> dict[str, Any]:
        """Everybody is invited; the interpreter whom somebody needs is proposed."""
        interpreter = interpreter_start(proposed_interpreter(needs_at_booking(self.family)))
        return interpreter | {"invited": [person.key for person in who_can_come(self.family)]}

    def act(self, form: Any) -> str:
        """Allocate and book, and lead to the appointment."""
        given = form.cleaned_data
        made = actions.take_slot(
            slot=self.slot,
            entry=self.subject,
            offer=form.offer,
            keyworker=given["keyworker"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        self.success = presenting.taken(made)
        return reverse("caseload:appointment", args=[made.key])


class WithdrawSlotPage(ActionPage):
    """Withdraw a free slot, or all of that clinic."""

    permission = Permission.BOOK
    nav = NAV
    form_class = WithdrawForm
    heading = "Withdraw a slot"
    submit_label = "Withdraw"
    success = "It is withdrawn. The practitioner and the room can be booked again at that time."

    def get_subject(self) -> Any:
        """The slot, of one's own teams: a trainee withdraws nothing (P7)."""
        return find_slot(self, own=True)

    def families(self) -> Iterable[tuple[int, int]]:
        """None is shown."""
        return ()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [clinics_link()]

    def get_cancel(self) -> Link | None:
        """Back without doing anything."""
        return Link("Keep it", reverse(LIST))

    def aside(self) -> Sequence[object]:
        """Which."""
        return [presenting.facts(self.subject)]

    def form_kwargs(self) -> dict[str, Any]:
        """Whether there are more that day."""
        slot, day = self.subject, local_day(self.subject.starts)
        free = selectors.free_with(slot.team, slot.practitioner, day, day)
        return {"slot": slot, "others": sum(one != slot for one in free)}

    def act(self, form: Any) -> str:
        """Withdraw it."""
        given = form.cleaned_data
        actions.withdraw_slot(
            slot=self.subject, why=given["why"], whole=form.whole, seen=given["seen"], by=self.viewer.actor
        )
        return reverse(LIST)


def find_slot(page: Page, *, own: bool = False) -> ClinicSlot:
    """The slot with the address's key, of the viewer's teams."""
    found = ClinicSlot.objects.visible_to(page.viewer).select_related("practitioner", "room", "team")
    found = found.filter(team__in=page.viewer.team_ids) if own else found
    return page.find(found, key=page.kwargs["key"])
