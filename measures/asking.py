"""What the session page asks of the measures that are due: goals and scores that fit into a box.

Whatever has questions of its own, an age form to choose or an answer that must not wait is recorded on its own page,
to which a link leads; the draft of the session stays, and the page leads back to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from caseload.beside import ASKED, Asked
from caseload.models import Appointment
from families.names import known_names
from measures import actions
from measures.enums import How, Who
from measures.forms.recording import score_field
from measures.presenters.words import due_code, due_whose, due_words, record_href
from measures.selectors.due import Due, due_at
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from pitservice.ui.components import Link


def at_session(appointment: Appointment, viewer: Viewer) -> Sequence[object]:
    """A box for each score of each measure that is due and fits there, by whose it is; links to the others."""
    if not viewer.may(Permission.RECORD_SESSIONS, appointment.team_id):
        return ()
    due = due_at(appointment, viewer)
    names = known_names(appointment.episode.family) if due else {}
    return [_asked(one, names) if _fits(one) else _link(one, appointment) for one in due]


def _link(due: Due, appointment: Appointment) -> Link:
    return Link(f"Measure due: {due_words(due)}", f"{record_href(due)}&session={appointment.key}")


def _fits(due: Due) -> bool:
    spec = due.definition.spec
    return not spec.by_item and not spec.alerts and (not spec.forms or bool(due.form))


def _asked(due: Due, names: Mapping[int, str]) -> Asked:
    spec = due.definition.spec
    about = "_".join(row.key for row in (due.adult, due.baby, due.goal) if row is not None)
    scales = {f"{ASKED}{due.definition.key}_{about}_{place}": scale for place, scale in enumerate(spec.scales)}
    whose = f"“{due.goal.words}”" if due.goal is not None else due_whose(due, names)
    fields = {
        name: score_field(scale, label=f"{due_code(due)}: {whose}{_of(scale.name, len(scales))} (optional)")
        for name, scale in scales.items()
    }

    def keep(answers: Mapping[str, Any], on: date, by: Actor) -> None:
        filled = actions.Filled(
            on=on,
            point=due.point,
            how=How.CLINICIAN if spec.who == Who.CLINICIAN else How.TOGETHER,
            totals={scales[name].name: value for name, value in answers.items()},
            form=due.form,
        )
        about = actions.About(due.adult, due.baby, due.goal)
        actions.record_score(family=due.family, definition=due.definition, about=about, filled=filled, by=by)

    return Asked(fields, keep)


def _of(scale: str, scales: int) -> str:
    return f", {scale.lower()}" if scales > 1 else ""
