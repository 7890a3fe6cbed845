"""Ending and FollowUp."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from caseload.enums import FOLLOW_UP_MOVES, CheckAnswer, EndCheck, EndReason, FollowUpState
from caseload.models.episode import Episode
from caseload.scoping import OfEpisodeQuerySet
from families.models import Organisation
from families.scoping import FamilyScopedQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable


@tracked()
class Ending(Record):
    """How a piece of work ended: the reason, what was agreed, the parent's own words, whether a follow-up is wanted."""

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="ending")
    reason = models.CharField(max_length=20, choices=EndReason)
    ended_on = models.DateField()
    summary = models.TextField(blank=True)
    parents_words = models.TextField(blank=True)
    planned = models.BooleanField(default=True)
    step_down = models.CharField(max_length=200, blank=True)
    step_down_to = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    follow_up_agreed = models.BooleanField(default=False)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("team", "ended_on"), name="ending_ended_on"),)

    def __str__(self) -> str:
        return self.get_reason_display()


class OfEndingQuerySet(FamilyScopedQuerySet["EndingCheck"]):
    """Visible with their ending's family."""

    family_path = "ending__episode__family"


@tracked()
class EndingCheck(Record):
    """One line of an ending's checklist, with its answer; what is still to do stands on home until it is done (P67)."""

    ending = models.ForeignKey(Ending, on_delete=models.PROTECT, related_name="checks")
    what = models.CharField(max_length=14, choices=EndCheck)
    answer = models.CharField(max_length=12, choices=CheckAnswer)

    objects = OfEndingQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("ending", "what"),
                name="ending_check_once",
                violation_error_message="This line of the checklist is answered already.",
            ),
        )

    def __str__(self) -> str:
        return self.get_what_display()


@tracked()
class FollowUp(Record):
    """A follow-up of closed work, not reopened for it (FUP-1). Before any word a person confirms the contacts (P63)."""

    MOVES: ClassVar[MoveTable] = FOLLOW_UP_MOVES

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="follow_ups")
    state = models.CharField(max_length=12, choices=FollowUpState, default=FollowUpState.DUE)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    baby_lives_with = models.CharField(max_length=200, blank=True)  # as confirmed with the contacts (P63)
    contacts_confirmed_at = models.DateTimeField(null=True)
    contacts_confirmed_by = ActorField(null=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither(
                "contacts_confirmed_at",
                "contacts_confirmed_by",
                name="follow_up_confirmed",
                sentence="Say who confirmed the contacts, and when.",
            ),
        )
        indexes = (models.Index(fields=("team", "due_on"), name="follow_up_due", condition=models.Q(state="due")),)

    def __str__(self) -> str:
        return f"Follow-up of {self.episode}"


class FollowUpMove(Move):
    """One change of a follow-up's state."""

    subject = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="moves")
