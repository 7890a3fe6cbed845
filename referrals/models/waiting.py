"""WaitingEntry with its moves and places; what happens meanwhile: calls, checks, words, days they cannot come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast, Coalesce

from families.models import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.configuration.enums import WaitingOrder, YesNoUnknown
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, one_open
from pitservice.db.history import tracked
from pitservice.db.models import Created, Move, Reason, Record, TeamOwned
from pitservice.db.transitions import MoveTable
from referrals.enums import (
    ALARMING,
    WAITING_MOVES,
    CallOutcome,
    Change,
    LeftWhy,
    Support,
    ToldHow,
    TriagePriority,
    WaitingState,
)
from referrals.models.referral import Referral

#: Of each order, what stands first; a family moved first stands first in all three (WL-1).
ORDERS: Mapping[str, Sequence[str]] = {
    WaitingOrder.DATE: ("-first", "since", "number", "id"),
    WaitingOrder.RISK: ("-first", "-significant", "-total", "since", "number", "id"),
    WaitingOrder.TRIAGE: ("-first", "priority", "since", "number", "id"),
}
_INDEXES = {WaitingOrder.DATE: "date", WaitingOrder.RISK: "risk", WaitingOrder.TRIAGE: "triage"}
#: The columns that say as what a family stands that a person put at a chosen place.
PLACED_AS = ("as_since", "as_significant", "as_total", "as_priority", "as_number")
#: Decimals of a number between two others: room for fifty families, each put between the last two.
DECIMALS = 15
_PLACED = Q(**dict.fromkeys((f"{name}__isnull" for name in PLACED_AS), False)) & ~Q(moved_up="")


def _number() -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=30, decimal_places=DECIMALS)


def standing(name: str, *, prefix: str = "") -> F | Coalesce:
    """As what a family stands in a column of an order: as itself, or as the one beside which a person put it."""
    if f"as_{name}" not in PLACED_AS:
        return F(f"{prefix}{name}")
    kept = name if name in ("since", "number") else f"{prefix}{name}"
    own = Cast("id", _number()) if name == "number" else F(kept)
    return Coalesce(F(f"{prefix}as_{name}"), own)


def ordering(order: str, *, prefix: str = "") -> list[OrderBy]:
    """What one of the three orders sorts by, each an index's; `prefix`: of columns that say how it stood then."""
    names = [(name.removeprefix("-"), name.startswith("-")) for name in ORDERS[order]]
    return [OrderBy(_of(name, prefix), descending=down) for name, down in names]


def _of(name: str, prefix: str) -> F | Coalesce:
    return F("id") if name == "id" else standing(name, prefix=prefix)


@tracked()
class WaitingEntry(Record):
    """A family's place on the waiting list. What orders the list stands on the row, so that an index can.

    `since` is the day of the referral (its clock does not start anew when it is accepted). A family that a person put
    at a chosen place stands in every order as if it were the family beside which they put it, as that one was then:
    `as_since` and the other `as_` columns (WL-1). What is known of it stays what it is.
    """

    MOVES: ClassVar[MoveTable] = WAITING_MOVES

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="waiting_entries")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="waiting_entries")
    state = models.CharField(max_length=12, choices=WaitingState, default=WaitingState.WAITING)
    since = models.DateField()
    significant = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    priority = models.CharField(max_length=1, choices=TriagePriority, default=TriagePriority.ROUTINE)
    first = models.BooleanField(default=False)
    as_since = models.DateField(null=True, blank=True)
    as_significant = models.PositiveSmallIntegerField(null=True, blank=True)
    as_total = models.PositiveSmallIntegerField(null=True, blank=True)
    as_priority = models.CharField(max_length=1, choices=TriagePriority, null=True, blank=True)  # noqa: DJ001 - none
    as_number = models.DecimalField(
        max_digits=30, decimal_places=DECIMALS, null=True, blank=True
    )  # between the numbers (`id`) of its neighbours
    moved_up = models.CharField(max_length=300, blank=True)  # why a person moved this family
    next_check_on = models.DateField(null=True, blank=True)
    support = models.CharField(max_length=12, choices=Support, default=Support.NOT_ASKED)
    left_why = models.CharField(max_length=12, choices=LeftWhy, blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "waiting entries"
        constraints = (
            one_open(
                "family",
                open_when=Q(state=WaitingState.WAITING),
                name="waiting_once",
                sentence="This family is on the waiting list already.",
            ),
            models.CheckConstraint(
                condition=Q(first=False) | ~Q(moved_up=""),
                name="waiting_first_why",
                violation_error_message="Say why this family is moved first.",
            ),
            models.CheckConstraint(
                condition=_PLACED | Q(**dict.fromkeys((f"{name}__isnull" for name in PLACED_AS), True)),
                name="waiting_placed_whole",
                violation_error_message="Choose beside which family this one is put, and say why.",
            ),
        )
        indexes = tuple(
            models.Index("team", *ordering(order), name=f"waiting_by_{name}", condition=Q(state="waiting"))
            for order, name in _INDEXES.items()
        )

    def __str__(self) -> str:
        return f"{self.family} since {self.since}"

    @property
    def placed(self) -> bool:
        """A person put it at a chosen place (WL-1)."""
        return self.as_number is not None

    @property
    def moved(self) -> bool:
        """A person moved it: first, or to a chosen place."""
        return self.first or self.placed


class WaitingMove(Move):
    """One change of a waiting entry's state."""

    subject = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="moves")


class PlaceMove(TeamOwned, Created):
    """What ordered a place on the list from then on, by whom and why: immutable (WL-1).

    With the moves of state they tell how the list stood on any day.
    """

    append_only: ClassVar[bool] = True

    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="place_moves")
    significant = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    priority = models.CharField(max_length=1, choices=TriagePriority)
    first = models.BooleanField()
    as_since = models.DateField(null=True)
    as_significant = models.PositiveSmallIntegerField(null=True)
    as_total = models.PositiveSmallIntegerField(null=True)
    as_priority = models.CharField(max_length=1, choices=TriagePriority, null=True)  # noqa: DJ001 - none
    as_number = models.DecimalField(max_digits=30, decimal_places=DECIMALS, null=True)
    moved_up = models.CharField(max_length=300, blank=True, default="")  # why it stood moved, whatever changed since
    reason = models.ForeignKey(Reason, null=True, on_delete=models.PROTECT, related_name="+")

    class PlaceMoveQuerySet(FamilyScopedQuerySet["PlaceMove"]):
        """Visible with their family."""

        family_path = "entry__family"

    objects = PlaceMoveQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=("entry", "-created_at", "-id"), name="place_move_last"),)

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_priority_display()}{', first' if self.first else ''}"


@tracked()
class TriageContact(Record):
    """A short call to a waiting family: what came of it, and how urgent it is (WL-1, by triage)."""

    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="triage_contacts")
    on = models.DateField()
    spoke_to = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=12, choices=CallOutcome)
    change = models.CharField(max_length=12, choices=Change, blank=True)
    at_risk = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    note = models.TextField(blank=True)
    priority = models.CharField(max_length=1, choices=TriagePriority, blank=True)

    class TriageContactQuerySet(FamilyScopedQuerySet["TriageContact"]):
        """Visible with their family."""

        family_path = "entry__family"

    objects = TriageContactQuerySet.as_manager()

    class Meta:
        ordering = ("on", "created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(outcome="spoke") | (~Q(priority="") & ~Q(note="") & ~Q(spoke_to="")),
                name="triage_spoke_found",
                violation_error_message="Say whom you spoke to, what you found, and how urgent it is.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.get_outcome_display()}"


@tracked()
class UnavailableTime(Record):
    """Days on which a waiting family cannot come, both counted in; without an end until they say that they can.

    Whether the clock stops for them is the team's setting.
    """

    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="unavailable_times")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    why = models.TextField()

    class UnavailableTimeQuerySet(FamilyScopedQuerySet["UnavailableTime"]):
        """Visible with their family."""

        family_path = "entry__family"

    objects = UnavailableTimeQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="unavailable_dates",
                violation_error_message="The last day cannot be before the first.",
            ),
            one_open(
                "entry",
                open_when=Q(ends_on__isnull=True),
                name="unavailable_once",
                sentence="This family is unavailable already, until they say otherwise.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on or 'not known'}"


@tracked()
class WordWhileWaiting(Record):
    """What a colleague told a waiting family, other than by a letter or text of ours: by phone, in person (P14)."""

    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="words")
    on = models.DateField()
    how = models.CharField(max_length=12, choices=ToldHow)
    to = models.CharField(max_length=120)
    said = models.TextField()

    class WordWhileWaitingQuerySet(FamilyScopedQuerySet["WordWhileWaiting"]):
        """Visible with their family."""

        family_path = "entry__family"

    objects = WordWhileWaitingQuerySet.as_manager()

    class Meta:
        ordering = ("on", "created_at", "pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.to}"


@tracked()
class HoldingCheck(Record):
    """A holding check: does the referrer's support, and that of each service named, go on? (WL-2, P14).

    One that was asked by a letter with a private link has the contact rules' `recipient` ("professional:12"); one that
    a colleague asked by phone has none, and one that is not asked yet is to be rung. Less and stopped are alarms until
    somebody says what was `done`.
    """

    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="checks")
    service = models.CharField(max_length=200)
    recipient = models.CharField(max_length=60, blank=True)
    support = models.CharField(max_length=12, choices=Support)
    note = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = ActorField(null=True)
    done = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = ActorField(null=True)

    class OfEntryQuerySet(FamilyScopedQuerySet["HoldingCheck"]):
        """Visible with their family."""

        family_path = "entry__family"

    objects = OfEntryQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            both_or_neither(
                "answered_at", "answered_by", name="check_answered", sentence="Say who answered, and when."
            ),
            both_or_neither("done_at", "done_by", name="check_done", sentence="Say who closed the alarm, and when."),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | ~Q(done=""),
                name="check_done_what",
                violation_error_message="Say what was done about the alarm.",
            ),
        )
        indexes = (
            models.Index(
                fields=("entry",),
                name="check_alarm",
                condition=Q(support__in=[*ALARMING], done_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.service}: {self.get_support_display()}"

    @property
    def is_alarm(self) -> bool:
        """Support became less or stopped, and nobody has said yet what was done (WL-2, P14)."""
        return self.support in ALARMING and self.done_at is None
