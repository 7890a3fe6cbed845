"""When the last loss of a family is lifted, its clocks get back the days on which they stood still (P22)."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from families.clocks import Pause, paused_since
from families.models import Family, FamilyMember, Loss
from families.registry import clocks_resume
from pitservice.db.actor import Actor


def resume_clocks(loss: Loss, by: Actor) -> None:
    """In every record whose clocks this loss stopped; nothing where another loss still stands there."""
    today = timezone.localdate()
    concerned = Q(pk=loss.family_id) | Q(members__person=loss.person_id, members__ends_on=None)
    for family in Family.objects.filter(concerned).order_by("pk").distinct():
        people = FamilyMember.objects.filter(family=family, ends_on=None).values("person")
        losses = Loss.objects.filter(Q(family=family) | Q(person__in=people)).order_by("pk").distinct()
        since = paused_since([_pause(one) for one in losses], today)
        if since is not None and since < today:
            clocks_resume(family.pk, since, today, by)


def _pause(loss: Loss) -> Pause:
    ended = min((at for at in (loss.lifted_at, loss.undone_at) if at is not None), default=None)
    return timezone.localdate(loss.created_at), timezone.localdate(ended) if ended else None
