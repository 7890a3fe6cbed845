"""What a person answers about a record that a referral may be about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from families.models import Person
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsTextField
from pitservice.ui.forms import ActForm, FilterForm, offer_choices
from pitservice.ui.layout import Fieldset
from referrals.enums import LeadSaid, MatchAnswer, PartyRole
from referrals.pairing import Asked

ATTACH, FORGET = "attach", "forget"
NOBODY = "new"
_NOT_SAME = (str(MatchAnswer.NOT_SAME), "No, it is another family")
_ATTACH = (ATTACH, "Yes, and the referral goes into this record")
_SAME = (str(MatchAnswer.SAME), "Yes, but it is not attached yet")
_FORGET = (FORGET, "I take my answer back, and have to think again")


class GuardianForm(ActForm):
    """The guardian's answer (P10)."""

    answer = NhsChoiceField(
        label="Is the referral about this family?",
        choices=[_NOT_SAME, _ATTACH, _SAME],
        called="whether the referral is about this family",
        hints={
            _NOT_SAME[0]: "The screener decides as usual, and learns nothing of this record.",
            ATTACH: "From then on the referral exists only for those who are named for the record.",
            _SAME[0]: "Everything goes on waiting, and the referral stays on your list.",
        },
    )
    note = NhsTextField(
        label="Why?",
        required=False,
        rows=2,
        max_length=300,
        help_text="Kept with the answer; the screener does not see it",
    )

    def __init__(self, *args: Any, may_attach: bool, answered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [_NOT_SAME, *([_ATTACH] if may_attach else []), _SAME, *([_FORGET] if answered else [])]
        offer_choices(self, "answer", choices)


class GuardianFilter(FilterForm):
    """What waits, or what was answered."""

    show = NhsChoiceField(
        label="Show",
        required=False,
        widget=forms.Select,
        choices=[("", "What waits for an answer"), ("answered", "What is about another family")],
    )


class CompareForm(ActForm):
    """The screener's answer about a record that they see, and who of it each of those named is (P16)."""

    answer = NhsChoiceField(
        label="Is the referral about this family?",
        choices=[
            (str(MatchAnswer.SAME), "Yes, the same family"),
            (str(MatchAnswer.ANOTHER_BABY), "The same family, another baby"),
            (str(MatchAnswer.NOT_SAME), "No, not the same family"),
        ],
        called="whether the referral is about this family",
        hints={
            str(MatchAnswer.SAME): "The referral goes into this record now. Nothing in the record is overwritten.",
            str(MatchAnswer.ANOTHER_BABY): "The same, and each baby of the referral is a new one beside theirs.",
            str(MatchAnswer.NOT_SAME): "This record is not offered again for this referral.",
        },
    )
    note = NhsTextField(label="Why?", required=False, rows=2, max_length=300, help_text="Kept with your answer.")

    def __init__(self, *args: Any, asked: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for number, one in enumerate(asked):
            self.fields[f"who_{number}"] = NhsChoiceField(
                label=one.question,
                required=False,
                widget=forms.Select,
                choices=[(NOBODY, "Somebody who is not in the record yet"), *one.could],
                initial=one.likely or NOBODY,
            )

    @property
    def helper(self) -> FormHelper:
        """The answer, then who is who."""
        helper = super().helper
        whose = [f"who_{number}" for number in range(len(self.asked))]
        hint = "As it looks from both. It counts only if it is the same family."
        who = [Fieldset("Who is who, if it is this family", *whose, hint=hint)] if whose else []
        helper.layout = Layout("submission", "seen", "answer", *who, "note")
        return helper

    def who(self, people: Mapping[str, Person]) -> dict[int, Person | None]:
        """By the id of somebody named, whom of the record they are; a baby beside theirs is somebody new."""
        another = self.cleaned_data["answer"] == MatchAnswer.ANOTHER_BABY
        found: dict[int, Person | None] = {}
        for number, one in enumerate(self.asked):
            chosen = people.get(self.cleaned_data.get(f"who_{number}") or NOBODY)
            found[one.party.pk] = None if another and one.party.role == PartyRole.BABY else chosen
        return found


class AskLeadForm(ActForm):
    """What the lead of another team said (P10)."""

    team = NhsChoiceField(label="Which team?", called="the team")
    spoke_to = NhsCharField(label="With whom did you speak?", called="with whom you spoke", max_length=120)
    said = NhsChoiceField(label="What did they say?", choices=LeadSaid.choices, called="what they said")
    note = NhsTextField(
        label="What is agreed?",
        required=False,
        rows=2,
        help_text="Who goes on with it. Nothing that stands in the other team’s record.",
    )

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "team", teams)
        if len(teams) == 1:
            self.initial.setdefault("team", teams[0][0])
