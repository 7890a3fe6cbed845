"""Constraints by name: four helpers for the shapes we use, and the sentence that a refusal by the database becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import IntegrityError, models
from django.db.models import Q


def both_or_neither(first: str, second: str, *, name: str, sentence: str) -> models.CheckConstraint:
    """Two nullable columns are filled together or not at all (a time and who)."""
    both = Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    neither = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=name, violation_error_message=sentence)


def one_open(*fields: str, open_when: Q, name: str, sentence: str) -> models.UniqueConstraint:
    """At most one open row for these fields (one open waiting entry for a family)."""
    return models.UniqueConstraint(fields=fields, condition=open_when, name=name, violation_error_message=sentence)


def no_overlap(*equal: str, during: str, name: str, sentence: str, when: Q | None = None) -> ExclusionConstraint:
    """No two rows with equal fields overlap in time (no double booking); `during` is a range column."""
    expressions: list[tuple[Any, str]] = [(field, RangeOperators.EQUAL) for field in equal]
    expressions.append((during, RangeOperators.OVERLAPS))
    return ExclusionConstraint(name=name, expressions=expressions, condition=when, violation_error_message=sentence)


def state_needs(
    states: Sequence[str], *columns: str, name: str, sentence: str, column: str = "state"
) -> models.CheckConstraint:
    """In these states these columns are filled (a signed note has a signer)."""
    filled = Q(**{f"{needed}__isnull": False for needed in columns})
    return models.CheckConstraint(
        condition=~Q(**{f"{column}__in": list(states)}) | filled, name=name, violation_error_message=sentence
    )


def sentences() -> Mapping[str, str]:
    """Name of every constraint of every model, with the sentence a person reads when it refuses."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }


class Explained(IntegrityError):
    """A refusal of the database about which more can be said than its constraint says.

    `explain` may read, and so is asked when the transaction that failed is over; it gives an empty sentence where the
    constraint's own says it all. Raise it `from` the cause of `error`: whoever catches that catches this.
    """

    def __init__(self, error: IntegrityError, explain: Callable[[], str]) -> None:
        super().__init__(*error.args)
        self.explain = explain


def sentence_for(error: IntegrityError) -> str | None:
    """What to tell the person whose write the database refused; None when the constraint is not one of ours."""
    if isinstance(error, Explained) and (said := error.explain()):
        return said
    diagnosis = getattr(error.__cause__, "diag", None)
    return sentences().get(getattr(diagnosis, "constraint_name", None) or "")
