"""Whether words may be saved as a template: every fault is found then, never when somebody is written to (issue 5).

Pure: each fault as a sentence in the NHS's manner, under the name of the question it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from families.contact import Version
from families.contact.versions import ENGLISH, name_of
from families.enums import Channel
from pitservice.letters import fonts
from pitservice.letters.catalogue import Template
from pitservice.letters.fields import ALWAYS, FIELDS, MAY_GO, OPTIONAL, REACH, fields_in
from pitservice.letters.words import LETTERS, TEXTS, lines_of, shipped
from pitservice.messaging.length import parts

#: What a letter says besides its paragraphs, asked for where it is not English.
FRAME = ("heading", "greeting", "ending", "copied_to_heading")
#: More parts than this is a letter, not a text.
MOST_PARTS = 4
MOST_WORDS = 6000


@dataclass(frozen=True, slots=True)
class NewWords:
    """What somebody wants a template to say."""

    template: Template
    version: Version
    words: str
    frame: Mapping[str, str] = field(default_factory=dict)


def known_fields(template: Template, version: Version) -> list[str]:
    """The merge fields these words may name, in the order in which the shipped words have them (P46)."""
    ours = [name for line in shipped(template.name) for name in FIELDS if name in fields_in(line)]
    known = list(dict.fromkeys([*ours, *(name for name in FIELDS if name in ALWAYS)]))
    return [name for name in known if version.language == ENGLISH or not FIELDS[name].in_english]


def needed_fields(template: Template, version: Version) -> list[str]:
    """Those that must be there, so that nothing is lost that somebody was to be told."""
    ours = {name for line in shipped(template.name) for name in fields_in(line)}
    return [name for name in known_fields(template, version) if name in ours - MAY_GO]


def why_not_translated(template: Template) -> str:
    """Why these words can have no version in another language; empty where they can (P46)."""
    needed = {**LETTERS, **TEXTS}[template.name]
    if not template.to_families:
        return "Professionals are written to in English."
    stuck = [name for name in FIELDS if name in needed and FIELDS[name].in_english]
    if stuck:
        names = " and ".join(f"{{{name}}}" for name in stuck)
        return f"These words carry {names}, which is written in English for one family: call with an interpreter."
    return ""


def faults(new: NewWords) -> Iterator[tuple[str, str]]:
    """What is wrong, as (question, sentence); nothing where it may be saved."""
    if not lines_of(new.words):
        yield "words", "Enter the words"
        return
    if len(new.words) > MOST_WORDS:
        yield "words", f"The words must be {MOST_WORDS:,} characters or fewer"
    yield from _faults_of_fields(new)
    if new.template.channel is Channel.LETTER:
        yield from _unprintable(new)
    elif new.template.channel is Channel.TEXT and (long := parts(new.words)) > MOST_PARTS:
        yield "words", f"The text must be shorter: it has {long} parts, and {MOST_PARTS} is the most"


def _faults_of_fields(new: NewWords) -> Iterator[tuple[str, str]]:
    used, known = fields_in(new.words), known_fields(new.template, new.version)
    language = name_of(new.version.language)
    for name in sorted(used - set(known)):
        if name in FIELDS and FIELDS[name].in_english and new.version.language != ENGLISH:
            yield "words", f"Take out {{{name}}}: it is filled in with English words, and this version is {language}"
        else:
            yield "words", f"Take out {{{name}}}: these words have no such field. The fields are in the list above"
    for name in needed_fields(new.template, new.version):
        if name not in used:
            yield "words", f"Put in {{{name}}}: {_lower(FIELDS[name].says)}"
    if new.template.is_nameless:
        for name in sorted(used & (REACH | {"team"})):
            yield "words", f"Take out {{{name}}}: whoever finds this text must not learn who writes"
    elif new.template.to_families and not used & REACH:
        reach = "{ring_us} or {phone}" if new.version.language == ENGLISH else "{phone}"
        yield "words", f"Put in {reach}, so that nobody is left without a number"
    if new.template.channel is Channel.TEXT and "team" not in used and not new.template.is_nameless:
        yield "words", "Put in {team}, so that the reader knows who writes"
    for line in lines_of(new.words):
        beside = [name for name in OPTIONAL if name in fields_in(line) and line != f"{{{name}}}"]
        for name in beside:
            yield "words", f"Put {{{name}}} on a line of its own: it is left out when there is nothing to say"
    if "{" in _without_fields(new.words) or "}" in _without_fields(new.words):
        yield "words", "Take out the single { or }: a field is a name between both, like {team}"


def _without_fields(words: str) -> str:
    for name in fields_in(words):
        words = words.replace(f"{{{name}}}", "")
    return words


def _unprintable(new: NewWords) -> Iterator[tuple[str, str]]:
    """Characters that none of our fonts has: such a letter could never be printed (P46)."""
    for name, said in (("words", new.words), *new.frame.items()):
        missing = fonts.missing_in(said)
        if missing is not None:
            yield (
                name,
                f"These words cannot be printed: no font here has the character {fonts.describe(missing)}. Write it "
                "another way, or have the letter read by an interpreter",
            )


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")
