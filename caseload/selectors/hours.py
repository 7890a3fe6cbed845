"""A colleague's hours in the days of a rota, with leave taken off (CAP-1)."""

from __future__ import annotations

from decimal import Decimal

from caseload.capa import Hours
from caseload.rules import DAY_HOURS
from caseload.selectors.rota import Rota
from pitservice.accounts.models import User

_CENT = Decimal("0.01")


def hours_in(rota: Rota, user: User, groups: Decimal, families_a_day: int) -> Hours | None:
    """A colleague's hours in the days of a rota; None where no working days of theirs are recorded. Pure."""
    patterns = [rota.pattern(user, day) for day in rota.days]
    if not any(patterns):
        return None
    contracted = leave = protected = Decimal(0)
    days_off, assumed = 0, False
    for day, pattern in zip(rota.days, patterns, strict=True):
        if pattern is None or day.weekday() not in pattern.days:
            continue
        each = len(pattern.days)
        assumed = assumed or pattern.weekly_hours is None
        hours = DAY_HOURS if pattern.weekly_hours is None else pattern.weekly_hours / each
        contracted += hours
        if rota.is_here(user, day):
            protected += pattern.other_hours / each
        else:
            leave += hours
            days_off += 1
    return Hours(
        rota.length // 7,
        families_a_day,
        contracted.quantize(_CENT),
        leave.quantize(_CENT),
        protected.quantize(_CENT),
        groups.quantize(_CENT),
        days_off,
        assumed,
        partly=not all(patterns),
    )
