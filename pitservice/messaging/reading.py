"""What a text that came in is besides its words. Pure. Only a bare word counts: “he won't stop” is read (P44)."""

from __future__ import annotations

import re

from pitservice.messaging.enums import Meaning

#: Each is the whole of a text, in any case, with whatever punctuation and spaces (domain.md §5.3).
_STOP = frozenset(
    {"stop", "stopall", "stop all", "stop texts", "stop texting", "stop messages", "unsubscribe", "unsub", "opt out",
     "optout", "no texts", "no more texts", "end", "quit", "cancel texts", "remove me"}
)  # fmt: skip
_START = frozenset({"start", "unstop", "start texts", "opt in", "optin", "subscribe", "resume texts"})
_CONFIRM = frozenset(
    {"y", "yes", "yes please", "yes thanks", "yes thank you", "confirm", "confirmed", "i confirm", "ok", "okay",
     "yes ok", "c u then", "see you then", "will be there", "ill be there", "i will be there"}
)  # fmt: skip
_CHANGE = frozenset(
    {"c", "change", "change please", "cancel", "cancel please", "n", "no", "cant come", "cannot come", "i cant come",
     "i cannot come", "cant make it", "i cant make it", "rearrange", "rebook", "move"}
)  # fmt: skip


def bare(words: str) -> str:
    """Small letters and digits with single spaces; apostrophes leave nothing, other signs leave a space.

    >>> bare("  STOP!! "), bare("I can’t come.")
    ('stop', 'i cant come')
    """
    plain = re.sub(r"['’‘`]", "", words.casefold())
    return " ".join(re.sub(r"[^\w]+", " ", plain).replace("_", " ").split())


def meaning_of(words: str, *, after_reminder: bool) -> Meaning:
    """What the whole text says, where it says no more than that; "yes" and the like only count after a reminder.

    >>> meaning_of("Stop.", after_reminder=True), meaning_of("he won't stop", after_reminder=True)
    (Meaning.STOP, Meaning.WORDS)
    """
    said = bare(words)
    if said in _STOP:
        return Meaning.STOP
    if said in _START:
        return Meaning.START
    if after_reminder and said in _CONFIRM:
        return Meaning.CONFIRM
    if after_reminder and said in _CHANGE:
        return Meaning.CHANGE
    return Meaning.WORDS
