"""How reports, figures, targets, gaps and whose they are read."""

from __future__ import annotations

from reporting.presenters.benchmarks import BENCHMARK_COLUMNS, benchmark_row, benchmark_words
from reporting.presenters.duties import checkers, duties_table, duty_href, left_in_words
from reporting.presenters.exports import (
    EXPORT_COLUMNS,
    PROBLEM_COLUMNS,
    export_body,
    export_facts,
    export_href,
    export_making,
    export_row,
    problem_row,
    problem_words,
)
from reporting.presenters.quality import GAP_COLUMNS, data_quality, gap_href, gap_row
from reporting.presenters.report import (
    COLUMNS,
    FIGURE_COLUMNS,
    definitions,
    facts,
    figure_row,
    href,
    making,
    note,
    row,
    state_tag,
    whole,
)
from reporting.presenters.targets import TARGET_COLUMNS, ages_in_words, target_row, target_words

__all__ = [
    "BENCHMARK_COLUMNS",
    "COLUMNS",
    "EXPORT_COLUMNS",
    "FIGURE_COLUMNS",
    "GAP_COLUMNS",
    "PROBLEM_COLUMNS",
    "TARGET_COLUMNS",
    "ages_in_words",
    "benchmark_row",
    "benchmark_words",
    "checkers",
    "data_quality",
    "definitions",
    "duties_table",
    "duty_href",
    "export_body",
    "export_facts",
    "export_href",
    "export_making",
    "export_row",
    "facts",
    "figure_row",
    "gap_href",
    "gap_row",
    "href",
    "left_in_words",
    "making",
    "note",
    "problem_row",
    "problem_words",
    "row",
    "state_tag",
    "target_row",
    "target_words",
    "whole",
]
