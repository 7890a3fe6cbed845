"""Two people decide at once: exactly one wins, and the other is told. And nothing is ever lost from the count."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
from django.db import close_old_connections, connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pitservice.db.errors import Refused, Stale
from referrals import actions
from referrals.enums import OPEN_STATES, REFERRAL_MOVES, Outcome, ReferralState
from referrals.models import Decision, Referral, WaitingEntry
from referrals.verdict import Verdict
from tests.make.accounts import BY, make_team
from tests.make.referrals import baby, make_decision, make_referral, mother

#: Each pair writes letters and a family; two hundred of them take minutes.
PAIRS = 200 if os.environ.get("DRILL") else 20
ACCEPT = Verdict(outcome=Outcome.WAITING_LIST)
REFUSE = Verdict(outcome=Outcome.NOT_ACCEPTED, reason="criteria")


def _in_thread(task: Callable[[], Any], barrier: Barrier) -> Any:
    """Run on a connection of its own, at the same moment as the others; a refusal is the result."""
    try:
        with connection.cursor() as cursor:  # a busy machine may need longer than a person would wait
            cursor.execute("SET lock_timeout = '60s'")
        barrier.wait()
        return task()
    except Refused as refusal:
        return refusal
    finally:
        connection.close()


def both(*tasks: Callable[[], Any]) -> list[Any]:
    """What came of doing these at once."""
    barrier = Barrier(len(tasks))
    with ThreadPoolExecutor(len(tasks)) as threads:
        return list(threads.map(lambda task: _in_thread(task, barrier), tasks))


def _deciding(referral: Referral, verdict: Verdict) -> Callable[[], Decision]:
    """This decision, on the page as both saw it."""
    return lambda: actions.decide(referral=referral, verdict=verdict, seen=referral.version, by=BY)


@pytest.mark.rule("SCR-2")
@pytest.mark.django_db(transaction=True)
def test_of_opposite_decisions_at_once_exactly_one_wins_and_the_other_is_told() -> None:
    team = make_team()
    for number in range(PAIRS):
        people = (baby(), mother(mobile=f"07700 900{number:03}"))
        referral = make_referral(team, people=people)
        close_old_connections()

        results = both(*(_deciding(referral, verdict) for verdict in (ACCEPT, REFUSE)))

        won = [result for result in results if isinstance(result, Decision)]
        told = [result for result in results if isinstance(result, Stale)]
        assert (len(won), len(told)) == (1, 1), results
        label = "On the waiting list" if won[0].outcome == Outcome.WAITING_LIST else "Not accepted"
        assert f"made it “{label}” at" in told[0].sentence
        assert Decision.objects.filter(referral=referral).count() == 1
        assert referral.moves.count() == 2


#: What may be tried with a referral, in any state; most of it will be refused.
TRIES: dict[str, Callable[[Referral], Any]] = {
    "accept": lambda one: make_decision(one, Outcome.WAITING_LIST),
    "refuse": lambda one: make_decision(one, Outcome.NOT_ACCEPTED),
    "ask": lambda one: make_decision(one, Outcome.MORE_INFORMATION),
    "review": lambda one: make_decision(one, Outcome.TEAM_REVIEW),
    "answer": lambda one: actions.answer_request(request=one.requests.latest("pk"), answer="Yes", by=BY),
    "take back": lambda one: actions.take_back(referral=one, reason="Wrong", by=BY),
    "withdraw": lambda one: actions.withdraw(referral=one, reason="Moved", by=BY),
    "reopen": lambda one: actions.reopen(referral=one, reason="Rang", by=BY),
    "allocate": lambda one: actions.mark_allocated(referral=one, by=BY),
}


class Conservation(TestCase):
    """Whatever is tried, every referral is in exactly one state: what came in is what was decided and what is open."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(sorted(TRIES))), max_size=12))
    def test_nothing_is_lost(self, tries: list[tuple[int, str]]) -> None:
        """Three referrals, any acts in any order."""
        team = make_team()
        keys = [make_referral(team, people=(baby(), mother(given_name=f"Mother {number}"))).pk for number in range(3)]

        for number, name in tries:
            referral = Referral.objects.get(pk=keys[number])
            if name == "answer" and not referral.requests.exists():
                continue
            with suppress(Refused):
                TRIES[name](referral)

        states = list(Referral.objects.filter(team=team).values_list("state", flat=True))
        ended = [state for state in states if state not in OPEN_STATES]
        assert len(states) == 3 == len(ended) + sum(state in OPEN_STATES for state in states)
        for referral in Referral.objects.filter(team=team):
            self._check(referral)

    def _check(self, referral: Referral) -> None:
        """Its state is where its moves lead, each of them allowed, and it waits exactly when it has a place."""
        moves = list(referral.moves.values_list("from_state", "to_state"))
        assert moves[-1][1] == referral.state
        assert all(REFERRAL_MOVES.may(origin, to) for origin, to in moves[1:])
        assert [to for _, to in moves[:-1]] == [origin for origin, _ in moves[1:]]
        waits = WaitingEntry.objects.filter(referral=referral, state="waiting").count()
        assert waits == (referral.state == ReferralState.WAITING)
