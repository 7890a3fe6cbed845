"""How a label, and a team's telephone number, stand inside a sentence."""

from __future__ import annotations

from pitservice.accounts.models import Team


def inside(label: str) -> str:
    """A label in the middle of a sentence: it begins small, unless it begins with initials.

    >>> inside("Health visitor"), inside("GP practice")
    ('health visitor', 'GP practice')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def ring_us(team: Team | None) -> str:
    """How to reach a team, inside a sentence ("Please …"); where the team is not known, or has no number, without."""
    return f"ring us on {team.phone}" if team and team.phone else "get in touch with us"
