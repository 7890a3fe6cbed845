"""What is hidden cannot be got back (REP-1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reporting.figures import Breakdown, Cell, words_of
from reporting.indicators.base import Cut, Within
from reporting.suppression import FEW, WITHHELD, protect, protect_again, shown


def could_be(words: Sequence[str], total: str) -> list[tuple[int, ...]]:
    """Every list of counts for which a reader would see just these words beside this total.

    The reader knows everything: the words, the total, that 0 is shown, and the rule itself, which is run again.
    """
    if total == FEW:
        totals: Sequence[int] = range(1, 5)
    else:
        totals = [int(total.replace(",", ""))]
    return [
        counts
        for number in totals
        for counts in _filled(words, number)
        if protect(counts) == list(words) and shown(sum(counts)) == total
    ]


def _filled(words: Sequence[str], left: int) -> Iterator[tuple[int, ...]]:
    if not words:
        if left == 0:
            yield ()
        return
    for count in _of_word(words[0], left):
        for others in _filled(words[1:], left - count):
            yield (count, *others)


def _of_word(word: str, left: int) -> Sequence[int]:
    if word == FEW:
        return range(1, min(4, left) + 1)
    if word == WITHHELD:
        return range(left + 1)
    return [int(word)] if int(word) <= left else []


@pytest.mark.rule("REP-1")
@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
@example([4, 4, 4, 4, 4])
@example([4, 6, 6, 6, 7])
@example([4, 8, 8, 8, 12])
def test_no_hidden_count_can_be_got_back(counts: list[int]) -> None:
    words = protect(counts)

    possible = could_be(words, shown(sum(counts)))

    assert tuple(counts) in possible
    for place, count in enumerate(counts):
        if 0 < count < 5:
            assert words[place] in (FEW, WITHHELD)
            assert len({one[place] for one in possible}) > 1


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize(("groups", "most"), [(2, 25), (3, 18), (4, 10)])
def test_no_hidden_count_of_any_small_table_can_be_got_back(groups: int, most: int) -> None:
    """Every table there is, by what a reader sees of it: a small count never stands alone behind the same words."""
    behind: defaultdict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=groups):
        if sum(counts) <= most:
            behind[(*protect(counts), shown(sum(counts)))].append(counts)

    for tables in behind.values():
        for place in range(groups):
            found = {counts[place] for counts in tables}
            assert len(found) > 1 or not found & {1, 2, 3, 4}


@pytest.mark.rule("REP-1")
@given(st.lists(st.integers(0, 300), max_size=20))
def test_what_is_shown_is_true_and_0_is_shown_unless_the_breakdown_is_left_out(counts: list[int]) -> None:
    words = protect(counts)

    for count, word in zip(counts, words, strict=True):
        assert word in (FEW, WITHHELD) or word == f"{count:,}"
        assert word != FEW or 0 < count < 5
    if set(words) != {WITHHELD}:
        assert all(word == "0" for count, word in zip(counts, words, strict=True) if count == 0)


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([12, 6, 0], ["12", "6", "0"]),
        ([12, 4, 3, 2, 0], ["12", FEW, FEW, FEW, "0"]),
        ([12, 9, 3, 0], ["12", WITHHELD, FEW, "0"]),
        ([4, 4, 20], [FEW, FEW, WITHHELD]),
        ([3, 0], [WITHHELD, WITHHELD]),
        ([1, 5], [WITHHELD, WITHHELD]),
        ([0, 0], ["0", "0"]),
        ([], []),
    ],
)
def test_examples(counts: list[int], words: list[str]) -> None:
    assert protect(counts) == words


@pytest.mark.parametrize(("count", "word"), [(0, "0"), (1, FEW), (4, FEW), (5, "5"), (1200, "1,200")])
def test_a_count_that_stands_alone(count: int, word: str) -> None:
    assert shown(count) == word


Again = Callable[[Sequence[int], Sequence[bool]], list[str]]


def _given_away(groups: int, most: int, again: Again) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every two editions of a table, up to `most` in all, of which one small count can be told from the two together.

    The reader knows the words and totals of both, and takes it that one group at most has changed in between: a single
    record was entered late, or corrected.
    """
    tables = [counts for counts in product(range(most + 1), repeat=groups) if sum(counts) <= most]
    found = []
    for first in tables:
        words = protect(first)
        hidden = [word in (FEW, WITHHELD) for word in words]
        for second in _one_changed(first, most):
            later = again(second, hidden)
            pairs = [
                (one, other)
                for one in _as_told(tables, words, shown(sum(first)))
                for other in _one_changed(one, most)
                if _tells(later, other) and shown(sum(other)) == shown(sum(second))
            ]
            for edition, place in product((0, 1), range(groups)):
                possible = {pair[edition][place] for pair in pairs}
                if len(possible) == 1 and possible & {1, 2, 3, 4}:
                    found.append((first, second))
    return found


def _one_changed(counts: tuple[int, ...], most: int) -> list[tuple[int, ...]]:
    changed = {
        (*counts[:place], other, *counts[place + 1 :]) for place in range(len(counts)) for other in range(most + 1)
    }
    return sorted(one for one in changed if sum(one) <= most)


def _tells(words: Sequence[str], counts: Sequence[int]) -> bool:
    """Whether the words can stand for these counts, by what they say."""
    return all(
        word == WITHHELD or (0 < count < 5 if word == FEW else word == str(count))
        for word, count in zip(words, counts, strict=True)
    )


def _as_told(tables: Sequence[tuple[int, ...]], words: Sequence[str], total: str) -> list[tuple[int, ...]]:
    return [one for one in tables if shown(sum(one)) == total and _tells(words, one)]


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize(("groups", "most"), [(2, 14), (3, 9)])
def test_two_editions_together_tell_no_small_count_unless_a_shown_group_fell_below_five(groups: int, most: int) -> None:
    for first, second in _given_away(groups, most, protect_again):
        fallen = [one for one, other in zip(first, second, strict=True) if one >= 5 > other > 0]
        assert fallen, (first, second)


@pytest.mark.rule("REP-1")
def test_without_the_care_for_two_editions_a_late_entry_would_tell_what_was_hidden() -> None:
    def as_if_alone(counts: Sequence[int], _: Sequence[bool]) -> list[str]:
        return protect(counts)

    assert ((3, 6), (5, 6)) not in _given_away(2, 12, protect_again)
    assert len(_given_away(2, 12, as_if_alone)) > 10 * len(_given_away(2, 12, protect_again))


@pytest.mark.rule("REP-1")
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=6))
def test_what_was_hidden_stays_hidden_and_small_counts_are_hidden_anyway(pairs: list[tuple[int, int]]) -> None:
    hidden = [word in (FEW, WITHHELD) for word in protect([first for first, _ in pairs])]
    counts = [second for _, second in pairs]

    words = protect_again(counts, hidden)

    for count, before, word in zip(counts, hidden, words, strict=True):
        assert word in (FEW, WITHHELD) or (word == str(count) and not before and not 0 < count < 5)
        assert word != FEW or 0 < count < 5
    assert protect_again(counts, [word in (FEW, WITHHELD) for word in words]) == words


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ([12, 9, 3, 0], [12, 9, 5, 0], ["12", WITHHELD, WITHHELD, "0"]),
        ([12, 9, 3, 0], [13, 9, 3, 0], ["13", WITHHELD, FEW, "0"]),
        ([12, 9, 0], [12, 9, 3], [WITHHELD] * 3),
        ([12, 9, 7], [12, 9, 8], ["12", "9", "8"]),
        ([1, 5], [9, 9], [WITHHELD] * 2),
    ],
)
def test_examples_of_a_second_edition(first: list[int], second: list[int], words: list[str]) -> None:
    assert protect_again(second, [word in (FEW, WITHHELD) for word in protect(first)]) == words


def _counted_as(counts: dict[str, int], words: dict[str, str]) -> Breakdown:
    return Breakdown("above", "Above", [Cell(key, key, count, words[key]) for key, count in counts.items()])


def _alone_behind_its_words(told: Mapping[tuple[str, ...], Sequence[tuple[int, ...]]]) -> list[tuple[str, ...]]:
    """What a reader sees where a small count stands alone behind it."""
    return [
        words
        for words, tables in told.items()
        for place in range(len(tables[0]))
        if len(found := {counts[place] for counts in tables}) == 1 and found & {1, 2, 3, 4}
    ]


@pytest.mark.rule("REP-1")
def test_a_breakdown_that_divides_one_group_of_another_gives_nothing_away() -> None:
    """Seen sessions by their length, beside all appointments by attendance: every table up to 16 appointments."""
    cut = Cut("length", "", None, lambda _: (), within=Within("above", frozenset({"seen"}), frozenset({"s", "l"})))
    told: defaultdict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
    for short, long, late, missed in product(range(17), repeat=4):
        if short + long + late + missed > 16:
            continue
        above = {"seen": short + long, "late": late, "missed": missed}
        words = dict(zip(above, protect(list(above.values())), strict=True))
        below = words_of(
            cut, {"s": short, "l": long, "none": late + missed}, None, {"above": _counted_as(above, words)}
        )
        seen = (*words.values(), *below.values(), shown(sum(above.values())))
        told[seen].append((short, long, late, missed, short + long, late + missed))

    assert not _alone_behind_its_words(told)
    assert any(FEW not in words and WITHHELD not in words for words in told)


@pytest.mark.rule("REP-1")
def test_a_breakdown_by_two_things_at_once_gives_nothing_away_beside_each_of_them() -> None:
    cut = Cut("both", "", None, lambda _: (), crosses=("rows", "columns"))
    told: defaultdict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
    for one, two, three, four in product(range(21), repeat=4):
        if one + two + three + four > 20:
            continue
        sides = {"rows": (one + two, three + four), "columns": (one + three, two + four)}
        beside = {
            key: _counted_as({"x": x, "y": y}, dict(zip("xy", protect([x, y]), strict=True)))
            for key, (x, y) in sides.items()
        }
        below = words_of(cut, {"1": one, "2": two, "3": three, "4": four}, None, beside)
        words = [cell.shown for key in sides for cell in beside[key].cells]
        seen = (*words, *below.values(), shown(one + two + three + four))
        told[seen].append((one, two, three, four, *sides["rows"], *sides["columns"]))

    assert not _alone_behind_its_words(told)
    assert any(WITHHELD not in words for words in told)
