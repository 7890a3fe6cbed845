"""Questions about fathers and partners (P26), and about a parent under 18 (P27)."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from families.enums import ASKED_ANSWERS, ApproachAnswer
from families.forms.people import People, offer_one_of
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField, YesNoUnknownField
from pitservice.ui.forms import ActForm, FilterForm

_HINTS = {
    ApproachAnswer.NOT_ASKED_UNSAFE: "A complete answer: nobody is asked for more",
    ApproachAnswer.MOTHER_ASKED_NOT: "A complete answer: nobody is asked for more",
}


class ApproachForm(ActForm):
    """Whether and how a father or partner was asked to take part."""

    person = NhsChoiceField(label="Who is it about?", called="who it is about", required=False)
    answer = NhsChoiceField(
        label="What came of it?", called="what came of it", choices=ApproachAnswer.choices, hints=_HINTS
    )
    how = NhsCharField(
        label="How were they asked?", required=False, max_length=120, help_text="For example at the home visit, by text"
    )
    asked_on = NhsDateField(label="On what day?", called="the day", required=False, past=True)
    words = NhsTextField(label="In a few words, if it helps", required=False, rows=3, max_length=1000)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", people, nobody="Somebody who is not recorded here")

    def clean(self) -> dict[str, Any]:
        """Somebody who was asked is somebody we know; how and when are known then."""
        given = super().clean() or {}
        if given.get("answer") in ASKED_ANSWERS and "person" in given and not given["person"]:
            self.add_error("person", "Select who was asked. Add them to the family first if they are not in the list")
        if given.get("answer") in ASKED_ANSWERS and "how" in given and not given["how"]:
            self.add_error("how", "Enter how they were asked")
        return given


class CompetenceForm(ActForm):
    """Whether a parent under 18 can agree for themselves."""

    competent = YesNoUnknownField(
        label="Can they understand and agree to this work for themselves?",
        called="whether they can agree for themselves",
        unknown="Not sure yet",
    )
    found_by = NhsCharField(label="Who found that?", called="who found that", max_length=120, width="20")
    found_on = NhsDateField(label="On what day?", called="the day it was found", past=True)
    words = NhsTextField(
        label="What they said and understood",
        required=False,
        rows=4,
        max_length=2000,
        help_text="What the work is, what is kept, who may be told, and that they can stop",
    )
    safeguarding_thought = NhsTextField(
        label="What was thought about their own safety",
        called="what was thought about their own safety",
        required=False,
        rows=4,
        max_length=2000,
        help_text="They are a child too. Under 16 this must be answered: who else knows, and was advice taken?",
    )

    def __init__(self, *args: Any, thought: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["safeguarding_thought"].required = thought

    @property
    def helper(self) -> FormHelper:
        """In the order in which they come up."""
        helper = super().helper
        fields = ("competent", "found_by", "found_on", "words", "safeguarding_thought")
        helper.layout = Layout("submission", "seen", *fields)
        return helper


class FathersFilter(FilterForm):
    """Which families of the page about fathers and partners are listed."""

    show = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
