"""Team meetings: who was there, what was discussed of whom, what was decided, and who does what (toolkit ch. 6)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from caseload.models import Episode
from consultation.enums import TEAM_MEETING_MOVES, MeetingKind, MeetingState, Topic
from families.models import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet, Viewer
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable
from referrals.models import Referral


@tracked()
class TeamMeeting(Record):
    """One business or clinical meeting of a team. Once it is finished its minutes stay as they are."""

    MOVES: ClassVar[MoveTable] = TEAM_MEETING_MOVES

    kind = models.CharField(max_length=10, choices=MeetingKind)
    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.OPEN)
    held_on = models.DateField(default=timezone.localdate)
    present = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    others = models.CharField(max_length=300, blank=True)
    apologies = models.CharField(max_length=300, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("team", "-held_on"), name="team_meeting_date"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.held_on}"


class TeamMeetingMove(Move):
    """One change of a meeting's state."""

    subject = models.ForeignKey(TeamMeeting, on_delete=models.PROTECT, related_name="moves")


class DiscussedQuerySet(FamilyScopedQuerySet[Any]):
    """Visible with the family it is about; before a family is settled with the referral; else with the team.

    What was said of a safeguarding concern is for those who see safeguarding: not for who only takes the minutes.
    """

    referral_path = "referral"
    topic_path = "topic"

    def visible_to(self, viewer: Viewer) -> DiscussedQuerySet:
        """Those that exist for this viewer; nothing about a referral that does not."""
        path = self.referral_path
        settled = Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__in": Referral.objects.visible_to(viewer)})
        safeguards = Viewer.of(viewer.user, Permission.SAFEGUARD).all_team_ids
        theirs = ~Q(**{self.topic_path: Topic.CONCERN}) | Q(team_id__in=safeguards)
        found = super().visible_to(viewer).filter(settled, theirs)
        assert isinstance(found, DiscussedQuerySet)  # it is filtered from one
        return found


@tracked()
class MeetingPoint(Record):
    """One thing that was discussed, with what was decided; a row that leads to what it decides about.

    `about`: "review:KEY" as the agenda names it, empty for what somebody put on it in their own words.
    """

    meeting = models.ForeignKey(TeamMeeting, on_delete=models.PROTECT, related_name="points")
    topic = models.CharField(max_length=10, choices=Topic)
    about = models.CharField(max_length=30, blank=True)
    what = models.CharField(max_length=200)
    decision = models.TextField(blank=True)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="meeting_points")
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = DiscussedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "about"),
                condition=~Q(about=""),
                name="meeting_point_once",
                violation_error_message="This was discussed in the meeting already. Change what was written.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_topic_display()}, {self.meeting_id}"


class OfPointQuerySet(DiscussedQuerySet):
    """Visible with the point that it came out of."""

    family_path = "point__family"
    referral_path = "point__referral"
    topic_path = "point__topic"


@tracked()
class MeetingAction(Record):
    """What a colleague is to do by a day: on their home page until they say what came of it (P4)."""

    point = models.ForeignKey(MeetingPoint, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    came_of_it = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = ActorField(null=True)

    objects = OfPointQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            both_or_neither("done_at", "done_by", name="meeting_action_done", sentence="Say who saw to it, and when."),
        )
        indexes = (models.Index(fields=("team",), name="meeting_action_open", condition=Q(done_at__isnull=True)),)

    def __str__(self) -> str:
        return self.what
