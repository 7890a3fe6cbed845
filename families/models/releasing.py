"""Release, ReleasePiece: the copy of a record that is given to whoever asked for it (P31)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from families.enums import ReleaseDecision, ReleaseGround
from families.models.governing import RecordRequest
from families.models.people import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record
from pitservice.files.models import StoredFile


@tracked()
class Release(Record):
    """The copy that is drawn up for one request: the record as it was on that day, piece by piece, then two files.

    `given` is for whoever asked, and shows nothing of what was left out. `ours` is kept: with a mark in each place and
    what was left out, and why, on its cover.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="releases")
    request = models.ForeignKey(RecordRequest, on_delete=models.PROTECT, related_name="releases")
    asked_at = models.DateTimeField(null=True)
    asked_by = ActorField(null=True)
    failed = models.CharField(max_length=300, blank=True)
    given = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ours = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("request",), name="release_once", violation_error_message="The copy is drawn up already."
            ),
            both_or_neither("asked_at", "asked_by", name="release_asked", sentence="Say who had it made, and when."),
        )

    def __str__(self) -> str:
        return "Copy of the record"


@tracked()
class ReleasePiece(Record):
    """One entry of the record as it stood, and what a person decided about it."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="release_pieces")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="pieces")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=60)
    happened = models.DateTimeField()
    title = models.TextField()
    words = models.TextField(blank=True)
    warning = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=10, choices=ReleaseDecision, blank=True)
    ground = models.CharField(max_length=20, choices=ReleaseGround, blank=True)
    left_out = models.TextField(blank=True)  # the words that are left out, one passage on each line
    why = models.TextField(blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decision__in=["", ReleaseDecision.GIVE]) | (~Q(ground="") & ~Q(why="")),
                name="release_piece_ground",
                violation_error_message="Say on which ground it is left out, and why.",
            ),
        )

    def __str__(self) -> str:
        return self.title
