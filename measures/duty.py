"""Whether somebody is on duty: without, forms with a risk item are only done together (P60).

The rota itself lives in the app that registers it here; until one does nobody is on duty, which is the safe answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pitservice.accounts.models import Team

Rota = Callable[[Team, date], bool]


def _nobody(team: Team, day: date) -> bool:  # noqa: ARG001 - as every rota
    return False


_rota: list[Rota] = [_nobody]


def register_rota(rota: Rota) -> Rota:
    """Have this answer from now on; returns the one that answered before."""
    before = _rota[0]
    _rota[0] = rota
    return before


def somebody_on_duty(team: Team, day: date) -> bool:
    """Whether this team has a duty worker on this day."""
    return _rota[0](team, day)
