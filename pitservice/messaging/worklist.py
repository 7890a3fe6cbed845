"""What of messages stands on the home worklist (P4, P42)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.viewer import Viewer
from pitservice.messaging.enums import MessageState
from pitservice.messaging.presenters import STATE_TAGS, title
from pitservice.messaging.selectors import to_see_to
from pitservice.ui.components import Link
from pitservice.ui.worklist import Item


def items(viewer: Viewer, today: date) -> Sequence[Item]:  # noqa: ARG001 - the signature of a source
    """Texts and e-mails that did not go: each to be told by other means, or put right (P42)."""
    return [
        Item(
            what=title(message),
            whose=message.family.title if message.family else "A referral",
            action=Link(
                "Send by hand" if message.state == MessageState.BY_HAND else "See to it",
                reverse("messaging:message", args=[message.key]),
                title(message),
            ),
            mine=message.created_by == viewer.actor,
            due=timezone.localdate(message.not_before),
            since=message.created_at,
            tag=STATE_TAGS[message.state],
            family=(message.family_id, message.team_id) if message.family_id else None,
        )
        for message in to_see_to(viewer).select_related("family")
    ]
