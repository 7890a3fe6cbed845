"""Referrals to children's social care: made, acknowledged in a working day or chased, and escalated (P32)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from families.deadlines import next_working_day
from families.enums import AtOnce
from families.models import Concern, SocialCareReferral
from families.registry import at_once
from pitservice.audit.actions import record
from pitservice.configuration.selectors import holidays_of
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def refer_to_social_care(
    *,
    concern: Concern,
    to_whom: str,
    phoned_on: datetime | None = None,
    written_on: datetime | None = None,
    by: Actor,
) -> SocialCareReferral:
    """Record a referral about a concern: an acknowledgement is due one working day after it was first made (P32)."""
    concern = lock(concern)
    if concern.closed_at is not None:
        raise Refused("This concern is closed. Open it again to refer it.")
    made = [moment for moment in (phoned_on, written_on) if moment]
    if not made:
        raise Refused("Enter when it was made by phone, in writing, or both.")
    if max(made) > timezone.now():
        raise Refused("When it was made must be in the past.")
    first = timezone.localdate(min(made))
    referral = SocialCareReferral.objects.create(
        family_id=concern.family_id,
        team_id=concern.team_id,
        concern=concern,
        to_whom=to_whom.strip(),
        phoned_on=phoned_on,
        written_on=written_on,
        due_on=next_working_day(first, holidays_of(concern.team)),
        created_by=by,
    )
    record("families.refer_to_social_care", referral, by=by, concern=concern.pk)
    at_once(AtOnce.SAFEGUARDING, concern.family, f"social_care:{referral.pk}", by)
    return referral


@transaction.atomic
def put_in_writing(
    *, referral: SocialCareReferral, written_on: datetime, seen: int | None = None, by: Actor
) -> SocialCareReferral:
    """What was said by phone has been sent in writing."""
    referral = lock(referral, seen=seen)
    if referral.written_on is not None:
        raise Refused("This has been put in writing already.")
    if written_on > timezone.now():
        raise Refused("When it was sent must be in the past.")
    referral.written_on = written_on
    referral.save(update_fields=["written_on"])
    record("families.put_in_writing", referral, by=by)
    return referral


@transaction.atomic
def acknowledge(
    *, referral: SocialCareReferral, acknowledged_on: date, decision: str, seen: int | None = None, by: Actor
) -> SocialCareReferral:
    """They answered: when, and what they said they would do."""
    referral = lock(referral, seen=seen)
    _must_wait(referral)
    if not decision.strip():
        raise Refused("Enter what they said they would do.")
    if not referral_day(referral) <= acknowledged_on <= timezone.localdate():
        raise Refused("The day they answered must be after the referral, and not after today.")
    referral.acknowledged_on, referral.decision = acknowledged_on, decision.strip()
    referral.save(update_fields=["acknowledged_on", "decision"])
    record("families.acknowledge", referral, by=by)
    return referral


@transaction.atomic
def chase(*, referral: SocialCareReferral, chased_on: date, seen: int | None = None, by: Actor) -> SocialCareReferral:
    """No acknowledgement came, and they were asked again: an answer is due a working day later (P32)."""
    referral = lock(referral, seen=seen)
    _must_wait(referral)
    _must_follow(referral, chased_on)
    referral.chased_on = chased_on
    referral.save(update_fields=["chased_on"])
    record("families.chase", referral, by=by)
    return referral


@transaction.atomic
def escalate(
    *,
    referral: SocialCareReferral,
    escalated_on: date,
    escalated_to: str,
    reason: str,
    seen: int | None = None,
    by: Actor,
) -> SocialCareReferral:
    """No answer, or one that leaves the child unsafe: taken to somebody higher, and to whom (P32).

    Also after an acknowledgement, where the team does not agree with what was decided.
    """
    referral = lock(referral, seen=seen)
    if not escalated_to.strip():
        raise Refused("Enter to whom it was taken.")
    if not reason.strip():
        raise Refused("Enter why it was escalated.")
    _must_follow(referral, escalated_on)
    referral.escalated_on, referral.escalated_to = escalated_on, escalated_to.strip()
    referral.save(update_fields=["escalated_on", "escalated_to"])
    record("families.escalate", referral, by=by, reason=reason)
    return referral


def referral_day(referral: SocialCareReferral) -> date:
    """The day on which it was first made."""
    made = [moment for moment in (referral.phoned_on, referral.written_on) if moment]
    return timezone.localdate(min(made))


def _must_wait(referral: SocialCareReferral) -> None:
    if referral.acknowledged_on is not None:
        raise Refused("This referral has been acknowledged already.")


def _must_follow(referral: SocialCareReferral, day: date) -> None:
    if not referral_day(referral) <= day <= timezone.localdate():
        raise Refused("The day must be after the referral, and not after today.")
