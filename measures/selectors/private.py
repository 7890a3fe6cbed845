"""What a private link opens."""

from __future__ import annotations

from measures.models import MeasureRequest


def request_of(key: str) -> MeasureRequest | None:
    """The form a link was made for, while it is open; the holder of the link has no account, and sees no more of it."""
    rows = MeasureRequest.objects.filter(key=key, ended_at=None)
    return rows.select_related("definition", "family__team", "adult", "baby").first()
