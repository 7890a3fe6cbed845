"""What a team's rule makes of the risk factors ticked (SCR-1). Pure: it suggests with its working, a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Ticked(Protocol):
    """A risk factor that was ticked: a `RiskItem`, or anything with its group, words and flag."""

    @property
    def group(self) -> str:
        """The group of the list it stands in."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def significant(self) -> bool:
        """Whether it counts as significant."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the rule suggests: whether it qualifies, the counts it looked at, and its working in words.

    `short` is for a list ("1 significant"); `working` says which factors counted, or what would have been needed.
    """

    qualifies: bool
    significant: int
    total: int
    short: str
    working: str


Alternative = Mapping[str, int]

_WORDS = {"significant": "significant", "minor": "minor", "total": "in all"}


def evaluate(rule: Sequence[Alternative], ticked: Sequence[Ticked]) -> Suggestion:
    """Which alternative of the rule is met first by these factors, if any (SCR-1, toolkit ch. 6).

    An alternative holds the least counts asked for, all of which must be met: `significant`, `minor` (those that are
    not significant), `total` (both), `groups` (different groups touched), `in_each` (so many in each of so many
    `groups`; NHS Lanarkshire's shape, domain.md §1.4).
    """
    significant = [item.text for item in ticked if item.significant]
    minor = len(ticked) - len(significant)
    met = next((alternative for alternative in rule if _is_met(alternative, ticked)), None)
    counted = f"{len(significant)} significant, {minor} minor"
    if met is None:
        working = f"Does not meet the rule: {counted}. It asks for {rule_in_words(rule)}."
        return Suggestion(False, len(significant), len(ticked), counted if ticked else "none ticked", working)
    short = _met_in_words(met, ticked)
    which = f" ({'; '.join(significant)})" if significant else ""
    said = f"Ticked: {len(significant)} significant{which}, {minor} minor."
    return Suggestion(True, len(significant), len(ticked), short, f"Meets the rule: {short}. {said}")


def rule_in_words(rule: Sequence[Alternative]) -> str:
    """ "1 significant, or 4 minor"."""
    return ", or ".join(_asked(alternative) for alternative in rule) or "nothing: no rule is set"


def _counts(ticked: Sequence[Ticked]) -> dict[str, int]:
    significant = sum(item.significant for item in ticked)
    return {"significant": significant, "minor": len(ticked) - significant, "total": len(ticked)}


def _is_met(alternative: Alternative, ticked: Sequence[Ticked]) -> bool:
    """An empty alternative asks for nothing, and so never speaks."""
    counts = _counts(ticked)
    enough = all(counts[name] >= alternative[name] for name in counts if name in alternative)
    groups = Counter(item.group for item in ticked)
    in_each = alternative.get("in_each", 1)
    full = sum(number >= in_each for number in groups.values())
    return bool(alternative) and enough and full >= alternative.get("groups", 1 if "in_each" in alternative else 0)


def _asked(alternative: Alternative) -> str:
    words = [f"{alternative[name]} {said}" for name, said in _WORDS.items() if name in alternative]
    groups = alternative.get("groups", 1)
    if "in_each" in alternative:
        words.append(f"{alternative['in_each']} in each of {groups} {_groups(groups)}")
    elif "groups" in alternative:
        words.append(f"in {groups} {_groups(groups)}")
    return " ".join(words) or "nothing"


def _met_in_words(alternative: Alternative, ticked: Sequence[Ticked]) -> str:
    counts = _counts(ticked)
    words = [f"{counts[name]} {said}" for name, said in _WORDS.items() if name in alternative]
    groups = Counter(item.group for item in ticked)
    if "in_each" in alternative:
        full = sum(number >= alternative["in_each"] for number in groups.values())
        words.append(f"{alternative['in_each']} or more in each of {full} {_groups(full)}")
    elif "groups" in alternative:
        words.append(f"in {len(groups)} {_groups(len(groups))}")
    return " ".join(words)


def _groups(number: int) -> str:
    return "group" if number == 1 else "groups"
