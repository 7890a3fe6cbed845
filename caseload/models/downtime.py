"""The downtime pack: what a team needs on paper when the product is not there (P71)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.history import tracked
from pitservice.db.models import Created, Keyed, Record, TeamOwned
from pitservice.files.models import StoredFile


@tracked(exclude=("sealed",))
class DowntimePhrase(Record):
    """The words that open a team's packs, or with `user` those made for one colleague; sealed, and shown to nobody."""

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField()
    set_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "user"),
                nulls_distinct=False,
                name="downtime_phrase_once",
                violation_error_message="Somebody has just set these words. Look again.",
            ),
        )

    def __str__(self) -> str:
        return f"Downtime words of {self.user or self.team}"


class DowntimePack(Keyed, TeamOwned, Created):
    """One encrypted PDF of a night, for a team or, with `user`, for what only that colleague and few others see.

    `families`: ids of those in it, for the log of who looked and to see whether its readers still see them all.
    `copied_at`: when its copy lay in the folder of `DOWNTIME_ROOT`.
    """

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    day: models.DateField[date, date] = models.DateField()  # the day on which it was made
    last: models.DateField[date, date] = models.DateField()  # the last day that it holds
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    families = models.JSONField(default=list, blank=True)
    copied_at = models.DateTimeField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "user", "day"),
                nulls_distinct=False,
                name="downtime_pack_once",
                violation_error_message="This pack was made already.",
            ),
            models.CheckConstraint(
                condition=Q(last__gte=models.F("day")),
                name="downtime_pack_days",
                violation_error_message="A pack holds the day on which it was made, and days after it.",
            ),
        )

    def __str__(self) -> str:
        return f"Downtime pack of {self.day}"
