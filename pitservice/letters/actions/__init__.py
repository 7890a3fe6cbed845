"""Every write about letters: writing them, a person's decisions about each copy, making the PDF, posting."""

from __future__ import annotations

from pitservice.letters.actions.deciding import cancel, confirm, mark_posted, retry, tell_by_other_means
from pitservice.letters.actions.making import make
from pitservice.letters.actions.writing import CopyFor, cancel_wanted, forget_confirmed, look_again, write

__all__ = [
    "CopyFor",
    "cancel",
    "cancel_wanted",
    "confirm",
    "forget_confirmed",
    "look_again",
    "make",
    "mark_posted",
    "retry",
    "tell_by_other_means",
    "write",
]
