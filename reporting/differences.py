"""What is different from the last edition of a report, in words (REP-1).

Only what either edition shows is told: a count that is hidden in both is told in neither, and why a number changed is
said without a count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pitservice.ui.words import inside
from reporting.figures import Figure, FlatLine, flat

NONE = "Every figure is as in the last edition."


def differences(last: Sequence[Figure], now: Sequence[Figure]) -> list[str]:
    """One sentence or more for each indicator that reads otherwise; both with the rows behind them."""
    was, is_now = {one.key: one for one in last}, {one.key: one for one in now}
    found = [sentence for one in now for sentence in _of_one(was.get(one.key), one)]
    found += [f"{one.name}: no longer counted." for one in last if one.key not in is_now]
    return found or [NONE]


def _of_one(was: Figure | None, figure: Figure) -> Iterator[str]:
    if was is None:
        yield f"{figure.name}: counted for the first time."
        return
    if (was.definition, was.date_rule) != (figure.definition, figure.date_rule):
        yield f"{figure.name}: what it counts has been put in other words or changed."
    if [(one.breakdown, one.group, one.words) for one in was.aims] != [
        (one.breakdown, one.group, one.words) for one in figure.aims
    ]:
        yield f"{figure.name}: what it should reach has been changed."
    shown = {(line.breakdown, line.group): line.shown for line in flat([was])}
    changed = [line for line in flat([figure]) if _other(shown, line)]
    if changed:
        numbers = "; ".join(f"{_named(line)}: {line.shown} (was {_before(shown, line)})" for line in changed)
        yield f"{figure.name}, {numbers}. {_why(was, figure)}"


def _other(shown: dict[tuple[str, str], str], line: FlatLine) -> bool:
    return _before(shown, line) != line.shown


def _before(shown: dict[tuple[str, str], str], line: FlatLine) -> str:
    """What the last edition had there; a group that it did not have was 0."""
    return shown.get((line.breakdown, line.group), line.otherwise)


def _named(line: FlatLine) -> str:
    if line.breakdown:
        return f"{inside(line.breakdown)}, {line.group}"
    return "in all" if line.group == "All" else inside(line.group)


def _why(was: Figure, figure: Figure) -> str:
    """From the rows behind both: what was entered since, what no longer counts, what was corrected."""
    before, after = {row[0]: row for row in was.rows}, {row[0]: row for row in figure.rows}
    said = []
    if after.keys() - before.keys():
        said.append("records were entered or dated into the period since")
    if before.keys() - after.keys():
        said.append("records no longer count")
    if not said:
        said.append("records were corrected since")
    words = " and ".join(said)
    return f"{words[0].upper()}{words[1:]}."
