"""What the apps above put on the session page beside its form (measures that are due).

Filled in `AppConfig.ready()`; nothing here imports anything above caseload.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from caseload.models import Appointment
from pitservice.accounts.viewer import Viewer

Beside = Callable[[Appointment, Viewer], Sequence[object]]
_BESIDE: list[Beside] = []


def register(source: Beside) -> None:
    """Add components for an appointment's session page."""
    _BESIDE.append(source)


def beside_session(appointment: Appointment, viewer: Viewer) -> list[object]:
    """Everything that stands there, in the order of registering."""
    return [thing for source in _BESIDE for thing in source(appointment, viewer)]
