"""What a person says about a message or a letter's copy that did not go."""

from __future__ import annotations

from pitservice.ui.fields import NhsTextField
from pitservice.ui.forms import ActForm


class ConfirmForm(ActForm):
    """Why it may go although the rules ask."""

    reason = NhsTextField(
        label="Why may it go?",
        called="why it may go",
        help_text="For example who you asked, and what they said. It is kept with the record.",
        rows=3,
        max_length=1000,
    )


class CancelForm(ActForm):
    """Why it does not go."""

    reason = NhsTextField(label="Why is it not sent?", called="why it is not sent", rows=3, max_length=1000)


class TellForm(ActForm):
    """How they were told."""

    how = NhsTextField(
        label="How were they told?",
        called="how they were told",
        help_text="For example “Rang her on Tuesday”, “Told at the visit”, “Through the health visitor”.",
        rows=3,
        max_length=1000,
    )
