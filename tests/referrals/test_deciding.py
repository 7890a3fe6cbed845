"""Decisions: what they need, what they do, whom they tell."""

from __future__ import annotations

import pytest

from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from referrals.models import Referral, WaitingEntry
from tests.make.referrals import make_decision, make_referral

pytestmark = pytest.mark.django_db


def copies(referral: Referral) -> dict[str, str]:
    """Each reader's name with the state of their copy."""
    found = Copy.objects.filter(letter__about=f"referral:{referral.pk}")
    return {copy.reader_name: copy.state for copy in found}


@pytest.mark.rule("TELL-1")
def test_accepting_tells_the_mother_and_the_referrer_and_the_family_waits() -> None:
    referral = make_referral()

    make_decision(referral, exception="")

    referral.refresh_from_db()
    entry = WaitingEntry.objects.get(family=referral.family)
    assert (referral.state, entry.state, entry.since) == ("waiting", "waiting", referral.local_date)
    assert copies(referral) == {"Aisha Khan": CopyState.QUEUED, "Fatima Begum": CopyState.QUEUED}
