"""Event (who did what), Access (who looked at which family) and Seal (proof kept outside that nothing was taken out).

No foreign keys but the one to the words: these rows outlive what they speak of. `data` holds ids and codes only;
words stand in a `Reason`, which destruction can blank without breaking a row's hash (design §7).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from pitservice.db.actor import ActorField
from pitservice.db.models import Reason


class Event(models.Model):
    """One thing done. `verb` is "app.action" ("referrals.accept"); the row's hash is made by a trigger."""

    append_only: ClassVar[bool] = True

    at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    by = ActorField()
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    family_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    reason = models.ForeignKey(Reason, null=True, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=36, blank=True)
    row_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        indexes = (
            models.Index(fields=("subject_type", "subject_id"), name="event_subject"),
            models.Index(fields=("family_id", "-at"), name="event_family"),
            models.Index(fields=("team_id", "-at"), name="event_team"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"


class Access(models.Model):
    """Somebody saw something of a family: one row for each family on the page, written before the page is sent."""

    append_only: ClassVar[bool] = True

    at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    user_id = models.BigIntegerField()
    family_id = models.BigIntegerField()
    team_id = models.BigIntegerField()
    screen = models.CharField(max_length=80)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        indexes = (models.Index(fields=("family_id", "-at"), name="access_family"),)
        verbose_name_plural = "access"

    def __str__(self) -> str:
        return f"{self.user_id} saw {self.family_id} on {self.screen}"


class Seal(models.Model):
    """The hash over all events up to one; the same hash is printed outside the database."""

    append_only: ClassVar[bool] = True

    at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    last_event_id = models.BigIntegerField()
    events = models.BigIntegerField()
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.events} events to {self.last_event_id}: {self.seal}"
