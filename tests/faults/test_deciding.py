"""A server that is killed in the middle of a decision leaves nothing half done, wherever it dies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from families.models import Family
from pitservice.letters.models import Letter
from pitservice.links.models import Link
from referrals.actions import compare, decide
from referrals.enums import MatchAnswer, Outcome
from referrals.models import Decision, InformationRequest, PossibleMatch, Referral, ReferralMove, WaitingEntry
from referrals.verdict import Verdict
from tests.faults.processes import die, run
from tests.make.accounts import BY, make_team
from tests.make.families import MadeFamily, add_mobile, make_family
from tests.make.referrals import baby, make_referral, mother

#: It dies so far into what it has to do.
PLACES = (0.1, 0.35, 0.6, 0.8, 0.97)
KILLED = -9


class Statements:
    """Counts what is sent to the database, and dies before a certain one."""

    def __init__(self, last: int = 0) -> None:
        self.sent, self.last = 0, last

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        """Send it, or die."""
        self.sent += 1
        if self.sent == self.last:
            die()
        return execute(*given)


def _counted(work: Callable[[], object], last: int = 0) -> int:
    """Do it, and count; it dies before its `last` statement."""
    statements = Statements(last)
    with connection.execute_wrapper(statements):
        work()
    return statements.sent


def _rows() -> dict[str, int]:
    """How many there are of everything that a decision makes."""
    made = (Family, Letter, Link, Decision, InformationRequest, WaitingEntry, ReferralMove)
    return {model.__name__: model._base_manager.count() for model in made}


ACCEPT = Verdict(outcome=Outcome.WAITING_LIST)
ASK = Verdict(
    outcome=Outcome.MORE_INFORMATION, asked_for="Does he know?", chase_on=timezone.localdate() + timedelta(days=7)
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verdict", [ACCEPT, ASK], ids=["accepted", "asked"])
def test_killed_in_mid_decision_nothing_is_half_done(verdict: Verdict) -> None:
    team = make_team()
    whole = make_referral(team, people=(baby(), mother(mobile="07700 900001")))
    steps = _counted(lambda: decide(referral=whole, verdict=verdict, by=BY))
    referral = make_referral(team, people=(baby(given_name="Noor"), mother(given_name="Ewa", mobile="07700 900002")))
    before = _rows()

    for place in PLACES:
        last = max(1, int(steps * place))
        assert run(partial(_counted, partial(decide, referral=referral, verdict=verdict, by=BY), last)) == KILLED
        assert _rows() == before
        assert Referral.objects.get(pk=referral.pk).state == "received"

    decide(referral=referral, verdict=verdict, by=BY)

    assert Decision.objects.filter(referral=referral).count() == 1


def _alike(number: str) -> tuple[MadeFamily, Referral]:
    """A record, and a referral of the same mother."""
    made = make_family(mother="Aisha", surname="Khan")
    add_mobile(made, made.mother, number)
    return made, make_referral(made.team, people=(baby(), mother(mobile=number)))


@pytest.mark.rule("P16")
@pytest.mark.django_db(transaction=True)
def test_killed_while_a_referral_goes_into_a_record_it_goes_whole_or_not_at_all() -> None:
    made, referral = _alike("07700 900777")
    other, measured = _alike("07700 900778")

    def attach(one: Referral, family: Family) -> None:
        compare(referral=one, family=family, answer=MatchAnswer.SAME, by=BY)

    steps = _counted(lambda: attach(measured, other.family))
    members = made.family.members.count()

    for place in PLACES:
        last = max(1, int(steps * place))
        assert run(partial(_counted, partial(attach, referral, made.family), last)) == KILLED
        assert Referral.objects.get(pk=referral.pk).family is None
        assert PossibleMatch.objects.get(referral=referral).answer == ""
        assert made.family.members.count() == members

    attach(referral, made.family)

    assert Referral.objects.get(pk=referral.pk).family == made.family
