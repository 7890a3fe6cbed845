"""The guard of anonymous consultations: does this hold what looks like a name, number or postcode? (CNS-1, P80)

It reads the words alone and never the record, so that what it says cannot tell whether somebody is known here. It
asks again and never forbids: a person may confirm that the words name nobody. A name in small letters, a single first
name or a place slips past it; the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nhs_number.validate import is_valid as is_nhs_number
from phonenumbers import Leniency, PhoneNumberMatcher

_NHS_NUMBER = re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)
_LEAST_DIGITS_OF_A_PHONE = 10
#: A word of a name: "Aisha", "O'Brien", "Łukasz", "KHAN", "Smith-Jones".
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
#: What may stand between the two words of one name.
_BETWEEN = re.compile(r"[ \t]+")

#: Words that are written with a capital and are nobody's name; compared in small letters.
_NO_NAMES = frozenset(
    re.findall(
        r"\S+",
        """
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
        september october november december christmas easter i we the a an and but or if in on at of to for with she
        he they her his their baby mother father mum dad parent parents partner family infant child carer sibling
        twins it this that there when while after before not no yes about also yesterday today then so as by from my
        our your is was health visitor midwife gp general practitioner social worker services care early help hub hubs
        children's childrens centre nursery school hospital neonatal unit perinatal mental team teams talking
        therapies nhs hv camhs mash dr mr mrs ms miss consultation consultee consultant discussed agreed talked
        supervision safeguarding lead england wales scotland ireland northern united kingdom britain english welsh
        scottish irish polish urdu punjabi romanian arabic bengali somali video interaction guidance circle security
        watch wait wonder
        """,
    )
)


def looks_identifying(text: str) -> str | None:
    """The first piece of the text that looks like an NHS number (Mod 11), phone, postcode or name; None for none."""
    return next(_findings(text), None)


def identifying(texts: Mapping[str, str]) -> dict[str, str]:
    """The first such piece of each of several texts, by its name; texts without one are left out."""
    found = {name: looks_identifying(text) for name, text in texts.items()}
    return {name: piece for name, piece in found.items() if piece}


def _findings(text: str) -> Iterator[str]:
    for match in _NHS_NUMBER.finditer(text):
        if is_nhs_number(re.sub(r"\D", "", match.group())):
            yield match.group()
    for phone in PhoneNumberMatcher(text, "GB", leniency=Leniency.POSSIBLE):
        digits = sum(character.isdigit() for character in phone.raw_string)
        if digits >= _LEAST_DIGITS_OF_A_PHONE and phone.raw_string.lstrip("(")[0] in "+0":
            yield phone.raw_string
    for match in _POSTCODE.finditer(text):
        yield match.group()
    yield from _pairs_of_names(text)


def _pairs_of_names(text: str) -> Iterator[str]:
    """Two or more capitalised words beside each other, none of them a word that is nobody's name."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if run and not (_could_be_a_name(word.group()) and _BETWEEN.fullmatch(text[run[-1].end() : word.start()])):
            yield from _pair(run, text)
            run = []
        if _could_be_a_name(word.group()):
            run.append(word)
    yield from _pair(run, text)


def _pair(run: list[re.Match[str]], text: str) -> Iterator[str]:
    if len(run) > 1:
        yield text[run[0].start() : run[-1].end()]


def _could_be_a_name(word: str) -> bool:
    plain = word.lower().replace("’", "'")
    return word[0].isupper() and len(word) > 1 and plain.removesuffix("'s") not in _NO_NAMES and plain not in _NO_NAMES
