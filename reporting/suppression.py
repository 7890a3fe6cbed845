"""Small counts, hidden in what leaves the team, so that nobody can be known by them (REP-1).

Counts of 1 to 4 read "fewer than 5"; 0 is shown. Beside a total that is shown a single hidden count could be got back
by subtraction, so more may have to be hidden ("not shown"): as many of the next larger counts as it takes until every
hidden small count could still be 1, 2, 3 or 4 for a reader who knows the total, all that is shown, and this rule.
Where two more are not enough (three that are alike give themselves away by being three), and wherever the total itself
is small, the whole breakdown is left out; so it is for every breakdown with a small count whose total is four for each
group, or a table of nothing but fours would be the only one left out, and known by that.

A period that was reported before is protected once more (`protect_again`): what an earlier report hid stays hidden,
because a reader takes the number that is shown now for the one that was hidden then; and a breakdown that showed
everything is left out where something of it must be hidden now, because its last numbers would fill the place. What
this cannot help: where a group that was shown falls below five by a correction, the two totals say by how much, and a
reader who knows that no other changed knows what is left of it.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST_SHOWN = 5
#: So many larger counts are hidden beside small ones; where more would be needed, the whole breakdown is left out.
MOST_HIDDEN = 2
FEW = f"fewer than {LEAST_SHOWN}"
WITHHELD = "not shown"
NOTE = (
    "Counts of 1 to 4 are shown as “fewer than 5”, so that nobody can be known by them. "
    "“Not shown” stands where a number would give such a count away."
)

LEFT_OUT = "not shown, because so few are behind it that somebody could be known."


def is_small(count: int) -> bool:
    """Whether a count must not leave the team."""
    return 0 < count < LEAST_SHOWN


def shown(count: int) -> str:
    """A count that stands alone, as it leaves the team."""
    return FEW if is_small(count) else f"{count:,}"


def protect(counts: Sequence[int]) -> list[str]:
    """The counts of one breakdown as they leave the team, beside their total `shown(sum(counts))`."""
    small = [count for count in counts if is_small(count)]
    if not small:
        return [shown(count) for count in counts]
    larger = sorted(count for count in counts if count >= LEAST_SHOWN)
    if not is_small(sum(counts)) and sum(counts) != (LEAST_SHOWN - 1) * len(counts):
        for hidden in range(min(MOST_HIDDEN, len(larger)) + 1):
            next_larger = larger[hidden] if hidden < len(larger) else sum(counts)
            if _leaves_open(len(small), hidden, sum(small) + sum(larger[:hidden]), next_larger):
                return _with_hidden(counts, larger[:hidden])
    return [WITHHELD] * len(counts)


def protect_again(counts: Sequence[int], hidden_before: Sequence[bool]) -> list[str]:
    """The same for a period that was reported before; `hidden_before` says of each count whether a report hid it."""
    words = protect(counts)
    if all(hidden_before) or any(
        word in (FEW, WITHHELD) and not before for word, before in zip(words, hidden_before, strict=True)
    ):
        return [WITHHELD] * len(counts)
    small = [count for count in counts if is_small(count)]
    others = [count for count, before in zip(counts, hidden_before, strict=True) if before and not is_small(count)]
    together = sum(small) + sum(others)
    if small and not _leaves_open(len(small), len(others), together, together):
        return [WITHHELD] * len(counts)
    return [
        WITHHELD if before and not is_small(count) else shown(count)
        for count, before in zip(counts, hidden_before, strict=True)
    ]


def _leaves_open(small: int, hidden: int, together: int, largest: int) -> bool:
    """Whether each of the small counts could be 1 to 4.

    `together` is what the small and the other hidden counts add up to, which a reader gets by subtraction; the others
    are at least 5 and at most `largest`.
    """
    least = (small - 1) + LEAST_SHOWN * hidden
    most = (LEAST_SHOWN - 1) * (small - 1) + largest * hidden
    return all(least <= together - own <= most for own in (1, LEAST_SHOWN - 1))


def _with_hidden(counts: Sequence[int], others: Sequence[int]) -> list[str]:
    """Small ones as "fewer than 5", and for each of `others` the first count of that size as "not shown"."""
    left = list(others)
    words = []
    for count in counts:
        if count in left:
            left.remove(count)
            words.append(WITHHELD)
        else:
            words.append(shown(count))
    return words
