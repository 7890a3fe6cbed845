"""ReferrerAnswer and ReferrerStep: the referrer is invited to the first appointment, where each adult agrees (P64)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from caseload.enums import UNSPOKEN, HowAsked, InviteStep
from caseload.models.answer import AdultAnswer
from caseload.models.appointment import Appointment, OfAppointmentQuerySet
from caseload.models.episode import Episode
from caseload.scoping import OfEpisodeQuerySet
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class ReferrerAnswer(AdultAnswer):
    """What one adult said when asked whether the referrer may come to the first appointment."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="referrer_answers")

    objects = OfEpisodeQuerySet.as_manager()

    class Meta(AdultAnswer.Meta):
        abstract = False
        constraints = (
            models.CheckConstraint(
                condition=~Q(how=""),
                name="referrer_answer_how",
                violation_error_message="Say how you asked.",
            ),
        )


@tracked()
class ReferrerStep(Record):
    """One step of inviting the referrer to an appointment; rows are added, never changed, and the last one counts.

    `withdrawn` is written by an adult's no, and by nobody's hand: then they are still to be told. So is `kept`: the
    appointment went on in a new row that says to the referrer what they know, and there the invitation stands.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="referrer_steps")
    step = models.CharField(max_length=10, choices=InviteStep)
    name = models.CharField(max_length=300)  # who comes, as the referral names them
    on = models.DateField(default=timezone.localdate)
    how = models.CharField(max_length=10, choices=HowAsked, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = OfAppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(step__in=UNSPOKEN, how="") | (~Q(step__in=UNSPOKEN) & ~Q(how="")),
                name="referrer_step_how",
                violation_error_message="Say how you spoke to the referrer.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="referrer_step_name",
                violation_error_message="Say who is invited.",
            ),
        )

    def __str__(self) -> str:
        return self.get_step_display()
