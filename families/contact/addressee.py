"""Addressee: an answer of the contact rules about one person, one purpose and one channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from families.contact.versions import PLAIN, Version
from families.enums import Answer, Channel, Purpose


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who may, may not, or perhaps may be told. Made by `decide` alone (an architecture test sees to it).

    `about` and `recipient` let the question be asked again in the moment of sending. `value` is the number or address
    as it stands now. `not_before`: an allowed text that must wait for the morning. `reasons` are sentences for staff.
    `must_not_read`: numbers and addresses that no word to them may name (P24; `naming.names_any`). `version`: the
    language and form that the words must have, of those the question named (P46); `large_print`: how a letter is
    printed for them.
    """

    about: str
    team_id: int
    family_id: int | None
    recipient: str
    name: str
    role: str
    purpose: Purpose
    channel: Channel
    answer: Answer
    codes: Sequence[str]
    reasons: Sequence[str]
    point: str = ""
    value: str = ""
    reads: str = ""
    not_before: datetime | None = None
    must_not_read: Sequence[str] = ()
    version: Version = PLAIN
    large_print: bool = False

    @property
    def allowed(self) -> bool:
        """May go without asking anybody."""
        return self.answer is Answer.ALLOW

    @property
    def why(self) -> str:
        """The reasons as one text."""
        return " ".join(self.reasons)
