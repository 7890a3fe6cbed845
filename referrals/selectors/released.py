"""What referrers wrote, for a copy of the record (P31)."""

from __future__ import annotations

from collections.abc import Sequence

from families.models import Family
from families.registry import ReleasedText
from pitservice.accounts.viewer import Viewer
from referrals.models import Amendment, Referral

WARNING = "What a referrer said never goes to a parent unless the referrer agreed"
_SAID = ("worries", "hopes", "services_involved", "safeguarding", "siblings")


def in_full(family: Family, viewer: Viewer) -> Sequence[ReleasedText]:
    """Each referral in the referrer's words, every one to be looked at by itself."""
    return [*_sent(family, viewer), *_changed(family, viewer)]


def _sent(family: Family, viewer: Viewer) -> list[ReleasedText]:
    rows = Referral.objects.visible_to(viewer).filter(family=family).defer("submitted").order_by("pk")
    return [
        ReleasedText(
            row.received_at,
            f"Referral by {row.referrer_name or 'somebody'}",
            "\n".join(text for name in _SAID if (text := getattr(row, name))),
            WARNING,
        )
        for row in rows
    ]


def _changed(family: Family, viewer: Viewer) -> list[ReleasedText]:
    """What a referrer proposed after sending (P11)."""
    rows = Amendment.objects.visible_to(viewer).filter(referral__family=family).defer("answers").order_by("pk")
    return [
        ReleasedText(
            row.created_at,
            "What the referrer changed afterwards",
            "\n".join([row.reason, *(f"{one.question}: {one.proposed}" for one in row.changes.all())]),
            WARNING,
        )
        for row in rows.prefetch_related("changes")
    ]
