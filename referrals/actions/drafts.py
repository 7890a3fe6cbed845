"""Public forms under way: begun, kept step by step, sent, forgotten."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from referrals.actions.receiving import receive
from referrals.enums import Entrance
from referrals.models import Draft, Referral
from referrals.submission import Submission

#: Unsent drafts go after this (P11).
KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Started:
    """A draft, and the token for its address, which is told once and never stored."""

    draft: Draft
    token: str


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def start_draft(*, team: Team, entrance: Entrance, by: Actor) -> Started:
    """Begin a public form. Answers are kept on the server alone (P12)."""
    token = secrets.token_urlsafe(32)
    draft = Draft.objects.create(team=team, token_hash=hashed(token), entrance=entrance)
    record("referrals.start_draft", draft, by=by, entrance=str(entrance))
    return Started(draft, token)


@transaction.atomic
def keep_answers(
    *, draft: Draft, step: str, typed: Mapping[str, list[str]], clean: Mapping[str, Any], by: Actor
) -> Draft:
    """Keep one step's answers: as typed, and as understood."""
    draft = lock(draft)
    if draft.referral_id is not None:
        raise Refused("This form has been sent already.")
    draft.answers = {**draft.answers, step: {"typed": dict(typed), "clean": dict(clean)}}
    draft.changed_at = timezone.now()
    draft.save(update_fields=["answers", "changed_at"])
    record("referrals.keep_answers", draft, by=by, step=step)
    return draft


@transaction.atomic
def send_draft(*, draft: Draft, submission: Submission, by: Actor) -> Referral:
    """Send a form: it becomes a referral, once however often it is pressed, and its answers leave the draft."""
    draft = lock(draft)
    if draft.referral is not None:
        return draft.referral
    referral = receive(team=draft.team, submission=submission, by=by)
    draft.referral, draft.answers, draft.changed_at = referral, {}, timezone.now()
    draft.save(update_fields=["referral", "answers", "changed_at"])
    record("referrals.send_draft", draft, by=by, referral=referral.pk)
    return referral


@transaction.atomic
def forget_drafts(*, by: Actor) -> int:
    """Remove drafts that nobody has touched for 14 days; returns how many (P11)."""
    old = Draft.objects.filter(changed_at__lt=timezone.now() - KEPT)
    for draft in old:
        record("referrals.forget_drafts", draft, by=by)
    return old.delete()[0]
