"""How a label stands inside a sentence."""

from __future__ import annotations


def inside(label: str) -> str:
    """A label in the middle of a sentence: it begins small, unless it begins with initials.

    >>> inside("Health visitor"), inside("GP practice")
    ('health visitor', 'GP practice')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
