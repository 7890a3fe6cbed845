"""How somebody who is out alone reads (P62)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from caseload.enums import AppointmentState, Place
from caseload.models import Appointment, LoneVisit
from caseload.times import local_day
from families.models import Alert
from pitservice.accounts.models import User
from pitservice.ui import dates
from pitservice.ui.components import Button, Callout, Cell, Colour, Column, Link, Section, Tag, Words
from pitservice.ui.worklist import Item

NO_ALARM = "This is no alarm, and nobody is sent to you by it. In danger, ring 999."
CHECKS_OFF = (
    "The checks are off just now: no email goes out when you are overdue. Agree with your buddy that you ring each"
    " other."
)
RESTRICTED = (
    "This record is restricted: only your buddy and colleagues named in it hear of you. Tell whoever is on duty"
    " yourself that you are out and who your buddy is."
)
COLUMNS = (Column("Colleague"), Column("Back by"), Column("Where"), Column("Who waits to hear"), Column("Next step"))


def what_it_does(*, on: bool, restricted: bool) -> list[str]:
    """What setting out does, and that it is no alarm; of a restricted record fewer hear."""
    said = "When the time is over and you have not said that you are back, your buddy gets an email and reads where."
    then = (
        "A quarter of an hour later so do the duty worker and the clinical lead. What to do then is your team’s policy."
    )
    found = [NO_ALARM, said, then] if on else [NO_ALARM, CHECKS_OFF]
    return [*found, RESTRICTED] if restricted else found


def risks(alerts: Sequence[Alert], *, first: bool) -> Callout:
    """What is written about visiting, before somebody goes."""
    lines = [f"{alert.get_kind_display()}: {alert.text}" for alert in alerts]
    none = "No alert about visiting is recorded. Ask the referrer or the lead where you are not sure."
    return Callout("Before the first visit at home" if first else "Before you go", lines or [none])


def out(visit: LoneVisit, user: User) -> Callout:
    """That somebody is out, until when, and who waits."""
    who = "You are" if visit.user_id == user.pk else f"{visit.user.name} is"
    said = f"{who} out alone until {dates.clock(visit.due_back)}. {visit.buddy.name} waits to hear."
    return Callout("Out alone", [said, NO_ALARM])


def out_today(visit: LoneVisit, user: User) -> Section:
    """On one's own day: the two things to say."""
    links = [
        Link("I am back", reverse("caseload:back", args=[visit.key])),
        Link("I stay longer", reverse("caseload:longer", args=[visit.key])),
    ]
    return Section("Out alone", [Words(out(visit, user).lines), *links])


def visit_buttons(appointment: Appointment, visit: LoneVisit | None, user: User, today: date) -> list[Button]:
    """On the appointment's page: its sheet, setting out on the day, being back."""
    if appointment.state != AppointmentState.BOOKED:
        return _of_visit(visit, user) if visit else []
    found = [Button("Visit sheet", reverse("caseload:sheet", args=[appointment.key]), secondary=True)]
    if visit is not None:
        return [*found, *_of_visit(visit, user)]
    own = appointment.practitioner_id == user.pk and local_day(appointment.starts) == today
    if own and appointment.place in (Place.HOME, Place.COMMUNITY):
        found.append(Button("Set out alone", reverse("caseload:set_out", args=[appointment.key]), secondary=True))
    return found


def _of_visit(visit: LoneVisit, user: User) -> list[Button]:
    """On the appointment's page."""
    if visit.user_id != user.pk:
        return [Button(f"{visit.user.name} is safe", reverse("caseload:back", args=[visit.key]), secondary=True)]
    return [
        Button("I am back", reverse("caseload:back", args=[visit.key])),
        Button("I stay longer", reverse("caseload:longer", args=[visit.key]), secondary=True),
    ]


def row(visit: Any) -> list[Cell]:
    """One who is not back, in the list."""
    return [
        Cell(visit.user.name, tags=[Tag("Not back", Colour.RED)]),
        Cell(dates.moment(visit.due_back)),
        Cell(visit.where),
        Cell(visit.buddy.name),
        Cell(links=[_link(visit)]),
    ]


def waiting(visit: Any, user: User, _today: date) -> Item:
    """One who is not back, on the first page: before everything else (P60, P62)."""
    family = visit.appointment.episode.family
    return Item(
        what=f"Not back since {dates.clock(visit.due_back)}: {visit.user.name}",
        whose=visit.where,
        action=_link(visit),
        mine=visit.mine or user.pk in (visit.buddy_id, visit.user_id),
        due=local_day(visit.due_back),
        since=visit.due_back,
        tag=Tag("Not back", Colour.RED),
        urgent=True,
        now=True,
        family=(family.pk, visit.team_id),
    )


def _link(visit: LoneVisit) -> Link:
    return Link("Say that they are safe", reverse("caseload:back", args=[visit.key]), hidden=visit.user.name)


def where_and_when(visit: LoneVisit) -> list[str]:
    """Where they went, and until when."""
    return [f"{visit.user.name} set out to: {visit.where}. Back by {dates.moment(visit.due_back)}."]
