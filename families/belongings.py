"""Everything that belongs to a family, in every app: what destruction removes (P25, P31).

Found by foreign keys, so that a table made tomorrow is reached too. What hangs on a row by anything but a foreign
key (a letter about a referral, words in an outbox) is told by its own app: `registry.register_traces`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache

import pghistory.models
from django.apps import apps
from django.db import models

from families.models import Family, Incident, Person
from families.models.searching import SOURCES, SearchEntry
from families.registry import traces
from pitservice.db.models import Keyed, Reason
from pitservice.files.models import StoredFile
from pitservice.links.models import Link

Model = type[models.Model]


@dataclass(frozen=True)
class Reference:
    """A foreign key: the rows of `model` point at others by its column `name`."""

    model: Model
    name: str
    nullable: bool


@dataclass
class Belongings:
    """Rows by model, and references of other families' rows that must let go of them."""

    rows: dict[Model, set[int]] = field(default_factory=dict)
    loosened: dict[Reference, set[int]] = field(default_factory=dict)

    def add(self, model: Model, ids: Iterable[int]) -> set[int]:
        """Add rows; returns those that are new."""
        known = self.rows.setdefault(model, set())
        new = set(ids) - known
        known |= new
        return new

    def of(self, model: Model) -> set[int]:
        """The ids of one model."""
        return self.rows.get(model, set())


def belongings_of(family: Family) -> Belongings:
    """Everything of this family and of records that were merged into it.

    Somebody who is in another family too stays there; what this family's record says of them goes.
    """
    found = Belongings()
    found.add(Family, [family.pk])
    _grow(found, [Family])
    people = _referred_by(found, Person)
    found.add(Person, people - _held_elsewhere(found, people))
    _grow(found, [Person])
    while told := [model for model, ids in _told(found) if found.add(model, ids)]:
        _grow(found, told)
    files = _referred_by(found, StoredFile)
    found.add(StoredFile, files - _still_needed(found, files))
    return found


def belongings_of_incident(incident: Incident) -> Belongings:
    """An incident about no single family, and what hangs on it (decision 0015)."""
    found = Belongings()
    found.add(Incident, [incident.pk])
    _grow(found, [Incident])
    return found


def reasons_of(found: Belongings) -> set[int]:
    """Words of reasons on these rows' own moves (the audit's are found by its family and subject)."""
    return _referred_by(found, Reason)


def history_models() -> Iterator[tuple[Model, Model]]:
    """Each table of row history, with the model whose history it is."""
    for model in apps.get_models():
        if issubclass(model, pghistory.models.Event) and model._meta.managed and not model._meta.proxy:
            tracked: Model = model.pgh_tracked_model  # type: ignore[assignment]  # set by pghistory
            yield model, tracked


def _grow(found: Belongings, start: list[Model]) -> None:
    """Add what points at the rows of these models, and what points at that, to the last."""
    edge = list(start)
    while edge:
        target = edge.pop(0)
        for reference in references_to(target):
            edge += [reference.model] if _follow(found, target, reference) else []


def _follow(found: Belongings, target: Model, reference: Reference) -> bool:
    """Add the rows that point at the target's; those of another family only let go of it."""
    rows = _rows(reference.model).filter(**{f"{reference.name}__in": found.of(target)})
    other = _of_another_family(found, reference)
    if other is None:
        return bool(found.add(reference.model, rows.values_list("pk", flat=True)))
    theirs = set(rows.filter(other).values_list("pk", flat=True))
    if theirs:
        found.loosened.setdefault(reference, set()).update(theirs)
    return bool(found.add(reference.model, set(rows.values_list("pk", flat=True)) - theirs))


def _of_another_family(found: Belongings, reference: Reference) -> models.Q | None:
    """What tells rows of another family, for models that name theirs by a column beside this one."""
    names = {one.name for one in reference.model._meta.concrete_fields}
    if "family" not in names or reference.name == "family":
        return None
    return models.Q(family__isnull=False) & ~models.Q(family__in=found.of(Family))


def _held_elsewhere(found: Belongings, people: set[int]) -> set[int]:
    """Those of whom another family's record speaks."""
    held: set[int] = set()
    for reference in references_to(Person):
        if _leads_to_a_family(reference.model):
            rows = _rows(reference.model).filter(**{f"{reference.name}__in": people})
            rows = rows.exclude(pk__in=found.of(reference.model))
            held |= set(rows.values_list(reference.name, flat=True))
    return held


def _referred_by(found: Belongings, target: Model) -> set[int]:
    """Rows of the target that the belongings point at."""
    ids: set[int] = set()
    for reference in references_to(target):
        rows = _rows(reference.model).filter(pk__in=found.of(reference.model)).exclude(**{reference.name: None})
        ids |= set(rows.values_list(reference.name, flat=True))
    return ids


def _still_needed(found: Belongings, files: set[int]) -> set[int]:
    """Files at which something else points too."""
    needed: set[int] = set()
    for reference in references_to(StoredFile):
        rows = _rows(reference.model).filter(**{f"{reference.name}__in": files})
        needed |= set(rows.exclude(pk__in=found.of(reference.model)).values_list(reference.name, flat=True))
    return needed


def _told(found: Belongings) -> Iterator[tuple[Model, set[int]]]:
    """What hangs on the rows otherwise than by a foreign key: what each app says, and private links to them."""
    for trace in (*traces(), _links, _entries):
        for rows in trace(found.rows):
            yield rows.model, set(rows.values_list("pk", flat=True))


def _links(rows: Mapping[Model, AbstractSet[int]]) -> list[models.QuerySet[Link]]:
    keys: set[str] = set()
    for model, ids in rows.items():
        if issubclass(model, Keyed):
            keys |= set(_rows(model).filter(pk__in=ids).values_list("key", flat=True))
    return [Link.objects.filter(subject_key__in=keys).order_by()]


def _entries(rows: Mapping[Model, AbstractSet[int]]) -> list[models.QuerySet[SearchEntry]]:
    """What the search finds them by: copied by triggers, which are off while rows are removed."""
    of = models.Q(person_id__in=rows.get(Person, ())) | models.Q(family_id__in=rows.get(Family, ()))
    for source in SOURCES:
        of |= models.Q(kind__in=source.entries, source_id__in=rows.get(source.model, ()))
    return [SearchEntry.objects.filter(of).order_by()]


@cache
def references_to(target: Model) -> tuple[Reference, ...]:
    """Every foreign key of every app that points at this model, but for row history, which is found by its rows."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, pghistory.models.Event) or model._meta.proxy or not model._meta.managed:
            continue
        found += [
            Reference(model, one.name, one.null)
            for one in model._meta.concrete_fields
            if isinstance(one, models.ForeignKey) and one.related_model is target
        ]
    return tuple(found)


@cache
def _leads_to_a_family(model: Model, seen: tuple[Model, ...] = ()) -> bool:
    """Whether this model's rows are part of some family's record; a person alone is not."""
    targets = [one.related_model for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]
    return any(
        target is Family or (target not in (*seen, model, Person) and _leads_to_a_family(target, (*seen, model)))
        for target in targets
    )


def _rows(model: Model) -> models.QuerySet[models.Model]:
    return model._base_manager.order_by()
