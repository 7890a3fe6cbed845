"""The first door for everything that hangs on a family: `visible_to` (design §6).

A record is visible when its team is the viewer's *and* its family is: not restricted unless the viewer is named or
broke the glass, not closed to the viewer, and for trainees only when they are involved. What is not visible does not
exist, on any screen or count. The guardian's two permissions alone look past the restriction, and at what names a
former identity that was sealed (P23).
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from families.enums import InvolvementKind as Kind
from families.enums import SealDecision
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer

M = TypeVar("M", bound=models.Model)

_OPENS = (Kind.NAMED, Kind.BREAK_GLASS)
#: The guardian's own screens: who looked, and what is restricted. No other screen of theirs shows a restricted record.
_GUARDING = (Permission.GUARD, Permission.SEE_AUDIT)
_INVOLVES = (Kind.ALLOCATED, Kind.COVER, Kind.NAMED, Kind.BREAK_GLASS)


def is_guarding(viewer: Viewer) -> bool:
    """Whether this is one of the guardian's own screens."""
    return viewer.permission in _GUARDING


def _is_person(field: models.Field[Any, Any]) -> bool:
    related = getattr(field, "related_model", None)
    return related is not None and related._meta.label == "families.Person"


def not_closed(rows: Any) -> Any:
    """Without entries that a guardian closed because the names of a sealed child stand in their words (P23)."""
    from families.models import SealedPlace

    label = rows.model._meta.label_lower
    closed = SealedPlace.objects.filter(
        entry_model=label, entry_id=OuterRef("pk"), decision=SealDecision.CLOSE, person__sealed=True
    )
    return rows.filter(~Exists(closed))


class FamilyScopedQuerySet(models.QuerySet[M]):
    """For models with `team` and a path to a family, which may be null until a person settles it.

    A subclass whose path is not `family` sets `family_path` ("episode__family"; "" on Family itself).
    """

    family_path = "family"

    def visible_to(self, viewer: Viewer) -> FamilyScopedQuerySet[M]:
        """Those that exist for this viewer."""
        path = f"{self.family_path}__" if self.family_path else ""
        found = self.filter(~self._involved(viewer, (Kind.CLOSED_TO,)), team_id__in=viewer.all_team_ids)
        if not is_guarding(viewer):
            open_ones = Q(**{f"{path}restricted": False}) | self._involved(viewer, _OPENS)
            if self.family_path:
                open_ones |= Q(**{f"{self.family_path}__isnull": True})
            found = found.filter(open_ones)
            found = not_closed(found.filter(*self._not_sealed()))
        if viewer.involved_team_ids:
            found = found.filter(Q(team_id__in=viewer.team_ids) | self._involved(viewer, _INVOLVES))
        return found

    def _not_sealed(self) -> list[Q]:
        """Nobody that the row names has a former identity that was sealed: it exists for the guardian alone (P23)."""
        people = [field for field in self.model._meta.concrete_fields if _is_person(field)]
        return [Q(**{f"{field.name}__isnull": True}) | Q(**{f"{field.name}__sealed": False}) for field in people]

    def _involved(self, viewer: Viewer, kinds: tuple[Kind, ...]) -> Q:
        """The viewer has an involvement of one of these kinds, in force now, with the record's family."""
        from families.models import Involvement

        now = timezone.now()
        family = f"{self.family_path}_id" if self.family_path else "pk"
        mine = Involvement.objects.filter(
            Q(until__isnull=True) | Q(until__gt=now),
            user=viewer.user,
            kind__in=kinds,
            family_id=OuterRef(family),
            starts__lte=now,
        )
        return Q(Exists(mine))
