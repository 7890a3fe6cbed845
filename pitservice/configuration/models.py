"""What a team sets: TeamSettings, ClosedDay, and its versioned list of risk factors."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from pitservice.accounts.viewer import TeamQuerySet
from pitservice.configuration.enums import (
    ConsultationNotes,
    ConsultationTime,
    FollowUpPolicy,
    MainReason,
    NotesReadBy,
    RecordNaming,
    ReferralWord,
    TeamType,
    WaitingOrder,
)
from pitservice.db.constraints import one_open
from pitservice.db.history import tracked
from pitservice.db.models import Created, Keyed, TeamOwned, Versioned


@tracked()
class TeamSettings(TeamOwned, Versioned):
    """One row for each team; every default is the safe answer."""

    decision_days = models.PositiveSmallIntegerField(default=5, help_text="Working days to decide a referral (SCR-2).")
    chase_days = models.PositiveSmallIntegerField(default=5, help_text="Working days until information is chased.")
    due_soon_days = models.PositiveSmallIntegerField(
        default=1, help_text="Working days before a decision is due from which it is shown as due soon (SCR-2)."
    )
    late_red_days = models.PositiveSmallIntegerField(
        default=1, help_text="Working days after which a late decision is shown in red (SCR-2)."
    )
    holding_weeks = models.PositiveSmallIntegerField(default=4, help_text="Weeks between holding checks (WL-2).")
    take_back_minutes = models.PositiveSmallIntegerField(
        default=15, help_text="Minutes in which a decision or a message can be taken back."
    )
    engagement_days = models.PositiveSmallIntegerField(default=42, help_text="Days to engage a family (ENG-1).")
    engagement_attempts = models.PositiveSmallIntegerField(default=5, help_text="Attempts to engage (ENG-1).")
    reminder_days = models.PositiveSmallIntegerField(
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
        help_text="Days before an appointment that its reminder goes (REM-1).",
    )
    reminder_earlier_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(14)],
        help_text="Days before an appointment that an earlier reminder goes too; empty for none (REM-1).",
    )
    hold_back_minutes = models.PositiveSmallIntegerField(
        default=3, help_text="Minutes for which a text that a person sends, or causes, waits and can be taken back."
    )
    texts_by_hand = models.BooleanField(default=False, help_text="Colleagues send the texts from a phone (P42).")
    secure_domains = models.TextField(
        blank=True, help_text="E-mail domains to which content may go; empty: to none (P43)."
    )
    texts_from = models.TimeField(default=time(8), help_text="No automatic text before this time (CON-1).")
    texts_until = models.TimeField(default=time(20), help_text="No automatic text after this time (CON-1).")
    opens = models.TimeField(default=time(9), help_text="Somebody reads what comes in from this time (P44).")
    closes = models.TimeField(default=time(17), help_text="Nobody reads what comes in after this time (P44).")
    reply_hours = models.PositiveSmallIntegerField(
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(80)],
        help_text="Hours of opening after which a text that nobody dealt with is late (P44).",
    )
    automatic_reply = models.BooleanField(
        default=True, help_text="Texts out of hours are answered by themselves (P44)."
    )
    automatic_reply_hours = models.PositiveSmallIntegerField(
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(168)],
        help_text="Hours in which a number gets no second automatic reply (P44).",
    )
    agreed_sessions = models.PositiveSmallIntegerField(default=6, help_text="Sessions usually agreed (END-1).")
    quiet_weeks = models.PositiveSmallIntegerField(
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
        help_text="Weeks without any contact after which work stands on the flow list (P67).",
    )
    families_a_day = models.PositiveSmallIntegerField(
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="Families seen in a clinical day of 7.5 hours (CAP-1).",
    )
    complex_percent = models.PositiveSmallIntegerField(
        default=25,
        validators=[MaxValueValidator(200)],
        help_text="Time in the hundred that work takes more with an interpreter or a protection plan (CAP-1).",
    )
    co_work_percent = models.PositiveSmallIntegerField(
        default=100,
        validators=[MaxValueValidator(100)],
        help_text="Time in the hundred of the lead's that a co-worker's part in a family takes (CAPA: co-therapy).",
    )
    partnership_sessions = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        default=Decimal("7.5"),
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Sessions of a family after its first, on average, until enough is measured (CAPA: 7.5).",
    )
    usable_weeks = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        default=Decimal("11.25"),
        validators=[MinValueValidator(1), MaxValueValidator(13)],
        help_text="Weeks of a quarter's 13 that are worked, after leave and study (CAPA: 11.25).",
    )
    transfer_percent = models.PositiveSmallIntegerField(
        default=68,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Of a hundred families, how many go on after the first, until enough is measured (CAPA: 66 to 70).",
    )
    core_percent = models.PositiveSmallIntegerField(
        default=35,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Of a hundred contracted half-days, how many are for work after the first (CAPA: 30 to 40).",
    )
    signature_hours = models.PositiveSmallIntegerField(
        default=24,
        validators=[MaxValueValidator(168)],
        help_text="Hours in which the author of a note may take the signature back; 0: never.",
    )
    notes_read_by = models.CharField(
        max_length=6, choices=NotesReadBy, default=NotesReadBy.TEAM, help_text="Who reads a family's notes."
    )
    follow_up = models.CharField(max_length=10, choices=FollowUpPolicy, default=FollowUpPolicy.CHOSEN)
    follow_up_months = models.PositiveSmallIntegerField(default=6, help_text="Months after the ending (FUP-1).")
    record_naming = models.CharField(max_length=10, choices=RecordNaming, default=RecordNaming.CHILD)
    upper_age_months = models.PositiveSmallIntegerField(default=24, help_text="Oldest age of a baby at referral.")
    consultation_statement = models.TextField(blank=True, help_text="Given to every consultee (CNS-1).")
    consultation_notes = models.CharField(
        max_length=10,
        choices=ConsultationNotes,
        default=ConsultationNotes.OURS,
        help_text="Whose record a consultation stands in.",
    )
    consultation_readers = models.TextField(
        blank=True,
        default="The consultant and the clinical lead. Nobody outside the team reads it without asking us.",
        help_text="Who may read the notes of a consultation, told to every consultee.",
    )
    consultation_time = models.CharField(max_length=14, choices=ConsultationTime, default=ConsultationTime.CONSULTATION)
    consultation_in_record = models.BooleanField(
        default=True, help_text="A consultation that names a family stands in that family's record."
    )
    waiting_order = models.CharField(max_length=10, choices=WaitingOrder, default=WaitingOrder.DATE)
    holding_by_itself = models.BooleanField(
        default=False, help_text="Services are asked by letter on the day a holding check is due (WL-2, P14)."
    )
    waiting_clock_stops = models.BooleanField(
        default=False, help_text="Days on which a waiting family cannot come are not counted (else only marked)."
    )
    waiting_soon_weeks = models.PositiveSmallIntegerField(default=12, help_text="Weeks waiting from which it is long.")
    waiting_late_weeks = models.PositiveSmallIntegerField(default=18, help_text="Weeks waiting from which it is late.")
    professionals_open = models.BooleanField(default=True, help_text="The professionals' form is open (P15).")
    families_open = models.BooleanField(default=True, help_text="The families' own form is open (P15).")
    consultations_open = models.BooleanField(default=True, help_text="Professionals may ask for consultation (P15).")
    doors_close_on = models.DateField(null=True, blank=True, help_text="The day on which doors close (P15).")
    doors_open_again_on = models.DateField(
        null=True, blank=True, help_text="The day on which closed doors open by themselves (P15)."
    )
    closed_door_text = models.TextField(
        blank=True, default="We are not taking new referrals at the moment.", help_text="Said at a closed door (P15)."
    )

    service_began_on = models.DateField(null=True, blank=True, help_text="The first day of the service (P83).")
    organisation_code = models.CharField(
        max_length=8, blank=True, help_text="The national code of who provides the service, for exports."
    )
    commissioner_code = models.CharField(
        max_length=8, blank=True, help_text="The national code of who commissions it, for exports."
    )
    team_type = models.CharField(
        max_length=3, choices=TeamType, blank=True, help_text="As which kind of team it is reported nationally."
    )
    main_reason = models.CharField(
        max_length=2, choices=MainReason, blank=True, help_text="Main reason for referral in exports; empty: none."
    )
    referral_word = models.CharField(max_length=12, choices=ReferralWord, default=ReferralWord.REFERRAL)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team",), name="settings_once", violation_error_message="This team has settings already."
            ),
            models.CheckConstraint(
                condition=Q(texts_from__lt=models.F("texts_until")),
                name="settings_text_hours",
                violation_error_message="Texts must start earlier in the day than they stop.",
            ),
            models.CheckConstraint(
                condition=Q(reminder_earlier_days__isnull=True)
                | Q(reminder_earlier_days__gt=models.F("reminder_days")),
                name="settings_reminders",
                violation_error_message="An earlier reminder must go on an earlier day than the other one.",
            ),
            models.CheckConstraint(
                condition=Q(opens__lt=models.F("closes")),
                name="settings_opening",
                violation_error_message="The team must open earlier in the day than it closes.",
            ),
            models.CheckConstraint(
                condition=Q(waiting_soon_weeks__lt=models.F("waiting_late_weeks")),
                name="settings_waiting_weeks",
                violation_error_message="A wait must be called long before it is called too long.",
            ),
        )
        verbose_name_plural = "team settings"

    def __str__(self) -> str:
        return f"Settings of {self.team}"


@tracked()
class PostcodeArea(TeamOwned, Created):
    """A part of the country that a team looks after, as the beginning of its postcodes: "ZZ", "ZZ16", "ZZ16 5".

    Each stands with one team, so that a postcode leads to one; the longest that fits counts.
    """

    area = models.CharField(max_length=8)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("area",)
        constraints = (
            models.UniqueConstraint(
                fields=("area",),
                name="postcode_area_once",
                violation_error_message="This postcode area stands with a team already.",
            ),
        )

    def __str__(self) -> str:
        return self.area


@tracked()
class ClosedDay(TeamOwned, Created):
    """A day that counts otherwise than the nation's list says: closed besides, or open although on the list."""

    day = models.DateField()
    closed = models.BooleanField(default=True)
    why = models.CharField(max_length=120, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "day"),
                name="closed_day_once",
                violation_error_message="This day is in the team's list already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day}: {'closed' if self.closed else 'open'}"


@tracked()
class RiskList(Keyed, TeamOwned, Created, Versioned):
    """One edition of a team's list of risk factors and its rule; a screening keeps the edition it used (SCR-1).

    `rule` is a list of alternatives, any of which qualifies; each holds the least counts asked for:
    `{"significant": 1}`, `{"minor": 4}`, `{"total": 5, "groups": 3}`, `{"in_each": 4, "groups": 4}`. A `draft` is
    prepared in the browser and changes freely; once put in force, an edition is never changed again.
    """

    edition = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    illustrative = models.BooleanField(default=False)
    rule = models.JSONField(default=list)
    in_force = models.BooleanField(default=False)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_until = models.DateField(null=True, blank=True, help_text="The day on which another took its place.")
    draft = models.BooleanField(default=False, help_text="Being prepared: nothing is screened by it yet.")

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "edition"),
                name="risk_list_edition",
                violation_error_message="This edition exists already.",
            ),
            one_open(
                "team",
                open_when=Q(in_force=True),
                name="risk_list_in_force",
                sentence="Another edition of this list is in force.",
            ),
            one_open(
                "team",
                open_when=Q(draft=True),
                name="risk_list_draft",
                sentence="Another edition of this list is being prepared.",
            ),
            models.CheckConstraint(
                condition=~Q(draft=True, in_force=True),
                name="risk_list_draft_rests",
                violation_error_message="A list that is being prepared cannot be in force.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, edition {self.edition}"


class RiskItem(models.Model):
    """One factor of an edition. Never changed once its list has been used: an edit makes a new edition."""

    risk_list = models.ForeignKey(RiskList, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=120)
    text = models.CharField(max_length=200)
    help_text = models.TextField(blank=True)
    significant = models.BooleanField(default=False)

    objects: Any = models.Manager()

    class Meta:
        ordering = ("risk_list", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("risk_list", "position"),
                name="risk_item_position",
                violation_error_message="Two factors stand at the same place of the list.",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """How lists call it: "Parent was in care (significant)"."""
        return f"{self.text} (significant)" if self.significant else self.text
