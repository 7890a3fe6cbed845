"""What was said on the way: Review, and LateIssue for something new that comes up late (P66)."""

from __future__ import annotations

from django.db import models

from caseload.enums import IssueAnswer
from caseload.models.episode import Episode
from caseload.scoping import OfEpisodeQuerySet
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Review(Record):
    """A review of the work with the parent: what they say in their own words, and what was decided (P66, END-1)."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    parents_words = models.TextField()
    decided = models.TextField(blank=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("held_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("episode", "held_on"),
                name="review_once_a_day",
                violation_error_message="A review of this day is recorded already.",
            ),
        )

    def __str__(self) -> str:
        return f"Review of {self.episode}"


@tracked()
class LateIssue(Record):
    """Something new that the family brings late in the work, with what we answered (P66)."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="late_issues")
    raised_on = models.DateField()
    issue = models.TextField()
    answer = models.CharField(max_length=12, choices=IssueAnswer)
    why = models.TextField(blank=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("raised_on", "pk")

    def __str__(self) -> str:
        return self.get_answer_display()
