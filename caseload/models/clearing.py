"""A colleague's day that was cleared, and what became of each of its appointments (P69)."""

from __future__ import annotations

from datetime import date

from django.db import models

from caseload.models.appointment import Appointment, OfAppointmentQuerySet
from caseload.models.group import GroupSession
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Clearing(Record):
    """Somebody cannot keep their appointments of a day; all at once they are cancelled or taken over (P69)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    day: models.DateField[date, date] = models.DateField()
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = ActorField(null=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither(
                "undone_at", "undone_by", name="clearing_undone", sentence="Say when it was undone, and by whom."
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.day}"

    @property
    def wanted(self) -> str:
        """What must still hold for a word about this cleared day: that nobody has undone it."""
        return f"clearing:{self.pk}"

    @property
    def again(self) -> str:
        """Names why a word about an appointment is said anew."""
        return f":{self.pk}"


@tracked()
class Cleared(Record):
    """One appointment of a cleared day: cancelled, or taken over by a colleague in a row of its own."""

    clearing = models.ForeignKey(Clearing, on_delete=models.PROTECT, related_name="rows")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    taken_over = models.ForeignKey(Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OfAppointmentQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "cleared"
        constraints = (
            models.UniqueConstraint(
                fields=("clearing", "appointment"),
                name="cleared_once",
                violation_error_message="This appointment was cleared already.",
            ),
        )

    def __str__(self) -> str:
        return str(self.appointment)


@tracked()
class ClearedSession(Record):
    """A group session of a cleared day: called off, or given to a stand-in. Its places are rows of `Cleared`."""

    clearing = models.ForeignKey(Clearing, on_delete=models.PROTECT, related_name="sessions")
    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clearing", "session"),
                name="cleared_session_once",
                violation_error_message="This group session was cleared already.",
            ),
        )

    def __str__(self) -> str:
        return str(self.session)
