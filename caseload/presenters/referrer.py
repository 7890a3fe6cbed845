"""How it reads that the referrer is invited to the first appointment (P64)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from caseload.enums import STANDING_INVITATION, AppointmentState, InviteStep
from caseload.models import Appointment, ReferrerStep
from caseload.presenters import words
from caseload.presenters.answers import answered
from caseload.selectors.referrers import Inviting, stands, what_changed
from caseload.times import local_day
from pitservice.accounts.models import User
from pitservice.ui import dates
from pitservice.ui.components import Callout, Cell, Colour, Column, Fact, FactList, Link, Tag
from pitservice.ui.words import inside
from pitservice.ui.worklist import Item

COLUMNS = (Column("Appointment"), Column("Family"), Column("With"), Column("To do"))
NOT_TO_COME, OF_CANCELLING = "Tell the referrer not to come", "Tell the referrer that it is cancelled"
OF_CHANGE, ASK = "Tell the referrer of the new {what}", "Ask the referrer whether they come"
_TAGS = {
    InviteStep.INVITED: Tag("Invited", Colour.BLUE),
    InviteStep.COMING: Tag("Comes", Colour.GREEN),
    InviteStep.NOT_COMING: Tag("Does not come", Colour.GREY),
}
_NOT_TO_COME = {InviteStep.TOLD: "We told them not to come"}
_CANCELLED = {InviteStep.TOLD: "We told them that it is cancelled"}
_AFTER_A_MOVE = {
    InviteStep.COMING: "They come at the new {what}",
    InviteStep.NOT_COMING: "They do not come at the new {what}",
    InviteStep.INVITED: "They know the new {what}, and will answer",
}


def href(appointment: Appointment) -> str:
    """Where what the referrer said is recorded."""
    return reverse("caseload:referrer", args=[appointment.key])


def to_do(appointment: Any, step: str | None) -> str:
    """What the referrer is still to be told; nothing where they know."""
    if step == InviteStep.WITHDRAWN:
        return NOT_TO_COME
    if step not in STANDING_INVITATION or appointment.state == AppointmentState.BOOKED:
        return ""
    if appointment.state == AppointmentState.MOVED:
        new = stands(appointment)
        return OF_CANCELLING if new is None else OF_CHANGE.format(what=what_changed(appointment, new) or "time")
    return OF_CANCELLING if words.is_cancelled(appointment) else ""


def waits_for(appointment: Any, step: str | None) -> str:
    """What somebody has to do: tell the referrer, or ask whether they come."""
    return to_do(appointment, step) or ASK


def choices(appointment: Appointment, last: str, steps: Sequence[InviteStep]) -> list[tuple[str, str]]:
    """What can be recorded, with how it reads while the appointment stands as it does."""
    said = _CANCELLED if to_do(appointment, last) == OF_CANCELLING else _NOT_TO_COME
    if appointment.state == AppointmentState.MOVED:
        new = stands(appointment)
        what = what_changed(appointment, new) if new else ""
        said = said | {step: word.format(what=what or "time") for step, word in _AFTER_A_MOVE.items()}
    return [(step.value, said.get(step, str(step.label))) for step in steps]


def facts(appointment: Appointment, inviting: Inviting, names: Mapping[int, str], *, may_book: bool) -> list[FactList]:
    """Who may be invited, what each adult said, how far it is; nothing where there is nothing and nobody may."""
    ahead = appointment.state == AppointmentState.BOOKED and appointment.starts > timezone.now()
    known = bool(inviting.steps or inviting.answers)
    offers = may_book and ahead and inviting.referral is not None
    asks = offers and (known or not inviting.against)
    if not (known or offers):
        return []
    links = _links(appointment, inviting, asks=asks) if may_book else []
    found = [Fact("Referrer", _who(inviting), tags=_tags(appointment, inviting), actions=links)]
    if inviting.answers or asks:
        found.append(_answers(appointment, inviting, names, asks=asks))
    if inviting.steps:
        found.append(Fact("Arranged with the referrer", [_line(one) for one in inviting.steps]))
    return [FactList(found)]


def _answers(appointment: Appointment, inviting: Inviting, names: Mapping[int, str], *, asks: bool) -> Fact:
    to = reverse("caseload:referrer_answers", args=[appointment.key])
    ask = Link("Record what they said", to, hidden="about the referrer")
    not_asked = [one for one in inviting.missing if one.pk not in inviting.answers] if asks else []
    lines = [f"{names.get(one.pk, one.name)}: not asked yet" for one in not_asked]
    said = [*answered(inviting.answers, names), *lines]
    return Fact("May the referrer come?", said, actions=[ask] if asks else [])


def _who(inviting: Inviting) -> list[str]:
    lines = [inviting.name] if inviting.name else []
    if inviting.against:
        lines += ["Must not be told of the appointment as things are.", *inviting.against]
    elif inviting.refused and inviting.last not in STANDING_INVITATION:
        lines.append("Is not invited: an adult does not agree.")
    return lines


def _tags(appointment: Appointment, inviting: Inviting) -> list[Tag]:
    waits = to_do(appointment, inviting.last)
    if waits:
        return [Tag(waits, Colour.YELLOW)]
    tag = _TAGS.get(InviteStep(inviting.last)) if inviting.last else None
    return [tag] if tag else []


def _links(appointment: Appointment, inviting: Inviting, *, asks: bool) -> list[Link]:
    standing = inviting.last in STANDING_INVITATION
    found = []
    if to_do(appointment, inviting.last) or (standing and appointment.state == AppointmentState.BOOKED):
        found.append(Link("Record what was said", href(appointment), hidden="with the referrer"))
    if asks and inviting.may_come and not standing:
        found.append(Link("Invite", reverse("caseload:invite_referrer", args=[appointment.key]), hidden="the referrer"))
    return found


def _line(step: ReferrerStep) -> str:
    parts = [step.get_step_display(), dates.weekday(step.on), inside(step.get_how_display()) if step.how else ""]
    said = f": {step.note}" if step.note else ""
    return f"{', '.join(part for part in parts if part)} ({step.created_by.name}){said}"


def may_be_told(appointment: Appointment) -> FactList:
    """The facts that may be told, and no other."""
    found = [
        Fact("Day", dates.weekday(local_day(appointment.starts))),
        Fact("Time", words.hours(appointment)),
        Fact("Kind of place", appointment.get_place_display()),
    ]
    return FactList(found, heading="What you may tell the referrer")


def nothing_else() -> Callout:
    """What stays with us."""
    lines = [
        "No address, number or name that they do not tell you first, and nothing of what stands in the record.",
        "At a home visit the family lets them in, or does not.",
    ]
    return Callout("Nothing else", lines)


def row(appointment: Any) -> list[Cell]:
    """One row of the list."""
    title = appointment.episode.family.title
    return [
        Cell(words.when(appointment), href(appointment), hidden=f"with {title}"),
        Cell(title),
        Cell(appointment.practitioner.name),
        Cell(tags=[Tag(waits_for(appointment, appointment.referrer_step), Colour.YELLOW)]),
    ]


def waiting(found: Any, user: User, _today: date) -> Item:
    """On the home page."""
    family, what = found.episode.family, waits_for(found, found.referrer_step)
    return Item(
        what=f"{what}, {dates.weekday(local_day(found.starts))}",
        whose=family.title,
        action=Link("Ask them" if what == ASK else "Tell them", href(found), hidden=f"the referrer of {family.title}"),
        mine=found.practitioner_id == user.pk,
        due=local_day(found.starts),
        family=(family.pk, found.team_id),
    )
