"""What comes next for a family, in short lines for the top of its page."""

from __future__ import annotations

from collections.abc import Sequence

from caseload.models import Appointment, Episode
from caseload.presenters import words
from caseload.rules import Progress


def next_lines(episode: Episode, appointment: Appointment | None, progress: Progress) -> Sequence[str]:
    """The state of the open work, the next appointment, sessions so far."""
    lines = [f"Work: {episode.get_state_display().lower()}"]
    if appointment is not None:
        lines.append(f"Next: {appointment.get_place_display().lower()}, {words.when(appointment)}")
    if progress.sessions:
        lines.append(words.sessions_words(progress))
    return lines
