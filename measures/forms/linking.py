"""A form by private link: asking for it, and its pages, one question each (P60)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from caseload.forms.fields import PersonField
from families.models import Person
from measures.enums import Point
from measures.spec import Spec
from pitservice.ui.fields import NhsBooleanField, NhsChoiceField
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Question

ME, OTHER = "me", "other"
LEFT_OUT = "none"


class LinkForm(ActForm):
    """Who gets the link, and what a colleague has said to them."""

    point = NhsChoiceField(
        label="At what time of the work?", called="the time of the work", choices=Point.choices, inline=True, small=True
    )
    told = NhsBooleanField(
        label="I have told them that a private form comes, and that it is no way to get help quickly",
        called="that you have told them",
    )

    def __init__(self, *args: Any, adults: Sequence[Person], names: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = PersonField(adults, names=names, label="Who fills it in?", called="who fills it in")
        self.fields = {"adult": person} | self.fields
        if len(adults) == 1:
            self.initial.setdefault("adult", adults[0].key)


class WhoForm(ActForm):
    """Who holds the link."""

    who = NhsChoiceField(
        label="Who is answering?",
        called="who is answering",
        choices=[(ME, "I am the person this was sent to"), (OTHER, "Somebody else")],
    )


class AnswerForm(ActForm):
    """One question; empty whenever it is shown, whatever was answered before."""

    def __init__(self, *args: Any, spec: Spec, item: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anchors = [(str(value), label) for value, label in enumerate(spec.anchors)]
        self.fields["answer"] = NhsChoiceField(
            label=spec.items[item - 1],
            called="an answer",
            help_text=spec.intro,
            choices=[*anchors, (LEFT_OUT, "I would rather not answer this")],
        )

    @property
    def helper(self) -> FormHelper:
        """The question is the page's heading."""
        helper = super().helper
        helper.layout = Layout(Question("answer"))
        return helper


class SendForm(ActForm):
    """Only the button."""
