"""A slot of an assessment clinic: a practitioner's time that is kept for a first appointment (toolkit ch. 6)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from caseload.models.appointment import Room
from caseload.models.clearing import Clearing
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class ClinicSlot(Record):
    """Published for the next family that waits. While it is free its own slots keep practitioner and room.

    A family has it while an appointment that points to it stands (`Appointment.clinic_slot`); then that appointment
    keeps the time. `clearing`: the cleared day with which it was withdrawn (P69).
    """

    practitioner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="clinic_slots")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="clinic_slots")
    where = models.CharField(max_length=200, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = ActorField(null=True)
    why = models.CharField(max_length=200, blank=True)
    clearing = models.ForeignKey(
        Clearing, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="clinic_slot_times",
                violation_error_message="A slot must end after it starts.",
            ),
            both_or_neither(
                "withdrawn_at",
                "withdrawn_by",
                name="clinic_slot_withdrawn",
                sentence="A slot that was withdrawn says when and by whom.",
            ),
        )
        indexes = (models.Index(fields=("team", "starts"), name="clinic_slot_team"),)

    def __str__(self) -> str:
        return "Assessment clinic"

    @property
    def venue(self) -> str:
        """Blue room, Eastfield Clinic; empty where neither is known."""
        return ", ".join(filter(None, (self.room.name if self.room else "", self.where)))
