"""Questions about what is shared, what is feared, and what children's social care were asked."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from families.enums import ProtectionKind, SharingBasis, StepKind
from families.forms.people import People, offer_one_of
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField, NhsTimeField
from pitservice.ui.forms import ActForm

SHARED, NOT_SHARED = "yes", "no"


def moment(day: date | None, clock: time | None) -> datetime | None:
    """A day and a time of day, in the United Kingdom; None without a day."""
    return timezone.make_aware(datetime.combine(day, clock or time(12))) if day else None


class SharingForm(ActForm):
    """What was shared or not, with whom, on what footing, and who decided (domain.md §4.7)."""

    shared = NhsChoiceField(
        label="Was it shared?",
        called="whether it was shared",
        choices=[(SHARED, "It was shared"), (NOT_SHARED, "It was not shared")],
    )
    professional = NhsChoiceField(
        label="With whom?", called="with whom", required=False, help_text="Or with whom it was decided not to"
    )
    with_whom = NhsCharField(label="If somebody else, who?", called="with whom", required=False, autocomplete="off")
    what = NhsTextField(
        label="What was it about?",
        called="what it was about",
        rows=3,
        help_text="What was said or sent, or what was asked for and kept back. Not the whole story: only what it was",
    )
    purpose = NhsCharField(
        label="What for?", called="what it was for", max_length=300, help_text="What the other person needs it for"
    )
    basis = NhsChoiceField(label="On what footing?", called="on what footing", choices=SharingBasis.choices)
    why = NhsTextField(
        label="Why?",
        called="why",
        required=False,
        rows=3,
        help_text="Needed when it was not shared, and when it was shared without relying on consent",
    )
    decided_on = NhsDateField(label="When was it decided?", called="the day it was decided", past=True)
    decided_name = NhsCharField(label="Who decided?", called="who decided", max_length=120, autocomplete="off")

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "professional", people, nobody="Somebody else")

    def clean(self) -> dict[str, Any]:
        """With somebody, always."""
        given = super().clean() or {}
        if not given.get("professional") and not given.get("with_whom") and "professional" not in self.errors:
            self.add_error("with_whom", "Enter with whom")
        return given


class _Next(ActForm):
    """What happens next about an open concern, and when."""

    next_step = NhsCharField(
        label="What happens next?",
        called="what happens next",
        max_length=200,
        help_text="One thing that somebody does. It stands on the worklist until the concern is closed",
    )
    next_on = NhsDateField(label="By when?", called="the day of the next step", future=True)


class ConcernForm(_Next):
    """A worry about somebody's safety."""

    person = NhsChoiceField(label="Whom is it about?", called="whom it is about", required=False)
    happened_on = NhsDateField(
        label="When did it happen, or when was it seen?", called="the day it happened", past=True
    )
    words = NhsTextField(
        label="What was seen, heard or said?",
        called="what was seen, heard or said",
        rows=6,
        help_text="What you know, in plain words, and where from. What you think about it, said as what you think",
    )

    field_order = ("submission", "seen", "person", "happened_on", "words", "next_step", "next_on")

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", people, nobody="The whole family")


class StepForm(_Next):
    """What was done about a concern."""

    kind = NhsChoiceField(label="What was done?", called="what was done", choices=StepKind.choices)
    done_on = NhsDateField(label="When?", called="the day it was done", past=True)
    who = NhsCharField(
        label="Who was it?", required=False, help_text="Who was told, gave advice or answered", autocomplete="off"
    )
    words = NhsTextField(label="In words", called="what was done, in words", rows=4)

    field_order = ("submission", "seen", "kind", "done_on", "who", "words", "next_step", "next_on")


class OutcomeForm(ActForm):
    """How something ended."""

    outcome = NhsTextField(label="What came of it?", called="what came of it", rows=4)


class ReopenForm(_Next):
    """Why a concern is open again."""

    reason = NhsTextField(label="Why is it opened again?", called="why it is opened again", rows=3, max_length=1000)

    field_order = ("submission", "seen", "reason", "next_step", "next_on")


class SocialCareForm(ActForm):
    """A referral to children's social care (P32)."""

    to_whom = NhsCharField(
        label="To whom was it made?",
        called="to whom it was made",
        help_text="The team or the person, as they named themselves",
        autocomplete="off",
    )
    phoned_day = NhsDateField(
        label="By phone: which day?", called="the day of the phone call", required=False, past=True
    )
    phoned_time = NhsTimeField(label="By phone: at what time?", called="the time of the phone call", required=False)
    written_day = NhsDateField(label="In writing: which day?", called="the day it was sent", required=False, past=True)
    written_time = NhsTimeField(label="In writing: at what time?", called="the time it was sent", required=False)

    def clean(self) -> dict[str, Any]:
        """One way at least."""
        given = super().clean() or {}
        if not self.errors and not given.get("phoned_day") and not given.get("written_day"):
            self.add_error("phoned_day", "Enter when it was made by phone, in writing, or both")
        return given


class WrittenForm(ActForm):
    """When a referral made by phone was put in writing."""

    day = NhsDateField(label="Which day was it sent?", called="the day it was sent", past=True)
    time = NhsTimeField(label="At what time?", called="the time it was sent", help_text="For example, 10:30am")


class AcknowledgedForm(ActForm):
    """What children's social care answered."""

    acknowledged_on = NhsDateField(label="When did they answer?", called="the day they answered", past=True)
    decision = NhsTextField(label="What did they say they would do?", called="what they said they would do", rows=4)


class ChasedForm(ActForm):
    """They were asked again."""

    chased_on = NhsDateField(label="When were they asked again?", called="the day they were asked again", past=True)


class EscalatedForm(ActForm):
    """It was taken to somebody higher."""

    escalated_on = NhsDateField(label="When?", called="the day it was escalated", past=True)
    escalated_to = NhsCharField(label="To whom?", called="to whom it was escalated", autocomplete="off")
    reason = NhsTextField(label="Why?", called="why it was escalated", rows=3, max_length=1000)


class StatusForm(ActForm):
    """A child's standing with children's social care."""

    person = NhsChoiceField(label="Which child?", called="which child")
    kind = NhsChoiceField(label="What is it?", called="what it is", choices=ProtectionKind.choices, widget=forms.Select)
    category = NhsCharField(
        label="Category", required=False, max_length=120, help_text="As the plan names it, for example neglect"
    )
    starts_on = NhsDateField(label="Since when?", called="the first day", past=True)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", people)
