"""Letter, Copy and their moves: snapshots of what was really sent, to whom, at what address."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from families.enums import Purpose
from families.models import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, state_needs
from pitservice.db.history import tracked
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable
from pitservice.files.models import StoredFile
from pitservice.letters.enums import COPY_MOVES, LETTER_MOVES, CopyState, LetterState


@tracked()
class Letter(Record):
    """A letter's words. `about` is what the contact rules are asked about ("family:12", "referral:34")."""

    MOVES: ClassVar[MoveTable] = LETTER_MOVES

    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    about = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20, choices=Purpose)
    state = models.CharField(max_length=12, choices=LetterState, default=LetterState.DRAFT)
    title = models.CharField(max_length=200)
    paragraphs = models.JSONField(default=list)  # a list of texts
    dedupe_key = models.CharField(max_length=120, unique=True)

    objects = FamilyScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class LetterMove(Move):
    """One change of a letter's state."""

    subject = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="moves")


class CopyQuerySet(FamilyScopedQuerySet["Copy"]):
    """Visible with their letter's family."""

    family_path = "letter__family"


@tracked()
class Copy(Record):
    """One copy for one reader: the words and the address as they will be, or were, sent.

    `recipient` and `point` let the contact rules be asked again when the PDF is made. `wanted` names what must still
    hold for it to go ("decision:34"); an app above answers (`pitservice.messaging.wanted`).
    """

    MOVES: ClassVar[MoveTable] = COPY_MOVES

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="copies")
    state = models.CharField(max_length=12, choices=CopyState, default=CopyState.PROPOSED)
    is_main = models.BooleanField(default=False)
    recipient = models.CharField(max_length=60)
    point = models.CharField(max_length=60, blank=True)
    reader_name = models.CharField(max_length=200)
    reader_role = models.CharField(max_length=60, blank=True)
    address = models.TextField(blank=True)
    paragraphs = models.JSONField(default=list)
    copied_to = models.JSONField(default=list)  # names this reader may know of
    not_before = models.DateTimeField(default=timezone.now)
    wanted = models.CharField(max_length=60, blank=True)
    dedupe_key = models.CharField(max_length=160, unique=True)
    answer = models.CharField(max_length=10, blank=True)
    why = models.TextField(blank=True)  # why held, or why it could not be made
    confirmed_at = models.DateTimeField(null=True)  # a person answered "ask a person"
    confirmed_by = ActorField(null=True)
    confirmed_codes = models.JSONField(default=list)  # the contact rules that person saw; a new one asks again
    pdf = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(null=True)
    posted_by = ActorField(null=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "copies"
        constraints = (
            state_needs(
                [CopyState.READY, CopyState.POSTED], "pdf", name="copy_has_pdf", sentence="The PDF is not made yet."
            ),
            both_or_neither("posted_at", "posted_by", name="copy_posted", sentence="Say who posted it, and when."),
            both_or_neither(
                "confirmed_at", "confirmed_by", name="copy_confirmed", sentence="Say who confirmed it, and when."
            ),
        )
        indexes = (
            models.Index(fields=("team", "state", "not_before"), name="copy_state", condition=~Q(state="posted")),
        )

    def __str__(self) -> str:
        return f"{self.letter} to {self.reader_name}"


class CopyMove(Move):
    """One change of a copy's state."""

    subject = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="moves")
