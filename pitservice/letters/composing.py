"""What each reader of a letter gets, and what stands against a copy (LET-1, P40, P41). Pure: no query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from families.contact import Addressee, may_be_confirmed
from families.enums import Answer
from pitservice.letters.enums import Asked, Online, Patient, Way
from pitservice.letters.models import CopyChoice, Letter

#: First in a GP's copy, so that whoever files it reads it before anything else (P41).
NOT_ONLINE = (
    "Please do not show this letter online. Do not make it visible in the NHS App or through online access to the"
    " record: somebody could be harmed if it were seen on a phone."
)
_MARK_FIRST = (
    "Say first which paragraphs are about a parent: a GP's copy for the baby's record carries no parent's history."
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may get a copy: the contact rules' answer, and what a person decided (None: nobody has).

    `to` is the answer for the way that was chosen, by post where nobody chose; `ways` of a professional the answer for
    each way (P43). `agreed_to`: the other readers of whom this one knows, because they agreed that they may be told.
    `attended`: those whom the letter is written to.
    """

    to: Addressee
    key: str
    is_main: bool
    is_gp: bool
    choice: CopyChoice | None = None
    agreed_to: Set[str] = frozenset()
    attended: Set[str] = frozenset()
    ways: Mapping[Way, Addressee] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        """As the contact rules name them."""
        return self.to.recipient

    @property
    def is_adult(self) -> bool:
        """An adult of the family; else a professional."""
        return self.ref.startswith("person:")

    @property
    def is_absent(self) -> bool:
        """An adult who did not attend (P40)."""
        return self.is_adult and not self.is_main

    @property
    def goes(self) -> bool:
        """Whether a copy goes: whom the letter is written to unless a person said no, everybody else on a yes (P40)."""
        return self.choice.goes if self.choice else self.is_main

    @property
    def may_not(self) -> str:
        """Why nobody can send this reader a copy; empty where somebody can."""
        return self.to.why if _is_shut(self.to) else ""

    @property
    def open_ways(self) -> list[Way]:
        """The ways by which a copy could go, as the contact rules stand (P43)."""
        return [way for way, to in (self.ways or {Way.POST: self.to}).items() if not _is_shut(to)]


def _is_shut(to: Addressee) -> bool:
    return to.answer is Answer.REFUSE and not may_be_confirmed(to.answer, to.codes)


def left_out(letter: Letter, reader: Reader) -> Set[int]:
    """Places of the paragraphs that this reader does not get; of the baby's GP those about a parent too (P41)."""
    found = set(reader.choice.left_out) if reader.choice else set()
    if reader.is_gp and reader.choice and reader.choice.patient == Patient.BABY:
        found |= set(letter.about_parent or ())
    return found


def paragraphs_for(letter: Letter, reader: Reader) -> list[str]:
    """The words as this reader gets them: each copy is a document of its own (P40)."""
    hidden = left_out(letter, reader)
    words = [text for place, text in enumerate(letter.paragraphs) if place not in hidden]
    first = [NOT_ONLINE] if reader.choice and reader.choice.online == Online.HIDE else []
    return [*first, *words]


def proposed_names(reader: Reader, readers: Sequence[Reader]) -> list[str]:
    """Whom this copy may name without asking anybody: those who came, and whom this reader agreed to be told (P40)."""
    others = [other for other in readers if other.ref != reader.ref]
    return [other.ref for other in others if other.is_main or other.ref in reader.agreed_to]


def copied_to(reader: Reader, readers: Sequence[Reader]) -> list[str]:
    """The names on this copy's *copied to* line: of those who get one, whom this reader may know of (P40)."""
    chosen = reader.choice.named if reader.choice else None
    allowed = proposed_names(reader, readers) if chosen is None else chosen
    return [other.to.name for other in readers if other.ref != reader.ref and other.goes and other.ref in allowed]


def objection(letter: Letter, reader: Reader) -> str:
    """What must be settled before a copy may go to this reader; empty when nothing (P40, P41)."""
    if not reader.goes:
        return ""
    name, choice = reader.to.name, reader.choice
    if reader.may_not:
        return f"Nothing may go to {name}. {reader.may_not}"
    if reader.is_absent and (choice is None or choice.asked_answer != Asked.YES or choice.asked not in reader.attended):
        return f"{name} was not there: a parent who was must have been asked, and have agreed to this copy."
    if reader.is_gp:
        return _gp_objection(letter, name, choice)
    if not paragraphs_for(letter, reader):
        return f"Every paragraph is left out of the copy for {name}."
    return ""


def _gp_objection(letter: Letter, name: str, choice: CopyChoice | None) -> str:
    if choice is None or not choice.online or not choice.patient:
        return f"Say whose record {name} files this in, and whether anyone seeing that person's phone could be harmed."
    if choice.online == Online.REFUSE:
        return f"You said that a copy for {name} could harm somebody: it must not go."
    if choice.patient == Patient.BABY and letter.about_parent is None:
        return _MARK_FIRST
    if len(set(choice.left_out) | (set(letter.about_parent or ()) if choice.patient == Patient.BABY else set())) >= len(
        letter.paragraphs
    ):
        return f"Every paragraph is left out of the copy for {name}."
    return ""
