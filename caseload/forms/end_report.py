"""The report at the end of the work (P66)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from caseload.actions import EndReport, Theirs
from caseload.actions.end_reports import is_referrer
from families.contact import Addressee
from pitservice.ui.fields import NhsMultipleChoiceField, NhsTextField
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Fieldset

LENGTH = 6000


class EndReportForm(ActForm):
    """What every parent reads, what is one parent's alone, what the referrer reads, and who gets it."""

    account = NhsTextField(
        label="What we did together, and what changed",
        called="what you did together",
        help_text="Every parent chosen below reads this. Leave out what only one of them should know.",
        rows=8,
        max_length=LENGTH,
    )
    what_next = NhsTextField(label="What comes next (optional)", rows=3, max_length=1000, required=False)
    to_referrer = NhsTextField(
        label="What the referrer reads (optional)",
        called="what the referrer should read",
        help_text="No more than they need to go on supporting the family. None of the words above go to them.",
        rows=6,
        max_length=LENGTH,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        readers: Sequence[Addressee],
        theirs: Mapping[str, Theirs],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.readers, self.theirs = readers, theirs
        self.parents = [to for to in readers if not is_referrer(to)]
        self.referrers = {to.recipient for to in readers if is_referrer(to)}
        for place, to in enumerate(self.parents):
            self._of_parent(place, to)
        self.fields["to"] = NhsMultipleChoiceField(
            label="Who gets the report?",
            called="who gets the report",
            choices=[(to.recipient, f"{to.name}, the referrer" if is_referrer(to) else to.name) for to in readers],
            hints={to.recipient: to.why for to in readers if to.why},
            help_text="Each is a letter of its own. What the contact rules ask about waits for a person’s answer.",
        )
        if not self.referrers:
            del self.fields["to_referrer"]
        elif self.parents:
            self.fields["shared"] = NhsMultipleChoiceField(
                label="Who agreed that the referrer reads their own words, and what changed for them? (optional)",
                called="who agreed",
                required=False,
                choices=[(to.recipient, to.name) for to in self.parents],
                help_text="Ask each parent apart. Without their agreement the referrer reads none of it.",
            )

    def _of_parent(self, place: int, to: Addressee) -> None:
        theirs = self.theirs.get(to.recipient, Theirs())
        self.fields[f"own_{place}"] = NhsTextField(
            label=f"In {to.name}’s own words (optional)", rows=3, max_length=2000, required=False,
            initial=theirs.own_words, help_text=f"In the letter to {to.name}, and in no other parent’s.",
        )  # fmt: skip
        self.fields[f"changes_{place}"] = NhsTextField(
            label=f"Goals and measures of {to.name}, and what changed (optional)", rows=5, max_length=4000,
            required=False, initial=theirs.changes,
            help_text="Filled in from what was recorded. Word it as you would say it; leave out what does not help.",
        )  # fmt: skip

    @property
    def helper(self) -> FormHelper:
        """What everybody reads, each parent, the referrer, who gets it."""
        helper = super().helper
        each = [name for place in range(len(self.parents)) for name in (f"own_{place}", f"changes_{place}")]
        referrer = [name for name in ("to_referrer", "shared") if name in self.fields]
        parts = [Fieldset("The referrer", *referrer)] if referrer else []
        helper.layout = Layout("account", "what_next", *each, *parts, "to")
        return helper

    def clean(self) -> dict[str, Any]:
        """The referrer gets words that were meant for them."""
        given = super().clean() or self.cleaned_data
        if self.referrers & set(given.get("to") or ()) and not given.get("to_referrer"):
            self.add_error("to_referrer", "Enter what the referrer should read")
        return given

    @property
    def report(self) -> EndReport:
        """What the form says, for the action."""
        given = self.cleaned_data
        theirs = {
            to.recipient: Theirs(given[f"own_{place}"], given[f"changes_{place}"])
            for place, to in enumerate(self.parents)
        }
        return EndReport(
            given["account"], given["what_next"], theirs, given.get("to_referrer", ""), given.get("shared", ())
        )
