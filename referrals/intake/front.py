"""What is asked at the service's own forms, before there is a team."""

from __future__ import annotations

from typing import Any

from pitservice.ui.fields import PostcodeField
from pitservice.ui.forms import ActForm


class PostcodeForm(ActForm):
    """Where the family lives."""

    postcode = PostcodeField(
        label="The family's postcode",
        called="the postcode",
        help_text="So that we find the team for that place. It is not kept.",
        autocomplete="off",
    )

    def __init__(self, *args: Any, families: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if families:
            self.fields["postcode"].label = "Your postcode"
