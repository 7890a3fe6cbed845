"""A team's forms for notes: their headings, in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from caseload.actions.note_forms import MOST, Headings
from caseload.enums import AppointmentKind
from caseload.models import NoteForm
from caseload.selectors.note_forms import RECORD
from pitservice.ui.fields import NhsCharField, NhsMultipleChoiceField, NhsTextField
from pitservice.ui.forms import ActForm

HINT = " | "


class NoteFormForm(ActForm):
    """A form's title, its headings, and when it is taken. One heading a line: what helps to fill it after a bar."""

    title = NhsCharField(label="What it is called", called="what it is called", max_length=80)
    headings = NhsTextField(
        label="Headings",
        called="the headings",
        help_text=(
            f"One on each line, at most {MOST}. What helps to write under it can follow after a bar:"
            " “What we saw | Who looked at whom, who began, how it ended”."
        ),
        rows=10,
        max_length=4000,
    )
    kinds = NhsMultipleChoiceField(
        label="For what is it taken by itself? (optional)",
        called="for what it is taken",
        choices=[*AppointmentKind.choices, (RECORD, "The assessment record")],
        required=False,
    )

    @property
    def helper(self) -> FormHelper:
        """In this order."""
        helper = super().helper
        helper.layout = Layout("title", "headings", "kinds")
        return helper

    @property
    def new(self) -> Headings:
        """For the action."""
        given = self.cleaned_data
        lines = [line.partition("|") for line in given["headings"].split("\n") if line.strip(" |")]
        headings = [(heading.strip()[:80], hint.strip()[:200]) for heading, _, hint in lines]
        return Headings(given["title"], headings, tuple(given["kinds"]))


def as_typed(form: NoteForm) -> dict[str, Any]:
    """What the page starts with."""
    return {"title": form.title, "headings": "\n".join(lines_of(form)), "kinds": form.kinds}


def lines_of(form: NoteForm) -> Sequence[str]:
    """Its headings as they are typed."""
    return [HINT.join(part for part in (one["heading"], one["hint"]) if part) for one in form.headings]
