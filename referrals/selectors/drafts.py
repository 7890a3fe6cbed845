"""Reading public forms under way."""

from __future__ import annotations

from pitservice.accounts.models import Team
from referrals.models import Draft


def draft_of(team: Team, entrance: str, token_hash: str) -> Draft | None:
    """The form under way with this token, at this team's door."""
    found = Draft.objects.filter(team=team, entrance=entrance, token_hash=token_hash)
    return found.select_related("team", "referral").first()
