"""FinalEnquiry: what the referrer says before the first contact, and what was settled about it (P64)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from caseload.enums import EnquiryAnswer, Introduces
from caseload.models.episode import Episode
from caseload.scoping import OfEpisodeQuerySet
from families.enums import Channel
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, one_open
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class FinalEnquiry(Record):
    """One enquiry of the referrer before first contact (P64); or, with `without`, why contact was made without one.

    What is known is kept as it comes; `answered_on` says that all was answered. Answers that speak against going on
    (`is_worrying`) stand until somebody has `settled` them with a reason.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="enquiries")
    asked = models.CharField(max_length=160, blank=True)  # who was asked, and what they are to the family
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    changed = models.TextField(blank=True)
    safe = models.CharField(max_length=10, choices=EnquiryAnswer, blank=True)
    wanted = models.CharField(max_length=10, choices=EnquiryAnswer, blank=True)
    introduces = models.CharField(max_length=12, choices=Introduces, blank=True)
    note = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    without = models.TextField(blank=True)
    settled = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = ActorField(null=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "final enquiries"
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(asked_on__isnull=False) & ~Q(asked="") | ~Q(without=""),
                name="enquiry_asked_or_left_out",
                violation_error_message="Say who was asked and when, or why nobody was.",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~(Q(changed="") | Q(safe="") | Q(wanted="") | Q(introduces="")),
                name="enquiry_answered",
                violation_error_message="An enquiry is answered when each of its questions is.",
            ),
            one_open(
                "episode",
                open_when=Q(answered_on=None, without=""),
                name="enquiry_one_open",
                sentence="The referrer has been asked already: add the answers there.",
            ),
            both_or_neither(
                "settled_at",
                "settled_by",
                name="enquiry_settled",
                sentence="What was settled has a time and a person.",
            ),
        )

    def __str__(self) -> str:
        return f"Enquiry before first contact: {self.asked or 'left out'}"

    @property
    def is_worrying(self) -> bool:
        """An answer speaks against going on as planned, and nobody has settled it yet."""
        return self.settled_at is None and not {self.safe, self.wanted} <= {EnquiryAnswer.YES, ""}
