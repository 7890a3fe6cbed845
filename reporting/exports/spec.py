"""What the national tables are, read from `tables.toml`: fields, code lists and rules, each with its national code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

_TABLES = Path(__file__).with_name("tables.toml")


class Level(StrEnum):
    """What a breach leads to; the words of the national rules."""

    FILE = "file"
    ROW = "row"
    SEVERITY_1 = "severity 1"
    WARNING = "warning"


@dataclass(frozen=True)
class Rule:
    """One thing that each row of a table is checked for (`tables.toml` says what each check does)."""

    code: str
    field: str
    check: str
    level: Level
    says: str
    than: str = ""
    among: str = ""
    pattern: str = ""
    fields: Sequence[str] = ()


@dataclass(frozen=True)
class Table:
    """One table: its national name, ours, its columns in their order, and its rules."""

    name: str
    title: str
    fields: Sequence[str]
    rules: Sequence[Rule]


@dataclass(frozen=True)
class DataSet:
    """The tables in the order in which they are checked: what others hang on comes first."""

    version: str
    tables: Sequence[Table]
    codes: Mapping[str, frozenset[str]]
    languages: Mapping[str, str]

    def table(self, name: str) -> Table:
        """One of them."""
        return next(one for one in self.tables if one.name == name)

    def rule(self, table: str, code: str) -> Rule | None:
        """A rule by its code; None for one that there is no longer."""
        found = [one for known in self.tables if known.name == table for one in known.rules if one.code == code]
        return found[0] if found else None


@cache
def data_set() -> DataSet:
    """The tables as the file says."""
    told = tomllib.loads(_TABLES.read_text(encoding="utf-8"))
    return DataSet(
        version=told["version"],
        tables=[_table(one) for one in told["table"]],
        codes={name: frozenset(codes) for name, codes in told["codes"].items()},
        languages=told["languages"],
    )


def _table(told: Mapping[str, Any]) -> Table:
    rules = [Rule(**{**one, "level": Level(one["level"])}) for one in told["rules"]]
    return Table(told["name"], told["title"], told["fields"], rules)
