"""Import, its moves, and its rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, state_needs
from pitservice.db.history import tracked, versioned
from pitservice.db.models import Created, Keyed, Move, Record, TeamOwned, Versioned
from pitservice.db.transitions import MoveTable
from pitservice.jobs.models import Job
from referrals.enums import IMPORT_MOVES, ImportState, RowMatch, Standing
from referrals.models.referral import Referral


@tracked(exclude=("content",))
class Import(Record):
    """A referrals sheet on its way to referrals, as one change that can be undone (P3).

    `content` is the file until its rows are kept; `mapping` says of each heading which of our columns it is ("": none).
    `job` is the piece of background work under way or done last.
    """

    MOVES: ClassVar[MoveTable] = IMPORT_MOVES

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.COLUMNS)
    note = models.TextField(blank=True)  # why it could not be read, or what is to be known of it
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")

    objects = TeamQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("team", "-created_at"), name="import_by_team"),)

    def __str__(self) -> str:
        return self.name


class ImportMove(Move):
    """One change of an import's state."""

    subject = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="moves")

    class Meta(Move.Meta):
        indexes = (models.Index(fields=("subject", "at"), name="import_move"),)


class ImportRowQuerySet(FamilyScopedQuerySet["ImportRow"]):
    """A row exists for whoever may see the referral that it became."""

    family_path = "referral__family"


@versioned
class ImportRow(Keyed, TeamOwned, Versioned, Created):
    """One row: its cells as they were sent, what a person corrected and answered, and the referral it became.

    `problems` are [column, why, whether it keeps the row out]; `alike` are [number of a row, reason] and
    `unsettled` [key of a referral, reason]. A row waits to be
    a referral, so it has no row history of its own; `taken_version` is the referral's version when it was made.
    """

    sheet = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()  # as the spreadsheet counts: the heading is row 1
    cells = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=120, blank=True)  # the team's own, by which a row is known a second time
    corrected = models.JSONField(default=dict, blank=True)
    corrected_at = models.DateTimeField(null=True)
    corrected_by = ActorField(null=True)
    left_out = models.BooleanField(default=False)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.UNREAD)
    problems = models.JSONField(default=list, blank=True)
    match = models.CharField(max_length=12, choices=RowMatch, blank=True)
    alike = models.JSONField(default=list, blank=True)
    unsettled = models.JSONField(default=list, blank=True)
    comment = models.TextField(blank=True)  # what a person must read, as the sheet says it (P3)
    answers = models.JSONField(default=list, blank=True)
    answer_note = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = ActorField(null=True)
    referral = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="import_rows")
    taken_version = models.PositiveIntegerField(null=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("sheet", "number"),
                name="import_row_once",
                violation_error_message="This row of the sheet is there already.",
            ),
            both_or_neither(
                "answered_at", "answered_by", name="import_row_answered", sentence="Say who answered, and when."
            ),
            both_or_neither(
                "corrected_at", "corrected_by", name="import_row_corrected", sentence="Say who corrected it, and when."
            ),
            state_needs(
                [Standing.TAKEN_IN],
                *("referral", "taken_version"),
                name="import_row_taken_in",
                sentence="A row that was taken in names its referral.",
                column="standing",
            ),
        )
        indexes = (
            models.Index(fields=("sheet", "standing"), name="import_row_standing"),
            models.Index(fields=("sheet", "reference"), name="import_row_reference"),
            models.Index(fields=("sheet", "id"), name="import_row_unread", condition=Q(standing="unread")),
        )

    def __str__(self) -> str:
        return f"Row {self.number}"

    @property
    def family_id(self) -> int | None:
        """The family of the referral it became, once that is settled."""
        return self.referral.family_id if self.referral else None
