"""What is true of measures: definitions in use, scores, goals, forms asked for by link, risk answers."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils import timezone

from families.models import Family, Person
from families.scoping import FamilyScopedQuerySet
from measures.enums import How, Point
from measures.spec import Spec, read_spec
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, one_open
from pitservice.db.history import frozen, tracked
from pitservice.db.models import Record


@frozen("code", "edition", "body", name="definition_stays")
@tracked()
class Definition(Record):
    """A measure as a team uses it: `body` is its data (`spec.py`). It never changes; a new edition supersedes it.

    A scheduled measure is asked for while it is in use, so that an old edition's scores keep the rules they had.
    """

    code = models.CharField(max_length=20)
    edition = models.PositiveSmallIntegerField(default=1)
    body = models.JSONField(default=dict)
    superseded_at = models.DateTimeField(null=True)
    superseded_by = ActorField(null=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "code", "edition"),
                name="definition_edition",
                violation_error_message="This edition of the measure exists already.",
            ),
            one_open(
                "team",
                "code",
                open_when=Q(superseded_at__isnull=True),
                name="definition_in_use_once",
                sentence="This measure is in use already.",
            ),
            both_or_neither(
                "superseded_at",
                "superseded_by",
                name="definition_superseded",
                sentence="A measure out of use says since when and by whom.",
            ),
        )

    def __str__(self) -> str:
        return self.code

    @cached_property
    def spec(self) -> Spec:
        """The data, read."""
        return read_spec(self.body)


@tracked()
class Goal(Record):
    """What a family wants to be different, in its own words; rated at sessions from 0 to 10."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="goals")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    agreed_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words


@frozen("definition_id", "form", "taken_on", "answers", "totals", "replaces_id", name="score_stays")
@tracked()
class Score(Record):
    """A measure filled in once. What was recorded never changes; a correction is another row that `replaces` it.

    `answers` by item where the licence allows ({"9": 1}), else only risk items; `totals` by scale, as text ("6.6").
    A parent measure has `adult`, a baby's `baby` (and `adult` who answered), one of both of them both.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="scores")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="scores")
    adult = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    baby = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="scores")
    form = models.CharField(max_length=4, blank=True)
    taken_on = models.DateField(default=timezone.localdate)
    point = models.CharField(max_length=10, choices=Point)
    how = models.CharField(max_length=10, choices=How, default=How.TOGETHER)
    answers = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    why = models.TextField(blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(adult__isnull=False) | Q(baby__isnull=False) | Q(goal__isnull=False),
                name="score_about",
                violation_error_message="Say whom the measure is about.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(why=""),
                name="score_corrected_why",
                violation_error_message="Enter why the score is corrected.",
            ),
        )
        indexes = (models.Index(fields=("family", "taken_on"), name="score_family"),)

    def __str__(self) -> str:
        return f"{self.definition} of {self.taken_on}"


@tracked()
class MeasureRequest(Record):
    """A form that a parent was asked to fill by a private link; its key is the link's subject (P60).

    `answers` are saved one by one, as given, and are never shown again on the link.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="measure_requests")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="requests")
    adult = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    baby = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    point = models.CharField(max_length=10, choices=Point)
    answers = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = ActorField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = ActorField(null=True)
    score = models.OneToOneField(Score, null=True, blank=True, on_delete=models.PROTECT, related_name="request")

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither(
                "confirmed_at",
                "confirmed_by",
                name="request_confirmed",
                sentence="Say when it was confirmed who answers, and by whom.",
            ),
            both_or_neither(
                "ended_at", "ended_by", name="request_ended", sentence="A form that is over says since when."
            ),
        )

    def __str__(self) -> str:
        return f"{self.definition} asked of {self.adult}"


@tracked()
class RiskAnswer(Record):
    """A risk item answered so that it must not wait, on a form sent or not (P60).

    Open until somebody says what was done.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="risk_answers")
    adult = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        MeasureRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="risk_answers"
    )
    score = models.ForeignKey(Score, null=True, blank=True, on_delete=models.PROTECT, related_name="risk_answers")
    item = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField()
    settled_at = models.DateTimeField(null=True)
    settled_by = ActorField(null=True)
    done = models.TextField(blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither(
                "settled_at", "settled_by", name="risk_settled", sentence="Say what was done, when and by whom."
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(done=""),
                name="risk_done",
                violation_error_message="Enter what was done.",
            ),
        )
        indexes = (models.Index(fields=("team",), name="risk_open", condition=Q(settled_at__isnull=True)),)

    def __str__(self) -> str:
        return f"Item {self.item} of {self.definition}"
