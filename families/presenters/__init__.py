"""How families read: names, ages, banner, people, contacts, answers of the contact rules. Nothing here queries.

Fetch what is needed first: `selectors.for_banner(family)` or `selectors.banner_prefetches()`.
"""

from __future__ import annotations

from families.names import (
    adult_words,
    age_words,
    babies_words,
    baby_words,
    family_label,
    known_names,
    mother_name,
    names_in,
    person_name,
)
from families.presenters.banner import banner, grieves, loss_words

__all__ = [
    "adult_words",
    "age_words",
    "babies_words",
    "baby_words",
    "banner",
    "family_label",
    "grieves",
    "known_names",
    "loss_words",
    "mother_name",
    "names_in",
    "person_name",
]
