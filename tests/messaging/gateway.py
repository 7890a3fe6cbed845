"""Gateways for tests that say beforehand what they answer: the far end's part is what is tested against."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pitservice.messaging.gateways import Accepted, Found, Gateway, Rejected, Unclear


class Scripted(Gateway):
    """Answers what the test put into `answers`, and remembers what it was given."""

    name = "scripted"
    receives = True
    finds: ClassVar[bool] = True
    answers: ClassVar[list[Accepted | Rejected | Exception]] = []
    found: ClassVar[Found | Exception | None] = None
    given: ClassVar[list[tuple[UUID, str, str]]] = []
    asked: ClassVar[list[UUID]] = []

    @classmethod
    def script(cls, *answers: Accepted | Rejected | Exception, found: Found | Exception | None = None) -> None:
        """Begin anew with these answers."""
        Scripted.answers, Scripted.found = list(answers), found
        Scripted.given, Scripted.asked = [], []

    def send(self, reference: UUID, value: str, subject_line: str, words: str) -> Accepted | Rejected:
        """The next answer."""
        self.given.append((reference, value, words))
        answer = self.answers.pop(0) if self.answers else Accepted("far-1")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def find(self, reference: UUID) -> Found | None:
        """What the test said is found."""
        self.asked.append(reference)
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


class Blind(Scripted):
    """Can neither look up nor tell that a reference came before."""

    name = "blind"
    finds: ClassVar[bool] = False


class Parallel(Scripted):
    """Takes several at once."""

    name = "parallel"
    in_flight = 4


SCRIPTED = f"{__name__}.Scripted"
BLIND = f"{__name__}.Blind"
PARALLEL = f"{__name__}.Parallel"
__all__ = ["BLIND", "PARALLEL", "SCRIPTED", "Blind", "Parallel", "Scripted", "Unclear"]
