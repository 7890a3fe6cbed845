"""Notices to colleagues, queued as any other message is (P6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from families.enums import AtOnce
from families.models import Family
from pitservice.accounts.models import User
from pitservice.db.actor import Actor
from pitservice.messaging import notices
from pitservice.messaging.actions.queueing import queue


@transaction.atomic
def send_digest(*, user: User, day: date, by: Actor) -> bool:
    """One colleague's digest of a day, once; False where nothing waits or no e-mail goes (P6)."""
    to = notices.addressee_of(user)
    digest = notices.digest_of(user, day) if to else None
    if to is None or digest is None:
        return False
    queue(
        to=to,
        words=digest.words,
        subject_line=digest.subject,
        dedupe_key=notices.digest_key(user, day),
        not_after=notices.too_late(day),
        by=by,
    )
    return True


@transaction.atomic
def tell_at_once(*, kind: AtOnce, family: Family, key: str, only: Sequence[User] | None = None, by: Actor) -> int:
    """In the transaction of what happened: an e-mail to each who must hear of it now, and not to who did it (P6).

    `key` names what happened, so that each hears of it once. `only`: these and nobody else, of those who may see the
    record. Returns how many are told.
    """
    notice, told = notices.at_once_words(kind), 0
    heard = notices.hear_at_once(kind, family, by.user_id) if only is None else notices.who_sees(kind, family, only)
    for user in heard:
        addressee = notices.addressee_of(user)
        if addressee is not None:
            queue(
                to=addressee,
                words=notice.words,
                subject_line=notice.subject,
                dedupe_key=f"at-once:{key}:{user.pk}",
                by=Actor.system("messaging.tell_at_once"),
            )
            told += 1
    return told
