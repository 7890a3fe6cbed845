"""Opening a restricted record in an emergency, and what a guardian thought of it afterwards (design §6)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from families.enums import AtOnce, InvolvementKind
from families.guarding import FAILED, MOST_ATTEMPTS, in_force
from families.models import Family, Involvement
from families.registry import at_once
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.audit.models import Event
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.ui import dates

#: How long a record stays open.
OPEN_FOR = timedelta(hours=2)
TOO_MANY = "Too many attempts opened nothing. Wait an hour, or call your clinical lead or Caldicott guardian."
OWN = "Nobody reviews what they did themselves. Ask another guardian."


@transaction.atomic
def break_glass(*, family: Family | None, user: User, confirmed: bool, reason: str, by: Actor) -> Involvement | None:
    """Open a restricted record for two hours, in an emergency, with a reason (design §6).

    The row is what the guardian's worklist shows, so that there is no opening without its notice. What opens nothing
    (no such record, or the colleague did not confirm who they are) is kept too, and only so often: the answer is None.
    """
    User.objects.select_for_update().get(pk=user.pk)  # attempts of one colleague come one after another
    now = timezone.now()
    failed = Event.objects.filter(verb=FAILED, subject_type="accounts.user", subject_id=user.pk)
    if failed.filter(at__gt=now - timedelta(hours=1)).count() >= MOST_ATTEMPTS:
        raise Refused(TOO_MANY)
    if not confirmed or family is None or not family.restricted:
        record(FAILED, user, by=by, confirmed=confirmed)
        return None
    if not reason.strip():
        raise Refused("Enter what the emergency is.")
    opened = Involvement.objects.create(
        family=family,
        team_id=family.team_id,
        user=user,
        kind=InvolvementKind.BREAK_GLASS,
        why=reason.strip()[:300],
        starts=now,
        until=now + OPEN_FOR,
        created_by=by,
    )
    record("families.break_glass", opened, by=by, reason=reason, user=user.pk)
    at_once(AtOnce.BREAK_GLASS, family, f"opening:{opened.pk}", by)
    return opened


@transaction.atomic
def close_emergency(*, opening: Involvement, seen: int | None = None, by: Actor) -> Involvement:
    """A record opened in an emergency is closed before its time."""
    opening = lock(opening, seen=seen)
    now = timezone.now()
    if opening.kind != InvolvementKind.BREAK_GLASS or (opening.until is not None and opening.until <= now):
        raise Refused("It is closed already.")
    opening.until = now
    opening.save(update_fields=["until"])
    record("families.close_emergency", opening, by=by, user=opening.user_id)
    return opening


@transaction.atomic
def review_break_glass(
    *, opening: Involvement, justified: bool, words: str, seen: int | None = None, by: Actor
) -> Involvement:
    """Say whether an opening in an emergency was justified: never the one who opened it (four eyes, design §6)."""
    opening = lock(opening, seen=seen)
    now = timezone.now()
    if opening.user_id == by.user_id:
        raise Refused(OWN)
    if opening.kind != InvolvementKind.BREAK_GLASS or opening.reviewed_at is not None:
        raise Refused("This has been reviewed already.")
    if opening.until is None or opening.until > now:
        until = dates.clock(opening.until) if opening.until else "later"
        raise Refused(f"It is open until {until}. Review it then, or close it now and review it at once.")
    if not words.strip():
        raise Refused("Enter what you found.")
    opening.reviewed_at, opening.reviewed_by, opening.justified = now, by, justified
    opening.save(update_fields=["reviewed_at", "reviewed_by", "justified"])
    record("families.review_break_glass", opening, by=by, reason=words, justified=justified, user=opening.user_id)
    return opening


@transaction.atomic
def declare_connection(*, family: Family, user: User, why: str = "", by: Actor) -> Involvement:
    """A colleague knows this family: the record closes to them at once, whatever else they are to it (P33)."""
    lock(family)
    now = timezone.now()
    known = Involvement.objects.filter(in_force(now), family=family, user=user, kind=InvolvementKind.CLOSED_TO).first()
    if known is not None:
        return known
    closed = Involvement.objects.create(
        family=family,
        team_id=family.team_id,
        user=user,
        kind=InvolvementKind.CLOSED_TO,
        why=why.strip()[:300],
        starts=now,
        created_by=by,
    )
    record("families.declare_connection", closed, by=by, reason=why, user=user.pk)
    return closed


@transaction.atomic
def review_connection(*, connection: Involvement, words: str = "", seen: int | None = None, by: Actor) -> Involvement:
    """The lead or the guardian has seen to it that somebody else does the work; the record stays closed (P33)."""
    connection = _closed(connection, seen, by)
    if connection.reviewed_at is not None:
        raise Refused("Somebody has dealt with this already.")
    connection.reviewed_at, connection.reviewed_by = timezone.now(), by
    connection.save(update_fields=["reviewed_at", "reviewed_by"])
    record("families.review_connection", connection, by=by, reason=words, user=connection.user_id)
    return connection


@transaction.atomic
def lift_connection(*, connection: Involvement, reason: str, seen: int | None = None, by: Actor) -> Involvement:
    """A guardian opens the record to a colleague again who had said that they know the family (P33)."""
    connection = _closed(connection, seen, by)
    if not reason.strip():
        raise Refused("Enter why the record can be opened to them again.")
    connection.until = timezone.now()
    connection.save(update_fields=["until"])
    record("families.lift_connection", connection, by=by, reason=reason, user=connection.user_id)
    return connection


def _closed(connection: Involvement, seen: int | None, by: Actor) -> Involvement:
    """The row, locked, of a record that is closed to somebody else now."""
    connection = lock(connection, seen=seen)
    if connection.user_id == by.user_id:
        raise Refused("Nobody decides about a connection of their own. Ask your clinical lead or a guardian.")
    over = connection.until is not None and connection.until <= timezone.now()
    if connection.kind != InvolvementKind.CLOSED_TO or over:
        raise Refused("The record has been opened to them again already.")
    return connection
