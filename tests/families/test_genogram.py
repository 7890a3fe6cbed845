"""The family drawn: everybody has a place, nobody stands on anybody, and the words say the same."""

from __future__ import annotations

from datetime import date

import pytest

from families.enums import FamilyRole
from families.genogram import Bond, Shape, Somebody, State, draw
from families.genogram.facts import unions
from families.genogram.placing import Place, generations, place
from families.models import FamilyMember, Person, Relationship
from families.names import names_in
from families.presenters.genogram import bonds_of, in_words, picture_section, somebody

TODAY = date(2026, 11, 24)
JADE = Somebody(1, "Jade Hartley", "16 years", Shape.CIRCLE, generation=1, here=True)
CALLUM = Somebody(2, "Callum Price", "17 years", Shape.SQUARE, generation=1)
ROMAN = Somebody(3, "Roman", "3 months", Shape.SQUARE, here=True, baby=True, born="2026-08-20")
ROMY = Somebody(4, "Romy", "3 months", Shape.CIRCLE, here=True, baby=True, born="2026-08-20")
DAWN = Somebody(5, "Dawn Hartley", "", Shape.CIRCLE, generation=2, here=True)
STEVE = Somebody(6, "Steve Oldfield", "", Shape.SQUARE, generation=1, here=True)
KAI = Somebody(7, "Kai Oldfield", "4 years", Shape.SQUARE, here=True)
PEOPLE = (JADE, CALLUM, ROMAN, ROMY, DAWN, STEVE, KAI)
BONDS = (
    Bond(1, 3), Bond(2, 3), Bond(1, 4), Bond(2, 4), Bond(5, 1), Bond(1, 7), Bond(6, 7), Bond(6, 3, dashed=True),
)  # fmt: skip


def placed(most: int) -> dict[int, Place]:
    return place(PEOPLE, BONDS, unions(BONDS), most)


@pytest.mark.parametrize("most", [8, 3])
def test_everybody_has_a_cell_of_their_own(most: int) -> None:
    spots = placed(most)

    assert spots.keys() == {one.id for one in PEOPLE}
    assert len(set(spots.values())) == len(PEOPLE)
    assert max(spot.column for spot in spots.values()) < most


def test_generations_stand_above_each_other_and_couples_touch() -> None:
    spots = placed(8)

    assert [spots[one].row for one in (5, 1, 2, 6, 3, 4, 7)] == [0, 1, 1, 1, 2, 2, 2]
    assert abs(spots[1].column - spots[2].column) == 1
    assert abs(spots[1].column - spots[6].column) == 1


def test_a_parent_stands_above_the_child_whatever_the_role_says() -> None:
    people = [Somebody(1, "Nan", generation=1), Somebody(2, "Jade", generation=1), Somebody(3, "Roman")]

    assert generations(people, [Bond(1, 2), Bond(2, 3)]) == {1: 2, 2: 1, 3: 0}


def test_a_circle_of_parents_ends() -> None:
    people = [Somebody(1, "One"), Somebody(2, "Other")]

    assert draw(people, [Bond(1, 2), Bond(2, 1)], most=3, cell=91).words[0].text == "One"


def test_children_are_joined_to_the_parents_they_have() -> None:
    assert [(one.parents, one.children, one.dashed) for one in unions(BONDS)] == [
        ((1, 2), (3, 4), False),
        ((6,), (3,), True),
        ((5,), (1,), False),
        ((1, 6), (7,), False),
    ]


@pytest.mark.parametrize(("most", "cell", "width"), [(8, 128, 400), (3, 91, 289)])
def test_the_picture_fits_its_screen_and_names_everybody(most: int, cell: int, width: int) -> None:
    picture = draw(PEOPLE, BONDS, most=most, cell=cell)

    assert picture.width == width
    assert {one.name.split()[0] for one in PEOPLE} <= {words.text.split()[0] for words in picture.words}
    assert all(0 <= words.x <= picture.width and 0 <= words.y <= picture.height for words in picture.words)


def test_twins_come_from_one_point_and_a_step_parents_line_is_dashed() -> None:
    paths = [path.d for path in draw(PEOPLE, BONDS, most=8, cell=128).paths]
    dashed = [path for path in draw(PEOPLE, BONDS, most=8, cell=128).paths if path.dash == "6 4"]
    starts = [d.split("L")[0] for d in paths if d.count("L") == 1]

    assert max(starts.count(one) for one in starts) == 2
    assert dashed


def test_a_loss_is_drawn_quietly() -> None:
    loss = Somebody(8, "Baby of Jade Hartley", state=State.LOST, shape=Shape.TRIANGLE, baby=True)
    picture = draw([JADE, loss], [Bond(1, 8)], most=8, cell=128)
    signs = [path for path in picture.paths if path.d.endswith("Z") and path.dash == "none"]

    assert [(path.stroke, path.width) for path in signs] == [("#212b32", 2), ("#4c6272", 1.5)]
    assert {words.fill for words in picture.words if "Baby" in words.text} == {"#4c6272"}


def test_somebody_who_died_has_one_stroke() -> None:
    before = len(draw([DAWN], [], most=3, cell=91).paths)
    died = Somebody(5, "Dawn Hartley", "", Shape.CIRCLE, State.DIED, 2, here=True)

    assert len(draw([died], [], most=3, cell=91).paths) == before + 1


def member(pk: int, name: str, role: FamilyRole, *, here: str = "yes", **known: object) -> FamilyMember:
    return FamilyMember(person=Person(pk=pk, given_name=name, **known), role=role, lives_here=here)


MOTHER = member(1, "Jade", FamilyRole.MOTHER)
BABY = member(3, "", FamilyRole.BABY, expected_date=date(2027, 1, 24))
NAN = member(5, "Dawn", FamilyRole.GRANDPARENT, here="no")
OTHER_MOTHER = member(9, "Ines", FamilyRole.OTHER_MOTHER)


def related(person: FamilyMember, child: FamilyMember, kind: FamilyRole) -> Relationship:
    return Relationship(person=person.person, child=child.person, kind=kind)


ROWS = [
    related(MOTHER, BABY, FamilyRole.MOTHER),
    related(OTHER_MOTHER, BABY, FamilyRole.OTHER_MOTHER),
    related(NAN, BABY, FamilyRole.GRANDPARENT),
    related(NAN, MOTHER, FamilyRole.MOTHER),
]


def test_two_mothers_an_unborn_baby_and_a_grandmother() -> None:
    everybody = [MOTHER, BABY, NAN, OTHER_MOTHER]
    names = names_in(everybody)

    assert [somebody(one, "x", TODAY).shape for one in everybody] == ["circle", "triangle", "diamond", "circle"]
    assert somebody(BABY, "x", TODAY).detail == "31 weeks"
    assert bonds_of(everybody, ROWS) == [Bond(1, 3), Bond(9, 3), Bond(5, 1)]
    assert in_words(NAN, names, ROWS, TODAY) == ("Dawn, grandparent of Baby of Jade, mother of Jade. Lives elsewhere.")
    assert in_words(BABY, names, ROWS, TODAY) == "Baby of Jade, baby, 31 weeks (due 24 January 2027). Lives here."


@pytest.mark.rule("P22")
def test_of_one_who_was_lost_no_age_and_no_home_is_said() -> None:
    lost = member(3, "", FamilyRole.BABY, expected_date=date(2027, 1, 24), lost=True)

    assert in_words(lost, {3: "Baby of Jade"}, [], TODAY) == "Baby of Jade, baby, who was lost."
    assert somebody(lost, "Baby of Jade", TODAY).state == State.LOST
    assert not somebody(lost, "Baby of Jade", TODAY).here


@pytest.mark.rule("P23")
def test_a_sealed_identity_is_in_no_picture() -> None:
    sealed = member(7, "Former", FamilyRole.BABY, sealed=True)

    section = picture_section([MOTHER, sealed], [related(MOTHER, sealed, FamilyRole.MOTHER)], TODAY)

    assert "Former" not in repr(section)
    assert "Jade" in repr(section)
    assert picture_section([sealed], [], TODAY) == []
