"""What is agreed with a family: WorkAgreement, and each adult's WorkAnswer (P65)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from caseload.enums import AgreementAnswer
from caseload.models.episode import Episode
from caseload.scoping import OfEpisodeQuerySet
from families.models import Person
from families.scoping import FamilyScopedQuerySet
from pitservice.db.history import frozen, tracked
from pitservice.db.models import Record


@tracked()
class WorkAgreement(Record):
    """The agreement of a piece of work: the focus as it was understood, what we offer, what was explained (P65).

    Signed by being recorded, as words added to a note are: it never changes, and what is agreed later is a new one.
    """

    append_only: ClassVar[bool] = True

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="agreements")
    agreed_on = models.DateField()
    focus = models.TextField()
    offer = models.TextField()
    privacy_notice = models.BooleanField()
    confidentiality = models.BooleanField()

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("agreed_on", "pk")

    def __str__(self) -> str:
        return f"Agreement about {self.episode}"


class OfAgreementQuerySet(FamilyScopedQuerySet["WorkAnswer"]):
    """Visible with their agreement's family."""

    family_path = "agreement__episode__family"


@frozen("agreement_id", "answer", "words", name="work_answer_stays")
@tracked()
class WorkAnswer(Record):
    """What one adult said to it, each apart; `words` are their own, and never change."""

    agreement = models.ForeignKey(WorkAgreement, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=AgreementAnswer)
    words = models.TextField(blank=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "person"),
                name="work_answer_once",
                violation_error_message="This adult has answered already.",
            ),
        )

    def __str__(self) -> str:
        return self.get_answer_display()
