"""Small forms: a reason, an answer, what one adult said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField, YesNoUnknownField
from pitservice.ui.forms import ActForm


class TeamForm(ActForm):
    """Which team looks after the family."""

    team = NhsChoiceField(label="Which team looks after this family?", called="the team")
    reason = NhsTextField(label="Why?", called="why it goes to another team", rows=3, max_length=1000)

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]  # a choice field


class ReasonForm(ActForm):
    """Why."""

    reason = NhsTextField(label="Why?", called="why", rows=3)


class AsideForm(ActForm):
    """Until when, and why."""

    until = NhsDateField(
        label="Until when?",
        called="the day it comes back",
        help_text="On this day it stands in the inbox again by itself. The day it is due does not move.",
        future=True,
    )
    why = NhsTextField(label="Why?", called="why", rows=2, max_length=300)
    columns = {"until": "hold_until", "why": "hold_why"}


class AnswerForm(ActForm):
    """What was answered."""

    answer = NhsTextField(label="What was answered?", called="what was answered", rows=5)


class AgreementForm(ActForm):
    """Whether one adult knows and agrees (P2)."""

    knows = YesNoUnknownField(label="Do they know of the referral?", called="whether they know of the referral")
    agrees = YesNoUnknownField(label="Do they agree to it?", called="whether they agree to it")
    asked_by = NhsCharField(label="Who asked them?", required=False, max_length=120)
    asked_on = NhsDateField(label="When were they asked?", called="the date they were asked", required=False, past=True)
