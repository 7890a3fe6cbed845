"""Report: one quarter's figures for a commissioner; Target: what a figure should reach; DataDuty: whose data it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, state_needs
from pitservice.db.history import frozen, tracked
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable
from pitservice.files.models import StoredFile
from reporting.enums import EXPORT_MOVES, REPORT_MOVES, DataKind, Direction, ExportKind, ExportState, ReportState
from reporting.periods import Period

_KEPT = (
    *("team_id", "title", "commissioner", "starts_on", "ends_on", "narrative", "remarks"),
    *("figures", "definitions_edition", "replaces_id", "edition", "why", "differences", "service"),
)


@frozen(*_KEPT, "state", "pdf_id", "csv_id", "xlsx_id", name="frozen_stays", when="OLD.state = 'frozen'")
@tracked()
class Report(Record):
    """A commissioner report: the period, the figures once frozen, and the files made from them (REP-1).

    Once frozen the database lets nothing of it change but that it was sent. `figures` keeps the true numbers and the
    ids of the rows behind them, never their words (P81).
    """

    MOVES: ClassVar[MoveTable] = REPORT_MOVES

    title = models.CharField(max_length=200)
    commissioner = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.PREVIEW)
    narrative = models.TextField(blank=True)
    remarks = models.JSONField(default=dict)  # what the team says about each part of the report, by its name
    figures = models.JSONField(null=True)
    definitions_edition = models.PositiveSmallIntegerField(default=1)
    pdf = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    csv = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    xlsx = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    #: A later edition corrects the last one, says why, and what is different.
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    edition = models.PositiveSmallIntegerField(default=1)
    why = models.TextField(blank=True)
    differences = models.JSONField(default=list)  # sentences

    #: "Year 3 of the service, …", as it was when frozen (P83).
    service = models.CharField(max_length=200, blank=True)

    sent_at = models.DateTimeField(null=True)
    sent_by = ActorField(null=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            state_needs(
                [ReportState.FROZEN],
                "figures",
                "pdf",
                "csv",
                name="report_frozen",
                sentence="A frozen report has its figures and files.",
            ),
            both_or_neither("sent_at", "sent_by", name="report_sent", sentence="Say who sent it, and when."),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(state=ReportState.FROZEN),
                name="report_sent_frozen",
                violation_error_message="Freeze the report before it is sent.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, edition=1) | Q(replaces__isnull=False, edition__gt=1) & ~Q(why=""),
                name="report_edition",
                violation_error_message="Say why the report is made again.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="report_period",
                violation_error_message="The period must end on or after the day it starts.",
            ),
        )
        indexes = (models.Index(fields=("team", "-starts_on"), name="report_period_index"),)

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """From its first day to its last."""
        return Period(self.starts_on, self.ends_on)


class ReportMove(Move):
    """One change of a report's state."""

    subject = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="moves")


@tracked()
class Target(Record):
    """What one number of the report should reach in one year of the service, for one commissioner or for any (P83).

    `indicator`, `cut` and `number` name a number of the registry: the total (`cut` and `number` empty), a measure
    (`number` its key), or a share of a breakdown (`number` its name). A number that adds up is a whole year's.
    """

    commissioner = models.CharField(max_length=200, blank=True)
    indicator = models.CharField(max_length=60)
    cut = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=120, blank=True)
    year = models.PositiveSmallIntegerField()
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.AT_LEAST)
    amount = models.PositiveIntegerField()

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                *("team", Lower("commissioner"), "indicator", "cut", "number", "year"),
                name="target_once",
                violation_error_message="This number already has a target for this commissioner and year.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1),
                name="target_year",
                violation_error_message="The first year of the service is year 1.",
            ),
        )

    def __str__(self) -> str:
        return f"Target of {self.indicator}, year {self.year}"


@tracked()
class Benchmark(Record):
    """What one number of the registry was elsewhere, in a period, by a source: brought in, and shown beside ours.

    `indicator`, `cut` and `number` name it as a `Target`'s do.
    """

    source = models.CharField(max_length=200)
    indicator = models.CharField(max_length=60)
    cut = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                *("team", Lower("source"), "indicator", "cut", "number", "starts_on", "ends_on"),
                name="benchmark_once",
                violation_error_message="This source already has a figure for this number and period.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="benchmark_period",
                violation_error_message="The period must end on or after the day it starts.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="benchmark_amount",
                violation_error_message="A figure cannot be below 0.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} by {self.source}"


@tracked()
class DataDuty(Record):
    """Who of a team enters, checks and analyses one kind of data, and when that is looked at again (toolkit ch. 6)."""

    kind = models.CharField(max_length=20, choices=DataKind)
    enters = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checks = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    analyses = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "kind"),
                name="data_duty_once",
                violation_error_message="Somebody has just filled this in. Look at it, then send yours again.",
            ),
        )
        verbose_name_plural = "data duties"

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked()
class Export(Record):
    """A file of rows for use outside the team: what for, of which period, what is in it and what was wrong.

    `problems` are kept as keys and codes, never words (`exports.problems`); `family_ids` are those it is about. The
    file itself is let go after 30 days; that it was made, by whom and what for stays.
    """

    MOVES: ClassVar[MoveTable] = EXPORT_MOVES

    kind = models.CharField(max_length=10, choices=ExportKind)
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.MAKING)
    starts_on = models.DateField()
    ends_on = models.DateField()
    counts = models.JSONField(default=dict)  # rows by table
    problems = models.JSONField(default=list)
    family_ids = models.JSONField(default=list)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    forgotten_at = models.DateTimeField(null=True, editable=False)
    forgotten_by = ActorField(null=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="export_period",
                violation_error_message="The period must end on or after the day it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.MADE) | Q(file__isnull=False) | Q(forgotten_at__isnull=False),
                name="export_made",
                violation_error_message="What was made has its file.",
            ),
            both_or_neither("forgotten_at", "forgotten_by", name="export_forgotten", sentence="Say who removed it."),
        )
        indexes = (models.Index(fields=("team", "-created_at"), name="export_list"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.period.in_words()}"

    @property
    def period(self) -> Period:
        """From its first day to its last."""
        return Period(self.starts_on, self.ends_on)


class ExportMove(Move):
    """One change of an export's state."""

    subject = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="moves")
