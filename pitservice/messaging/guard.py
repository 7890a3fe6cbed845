"""What a text should not say without a person having meant it: names, conditions, therapy, links (P2, design §8).

It asks, it does not forbid, and it finds no more than the words it knows. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """What the members of a family are called: the babies, and each adult by their reference ("person:12")."""

    babies: Sequence[str] = ()
    adults: Sequence[tuple[str, str]] = ()


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


#: How each kind of thing is found, for templates too (`pitservice.letters.guard`).
PATTERNS: Mapping[str, re.Pattern[str]] = {
    "diagnosis": _words(
        r"diagnos\w*|depress\w*|anxiety|psychos\w*|bipolar|disorders?|trauma\w*|mental health|bonding|attachment"
        r"|autis\w*|addiction|self-harm"
    ),
    "therapy": _words(r"(?:psycho)?therap(?:y|ies|ist|ists|eutic)|counsell\w*|psycholog\w*|psychiatr\w*"),
    "risk": _words(r"risks?|safeguard\w*|concern(?:s|ed)?|social services"),
    "parent": _words(r"(?:your|his|her) (?:partner|husband|wife|ex)|the (?:mother|father)|mum|dad"),
    "link": re.compile(r"https?://\S*|\bwww\.\S*|\b[\w-]+\.(?:com|org|net|info|uk|ly)\b\S*", re.IGNORECASE),
}
_SENTENCES: Mapping[str, str] = {
    "diagnosis": "It may name a diagnosis or a condition (“{found}”): whoever sees the phone would learn of it.",
    "therapy": "It speaks of therapy (“{found}”), in which many parents hear a judgement.",
    "risk": "It speaks of risk or safeguarding (“{found}”), which frightens, and warns somebody who may do harm.",
    "parent": "It speaks of another adult (“{found}”). Each adult is written to apart.",
    "link": "It holds a link (“{found}”): families do well to press none in a text.",
}


def asked_about(words: str, names: Names, recipients: Iterable[str]) -> list[str]:
    """A sentence for each thing in these words that a person should have meant; empty when there is none.

    `recipients`: references of those who get it, each in a text of their own: nobody's own name is asked about, but
    another adult's is.
    """
    found = [
        f"It names {name}, the baby: whoever sees the phone would learn that we know the baby."
        for name in dict.fromkeys(names.babies)
        if _says(words, name)
    ]
    readers = set(recipients)
    for ref, name in names.adults:
        if _says(words, name) and readers - {ref}:
            found.append(f"It names {name}, and would go to somebody else.")
    for kind, pattern in PATTERNS.items():
        if match := pattern.search(words):
            found.append(_SENTENCES[kind].format(found=match[0]))
    return list(dict.fromkeys(found))


def _says(words: str, name: str) -> bool:
    return bool(name.strip()) and bool(_words(re.escape(name.strip())).search(words))
