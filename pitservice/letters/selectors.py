"""Reading letters and their copies, and asking the contact rules about a copy as things are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from families.contact import Addressee, Question, answer_for
from families.enums import Channel, Purpose
from families.models import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.viewer import Viewer
from pitservice.jobs.models import Job
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy, Letter

#: A copy that should have been made this long ago is shown to a person.
LATE = timedelta(minutes=15)


def answer_now(copy: Copy, now: datetime) -> Addressee | None:
    """The contact rules' answer about this copy's reader as things are now; None when no longer concerned (P1)."""
    question = Question(Purpose(copy.letter.purpose), Channel.LETTER, now, automatic=False)
    return answer_for(copy.letter.about, copy.recipient, question)


def gone_since(family_id: int, since: datetime) -> list[str]:
    """Copies that were made for this family since then, as codes: they stay as they were sent (P25)."""
    made = Copy.objects.filter(
        letter__family_id=family_id, created_at__gte=since, state__in=(CopyState.READY, CopyState.POSTED)
    )
    return [f"letters.copy:{key}" for key in made.order_by("pk").values_list("key", flat=True)]


def not_gone(now: datetime) -> Q:
    """Not gone, and a person must see to it: held, failed, or stuck."""
    stuck = Q(state=CopyState.QUEUED, not_before__lt=now - LATE)
    return Q(state__in=[CopyState.HELD, CopyState.FAILED, CopyState.PROPOSED]) | stuck


def visible_copies(viewer: Viewer) -> FamilyScopedQuerySet[Copy]:
    """Copies this viewer may see, with their letters."""
    return Copy.objects.visible_to(viewer).select_related("letter")


def to_see_to(viewer: Viewer) -> FamilyScopedQuerySet[Copy]:
    """Copies that did not go and wait for a person, oldest first."""
    return visible_copies(viewer).filter(not_gone(timezone.now())).order_by("not_before", "pk")


def to_post(viewer: Viewer) -> FamilyScopedQuerySet[Copy]:
    """Copies that are printed and put into the post by a person, oldest first."""
    return visible_copies(viewer).filter(state=CopyState.READY).order_by("not_before", "pk")


def of_family(family: Family, viewer: Viewer) -> FamilyScopedQuerySet[Copy]:
    """A family's letters, copy by copy, newest first."""
    return visible_copies(viewer).filter(letter__family=family).order_by("-created_at", "-pk")


def traces(rows: Mapping[type[Model], AbstractSet[int]]) -> Iterable[QuerySet[Any]]:
    """Letters about these rows that know no family, and the work of making their copies (P31)."""
    about = {f"{model._meta.model_name}:{pk}" for model, ids in rows.items() for pk in ids if ids}
    copies = list(rows.get(Copy, ()))
    return (
        Letter.objects.filter(about__in=about, family=None).order_by(),
        Job.objects.filter(kind="letters.render", payload__copy__in=copies).order_by(),
    )
