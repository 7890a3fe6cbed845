"""The statement on accountability: given by a private link, acknowledged by the consultee (CNS-1, P11)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from consultation.models import Consultation
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.links.actions import GONE, Issued, close, issue, use_up
from pitservice.links.models import Link

STATEMENT_LINK = "consultation.statement"
#: How long a consultee has for it.
LASTS = timedelta(weeks=4)
ACKNOWLEDGED = "The consultee has acknowledged the statement already."
NO_STATEMENT = "No statement was in force on that day, so there is none to give."


@transaction.atomic
def give_statement(*, consultation: Consultation, seen: int | None = None, by: Actor) -> Issued:
    """Make the private link by which the consultee reads and acknowledges the statement; an earlier one closes.

    The link is told once: a colleague sends it by their own secure e-mail.
    """
    consultation = lock(consultation, seen=seen)
    if consultation.acknowledged_at is not None:
        raise Refused(ACKNOWLEDGED)
    if not consultation.statement:
        raise Refused(NO_STATEMENT)
    close(subject_keys=[consultation.key], by=by)
    issued = issue(purpose=STATEMENT_LINK, subject_key=consultation.key, team=consultation.team, lasts=LASTS, by=by)
    record("consultation.give_statement", consultation, by=by, family_id=consultation.family_id)
    return issued


@transaction.atomic
def acknowledge(*, consultation: Consultation, link: Link, name: str, by: Actor) -> Consultation:
    """The consultee says that they have read the statement; the link is used up by it (P11)."""
    consultation = lock(consultation)
    if consultation.acknowledged_at is not None:
        raise Refused(GONE)
    if not name.strip():
        raise Refused("Enter your name.")
    use_up(link=link, by=by)
    consultation.acknowledged_at, consultation.acknowledged_by = timezone.now(), by
    consultation.acknowledged_name, consultation.statement_given = name.strip()[:120], True
    told = ["acknowledged_at", "acknowledged_by", "acknowledged_name", "statement_given"]
    consultation.save(update_fields=told)
    record("consultation.acknowledge", consultation, by=by, family_id=consultation.family_id)
    return consultation
