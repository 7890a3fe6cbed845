"""Keeping what each adult said about somebody else in the room (P64, P68)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from caseload.models import Episode
from caseload.models.answer import AdultAnswer
from caseload.selectors.answers import last_of_each
from caseload.selectors.people import adults_of
from families.models import Person
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused


@dataclass(frozen=True, slots=True)
class Said:
    """What adults said when they were asked: whether each agrees, on which day, and how they were asked."""

    agrees: Mapping[Person, bool]
    on: date
    how: str = ""


def keep_answers(
    rows: Any, episode: Episode, said: Said, by: Actor, *, seen: int | None = None
) -> Mapping[int, AdultAnswer]:
    """Keep them, each apart; returns what each adult said last. Call inside an action, with what they are about locked.

    `rows` are the answers of a student, or of a piece of work. What an adult says again is kept only where it is
    another answer. Refused for a day to come, for somebody who is not in the work or must not learn of it, and where
    there are not as many answers as the page had `seen`: what it shows of another adult may be out of date.
    """
    if seen is not None and seen != rows.count():
        raise Refused("Somebody has just recorded an answer, which stands here now. Look at it, then send yours again.")
    if said.on > timezone.localdate():
        raise Refused("The day on which they were asked cannot be in the future.")
    allowed, last = {person.pk for person in adults_of(episode)}, last_of_each(rows.all())
    for person, agrees in said.agrees.items():
        if person.pk not in allowed:
            raise Refused(f"{person.name} is not in this work, or must not learn of it.")
        if person.pk in last and last[person.pk].agrees == agrees:
            continue
        last[person.pk] = rows.create(
            team_id=episode.team_id, person=person, agrees=agrees, on=said.on, how=said.how, created_by=by
        )
    return last
