"""Asking everything again about one copy: is it wanted, what do the contact rules say, the same address (CON-1, P1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from families.enums import Answer
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.letters.selectors import answer_now
from pitservice.messaging.rules import CHANGED, GONE, NOT_WANTED, allowed
from pitservice.messaging.wanted import still_wanted


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
    if (addressee.point, addressee.value) != (copy.point, copy.address):
        return Problem(CopyState.HELD, CHANGED.format(name=copy.reader_name), addressee.answer)
    return None
