"""How it reads what is proposed for somebody with a reading or learning need (P68)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from caseload.selectors.proposing import Proposal
from families.enums import Answer, WordForm
from pitservice.ui.components import Callout


def callout(proposals: Sequence[Proposal], names: Mapping[int, str]) -> list[Callout]:
    """A line for each adult; nothing is ticked, a person decides."""
    if not proposals:
        return []
    lines = [_line(one, names.get(one.person.pk, one.person.name)) for one in proposals]
    return [Callout("How to tell somebody with a reading or learning need", lines)]


def _line(one: Proposal, name: str) -> str:
    return f"{name} ({'; '.join(one.needs)}): {_now(one)} {_then(one)}"


def _now(one: Proposal) -> str:
    """Text or call."""
    ways = ["text them"] if one.text.allowed else []
    ways += ["ring them"] if one.call.allowed else []
    if ways:
        return f"{' or '.join(ways).capitalize()} now."
    return f"A text or a call waits for a person: {one.call.why or one.text.why}"


def _then(one: Proposal) -> str:
    """The letter that confirms it, in their format; where we have none, what becomes of it."""
    letter = one.letter
    forms = ["large print"] if letter.large_print else []
    forms += ["easy read"] if letter.version.form == WordForm.EASY_READ else []
    if letter.allowed:
        in_form = f" in {' and '.join(forms)}" if forms else ""
        return f"Then a letter{in_form} confirms it."
    if letter.answer is Answer.REFUSE:
        return f"No letter may go: {letter.why}"
    if "other-format" in letter.codes:
        return (
            "Then a letter confirms it. There is none in the form that they need, so it waits for a person, who reads "
            "it out or records it, and says under Tell by other means that they have."
        )
    return f"Then a letter confirms it, which waits for a person: {letter.why}"
