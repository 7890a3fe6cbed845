"""How a label, a list of names, and a team's telephone number, stand inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from pitservice.accounts.models import Team


def inside(label: str) -> str:
    """A label in the middle of a sentence: it begins small, unless it begins with initials.

    >>> inside("Health visitor"), inside("GP practice")
    ('health visitor', 'GP practice')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def listed(names: Sequence[str]) -> str:
    """Names one after the other; of none, nothing.

    >>> listed(["Ada"]), listed(["Ada", "Ben"]), listed(["Ada", "Ben", "Cy"])
    ('Ada', 'Ada and Ben', 'Ada, Ben and Cy')
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def ring_us(team: Team | None) -> str:
    """How to reach a team, inside a sentence ("Please …"); where the team is not known, or has no number, without."""
    return f"ring us on {team.phone}" if team and team.phone else "get in touch with us"
