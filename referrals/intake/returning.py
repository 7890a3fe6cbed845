"""What is asked behind a private link."""

from __future__ import annotations

from pitservice.ui.fields import NhsCharField
from pitservice.ui.forms import ActForm


class CodeForm(ActForm):
    """The code that was shown with the link."""

    code = NhsCharField(
        label="Your code", help_text="Six digits, as they were shown with your link.", max_length=12, autocomplete="off"
    )
