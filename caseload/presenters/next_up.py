"""What comes next for a family, in short lines for the top of its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseload.models import Episode
from caseload.presenters import words
from caseload.rules import Progress
from pitservice.ui.words import inside


def next_lines(episode: Episode, appointment: Any, progress: Progress, ask: str = "") -> Sequence[str]:
    """The state of the open work, the next appointment, sessions so far; whom to speak to first after a loss (P22)."""
    lines = [f"Work: {inside(episode.get_state_display())}"]
    if appointment is not None:
        lines.append(f"Next appointment: {inside(appointment.get_place_display())}, {words.when(appointment)}")
        lines += [f"{words.speak_to(ask)}."] if ask else []
    if progress.sessions:
        lines.append(words.sessions_words(progress))
    return lines
