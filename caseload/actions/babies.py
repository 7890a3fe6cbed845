"""A birth of two or more: the work is for each of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from caseload.enums import AppointmentState
from caseload.models import Appointment, EpisodeBaby, Invitation
from pitservice.audit.actions import record
from pitservice.db.actor import Actor


@transaction.atomic
def work_for_twins(*, baby_id: int, twin_ids: Sequence[int], by: Actor) -> int:
    """Twins who were not expected join the baby's open work, and what is booked for it; returns how many pieces."""
    places = list(EpisodeBaby.objects.filter(person=baby_id, until=None).select_related("episode").order_by("pk"))
    for place in places:
        booked = Appointment.objects.filter(
            episode=place.episode, state=AppointmentState.BOOKED, invitations__person=baby_id
        ).order_by("pk")
        for twin_id in twin_ids:
            EpisodeBaby.objects.create(team_id=place.team_id, episode=place.episode, person_id=twin_id, created_by=by)
            for appointment in booked:
                Invitation.objects.create(
                    team_id=place.team_id, appointment=appointment, person_id=twin_id, created_by=by
                )
        record("caseload.work_for_twins", place.episode, by=by, twins=list(twin_ids))
    return len(places)
