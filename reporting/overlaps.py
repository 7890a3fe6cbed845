"""Periods that overlap: a quarter against the year to date, a month against its quarter (REP-1, decision 0028).

Each report hides its small counts by itself (`suppression`). Who holds two of periods that overlap can subtract one
from the other. So a report is held against those that were frozen before it: a breakdown is left out where its numbers
and theirs together would tell a small count, and the total where it would. Nothing that was sent is ever changed.

Two things are looked at. *Differences*: numbers shown of two periods give the number of what lies between them, and of
chains of periods likewise; none of these may be 1 to 4, nor one that a report hid. *Other worlds*: each small count
that is hidden anywhere must leave at least one other world open, which is the real one but for a row or two that stand
in another group, and in which every report reads the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from reporting.periods import Period
from reporting.suppression import FEW, LEAST_SHOWN, WITHHELD, is_small

Signature = frozenset[int]


@dataclass(frozen=True, slots=True)
class Told:
    """What one report says of one breakdown: its period, the words of each group, and the group of each row."""

    period: Period
    words: Mapping[str, str]
    rows: Mapping[int, str]

    @property
    def is_left_out(self) -> bool:
        """Whether it says nothing."""
        return all(word == WITHHELD for word in self.words.values())

    def allows(self, group: str, count: int) -> bool:
        """Whether the word of a group could stand for this count."""
        word = self.words.get(group, WITHHELD)
        if word == FEW:
            return is_small(count)
        return count >= (0 if self.is_left_out else LEAST_SHOWN)

    def hides(self, group: str) -> bool:
        """Whether it does not say how many."""
        return self.words.get(group, WITHHELD) in (FEW, WITHHELD)


@dataclass(frozen=True, slots=True)
class Span:
    """A number of a period as a report has it; `count` is None where the report hides it."""

    period: Period
    count: int | None


def count_of(shown: str) -> int | None:
    """The number that a report shows; None for a hidden one."""
    plain = shown.replace(",", "")
    return int(plain) if plain.isdigit() else None


def overlapping(period: Period, others: Iterable[Period]) -> set[Period]:
    """Those that share a day with this one, and those that share one with them, and so on; never itself."""
    left, found, reached = set(others) - {period}, set[Period](), [period]
    while reached:
        one = reached.pop()
        near = {other for other in left if other.starts_on <= one.ends_on and one.starts_on <= other.ends_on}
        left, found = left - near, found | near
        reached.extend(near)
    return found


def differences_tell(spans: Sequence[Span]) -> bool:
    """Whether numbers that are shown give, by adding and subtracting, one that is small or that a report hides."""
    at = _reckoned(spans)
    hidden = {_edges(span.period) for span in spans if span.count is None}
    for first, last in combinations(sorted(at), 2):
        (root, before), (other, after) = at[first], at[last]
        if root == other and (is_small(after - before) or (first, last) in hidden):
            return True
    return False


def _reckoned(spans: Sequence[Span]) -> Mapping[date, tuple[date, int]]:
    """For each day on which a number begins or ends: a day that it can be reckoned from, and how many lie between."""
    near: defaultdict[date, list[tuple[date, int]]] = defaultdict(list)
    for span in spans:
        if span.count is not None:
            starts, ends = _edges(span.period)
            near[starts].append((ends, span.count))
            near[ends].append((starts, -span.count))
    at: dict[date, tuple[date, int]] = {}
    for root in near:
        reached = [] if root in at else [(root, 0)]
        while reached:
            day, many = reached.pop()
            if day not in at:
                at[day] = (root, many)
                reached += [(other, many + more) for other, more in near[day]]
    return at


def _edges(period: Period) -> tuple[date, date]:
    return period.starts_on, period.ends_on + timedelta(days=1)


def tell(
    told: Sequence[Told], block: frozenset[str] = frozenset(), besides: Mapping[str, Sequence[Span]] | None = None
) -> bool:
    """Whether these reports together tell a small count of a breakdown.

    `block`: groups whose sum a reader knows from another breakdown, so that their rows stand in no other.
    `besides`: what else a reader has seen of a group.
    """
    groups = list(dict.fromkeys(group for one in told for group in one.words))
    for group in groups:
        seen = [Span(one.period, _shown(one, group)) for one in told]
        if differences_tell([*seen, *(besides or {}).get(group, ())]):
            return True
    many = _by_signature(told)
    counts = [Counter(one.rows.values()) for one in told]
    return any(
        is_small(counts[place][group])
        and one.hides(group)
        and not any(_is_open(told, counts, move) for move in _moves(place, group, many, _alike(group, groups, block)))
        for place, one in enumerate(told)
        for group in one.words
    )


def _shown(one: Told, group: str) -> int | None:
    """What it shows of a group; one that it did not have was 0."""
    return count_of(one.words.get(group, WITHHELD if one.is_left_out else "0"))


def _by_signature(told: Sequence[Told]) -> Mapping[Signature, Counter[str]]:
    """How many rows of each group the same reports count: the newest says in which group a row stands."""
    where: defaultdict[int, set[int]] = defaultdict(set)
    group_of: dict[int, str] = {}
    for place, one in enumerate(told):
        for pk, group in one.rows.items():
            where[pk].add(place)
            group_of[pk] = group
    many: defaultdict[Signature, Counter[str]] = defaultdict(Counter)
    for pk, places in where.items():
        many[frozenset(places)][group_of[pk]] += 1
    return many


def totals_tell(told: Sequence[Told], totals: Sequence[int | None], besides: Sequence[Span] = ()) -> bool:
    """Whether the totals of reports, None where hidden, tell a hidden one, or a small one of what lies between."""
    if differences_tell([*(Span(one.period, total) for one, total in zip(told, totals, strict=True)), *besides]):
        return True
    counts = [len(one.rows) for one in told]
    rows = list(_by_signature(told))
    return any(
        is_small(count)
        and not any(
            _may_move(out_of, to, counts, totals)
            for out_of in rows
            for to in (*rows, frozenset[int]())
            if (place in out_of) != (place in to)
        )
        for place, count in enumerate(counts)
    )


def _may_move(out_of: Signature, to: Signature, counts: Sequence[int], totals: Sequence[int | None]) -> bool:
    """Whether a row could be counted by other reports, and every total would read the same."""
    return all(
        totals[place] is None and is_small(counts[place]) == is_small(counts[place] + (1 if place in to else -1))
        for place in out_of ^ to
    )


@dataclass(frozen=True, slots=True)
class _Move:
    """One row counted by the reports `away` stands in `to` and not in `out_of`; one of those `back` the other way."""

    out_of: str
    to: str
    away: Signature
    back: Signature


def _moves(
    place: int,
    group: str,
    many: Mapping[Signature, Counter[str]],
    others: Sequence[str],
) -> Iterator[_Move]:
    """Every way in which one row or two could stand in other groups so that this report counts one more or fewer."""
    for here, rows in many.items():
        if place not in here:
            continue
        for other in others:
            for out_of, to in ((group, other), (other, group)):
                if not rows[out_of]:
                    continue
                yield _Move(out_of, to, here, frozenset())
                for there, theirs in many.items():
                    if place not in there and theirs[to]:
                        yield _Move(out_of, to, here, there)


def _alike(group: str, groups: Sequence[str], block: frozenset[str]) -> list[str]:
    """The other groups in which its rows could stand."""
    return [other for other in groups if other != group and (other in block) == (group in block)]


def _is_open(told: Sequence[Told], counts: Sequence[Counter[str]], move: _Move) -> bool:
    """Whether every report would read the same."""
    for place in move.away ^ move.back:
        one, more = told[place], 1 if place in move.away else -1
        if not (one.hides(move.to) and one.hides(move.out_of)):
            return False
        if not one.allows(move.to, counts[place][move.to] + more):
            return False
        if not one.allows(move.out_of, counts[place][move.out_of] - more):
            return False
    return True
