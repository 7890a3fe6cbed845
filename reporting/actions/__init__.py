"""Every write about reports, their targets, who looks after the data, and files of rows."""

from __future__ import annotations

from reporting.actions.benchmarks import bring_in, remove_benchmark
from reporting.actions.duties import share_out
from reporting.actions.exports import (
    EXPORT,
    MadeExport,
    forget_export,
    forget_exports,
    keep_export,
    make_export,
    try_export_again,
)
from reporting.actions.reports import (
    FREEZE,
    Made,
    add_report,
    back_to_preview,
    change_report,
    freeze,
    keep_frozen,
    make_again,
    mark_sent,
    try_again,
)
from reporting.actions.targets import change_target, remove_target, set_target

__all__ = [
    "EXPORT",
    "FREEZE",
    "Made",
    "MadeExport",
    "add_report",
    "back_to_preview",
    "bring_in",
    "change_report",
    "change_target",
    "forget_export",
    "forget_exports",
    "freeze",
    "keep_export",
    "keep_frozen",
    "make_again",
    "make_export",
    "mark_sent",
    "remove_benchmark",
    "remove_target",
    "set_target",
    "share_out",
    "try_again",
    "try_export_again",
]
