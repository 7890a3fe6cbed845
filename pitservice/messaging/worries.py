"""Words that worry: a help that puts a text in front of a person at once, and never a safeguard (P44). Pure.

The flag only adds. A text without one is read on the same clock; who writes in another way, another language or
another spelling is not found. So the lists err to the side of too much.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

#: What a list holds until the team has one of its own (edition 0). A star stands for any ending.
SHIPPED: Sequence[str] = (
    # harm to oneself
    "suicid*", "kill myself", "killing myself", "kms", "end it all", "end my life", "ending my life", "want to die",
    "wanna die", "wish i was dead", "wish i were dead", "better off dead", "better off without me", "dont want to live",
    "dont want to be here", "cant go on", "cant do this anymore", "cant cope", "no way out", "hurt myself",
    "hurting myself", "harm myself", "harming myself", "self harm*", "selfharm*", "cut myself", "cutting myself",
    "overdos*", "took pills", "taken pills", "taken tablets", "hanging myself",
    # harm to a child
    "hurt the baby", "hurt my baby", "hurt him", "hurt her", "hurting the baby", "harm the baby", "harm my baby",
    "shake the baby", "shook the baby", "shaken", "smother*", "dropped the baby", "not breathing", "wont wake up",
    "wont stop crying", "throw the baby",
    # violence and fear
    "he hit me", "hit me", "hits me", "hitting me", "beat me", "beats me", "strangl*", "choked me", "chokes me",
    "raped", "rape", "threaten*", "knife", "scared of him", "scared of her", "afraid of him", "im scared",
    "hes here", "in danger", "not safe", "unsafe", "locked in", "wont let me out", "wont let me leave",
    # help wanted now
    "emergency", "999", "ambulance", "police", "bleeding", "hearing voices", "help me", "need help now", "please help",
    # some other languages that families write
    "samobojstw*", "zabic sie", "chce umrzec", "nie chce zyc", "boje sie", "bije mnie", "pomocy",  # Polish
    "sinucid*", "vreau sa mor", "ma bate", "mi e frica",  # Romanian
    "suicidar*", "quiero morir", "me pega", "tengo miedo",  # Spanish
    "suicidio", "voglio morire", "quero morrer", "tenho medo",  # Italian, Portuguese
    "khudkushi", "marna chahti", "mujhe maarta",  # Urdu and Hindi in our letters
    "خودکشی", "انتحار", "أريد أن أموت", "আত্মহত্যা", "самогуб*", "самоуб*",  # Urdu, Arabic, Bengali, Ukrainian, Russian
)  # fmt: skip

#: Words at least this long are also found with one letter wrong, missing or too many.
_LONG = 6


def worrying_in(words: str, listed: Iterable[str]) -> list[str]:
    """The entries of a list that a text holds, in the list's order.

    >>> worrying_in("I feel SUICIDEL tonite", ["suicid*", "want to die"])
    ['suicid*']
    >>> worrying_in("I don’t want to bee here", ["dont want to be here"]), worrying_in("knives out", ["knife"])
    (['dont want to be here'], [])
    """
    said = _folded(words).split()
    return [entry for entry in listed if _holds(said, _folded(entry, keep_star=True).split())]


def _holds(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether these words stand in the text one after the other."""
    if not wanted:
        return False
    starts = range(len(said) - len(wanted) + 1)
    return any(all(map(_same, said[start : start + len(wanted)], wanted)) for start in starts)


def _same(word: str, wanted: str) -> bool:
    if wanted.endswith("*"):
        stem = wanted[:-1]
        beginnings = (word[: len(stem) + more] for more in (-1, 0, 1))
        return word.startswith(stem) or (len(stem) >= _LONG and any(_near(part, stem) for part in beginnings))
    return word == wanted or _squeezed(word) == _squeezed(wanted) or (len(wanted) >= _LONG and _near(word, wanted))


def _near(one: str, other: str) -> bool:
    """One letter wrong, missing, too many, or two changed over."""
    if abs(len(one) - len(other)) > 1:
        return False
    first = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[first:], other[first:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def _squeezed(word: str) -> str:
    """Letters that are drawn out, once: "heeelp"."""
    return re.sub(r"(.)\1+", r"\1", word)


def _folded(text: str, *, keep_star: bool = False) -> str:
    """Small letters without accents or apostrophes, other signs as spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = re.sub(r"['’‘`]", "", plain)
    return re.sub(r"[^\w*]+" if keep_star else r"[^\w]+", " ", plain)
