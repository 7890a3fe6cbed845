"""Every write about reports and their targets."""

from __future__ import annotations

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
    "FREEZE",
    "Made",
    "add_report",
    "back_to_preview",
    "change_report",
    "change_target",
    "freeze",
    "keep_frozen",
    "make_again",
    "mark_sent",
    "remove_target",
    "set_target",
    "try_again",
]
