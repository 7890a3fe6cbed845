"""Link."""

from __future__ import annotations

from typing import Any

from django.db import models

from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.actor import Actor, ActorField, ActorKind
from pitservice.db.constraints import both_or_neither
from pitservice.db.models import Created, TeamOwned


class Link(TeamOwned, Created):
    """One private link. Only hashes are kept: who reads the database cannot use it.

    `purpose` names what it opens ("referrals.receipt"), `subject_key` which one; another purpose or subject is refused.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=128, blank=True)
    purpose = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=20)
    expires_on = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    used_by = ActorField(null=True)

    objects: Any = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither("used_at", "used_by", name="link_used", sentence="A used link says when and by whom."),
        )
        indexes = (models.Index(fields=("purpose", "subject_key"), name="link_subject"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_key}"

    @property
    def actor(self) -> Actor:
        """The holder of this link as the doer of a write."""
        return Actor(ActorKind.LINK, str(self.pk))
