"""Referrals: submissions, referrals received, decided, waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.configuration.actions import publish_risk_list
from pitservice.configuration.enums import ReferralSource, YesNoUnknown
from pitservice.configuration.illustrative_risk_list import FACTORS, TITLE
from pitservice.configuration.models import RiskList
from referrals.actions import decide, receive
from referrals.enums import Entrance, Outcome, PartyRole
from referrals.models import Decision, Referral, WaitingEntry
from referrals.submission import Party, Submission
from referrals.verdict import Verdict
from tests.make.accounts import BY, make_team

YES, NO = YesNoUnknown.YES, YesNoUnknown.NO


def make_risk_list(team: Team) -> RiskList:
    """The illustrative list, in force."""
    return publish_risk_list(team=team, title=TITLE, factors=FACTORS, illustrative=True, by=BY)


def ticks_of(team: Team, *, significant: int = 0, minor: int = 0) -> list[int]:
    """Ids of so many factors of the list in force."""
    items = list(RiskList.objects.get(team=team, in_force=True).items.order_by("position"))
    heavy = [item.pk for item in items if item.significant]
    return heavy[:significant] + [item.pk for item in items if not item.significant][:minor]


def mother(**fields: Any) -> Party:
    """A mother who knows and agrees and gave a safe number and address."""
    given: dict[str, Any] = {
        "given_name": "Aisha",
        "family_name": "Khan",
        "mobile": "07700 900123",
        "mobile_safe": YES,
        "may_text": YES,
        "address": "12 Rowan Close, Eastfield",
        "postcode": "ZZ16 5AU",
        "address_safe": YES,
        "knows": YES,
        "agrees": YES,
        "asked_by": "Health visitor",
    }
    return Party(role=PartyRole.MOTHER, **given | fields)


def father(**fields: Any) -> Party:
    """A father of whom nothing is known but his name."""
    return Party(role=PartyRole.FATHER, **{"given_name": "Daniel", "family_name": "Khan"} | fields)


def baby(**fields: Any) -> Party:
    """A baby of seven weeks."""
    born = timezone.localdate() - timedelta(weeks=7)
    given: dict[str, Any] = {"given_name": "Zayn", "family_name": "Khan", "date_of_birth": born}
    return Party(role=PartyRole.BABY, **given | fields)


def make_submission(**fields: Any) -> Submission:
    """A health visitor's referral of a mother and her baby."""
    given: dict[str, Any] = {
        "entrance": Entrance.PROFESSIONAL,
        "source": ReferralSource.HEALTH_VISITOR,
        "submitted": {"worries": "Low since the birth."},
        "people": (baby(), mother()),
        "referrer_name": "Fatima Begum",
        "referrer_role": "Health visitor",
        "referrer_organisation": "Eastfield 0-19 Service",
        "referrer_email": "fatima@example.org",
        "referrer_address": "Eastfield Clinic\n1 High Street\nZZ1 1AA",
        "worries": "Low since the birth, finds the crying unbearable.",
    }
    return Submission(**given | fields)


def make_referral(team: Team | None = None, **fields: Any) -> Referral:
    """A referral that came in just now."""
    return receive(team=team or make_team(), submission=make_submission(**fields), by=BY)


def make_decision(referral: Referral, outcome: Outcome = Outcome.WAITING_LIST, **fields: Any) -> Decision:
    """A decision, with whatever reasons it may need."""
    given: dict[str, Any] = {"outcome": outcome, "differs": "Known to the team.", "exception": "Agreed by phone."}
    if outcome == Outcome.NOT_ACCEPTED:
        given |= {"reason": "criteria"}
    if outcome == Outcome.WITHDRAWN:
        given |= {"withdrawn_by": "family", "note": "They moved."}
    if outcome == Outcome.MORE_INFORMATION:
        given |= {"asked_for": "What does the father say?", "chase_on": timezone.localdate() + timedelta(days=7)}
    return decide(referral=referral, verdict=Verdict(**given | fields), by=BY)


def make_waiting(team: Team | None = None, **fields: Any) -> WaitingEntry:
    """A family on the waiting list."""
    referral = make_referral(team, **fields)
    make_decision(referral)
    return WaitingEntry.objects.get(referral=referral)
