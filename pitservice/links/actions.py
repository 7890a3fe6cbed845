"""Making, opening and using up private links (P11: opening a link only shows a page; a pressed button uses it)."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.links.models import Link

logger = logging.getLogger(__name__)

MAX_WRONG_CODES = 5
GONE = "This page is no longer available. The link has run out or has been used."


@dataclass(frozen=True)
class Issued:
    """What is told once and never stored: the token for the address, and the code when there is one."""

    link: Link
    token: str
    code: str


@transaction.atomic
def issue(
    *, purpose: str, subject_key: str, team: Team, lasts: timedelta, with_code: bool = False, by: Actor
) -> Issued:
    """Make a link. The token has 256 random bits; the code six digits, tried at most five times."""
    token = secrets.token_urlsafe(32)
    code = f"{secrets.randbelow(10**6):06}" if with_code else ""
    link = Link.objects.create(
        token_hash=_hash(token),
        code_hash=make_password(code) if code else "",
        purpose=purpose,
        subject_key=subject_key,
        team=team,
        expires_on=timezone.now() + lasts,
        created_by=by,
    )
    record("links.issue", link, by=by, purpose=purpose)
    return Issued(link, token, code)


def find(*, token: str, purpose: str, subject_key: str = "") -> Link:
    """The link this token opens, for this purpose and, where the page names it, this subject.

    Refused, in the same words, for every kind of wrong one. Looking uses nothing up (P11).
    """
    named = {"subject_key": subject_key} if subject_key else {}
    link = Link.objects.select_related("team").filter(token_hash=_hash(token), purpose=purpose, **named).first()
    if link is None or link.used_at is not None or link.expires_on < timezone.now():
        raise Refused(GONE)
    if link.wrong_codes >= MAX_WRONG_CODES:
        raise Refused(GONE)
    return link


@transaction.atomic
def note_refused(*, token: str, purpose: str, by: Actor) -> None:
    """Write down that a link did not open its page: run out, used, closed, or tried on a page it was not made for.

    One that was only guessed leaves a line in the log, and nothing in the database: anybody could make any number.
    """
    link = Link.objects.filter(token_hash=_hash(token)).first()
    if link is None:
        logger.warning("A private link that does not exist was tried for %s.", purpose)
        return
    record("links.refused", link, by=by, purpose=purpose)


@transaction.atomic(durable=True)
def check_code(*, link: Link, code: str, by: Actor) -> bool:
    """Whether the code is right (P11). A wrong one is counted, also when several are tried at once.

    Call it outside any transaction: a refusal that rolls back must not forget the count. After `MAX_WRONG_CODES`
    wrong ones no code is right any more.
    """
    link = lock(link)
    if link.wrong_codes < MAX_WRONG_CODES and check_password(code.replace(" ", ""), link.code_hash):
        return True
    if link.wrong_codes < MAX_WRONG_CODES:
        link.wrong_codes += 1
        link.save(update_fields=["wrong_codes"])
    record("links.wrong_code", link, by=by)
    return False


@transaction.atomic
def use_up(*, link: Link, by: Actor) -> Link:
    """Mark it used; Refused when somebody used it before."""
    link = lock(link)
    if link.used_at is not None:
        raise Refused(GONE)
    link.used_at, link.used_by = timezone.now(), by
    link.save(update_fields=["used_at", "used_by"])
    record("links.use", link, by=by, purpose=link.purpose)
    return link


@transaction.atomic
def close(*, subject_keys: Sequence[str], by: Actor) -> int:
    """Close every open link to these subjects: nobody who holds one can use it any more. Returns how many (P22)."""
    open_ones = Link.objects.filter(subject_key__in=subject_keys, used_at=None, expires_on__gt=timezone.now())
    closed = 0
    for link in open_ones.select_for_update(of=("self",)).order_by("pk"):
        link.used_at, link.used_by = timezone.now(), by
        link.save(update_fields=["used_at", "used_by"])
        record("links.close", link, by=by, purpose=link.purpose)
        closed += 1
    return closed


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
