"""A colleague's caseload handed over: every piece of work given on, kept until a day or left, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from caseload.actions import telling
from caseload.actions.appointments import invited_adults, move, visit_with
from caseload.actions.colleagues import end_part, give_part
from caseload.enums import AllocationRole, AppointmentState, AskedBy, EpisodeState, Passed, Standing, TellOfChange
from caseload.models import Allocation, Appointment, Episode, Handover, HandoverLine
from caseload.selectors.leaving import STRONGER
from caseload.selectors.people import may_be_lead, may_work, shut_out
from caseload.selectors.rota import rota_of
from caseload.times import local_day
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

CHANGED = "Somebody has just changed one of these pieces of work. Look at the caseload again."
#: On these days of the new colleague nothing is moved to them: a person finds another time.
_NOT_THEN = (Standing.AWAY, Standing.NOT_WORKING, Standing.CLOSED)


@dataclass(frozen=True, slots=True)
class Passing:
    """What is to become of one piece of work: a colleague takes it on, it stays until a day, or the part ends."""

    to: User | None = None
    until: date | None = None

    @property
    def became(self) -> Passed:
        """In one word."""
        if self.to is not None:
            return Passed.GIVEN
        return Passed.STAYS if self.until is not None else Passed.ENDED


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What one press did: the row, appointments that moved and that could not, and texts."""

    handover: Handover
    moved: int = 0
    left: int = 0
    told: telling.Told = telling.Told()  # noqa: RUF009 - frozen, like this one


@transaction.atomic
def hand_over_caseload(
    *, team: Team, user: User, works: Mapping[Episode, Passing], reason: str, tell: TellOfChange, by: Actor
) -> HandedOver:
    """Give on what a colleague leads, co-works or is keyworker of (issue 6 §1): all of it or nothing.

    Whoever takes work on gets the colleague's part from today, and the appointments ahead that were booked with the
    colleague, at the same time and place; one whose time they have not stays and is moved by hand. A lead's part does
    not end without another lead. Nobody gets a family that they may not see. With `tell` each invited adult is texted
    whom they will meet, by the contact rules (CON-1); reminders say it in any case.
    """
    if not works:
        raise Refused("Choose what happens with at least one piece of work.")
    handover = Handover.objects.create(team=team, user=user, reason=reason, created_by=by)
    moved = left = 0
    told = telling.Told()
    for episode, passing in sorted(works.items(), key=lambda pair: pair[0].pk):
        line = _pass_on(handover, lock(episode), passing, by)
        record("caseload.pass_on", episode, by=by, reason=reason, became=line.became, user=user.pk)
        if passing.to is not None:
            for appointment in _ahead(episode, user):
                new = _move(appointment, passing.to, reason, by)
                moved, left = moved + (new is not None), left + (new is None)
                if new is not None and tell == TellOfChange.TEXT:
                    told += telling.say(new, invited_adults(new), "appointment_taken_over", by)
    record("caseload.hand_over_caseload", handover, by=by, user=user.pk, works=sorted(one.pk for one in works))
    return HandedOver(handover, moved, left, told)


def _pass_on(handover: Handover, episode: Episode, passing: Passing, by: Actor) -> HandoverLine:
    parts = list(
        Allocation.objects.select_for_update(of=("self",))
        .select_related("user", "episode")
        .filter(episode=episode, user=handover.user, ends_on=None)
    )
    roles = {AllocationRole(part.role) for part in parts}
    role = next((one for one in STRONGER if one in roles), None)
    _check(handover, episode, passing, role)
    if passing.until is None:
        for part in parts:
            end_part(part, by)
    if passing.to is not None and role is not None:
        _give(episode, passing.to, role, by)
    return HandoverLine.objects.create(
        team=handover.team,
        handover=handover,
        episode=episode,
        role=role or "",
        became=passing.became,
        colleague=passing.to,
        stays_until=passing.until,
        created_by=by,
    )


def _check(handover: Handover, episode: Episode, passing: Passing, role: AllocationRole | None) -> None:
    theirs = role is not None or (passing.to is not None and _ahead(episode, handover.user))
    if episode.team_id != handover.team_id or episode.state == EpisodeState.CLOSED or not theirs:
        raise Refused(CHANGED)
    if passing.until is not None and passing.until < timezone.localdate():
        raise Refused("The day until which work stays must be today or later.")
    if passing.became == Passed.ENDED and role == AllocationRole.LEAD:
        raise Refused("Work with a family always has a lead practitioner: choose who takes it on.")
    if passing.to is None:
        return
    may = may_be_lead if role == AllocationRole.LEAD else may_work
    if passing.to == handover.user or not may(episode.team_id, passing.to):
        raise Refused(f"{passing.to.name} cannot take this work on in this team. Choose somebody else.")
    if shut_out([episode.family]).shuts(episode.family, passing.to):
        raise Refused(f"{passing.to.name} may not see one of these families. Choose somebody else.")


def _give(episode: Episode, user: User, role: AllocationRole, by: Actor) -> None:
    """The part for whoever takes it on; a lesser one that they had ends, and with a part like it nothing changes."""
    had = list(episode.allocations.select_related("user", "episode").filter(user=user, ends_on=None))
    if had and role != AllocationRole.LEAD:
        return
    give_part(episode, user, role, by)
    for part in had:
        end_part(part, by)


def _ahead(episode: Episode, user: User) -> list[Appointment]:
    rows = episode.appointments.filter(practitioner=user, state=AppointmentState.BOOKED, starts__gte=timezone.now())
    return list(rows.select_related("episode__team", "episode__family", "room").order_by("starts", "pk"))


def _move(appointment: Appointment, user: User, reason: str, by: Actor) -> Appointment | None:
    """The appointment as it is now with its new practitioner; None where they have not that time."""
    day = local_day(appointment.starts)
    if rota_of(appointment.episode.team, day).standing(user, day) in _NOT_THEN:
        return None
    visit = visit_with(appointment, user)
    try:
        return move(appointment=appointment, visit=visit, reason=reason, asked_by=AskedBy.US, tell=False, by=by)
    except (IntegrityError, Refused):
        return None
