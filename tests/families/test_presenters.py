"""How people and families read. No database: rows that were never saved, with what a page would have fetched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from families.enums import AlertKind, FamilyRole, LossKind, NeedKind
from families.models import Alert, Family, FamilyMember, Loss, Need, Person
from families.names import full_name
from families.presenters import adult_words, age_words, babies_words, baby_words, banner, names_in
from pitservice.ui.components import Banner

TODAY = date(2026, 11, 24)
DUE = date(2027, 1, 24)


def person(pk: int, given_name: str = "", family_name: str = "", **known: Any) -> Person:
    return Person(pk=pk, given_name=given_name, family_name=family_name, **known)


def member(who: Person, role: FamilyRole) -> FamilyMember:
    return FamilyMember(person=who, role=role)


AISHA = member(person(1, "Aisha", "Khan"), FamilyRole.MOTHER)


def family(
    *members: FamilyMember,
    alerts: Sequence[Alert] = (),
    needs: Sequence[Need] = (),
    losses: Sequence[Loss] = (),
    **known: Any,
) -> Family:
    """A family as `selectors.for_banner` leaves it."""
    made = Family(pk=1, key="K7M2Q9XTRD", title="Zayn Khan", naming="child", **known)
    made._prefetched_objects_cache = {  # type: ignore[attr-defined]  # what Django's prefetch fills
        "members": list(members),
        "alerts": list(alerts),
        "needs": list(needs),
        "losses": list(losses),
        "protection_statuses": [],
    }
    return made


def text(shown: Banner) -> str:
    return "\n".join([*shown.lines, *(alert.text for alert in shown.alerts)])


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"date_of_birth": date(2026, 11, 12)}, "12 days"),
        ({"date_of_birth": date(2026, 10, 6)}, "7 weeks"),
        ({"date_of_birth": date(2026, 6, 20)}, "5 months"),
        ({"date_of_birth": date(2025, 5, 20)}, "18 months"),
        ({"expected_date": DUE}, "31 weeks (due 24 January 2027)"),
        ({"expected_date": date(2026, 11, 20)}, "expected 20 November 2026, no birth recorded"),
        ({"expected_date": DUE, "date_of_birth": date(2026, 11, 23)}, "1 day"),
        ({}, ""),
    ],
)
def test_ages_as_a_health_visitor_says_them(known: dict[str, Any], words: str) -> None:
    assert age_words(person(2, "Zayn", **known), TODAY) == words


@pytest.mark.rule("P22")
@pytest.mark.parametrize("known", [{"expected_date": date(2026, 11, 20)}, {"date_of_birth": date(2026, 10, 6)}])
def test_no_age_and_nothing_overdue_is_said_of_one_who_was_lost(known: dict[str, Any]) -> None:
    lost = person(2, "Zayn", "Khan", lost=True, **known)

    assert baby_words(lost, TODAY) == "Zayn Khan"
    assert banner(family(AISHA, member(lost, FamilyRole.BABY)), TODAY).alerts == []


def test_a_baby_without_a_name_is_called_by_its_mother() -> None:
    unborn = member(person(2, expected_date=DUE), FamilyRole.BABY)
    newborn = member(person(2, date_of_birth=date(2026, 11, 20)), FamilyRole.BABY)

    assert babies_words(family(AISHA, unborn), TODAY) == ["Baby of Aisha Khan, 31 weeks (due 24 January 2027)"]
    assert babies_words(family(newborn, AISHA), TODAY) == ["Baby of Aisha Khan, 4 days"]


def test_where_there_is_no_mother_by_whoever_cares_for_it() -> None:
    foster = member(person(3, "June", "Hall"), FamilyRole.FOSTER_CARER)
    unborn = member(person(2, expected_date=DUE), FamilyRole.BABY)

    assert names_in([unborn, foster])[2] == "Baby of June Hall"
    assert names_in([unborn])[2] == "Unborn baby"


def test_twins_are_told_apart_and_one_with_a_name_keeps_it() -> None:
    first, second = (member(person(pk, expected_date=DUE), FamilyRole.BABY) for pk in (2, 3))
    named = member(person(4, "Noor", expected_date=DUE), FamilyRole.BABY)

    assert list(names_in([AISHA, first, second]).values())[1:] == [
        "Baby of Aisha Khan (first)",
        "Baby of Aisha Khan (second)",
    ]
    assert list(names_in([AISHA, first, named]).values())[1:] == ["Baby of Aisha Khan", "Noor"]


def test_known_as_comes_first_then_the_legal_name_where_it_differs() -> None:
    bea = person(1, "Beatrice", "Lowe", known_as="Bea")

    assert bea.name == "Bea Lowe"
    assert full_name(bea, bea.name) == "Bea Lowe (legal name Beatrice Lowe)"
    assert full_name(AISHA.person, AISHA.person.name) == "Aisha Khan"


@pytest.mark.rule("P27")
def test_an_adults_age_is_said_where_they_are_a_child_too() -> None:
    young = member(person(1, "Ella", "Reed", date_of_birth=date(2010, 1, 5), pronouns="she/her"), FamilyRole.MOTHER)
    grown = member(person(1, "Ella", "Reed", date_of_birth=date(1990, 1, 5)), FamilyRole.MOTHER)

    assert adult_words(young, TODAY) == "Ella Reed (she/her), mother, 16 years"
    assert adult_words(grown, TODAY) == "Ella Reed, mother"


def test_every_alert_stands_in_the_banner_whole_and_in_words() -> None:
    daniel = member(person(5, "Daniel", "Hughes"), FamilyRole.FATHER)
    long = "See Aisha at the clinic. " * 30
    alerts = [
        Alert(kind=AlertKind.RESTRICTED_PERSON, person=daniel.person, text="He asks the neighbours."),
        *(Alert(kind=kind, text=long) for kind in AlertKind if kind != AlertKind.RESTRICTED_PERSON),
    ]

    shown = banner(family(AISHA, daniel, alerts=alerts, restricted=True), TODAY)

    assert [alert.tag.text for alert in shown.alerts if alert.tag] == [
        "Restricted record",
        "Must not know",
        "No letters home",
        "Risk at home visit",
        "Read first",
        "Alert",
    ]
    assert shown.alerts[1].text == "Daniel Hughes must not learn of the work. He asks the neighbours."
    assert all(alert.text == long for alert in shown.alerts[2:])


@pytest.mark.rule("P22")
def test_past_the_due_date_the_banner_says_whom_to_ask_first() -> None:
    unborn = member(person(2, expected_date=date(2026, 11, 23)), FamilyRole.BABY)

    shown = banner(family(AISHA, unborn), TODAY)

    assert shown.alerts[0].text == (
        "Baby of Aisha Khan: the expected date is past and no birth is recorded. "
        "Check with the midwife or health visitor before any word goes out."
    )
    assert banner(family(AISHA, unborn), date(2026, 11, 23)).alerts == []


def test_needs_are_said_in_words_and_ended_ones_are_not() -> None:
    needs = [
        Need(person=AISHA.person, kind=NeedKind.INTERPRETER, text="Urdu"),
        Need(person=AISHA.person, kind=NeedKind.FORMAT, text="Large print", ended_at=timezone.now()),
    ]

    assert "Aisha Khan: interpreter: Urdu" in banner(family(AISHA, needs=needs), TODAY).lines
    assert "Large print" not in text(banner(family(AISHA, needs=needs), TODAY))


@pytest.mark.rule("P22")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (LossKind.PREGNANCY_ENDED, "Zayn Khan: the pregnancy ended on 3 November 2026."),
        (LossKind.STILLBIRTH, "Zayn Khan was stillborn on 3 November 2026."),
        (LossKind.BABY_DIED, "Zayn Khan died on 3 November 2026."),
    ],
)
def test_a_loss_is_said_quietly_and_what_stands_until_it_is_decided(kind: LossKind, words: str) -> None:
    zayn = member(person(2, "Zayn", "Khan", lost=True), FamilyRole.BABY)
    loss = Loss(person=zayn.person, kind=kind, happened_on=date(2026, 11, 3))
    stays = " Nothing goes out until a person has decided who tells whom; speak to the lead before any visit."

    assert banner(family(AISHA, zayn, losses=[loss]), TODAY).lines[0] == words + stays

    loss.lifted_at = timezone.now()
    assert banner(family(AISHA, zayn, losses=[loss]), TODAY).lines[0] == words
    loss.undone_at = timezone.now()
    assert words not in text(banner(family(AISHA, zayn, losses=[loss]), TODAY))
