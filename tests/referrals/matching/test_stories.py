"""Accounts of families: twins, the next pregnancy, the baby born since; and which accounts are compared at all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.matching.blocks import Index, keys_of
from referrals.matching.facts import Certainty, Described, Story
from referrals.matching.scoring import score
from referrals.matching.stories import compare

MOTHER: dict[str, Any] = {
    "given": "kerry",
    "family": "kaur",
    "born": date(2007, 5, 26),
    "phones": frozenset({"+447700900055"}),
}


def story(ref: str, *babies: dict[str, Any], **mother: Any) -> Story:
    grown = Described(**{"ref": f"{ref} mother"} | MOTHER | mother)
    return Story(ref, (grown,), tuple(Described(ref=f"{ref} {n}", **one) for n, one in enumerate(babies)))


@pytest.mark.rule("P16")
def test_the_baby_born_since_is_the_one_that_was_expected() -> None:
    found = compare(
        story("b", {"given": "maya", "born": date(2025, 5, 30)}), story("a", {"expected": date(2025, 6, 14)})
    )

    assert (found.certainty, found.another_baby) == (Certainty.CERTAIN, False)
    assert [(pair.one, pair.other, pair.likeness.certainty) for pair in found.babies] == [
        ("b 0", "a 0", Certainty.POSSIBLE)
    ]
    assert found.reasons == ("same name", "same date of birth", "same phone", "born when that baby was expected")


@pytest.mark.rule("P16")
def test_the_next_pregnancy_is_another_baby_of_the_same_family() -> None:
    found = compare(
        story("b", {"expected": date(2026, 1, 19)}), story("a", {"given": "ezra", "born": date(2025, 1, 3)})
    )

    assert (found.certainty, found.babies, found.another_baby) == (Certainty.CERTAIN, (), True)


@pytest.mark.rule("P16")
def test_twins_are_two_people() -> None:
    born = {"born": date(2025, 1, 3)}
    known = story("a", {"given": "ezra", **born}, {"given": "maya", **born})

    both = compare(story("b", {"given": "maya", **born}, {"given": "ezra", **born}), known)
    third = compare(story("c", {"given": "ayan", **born}), known)

    assert {(pair.one, pair.other) for pair in both.babies} == {("b 0", "a 1"), ("b 1", "a 0")}
    assert (third.babies, third.another_baby) == ((), True)


@pytest.mark.rule("P16")
def test_unborn_twins_alike_are_possible_and_never_certain() -> None:
    due = {"expected": date(2026, 2, 22)}
    found = compare(story("b", due, due), story("a", due, due))

    assert [pair.likeness.certainty for pair in found.babies] == [Certainty.POSSIBLE, Certainty.POSSIBLE]
    assert len({pair.other for pair in found.babies}) == 2


def test_a_shared_phone_or_surname_alone_never_makes_a_match() -> None:
    stranger = story("b", given="amina", family="kaur", born=date(1990, 1, 1))

    assert compare(stranger, story("a")).certainty == Certainty.NONE


def test_a_babys_number_leads_to_its_family_after_everything_else_changed() -> None:
    number = {"nhs": "9994417835", "born": date(2025, 5, 30)}
    foster: dict[str, Any] = {"given": "grace", "family": "bailey", "born": None, "phones": frozenset()}

    found = compare(story("b", {"given": "maya", **number}, **foster), story("a", {"given": "mya", **number}))

    assert (found.certainty, found.reasons[0]) == (Certainty.CERTAIN, "same NHS number of the baby")


NAMES = st.sampled_from(["kerry", "kery", "amina", "grace", ""])
DAYS = st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
PEOPLE = st.builds(
    Described,
    ref=st.uuids().map(str),
    given=NAMES,
    family=st.sampled_from(["kaur", "bailey", ""]),
    born=st.one_of(st.none(), st.sampled_from([date(1990, 1, 1), date(1990, 1, 2)])),
    nhs=st.sampled_from(["", "", "9990877491", "9994417835"]),
    phones=st.sets(st.sampled_from(["+447700900055", "+447700900056"]), max_size=1).map(frozenset),
    emails=st.sets(st.just("kerry@example.org"), max_size=1).map(frozenset),
    address=st.sampled_from(["", "ZZ1 1AA|2"]),
    postcode=st.sampled_from(["", "ZZ1 1AA"]),
)
BABIES = st.builds(Described, ref=st.uuids().map(str), given=NAMES, born=DAYS, expected=DAYS,
                   nhs=st.sampled_from(["", "9994436336"]))  # fmt: skip
STORIES = st.builds(
    Story,
    ref=st.uuids().map(str),
    adults=st.lists(PEOPLE, max_size=2).map(tuple),
    babies=st.lists(BABIES, max_size=2).map(tuple),
)


@given(STORIES, STORIES)
def test_comparing_is_the_same_both_ways_and_sees_two_numbers_as_two_people(one: Story, other: Story) -> None:
    there, back = compare(one, other), compare(other, one)

    assert (there.certainty, there.another_baby) == (back.certainty, back.another_baby)
    numbers = {person.ref: person.nhs for person in (*one.adults, *one.babies, *other.adults, *other.babies)}
    for pair in (*there.adults, *there.babies):
        assert "" in (numbers[pair.one], numbers[pair.other]) or numbers[pair.one] == numbers[pair.other]


@given(STORIES, STORIES)
def test_who_could_match_shares_a_key(one: Story, other: Story) -> None:
    """But for names a letter apart in both parts with nothing else but a date of birth, which `blocks` owns up to."""
    if compare(one, other).certainty and not set(keys_of(one)) & set(keys_of(other)):
        assert any(a.born == b.born and a.given != b.given and a.family != b.family
                   for a in one.adults for b in other.adults)  # fmt: skip


def test_an_index_finds_those_that_share_a_key_and_never_itself() -> None:
    alike, stranger = (
        story("a"),
        story("c", given="amina", family="ali", born=None, phones=frozenset({"+447700900999"})),
    )
    index = Index([alike, stranger, story("b")])

    assert [found.ref for found in index.alike(story("a"))] == ["b"]
    assert index.alike(story("new"))[0] is alike


def test_scores_count_what_is_true_offered_and_wrongly_certain() -> None:
    due, later = {"expected": date(2026, 2, 22)}, {"expected": date(2026, 2, 22) + timedelta(weeks=60)}
    sheet = [story("1", due), story("2", due), story("3", later), story("4", nhs="9990877491"), story("5", given="zoe")]

    found = score(sheet, {"1": ("F", "x"), "2": ("F", "x"), "3": ("F", "y"), "4": ("G", "z"), "5": ("F", "q")})

    families, babies = found["family"], found["baby"]
    assert (len(families.true), len(families.offered), families.certain_wrong) == (6, 6, 3)
    assert (families.recall, families.precision) == (0.5, 0.5)
    assert (len(babies.true), len(babies.offered), babies.certain_wrong) == (1, 1, 0)
