"""WorryList: one edition of the words that raise a flag on a text that comes in (P44)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.models import Created, TeamOwned


class WorryList(TeamOwned, Created):
    """A team's words that worry, as put in force by somebody; the newest edition counts, earlier ones stay."""

    append_only: ClassVar[bool] = True

    edition = models.PositiveIntegerField()
    entries = models.JSONField(default=list)  # texts; a star stands for any ending

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "edition"),
                name="worry_list_edition",
                violation_error_message="Somebody else has just saved another edition. Look at it, then save yours.",
            ),
        )

    def __str__(self) -> str:
        return f"Words that worry, edition {self.edition}"
