"""What is written down of a consultation, what is carried over from it, and the filters of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from consultation.actions import FREE_TEXT, Account
from consultation.enums import AgeBand, AgreedBy, Anonymity, Carried, ConsultationForm, ConsultationOutcome
from consultation.forms.guarded import GuardedForm
from families.models import Family
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import ReferralSource
from pitservice.ui.components import Callout
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsIntegerField,
    NhsModelChoiceField,
    NhsMultipleChoiceField,
    NhsTextField,
)
from pitservice.ui.forms import ActForm, FilterForm, offer_choices, offer_rows, offer_teams
from pitservice.ui.layout import Draw, Fieldset, Reveal

LONGEST_MINUTES = 600
MOST_STAFF = 500


class AccountForm(GuardedForm):
    """What is written down of a consultation. Asks again where anonymous words look like a name (CNS-1, P80).

    `viewer` holds "Record consultations"; `families` are the records a consultation may be linked to.
    """

    team = NhsModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    held_on = NhsDateField(label="When was it?", called="the date of the consultation", past=True)
    minutes = NhsIntegerField(
        label="Minutes",
        called="how many minutes it took",
        min_value=1,
        max_value=LONGEST_MINUTES,
    )
    consultant = NhsModelChoiceField(
        label="Consultant",
        help_text="The colleague who consulted.",
        queryset=User.objects.none(),
        empty_label="Choose",
    )
    form = NhsChoiceField(
        label="How did it take place?",
        called="how it took place",
        choices=ConsultationForm.choices,
    )
    consultee_name = NhsCharField(label="Name", called="the consultee's name", max_length=120)
    consultee_role = NhsChoiceField(
        label="Role",
        called="the consultee's role",
        choices=ReferralSource.choices,
        widget=forms.Select,
    )
    consultee_organisation = NhsCharField(label="Organisation (optional)", required=False, max_length=200)
    also_there = NhsTextField(
        label="Who else took part? (optional)",
        help_text="Other workers, one to a line: a name and a role.",
        required=False,
        rows=3,
        max_length=2000,
    )
    staff_reached = NhsIntegerField(
        label="How many staff did it reach?",
        called="how many staff it reached",
        help_text="The consultee counts as 1.",
        min_value=1,
        max_value=MOST_STAFF,
    )
    anonymity = NhsChoiceField(
        label="Is the family named?",
        called="whether the family is named",
        choices=Anonymity.choices,
        hints={Anonymity.ANONYMOUS: "Most consultations are. No name, number or postcode is kept."},
    )
    family = NhsCharField(
        label="Reference of the family's record, if it is named",
        called="the reference of the family's record",
        help_text="10 letters and numbers, like K7M2Q9XTRD. Left out when the family is not named.",
        required=False,
        width="10",
        max_length=20,
        spellcheck=False,
    )
    anonymity_reason = NhsTextField(
        label="Why is the family named without knowing of it?",
        called="why the family is named without knowing of it",
        required=False,
        rows=2,
    )
    age_band = NhsChoiceField(
        label="The baby's age",
        called="the baby's age",
        help_text="A range only, so that nobody can be known by it.",
        choices=AgeBand.choices,
        widget=forms.Select,
    )
    themes = NhsCharField(
        label="Themes (optional)",
        help_text="In a few words: sleep, feeding, separation.",
        required=False,
        max_length=300,
    )
    notes = NhsTextField(
        label="Notes (optional)",
        help_text="Treated like notes of supervision.",
        required=False,
        rows=6,
    )
    actions_agreed = NhsTextField(
        label="Actions agreed (optional)",
        help_text="What, and by whom.",
        required=False,
        rows=3,
    )
    outcome = NhsChoiceField(
        label="What follows?",
        called="what follows",
        choices=ConsultationOutcome.choices,
    )
    statement_given = NhsBooleanField(label="The consultee was given our statement on accountability", required=False)
    guarded = FREE_TEXT

    def __init__(self, *args: Any, viewer: Viewer, families: Any, statement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.families, self.statement = viewer, families, statement
        offer_teams(self, viewer.teams)

    def offer(self, consultants: Any) -> None:
        """Who may be chosen as the consultant."""
        offer_rows(self, "consultant", consultants)

    @property
    def helper(self) -> FormHelper:
        """The questions in the order in which one tells of a consultation."""
        helper = super().helper
        helper.layout = Layout(
            Fieldset("The consultation", "team", "held_on", "minutes", "form", "consultant"),
            Fieldset(
                "The consultee",
                "consultee_name",
                "consultee_role",
                "consultee_organisation",
                "also_there",
                "staff_reached",
            ),
            Fieldset(
                "The family",
                Reveal("anonymity", {Anonymity.WITH_REASON: ["anonymity_reason"]}),
                "family",
                "age_band",
            ),
            Fieldset(
                "What was said",
                *FREE_TEXT,
                *self.ask_box(),
                "outcome",
            ),
            *self._statement(),
        )
        return helper

    def _statement(self) -> Sequence[object]:
        shown = [Draw(Callout("Our statement on accountability", self.statement.split("\n")))] if self.statement else []
        return [*shown, "statement_given"]

    def clean(self) -> dict[str, Any]:
        """A named family must be one that can be seen; anonymous words are read again (CNS-1, P80)."""
        cleaned = super().clean() or self.cleaned_data
        anonymous = cleaned.get("anonymity") == Anonymity.ANONYMOUS
        if cleaned.get("anonymity") and not anonymous:
            self._clean_named(cleaned)
        cleaned["family"] = None if anonymous else cleaned.get("family")
        self.read_again(cleaned, anonymous=anonymous)
        return cleaned

    def _clean_named(self, cleaned: dict[str, Any]) -> None:
        if cleaned["anonymity"] == Anonymity.WITH_REASON and not cleaned.get("anonymity_reason"):
            self.add_error(
                "anonymity_reason",
                "Enter why the family is named without knowing of it",
            )
        reference = (cleaned.get("family") or "").replace(" ", "").upper()
        found: Family | None = self.families.filter(key=reference).first()
        if found is None:
            self.add_error(
                "family",
                "Enter the reference of a family that you can see, like K7M2Q9XTRD",
            )
        cleaned["family"] = found

    def account(self) -> Account:
        """The answers, as the action takes them."""
        left_out = {"submission", "seen", "team", "checked"}
        return Account(**{name: value for name, value in self.cleaned_data.items() if name not in left_out})


class CarryForm(ActForm):
    """What was agreed to go along into a referral, and by whom (CNS-1)."""

    carried = NhsMultipleChoiceField(
        label="What was agreed to be carried over?",
        help_text="Nothing else goes along: not the notes, and not the family. Select nothing if nothing was agreed.",
        required=False,
        choices=Carried.choices,
    )
    carried_agreed_by = NhsChoiceField(label="Who agreed?", required=False, choices=AgreedBy.choices)

    def clean(self) -> dict[str, Any]:
        """What goes along was agreed by somebody."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("carried") and not cleaned.get("carried_agreed_by"):
            self.add_error("carried_agreed_by", "Select who agreed to what is carried over")
        return cleaned


class ConsultationFilter(FilterForm):
    """By period and by consultant."""

    since = NhsDateField(label="From", called="the first day", required=False)
    until = NhsDateField(label="To", called="the last day", required=False)
    consultant = NhsChoiceField(label="Consultant", required=False, widget=forms.Select)

    def __init__(self, *args: Any, consultants: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Everybody"), *((str(pk), name) for pk, name in consultants)]
        offer_choices(self, "consultant", choices)


class OpenFilter(FilterForm):
    """What is open, or everything."""

    show = NhsChoiceField(label="Show", required=False, widget=forms.Select, choices=[("", "Open"), ("all", "All")])
