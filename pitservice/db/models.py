"""Abstract bases of every record, and the one place where free-text reasons stand."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from pitservice.db.actor import ActorField
from pitservice.db.keys import LENGTH, new_key


class Keyed(models.Model):
    """Has a key for addresses; an id never leaves the database."""

    key = models.CharField(max_length=LENGTH, unique=True, default=new_key, editable=False)

    class Meta:
        abstract = True


class TeamOwned(models.Model):
    """Belongs to exactly one team from the first migration on."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Carries a number that the database raises with every UPDATE, however it was made (see `history.tracked`)."""

    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        abstract = True


class Created(models.Model):
    """When it was made and by whom."""

    created_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    created_by = ActorField()

    class Meta:
        abstract = True


class Record(Keyed, TeamOwned, Versioned, Created):
    """A clinical record: keyed, owned by a team, versioned, with its maker. Decorate it with `history.tracked`."""

    class Meta:
        abstract = True


class Reason(models.Model):
    """Somebody's words for why. Kept apart, so that destruction can blank them without breaking a hash (design §7)."""

    text = models.TextField()
    blanked_at = models.DateTimeField(null=True, editable=False)
    blanked_by = ActorField(null=True)

    def __str__(self) -> str:
        return self.text


class Move(models.Model):
    """One change of state: immutable, written by `transitions.advance` and by nothing else.

    Subclasses add `subject`, a foreign key with `related_name="moves"`.
    """

    append_only: ClassVar[bool] = True

    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    by = ActorField()
    reason = models.ForeignKey(Reason, null=True, on_delete=models.PROTECT, related_name="+")

    subject_id: Any

    class Meta:
        abstract = True
        ordering = ("at", "pk")
