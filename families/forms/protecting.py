"""Questions about setting consent aside, and about parents who disagree."""

from __future__ import annotations

from pitservice.ui.fields import NhsDateField, NhsTextField
from pitservice.ui.forms import ActForm


class SetAsideForm(ActForm):
    """Why consent is set aside, and for how long (P21)."""

    reason = NhsTextField(
        label="Who must be protected, and from what?",
        called="who must be protected, and from what",
        rows=4,
        max_length=2000,
        help_text="And why it cannot wait for consent, or why asking would put somebody at risk",
    )
    until = NhsDateField(
        label="Until when?",
        called="the last day",
        future=True,
        help_text="30 days at most. Consent counts again from the day after",
    )


class SettleForm(ActForm):
    """What the lead decided (P28)."""

    reason = NhsTextField(
        label="What was decided?",
        called="what was decided",
        rows=4,
        max_length=2000,
        help_text="Who was heard, whether the work goes on, and with whom. Neither parent is shown this",
    )
