"""Draft: what a public form has been told so far. On the server only; nothing is kept on the device (P12)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from pitservice.db.models import TeamOwned
from referrals.enums import Entrance
from referrals.models.referral import Referral


class Draft(TeamOwned):
    """A public form under way, found by the hash of a token that stands in its address; gone after 14 days (P11).

    What was typed is shown for a sitting only, so that an address left in a browser's history shows nothing. Once sent,
    the answers are gone from here and `referral` names what they became. With `amends` it is a referral that its
    referrer would change: sent, it becomes a proposal.
    """

    no_maker: ClassVar[str] = "whoever fills in a public form has no account"

    token_hash = models.CharField(max_length=64, unique=True)
    entrance = models.CharField(max_length=20, choices=Entrance)
    answers = models.JSONField(default=dict)
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amends = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Draft {self.pk}"

    @property
    def link_subject(self) -> str:
        """What a private link to it names."""
        return f"draft-{self.pk}"
