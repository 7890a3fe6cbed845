"""The rules of the national tables, row by row (domain.md §4.2). Pure: what stands, and what is wrong with what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from reporting.exports.spec import DataSet, Level, Rule, Table
from reporting.periods import Period

_OLDEST = timedelta(days=130 * 365 + 32)


@dataclass(frozen=True, slots=True)
class About:
    """Where a row comes from, so that it can be mended: what kind of record, its key, and its family's id."""

    kind: str
    key: str = ""
    family: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `beside` are dates that it is held against and that are not columns of it."""

    values: Mapping[str, str]
    about: About
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """One breach of one rule by one row."""

    table: str
    code: str
    field: str
    level: Level
    about: About


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows that stand, by table, and everything that was found."""

    rows: Mapping[str, Sequence[Row]]
    problems: Sequence[Problem]

    @property
    def is_refused(self) -> bool:
        """Whether no file may be made."""
        return any(one.level == Level.FILE for one in self.problems)


def check(rows: Mapping[str, Sequence[Row]], known: DataSet, period: Period, made: date) -> Checked:
    """Hold every row against the rules of its table. A row that is left out takes with it what hangs on it."""
    days = {
        "period start": period.starts_on.isoformat(),
        "period end": period.ends_on.isoformat(),
        "made": made.isoformat(),
        "130 years": (period.starts_on - _OLDEST).isoformat(),
    }
    stand: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    for table in known.tables:
        theirs = _Of(table, known, days, stand, rows.get(table.name, ()))
        stand[table.name] = []
        for row in theirs.rows:
            found = [rule for rule in table.rules if theirs.breaks(row, rule)]
            problems += [Problem(table.name, rule.code, rule.field, rule.level, row.about) for rule in found]
            if not any(rule.level in (Level.ROW, Level.FILE) for rule in found):
                stand[table.name].append(row)
    return Checked(stand, problems)


class _Of:
    """The checks of one table, with what they look at beside the row."""

    def __init__(
        self,
        table: Table,
        known: DataSet,
        days: Mapping[str, str],
        stand: Mapping[str, Sequence[Row]],
        rows: Sequence[Row],
    ) -> None:
        self.rows, self.known, self.days = rows, known, days
        self.parents = {
            (rule.among, rule.field): {row.values[rule.field] for row in stand[rule.among]}
            for rule in table.rules
            if rule.check == "without"
        }
        self.again = {
            rule.code: Counter(tuple(row.values[name] for name in rule.fields) for row in rows)
            for rule in table.rules
            if rule.check == "again"
        }

    def breaks(self, row: Row, rule: Rule) -> bool:
        """Whether the row breaks the rule."""
        value = row.values.get(rule.field, "")
        if rule.check == "blank":
            return not value
        if rule.check == "blank with":
            return not value and bool(self._other(row, rule))
        return bool(value) and self._is_wrong(value, row, rule)

    def _is_wrong(self, value: str, row: Row, rule: Rule) -> bool:
        """What can be wrong with something that is given."""
        if rule.check == "code":
            return value not in self.known.codes[rule.among]
        if rule.check == "format":
            return not re.fullmatch(rule.pattern, value)
        if rule.check == "equals":
            return value == rule.pattern
        if rule.check == "without":
            return value not in self.parents[rule.among, rule.field]
        if rule.check == "again":
            return self.again[rule.code][tuple(row.values[name] for name in rule.fields)] > 1
        other = self._other(row, rule)
        assert rule.check in ("after", "before")
        return bool(other) and (value > other if rule.check == "after" else value < other)

    def _other(self, row: Row, rule: Rule) -> str:
        return self.days.get(rule.than) or row.values.get(rule.than) or row.beside.get(rule.than, "")
