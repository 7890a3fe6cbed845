"""Parts of the country by the beginnings of their postcodes: how they are typed, and which of them a postcode is in."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

from pitservice.ui.fields import NhsTextField

_AREA = re.compile(r"[A-Z]{1,2}([0-9][0-9A-Z]?( [0-9]([A-Z]{2})?)?)?")


def beginnings(postcode: str) -> list[str]:
    """Every area that a postcode ("ZZ16 5AU") can be in, the longest first: ZZ16 5AU, ZZ16 5, ZZ16, ZZ."""
    outward, _, inward = postcode.partition(" ")
    letters = re.match("[A-Z]*", outward)
    return [f"{outward} {inward}", f"{outward} {inward[:1]}", outward, letters.group() if letters else ""]


class PostcodeAreasField(NhsTextField):
    """Areas, one on each line; a list in capitals, each once. `cleaned_data` holds a list of texts."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            "One on each line, as short or as long as you need: “ZZ”, “ZZ16” or “ZZ16 5”. The longest that fits "
            "counts.",
        )
        super().__init__(**{"rows": 10, "max_length": 8000} | kwargs)

    def clean(self, value: Any) -> Any:
        """In capitals, each once; a line that is not the beginning of a postcode is named."""
        lines = [" ".join(line.upper().split()) for line in super().clean(value).splitlines()]
        found = list(dict.fromkeys(filter(None, lines)))
        if wrong := next((line for line in found if not _AREA.fullmatch(line)), None):
            raise ValidationError(f"“{wrong[:20]}” is not the beginning of a postcode, like ZZ, ZZ16 or ZZ16 5")
        return found
