"""What every gateway answers, and what may be relied on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pitservice.messaging.enums import Failure


@dataclass(frozen=True, slots=True)
class Accepted:
    """The gateway has it; `gateway_reference` is its own name for it."""

    gateway_reference: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The gateway certainly does not have it. `again`: the same may be tried later (it was down, or too busy)."""

    failure: Failure
    again: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A PDF that goes with an e-mail, under this name."""

    name: str
    content: bytes


class Unclear(Exception):
    """It may have it or not: it did not answer in time, or answered with a fault. Never a failure, never a success."""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a message that the gateway knows; `failure` when it was refused or could not be delivered."""

    gateway_reference: str = ""
    failure: Failure | None = None
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the far end says later, unasked, of a message it was given: it has it, it arrived, or it never will."""

    reference: UUID
    gateway_reference: str
    delivered: bool = False
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A text that somebody sent to us."""

    gateway_reference: str
    sender: str
    receiver: str
    words: str
    received_at: datetime


class Gateway(ABC):
    """One way out. Instances are made for each round of sending and hold no connection between calls."""

    name: ClassVar[str]
    #: A message can be looked up by our reference.
    finds: ClassVar[bool] = False
    #: The same reference sent twice is one message at the far end.
    deduplicates: ClassVar[bool] = False
    #: Replies reach us; where they do not, a text says so and names a number to ring (P44).
    receives: bool = False
    #: What the service answers to STOP, HELP and the like by itself, without us (P44); empty: nothing.
    answers_by_itself: ClassVar[str] = ""
    #: How many messages may be on their way at once.
    in_flight: int = 1

    @abstractmethod
    def send(self, reference: UUID, value: str, subject_line: str, words: str) -> Accepted | Rejected:
        """Hand over one message. Raises Unclear when nobody can say whether it was taken."""

    def send_with(
        self,
        reference: UUID,
        value: str,
        subject_line: str,
        words: str,
        attached: Attached,
    ) -> Accepted | Rejected:
        """The same with a PDF (P43); a gateway that carries none takes none, and certainly does not have it."""
        return Rejected(Failure.TECHNICAL)

    def find(self, reference: UUID) -> Found | None:
        """What the far end knows under our reference; None: it never had it. Raises Unclear when it cannot be asked."""
        raise NotImplementedError(f"{self.name} cannot look messages up")

    def received(self) -> Iterator[Sequence[Received]]:
        """What came in lately, page by page, the newest first; nothing from a gateway that only brings it to us.

        Raises Unclear when it cannot be asked.
        """
        return iter(())
