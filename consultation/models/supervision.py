"""Supervision: that it took place, with whom and for how long; and what was decided about a family (P85)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from caseload.models.note import ReadAsNotesQuerySet
from consultation.enums import SupervisionKind
from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet, Viewer
from pitservice.db.history import tracked
from pitservice.db.models import Record


class ColleaguesQuerySet(TeamQuerySet[Any]):
    """A colleague's own rows; all of a team's for whoever allocates there, the lead."""

    def visible_to(self, viewer: Viewer) -> ColleaguesQuerySet:
        """Those of this colleague, and of the teams that they lead."""
        led = Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids & viewer.all_team_ids
        return self.filter(Q(colleague=viewer.user) | Q(team_id__in=led), team_id__in=viewer.all_team_ids)


@tracked()
class Supervision(Record):
    """One supervision of a colleague. It has no notes: what is said of a family stands in its record or nowhere."""

    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervisions")
    kind = models.CharField(max_length=12, choices=SupervisionKind)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    with_whom = models.CharField(max_length=120, blank=True)

    objects = ColleaguesQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=480),
                name="supervision_minutes",
                violation_error_message="The minutes must be between 1 and 480, which is a working day.",
            ),
        )
        indexes = (models.Index(fields=("team", "colleague", "-held_on"), name="supervision_date"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.held_on}"


class DecidedQuerySet(ReadAsNotesQuerySet[Any]):
    """Whoever's supervision it was reads what was decided in it."""

    def _by_rule(self, viewer: Viewer) -> Q:
        return super()._by_rule(viewer) | Q(supervision__colleague=viewer.user)


@tracked()
class SupervisionDecision(Record):
    """What was decided about a family: it stands in that family's record, for whoever reads its notes (P5)."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="decisions")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="supervision_decisions")
    words = models.TextField()

    objects = DecidedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(words=""),
                name="supervision_decision_words",
                violation_error_message="Enter what was decided.",
            ),
        )

    def __str__(self) -> str:
        return f"Decided in supervision {self.supervision_id}"


@tracked()
class Experience(Record):
    """Since when a colleague works with babies under two: it says how often supervision is needed (domain.md §2.4)."""

    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()

    objects = ColleaguesQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "colleague"),
                name="experience_once",
                violation_error_message="Somebody has just recorded this. Look at it again.",
            ),
        )

    def __str__(self) -> str:
        return f"Since {self.since}"
