"""Writes about other work: a week at once, one corrected or taken out, and the team's own list of kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from consultation.enums import ActivityCategory
from consultation.models import Activity, ActivityKind
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@dataclass(frozen=True)
class Done:
    """One piece of other work, as it was typed; `reached` counts people by profession."""

    done_on: date
    category: ActivityCategory | str
    minutes: int
    kind: ActivityKind | None = None
    what: str = ""
    organisation: str = ""
    people: int = 0
    reached: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def log_activities(*, team: Team, colleague: User, done: Sequence[Done], by: Actor) -> list[Activity]:
    """Keep what a colleague did: a week's work at once. Refused where there is nothing, a day
    lies ahead, or a kind is another team’s.
    """
    if not done:
        raise Refused("Fill in at least one line.")
    made = []
    for one in done:
        _must_be_possible(team.pk, one)
        made.append(
            Activity.objects.create(team=team, colleague=colleague, done_on=one.done_on, created_by=by, **_columns(one))
        )
        record("consultation.log_activity", made[-1], by=by)
    return made


@transaction.atomic
def change_activity(*, activity: Activity, done: Done, seen: int | None = None, by: Actor) -> Activity:
    """Correct one; what it said before stays in its history."""
    activity = lock(activity, seen=seen)
    _must_be_possible(activity.team_id, done)
    columns = {"done_on": done.done_on, **_columns(done)}
    for name, value in columns.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(columns))
    record("consultation.change_activity", activity, by=by)
    return activity


@transaction.atomic
def remove_activity(*, activity: Activity, seen: int | None = None, by: Actor) -> None:
    """Take one out that was logged in error; its history stays."""
    activity = lock(activity, seen=seen)
    record("consultation.remove_activity", activity, by=by)
    activity.delete()


@transaction.atomic
def add_activity_kind(*, team: Team, category: ActivityCategory | str, name: str, by: Actor) -> ActivityKind:
    """Put a kind of work on the team's own list."""
    kind = ActivityKind.objects.create(team=team, category=category, name=name.strip(), created_by=by)
    record("consultation.add_activity_kind", kind, by=by)
    return kind


@transaction.atomic
def end_activity_kind(*, kind: ActivityKind, seen: int | None = None, by: Actor) -> ActivityKind:
    """Take a kind off the list; what was logged as it keeps its name. Refused where it is off already."""
    kind = lock(kind, seen=seen)
    if kind.ended_on is not None:
        raise Refused("This kind of work is off the list already.")
    kind.ended_on = timezone.localdate()
    kind.save(update_fields=["ended_on"])
    record("consultation.end_activity_kind", kind, by=by)
    return kind


def _must_be_possible(team_id: int, done: Done) -> None:
    if done.done_on > timezone.localdate():
        raise Refused("The day must be today or in the past.")
    if done.kind and done.kind.team_id != team_id:
        raise Refused(f"“{done.kind.name}” is on another team’s list. Choose a general kind, or that team.")


def _columns(done: Done) -> dict[str, object]:
    """A kind of one's own brings its category; people by profession bring their number."""
    return {
        "category": done.kind.category if done.kind else done.category,
        "kind": done.kind,
        "what": done.what.strip(),
        "organisation": done.organisation.strip(),
        "minutes": done.minutes,
        "people": sum(done.reached.values()) or done.people,
        "reached": dict(done.reached),
    }
