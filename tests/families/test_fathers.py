"""Fathers and partners (P26): asked for, kept, and counted without nagging."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.enums import AlertKind, ApproachAnswer, LossKind
from families.models import Approach
from families.standing import STANDINGS, counts, families_with_standing
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused
from tests.families.screens import LEAD
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import MadeFamily, make_family

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P26")]


def ask(made: MadeFamily, answer: ApproachAnswer, **more: Any) -> Approach:
    return actions.record_approach(family=made.family, person=made.father, answer=answer, by=BY, **more)


def people_page(made: MadeFamily) -> str:
    client = client_of(make_user(LEAD, made.team))
    return unescape(client.get(reverse("families:people", args=[made.family.key])).content.decode())


def test_the_people_page_asks_kindly_where_nobody_is_recorded() -> None:
    made = make_family()

    assert "ask who else matters to this baby" in people_page(made)

    actions.record_approach(family=made.family, person=None, answer=ApproachAnswer.NOT_ASKED_UNSAFE, by=BY)

    page = people_page(made)
    assert "ask who else matters to this baby" not in page
    assert "Not asked: unsafe." in page


def test_it_says_what_is_missing_and_then_what_came_of_it() -> None:
    made = make_family(father="Tom")

    assert "Nobody has recorded yet whether they were asked to take part." in people_page(made)

    ask(made, ApproachAnswer.INVITED, how="By text")
    ask(made, ApproachAnswer.TAKES_PART, how="At the home visit")

    page = people_page(made)
    assert "At the home visit" in page
    assert "Takes part" in page
    assert "By text" not in page
    assert "Nobody has recorded yet whether they were asked" not in page


def test_nobody_is_asked_to_invite_somebody_who_must_not_know() -> None:
    made = make_family(father="Tom")
    actions.raise_alert(family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=made.father, text="Unsafe.", by=BY)

    page = people_page(made)

    assert "Must not learn of the work: nobody asks them to take part." in page
    assert standing_of(made) == "not_asked"


def test_somebody_who_was_asked_is_somebody_who_is_recorded() -> None:
    made = make_family()

    with pytest.raises(Refused, match="Add the father or partner to the family first"):
        actions.record_approach(family=made.family, person=None, answer=ApproachAnswer.INVITED, by=BY)
    assert not Approach.objects.exists()


def test_a_person_of_another_family_is_refused() -> None:
    made, other = make_family(), make_family(father="Tom")

    with pytest.raises(Refused, match="not in this family"):
        actions.record_approach(family=made.family, person=other.father, answer=ApproachAnswer.INVITED, by=BY)


def test_the_form_asks_how_where_somebody_was_asked() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    client = client_of(make_user(LEAD, made.team))
    sent = {"submission": "5f0c1d55-6a1b-4a44-9d3e-111111111111", "person": made.father.key, "answer": "invited"}

    answer = client.post(reverse("families:approach", args=[made.family.key]), sent)

    assert answer.status_code == 422
    assert "Enter how they were asked" in answer.content.decode()


def test_the_timeline_tells_it() -> None:
    made = make_family(father="Tom")
    ask(made, ApproachAnswer.DECLINED, how="By phone")

    page = client_of(make_user(LEAD, made.team)).get(f"/families/{made.family.key}/").content.decode()

    assert "Tom Khan: invited, does not want to take part" in page
    assert "By phone" in page


def viewer(team: Team) -> Viewer:
    return Viewer.of(make_user(LEAD, team), Permission.SEE_FAMILIES)


def standing_of(made: MadeFamily) -> str:
    standing: str = families_with_standing(viewer(made.team)).get(pk=made.family.pk).standing
    return standing


@pytest.mark.parametrize(
    ("tell", "standing"),
    [
        (lambda _: None, "recorded"),
        (lambda made: ask(made, ApproachAnswer.INVITED), "invited"),
        (lambda made: ask(made, ApproachAnswer.TAKES_PART), "takes_part"),
        (lambda made: ask(made, ApproachAnswer.DECLINED), "declined"),
        (lambda made: ask(made, ApproachAnswer.MOTHER_ASKED_NOT), "not_asked"),
        (lambda made: ask(made, ApproachAnswer.NOT_ASKED_UNSAFE), "not_asked"),
        (lambda made: ask(made, ApproachAnswer.NOT_IN_TOUCH), "not_here"),
        (lambda made: (ask(made, ApproachAnswer.TAKES_PART), ask(made, ApproachAnswer.DECLINED)), "declined"),
    ],
)
def test_every_family_stands_in_one_place_by_the_newest_answer(
    tell: Callable[[MadeFamily], object], standing: str
) -> None:
    made = make_family(father="Tom")
    tell(made)

    assert standing_of(made) == standing


def test_the_counts_are_of_families_one_may_see_and_of_babies_who_live() -> None:
    team = make_team()
    make_family(team)
    ask(make_family(team, father="Tom"), ApproachAnswer.INVITED)
    lost = make_family(team, expected=date(2027, 2, 1), baby="")
    actions.record_loss(family=lost.family, person=lost.baby, kind=LossKind.PREGNANCY_ENDED, by=BY)
    hidden = make_family(team, father="Tom")
    actions.restrict(family=hidden.family, reason="A colleague's.", named=[make_user(LEAD, team)], by=BY)
    make_family(make_team(), father="Tom")

    assert counts(viewer(team)) == dict.fromkeys(STANDINGS, 0) | {"nobody": 1, "invited": 1}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(rows: int, django_assert_num_queries: Queries) -> None:
    team = make_team()
    for _ in range(rows):
        ask(make_family(team, father="Tom"), ApproachAnswer.INVITED)
        make_family(team, surname="Elsewhere")
    client = client_of(make_user(LEAD, team))
    client.get("/families/")

    with django_assert_num_queries(11):
        body = client.get(reverse("families:fathers") + "?show=invited").content.decode()

    assert body.count("Tom Khan, father") == rows
    assert "Elsewhere" not in body


def test_what_is_missing_is_shown_first_and_complete_answers_are_not_among_it() -> None:
    team = make_team()
    make_family(team, surname="Asked", father="Tom", title="Asked")
    complete = make_family(team, surname="Quiet", title="Quiet")
    actions.record_approach(family=complete.family, person=None, answer=ApproachAnswer.MOTHER_ASKED_NOT, by=BY)

    body = client_of(make_user(LEAD, team)).get(reverse("families:fathers")).content.decode()

    assert "Missing: nobody has asked yet" in body
    assert ">Asked<" in body
    assert ">Quiet<" not in body
