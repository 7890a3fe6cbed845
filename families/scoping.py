"""The first door for everything that hangs on a family: `visible_to` (design §6).

A record is visible when its team is the viewer's *and* its family is: not restricted unless the viewer is named or
broke the glass, not closed to the viewer, and for trainees only when they are involved. What is not visible does not
exist, on any screen or count. The guardian's two permissions alone look past the restriction, and at what names a
former identity that was sealed (P23).
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONArray
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


def involvements_in_force() -> Any:
    """What is read along with a colleague's memberships: their involvements in force now, as [family, kind]."""
    from families.models import Involvement

    now = timezone.now()
    mine = Involvement.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), user_id=OuterRef("user_id"), starts__lte=now
    )
    return ArraySubquery(mine.values_list(JSONArray("family_id", "kind"), flat=True))


def kinds_closed() -> Any:
    """Read along too: of which kinds of entry any is closed (P23); of almost every kind none ever is."""
    return ArraySubquery(_closed_places().values_list("entry_model", flat=True).distinct())


def not_closed(rows: Any) -> Any:
    """Without entries that a guardian closed because the names of a sealed child stand in their words (P23)."""
    closed = _closed_places().filter(entry_model=rows.model._meta.label_lower, entry_id=OuterRef("pk"))
    return rows.filter(~Exists(closed))


def _closed_places() -> Any:
    from families.models import SealedPlace

    return SealedPlace.objects.filter(decision=SealDecision.CLOSE, person__sealed=True)


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
            found = found.filter(*self._not_sealed())
            if self.model._meta.label_lower in viewer.user.read_along("kinds_closed"):
                found = not_closed(found)
        if viewer.involved_team_ids:
            found = found.filter(Q(team_id__in=viewer.team_ids) | self._involved(viewer, _INVOLVES))
        return found

    def _not_sealed(self) -> list[Q]:
        """Nobody that the row names has a former identity that was sealed: it exists for the guardian alone (P23)."""
        people = [field for field in self.model._meta.concrete_fields if _is_person(field)]
        return [Q(**{f"{field.name}__isnull": True}) | Q(**{f"{field.name}__sealed": False}) for field in people]

    def _involved(self, viewer: Viewer, kinds: tuple[Kind, ...]) -> Q:
        """The viewer has an involvement of one of these kinds, in force now, with the record's family."""
        families = {family for family, kind in viewer.user.read_along("involvements_in_force") if kind in kinds}
        return Q(**{f"{self.family_path}_id__in" if self.family_path else "pk__in": families})
