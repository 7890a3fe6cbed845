"""Following up closed work without reopening it (FUP-1), after a person has confirmed how (P63)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from caseload.actions.telling import text_everybody
from caseload.enums import FollowUpState
from caseload.models import FollowUp
from caseload.rules import CONTACTS_FRESH
from caseload.selectors.people import has_loss
from families.clocks import resumed
from families.enums import Purpose
from families.models import Person
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance

CONFIRM_FIRST = "Confirm the contacts and where the baby lives before any word goes out."


@transaction.atomic
def confirm_contacts(*, follow_up: FollowUp, baby_lives_with: str, seen: int | None = None, by: Actor) -> FollowUp:
    """Confirm, before any word, that the contacts are right, where the baby lives, and that there was no loss (P63)."""
    follow_up = lock(follow_up, seen=seen)
    _check_due(follow_up)
    _check_loss(follow_up)
    follow_up.baby_lives_with = baby_lives_with
    follow_up.contacts_confirmed_at, follow_up.contacts_confirmed_by = timezone.now(), by
    follow_up.save(update_fields=["baby_lives_with", "contacts_confirmed_at", "contacts_confirmed_by"])
    record("caseload.confirm_contacts", follow_up, by=by, family_id=follow_up.episode.family_id)
    return follow_up


@transaction.atomic
def text_follow_up(*, follow_up: FollowUp, people: Sequence[Person], seen: int | None = None, by: Actor) -> int:
    """Text adults of closed work, each apart, that we would like to hear how they are; gives how many may go (P63)."""
    follow_up = lock(follow_up, seen=seen)
    _check_due(follow_up)
    _check_loss(follow_up)
    if not is_confirmed(follow_up):
        raise Refused(CONFIRM_FIRST)
    told = text_everybody(
        episode=follow_up.episode,
        people=people,
        purpose=Purpose.FOLLOW_UP,
        words="follow_up",
        dedupe=f"followup:{follow_up.pk}:text",
        wanted=f"followup:{follow_up.pk}",
        by=by,
    )
    if not told.queued and not told.held:
        raise Refused("There is nobody who may be texted. Call instead.")
    record("caseload.text_follow_up", follow_up, by=by, family_id=follow_up.episode.family_id, queued=told.queued)
    return told.queued


@transaction.atomic
def record_follow_up(
    *,
    follow_up: FollowUp,
    outcome: FollowUpState,
    done_on: date,
    note: str = "",
    seen: int | None = None,
    by: Actor,
) -> FollowUp:
    """Record how a follow-up went; the work stays closed (FUP-1, toolkit ch. 6).

    One that was done needs the contacts confirmed (P63); one that is not wanted, or cannot reach anybody, does not.
    """
    follow_up = lock(follow_up, seen=seen)
    if done_on > timezone.localdate():
        raise Refused("A follow-up cannot be recorded before it is done.")
    if outcome == FollowUpState.DONE and not is_confirmed(follow_up):
        raise Refused(CONFIRM_FIRST)
    advance(follow_up, outcome, by=by, done_on=done_on, note=note)
    record("caseload.record_follow_up", follow_up, by=by, family_id=follow_up.episode.family_id, outcome=str(outcome))
    return follow_up


def is_confirmed(follow_up: FollowUp) -> bool:
    """Whether a person has confirmed the contacts not longer ago than three months (P63)."""
    confirmed = follow_up.contacts_confirmed_at
    return confirmed is not None and timezone.now() - confirmed <= CONTACTS_FRESH


def _check_due(follow_up: FollowUp) -> None:
    if follow_up.state not in (FollowUpState.DUE, FollowUpState.NOT_REACHED):
        raise Refused("This follow-up is over.")


def _check_loss(follow_up: FollowUp) -> None:
    if has_loss(follow_up.episode.family_id):
        raise Refused("A loss is recorded in this family. Speak to the lead before anything else is done.")


@transaction.atomic
def resume_follow_ups(*, family_id: int, since: date, until: date, by: Actor) -> None:
    """A loss was lifted: follow-ups that are due get back the days on which their clocks stood still (P22, FUP-1)."""
    rows = FollowUp.objects.filter(episode__family_id=family_id, state=FollowUpState.DUE)
    for follow_up in rows.order_by("pk"):
        began, before = timezone.localdate(follow_up.created_at), follow_up.due_on
        follow_up.due_on = resumed(before, began=began, since=since, until=until)
        if days := (follow_up.due_on - before).days:
            follow_up.save(update_fields=["due_on"])
            record("caseload.resume_clock", follow_up, by=by, family_id=family_id, days=days)
