"""The guard on content: what no template should say without a person having read it and wanted it (P2, design §8).

It asks; it does not forbid, and it finds no more than the words it knows. One list, shown where words are changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pitservice.messaging.guard import PATTERNS


@dataclass(frozen=True, slots=True)
class Guarded:
    """One thing that is asked about: what it is, why, and how it is found."""

    code: str
    what: str
    why: str
    found: re.Pattern[str]
    only_to_families: bool = True


GUARDED: tuple[Guarded, ...] = (
    Guarded(
        "name",
        "The baby's name, or a gap for it",
        "A letter or a text lies about, and may be read by somebody who must not learn that the baby is known to us.",
        re.compile(r"\bbaby['’]s name\b|\[[^\]]*name[^\]]*\]|\{(?:baby|baby_name|child|child_name)\}", re.IGNORECASE),
    ),
    Guarded(
        "diagnosis",
        "A diagnosis or a condition",
        "It tells whoever reads over a shoulder about somebody's health.",
        PATTERNS["diagnosis"],
    ),
    Guarded(
        "therapy",
        "The word therapy",
        "Many parents hear a judgement in it before we have met.",
        PATTERNS["therapy"],
    ),
    Guarded(
        "risk",
        "Risk, safeguarding or concern",
        "It frightens a family, and warns somebody who may do harm.",
        PATTERNS["risk"],
    ),
    Guarded(
        "parent",
        "The other parent",
        "Each adult is written to apart, and may not be known to live with, or to have left, the other.",
        PATTERNS["parent"],
    ),
    Guarded(
        "link",
        "A link to a website",
        "Links are how families are cheated: they do well to press none in a text or a letter.",
        PATTERNS["link"],
        only_to_families=False,
    ),
)


def found_in(words: str, *, to_families: bool) -> list[Guarded]:
    """What is asked about in these words, in the list's order."""
    return [one for one in GUARDED if (to_families or not one.only_to_families) and one.found.search(words)]
