"""Asking everything again about one copy: is it wanted, what do the contact rules say, the same address (CON-1, P1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from families.contact import NAMED, Addressee, names_any
from families.contact.normal import normal_address
from families.enums import Answer
from pitservice.letters.enclosing import withdrawn
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.letters.selectors import answer_now
from pitservice.messaging.rules import CHANGED, GONE, NOT_WANTED, allowed
from pitservice.messaging.wanted import still_wanted

REPLACED = "“{title}”, which goes with it, was replaced or taken off the list. Choose again what goes with it."
LARGE = "{name} needs large print now: have it made again."


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a copy may not go now: the state it belongs in, the rules' answer, and the reason in words."""

    state: CopyState
    why: str
    answer: str = ""


def problem(copy: Copy, now: datetime) -> Problem | None:
    """What stops this copy as things are now; None when it may go."""
    if not still_wanted(copy.wanted):
        return Problem(CopyState.CANCELLED, NOT_WANTED)
    addressee = answer_now(copy, now)
    if addressee is None:
        return Problem(CopyState.HELD, GONE.format(name=copy.reader_name), Answer.REFUSE)
    if not allowed(addressee, copy.confirmed_codes):
        return Problem(CopyState.HELD, addressee.why, addressee.answer)
    others = copy.letter.copies.exclude(pk=copy.pk).values_list("address", flat=True)
    if names_what_it_must_not([copy.title, *copy.paragraphs, *copy.copied_to], addressee, others):
        return Problem(CopyState.HELD, NAMED.format(name=copy.reader_name), addressee.answer)
    if addressee.large_print and not copy.large_print:
        return Problem(CopyState.HELD, LARGE.format(name=copy.reader_name), addressee.answer)
    if (addressee.point, addressee.value) != (copy.point, copy.address):
        return Problem(CopyState.HELD, CHANGED.format(name=copy.reader_name), addressee.answer)
    if gone := withdrawn(copy):
        return Problem(CopyState.HELD, REPLACED.format(title=gone[0]), addressee.answer)
    return None


def names_what_it_must_not(words: Sequence[str], to: Addressee, others: Iterable[str]) -> bool:
    """Whether a copy names an address or number secret from its reader, or another reader's address (P24, P40)."""
    own = normal_address(to.value)
    foreign = [address for address in others if address.strip() and normal_address(address) != own]
    return names_any(words, [*to.must_not_read, *foreign])
