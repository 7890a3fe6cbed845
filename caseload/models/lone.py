"""A colleague who visits alone: where, until when, and who waits to hear that they are back (P62)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from caseload.models.appointment import Appointment, OfAppointmentQuerySet
from pitservice.accounts.models import User
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, one_open
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class LoneVisit(Record):
    """A colleague set out alone to an appointment; `buddy` waits to hear that they are back by `due_back`.

    `buddy_told` and `team_told` say when it was seen that they are overdue. It is no alarm: nobody is rung by it.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="lone_visits")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    buddy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=200)
    due_back = models.DateTimeField()
    buddy_told = models.DateTimeField(null=True)
    team_told = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)
    back_by = ActorField(null=True)
    found = models.CharField(max_length=300, blank=True)

    objects = OfAppointmentQuerySet.as_manager()

    class Meta:
        constraints = (
            one_open(
                "user",
                open_when=Q(back_at__isnull=True),
                name="lone_visit_one_open",
                sentence="You are out already. Say first that you are back.",
            ),
            models.CheckConstraint(
                condition=~Q(buddy=F("user")),
                name="lone_visit_buddy_other",
                violation_error_message="Somebody else has to wait to hear that you are back.",
            ),
            both_or_neither(
                "back_at",
                "back_by",
                name="lone_visit_back",
                sentence="Say who told that they are back, and when.",
            ),
        )
        indexes = (models.Index(fields=("team", "due_back"), name="lone_visit_due", condition=Q(back_at__isnull=True)),)

    def __str__(self) -> str:
        return f"{self.user}, alone"
