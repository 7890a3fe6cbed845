"""What has happened to referrals since an import made them: while it is nothing, the import can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet

from families.belongings import references_to
from pitservice.db.models import Move
from pitservice.letters.models import Letter
from pitservice.messaging.models import Message
from referrals.enums import ReferralState
from referrals.models import ImportRow, PossibleMatch, Referral, ReferredPerson

#: What an import makes itself; everything else that points at a referral has happened since.
_MADE_BY_IT: tuple[type[models.Model], ...] = (ReferredPerson, PossibleMatch, ImportRow)
#: Everything that hangs on a referral by its name, not by a foreign key.
_TOLD: tuple[Any, ...] = (Letter, Message)


def touched(rows: QuerySet[ImportRow]) -> dict[int, str]:
    """By the number of its row, what has happened to each referral of these that is no longer as it was made."""
    found: dict[int, str] = {}
    for number, state, attached in _changed(rows):
        label = ReferralState(state).label.lower()
        found[number] = "it stands in a family's record" if attached else f"it was changed, and is “{label}” now"
    of = dict(rows.values_list("referral_id", "number"))
    for ids, what in _hanging(rows):
        found |= {of[pk]: what for pk in ids if of[pk] not in found}
    return dict(sorted(found.items()))


def _changed(rows: QuerySet[ImportRow]) -> Any:
    as_made = Q(taken_version=F("referral__version"))
    return rows.exclude(as_made).order_by("number").values_list("number", "referral__state", "referral__family")


def _hanging(rows: QuerySet[ImportRow]) -> Iterator[tuple[list[int], str]]:
    ids = rows.order_by().values("referral_id")
    answered = PossibleMatch.objects.filter(referral__in=ids).exclude(answer="").order_by()
    yield list(answered.values_list("referral_id", flat=True)), "somebody said whether it is about a record"
    for model, name in _pointing():
        noun = str(model._meta.verbose_name)
        rows_of = model._base_manager.filter(**{f"{name}__in": ids}).order_by()
        yield list(rows_of.values_list(name, flat=True)), f"it has {_a(noun)}"
    by_name = {f"referral:{pk}": pk for pk in ids.values_list("referral_id", flat=True)}
    for model in _TOLD:
        names = model.objects.filter(about__in=list(by_name)).order_by().values_list("about", flat=True)
        yield [by_name[name] for name in names], f"it has {_a(str(model._meta.verbose_name))}"


def _pointing() -> Iterator[tuple[type[models.Model], str]]:
    """Models of every app whose rows point at a referral, with the column; a new one is found without being told."""
    for reference in references_to(Referral):
        if not issubclass(reference.model, Move) and reference.model not in _MADE_BY_IT:
            yield reference.model, reference.name


def _a(noun: str) -> str:
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun.lower()}"
