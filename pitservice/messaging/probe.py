"""The health page's question about messages: is anything waiting that should have gone?"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from pitservice.messaging.selectors import oldest_due

#: Beat rings each minute; a message that waits longer than this is a fault, not a hiccup.
PATIENCE = timedelta(minutes=5)


def outbox() -> str:
    """ "ok", or for how long the oldest due message has been waiting."""
    now = timezone.now()
    oldest = oldest_due(now)
    if oldest is None or now - oldest < PATIENCE:
        return "ok"
    return f"a message has been waiting for {(now - oldest) // timedelta(minutes=1)} minutes"
