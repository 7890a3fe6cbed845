"""PossibleMatch, LeadAsked."""

from __future__ import annotations

from django.db import models

from families.models import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import Team
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record
from referrals.enums import LeadSaid, MatchAnswer
from referrals.models.referral import Referral


class MatchQuerySet(FamilyScopedQuerySet["PossibleMatch"]):
    """Visible with the record, never with the referral: who may not see the record learns of no match (P10)."""

    family_path = "record"


@tracked()
class PossibleMatch(Record):
    """A record that a referral may be about, how sure that is and why, and what a person answered (P10, P16).

    `team` is the record's, so that a row about another team's family is that team's. An answer is remembered: what is
    not the same is not offered again until the answer is taken back.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="possible_matches")
    record = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="possible_matches")
    certain = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    answer = models.CharField(max_length=12, choices=MatchAnswer, blank=True)
    note = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = ActorField(null=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "possible matches"
        constraints = (
            both_or_neither(
                "answered_at", "answered_by", name="match_answered", sentence="Say who answered, and when."
            ),
            models.UniqueConstraint(
                fields=("referral", "record"),
                name="possible_match_once",
                violation_error_message="This record is offered for this referral already.",
            ),
        )

    def __str__(self) -> str:
        return self.reason

    @property
    def family_id(self) -> int:
        """The record's, by the name it has on every row about a family."""
        return self.record_id


class AskedQuerySet(FamilyScopedQuerySet["LeadAsked"]):
    """Visible with their referral."""

    family_path = "referral__family"


@tracked()
class LeadAsked(Record):
    """The lead of another team was asked whether they know the family of a referral, and what they said (P10).

    Of the other team's record nothing stands here: only the team, with whom somebody spoke, and the answer.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="leads_asked")
    other_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    spoke_to = models.CharField(max_length=120)
    said = models.CharField(max_length=12, choices=LeadSaid)
    note = models.TextField(blank=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name_plural = "leads asked"

    def __str__(self) -> str:
        return f"{self.other_team}: {self.get_said_display()}"
