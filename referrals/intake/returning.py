"""What is asked behind a private link."""

from __future__ import annotations

from pitservice.ui.fields import NhsCharField, NhsTextField
from pitservice.ui.forms import ActForm


class CodeForm(ActForm):
    """The code that was shown with the link."""

    code = NhsCharField(
        label="Your code", help_text="Six digits, as they were shown with your link.", max_length=12, autocomplete="off"
    )


class ChangesForm(ActForm):
    """Why something is changed after sending."""

    reason = NhsTextField(label="Why do you change it?", called="why you change it", rows=3, max_length=1000)


class WithdrawForm(ActForm):
    """Why the referral is withdrawn."""

    reason = NhsTextField(label="Why do you withdraw it?", called="why you withdraw it", rows=3, max_length=1000)
