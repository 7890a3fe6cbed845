"""Group, its sessions, and the families in it from a day to a day (P72). One row for each occurrence."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from caseload.enums import Place
from caseload.grouping import GROUP_SESSION_MOVES, GroupSessionState
from caseload.models.appointment import Room
from caseload.models.plan import Intervention
from families.models import Family, Person
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.constraints import one_open
from pitservice.db.history import tracked
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable


@tracked()
class Group(Record):
    """A team's group: what it is, who leads it, where it meets, how many families it takes (P72).

    `keeps_touch`: families whose work is closed may come, and nothing is reopened. `before` and `after` are the minutes
    that one session costs each facilitator besides its own length (CAP-1).
    """

    name = models.CharField(max_length=100)
    intervention = models.ForeignKey(
        Intervention, null=True, blank=True, on_delete=models.PROTECT, related_name="groups"
    )
    keeps_touch = models.BooleanField(default=False)
    size = models.PositiveSmallIntegerField()
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="groups_led")
    helpers = models.ManyToManyField(User, blank=True, related_name="groups_helped")
    place = models.CharField(max_length=12, choices=Place)
    where = models.CharField(max_length=200, blank=True)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="groups")
    before = models.PositiveSmallIntegerField(default=60)
    after = models.PositiveSmallIntegerField(default=60)
    ended_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "name"),
                condition=Q(ended_on__isnull=True),
                name="group_once",
                violation_error_message="A group of this name runs already. Give this one another name.",
            ),
            models.CheckConstraint(
                condition=Q(before__gte=60, after__gte=60),
                name="group_costs_hours",
                violation_error_message="A group costs each facilitator at least an hour before and an hour after.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class GroupSession(Record):
    """One occurrence of a group. Its slots keep the time of each facilitator and of the room."""

    MOVES: ClassVar[MoveTable] = GROUP_SESSION_MOVES

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="sessions")
    state = models.CharField(max_length=12, choices=GroupSessionState, default=GroupSessionState.PLANNED)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    place = models.CharField(max_length=12, choices=Place)
    where = models.CharField(max_length=200, blank=True)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="group_sessions")

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="group_session_times",
                violation_error_message="The session must end after it starts.",
            ),
        )
        indexes = (models.Index(fields=("team", "starts"), name="group_session_team"),)

    def __str__(self) -> str:
        return str(self.group)


class GroupSessionMove(Move):
    """One change of a group session's state."""

    subject = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="moves")


@tracked()
class GroupFamily(Record):
    """A family in a group from a day to a day, with those of it who come; to the other families it does not exist."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="families")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    people = models.ManyToManyField(Person, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "group families"
        constraints = (
            one_open(
                "group",
                "family",
                open_when=Q(ends_on__isnull=True),
                name="group_family_once",
                sentence="This family is in the group already.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="group_family_days",
                violation_error_message="The last day in the group cannot be before the first.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.family} in {self.group}"

    def is_in(self, day: date) -> bool:
        """Whether it is in the group on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
