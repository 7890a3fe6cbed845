"""How far the enquiry of the referrer is before the first contact (P64)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from caseload.enums import EnquiryAnswer, EnquiryStanding
from caseload.models import Episode, EpisodeReferral, FinalEnquiry
from pitservice.configuration.enums import ReferralSource
from referrals.models import Referral

#: Whoever referred for themselves is asked directly, and a relative is told nothing more (P13).
NOT_ASKED = (ReferralSource.SELF, ReferralSource.RELATIVE)
_AGAINST = (EnquiryAnswer.NO, EnquiryAnswer.UNSURE)
#: Answers that speak against going on, and that nobody has settled.
WORRYING = Q(settled_at=None) & (Q(safe__in=_AGAINST) | Q(wanted__in=_AGAINST))


def referral_of(episode: Episode) -> Referral | None:
    """The referral whose referrer is asked: the first that a professional sent; None where there is none."""
    rows = episode.referrals.exclude(referral__source__in=NOT_ASKED).select_related("referral").order_by("pk")
    first = rows.first()
    return first.referral if first else None


def enquiries_of(episode: Episode) -> list[FinalEnquiry]:
    """All of them, newest first."""
    return list(episode.enquiries.order_by("-created_at", "-pk"))


def standing_of(rows: Sequence[FinalEnquiry], *, needed: bool) -> EnquiryStanding:
    """How far it is, from a work's enquiries, newest first. A worry stands whatever was done after it."""
    if any(row.is_worrying for row in rows):
        return EnquiryStanding.WORRY
    for row in rows:
        if row.without:
            return EnquiryStanding.LEFT_OUT
        if row.answered_on:
            return EnquiryStanding.CLEAR
    if rows:
        return EnquiryStanding.ASKED
    return EnquiryStanding.TO_ASK if needed else EnquiryStanding.NOT_NEEDED


def standing(episode: Episode) -> EnquiryStanding:
    """How far it is for one piece of work."""
    return standing_of(enquiries_of(episode), needed=referral_of(episode) is not None)


def with_enquiry(episodes: QuerySet[Any]) -> QuerySet[Any]:
    """With `enquiry`, how far it is, for lists."""
    rows = FinalEnquiry.objects.filter(episode=OuterRef("pk"))
    done = rows.filter(Q(answered_on__isnull=False) | ~Q(without=""))
    referred = EpisodeReferral.objects.filter(episode=OuterRef("pk")).exclude(referral__source__in=NOT_ASKED)
    found: QuerySet[Any] = episodes.annotate(
        enquiry=Case(
            When(Exists(rows.filter(WORRYING)), then=Value(EnquiryStanding.WORRY)),
            When(Exists(done), then=Value(EnquiryStanding.CLEAR)),
            When(Exists(rows), then=Value(EnquiryStanding.ASKED)),
            When(Exists(referred), then=Value(EnquiryStanding.TO_ASK)),
            default=Value(EnquiryStanding.NOT_NEEDED),
            output_field=CharField(),
        )
    )
    return found
