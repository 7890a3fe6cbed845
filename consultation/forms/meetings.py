"""Questions of team meetings: who is there, what was decided, who does what by when."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from consultation.actions.meetings import Task
from consultation.enums import MeetingKind
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.accounts.selectors import holders
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsModelChoiceField,
    NhsModelMultipleChoiceField,
    NhsTextField,
)
from pitservice.ui.forms import ActForm, FilterForm
from pitservice.ui.layout import Fieldset


class AboutFilter(FilterForm):
    """Which thing of the agenda is spoken about."""

    about = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)


class MeetingFilter(FilterForm):
    """Business, clinical, or both."""

    kind = NhsChoiceField(
        label="Kind", choices=[("", "Both kinds"), *MeetingKind.choices], required=False, widget=forms.Select
    )


class BeginTeamMeetingForm(ActForm):
    """Which meeting, and who is there."""

    kind = NhsChoiceField(label="Which meeting is it?", called="which meeting it is", choices=MeetingKind.choices)
    held_on = NhsDateField(label="On which day?", called="the day of the meeting", past=True)
    others = NhsCharField(
        label="Who else is there? (optional)",
        help_text="For example a visitor or a student.",
        required=False,
        max_length=300,
    )
    apologies = NhsCharField(label="Apologies (optional)", required=False, max_length=300)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"] = NhsModelMultipleChoiceField(
            queryset=holders(team.pk, Permission.SEE_CASELOAD),
            to_field_name="key",
            label="Who is there?",
            called="who is there",
        )
        self.order_fields(["kind", "held_on", "present", "others", "apologies"])


class WithTask(ActForm):
    """A form in which something can be given to a colleague to do; all three answers or none."""

    must_task = False

    todo = NhsCharField(label="What is to be done? (optional)", required=False, max_length=300)
    due_on = NhsDateField(label="By when?", called="the day it is to be done by", required=False)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"] = NhsModelChoiceField(
            queryset=holders(team.pk, Permission.SEE_CASELOAD),
            to_field_name="key",
            label="Who does it?",
            called="who does it",
            required=False,
            empty_label="Choose a colleague",
        )

    def clean(self) -> dict[str, Any]:
        """What is to be done has somebody who does it, and a day."""
        cleaned = super().clean() or self.cleaned_data
        asked = {"todo": "Enter what is to be done", "colleague": "Select who does it"}
        asked |= {"due_on": "Enter the day it is to be done by"}
        if self.must_task or any(cleaned.get(name) or name in self.errors for name in asked):
            for name, sentence in asked.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def task(self) -> Task | None:
        """What is to be done, if anything is."""
        data = self.cleaned_data
        return Task(data["todo"], data["colleague"], data["due_on"]) if data.get("todo") else None


class DiscussForm(WithTask):
    """What was decided of one thing, and what somebody is to do."""

    about = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    what = NhsCharField(label="What is it about?", called="what it is about", max_length=200)
    decision = NhsTextField(
        label="What was decided? (optional)",
        help_text="Left empty, it stands on the agenda until something is decided.",
        required=False,
        rows=4,
        max_length=4000,
    )

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own:
            del self.fields["what"]

    @property
    def helper(self) -> FormHelper:
        """What is to be done stands together."""
        helper = super().helper
        first = [name for name in ("about", "what", "decision") if name in self.fields]
        helper.layout = Layout(
            "submission", "seen", *first, Fieldset("Somebody does something", "todo", "colleague", "due_on")
        )
        return helper


class DecidePointForm(ActForm):
    """What was decided, written anew."""

    decision = NhsTextField(label="What was decided?", called="what was decided", rows=5, max_length=4000)


class AddMeetingActionForm(WithTask):
    """One more thing that somebody does."""

    must_task = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["todo"].label = "What is to be done?"
        self.order_fields(["todo", "colleague", "due_on"])


class FinishMeetingActionForm(ActForm):
    """What came of it."""

    came_of_it = NhsCharField(
        label="What came of it? (optional)",
        help_text="Leave it empty if it was simply done.",
        required=False,
        max_length=300,
    )
