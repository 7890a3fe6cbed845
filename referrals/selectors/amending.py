"""Reading what referrers sent after their referral (P11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused
from pitservice.links.actions import GONE
from pitservice.links.models import Link
from referrals.effects import people_by_step
from referrals.enums import ChangeKind
from referrals.models import Amendment, ProposedChange, Referral, ReferredPerson


def changes_to(referral: Referral, viewer: Viewer) -> Sequence[ProposedChange]:
    """Everything that the referrer proposed about a referral, the newest first."""
    found = ProposedChange.objects.visible_to(viewer).filter(amendment__referral=referral)
    return list(found.select_related("amendment").order_by("-amendment", "pk"))


def people_named(referral: Referral, parties: Sequence[ReferredPerson]) -> dict[str, ReferredPerson]:
    """Everybody named in a referral, by the step of the form that asks about them, also those added after sending."""
    return people_by_step(parties, ProposedChange.objects.filter(amendment__referral=referral))


def open_changes(viewer: Viewer) -> QuerySet[ProposedChange]:
    """Those that wait for an answer."""
    found = ProposedChange.objects.visible_to(viewer).filter(answered_at=None)
    return found.select_related("amendment__referral").defer("amendment__answers", "amendment__referral__submitted")


def with_changes(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """With `amended` and `wants_out`: whether changes, or the wish to withdraw, wait for an answer."""
    waiting = ProposedChange.objects.filter(amendment__referral=OuterRef("pk"), answered_at=None)
    wish = waiting.filter(kind=ChangeKind.WITHDRAWAL)
    return referrals.annotate(amended=Exists(waiting.exclude(kind=ChangeKind.WITHDRAWAL)), wants_out=Exists(wish))


def proposed_last(referral: Referral) -> Mapping[str, Any]:
    """The answers as the referrer gave them last, after sending; empty where they proposed none."""
    found = Amendment.objects.filter(referral=referral).exclude(answers={}).order_by("-pk")
    return found.values_list("answers", flat=True).first() or {}


def sent_by(link: Link) -> Referral:
    """The referral that a receipt's link is for, also where it is with another team by now; Refused without one."""
    found = Referral.objects.filter(key=link.subject_key).select_related("team").first()
    if found is None:
        raise Refused(GONE)
    return found
