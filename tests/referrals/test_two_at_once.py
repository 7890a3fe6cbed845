"""Two people decide at once: exactly one wins, and the other is told. And nothing is ever lost from the count."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from families.models import Family
from pitservice.db.errors import Refused, Stale
from referrals import actions
from referrals.actions.importing.reading import Sheet
from referrals.enums import OPEN_STATES, REFERRAL_MOVES, MatchAnswer, Outcome, ReferralState
from referrals.models import Decision, Import, ImportRow, InformationRequest, PossibleMatch, Referral, WaitingEntry
from referrals.verdict import Verdict
from tests.make.accounts import BY, make_team
from tests.make.families import add_mobile, make_family
from tests.make.referrals import baby, make_decision, make_referral, mother
from tests.referrals.sheets import make_import, row, row_at

PAIRS = 200
TOMORROW = timezone.localdate() + timedelta(days=1)
ACCEPT = Verdict(outcome=Outcome.WAITING_LIST)
REFUSE = Verdict(outcome=Outcome.NOT_ACCEPTED, reason="criteria")


class Two:
    """Two colleagues who act at the same moment, each on a connection that is kept from one pair to the next."""

    def __enter__(self) -> Two:
        self.threads = ThreadPoolExecutor(2)
        self.at_once(_patient, _patient)
        return self

    def __exit__(self, *_: object) -> None:
        self.at_once(_leave, _leave)
        self.threads.shutdown()

    def at_once(self, *tasks: Callable[[], Any]) -> list[Any]:
        """What came of doing these two at once; a refusal is a result."""
        barrier = Barrier(len(tasks))
        return list(self.threads.map(lambda task: _when_both_are_there(task, barrier), tasks))


def _patient() -> None:
    """A busy machine may need longer than a person would wait."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '60s'")


def _leave() -> None:
    connection.close()


def _when_both_are_there(task: Callable[[], Any], barrier: Barrier) -> Any:
    barrier.wait()
    try:
        return task()
    except Refused as refusal:
        return refusal


def _deciding(referral: Referral, verdict: Verdict) -> Callable[[], Decision]:
    """This decision, on the page as both saw it."""
    return lambda: actions.decide(referral=referral, verdict=verdict, seen=referral.version, by=BY)


@pytest.mark.rule("SCR-2")
@pytest.mark.django_db(transaction=True)
def test_of_opposite_decisions_at_once_exactly_one_wins_and_the_other_is_told() -> None:
    team = make_team()
    with Two() as two:
        for number in range(PAIRS):
            home = f"{number + 1} Rowan Close, Eastfield"  # of their own: a shared one is looked at in every record
            people = (baby(), mother(mobile=f"07700 900{number:03}", address=home))
            referral = make_referral(team, people=people)

            results = two.at_once(*(_deciding(referral, verdict) for verdict in (ACCEPT, REFUSE)))

            won = [result for result in results if isinstance(result, Decision)]
            told = [result for result in results if isinstance(result, Stale)]
            assert (len(won), len(told)) == (1, 1), results
            label = "On the waiting list" if won[0].outcome == Outcome.WAITING_LIST else "Not accepted"
            assert f"made it “{label}” at" in told[0].sentence
            assert Decision.objects.filter(referral=referral).count() == 1
            assert referral.moves.count() == 2


@pytest.mark.rule("P16")
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_about_a_record_at_once_exactly_one_counts_and_the_other_is_told() -> None:
    made = make_family(mother="Aisha", surname="Khan")
    add_mobile(made, made.mother, "07700 900777")
    with Two() as two:
        for _ in range(PAIRS // 10):
            referral = make_referral(made.team, people=(baby(), mother(mobile="07700 900777")))

            results = two.at_once(
                *(_comparing(referral, made.family, answer) for answer in (MatchAnswer.SAME, MatchAnswer.NOT_SAME))
            )

            assert sum(isinstance(result, PossibleMatch) for result in results) == 1, results
            assert sum(isinstance(result, Stale) for result in results) == 1, results
            row = PossibleMatch.objects.get(referral=referral)
            same = Referral.objects.get(pk=referral.pk).family == made.family
            assert same == (row.answer == MatchAnswer.SAME)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_an_answer_and_ask_again_at_once_one_is_told() -> None:
    team = make_team()
    with Two() as two:
        for number in range(PAIRS // 10):
            referral = make_referral(team, people=(baby(), mother(mobile=f"07700 900{number:03}")))
            make_decision(referral, Outcome.MORE_INFORMATION)
            asked = referral.requests.get()
            results = two.at_once(_answering(asked), _asking_again(asked))

            assert sum(isinstance(result, Refused) for result in results) == 1, results
            open_ones = referral.requests.filter(answered_at=None, chased_at=None).count()
            waits = Referral.objects.get(pk=referral.pk).state == ReferralState.AWAITING_INFORMATION
            assert open_ones == int(waits)


@pytest.mark.rule("P3")
@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_one_takes_a_reference_in_and_the_other_row_says_so() -> None:
    team = make_team()
    one, other = (make_import(team, *(row(n, Baby_first_name=name) for n in range(10))) for name in ("Ama", "Yaw"))
    with Two() as two:
        for number in range(2, 12):
            two.at_once(*(_taking(sheet, number) for sheet in (one, other)))

    assert sorted(Referral.objects.values_list("sheet_reference", flat=True)) == [f"N-{n:03}" for n in range(10)]
    out = ImportRow.objects.filter(standing="problem").values_list("problems__0__1", flat=True)
    assert [why.endswith("became the reference of another referral meanwhile") for why in out] == [True] * 10


def _taking(sheet: Import, number: int) -> Callable[[], ImportRow]:
    """One row of one of them."""
    about, pk = Sheet.of(sheet), row_at(sheet, number).pk
    return lambda: actions.take_row(about=about, pk=pk, by=BY)


def _answering(asked: InformationRequest) -> Callable[[], Referral]:
    """An answer by telephone."""
    return lambda: actions.answer_request(request=asked, answer="Yes.", seen=asked.version, by=BY)


def _asking_again(asked: InformationRequest) -> Callable[[], InformationRequest]:
    """No answer has come, as far as this page knew."""
    return lambda: actions.ask_again(
        request=asked, asked_by="letter", chase_on=asked.chase_on, site="", seen=asked.version, by=BY
    )


def _comparing(referral: Referral, family: Family, answer: MatchAnswer) -> Callable[[], PossibleMatch]:
    """This answer, on the page as both saw it."""
    return lambda: actions.compare(referral=referral, family=family, answer=answer, seen=referral.version, by=BY)


#: What may be tried with a referral, in any state; most of it will be refused.
TRIES: dict[str, Callable[[Referral], Any]] = {
    "accept": lambda one: make_decision(one, Outcome.WAITING_LIST),
    "refuse": lambda one: make_decision(one, Outcome.NOT_ACCEPTED),
    "ask": lambda one: make_decision(one, Outcome.MORE_INFORMATION),
    "review": lambda one: make_decision(one, Outcome.TEAM_REVIEW),
    "answer": lambda one: actions.answer_request(request=one.requests.latest("pk"), answer="Yes", by=BY),
    "give up": lambda one: make_decision(one, Outcome.WITHDRAWN),
    "aside": lambda one: actions.put_aside(referral=one, until=TOMORROW, why="Away", by=BY),
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
