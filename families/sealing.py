"""Where the names of a child who is to be sealed stand in words, anywhere in its family's record (P23).

Found as destruction finds what belongs to a family: by foreign keys, in every app, so that a table made tomorrow is
searched too. What is the child's own row is sealed with it and is not listed. What a file says cannot be read here:
each document is listed, to be looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from families.belongings import belongings_of
from families.entries import kind_of, people_fields
from families.models import Document, Family, FormerName, Merge, Person, SealedLink, SealedPlace, SearchEntry
from families.registry import subject_named
from families.scoping import FamilyScopedQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.models import Keyed

#: The record's title is made anew when it is sealed; the others hold no words, or are sealed with the child.
_NOT_LOOKED_AT = (Family, Person, FormerName, Merge, SealedLink, SealedPlace, SearchEntry)
#: What was sent with a referral is shown to nobody once a child whom it names is sealed.
_SEALED_BY_ITSELF = {"referrals.referral": ("submitted",), "referrals.amendment": ("answers",)}
_AROUND = 40
LOOK = "What the file says cannot be searched: open it and look."


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: what it is called, the words around the name, where it stands; whether it can be closed."""

    label: str
    pk: int
    key: str
    noun: str
    excerpt: str
    href: str
    closable: bool
    decision: str = ""

    @property
    def name(self) -> str:
        """As a form calls it."""
        return f"place_{self.label.replace('.', '_')}_{self.key}"


def names_of(person: Person) -> list[str]:
    """What the child would be known by: first names, names it is called by, former ones, its number. No surname."""
    said = [person.given_name, person.known_as, person.nhs_number]
    said += person.former_names.order_by("pk").values_list("given_name", flat=True)
    return list(dict.fromkeys(name.strip() for name in said if len(name.strip()) > 1))


def places_of(family: Family, person: Person) -> list[Place]:
    """Every entry of the family's record in whose words one of the child's names stands, and every document."""
    names = names_of(person)
    pattern = re.compile(r"(?<!\w)(" + "|".join(re.escape(name) for name in names) + r")(?!\w)", re.IGNORECASE)
    decided = {
        (row.entry_model, row.entry_id): row.decision
        for row in SealedPlace.objects.filter(family=family, person=person).order_by("pk")
    }
    found = []
    for model, ids in belongings_of(family).rows.items():
        if model in _NOT_LOOKED_AT or not issubclass(model, Keyed):
            continue
        for row, excerpt in _rows_with(model, ids, names, pattern):
            if all(getattr(row, f"{field}_id") != person.pk for field in people_fields(row)):
                found.append(_place(row, excerpt, family, decided.get((model._meta.label_lower, row.pk), "")))
    return sorted(found, key=lambda place: (place.noun, place.pk))


def undecided(family: Family, person: Person) -> list[Place]:
    """Those about which nobody has said yet what becomes of them."""
    return [place for place in places_of(family, person) if not place.decision]


def _rows_with(
    model: type[models.Model], ids: set[int], names: Sequence[str], pattern: re.Pattern[str]
) -> Iterator[tuple[Any, str]]:
    columns = _columns(model)
    rows = model._base_manager.filter(pk__in=ids).order_by("pk")
    if model is not Document:
        asked = Q(pk__in=[])
        for name in names:
            for column in columns:
                asked |= Q(**{f"{column}__icontains": name})
        rows = rows.filter(asked)
    for row in rows:
        words = " · ".join(_text(getattr(row, column)) for column in columns)
        if names and (hit := pattern.search(words)):
            start = max(0, hit.start() - _AROUND)
            yield row, words[start : hit.end() + _AROUND].strip()
        elif model is Document:
            yield row, LOOK


def _columns(model: type[models.Model]) -> list[str]:
    """Those that hold words."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    skipped = _SEALED_BY_ITSELF.get(model._meta.label_lower, ())
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
        and not isinstance(field, ActorField)
        and not field.choices
        and not field.unique
        and field.name not in skipped
    ]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _place(row: Any, excerpt: str, family: Family, decision: str) -> Place:
    model = type(row)
    return Place(
        label=model._meta.label_lower,
        pk=row.pk,
        key=row.key,
        noun=str(model._meta.verbose_name).capitalize(),
        excerpt=excerpt,
        href=_href(row, family),
        closable=isinstance(model._default_manager.all(), FamilyScopedQuerySet),
        decision=decision,
    )


def _href(row: Any, family: Family) -> str:
    """The entry's own page where one is known, else the family's."""
    subject = subject_named(row._meta.label_lower)
    if subject is not None:
        return reverse(subject.url_name, args=[*([family.key] if subject.in_family else []), row.key])
    if kind := kind_of(row):
        return reverse("families:entry", args=[family.key, kind.name, row.key])
    return reverse("families:family", args=[family.key])
