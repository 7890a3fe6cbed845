"""Policy, its versions, and who has read which (P84)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.constraints import one_open
from pitservice.db.history import frozen, tracked
from pitservice.db.models import Created, Record, TeamOwned
from pitservice.policies.enums import PolicyKind


@tracked()
class Policy(Record):
    """A policy of a team: what it is about, and when it is looked at again; what it says stands in its versions."""

    kind = models.CharField(max_length=14, choices=PolicyKind)
    title = models.CharField(max_length=120)
    review_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                *("team", Lower("title")),
                condition=Q(ended_on__isnull=True),
                name="policy_once",
                violation_error_message="A policy of this name is in the register already.",
            ),
        )
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.title


@frozen(
    *("policy_id", "number", "words", "kept_in", "news", "ratified_on", "ratified_by"),
    name="ratified_stays",
    when="OLD.ratified_on IS NOT NULL",
)
@tracked()
class PolicyVersion(Record):
    """What a policy says: in words, or where the document is kept. A draft until it is ratified, then never changed."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    kept_in = models.CharField(max_length=300, blank=True)
    news = models.CharField(max_length=300, blank=True)  # what is different from the version before
    ratified_on = models.DateField(null=True, blank=True)
    ratified_by = models.CharField(max_length=120, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("policy", "number"),
                name="policy_version_number",
                violation_error_message="Somebody has just made this version. Look at it again.",
            ),
            one_open(
                "policy",
                open_when=Q(ratified_on__isnull=True),
                name="policy_draft_once",
                sentence="A new version of this policy is being prepared already.",
            ),
            models.CheckConstraint(
                condition=Q(ratified_on__isnull=True, ratified_by="")
                | Q(ratified_on__isnull=False) & ~Q(ratified_by=""),
                name="policy_ratified",
                violation_error_message="Say who ratified the policy, and when.",
            ),
            models.CheckConstraint(
                condition=~Q(words="") | ~Q(kept_in=""),
                name="policy_says",
                violation_error_message="Enter what the policy says, or where the document is kept.",
            ),
        )

    def __str__(self) -> str:
        return f"Version {self.number}"


class PolicyReading(TeamOwned, Created):
    """That a colleague has read a version, by their own press. Never changed or removed."""

    append_only: ClassVar[bool] = True

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "user"),
                name="policy_reading_once",
                violation_error_message="You have said already that you have read this version.",
            ),
        )

    def __str__(self) -> str:
        return f"Reading of {self.version_id}"
