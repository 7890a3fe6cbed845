"""Referrals move without a decision: answered, withdrawn, opened again, allocated from the waiting list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.selectors import holders
from pitservice.accounts.viewer import Viewer
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from pitservice.letters import actions as letters
from pitservice.messaging.actions import cancel_wanted
from referrals.actions.asking import drop_requests
from referrals.actions.receiving import decision_due
from referrals.enums import UNDECIDED_STATES, ReferralState, WaitingState
from referrals.leaving import wanted as goodbye
from referrals.models import Referral, WaitingEntry
from referrals.telling import wanted

#: A referral is put aside for so long at most.
LONGEST_ASIDE = timedelta(days=60)


@transaction.atomic
def withdraw(*, referral: Referral, reason: str, seen: int | None = None, by: Actor) -> Referral:
    """The family or the referrer no longer wants it: it leaves every list, and what still waits to go is stopped."""
    referral = lock(referral, seen=seen)
    if not reason.strip():
        raise Refused("Enter why the referral is withdrawn.")
    advance(referral, ReferralState.WITHDRAWN, by=by, reason=reason)
    _leave_list(referral, WaitingState.LEFT, reason, by)
    why = "The referral was withdrawn."
    drop_requests(referral=referral, why=why, by=by)
    _stop_letters(referral, why, by)
    record("referrals.withdraw", referral, by=by, reason=reason)
    return referral


@transaction.atomic
def reopen(*, referral: Referral, reason: str, seen: int | None = None, by: Actor) -> Referral:
    """Open a referral again, with a reason: its clock starts on the day it is opened (SCR-2, P3).

    It stands in the inbox at once, and letters of the decision that ended it stop where they have not gone (TELL-1).
    """
    referral = lock(referral, seen=seen)
    if not reason.strip():
        raise Refused("Enter why the referral is opened again.")
    if referral.state not in (ReferralState.NOT_ACCEPTED, ReferralState.WITHDRAWN, ReferralState.RECORDED_BEFORE):
        raise Refused(f"This referral is “{ReferralState(referral.state).label}” and need not be opened again.")
    due = decision_due(referral.team, timezone.localdate())
    advance(referral, ReferralState.RECEIVED, by=by, reason=reason, due_on=due, **Referral.TAKEN_UP)
    _stop_letters(referral, "The referral was opened again.", by)
    record("referrals.reopen", referral, by=by, reason=reason)
    return referral


@transaction.atomic
def mark_allocated(*, referral: Referral, by: Actor) -> Referral:
    """The work begins: called by caseload in the transaction that opens the episode.

    The family's place on the waiting list, from this referral or another, is allocated with it.
    """
    referral = lock(referral)
    if referral.family_id is None:
        raise Refused("Say who the referral is about before allocating it.")
    advance(referral, ReferralState.ALLOCATED, by=by)
    waiting = WaitingEntry.objects.select_for_update().filter(family_id=referral.family_id, state=WaitingState.WAITING)
    for entry in waiting:
        advance(entry, WaitingState.ALLOCATED, by=by)
    record("referrals.mark_allocated", referral, by=by)
    return referral


@transaction.atomic
def take_on(*, referral: Referral, screener_id: int | None, seen: int | None = None, by: Actor) -> Referral:
    """Say who screens a referral; None gives it back to everybody (P4)."""
    referral = lock(referral, seen=seen)
    referral.screener_id = screener_id
    referral.save(update_fields=["screener"])
    record("referrals.take_on", referral, by=by, screener=screener_id)
    return referral


@transaction.atomic
def share_out(*, referrals: Sequence[Referral], screener: User | None, by: Actor) -> int:
    """Give several referrals to one screener, or back to everybody; returns how many were still to be decided (P4).

    Only to somebody who may decide referrals in the team of each, and who sees each: one about a restricted record goes
    to nobody who is not named for it (P1, P10).
    """
    teams = {one.team_id for one in referrals}
    may = {team for team in teams if screener and holders(team, Permission.DECIDE_REFERRALS).filter(pk=screener.pk)}
    if screener is not None and may != teams:
        raise Refused(f"{screener.name} may not decide referrals of every team that you chose from.")
    if screener is not None and (unseen := _unseen(referrals, screener)):
        raise Refused(f"{screener.name} is not named for the record of {', '.join(unseen)}. Choose the others alone.")
    given = 0
    for one in sorted(referrals, key=lambda referral: referral.pk):
        referral = lock(one)
        if referral.state in UNDECIDED_STATES:
            take_on(referral=referral, screener_id=screener.pk if screener else None, by=by)
            given += 1
    return given


def _unseen(referrals: Sequence[Referral], screener: User) -> list[str]:
    """References of those that this colleague does not see."""
    theirs = Referral.objects.visible_to(Viewer.of(screener, Permission.DECIDE_REFERRALS))
    seen = set(theirs.filter(pk__in=[one.pk for one in referrals]).values_list("pk", flat=True))
    return [one.key for one in referrals if one.pk not in seen]


@transaction.atomic
def put_aside(*, referral: Referral, until: date, why: str, seen: int | None = None, by: Actor) -> Referral:
    """Put a referral aside until a day on which it comes back by itself; its clock runs on (SCR-2)."""
    referral = lock(referral, seen=seen)
    if referral.state not in UNDECIDED_STATES:
        raise Refused(f"This referral is “{ReferralState(referral.state).label}”: there is nothing to put aside.")
    if not why.strip():
        raise Refused("Enter why it is put aside.")
    if not timezone.localdate() < until <= timezone.localdate() + LONGEST_ASIDE:
        raise Refused(f"Choose a day within the next {LONGEST_ASIDE.days} days.")
    referral.hold_until, referral.hold_why = until, why.strip()[:300]
    referral.save(update_fields=["hold_until", "hold_why"])
    record("referrals.put_aside", referral, by=by, until=until.isoformat(), reason=why)
    return referral


@transaction.atomic
def bring_back(*, referral: Referral, seen: int | None = None, by: Actor) -> Referral:
    """Take a referral up again before its day."""
    referral = lock(referral, seen=seen)
    if not referral.is_held_on(timezone.localdate()):
        raise Refused("This referral is not put aside.")
    referral.hold_until, referral.hold_why = None, ""
    referral.save(update_fields=["hold_until", "hold_why"])
    record("referrals.bring_back", referral, by=by)
    return referral


def _stop_letters(referral: Referral, why: str, by: Actor) -> None:
    for decision in referral.decisions.filter(taken_back_at=None):
        letters.cancel_wanted(wanted=wanted(decision), why=why, by=by)
        cancel_wanted(wanted=wanted(decision), why=why, by=by)
    for entry in referral.waiting_entries.all():
        letters.cancel_wanted(wanted=goodbye(entry), why=why, by=by)


def _leave_list(referral: Referral, to: WaitingState, reason: str, by: Actor) -> None:
    for entry in referral.waiting_entries.select_for_update().filter(state=WaitingState.WAITING):
        advance(entry, to, by=by, reason=reason)
