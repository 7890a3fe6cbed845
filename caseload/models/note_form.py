"""A team's forms for notes: headings to write under, in versions that never change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.models import Created, Keyed, TeamOwned


class NoteForm(Keyed, TeamOwned, Created):
    """One version of a team's form for notes. Never changed: the newest is in use, a note keeps the one it began with.

    `form` is the same for all versions of one. `headings` is a list of {"heading", "hint"}; `kinds` are the kinds of
    appointment for which it is taken unless somebody chooses another. `withdrawn`: from here on it is not offered.
    """

    append_only: ClassVar[bool] = True

    form = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    headings = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    withdrawn = models.BooleanField(default=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "form", "number"),
                name="note_form_number",
                violation_error_message="Somebody else has changed this form since. Look at theirs first.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
