"""Inviting the referrer to the first appointment, and what they said (P64)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from caseload.actions.referrers import Spoken
from caseload.enums import HowAsked
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField
from pitservice.ui.forms import ActForm, offer_choices


class InviteReferrerForm(ActForm):
    """How and when you invited them, and what was said."""

    how = NhsChoiceField(
        label="How did you speak to them?", called="how you spoke to them", choices=HowAsked.choices, inline=True
    )
    on = NhsDateField(label="When?", called="the day on which you spoke to them", past=True)
    note = NhsCharField(
        label="What was said (optional)", called="what was said", max_length=300, required=False,
        help_text="For example, that they meet the family at the door.",
    )  # fmt: skip

    @property
    def spoken(self) -> Spoken:
        """What the form says, for the action."""
        given = self.cleaned_data
        return Spoken(given["on"], given["how"], given["note"])


class ReferrerStepForm(InviteReferrerForm):
    """What the referrer said, or what they were told. `steps`: what can follow, with how it reads."""

    step = NhsChoiceField(label="What came of it?", called="what came of it", choices=())

    def __init__(self, *args: Any, steps: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "step", steps)
        self.fields["note"].help_text = ""

    @property
    def helper(self) -> FormHelper:
        """What first, then how and when."""
        helper = super().helper
        helper.layout = Layout("step", "how", "on", "note")
        return helper
