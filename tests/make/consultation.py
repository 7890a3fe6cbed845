"""Consultations."""

from __future__ import annotations

from datetime import date
from typing import Any

from consultation.actions import Account, record_consultation
from consultation.models import Consultation
from pitservice.accounts.models import Team, User
from pitservice.configuration.enums import ReferralSource
from tests.make.accounts import BY

HELD_ON = date(2026, 8, 12)


def make_account(consultant: User, **given: Any) -> Account:
    """What is written down of an anonymous consultation of 45 minutes with a health visitor."""
    usual: dict[str, Any] = {
        "held_on": HELD_ON,
        "minutes": 45,
        "consultant": consultant,
        "consultee_name": "Jo Bright",
        "consultee_role": ReferralSource.HEALTH_VISITOR,
        "notes": "A mother who finds it hard to look at her baby. We thought about feeding times.",
    }
    return Account(**(usual | given))


def make_consultation(team: Team, consultant: User, **given: Any) -> Consultation:
    """A consultation, recorded through its action; `checked` lets words through that look like a name."""
    checked = given.pop("checked", False)
    return record_consultation(team=team, account=make_account(consultant, **given), checked=checked, by=BY)


def sent(consultant: User, **given: Any) -> dict[str, Any]:
    """What the form sends for the same consultation."""
    usual = {
        "submission": "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a11",
        "held_on_day": "12",
        "held_on_month": "8",
        "held_on_year": "2026",
        "minutes": "45",
        "consultant": str(consultant.pk),
        "form": "single",
        "consultee_name": "Jo Bright",
        "consultee_role": "health_visitor",
        "staff_reached": "1",
        "anonymity": "anonymous",
        "age_band": "under_3",
        "notes": "A mother who finds it hard to look at her baby.",
        "outcome": "none",
    }
    return usual | given
