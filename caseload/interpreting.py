"""Who interprets at an appointment, as it is arranged; what is read out of a need, and who never interprets (P68)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from caseload.enums import InterpreterGender

#: Words in the place of a name that mean somebody of the family, or close to it.
_RELATIVE = re.compile(
    r"\b(mother|mum|mummy|father|dad|daddy|husband|wife|partner|boyfriend|girlfriend|sister|brother|daughter|son|aunt|"
    r"auntie|uncle|cousin|niece|nephew|in-law|grandmother|grandfather|grandma|grandad|granny|nan|relative|family|"
    r"friend|neighbour)\b",
    re.IGNORECASE,
)
_WOMAN = re.compile(r"\b(woman|women|female|lady)\b", re.IGNORECASE)
_MAN = re.compile(r"\b(man|men|male|gentleman)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Language and dialect, woman or man where the family asked for it, which agency, and who; none without a language.

    >>> str(Interpreter("Polish", "Silesian", "woman", "Rowan Interpreting", "Anna Kowal"))
    'Polish (Silesian), a woman, Anna Kowal, Rowan Interpreting'
    >>> bool(Interpreter())
    False
    """

    language: str = ""
    dialect: str = ""
    gender: str = ""
    agency: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        """Whether one comes."""
        return bool(self.language)

    def __str__(self) -> str:
        spoken = f"{self.language} ({self.dialect})" if self.dialect else self.language
        asked = InterpreterGender(self.gender).label.lower() if self.gender else ""
        return ", ".join(part for part in (spoken, asked, self.name, self.agency) if part)


#: No interpreter comes.
NOBODY = Interpreter()


def read_need(said: str) -> Interpreter:
    """What a need in somebody's own words says of the interpreter: a proposal, which a person reads.

    >>> read_need("Polish (Silesian), a woman")
    Interpreter(language='Polish', dialect='Silesian', gender='woman', agency='', name='')
    >>> read_need("Language not given")
    Interpreter(language='', dialect='', gender='', agency='', name='')
    """
    language, *more = (part.strip() for part in re.split(r"[,;(]", said))
    if not language or language.casefold() == "language not given":
        return NOBODY
    rest = " ".join(more)
    gender = InterpreterGender.WOMAN if _WOMAN.search(rest) else InterpreterGender.MAN if _MAN.search(rest) else ""
    inside = re.search(r"\(([^)]*)\)", said)
    dialect = inside[1].strip() if inside and not (_WOMAN.search(inside[1]) or _MAN.search(inside[1])) else ""
    return Interpreter(language[:60], dialect[:60], str(gender))


def relative_in(name: str, family: Iterable[str]) -> bool:
    """Whether this name is of somebody of the family, or says that it is a relative or a friend (domain.md §5.5).

    >>> [relative_in(name, ["Ewa Nowak"]) for name in ("ewa  nowak", "her sister Ola", "Anna Kowal", "Ewa")]
    [True, True, False, False]
    """
    return bool(_RELATIVE.search(name)) or _plain(name) in {_plain(one) for one in family}


def same_name(one: str, other: str) -> bool:
    """Whether two names are written alike, whatever their capitals and spaces."""
    return bool(_plain(one)) and _plain(one) == _plain(other)


def may_be_the_same(one: str, other: str) -> bool:
    """Whether one name stands whole in the other.

    >>> [may_be_the_same("Anna", name) for name in ("Anna Kowal", "anna", "Hanna Kowal", "")]
    [True, True, False, False]
    """
    short, long = sorted((_plain(one), _plain(other)), key=len)
    return bool(short) and f" {short} " in f" {long} "


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
