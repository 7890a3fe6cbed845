"""What the apps above put on the session page: beside its form, and into it (measures that are due).

Filled in `AppConfig.ready()`; nothing here imports anything above caseload.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from caseload.models import Appointment
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor

#: How the names of the questions begin that come from above.
ASKED = "asked_"


@dataclass(frozen=True)
class Asked:
    """Questions that the session page asks for an app above.

    `fields`: by name, each beginning with `ASKED`, none of them required. `keep` writes what was answered: the answers
    by name, the day of the session, and by whom; it is called with the session, in one transaction, where anything was
    answered. It may refuse with a sentence.
    """

    fields: Mapping[str, forms.Field]
    keep: Callable[[Mapping[str, Any], date, Actor], None]


Beside = Callable[[Appointment, Viewer], Sequence[object]]
_BESIDE: list[Beside] = []


def register(source: Beside) -> None:
    """Add to an appointment's session page: components, and what is `Asked`."""
    _BESIDE.append(source)


def beside_session(appointment: Appointment, viewer: Viewer) -> tuple[list[object], list[Asked]]:
    """The components that stand there, and what is asked there; each in the order of registering."""
    found = [thing for source in _BESIDE for thing in source(appointment, viewer)]
    asked = [one for one in found if isinstance(one, Asked)]
    return [thing for thing in found if not isinstance(thing, Asked)], asked


def keep_answers(asked: Sequence[Asked], given: Mapping[str, Any], on: date, by: Actor) -> None:
    """Hand each the answers to its questions, where there are any."""
    for one in asked:
        answers = {name: given[name] for name in one.fields if given.get(name) not in (None, "")}
        if answers:
            one.keep(answers, on, by)
