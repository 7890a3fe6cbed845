"""How well a sheet is matched against itself, beside the truth about it: for the command and the benchmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from referrals.matching.blocks import Index
from referrals.matching.facts import Certainty, Story
from referrals.matching.stories import compare

Pair = tuple[str, str]


@dataclass
class Tally:
    """Pairs of rows that are truly one, those that were offered, and those that were called certain."""

    true: set[Pair] = field(default_factory=set)
    offered: set[Pair] = field(default_factory=set)
    certain: set[Pair] = field(default_factory=set)

    @property
    def recall(self) -> float:
        """Of the true pairs, the part that was offered."""
        return len(self.true & self.offered) / len(self.true) if self.true else 1.0

    @property
    def precision(self) -> float:
        """Of the pairs offered, the part that is true."""
        return len(self.true & self.offered) / len(self.offered) if self.offered else 1.0

    @property
    def certain_wrong(self) -> int:
        """Pairs called certain that are two."""
        return len(self.certain - self.true)


def score(stories: Sequence[Story], truth: Mapping[str, tuple[str, str]]) -> dict[str, Tally]:
    """Tallies for "family" and "baby". `truth` says of each story's `ref` which family and which baby it is about."""
    families, babies = Tally(), Tally()
    for one, other in combinations(sorted(truth), 2):
        if truth[one][0] == truth[other][0]:
            families.true.add((one, other))
        if truth[one][1] == truth[other][1]:
            babies.true.add((one, other))
    for pair, family, baby in _offers(stories):
        families.offered.add(pair)
        if family == Certainty.CERTAIN:
            families.certain.add(pair)
        if baby:
            babies.offered.add(pair)
        if min(family, baby) == Certainty.CERTAIN:
            babies.certain.add(pair)
    return {"family": families, "baby": babies}


def _offers(stories: Sequence[Story]) -> Iterator[tuple[Pair, Certainty, Certainty]]:
    """Each pair that matching offers, with how sure it is of the family and of the baby."""
    index = Index(stories)
    for story in stories:
        for other in index.alike(story):
            if story.ref < other.ref and (found := compare(story, other)).certainty:
                sure = max((pair.likeness.certainty for pair in found.babies), default=Certainty.NONE)
                yield (story.ref, other.ref), found.certainty, sure
