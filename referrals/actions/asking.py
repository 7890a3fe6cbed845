"""More information is asked for, asked for again, and answered: by a colleague, or by a private link with a code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from pitservice.letters import actions as letters
from pitservice.links.actions import GONE, close, issue, use_up
from pitservice.links.models import Link
from pitservice.messaging.actions import cancel_wanted
from referrals.contact_facts import facts_of
from referrals.enums import AskedBy, Outcome, ReferralState
from referrals.models import InformationRequest, Referral
from referrals.telling import asked, desk_of, proposals, send_decision
from referrals.verdict import Verdict

#: What the private link of a question is for, and how long it opens.
INFORMATION_LINK = "referrals.information"
LASTS = timedelta(days=60)


@transaction.atomic
def asking(
    *, referral: Referral, verdict: Verdict, site: str, tell: Callable[[str], None] | None = None, by: Actor
) -> Verdict:
    """Keep what is asked, and make the private link by which it can be answered; returns the verdict with both (P11).

    `tell` is called with the code; the code stands in a letter, and is never in an e-mail.
    """
    assert verdict.chase_on is not None, "checked before anything was written"
    request = InformationRequest.objects.create(
        referral=referral,
        team_id=referral.team_id,
        missing=list(verdict.missing),
        asked_for=verdict.asked_for.strip(),
        asked_by=verdict.asked_by,
        chase_on=verdict.chase_on,
        created_by=by,
    )
    issued = issue(
        purpose=INFORMATION_LINK, subject_key=request.key, team=referral.team, lasts=LASTS, with_code=True, by=by
    )
    if tell is not None:
        tell(issued.code)
    href = reverse("referrals:information", kwargs={"key": request.key, "token": issued.token})
    record("referrals.asking", referral, by=by, request=request.pk, asked_by=str(verdict.asked_by))
    return replace(verdict, answer_link=site.rstrip("/") + href, answer_code=issued.code, waits_for=asked(request))


@transaction.atomic
def ask_again(
    *,
    request: InformationRequest,
    asked_by: AskedBy | str,
    chase_on: date,
    site: str,
    tell: Callable[[str], None] | None = None,
    seen: int | None = None,
    by: Actor,
) -> InformationRequest:
    """No answer has come: the same is asked again, with a new day to chase it.

    The earlier link closes, and a letter that holds it and has not gone yet goes no more.
    """
    referral = lock(request.referral)
    request = lock(request, seen=seen)
    _check_open(referral, request)
    decision = referral.decisions.filter(taken_back_at=None).last()
    if decision is None or decision.outcome != Outcome.MORE_INFORMATION:
        raise Refused("There is nothing to ask again. Look at the referral.")
    request.chased_at, request.chased_by = timezone.now(), by
    request.save(update_fields=["chased_at", "chased_by"])
    _close([request], "It is asked again in a later letter.", by)
    verdict = Verdict(
        outcome=Outcome.MORE_INFORMATION,
        missing=request.missing,
        asked_for=request.asked_for,
        asked_by=AskedBy(asked_by),
        chase_on=chase_on,
    )
    verdict = asking(referral=referral, verdict=verdict, site=site, tell=tell, by=by)
    found = proposals(desk_of(referral), facts_of(referral, referral.family), verdict, at=timezone.now())
    again = referral.requests.latest("pk")
    send_decision(referral, decision, found, waits_for=verdict.waits_for, by=by)
    record("referrals.ask_again", referral, by=by, request=again.pk)
    return again


@transaction.atomic
def answer_request(*, request: InformationRequest, answer: str, seen: int | None = None, by: Actor) -> Referral:
    """Record what was answered; the referral is to be decided again, and complete from today (design §4)."""
    referral = lock(request.referral)
    request = lock(request, seen=seen)
    _check_open(referral, request)
    if not answer.strip():
        raise Refused("Enter what was answered.")
    request.answer, request.answered_at, request.answered_by = answer.strip(), timezone.now(), by
    request.save(update_fields=["answer", "answered_at", "answered_by"])
    _close([request], "It has been answered.", by)
    if referral.state == ReferralState.AWAITING_INFORMATION:
        advance(referral, ReferralState.RECEIVED, by=by, complete_on=timezone.localdate(), **Referral.TAKEN_UP)
    record("referrals.answer_request", referral, by=by, request=request.pk)
    return referral


@transaction.atomic
def answer_by_link(*, request: InformationRequest, link: Link, answer: str, by: Actor) -> Referral:
    """Whoever referred answers by their private link, which is used up by it (P11)."""
    lock(request.referral)
    if lock(request).answered_at is not None:
        raise Refused(GONE)
    use_up(link=link, by=by)
    return answer_request(request=request, answer=answer, by=by)


@transaction.atomic
def drop_requests(*, referral: Referral, why: str, by: Actor) -> None:
    """What was asked is not asked any more, and `why` stands for an answer; its links close, its letters stop."""
    open_ones = InformationRequest.objects.filter(referral=referral, answered_at=None)
    _close(list(open_ones.order_by("pk")), why, by)
    open_ones.update(answer=why, answered_at=timezone.now(), answered_by=by)
    record("referrals.drop_requests", referral, by=by)


def _close(requests: Sequence[InformationRequest], why: str, by: Actor) -> None:
    """Nobody opens their links any more, and no letter or e-mail leads there."""
    close(subject_keys=[one.key for one in requests], by=by)
    for one in requests:
        letters.cancel_wanted(wanted=asked(one), why=why, by=by)
        cancel_wanted(wanted=asked(one), why=why, by=by)


def _check_open(referral: Referral, request: InformationRequest) -> None:
    if request.answered_at is not None:
        raise Refused("An answer to this has been recorded already.")
    if request.chased_at is not None:
        raise Refused("This was asked again since. Look at the last question.")
    if referral.state != ReferralState.AWAITING_INFORMATION:
        raise Refused(f"This referral is “{ReferralState(referral.state).label}”: it waits for no answer.")
