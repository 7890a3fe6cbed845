"""Merges, corrections, moved entries, sealed links, requests for the record, incidents, holds, destruction."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from families.enums import DestructionOf, IncidentKind, MergeKind, RequestDecision, RequestKind, SealDecision
from families.models.people import Family, Person
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, one_open
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Merge(Record):
    """Two records of one family, or two entries of one person, became one; `moved` says what went where.

    `moved` is a list of {"model", "field", "ids"}: un-merging puts exactly those rows back.
    """

    kind = models.CharField(max_length=10, choices=MergeKind)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="merges")  # the survivor's
    merged_family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    merged_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither("undone_at", "undone_by", name="merge_undone", sentence="Say who undid it, and when."),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked()
class Correction(Record):
    """An entry was made in error: it stays, struck through, with who said so; why stands in the audit event."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="corrections")
    entry_model = models.CharField(max_length=60)  # "families.consent"
    entry_id = models.BigIntegerField()

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("entry_model", "entry_id"),
                name="correction_once",
                violation_error_message="This entry is struck through already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_model} in error"


@tracked()
class MovedEntry(Record):
    """An entry stood in the wrong family's record and was moved: that record keeps this line alone (P25)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="moved_entries")  # where it stood
    to_family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    entry_model = models.CharField(max_length=60)
    entry_id = models.BigIntegerField()
    noun = models.CharField(max_length=60)  # "document": all that the old record says of it

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "moved entries"

    def __str__(self) -> str:
        return f"A {self.noun} was moved"


@tracked()
class SealedLink(Record):
    """The child of one record is the child of another, after an adoption: for the guardian alone (P23)."""

    former = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    present = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("former",), name="sealed_once", violation_error_message="This identity is sealed already."
            ),
        )

    def __str__(self) -> str:
        return "Sealed"


@tracked()
class SealedPlace(Record):
    """A guardian's decision about an entry in whose words the names of a child to be sealed stand (P23).

    One that is closed exists for the guardian alone from the moment on which the child is sealed.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="sealed_places")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entry_model = models.CharField(max_length=60)  # "families.need"
    entry_id = models.BigIntegerField()
    decision = models.CharField(max_length=10, choices=SealDecision)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("entry_model", "entry_id"), name="sealed_place_entry"),)

    def __str__(self) -> str:
        return self.get_decision_display()


@tracked()
class RecordRequest(Record):
    """Somebody asks for the record, or that it be changed: due in one calendar month (P31, domain.md §4.6)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="record_requests")
    kind = models.CharField(max_length=15, choices=RequestKind)
    asked_by = models.CharField(max_length=200)
    whose = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    received_on = models.DateField()
    due_on = models.DateField()
    identity_checked_at = models.DateTimeField(null=True)
    identity_checked_by = ActorField(null=True)
    identity_how = models.CharField(max_length=200, blank=True)
    responsibility_how = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=10, choices=RequestDecision, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither(
                "identity_checked_at",
                "identity_checked_by",
                name="request_identity",
                sentence="Say who checked the identity, and when.",
            ),
            both_or_neither("decided_at", "decided_by", name="request_decided", sentence="Say who decided, and when."),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(decision=""),
                name="request_decision",
                violation_error_message="Choose what was decided.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, asked by {self.asked_by}"


@tracked()
class Incident(Record):
    """A breach, a data complaint, or an entry in the wrong record: opened from what it is about, closed by a person.

    A breach that puts people at risk is reported to the ICO within 72 hours of `known_on` (P31).
    """

    kind = models.CharField(max_length=10, choices=IncidentKind)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="incidents")
    about = models.CharField(max_length=80, blank=True)  # "letters.copy:K7M2Q9XTRD", label and key
    words = models.TextField()
    known_on = models.DateTimeField()
    report_by = models.DateTimeField(null=True, blank=True)
    reported_on = models.DateTimeField(null=True, blank=True)
    people_told = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither("closed_at", "closed_by", name="incident_closed", sentence="Say who closed it, and when."),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(outcome=""),
                name="incident_outcome",
                violation_error_message="Enter what came of it.",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked()
class LegalHold(Record):
    """The record must not be destroyed: a court, an inquiry, a child death review (P31)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="holds")
    why = models.CharField(max_length=300)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither("lifted_at", "lifted_by", name="hold_lifted", sentence="Say who lifted it, and when."),
            one_open(
                "family",
                open_when=Q(lifted_at__isnull=True),
                name="hold_once",
                sentence="This record is held already.",
            ),
        )

    def __str__(self) -> str:
        return self.why


@tracked()
class Destruction(Record):
    """The certificate that a record was destroyed: what it was, by which rule, who decided; no name of anybody.

    `also`: the references of the records that were merged into it, which go with it.
    """

    of = models.CharField(max_length=10, choices=DestructionOf, default=DestructionOf.RECORD)
    reference = models.CharField(max_length=10)
    also = models.JSONField(default=list)
    rule = models.CharField(max_length=200)
    due_on = models.DateField()
    approved_at = models.DateTimeField(null=True)
    approved_by = ActorField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = ActorField(null=True)
    counts = models.JSONField(default=dict)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither(
                "approved_at", "approved_by", name="destruction_approved", sentence="Say who approved it, and when."
            ),
            both_or_neither(
                "destroyed_at", "destroyed_by", name="destruction_done", sentence="Say who destroyed it, and when."
            ),
            models.UniqueConstraint(
                fields=("team", "reference"),
                name="destruction_once",
                violation_error_message="This record is down for destruction already.",
            ),
        )

    def __str__(self) -> str:
        return f"Destruction of {self.reference}"
