"""A person decides about a referral, or takes a decision back while that is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from families.actions import keep_organisation
from pitservice.audit.actions import record
from pitservice.configuration.rule import Suggestion
from pitservice.configuration.selectors import next_check, settings_of
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin, last_change
from pitservice.letters import actions as letters
from pitservice.messaging.actions import cancel_wanted
from referrals.actions.asking import asking, drop_requests
from referrals.actions.matching import compare
from referrals.actions.placing import keep_place
from referrals.actions.receiving import suggestion_of
from referrals.actions.settling import settle_family
from referrals.contact_facts import facts_of
from referrals.enums import MatchAnswer, Outcome, ReferralState, WaitingState
from referrals.models import Decision, Referral, Screening, WaitingEntry
from referrals.registry import route_of
from referrals.rules import agreement_gaps, differs_from_rule
from referrals.selectors import edition_for
from referrals.selectors.matching import guardian_must_answer
from referrals.telling import desk_of, proposals, send_decision, wanted
from referrals.verdict import FINAL, STATES, Verdict
from referrals.wording import ASK_GUARDIAN


@transaction.atomic
def decide(
    *,
    referral: Referral,
    verdict: Verdict,
    site: str = "",
    tell: Callable[[str], None] | None = None,
    seen: int | None = None,
    by: Actor,
) -> Decision:
    """Decide about a referral (SCR-1, SCR-2, SCR-3, TELL-1; toolkit ch. 6).

    The system suggests, a person decides: against the rule's suggestion with a reason, and where not each adult is
    known to know and agree only with a reason. Where the guardian must be asked nothing is decided (P10). Accepting
    settles who it is about in the same transaction. Every letter is written here and waits until the decision can no
    longer be taken back. The slower of two people is told what the first decided (Stale).

    `site` is where the product stands ("https://pit.example.org"): whoever is asked for more answers there. `tell` is
    called with the code of their private link, which is kept nowhere (P11).
    """
    referral = lock(referral, seen=seen)
    _check_may_decide(referral, verdict)
    if referral.family is None and guardian_must_answer(referral, chosen=verdict.family):
        raise Refused(ASK_GUARDIAN)
    screening = _screen(referral, verdict, by)
    _check_reasons(referral, verdict, screening)
    if referral.family is None:
        for other in verdict.not_about:
            compare(referral=referral, family=other, answer=MatchAnswer.NOT_SAME, by=by)
    if verdict.family or verdict.accepts:
        settle_family(
            referral=referral, family=verdict.family, match_reason=verdict.match_reason, who=verdict.who, by=by
        )
        referral.refresh_from_db()
    facts = facts_of(referral, referral.family)
    if verdict.accepts and not verdict.exception.strip() and (gaps := agreement_gaps(facts)):
        raise Refused(f"{' '.join(gaps)} Record it, or say why the referral is accepted all the same.")
    verdict = _with_alternative(referral, verdict, by)
    decision = _write(referral, verdict, by)
    _carry_out(referral, verdict, screening, by)
    if verdict.outcome == Outcome.MORE_INFORMATION:
        verdict = asking(referral=referral, verdict=verdict, site=site, tell=tell, by=by)
    found = proposals(desk_of(referral), facts, verdict, at=decision.effective_from)
    send_decision(referral, decision, found, waits_for=verdict.waits_for, by=by)
    record("referrals.decide", referral, by=by, decision=decision.pk, outcome=str(verdict.outcome))
    return decision


@transaction.atomic
def take_back(*, referral: Referral, reason: str, seen: int | None = None, by: Actor) -> Referral:
    """Take the last decision back while its letters wait: the referral is to be decided again, and nothing goes."""
    referral = lock(referral, seen=seen)
    decision = referral.decisions.filter(taken_back_at=None).last()
    if decision is None or referral.state != STATES[decision.outcome]:
        raise Refused(f"There is no decision to take back. {last_change(referral)}".strip())
    if timezone.now() >= decision.effective_from:
        raise Refused("The time to take this decision back is over, and its letters are on their way.")
    _undo(referral, decision, by)
    advance(referral, ReferralState.RECEIVED, by=by, reason=reason, **Referral.TAKEN_UP)
    decision.taken_back_at, decision.taken_back_by = timezone.now(), by
    decision.save(update_fields=["taken_back_at", "taken_back_by"])
    why = "The decision was taken back."
    letters.cancel_wanted(wanted=wanted(decision), why=why, by=by)
    cancel_wanted(wanted=wanted(decision), why=why, by=by)
    record("referrals.take_back", referral, by=by, decision=decision.pk, reason=reason)
    return referral


def _check_may_decide(referral: Referral, verdict: Verdict) -> None:
    if referral.must_be_read:
        raise Refused("Read the warning in this referral first: it may change what can be decided and who may be told.")
    to = STATES[verdict.outcome]
    if not referral.MOVES.may(referral.state, to):
        label = referral.MOVES.states(referral.state).label
        raise Refused(
            f"This referral is “{label}” and is not waiting for this decision. {last_change(referral)}".strip()
        )
    if verdict.outcome == Outcome.ALLOCATE and route_of(verdict.outcome) is None:
        raise Refused("Families cannot be allocated from here: accept to the waiting list instead.")


def _screen(referral: Referral, verdict: Verdict, by: Actor) -> Screening | None:
    """Keep what the screener ticked, with the list's edition and what the rule made of it (SCR-1)."""
    edition = edition_for(referral)
    if verdict.ticks is None or edition is None:
        return None
    suggestion: Suggestion | None = suggestion_of(edition, verdict.ticks)
    assert suggestion is not None
    return Screening.objects.create(
        referral=referral,
        team_id=referral.team_id,
        risk_list=edition,
        ticks=sorted(verdict.ticks),
        significant=suggestion.significant,
        total=suggestion.total,
        suggests=suggestion.qualifies,
        working=suggestion.working,
        note=verdict.screening_note,
        created_by=by,
    )


def _check_reasons(referral: Referral, verdict: Verdict, screening: Screening | None) -> None:
    suggests = screening.suggests if screening else referral.suggests
    if differs_from_rule(verdict.outcome, suggests) and not verdict.differs.strip():
        working = screening.working if screening else referral.working
        raise Refused(f"{working} Say why you decide otherwise.")
    if verdict.outcome == Outcome.NOT_ACCEPTED and not verdict.reason:
        raise Refused("Choose why the referral is not accepted.")
    if verdict.outcome == Outcome.MORE_INFORMATION and not (verdict.questions and verdict.chase_on):
        raise Refused("Say what you ask for, and when an answer is chased.")
    if verdict.outcome == Outcome.WITHDRAWN and not (verdict.withdrawn_by and verdict.note.strip()):
        raise Refused("Choose who no longer wants the referral, and enter why.")


def _with_alternative(referral: Referral, verdict: Verdict, by: Actor) -> Verdict:
    """A service named for the first time goes into the directory."""
    name = verdict.alternative_name.strip()
    if verdict.outcome != Outcome.NOT_ACCEPTED or verdict.alternative or not name:
        return verdict
    return replace(verdict, alternative=keep_organisation(team=referral.team, name=name, is_alternative=True, by=by))


def _write(referral: Referral, verdict: Verdict, by: Actor) -> Decision:
    now = timezone.now()
    minutes = settings_of(referral.team_id).take_back_minutes
    timed = verdict.outcome in FINAL and referral.due_on is not None
    return Decision.objects.create(
        referral=referral,
        team_id=referral.team_id,
        outcome=verdict.outcome,
        reason=verdict.reason if verdict.outcome == Outcome.NOT_ACCEPTED else "",
        alternative=verdict.alternative if verdict.outcome == Outcome.NOT_ACCEPTED else None,
        note=verdict.note,
        differs=verdict.differs,
        exception=verdict.exception,
        told_by=verdict.told_by,
        withdrawn_by=verdict.withdrawn_by if verdict.outcome == Outcome.WITHDRAWN else "",
        in_time=timezone.localtime(now).date() <= referral.due_on if timed and referral.due_on else None,
        effective_from=now + timedelta(minutes=minutes),
        created_by=by,
    )


def _carry_out(referral: Referral, verdict: Verdict, screening: Screening | None, by: Actor) -> None:
    route = route_of(verdict.outcome)
    if verdict.outcome == Outcome.ALLOCATE and route is not None:
        route.act(referral, dict(verdict.answers), by)
        referral.refresh_from_db()
        assert referral.state == ReferralState.ALLOCATED, "the route must leave the referral allocated"
        return
    if referral.state == ReferralState.AWAITING_INFORMATION:
        drop_requests(referral=referral, why="The referral was decided without it.", by=by)
    advance(referral, STATES[verdict.outcome], by=by, reason=verdict.note, **Referral.TAKEN_UP)
    for entry in referral.waiting_entries.select_for_update().filter(state=WaitingState.WAITING):
        advance(entry, WaitingState.LEFT, by=by, reason=verdict.note)  # not accepted after all, from the waiting list
    if verdict.outcome == Outcome.WAITING_LIST:
        _add_to_waiting_list(referral, screening, by)


def _add_to_waiting_list(referral: Referral, screening: Screening | None, by: Actor) -> None:
    """The clock of waiting began with the referral; the first holding check is due in the team's number of weeks."""
    suggestion = None if screening else suggestion_of(edition_for(referral), referral.referrer_ticks)
    counted = screening or suggestion
    assert referral.family is not None, "accepting settles who it is about"
    entry = WaitingEntry.objects.create(
        family=referral.family,
        referral=referral,
        team_id=referral.team_id,
        since=referral.local_date,
        significant=counted.significant if counted else 0,
        total=counted.total if counted else 0,
        next_check_on=next_check(referral.team, timezone.localdate()),
        created_by=by,
    )
    begin(entry, by=by)
    keep_place(entry=entry, by=by)


def _undo(referral: Referral, decision: Decision, by: Actor) -> None:
    if decision.outcome == Outcome.ALLOCATE:
        route = route_of(Outcome.ALLOCATE)
        if route is None or route.undo is None:
            raise Refused("The work has been opened: it cannot be taken back from here. End it on the family's page.")
        route.undo(referral, by)
        referral.refresh_from_db()
    for entry in referral.waiting_entries.select_for_update().filter(state=WaitingState.WAITING):
        advance(entry, WaitingState.TAKEN_BACK, by=by)
    drop_requests(referral=referral, why="Taken back before it was sent.", by=by)
