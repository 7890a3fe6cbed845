"""How figures of elsewhere read, with ours beside them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from pitservice.ui.components import Cell, Column, Link
from pitservice.ui.fields.wording import capital
from reporting.benchmarks import in_words
from reporting.models import Benchmark
from reporting.periods import Period
from reporting.targets import number_of

BENCHMARK_COLUMNS = (
    Column("Figure"),
    Column("Ours"),
    Column("Elsewhere"),
    Column("Period"),
    Column("Source"),
    Column("Team"),
)
#: What stands in the place of ours where the registry counts the figure no longer.
GONE = "no longer counted"


def benchmark_words(benchmark: Benchmark) -> str:
    """Which figure it is of."""
    number = number_of(benchmark)
    return number.words if number else "a figure that is no longer counted"


def benchmark_row(benchmark: Benchmark, ours: str) -> Sequence[Cell]:
    """Its row in the list, with our number of the same period; expects `team`."""
    words = capital(benchmark_words(benchmark))
    remove = Link(
        "Remove", reverse("reporting:remove-benchmark", args=[benchmark.key]), hidden=f"the figure of {words}"
    )
    return (
        Cell(words, links=[remove]),
        Cell(ours or GONE),
        Cell(in_words(benchmark.amount, benchmark.cut)),
        Cell(Period(benchmark.starts_on, benchmark.ends_on).in_words()),
        Cell(benchmark.source),
        Cell(benchmark.team.name),
    )
