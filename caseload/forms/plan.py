"""What is agreed with a family, what a team offers, and what is said on the way (END-1, P66)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from caseload.enums import IssueAnswer, Rhythm
from caseload.forms.allocating import PhaseForm
from caseload.models import Episode
from caseload.selectors.plan import interventions_of
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsIntegerField,
    NhsModelChoiceField,
    NhsTextField,
)
from pitservice.ui.forms import ActForm

#: So far ahead an ending is planned.
ENDING_AHEAD = timedelta(days=366)


class EndingPhaseForm(PhaseForm):
    """The ending is planned: its last day is agreed when it begins (END-1, P67)."""

    ending_on = NhsDateField(
        label="Planned last day",
        called="the planned last day",
        help_text="As agreed with the family. Work that goes on after it stands on the flow list.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["ending_on"]
        assert isinstance(day, NhsDateField)
        today = timezone.localdate()
        day.earliest, day.latest = today, today + ENDING_AHEAD
        self.order_fields(["ending_on", "reason"])


class AgreeForm(ActForm):
    """What is agreed with the family: the intervention, how many sessions, how often; and why (END-1, P66)."""

    number = NhsIntegerField(
        label="Sessions agreed (optional)", called="the number of sessions", min_value=1, max_value=60, width="2",
        required=False, help_text="Leave it empty for the intervention’s usual number.",
    )  # fmt: skip
    rhythm = NhsChoiceField(label="How often?", called="how often", choices=Rhythm.choices, widget=forms.Select)
    reason = NhsTextField(
        label="Why", called="why the number changes", help_text="For example, what the parent still wants to work on.",
        rows=3,
    )  # fmt: skip

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intervention"] = NhsModelChoiceField(
            queryset=interventions_of(episode.team_id, episode.intervention_id),
            to_field_name="key",
            label="Intervention (optional)",
            required=False,
            empty_label="Not chosen yet",
        )
        self.order_fields(["intervention", "number", "rhythm", "reason"])


class InterventionForm(ActForm):
    """One line of the team's list (P66)."""

    name = NhsCharField(label="Name", called="the name", max_length=100)
    usual_sessions = NhsIntegerField(
        label="Usual number of sessions (optional)", called="the usual number", required=False, min_value=1,
        max_value=60, width="2", help_text="Leave it empty where it is open-ended.",
    )  # fmt: skip
    about = NhsCharField(label="About it (optional)", required=False, max_length=300)


class ChangeInterventionForm(InterventionForm):
    """The same, and whether it is still offered."""

    in_use = NhsBooleanField(label="We offer it now", required=False)


class ReviewForm(ActForm):
    """A review with the parent (P66)."""

    held_on = NhsDateField(label="Day of the review", called="the day of the review", past=True)
    parents_words = NhsTextField(
        label="In the parent’s own words", called="what the parent said", rows=5,
        help_text="What has changed, what helps, what they still want.",
    )  # fmt: skip
    decided = NhsTextField(label="What you decided together (optional)", rows=3, required=False)


class LateIssueForm(ActForm):
    """Something new late in the work, and what we answer (P66)."""

    raised_on = NhsDateField(label="When did it come up?", called="the day it came up", past=True)
    issue = NhsTextField(label="What is new?", called="what is new", rows=4)
    answer = NhsChoiceField(label="What do we answer?", called="what we answer", choices=IssueAnswer.choices)
    why = NhsTextField(label="Why (optional)", rows=3, required=False)
