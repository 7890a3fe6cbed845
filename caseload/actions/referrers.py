"""The referrer at the first appointment: each adult is asked, then a person invites and tells them (P64)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from caseload.actions.answers import Said, keep_answers
from caseload.enums import (
    CANCELLED,
    STANDING_INVITATION,
    AppointmentKind,
    AppointmentState,
    InviteStep,
)
from caseload.models import Appointment, Episode, ReferrerStep
from caseload.selectors.answers import somebody_said_no
from caseload.selectors.referrers import Inviting, against, invited_to, inviting, stands, what_changed
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@dataclass(frozen=True, slots=True)
class Spoken:
    """When and how a person spoke to the referrer, and what was said."""

    on: date
    how: str = ""
    note: str = ""


@transaction.atomic
def record_referrer_answers(*, episode: Episode, said: Said, seen: int | None = None, by: Actor) -> list[Appointment]:
    """Keep what adults said to the referrer being at the first appointment, each apart (P64; toolkit ch. 6).

    A no takes every invitation back that stands, at once; returns those appointments. They stand on home until somebody
    has told the referrer. `seen`: how many answers stood on the page. Refused as `keep_answers` refuses.
    """
    first = Appointment.objects.filter(episode=episode, kind=AppointmentKind.FIRST)
    list(first.select_for_update(of=("self",)).order_by("pk"))  # before the work, as inviting locks them
    episode = lock(episode)
    last = keep_answers(episode.referrer_answers, episode, said, by, seen=seen)
    record("caseload.answer_about_referrer", episode, by=by, family_id=episode.family_id)
    if not somebody_said_no(last):
        return []
    off = list(invited_to(first).filter(referrer_step__in=STANDING_INVITATION).order_by("pk"))
    for appointment in off:
        name = appointment.referrer_steps.values_list("name", flat=True).last() or ""
        _step(appointment, InviteStep.WITHDRAWN, name, Spoken(timezone.localdate()), by)
    return off


@transaction.atomic
def invite_referrer(*, appointment: Appointment, spoken: Spoken, seen: int | None = None, by: Actor) -> ReferrerStep:
    """Keep that a person invited the referrer to a first appointment (toolkit ch. 6).

    Refused unless it is a first appointment that is booked and still to come, a professional referred, every adult who
    is invited has said yes and no adult no, and the contact rules let the referrer be told in this way (CON-1, TELL-1).
    """
    appointment = _locked(appointment, seen)
    check_may_be_invited_to(appointment)
    standing = inviting(appointment, asking=False)
    if standing.last in STANDING_INVITATION:
        raise Refused("The referrer is invited already. Record what they said.")
    check_agreed(standing)
    _check_rules(appointment.episode, standing, spoken)
    return _step(appointment, InviteStep.INVITED, standing.name, spoken, by)


@transaction.atomic
def record_referrer_step(
    *, appointment: Appointment, step: InviteStep, spoken: Spoken, seen: int | None = None, by: Actor
) -> ReferrerStep:
    """Keep what the referrer said, or that they were told what has changed (P64).

    Of an appointment that was moved it is told of there, and what they said to the new time stands on the new one.
    Refused for a step that does not follow (`steps_for`), and for the new time where it must not be told.
    """
    appointment = _locked(appointment, seen)
    standing = inviting(appointment, asking=False)
    if step not in steps_for(appointment, standing):
        raise Refused("This has changed meanwhile: look at how it stands, then say what was said.")
    if appointment.state != AppointmentState.MOVED or step == InviteStep.TOLD:
        return _step(appointment, step, standing.name, spoken, by)
    if step != InviteStep.NOT_COMING:
        _check_rules(appointment.episode, standing, spoken)
    new = lock(stands(appointment))
    _step(appointment, InviteStep.NEW_TIME, standing.name, spoken, by)
    return _step(new, step, standing.name, spoken, by)


def carry_on(appointment: Appointment, new: Appointment, by: Actor) -> None:
    """Of an appointment that moved: an invitation stands on the new row where all that the referrer knows is the same.

    They know day, time and kind of place, not whom the family meets. Otherwise nothing is done: they are to be told.
    """
    known = appointment.referrer_steps.last() if appointment.kind == AppointmentKind.FIRST else None
    if known is None or known.step not in STANDING_INVITATION or what_changed(appointment, new):
        return
    _step(appointment, InviteStep.KEPT, known.name, Spoken(timezone.localdate()), by)
    again = Spoken(known.on, known.how, known.note)
    _step(new, InviteStep(known.step), known.name, again, known.created_by)


def steps_for(appointment: Appointment, standing: Inviting) -> Sequence[InviteStep]:
    """What can follow the last step, as the appointment stands; nothing where nobody is invited."""
    if standing.last == InviteStep.WITHDRAWN:
        return (InviteStep.TOLD,)
    if standing.last not in STANDING_INVITATION:
        return ()
    if appointment.state == AppointmentState.MOVED:
        new = stands(appointment)
        answers = (InviteStep.COMING, InviteStep.NOT_COMING, InviteStep.INVITED)
        return (*(answers if new is not None and standing.may_come else ()), InviteStep.TOLD)
    if appointment.state in CANCELLED:
        return (InviteStep.TOLD,)
    if appointment.state != AppointmentState.BOOKED:
        return ()
    comes = (InviteStep.COMING,) if standing.last == InviteStep.INVITED else ()
    return (*comes, InviteStep.NOT_COMING, InviteStep.TOLD)


def check_may_be_invited_to(appointment: Appointment) -> None:
    """Raise Refused unless it is a first appointment that is booked and still to come."""
    if appointment.kind != AppointmentKind.FIRST:
        raise Refused("The referrer is invited to the first appointment alone.")
    if appointment.state != AppointmentState.BOOKED or appointment.starts <= timezone.now():
        raise Refused("This appointment has been, or was moved or cancelled, so nobody is invited to it.")


def check_agreed(standing: Inviting) -> None:
    """Raise Refused unless there is a referrer whom every adult wants there."""
    if standing.referral is None:
        raise Refused("No professional referred, so there is nobody to invite.")
    if standing.refused:
        raise Refused("An adult of this family does not agree to the referrer being there.")
    if standing.missing:
        names = ", ".join(person.name for person in standing.missing)
        raise Refused(f"Ask first, and record what they said: {names}.")


def _check_rules(episode: Episode, standing: Inviting, spoken: Spoken) -> None:
    if standing.referral is not None and (why := against(episode, standing.referral, spoken.how)):
        raise Refused(" ".join(why))


def _locked(appointment: Appointment, seen: int | None) -> Any:
    """The appointment, then its work: an answer that comes meanwhile is waited for, or waits."""
    appointment = lock(appointment, seen=seen)
    lock(appointment.episode)
    return appointment


def _step(appointment: Appointment, step: InviteStep, name: str, spoken: Spoken, by: Actor) -> ReferrerStep:
    if spoken.on > timezone.localdate():
        raise Refused("The day on which you spoke to the referrer cannot be in the future.")
    row = ReferrerStep.objects.create(
        team_id=appointment.team_id,
        appointment=appointment,
        step=step,
        name=name,
        on=spoken.on,
        how=spoken.how,
        note=spoken.note.strip(),
        created_by=by,
    )
    record("caseload.invite_referrer", row, by=by, family_id=appointment.episode.family_id, step=str(step))
    return row
