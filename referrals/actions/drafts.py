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
from pitservice.links.actions import GONE, Issued, close, issue
from pitservice.links.models import Link
from referrals.actions.attaching import forget_attachments, send_attachments
from referrals.actions.receiving import receive
from referrals.enums import Entrance
from referrals.models import Draft, Referral
from referrals.submission import Submission

#: Unsent drafts go after this (P11).
KEPT = timedelta(days=14)
#: What the private link to a saved draft is for.
DRAFT_LINK = "referrals.draft"


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
def save_for_later(*, draft: Draft, by: Actor) -> Issued:
    """Give a private link and a code by which an unsent form is taken up again, for 14 days (P11).

    Both are told once on the screen. Nothing is sent: an address typed into a form that anybody can open is nobody's
    yet, so that a mail to it would be a way to reach strangers in our name. An earlier link to it closes.
    """
    draft = lock(draft)
    if draft.referral_id is not None:
        raise Refused("This form has been sent already.")
    draft.changed_at = timezone.now()
    draft.save(update_fields=["changed_at"])
    subject = draft.link_subject
    close(subject_keys=[subject], by=by)
    issued = issue(purpose=DRAFT_LINK, subject_key=subject, team=draft.team, lasts=KEPT, with_code=True, by=by)
    record("referrals.save_for_later", draft, by=by)
    return issued


@transaction.atomic
def resume_draft(*, link: Link, by: Actor) -> Started:
    """Take a saved form up again, after its code was right (P11): at a new address; the old one opens nothing more."""
    found = Draft.objects.filter(pk=link.subject_key.removeprefix("draft-"), referral=None).first()
    if found is None:
        raise Refused(GONE)
    draft, token = lock(found), secrets.token_urlsafe(32)
    draft.token_hash, draft.changed_at = hashed(token), timezone.now()
    draft.save(update_fields=["token_hash", "changed_at"])
    record("referrals.resume_draft", draft, by=by)
    return Started(draft, token)


@transaction.atomic
def send_draft(*, draft: Draft, submission: Submission, by: Actor) -> Referral:
    """Send a form: it becomes a referral, once however often it is pressed, and its answers leave the draft."""
    draft = lock(draft)
    if draft.referral is not None:
        return draft.referral
    if draft.amends_id is not None:
        raise Refused("This referral was sent before: send your changes to it.")
    referral = receive(team=draft.team, submission=submission, by=by)
    send_attachments(draft, referral)
    draft.referral, draft.answers, draft.changed_at = referral, {}, timezone.now()
    draft.save(update_fields=["referral", "answers", "changed_at"])
    close(subject_keys=[draft.link_subject], by=by)
    record("referrals.send_draft", draft, by=by, referral=referral.pk)
    return referral


@transaction.atomic
def forget_drafts(*, by: Actor) -> int:
    """Remove drafts that nobody has touched for 14 days; returns how many (P11)."""
    old = Draft.objects.filter(changed_at__lt=timezone.now() - KEPT)
    close(subject_keys=[draft.link_subject for draft in old], by=by)
    for draft in old:
        record("referrals.forget_drafts", draft, by=by)
    forget_attachments([draft.pk for draft in old])
    return old.delete()[0]
