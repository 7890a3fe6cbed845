"""Ending a piece of work, and following it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.utils import timezone

from caseload.actions import Ended
from caseload.actions.telling import BARRED
from caseload.enums import EndReason, FollowUpState
from caseload.forms.fields import PeopleField
from families.contact import Addressee
from families.models import Person
from pitservice.configuration.enums import FollowUpPolicy
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsMultipleChoiceField,
    NhsTextField,
)
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Fieldset


class EndForm(ActForm):
    """Why and when the work ends, in whose words, who hears of it, and whether there is a follow-up."""

    reason = NhsChoiceField(label="Why does the work end?", called="why the work ends", choices=EndReason.choices)
    ended_on = NhsDateField(label="Day of the ending", called="the day of the ending", past=True)
    summary = NhsTextField(label="Summary of the work (optional)", rows=6, required=False)
    parents_words = NhsTextField(label="In the parent’s own words (optional)", rows=4, required=False)
    step_down = NhsCharField(
        label="What comes next for the family (optional)", required=False, help_text="A group, a service, a person."
    )
    follow_up_agreed = NhsBooleanField(label="The family agreed to be followed up", required=False)
    others_agreed = NhsBooleanField(label="The parent who came agrees to the others’ copies", required=False)

    def __init__(self, *args: Any, readers: Sequence[Addressee], came: set[str], policy: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [to for to in readers if not BARRED & set(to.codes)]
        self.fields["letter_to"] = NhsMultipleChoiceField(
            label="Who gets a letter? (optional)",
            called="who gets a letter",
            required=False,
            choices=[(to.recipient, _reader(to, came)) for to in offered],
            hints={to.recipient: to.why for to in offered if to.why},
            help_text="Each is a letter of its own. What the contact rules ask about waits for a person’s answer.",
        )
        if policy == FollowUpPolicy.OFF:
            del self.fields["follow_up_agreed"]

    @property
    def helper(self) -> FormHelper:
        """Ending, letters, follow-up."""
        helper = super().helper
        parts: list[object] = [
            "reason",
            "ended_on",
            "summary",
            "parents_words",
            "step_down",
            Fieldset("Letters", "letter_to", "others_agreed"),
        ]
        if "follow_up_agreed" in self.fields:
            parts.append(Fieldset("Follow-up", "follow_up_agreed"))
        helper.layout = Layout(*parts)
        return helper

    @property
    def ended(self) -> Ended:
        """What the form says, for the action."""
        given = self.cleaned_data
        return Ended(
            reason=EndReason(given["reason"]),
            on=given["ended_on"],
            summary=given["summary"],
            parents_words=given["parents_words"],
            step_down=given["step_down"],
            follow_up_agreed=given.get("follow_up_agreed", False),
        )


def _reader(to: Addressee, came: set[str]) -> str:
    """Who it is and why they stand here: parents who came, those who did not, the referrer."""
    if not to.recipient.startswith("person:"):
        return f"{to.name}, who referred"
    return f"{to.name}, who came" if to.recipient in came else f"{to.name}, who did not come"


class ConfirmForm(ActForm):
    """What a person confirms before any word of a follow-up goes out (P63)."""

    baby_lives_with = NhsCharField(label="Who does the baby live with now?", called="who the baby lives with")
    contacts = NhsBooleanField(
        label="I have checked the contacts, and what has happened since", called="that you have checked the contacts"
    )


class FollowUpTextForm(ActForm):
    """Whom to text, each apart."""

    def __init__(self, *args: Any, people: list[Person], names: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = PeopleField(
            people, names=names, label="Whom do you want to text?", called="whom to text"
        )


class FollowUpForm(ActForm):
    """How a follow-up went."""

    outcome = NhsChoiceField(
        label="How did it go?",
        called="how it went",
        choices=[choice for choice in FollowUpState.choices if choice[0] != FollowUpState.DUE],
    )
    done_on = NhsDateField(label="Which day?", called="the day", past=True)
    note = NhsTextField(label="What the family said (optional)", rows=6, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("done_on", timezone.localdate())
