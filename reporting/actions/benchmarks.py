"""Writes about figures of elsewhere (P87)."""

from __future__ import annotations

from django.db import transaction

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.locks import lock
from reporting.benchmarks import read_sheet, same_number
from reporting.models import Benchmark


@transaction.atomic
def bring_in(*, team: Team, content: bytes, by: Actor) -> list[Benchmark]:
    """Bring in a sheet of figures, all of it or nothing (Refused, naming the rows).

    What a source says again of the same number and period takes the place of what it said before.
    """
    there = Benchmark.objects.filter(team=team).select_for_update()
    known = {
        (one.source.casefold(), one.indicator, one.cut, one.number, one.starts_on, one.ends_on): one for one in there
    }
    kept = []
    for one in same_number(read_sheet(content)):
        number, period = one.number, one.period
        name = (number.indicator, number.cut, number.number, period.starts_on, period.ends_on)
        row = known.get((one.source.casefold(), *name))
        if row is None:
            row = Benchmark(team=team, created_by=by, **dict(zip(_NAMES, name, strict=True)))
        row.source, row.amount = one.source, one.amount
        row.save()
        kept.append(row)
    record("reporting.bring_in_benchmarks", kept[0], by=by, figures=len(kept))
    return kept


_NAMES = ("indicator", "cut", "number", "starts_on", "ends_on")


@transaction.atomic
def remove_benchmark(*, benchmark: Benchmark, seen: int | None = None, by: Actor) -> None:
    """Take a figure of elsewhere away; its history stays."""
    benchmark = lock(benchmark, seen=seen)
    record("reporting.remove_benchmark", benchmark, by=by)
    benchmark.delete()
