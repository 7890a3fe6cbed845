"""Ending a piece of work, and following it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.utils import timezone

from caseload.actions import Ended
from caseload.actions.telling import BARRED
from caseload.enums import (
    PLANNED_CHECKS,
    PLANNED_ENDS,
    UNPLANNED_CHECKS,
    UNPLANNED_ENDS,
    CheckAnswer,
    EndCheck,
    EndReason,
    FollowUpState,
)
from caseload.forms.fields import PeopleField
from caseload.models import Episode
from caseload.selectors.plan import services_of
from families.contact import Addressee
from families.models import Person
from pitservice.configuration.enums import FollowUpPolicy
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsModelChoiceField,
    NhsMultipleChoiceField,
    NhsTextField,
)
from pitservice.ui.forms import ActForm, offer_choices
from pitservice.ui.layout import Fieldset
from pitservice.ui.words import inside


class EndForm(ActForm):
    """Why and when the work ends, in whose words, who hears of it, and whether there is a follow-up."""

    reason = NhsChoiceField(label="Why does the work end?", called="why the work ends", choices=EndReason.choices)
    #: Which ends this form is for, and what is looked at before them.
    ends: ClassVar[Sequence[EndReason]] = PLANNED_ENDS
    checks: ClassVar[Sequence[EndCheck]] = PLANNED_CHECKS
    planned: ClassVar[bool] = True
    ended_on = NhsDateField(label="Day of the ending", called="the day of the ending", past=True)
    summary = NhsTextField(label="Summary of the work (optional)", rows=6, required=False)
    parents_words = NhsTextField(label="In the parent’s own words (optional)", rows=4, required=False)
    step_down = NhsCharField(
        label="What else comes next for the family (optional)",
        called="what comes next",
        required=False,
        help_text="A group, a person, what they do by themselves.",
    )
    follow_up_agreed = NhsBooleanField(label="The family agreed to be followed up", required=False)
    others_agreed = NhsBooleanField(label="The parent who came agrees to the others’ copies", required=False)

    def __init__(
        self,
        *args: Any,
        episode: Episode,
        readers: Sequence[Addressee],
        came: set[str],
        policy: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "reason", [(one.value, str(one.label)) for one in self.ends])
        self.fields["step_down_to"] = NhsModelChoiceField(
            queryset=services_of(episode.team_id),
            to_field_name="key",
            label="Which service goes on with them? (optional)",
            called="the service",
            required=False,
            empty_label="None, or not in the directory",
        )
        for check in self.checks:
            self.fields[f"check_{check}"] = NhsChoiceField(
                label=check.label, called=f"whether this is done: {inside(check.label)}",
                choices=CheckAnswer.choices, inline=True, small=True,
            )  # fmt: skip
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
            "step_down_to",
            "step_down",
            Fieldset(
                "Before it ends",
                *(f"check_{check}" for check in self.checks),
                hint="What is still to do stands on your home page until it is done.",
            ),
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
            step_down_to=given["step_down_to"],
            follow_up_agreed=given.get("follow_up_agreed", False),
            planned=self.planned,
            checks={check: CheckAnswer(given[f"check_{check}"]) for check in self.checks},
        )


class UnplannedEndForm(EndForm):
    """The work ended without goodbyes: another list to look at, another letter (P67)."""

    ends = UNPLANNED_ENDS
    checks = UNPLANNED_CHECKS
    planned = False


class SettleCheckForm(ActForm):
    """What an ending left to do is done (P67)."""

    answer = NhsChoiceField(
        label="How is it now?",
        called="how it is now",
        choices=[choice for choice in CheckAnswer.choices if choice[0] != CheckAnswer.LEFT],
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
