"""Small forms: a reason, an answer, what one adult said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField, YesNoUnknownField
from pitservice.ui.forms import ActForm, offer_choices
from referrals.enums import AskedBy, Recommendation


class TeamForm(ActForm):
    """Which team looks after the family."""

    team = NhsChoiceField(label="Which team looks after this family?", called="the team")
    reason = NhsTextField(label="Why?", called="why it goes to another team", rows=3, max_length=1000)

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "team", teams)


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


class AskAgainForm(ActForm):
    """The same is asked again."""

    asked_by = NhsChoiceField(label="How do we ask?", choices=AskedBy.choices, called="how to ask")
    chase_on = NhsDateField(label="When is an answer chased?", called="the date an answer is chased", future=True)

    def __init__(self, *args: Any, by_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_email:
            letter = [(str(AskedBy.LETTER), AskedBy.LETTER.label)]
            offer_choices(self, "asked_by", letter)


class AnswerByLinkForm(ActForm):
    """The code, and once it is right the answer."""

    code = NhsCharField(
        label="Your code", help_text="Six digits, from our letter or as we told you.", max_length=12, autocomplete="off"
    )
    answer = NhsTextField(label="Your answer", called="your answer", rows=8, max_length=10_000)

    def __init__(self, *args: Any, with_answer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_answer:
            self.fields["code"].widget = forms.HiddenInput()
        else:
            del self.fields["answer"]


class OpinionForm(ActForm):
    """What a colleague recommends in a review by the team."""

    recommends = NhsChoiceField(
        label="What do you recommend?", choices=Recommendation.choices, called="what you recommend"
    )
    reason = NhsTextField(label="Why?", called="why you recommend it", rows=4)


class AgreementForm(ActForm):
    """Whether one adult knows and agrees (P2)."""

    knows = YesNoUnknownField(label="Do they know of the referral?", called="whether they know of the referral")
    agrees = YesNoUnknownField(label="Do they agree to it?", called="whether they agree to it")
    asked_by = NhsCharField(label="Who asked them?", required=False, max_length=120)
    asked_on = NhsDateField(label="When were they asked?", called="the date they were asked", required=False, past=True)
