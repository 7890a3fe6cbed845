"""The weekly allocation meeting: who was there, who holds the pen, and what was decided of each family."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from caseload.enums import MEETING_MOVES, FirstWord, MeetingState
from caseload.models.episode import Episode
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.constraints import one_open
from pitservice.db.history import tracked
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable
from referrals.models import WaitingEntry


@tracked()
class Brings(Record):
    """What a colleague brings to a family in a team: ways of working, languages, areas they get to."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="brings")
    skills = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=8), default=list, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "brings"
        constraints = (
            models.UniqueConstraint(
                fields=("team", "user"),
                name="brings_once",
                violation_error_message="Somebody has just recorded this. Look at it again.",
            ),
        )

    def __str__(self) -> str:
        return f"What {self.user} brings"


@tracked()
class Meeting(Record):
    """One allocation meeting of a team. Nothing decided in it is done before it is finished."""

    MOVES: ClassVar[MoveTable] = MEETING_MOVES

    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.OPEN)
    held_on = models.DateField(default=timezone.localdate)
    pen = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    present = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    last_change = models.DateTimeField(default=timezone.now)  # when anything of it changed: what the others poll

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            one_open(
                "team",
                open_when=Q(state=MeetingState.OPEN),
                name="meeting_one_open",
                sentence="A meeting of this team is open already. Go on with that one.",
            ),
        )

    def __str__(self) -> str:
        return f"Allocation meeting of {self.team}"


class MeetingMove(Move):
    """One change of a meeting's state."""

    subject = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="moves")


class OfMeetingQuerySet(FamilyScopedQuerySet["MeetingDecision"]):
    """Visible with the family that waits."""

    family_path = "entry__family"


@tracked()
class MeetingDecision(Record):
    """What a meeting decided of one waiting family: a draft until the meeting is finished.

    Without a `lead` the family goes on waiting, and `note` says why. `episode` is the work that came of it.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="meeting_decisions")
    lead = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    co_worker = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    keyworker = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_word = models.CharField(max_length=8, choices=FirstWord, default=FirstWord.CALL)
    note = models.TextField(blank=True)
    episode = models.OneToOneField(Episode, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "entry"),
                name="meeting_decision_once",
                violation_error_message="Something is decided about this family already. Change that.",
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | Q(co_worker__isnull=True, keyworker__isnull=True),
                name="meeting_decision_lead",
                violation_error_message="Choose who leads the work before somebody works along.",
            ),
        )

    def __str__(self) -> str:
        return f"Decision about {self.entry}"
