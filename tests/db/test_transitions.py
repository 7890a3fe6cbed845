"""States move by one table; of two people at once one is told what the other did."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction
from django.db.models import TextChoices

from pitservice.db.actor import Actor
from pitservice.db.errors import Refused, Stale
from pitservice.db.locks import lock
from pitservice.db.transitions import MoveTable, advance, advance_all, begin, keep_reason, last_change
from referrals.enums import ReferralState
from referrals.models import Referral
from tests.make.accounts import BY, make_user
from tests.make.anything import World
from tests.make.families import make_family
from tests.make.messaging import journey_of, queue_text


class Lamp(TextChoices):
    OFF = "off", "Off"
    ON = "on", "On"
    BROKEN = "broken", "Broken"
    LOST = "lost", "Lost"


TABLE = MoveTable(
    noun="lamp",
    states=Lamp,
    starts=(Lamp.OFF,),
    allowed={Lamp.OFF: frozenset({Lamp.ON}), Lamp.ON: frozenset({Lamp.OFF, Lamp.BROKEN})},
)


def test_a_table_says_what_may_be() -> None:
    assert TABLE.may(Lamp.OFF, Lamp.ON)
    assert not TABLE.may(Lamp.OFF, Lamp.BROKEN)
    assert not TABLE.may(Lamp.BROKEN, Lamp.ON)


def test_a_table_knows_its_ends_and_what_can_be_reached() -> None:
    assert TABLE.ends == {Lamp.BROKEN, Lamp.LOST}
    assert TABLE.reachable() == {Lamp.OFF, Lamp.ON, Lamp.BROKEN}


def test_a_table_draws_itself() -> None:
    assert TABLE.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> off",
        "    off --> on",
        "    on --> off",
        "    on --> broken",
        "    broken --> [*]",
        "    lost --> [*]",
    ]


@pytest.fixture
def referral(db: None) -> Referral:
    referral: Referral = World().new("referrals.referral")
    begin(referral, by=BY)
    return referral


def test_beginning_writes_the_first_move(referral: Referral) -> None:
    (move,) = referral.moves.all()

    assert (move.from_state, move.to_state, move.by, move.reason) == ("", "received", BY, None)


@pytest.mark.django_db
def test_nothing_begins_in_the_middle() -> None:
    referral = World().new("referrals.referral", state=ReferralState.NOT_ACCEPTED)

    with pytest.raises(Refused) as refusal:
        begin(referral, by=BY)

    assert refusal.value.sentence == "A referral cannot begin as “Not accepted”."
    assert not referral.moves.exists()


def test_advancing_moves_the_row_and_writes_who_and_why(referral: Referral) -> None:
    move = advance(referral, ReferralState.TEAM_REVIEW, by=BY, reason="  Two of us should look.  ")

    stored = Referral.objects.get(pk=referral.pk)
    assert stored.state == referral.state == "team_review"
    assert (move.from_state, move.to_state, str(move.reason)) == ("received", "team_review", "Two of us should look.")


def test_advancing_takes_other_columns_along(referral: Referral) -> None:
    advance(referral, ReferralState.TEAM_REVIEW, by=BY, match_reason="same phone")

    assert referral.match_reason == Referral.objects.get(pk=referral.pk).match_reason == "same phone"


def test_a_move_that_is_not_in_the_table_is_refused_with_what_happened_before(referral: Referral) -> None:
    by = make_user(name="Priya Shah").actor
    advance(referral, ReferralState.WITHDRAWN, by=by)

    with pytest.raises(Refused) as refusal:
        advance(referral, ReferralState.WAITING, by=by)

    assert refusal.value.sentence.startswith(
        "This referral is “Withdrawn”: it cannot become “On the waiting list”. Priya Shah made it “Withdrawn” at "
    )
    assert [move.to_state for move in referral.moves.all()] == ["received", "withdrawn"]


def test_the_slower_of_two_is_told_what_the_quicker_did(referral: Referral) -> None:
    slow = Referral.objects.get(pk=referral.pk)
    advance(referral, ReferralState.TEAM_REVIEW, by=make_user(name="Priya Shah").actor)

    with pytest.raises(Stale) as refusal:
        advance(slow, ReferralState.WITHDRAWN, by=BY)

    said = refusal.value.sentence
    assert said.startswith("Somebody changed this referral while you had it open. Priya Shah made it “Team review” at ")
    assert said.endswith("What you typed is still here: check it, and send it again if it is still right.")
    assert referral.moves.count() == 2


def test_blank_words_keep_no_reason(db: None) -> None:
    assert keep_reason("  \n ") is None


def test_last_change_of_a_thing_that_has_not_moved_is_silent(db: None) -> None:
    assert last_change(World().new("referrals.referral")) == ""


def test_a_lock_gives_the_row_as_it_is_now(referral: Referral) -> None:
    Referral.objects.filter(pk=referral.pk).update(worries="sleep")

    with transaction.atomic():
        assert lock(referral).worries == "sleep"


def test_a_lock_for_a_page_that_is_out_of_date_is_refused(referral: Referral) -> None:
    seen = Referral.objects.get(pk=referral.pk).version
    Referral.objects.filter(pk=referral.pk).update(worries="sleep")

    with pytest.raises(Stale, match="Somebody changed this referral while you had it open"), transaction.atomic():
        lock(referral, seen=seen)


def test_a_lock_for_the_page_as_it_is_is_given(referral: Referral) -> None:
    seen = Referral.objects.get(pk=referral.pk).version

    with transaction.atomic():
        assert lock(referral, seen=seen).pk == referral.pk


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_moves_and_the_others_are_told() -> None:
    referral = World().new("referrals.referral")
    begin(referral, by=BY)
    targets = [ReferralState.TEAM_REVIEW, ReferralState.WITHDRAWN] * 4

    def decide(number_and_target: tuple[int, str]) -> Any:
        number, target = number_and_target
        close_old_connections()
        try:
            with transaction.atomic():
                mine = lock(Referral.objects.get(pk=referral.pk), seen=1)
                return str(advance(mine, target, by=Actor.system(f"thread {number}")).by)
        except Stale:
            return "stale"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(decide, enumerate(targets)))

    moved = [result for result in results if result != "stale"]
    assert len(moved) == 1
    assert [str(move.by) for move in referral.moves.exclude(from_state="")] == moved


@pytest.mark.django_db
def test_several_make_the_same_move_each_with_its_own_values() -> None:
    texts = [queue_text(make_family()) for _ in range(2)]
    reasons = {texts[0].pk: "One.", texts[1].pk: "Another."}

    advance_all(texts, "cancelled", by=BY, each={"why": reasons}, attempts=2)

    for text in texts:
        assert (text.state, text.why) == ("cancelled", reasons[text.pk])
        text.refresh_from_db()
        assert (text.state, text.why, text.attempts) == ("cancelled", reasons[text.pk], 2)
        assert journey_of(text) == ["queued", "cancelled"]


@pytest.mark.django_db
def test_of_several_none_moves_where_one_may_not_or_was_changed() -> None:
    texts = [queue_text(make_family()) for _ in range(2)]
    with pytest.raises(Refused, match="cannot become"):
        advance_all(texts, "unknown", by=BY)
    advance(type(texts[0]).objects.get(pk=texts[0].pk), "cancelled", by=BY)

    with pytest.raises(Stale), transaction.atomic():
        advance_all(texts, "held", by=BY)

    assert [journey_of(text) for text in texts] == [["queued", "cancelled"], ["queued"]]
