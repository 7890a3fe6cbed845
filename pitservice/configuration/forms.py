"""Forms of what a team sets, in plain words."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from pitservice.configuration.enums import FollowUpPolicy, RecordNaming, WaitingOrder
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


def _number(label: str, *, least: int = 1, most: int = 365, suffix: str = "") -> NhsIntegerField:
    return NhsIntegerField(label=label, min_value=least, max_value=most, suffix=suffix)


class SettingsForm(ActForm):
    """One row of settings; each default is the safe answer."""

    decision_days = _number("A decision on a referral is due within", most=60, suffix="working days")
    chase_days = _number("Information that was asked for is chased after", most=60, suffix="working days")
    take_back_minutes = _number("A decision can be taken back for", least=0, most=1440, suffix="minutes")
    upper_age_months = _number("Oldest age of a baby at referral", most=60, suffix="months")
    holding_weeks = _number("Weeks between holding checks of a waiting family", most=26, suffix="weeks")
    waiting_order = NhsChoiceField(label="Order of the waiting list", choices=WaitingOrder.choices)
    engagement_days = _number("Days to engage a family", suffix="days")
    engagement_attempts = _number("Attempts to engage a family", most=50, suffix="attempts")
    reminder_days = _number("A reminder goes before an appointment by", most=7, suffix="days")
    texts_from = NhsTimeField(label="No automatic text before")
    texts_until = NhsTimeField(label="No automatic text after")
    agreed_sessions = _number("Sessions usually agreed", most=100, suffix="sessions")
    follow_up = NhsChoiceField(label="Follow-up after an ending", choices=FollowUpPolicy.choices)
    follow_up_months = _number("Follow-up is due after", most=24, suffix="months")
    record_naming = NhsChoiceField(label="Records are kept", choices=RecordNaming.choices)
    consultation_statement = NhsTextField(
        label="Statement given to every consultee", required=False, rows=6, max_length=5000
    )
    professionals_open = NhsBooleanField(label="The professionals’ form is open", required=False)
    families_open = NhsBooleanField(label="The families’ own form is open", required=False)
    doors_open_again_on = NhsDateField(
        label="Closed forms open again on",
        called="the date closed forms open again",
        help_text="Leave it empty to open them by hand.",
        required=False,
    )
    closed_door_text = NhsTextField(label="What a closed form says", rows=3, max_length=1000)

    @property
    def helper(self) -> FormHelper:
        """By what they are about."""
        helper = super().helper
        helper.layout = Layout(
            "submission",
            "seen",
            Fieldset("Referrals", "decision_days", "chase_days", "take_back_minutes", "upper_age_months"),
            Fieldset("Waiting list", "waiting_order", "holding_weeks"),
            Fieldset("First contact", "engagement_days", "engagement_attempts"),
            Fieldset("Texts", "reminder_days", "texts_from", "texts_until"),
            Fieldset("Work", "agreed_sessions", "follow_up", "follow_up_months", "record_naming"),
            Fieldset("Consultation", "consultation_statement"),
            Fieldset("Public forms", "professionals_open", "families_open", "doors_open_again_on", "closed_door_text"),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """Texts start before they stop."""
        cleaned = super().clean() or self.cleaned_data
        start, stop = cleaned.get("texts_from"), cleaned.get("texts_until")
        if start and stop and start >= stop:
            self.add_error("texts_until", "Texts must start earlier in the day than they stop")
        return cleaned


class DayForm(ActForm):
    """A day that counts otherwise than the nation's list says."""

    day = NhsDateField(label="Which day?", called="the day")
    closed = NhsChoiceField(
        label="On this day the team is",
        choices=[("closed", "Closed, although it is a working day"), ("open", "Open, although it is a bank holiday")],
        called="whether the team is closed or open",
    )
    why = NhsCharField(label="Why?", required=False, max_length=120)
