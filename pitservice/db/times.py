"""The time of day in words, for sentences of every layer."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def clock(value: datetime) -> str:
    """2:30pm, in the United Kingdom's time; "midday" and "midnight" in words."""
    local = timezone.localtime(value)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
