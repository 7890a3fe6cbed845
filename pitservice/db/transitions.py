"""How things move from state to state: one table, one function that moves, one picture drawn from the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, TextChoices, Value
from django.utils import timezone

from pitservice.db.actor import Actor
from pitservice.db.errors import Refused, Stale
from pitservice.db.models import Move, Reason
from pitservice.db.times import clock


@dataclass(frozen=True)
class MoveTable:
    """The allowed moves of one kind of thing; stands beside its states in `enums.py`.

    `noun` is how a person calls the thing ("referral"); `starts` are the states it may be made in.
    """

    noun: str
    states: type[TextChoices]
    starts: tuple[str, ...]
    allowed: Mapping[str, frozenset[str]]

    def may(self, from_state: str, to_state: str) -> bool:
        """Whether this move is in the table."""
        return to_state in self.allowed.get(from_state, frozenset())

    @property
    def ends(self) -> frozenset[str]:
        """States without an exit."""
        return frozenset(state for state in self.states.values if not self.allowed.get(state))

    def reachable(self) -> frozenset[str]:
        """Every state that can be got to from a start."""
        found, edge = set(self.starts), list(self.starts)
        while edge:
            new = self.allowed.get(edge.pop(), frozenset()) - found
            found |= new
            edge.extend(new)
        return frozenset(found)

    def mermaid(self) -> str:
        """The diagram in docs/states.md."""
        lines = ["stateDiagram-v2"]
        lines += [f"    [*] --> {start}" for start in self.starts]
        for origin in self.states.values:
            lines += [f"    {origin} --> {to}" for to in self.states.values if self.may(origin, to)]
        lines += [f"    {end} --> [*]" for end in self.states.values if end in self.ends]
        return "\n".join(lines)


def keep_reason(text: str) -> Reason | None:
    """A Reason row for words that were given; None for none."""
    return Reason.objects.create(text=text.strip()) if text.strip() else None


def begin(subject: models.Model, *, by: Actor, reason: str = "") -> Move:
    """Write the first move row of a thing just made."""
    state = subject.state  # type: ignore[attr-defined]  # every model with MOVES has a state
    table: MoveTable = subject.MOVES  # type: ignore[attr-defined]  # as above
    if state not in table.starts:
        raise Refused(f"A {table.noun} cannot begin as “{table.states(state).label}”.")
    return _write(subject, "", state, by=by, reason=reason)


def advance(subject: Any, to: str, *, by: Actor, reason: str = "", **changes: Any) -> Move:
    """Move `subject` (locked by the caller) to state `to`, with other columns in the same UPDATE.

    The UPDATE is conditional on the state we saw, so that of two people at once one is refused (engineering §5.3).
    Raises Refused when the table does not allow it, Stale when somebody was quicker.
    """
    table: MoveTable = subject.MOVES
    origin = subject.state
    if not table.may(origin, to):
        now, then = table.states(origin).label, table.states(to).label
        raise Refused(f"This {table.noun} is “{now}”: it cannot become “{then}”. {last_change(subject)}".strip())
    updated = type(subject)._base_manager.filter(pk=subject.pk, state=origin).update(state=to, **changes)
    if not updated:
        raise Stale(changed_sentence(subject))
    for name, value in {"state": to, **changes}.items():
        setattr(subject, name, value)
    return _write(subject, origin, to, by=by, reason=reason)


def advance_all(
    subjects: Sequence[Any], to: str, *, by: Actor, each: Mapping[str, Mapping[int, Any]] | None = None, **changes: Any
) -> None:
    """The same move of several things of one kind that stand in one state, in one UPDATE (locked by the caller).

    `each`: columns whose new values differ, by the things' ids. All or none: raises as `advance` does.
    """
    if not subjects:
        return
    first = subjects[0]
    (origin,) = {subject.state for subject in subjects}
    if not first.MOVES.may(origin, to):
        now, then = first.MOVES.states(origin).label, first.MOVES.states(to).label
        raise Refused(f"These are “{now}”: they cannot become “{then}”.")
    kind, own = type(first), each or {}
    different = {name: _by_id(kind._meta.get_field(name), values) for name, values in own.items()}
    rows = kind._base_manager.filter(pk__in=[subject.pk for subject in subjects], state=origin)
    if rows.update(state=to, **changes, **different) != len(subjects):
        raise Stale(changed_sentence(first))
    for subject in subjects:
        for name, value in {"state": to, **changes, **{name: own[name][subject.pk] for name in own}}.items():
            setattr(subject, name, value)
    moves = first.moves.model
    moves.objects.bulk_create(moves(subject=subject, from_state=origin, to_state=to, by=by) for subject in subjects)


def _by_id(field: Any, values: Mapping[int, Any]) -> Func:
    """Each row's own value, as one expression: in an array of them the one that stands where the row's id stands.

    A CASE with a branch for each row takes longer to build and to run than all the rest of the statement.
    """
    ids = Value(list(values), output_field=ArrayField(models.BigIntegerField()))
    own = Value(list(values.values()), output_field=ArrayField(field))
    place = Func(ids, F("pk"), function="array_position", output_field=models.IntegerField())
    return Func(own, place, template="(%(expressions)s]", arg_joiner=")[", output_field=field)


def last_change(subject: Any) -> str:
    """Who moved it last, to what and when, as a sentence; empty when it has not moved."""
    move = subject.moves.order_by("-at", "-pk").first() if hasattr(subject, "moves") else None
    if move is None:
        return ""
    label = subject.MOVES.states(move.to_state).label
    when = timezone.localtime(move.at)
    return f"{_capital(move.by.name)} made it “{label}” at {clock(when)} on {when.day} {when:%B %Y}."


def changed_sentence(subject: Any) -> str:
    """What the slower of two people is told: what the quicker one did, and that nothing typed is lost."""
    noun = subject.MOVES.noun if hasattr(subject, "MOVES") else "record"
    said = f"Somebody changed this {noun} while you had it open. {last_change(subject)}".strip()
    return f"{said} What you typed is still here: check it, and send it again if it is still right."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _write(subject: Any, origin: str, to: str, *, by: Actor, reason: str) -> Move:
    move: Move = subject.moves.create(from_state=origin, to_state=to, by=by, reason=keep_reason(reason))
    return move
