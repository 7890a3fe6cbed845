"""Forms of what a team sets, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.core.exceptions import ValidationError
from django.utils import timezone

from pitservice.configuration.capa import CAPA, CapaQuestions
from pitservice.configuration.enums import (
    ConsultationNotes,
    ConsultationTime,
    FollowUpPolicy,
    NotesReadBy,
    RecordNaming,
    ReferralWord,
    WaitingOrder,
)
from pitservice.configuration.national import NationalQuestions
from pitservice.configuration.postcodes import PostcodeAreasField
from pitservice.configuration.secure import domains_in, faults_in
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsIntegerField,
    NhsTextField,
    NhsTimeField,
)
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Fieldset

#: As long as `RiskItem.text`.
LONGEST_FACTOR = 200


def _number(label: str, *, least: int = 1, most: int = 365, suffix: str = "") -> NhsIntegerField:
    return NhsIntegerField(label=label, min_value=least, max_value=most, suffix=suffix)


_REPORTS = ("service_began_on", "organisation_code", "commissioner_code", "team_type", "main_reason")
_WORK = (
    *("agreed_sessions", "quiet_weeks"),
    *("signature_hours", "notes_read_by", "follow_up", "follow_up_months", "record_naming"),
)


class SettingsForm(CapaQuestions, NationalQuestions):
    """One row of settings; each default is the safe answer."""

    decision_days = _number("A decision on a referral is due within", most=60, suffix="working days")
    chase_days = _number("Information that was asked for is chased after", most=60, suffix="working days")
    due_soon_days = _number("A decision is “due soon” from", least=0, most=30, suffix="working days before its day")
    late_red_days = _number("A late decision is shown in red from", most=30, suffix="working days after its day")
    take_back_minutes = _number("A decision can be taken back for", least=0, most=1440, suffix="minutes")
    upper_age_months = _number("Oldest age of a baby at referral", most=60, suffix="months")
    holding_weeks = _number("Weeks between holding checks of a waiting family", most=26, suffix="weeks")
    waiting_order = NhsChoiceField(label="Order of the waiting list", choices=WaitingOrder.choices)
    waiting_soon_weeks = _number("A wait is called long from", most=260, suffix="weeks")
    waiting_late_weeks = _number("A wait is called too long from", most=260, suffix="weeks")
    holding_by_itself = NhsBooleanField(
        label="When a holding check is due, write to the referrer and services by itself",
        help_text="Only to whom no contact rule speaks against. Whoever must be rung, or asked about first, stays due.",
        required=False,
    )
    waiting_clock_stops = NhsBooleanField(
        label="Weeks on which a family says it cannot come are not counted",
        required=False,
        help_text="Otherwise they are only marked, and the clock goes on.",
    )
    engagement_days = _number("Days to engage a family", suffix="days")
    engagement_attempts = _number("Attempts to engage a family", most=50, suffix="attempts")
    reminder_days = _number("A reminder goes before an appointment by", most=7, suffix="days")
    reminder_earlier_days = NhsIntegerField(
        label="An earlier reminder goes too, before an appointment by",
        called="when the earlier reminder goes",
        help_text="For example 7 or 5. Leave it empty to send one reminder alone.",
        min_value=2,
        max_value=14,
        suffix="days",
        required=False,
    )
    hold_back_minutes = _number("A text that somebody sends can be taken back for", least=0, most=60, suffix="minutes")
    texts_by_hand = NhsBooleanField(
        label="Colleagues send the texts themselves",
        required=False,
        help_text="Each stands on the list with its words to copy or read out, until somebody says that it was sent.",
    )
    secure_domains = NhsTextField(
        label="E-mail domains that are secure",
        called="the e-mail domains that are secure",
        help_text=(
            "What stands after the @, one on each line; “*.” before it for all below it. A letter goes by e-mail only"
            " to professionals at one of these. Everybody else there gets a link, and a code that you tell them."
            " Ask whoever looks after information security before you add one."
        ),
        rows=4,
        max_length=2000,
        required=False,
    )
    texts_from = NhsTimeField(label="No automatic text before")
    texts_until = NhsTimeField(label="No automatic text after")
    opens = NhsTimeField(label="Somebody reads texts that come in from")
    closes = NhsTimeField(label="Nobody reads texts that come in after")
    reply_hours = _number("A text that nobody dealt with is late after", most=80, suffix="hours of opening")
    automatic_reply = NhsBooleanField(
        label="Texts that come in while nobody is there are answered by themselves",
        required=False,
        help_text="With when somebody reads it and whom to ring at once. Only where the contact rules allow it.",
    )
    automatic_reply_hours = _number("A number gets no second automatic reply within", most=168, suffix="hours")
    agreed_sessions = _number("Sessions usually agreed", most=100, suffix="sessions")
    quiet_weeks = _number("Work stands on the flow list without any contact for", most=26, suffix="weeks")
    signature_hours = _number("The author may take the signature of a note back for", least=0, most=168, suffix="hours")
    notes_read_by = NhsChoiceField(
        label="The notes of a family are read",
        choices=NotesReadBy.choices,
        help_text=(
            "On the case is who works or worked with the family, or wrote the note, and the supervisor of a trainee"
            " who did. Whoever is on duty today reads them too, and who opened a restricted record in an emergency."
        ),
    )
    follow_up = NhsChoiceField(label="Follow-up after an ending", choices=FollowUpPolicy.choices)
    follow_up_months = _number("Follow-up is due after", most=24, suffix="months")
    record_naming = NhsChoiceField(label="Records are kept", choices=RecordNaming.choices)
    consultation_statement = NhsTextField(
        label="Statement given to every consultee", required=False, rows=6, max_length=5000
    )
    consultation_notes = NhsChoiceField(label="A consultation is written down", choices=ConsultationNotes.choices)
    consultation_readers = NhsTextField(
        label="Who may read its notes",
        help_text="Told to every consultee; for example whether their manager can ask for them.",
        rows=2,
        max_length=1000,
    )
    consultation_time = NhsChoiceField(label="Its time is booked", choices=ConsultationTime.choices)
    consultation_in_record = NhsBooleanField(
        label="A consultation that names a family stands in that family’s record", required=False
    )
    service_began_on = NhsDateField(
        label="The service began on (optional)",
        called="the day the service began",
        help_text="Reports say which year of the service they are about, and targets are set by year.",
        required=False,
        past=True,
    )
    professionals_open = NhsBooleanField(label="The professionals’ form is open", required=False)
    families_open = NhsBooleanField(label="The families’ own form is open", required=False)
    consultations_open = NhsBooleanField(label="Professionals can ask for a consultation", required=False)
    doors_close_on = NhsDateField(
        label="Forms that are not open close on",
        called="the date forms close",
        help_text="Leave it empty to close them now.",
        required=False,
    )
    doors_open_again_on = NhsDateField(
        label="Closed forms open again on",
        called="the date closed forms open again",
        help_text="Leave it empty to open them by hand.",
        required=False,
    )
    closed_door_text = NhsTextField(label="What a closed form says", rows=3, max_length=1000)
    referral_word = NhsChoiceField(label="Our forms, letters and pages call a referral", choices=ReferralWord.choices)

    @property
    def helper(self) -> FormHelper:
        """By what they are about."""
        helper = super().helper
        helper.layout = Layout(
            "submission",
            "seen",
            Fieldset(
                "Referrals",
                *("decision_days", "due_soon_days", "late_red_days"),
                *("chase_days", "take_back_minutes", "upper_age_months"),
            ),
            Fieldset(
                "Waiting list",
                *("waiting_order", "holding_weeks", "holding_by_itself"),
                *("waiting_soon_weeks", "waiting_late_weeks", "waiting_clock_stops"),
            ),
            Fieldset("First contact", "engagement_days", "engagement_attempts"),
            Fieldset(
                "Texts",
                *("reminder_days", "reminder_earlier_days", "hold_back_minutes"),
                *("texts_by_hand", "texts_from", "texts_until"),
            ),
            Fieldset(
                "Texts that come in", *("opens", "closes", "reply_hours", "automatic_reply", "automatic_reply_hours")
            ),
            Fieldset("E-mail", "secure_domains"),
            Fieldset("Work", *_WORK),
            Fieldset("Capacity", *CAPA),
            Fieldset(
                "Consultation",
                *("consultation_statement", "consultation_notes", "consultation_readers", "consultation_time"),
                "consultation_in_record",
            ),
            Fieldset("Reports", *_REPORTS),
            Fieldset(
                "Public forms",
                *("professionals_open", "families_open", "consultations_open", "doors_close_on"),
                *("doors_open_again_on", "closed_door_text", "referral_word"),
            ),
        )
        return helper

    def clean_secure_domains(self) -> str:
        """One on each line, as they are compared (P43)."""
        domains = domains_in(self.cleaned_data["secure_domains"])
        faults = faults_in(domains)
        if faults:
            raise ValidationError(faults)
        return "\n".join(domains)

    def clean(self) -> dict[str, Any]:
        """Texts start before they stop."""
        cleaned = super().clean() or self.cleaned_data
        start, stop = cleaned.get("texts_from"), cleaned.get("texts_until")
        if start and stop and start >= stop:
            self.add_error("texts_until", "Texts must start earlier in the day than they stop")
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", "The team must open earlier in the day than it closes")
        soon, late = cleaned.get("waiting_soon_weeks"), cleaned.get("waiting_late_weeks")
        if soon and late and soon >= late:
            self.add_error("waiting_late_weeks", "A wait must be called long before it is called too long")
        late, early = cleaned.get("reminder_days"), cleaned.get("reminder_earlier_days")
        if late and early and early <= late:
            self.add_error("reminder_earlier_days", "An earlier reminder must go on an earlier day than the other one")
        self._check_doors(cleaned)
        return cleaned

    def _check_doors(self, cleaned: Mapping[str, Any]) -> None:
        """A form that is closed until a day which is over would be open (P15)."""
        closes, opens = cleaned.get("doors_close_on"), cleaned.get("doors_open_again_on")
        all_open = cleaned.get("professionals_open") and cleaned.get("families_open")
        if opens and not all_open and opens <= timezone.localdate():
            self.add_error("doors_open_again_on", "The date closed forms open again must be in the future")
        if closes and opens and opens <= closes:
            self.add_error("doors_open_again_on", "Forms must close before they open again")


class PostcodesForm(ActForm):
    """The postcodes that a team looks after, by their beginnings."""

    areas = PostcodeAreasField(label="Postcode areas", required=False)


class DayForm(ActForm):
    """A day that counts otherwise than the nation's list says."""

    day = NhsDateField(label="Which day?", called="the day")
    closed = NhsChoiceField(
        label="On this day the team is",
        choices=[("closed", "Closed, although it is a working day"), ("open", "Open, although it is a bank holiday")],
        called="whether the team is closed or open",
    )
    why = NhsCharField(label="Why?", required=False, max_length=120)


class FactorsForm(ActForm):
    """Factors to add, as many as there are lines."""

    group = NhsCharField(
        label="Group", max_length=120, help_text="A new name makes a new group at the end of the list."
    )
    texts = NhsTextField(label="Factors", called="the factors", rows=6, help_text="One on each line.")
    significant = NhsBooleanField(label="These factors are significant", required=False)

    def clean_texts(self) -> list[str]:
        """The lines, without empty and repeated ones."""
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["texts"].splitlines() if line.strip()))
        if long := next((line for line in lines if len(line) > LONGEST_FACTOR), None):
            raise ValidationError(f"“{long[:40]}…” must be {LONGEST_FACTOR} characters or fewer")
        return lines


class FactorForm(ActForm):
    """One factor of a list that is being prepared."""

    group = NhsCharField(label="Group", max_length=120)
    text = NhsCharField(label="Factor", max_length=LONGEST_FACTOR)
    help_text = NhsTextField(label="Help for those who tick it", required=False, rows=3, max_length=1000)
    significant = NhsBooleanField(label="This factor is significant", required=False)
    place_in_group = _number("Place in its group", most=200)


#: What one way to meet the rule can ask for.
ASKED = ("significant", "minor", "total", "groups", "in_each")
WAYS = 4


class RuleForm(ActForm):
    """What a list is called, and the ways to meet its rule; a way that asks for nothing is left out (SCR-1)."""

    title = NhsCharField(label="Name of the list", max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for way in range(1, WAYS + 1):
            for name, label in (
                ("significant", "Significant factors, at least"),
                ("minor", "Minor factors, at least"),
                ("total", "Factors in all, at least"),
                ("groups", "In so many groups, at least"),
                ("in_each", "In each of those groups, at least"),
            ):
                self.fields[f"{name}_{way}"] = NhsIntegerField(
                    label=label,
                    called=f"{label[0].lower()}{label[1:].partition(',')[0]} of way {way}",
                    min_value=1,
                    max_value=200,
                    required=False,
                    width="3",
                )

    @property
    def helper(self) -> FormHelper:
        """Way by way."""
        helper = super().helper
        ways = [
            Fieldset(
                f"Way {way} to meet the rule", *(f"{name}_{way}" for name in ASKED if f"{name}_{way}" in self.fields)
            )
            for way in range(1, WAYS + 1)
        ]
        helper.layout = Layout("submission", "seen", "title", *ways)
        return helper

    @staticmethod
    def as_typed(rule: Sequence[Mapping[str, int]]) -> dict[str, int]:
        """A rule as the form shows it."""
        return {
            f"{name}_{way}": asked[name]
            for way, asked in enumerate(rule[:WAYS], start=1)
            for name in ASKED
            if name in asked
        }

    def rule(self) -> list[dict[str, int]]:
        """What was asked for, without empty ways."""
        ways = [
            {name: self.cleaned_data[f"{name}_{way}"] for name in ASKED if self.cleaned_data.get(f"{name}_{way}")}
            for way in range(1, WAYS + 1)
        ]
        return [way for way in ways if way]

    def clean(self) -> dict[str, Any]:
        """Some way must be left, and "in each" needs to know of how many groups."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.rule():
            self.add_error("significant_1", "Enter at least one number, for example 1 significant factor")
        for way in range(1, WAYS + 1):
            if cleaned.get(f"in_each_{way}") and not cleaned.get(f"groups_{way}"):
                self.add_error(f"groups_{way}", "Enter in how many groups")
        return cleaned
