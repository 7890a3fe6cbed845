"""Reading public forms under way."""

from __future__ import annotations

from django.db.models import Q

from pitservice.accounts.models import Team
from referrals.models import Draft


def draft_of(team: Team, entrance: str, token_hash: str) -> Draft | None:
    """The form under way with this token, at this team's door; what was sent before may be another team's by now."""
    sent = Q(amends__isnull=False) | Q(referral__isnull=False)
    found = Draft.objects.filter(Q(team=team) | sent, entrance=entrance, token_hash=token_hash)
    return found.select_related("team", "referral").first()
