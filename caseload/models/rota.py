"""Who works when: working days, absences with a cover, the duty worker of each day (P5)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, no_overlap, one_open
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class WorkingDays(Record):
    """On which days of the week a colleague works in a team, from a day on; `days` holds 0 (Monday) to 6.

    Part-time is the rule. Without a row somebody works on every day on which the team is open.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="working_days")
    days = ArrayField(models.PositiveSmallIntegerField())
    hours = models.CharField(max_length=120, blank=True)
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)  # as in the contract
    other_hours = models.DecimalField(max_digits=4, decimal_places=2, default=0)  # of these not with families (CAP-1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "working days"
        constraints = (
            one_open(
                "team",
                "user",
                open_when=Q(ends_on__isnull=True),
                name="working_days_once",
                sentence="Somebody has just changed these working days. Look at them again.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="working_days_dates",
                violation_error_message="Working days must end on or after the day from which they hold.",
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours__isnull=True) | Q(weekly_hours__gte=F("other_hours")),
                name="working_days_hours",
                violation_error_message="The hours that are not with families must fit into the hours of the week.",
            ),
        )

    def __str__(self) -> str:
        return f"Working days of {self.user}"


@tracked()
class Absence(Record):
    """A colleague is away from a team, and who covers. Why is nobody's business here: leave and illness look alike.

    `during` holds whole days, its end not included. One that was taken back stays and counts for nothing.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    cover = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="covers")
    during = DateRangeField()
    taken_back_at = models.DateTimeField(null=True, editable=False)
    taken_back_by = ActorField(null=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            no_overlap(
                "team",
                "user",
                during="during",
                name="absence_once",
                sentence="This colleague is recorded as away on some of these days already. Change that absence.",
                when=Q(taken_back_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__startswith__isnull=False, during__endswith__isnull=False),
                name="absence_days",
                violation_error_message="Enter the first and the last day away.",
            ),
            models.CheckConstraint(
                condition=~Q(cover=F("user")),
                name="absence_cover_other",
                violation_error_message="Nobody covers for themselves. Choose somebody else.",
            ),
            both_or_neither(
                "taken_back_at",
                "taken_back_by",
                name="absence_taken_back",
                sentence="An absence that was taken back says when and by whom.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} is away"


@tracked()
class DutyTurn(Record):
    """Who is on duty for a team on a day."""

    day = models.DateField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duty_turns")

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "day"),
                name="duty_once",
                violation_error_message="Somebody else has just set who is on duty that day. Look at the rota again.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.day}"
