"""What was wrong with the rows of an export, as it was kept: codes and keys, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.exports.checks import Problem
from reporting.exports.spec import Level
from reporting.models import Export


@dataclass(frozen=True, slots=True)
class KeptProblem:
    """One breach of one rule, with the record it can be mended in."""

    table: str
    code: str
    field: str
    level: Level
    kind: str
    key: str
    family_id: int | None


def as_kept(problem: Problem) -> list[object]:
    """As an export keeps it."""
    about = problem.about
    return [problem.table, problem.code, problem.field, str(problem.level), about.kind, about.key, about.family]


def problems_of(export: Export) -> Sequence[KeptProblem]:
    """As they were kept."""
    return [
        KeptProblem(table, code, field, Level(level), kind, key, family)
        for table, code, field, level, kind, key, family in export.problems
    ]
