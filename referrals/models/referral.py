"""Referral, ReferredPerson, ReferralMove."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from families.models import Family, Person
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.configuration.enums import ReferralSource, Sex, YesNoUnknown
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import frozen, tracked
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable
from referrals.enums import REFERRAL_MOVES, Entrance, OtherCarers, PartyRole, ReferralState


class LocalDate(Func):
    """The day in the United Kingdom on which a moment falls; immutable, so it can be a generated column."""

    template = "((%(expressions)s AT TIME ZONE 'Europe/London')::date)"
    output_field = models.DateField()


@frozen("submitted", "received_by", "submission_hash", name="submission_stays")
@tracked()
class Referral(Record):
    """A referral: the submission exactly as sent, with structured fields beside it.

    `family` is null until a person settles who it is about. The ordering columns of the inbox (`due_on`) and of the
    waiting list stand on the row, so that a list of 25 out of 100,000 is read from one index.
    """

    MOVES: ClassVar[MoveTable] = REFERRAL_MOVES

    entrance = models.CharField(max_length=20, choices=Entrance)
    state = models.CharField(max_length=24, choices=ReferralState, default=ReferralState.RECEIVED)
    source = models.CharField(max_length=20, choices=ReferralSource, default=ReferralSource.OTHER)
    received_at = models.DateTimeField(default=timezone.now)
    received_by = ActorField()
    local_date = models.GeneratedField(
        expression=LocalDate(F("received_at")), output_field=models.DateField(), db_persist=True
    )
    due_on = models.DateField(null=True, blank=True)  # null: no clock (recorded before)
    submitted = models.JSONField(default=dict)  # exactly as sent: never written again
    submission_hash = models.CharField(max_length=64, blank=True)  # an imported row is known by this
    sheet_reference = models.CharField(max_length=60, blank=True)
    unread = models.JSONField(default=dict, blank=True)  # imported cells that could not be read: column and why

    referrer_name = models.CharField(max_length=120, blank=True)
    referrer_role = models.CharField(max_length=120, blank=True)
    referrer_organisation = models.CharField(max_length=200, blank=True)
    referrer_phone = models.CharField(max_length=60, blank=True)
    referrer_email = models.CharField(max_length=254, blank=True)
    referrer_address = models.TextField(blank=True)
    keeps_support = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)

    worries = models.TextField(blank=True)  # what worries the referrer
    hopes = models.TextField(blank=True)  # what the family wants
    services_involved = models.TextField(blank=True)
    safeguarding = models.TextField(blank=True)
    siblings = models.TextField(blank=True)
    other_carers = models.CharField(max_length=10, choices=OtherCarers, blank=True)  # empty: not asked
    health_visitor = models.CharField(max_length=200, blank=True)
    gp = models.CharField(max_length=200, blank=True)
    tell_health_visitor = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    tell_gp = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    risk_list = models.ForeignKey(
        "configuration.RiskList", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    referrer_ticks = ArrayField(models.BigIntegerField(), default=list, blank=True)  # ids of RiskItem
    suggests = models.BooleanField(
        null=True
    )  # what the rule makes of the referrer's ticks (SCR-1); null: none were given
    working = models.TextField(blank=True)  # the rule's working, in words

    warning = models.TextField(blank=True)  # what must be read before a word goes out, in the referrer's own words
    warning_read_at = models.DateTimeField(null=True)
    warning_read_by = ActorField(null=True)
    letters_unsafe = models.BooleanField(default=False)  # no letters to the home address

    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    match_reason = models.CharField(max_length=300, blank=True)
    complete_on = models.DateField(
        null=True
    )  # the day on which the last of what was asked for came; null: as it was received
    hold_until = models.DateField(null=True, blank=True)  # put aside until this day, when it comes back by itself
    hold_why = models.CharField(max_length=300, blank=True)
    routed = models.TextField(blank=True)  # from which team it came here, by whom and why
    screener = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    past_outcome = models.CharField(max_length=120, blank=True)  # recorded before: as the sheet said
    past_outcome_on = models.DateField(null=True, blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    #: What a referral that moves on is no longer: put aside.
    TAKEN_UP: ClassVar[Mapping[str, Any]] = {"hold_until": None, "hold_why": ""}

    class Meta:
        constraints = (
            both_or_neither(
                "warning_read_at",
                "warning_read_by",
                name="referral_warning_read",
                sentence="Say who read it, and when.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReferralState.WAITING, ReferralState.ALLOCATED]) | Q(family__isnull=False),
                name="referral_accepted_has_family",
                violation_error_message="Say who the referral is about before accepting it.",
            ),
            models.CheckConstraint(
                condition=Q(hold_until=None) | ~Q(hold_why=""),
                name="referral_hold_has_why",
                violation_error_message="Say why the referral is put aside.",
            ),
            models.UniqueConstraint(
                fields=("team", "submission_hash"),
                condition=~Q(submission_hash="") & ~Q(state=ReferralState.UNDONE),
                name="referral_row_once",
                violation_error_message="This row has been imported already.",
            ),
        )
        indexes = (
            models.Index(
                fields=("team", "due_on", "id"),
                name="referral_inbox",
                condition=Q(state__in=["received", "awaiting_information", "team_review"]),
            ),
            models.Index(
                fields=("team", "received_at", "id"),
                name="referral_inbox_received",
                condition=Q(state__in=["received", "awaiting_information", "team_review"]),
            ),
            models.Index(fields=("team", "-received_at"), name="referral_received"),
            models.Index(fields=("team", "local_date"), name="referral_local_date"),
            models.Index(
                fields=("team", "sheet_reference"), name="referral_sheet_ref", condition=~Q(sheet_reference="")
            ),
        )

    def __str__(self) -> str:
        return f"Referral {self.key}"

    def is_held_on(self, day: date) -> bool:
        """Put aside until a later day; from that day on it is back by itself."""
        return self.hold_until is not None and self.hold_until > day

    @property
    def must_be_read(self) -> bool:
        """Carries a warning that nobody has read (P3)."""
        return bool(self.warning) and self.warning_read_at is None


class ReferralMove(Move):
    """One change of a referral's state."""

    subject = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="moves")

    class Meta(Move.Meta):
        indexes = (models.Index(fields=("subject", "at"), name="referral_move"),)


@tracked()
class ReferredPerson(Record):
    """A baby, adult or sibling named in a referral, as the referrer knew them; `person` once it is settled who.

    Knowing and agreeing are asked for each adult, never once for a family (P2).
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="people")
    role = models.CharField(max_length=20, choices=PartyRole)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    expected_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    nhs_number = models.CharField(max_length=10, blank=True)
    ethnicity = models.CharField(max_length=60, blank=True)
    mobile = models.CharField(max_length=60, blank=True)
    mobile_safe = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    may_text = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    email = models.CharField(max_length=254, blank=True)
    email_safe = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    address = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    address_safe = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    knows = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    agrees = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    asked_by = models.CharField(max_length=120, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    must_not_know = models.BooleanField(default=False)
    wrote = models.BooleanField(default=False)  # filled in the family's own form
    language = models.CharField(max_length=60, blank=True)
    interpreter = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    needs = models.CharField(max_length=300, blank=True)
    times_to_avoid = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="referred_as")

    class ReferredQuerySet(FamilyScopedQuerySet["ReferredPerson"]):
        """Visible with their referral."""

        family_path = "referral__family"

    objects = ReferredQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As the referrer knew them; an unborn baby without a name has none."""
        return f"{self.given_name} {self.family_name}".strip()
