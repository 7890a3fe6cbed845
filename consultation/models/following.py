"""What follows a consultation: concerns that are taken further, and actions with somebody who does them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from consultation.enums import ConcernKind, Owner
from consultation.models.consultation import Consultation
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record


class OfConsultation(FamilyScopedQuerySet[Any]):
    """Visible with the family that its consultation names, if it names one."""

    family_path = "consultation__family"


@tracked()
class ConsultationConcern(Record):
    """A rare, serious worry that came up: to whom it was taken, and how it ended (toolkit ch. 6, "Accountability").

    It is on the worklist until a person closes it with an outcome. It is about safety, or about how the consultee
    works; what it says obeys the same guard as the consultation (P80).
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="concerns")
    kind = models.CharField(max_length=12, choices=ConcernKind)
    words = models.TextField()
    taken_to = models.CharField(max_length=200, blank=True)
    taken_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = ActorField(null=True)

    objects = OfConsultation.as_manager()

    class Meta:
        constraints = (
            both_or_neither(
                "closed_at",
                "closed_by",
                name="consultation_concern_closed",
                sentence="Say who closed the concern, and when.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(outcome=""),
                name="consultation_concern_outcome",
                violation_error_message="A concern is closed with its outcome.",
            ),
            models.CheckConstraint(
                condition=Q(taken_to="", taken_on__isnull=True) | (~Q(taken_to="") & Q(taken_on__isnull=False)),
                name="consultation_concern_taken",
                violation_error_message="Say to whom the concern was taken, and when.",
            ),
        )
        indexes = (
            models.Index(fields=("team",), name="consultation_concern_open", condition=Q(closed_at__isnull=True)),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked()
class ConsultationAction(Record):
    """One thing that was agreed: what, who does it, by when. Ours stand on the worklist until they are done (P4)."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    owner = models.CharField(max_length=10, choices=Owner)
    colleague = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    came_of_it = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = ActorField(null=True)

    objects = OfConsultation.as_manager()

    class Meta:
        constraints = (
            both_or_neither(
                "done_at", "done_by", name="consultation_action_done", sentence="Say who saw to it, and when."
            ),
            models.CheckConstraint(
                condition=Q(owner=Owner.US, colleague__isnull=False, due_on__isnull=False)
                | Q(owner=Owner.CONSULTEE, colleague__isnull=True),
                name="consultation_action_owner",
                violation_error_message="What we do ourselves has a colleague and a day.",
            ),
        )
        indexes = (models.Index(fields=("team",), name="consultation_action_open", condition=Q(done_at__isnull=True)),)

    def __str__(self) -> str:
        return self.what
