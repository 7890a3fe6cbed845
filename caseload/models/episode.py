"""Episode and who is in it: babies, adults, referrals, colleagues, attempts to reach, and going on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from caseload.enums import EPISODE_MOVES, AllocationRole, AttemptOutcome, EndReason, EpisodeState, Rhythm
from caseload.models.plan import Intervention
from caseload.scoping import OfEpisodeQuerySet
from families.enums import Channel
from families.models import Family, Person
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.db.constraints import one_open
from pitservice.db.history import tracked
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable
from referrals.models import Referral


@tracked()
class Episode(Record):
    """A piece of work with a family, opened by allocation. A return is a new one that points at the old."""

    MOVES: ClassVar[MoveTable] = EPISODE_MOVES

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="episodes", db_index=False)
    state = models.CharField(max_length=14, choices=EpisodeState, default=EpisodeState.ENGAGING)
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    agreed_sessions = models.PositiveSmallIntegerField(default=6)
    intervention = models.ForeignKey(
        Intervention, null=True, blank=True, on_delete=models.PROTECT, related_name="episodes"
    )
    rhythm = models.CharField(max_length=12, choices=Rhythm, default=Rhythm.WEEKLY)
    ending_on = models.DateField(null=True, blank=True)  # the planned last day, while the ending is a phase
    focus = models.TextField(blank=True)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state=EpisodeState.CLOSED, closed_on__isnull=False) & ~Q(end_reason="")
                | ~Q(state=EpisodeState.CLOSED) & Q(closed_on__isnull=True, end_reason=""),
                name="episode_closed",
                violation_error_message="A closed piece of work has a date and a reason; an open one has neither.",
            ),
        )
        indexes = (
            models.Index(fields=("team", "opened_on"), name="episode_open", condition=~Q(state="closed")),
            models.Index(fields=("team", "closed_on"), name="episode_closed_on"),
            # With the id, so that a report finds the work of a family without reading its row.
            models.Index(fields=("family",), include=("id",), name="episode_of_family"),
        )

    def __str__(self) -> str:
        return f"Work with {self.family}"


class EpisodeMove(Move):
    """One change of a piece of work's state."""

    subject = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="moves")


@tracked()
class EpisodeReferral(Record):
    """A referral that led to this piece of work; there may be several."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="referrals", db_index=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="episodes")

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("referral",),
                name="episode_referral_once",
                violation_error_message="This referral has led to a piece of work already.",
            ),
        )
        # With the referral, so that a report finds from where the work came without reading the row.
        indexes = (models.Index(fields=("episode",), include=("referral",), name="referral_of_work"),)

    def __str__(self) -> str:
        return f"{self.referral} → {self.episode}"


@tracked()
class EpisodeBaby(Record):
    """A baby this work is for. At most one open piece of work for a baby."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="babies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="episodes_as_baby")
    until = models.DateField(null=True, blank=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "episode babies"
        constraints = (
            one_open(
                "person",
                open_when=Q(until__isnull=True),
                name="baby_one_open_episode",
                sentence="There is an open piece of work for this baby already.",
            ),
        )

    def __str__(self) -> str:
        return str(self.person)


@tracked()
class EpisodeAdult(Record):
    """An adult this work is with."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="adults")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="episodes_as_adult")
    until = models.DateField(null=True, blank=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        constraints = (
            one_open(
                "episode",
                "person",
                open_when=Q(until__isnull=True),
                name="adult_once",
                sentence="This adult is in this piece of work already.",
            ),
        )

    def __str__(self) -> str:
        return str(self.person)


@tracked()
class Allocation(Record):
    """A colleague's part in a piece of work, from a day to a day."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="allocations")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="allocations")
    role = models.CharField(max_length=12, choices=AllocationRole)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        constraints = (
            one_open(
                "episode",
                open_when=Q(ends_on__isnull=True, role=AllocationRole.LEAD),
                name="allocation_one_lead",
                sentence="This piece of work has a lead practitioner already.",
            ),
        )
        indexes = (models.Index(fields=("user", "ends_on"), name="allocation_user"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"


@tracked()
class ContactAttempt(Record):
    """An attempt to reach somebody of the family: how, whom, what came of it (ENG-1)."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    outcome = models.CharField(max_length=14, choices=AttemptOutcome)
    made = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("made", "pk")

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_outcome_display()}"


@tracked()
class GoingOn(Record):
    """Somebody decided to go on trying to reach a family near or past the team's limit, until a day and why (ENG-1)."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="goings_on")
    until = models.DateField()
    why = models.TextField()

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "goings on"
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(why=""),
                name="going_on_says_why",
                violation_error_message="Say why you go on trying.",
            ),
        )

    def __str__(self) -> str:
        return f"Goes on until {self.until}"
