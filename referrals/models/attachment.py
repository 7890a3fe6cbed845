"""Attachment."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from families.scoping import FamilyScopedQuerySet
from pitservice.db.history import tracked
from pitservice.db.models import Record
from pitservice.files.models import StoredFile
from referrals.models.draft import Draft
from referrals.models.referral import Referral


class AttachmentQuerySet(FamilyScopedQuerySet["Attachment"]):
    """Visible with their referral."""

    family_path = "referral__family"


@tracked()
class Attachment(Record):
    """A file that came with a referral, or stands in a form under way until it is sent."""

    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments")
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    scanned = models.BooleanField(default=False)  # a virus scanner looked at it before it was kept

    objects: Any = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(draft__isnull=True) | Q(referral__isnull=True),
                name="attachment_of_one",
                violation_error_message="A file stands in a form under way or with a referral, not in both.",
            ),
        )

    def __str__(self) -> str:
        return str(self.stored)
