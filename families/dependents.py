"""What hangs on a family or a person in every app, found from the models' own relations (merge and un-merge).

A new model that points at one of them is moved by a merge without anybody thinking of it. What must not be moved is
named here with its reason; a test fails on an excuse that is not needed, and on a constraint nobody decided about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint

from families.models import Family, Person

#: Columns that a merge leaves alone, each with its reason.
STAYS: Mapping[str, str] = {
    "families.family.merged_into": "It is what leads on: a record merged before leads to this one, and so further on.",
    "families.person.merged_into": "It is what leads on: an entry merged before leads to this one, and so further on.",
    "families.merge.merged_family": "It names the record that was merged: un-merging puts its rows back there.",
    "families.merge.merged_person": "It names the entry that was merged: un-merging puts its rows back there.",
    "families.sealedlink.former": "A sealed identity is never merged (P23).",
}

#: Constraints that stand in the way of a merge, each with what to do about it.
REFUSES: Mapping[str, str] = {
    "waiting_once": "Both records wait for an allocation. Take one of them off the waiting list first.",
    "baby_one_open_episode": "There is an open piece of work for each of the two. End one of them first.",
    "hold_once": "Both records are kept for a legal reason. Lift one of the two holds first.",
    "loss_once": "A loss is recorded for each of the two. Undo the one that was recorded twice first.",
    "group_family_once": "Both records are in the same group. Let one of the two leave it first.",
}

#: Where both have the same fact, the second row stays with the one that was merged and is named on the page.
DOUBLES: Mapping[str, str] = {
    "member_once": "a place in the family",
    "family_professional_once": "a professional",
    "relationship_once": "how two people are related",
    "adult_once": "a part in a piece of work",
    "invitation_once": "an invitation",
    "attendance_once": "who was there",
    "work_answer_once": "what somebody said to an agreement of work",
    "possible_match_once": "a possible match of a referral",
    "families_contactpoint_secret_from": "from whom an address is kept",
    "caseload_groupfamily_people": "who comes to a group",
}


@dataclass(frozen=True)
class Column:
    """One column that points at a family or a person."""

    model: type[models.Model]
    field: str

    @property
    def label(self) -> str:
        """As it stands in `STAYS`: "families.need.person"."""
        return f"{self.model._meta.label_lower}.{self.field}"

    def rows(self, pk: int) -> models.QuerySet[Any]:
        """Rows that point at this one."""
        return self.model._base_manager.filter(**{self.field: pk})

    def uniques(self) -> Iterator[tuple[str, Sequence[str], Q]]:
        """Name, other columns and condition of each constraint that two rows might break."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and self.field in constraint.fields:
                others = [name for name in constraint.fields if name != self.field]
                yield constraint.name, others, constraint.condition or Q()
        for together in self.model._meta.unique_together:
            if self.field in together:
                yield str(self.model._meta.db_table), [name for name in together if name != self.field], Q()

    def doubles(self, gone: int, kept: int) -> dict[str, list[int]]:
        """By constraint: rows of the one that goes which the one that stays has already."""
        found = {}
        for name, others, condition in self.uniques():
            same = self.rows(kept).filter(condition, **{other: OuterRef(other) for other in others})
            rows = self.rows(gone).filter(condition, Exists(same)).order_by("pk")
            if known := list(rows.values_list("pk", flat=True)):
                found[name] = known
        return found


@cache
def columns(kind: type[Family | Person]) -> tuple[Column, ...]:
    """Every column of every app that points at a family, or at a person, in the order of the tables."""
    return tuple(
        Column(model, field.name)
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, pghistory.models.Event)
        for field in model._meta.concrete_fields
        if field.remote_field is not None and field.remote_field.model is kind
    )


def moved_by_a_merge(kind: type[Family | Person]) -> list[Column]:
    """The columns that a merge moves."""
    return [column for column in columns(kind) if column.label not in STAYS]


def held(kind: type[Family | Person], pk: int) -> dict[str, int]:
    """How many rows of each kind hang on one of them, in words, for comparing two: {"needs": 3}."""
    found: dict[str, int] = {}
    for column in moved_by_a_merge(kind):
        if number := column.rows(pk).count():
            words = noun(column.model)
            found[words] = found.get(words, 0) + number
    return found


def noun(model: type[models.Model]) -> str:
    """How rows of a model are called on a page."""
    called = {
        "families.approach": "invitations of fathers and partners",
        "families.familymember": "places in a family",
        "families.contactpoint": "phones and addresses",
        "families.contactpoint_secret_from": "addresses kept secret from them",
        "families.familyprofessional": "professionals",
        "families.involvement": "colleagues who see it",
        "families.merge": "earlier merges",
        "families.movedentry": "notes of moved entries",
        "families.recordrequest": "requests for the record",
        "families.legalhold": "legal holds",
        "families.person": "people",
        "families.sealedlink": "sealed links",
        "caseload.episode": "pieces of work",
        "caseload.episodebaby": "pieces of work as a baby",
        "caseload.episodeadult": "pieces of work as an adult",
        "caseload.contactattempt": "attempts to reach them",
        "caseload.attendance": "attendances",
        "messaging.message": "texts and e-mails",
        "referrals.referredperson": "places in a referral",
        "referrals.waitingentry": "waiting list entries",
    }
    return called.get(model._meta.label_lower, str(model._meta.verbose_name_plural))
