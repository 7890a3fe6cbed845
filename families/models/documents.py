"""Document: what comes in on paper or by e-mail (P30)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from families.enums import DocumentKind
from families.models.people import Family, Person
from families.scoping import FamilyScopedQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record
from pitservice.files.models import StoredFile


@tracked()
class Document(Record):
    """Something that came in. Without a family it lies in the team's tray, to be filed."""

    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=15, choices=DocumentKind)
    title = models.CharField(max_length=200)
    from_whom = models.CharField(max_length=200, blank=True)
    dated = models.DateField(null=True, blank=True)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    #: Not for disclosure: told apart when a copy of the record is released (court papers, third parties; P31).
    withhold = models.BooleanField(default=False)
    withhold_why = models.CharField(max_length=200, blank=True)
    filed_at = models.DateTimeField(null=True)
    filed_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither("filed_at", "filed_by", name="document_filed", sentence="Say who filed it, and when."),
            models.CheckConstraint(
                condition=Q(filed_at__isnull=False) | Q(family__isnull=True),
                name="document_family_filed",
                violation_error_message="A document in a family's record has been filed by somebody.",
            ),
        )

    def __str__(self) -> str:
        return self.title
