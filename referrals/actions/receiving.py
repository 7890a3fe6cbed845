"""A referral comes in; a warning in it is read; what an adult said about knowing and agreeing is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.actions import record_agreement
from families.registry import contact_changed
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import RiskList
from pitservice.configuration.rule import Suggestion, evaluate
from pitservice.configuration.selectors import edition_of, holidays_of, settings_of
from pitservice.configuration.working_days import add_working_days
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import begin
from referrals.actions.matching import keep_matches, touch
from referrals.enums import ADULT_ROLES, Entrance, PartyRole, ReferralState
from referrals.models import Referral, ReferredPerson
from referrals.submission import Submission
from referrals.telling import send_receipt

#: The working of a family's own form: it does not ask for risk factors, so the rule says nothing yet (SCR-1).
UNASKED = "Not screened yet: families are not asked about risk factors."


@transaction.atomic
def receive(
    *, team: Team, submission: Submission, edition: RiskList | None = None, known_to_nobody: bool = False, by: Actor
) -> Referral:
    """Take a referral in: the submission exactly as sent, structured beside it (SCR-1, SCR-2; toolkit ch. 6).

    The decision is due by working days from the day of receipt. What is imported starts nothing: no clock, no receipt,
    and with a past outcome it is *recorded before* (P3).

    An import knows two things of many rows at once: the `edition` of the list that the ticks are of, and that no record
    is like this one (`known_to_nobody`).
    """
    received_at = submission.received_at or timezone.now()
    imported = submission.entrance == Entrance.IMPORT
    referral = Referral.objects.create(
        **submission.columns(),
        **_suggestion(team, submission, edition),
        team=team,
        state=ReferralState.RECORDED_BEFORE if submission.past_outcome else ReferralState.RECEIVED,
        received_at=received_at,
        received_by=by,
        due_on=None if imported else decision_due(team, timezone.localtime(received_at).date()),
        submitted=dict(submission.submitted),
        submission_hash=submission.row_hash,
        created_by=by,
    )
    ReferredPerson.objects.bulk_create(
        ReferredPerson(referral=referral, team=team, created_by=by, **party.values()) for party in submission.people
    )
    begin(referral, by=by)
    record("referrals.receive", referral, by=by, entrance=str(submission.entrance))
    if referral.state == ReferralState.RECEIVED and not known_to_nobody:
        keep_matches(referral=referral, by=by)
    if submission.entrance in (Entrance.PROFESSIONAL, Entrance.FAMILY):
        send_receipt(referral, by=by)
    return referral


@transaction.atomic
def read_warning(
    *,
    referral: Referral,
    must_not_know: Sequence[ReferredPerson] = (),
    father_must_not_know: bool = False,
    letters_unsafe: bool = False,
    seen: int | None = None,
    by: Actor,
) -> Referral:
    """A person has read what must be known first, and says what it means for contact; only now may words go (P3).

    `must_not_know` are adults of the referral; `father_must_not_know` is for one the referral does not name.
    """
    referral = lock(referral, seen=seen)
    if not referral.must_be_read:
        raise Refused("Nothing is waiting to be read here. Somebody may have read it before you.")
    ids = [party.pk for party in must_not_know]
    ReferredPerson.objects.filter(referral=referral, pk__in=ids).update(must_not_know=True)
    if father_must_not_know:
        name_father(referral, by)
    referral.letters_unsafe = referral.letters_unsafe or letters_unsafe
    referral.warning_read_at, referral.warning_read_by = timezone.now(), by
    referral.save(update_fields=["letters_unsafe", "warning_read_at", "warning_read_by"])
    record("referrals.read_warning", referral, by=by, must_not_know=ids, letters_unsafe=letters_unsafe)
    if referral.family_id:
        contact_changed(referral.family_id)
    return referral


@transaction.atomic
def record_party_agreement(
    *, party: ReferredPerson, knows: str, agrees: str, asked_by: str, asked_on: date | None, by: Actor
) -> ReferredPerson:
    """What one adult of a referral said: whether they know of it and agree, who asked, when (P2, SCR-3)."""
    party = lock(party)
    if party.role not in ADULT_ROLES:
        raise Refused("Only an adult can know of a referral and agree to it.")
    if agrees == YesNoUnknown.YES and knows != YesNoUnknown.YES:
        raise Refused("Somebody can only agree to what they know of. Check both answers.")
    party.knows, party.agrees, party.asked_by, party.asked_on = knows, agrees, asked_by, asked_on
    party.save(update_fields=["knows", "agrees", "asked_by", "asked_on"])
    if party.person and party.referral.family:
        record_agreement(
            family=party.referral.family,
            person=party.person,
            knows=knows,
            agrees=agrees,
            asked_by=asked_by,
            asked_on=asked_on,
            by=by,
        )
    touch(party.referral)
    record("referrals.record_party_agreement", party, by=by, family_id=party.referral.family_id)
    return party


def decision_due(team: Team, received: date) -> date:
    """The day a decision is due: the team's number of working days after receipt, which is day 0 (SCR-2)."""
    return add_working_days(received, settings_of(team.pk).decision_days, holidays_of(team))


def suggestion_of(edition: RiskList | None, ticks: Iterable[int]) -> Suggestion | None:
    """What an edition of the list makes of these ticks (SCR-1); None where the team has no list."""
    if edition is None:
        return None
    chosen = set(ticks)
    return evaluate(edition.rule, [item for item in edition.items.all() if item.pk in chosen])


def suggested(referral: Referral, submission: Submission) -> dict[str, Any]:
    """The columns that the referrer's changed ticks fill: the ticks, and what the rule makes of them (SCR-1)."""
    edition = referral.risk_list or edition_of(referral.team_id, submission.ticks)
    known = {item.pk for item in edition.items.all()} if edition else set()
    ticks = [tick for tick in submission.ticks if tick in known]
    suggestion = suggestion_of(edition, ticks)
    if edition is None or suggestion is None:
        return {}
    found = {"referrer_ticks": ticks, "suggests": suggestion.qualifies, "working": suggestion.working}
    return {"risk_list": edition, **found}


def _suggestion(team: Team, submission: Submission, edition: RiskList | None = None) -> dict[str, Any]:
    """Families are not asked for risk factors, so nothing is suggested of theirs before somebody has screened it."""
    ticks, edition = submission.ticks, edition or edition_of(team.pk, submission.ticks)
    suggestion = suggestion_of(edition, ticks)
    if edition is None or suggestion is None:
        return {}
    if submission.entrance == Entrance.FAMILY:
        return {"risk_list": edition, "working": UNASKED}
    return {
        "risk_list": edition,
        "referrer_ticks": list(ticks),
        "suggests": suggestion.qualifies,
        "working": suggestion.working,
    }


def name_father(referral: Referral, by: Actor) -> None:
    """A father or partner whom the referral only speaks of, so that the contact rules know of him."""
    ReferredPerson.objects.create(
        referral=referral, team_id=referral.team_id, role=PartyRole.FATHER, must_not_know=True, created_by=by
    )
