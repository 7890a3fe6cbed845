"""The family drawn, and the same in words. Nobody whose former identity is sealed is in either (P23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from families.enums import FamilyRole, Gender
from families.genogram import Bond, Picture, Shape, Somebody, State, draw
from families.models import FamilyMember, Relationship
from families.names import age_words, names_in
from families.rules import CHILDREN
from pitservice.configuration.enums import Sex, YesNoUnknown
from pitservice.ui.components import Details, Section, Words
from pitservice.ui.words import inside

#: Widths of a column and how many stand in a row, on a wide screen and on a narrow one (320 pixels).
WIDE, NARROW = (128, 8), (91, 3)
_WOMEN = (FamilyRole.MOTHER, FamilyRole.OTHER_MOTHER)
_DASHED = (FamilyRole.STEP_PARENT, FamilyRole.PARTNER, FamilyRole.FOSTER_CARER, FamilyRole.CARER, FamilyRole.OTHER)
_LEGEND = (
    "Shaded: they live in this household. A double edge: the baby. Circle: woman or girl; square: man or boy; "
    "diamond: another gender, or not known; triangle: not born yet. A dashed line: step-parent, foster or other carer. "
    "A line is drawn only where it was recorded how two people are related."
)


@dataclass(frozen=True, slots=True)
class Genogram:
    """The picture for a wide and for a narrow screen, with what a screen reader says instead."""

    wide: Picture
    narrow: Picture
    label: str

    template: ClassVar[str] = "families/genogram.html"

    @property
    def drawn(self) -> Sequence[tuple[Picture, str]]:
        """Each with the part of its class that says on which screens it shows."""
        return [(self.wide, "wide"), (self.narrow, "narrow")]


def picture_section(members: Sequence[FamilyMember], rows: Sequence[Relationship], today: date) -> list[Section]:
    """The picture with its words; nothing while nobody is recorded."""
    shown = [member for member in members if not member.person.sealed]
    if not shown:
        return []
    names = names_in(shown)
    people = [somebody(member, names[member.person_id], today) for member in shown]
    bonds = bonds_of(shown, rows)
    wide, narrow = (draw(people, bonds, most=most, cell=cell) for cell, most in (WIDE, NARROW))
    words = [in_words(member, names, rows, today) for member in shown]
    picture = Genogram(wide, narrow, "The family drawn. The same stands in words below it.")
    return [Section("The family drawn", [picture, Words([_LEGEND]), Details("The same in words", [Words(words)])])]


def somebody(member: FamilyMember, name: str, today: date) -> Somebody:
    """One member as they are drawn."""
    person = member.person
    age = age_words(person, today).split(" (")[0]
    born = person.date_of_birth or person.expected_date
    return Somebody(
        id=person.pk,
        name=name,
        detail="expected" if age.startswith("expected") else age,
        shape=_shape(member),
        state=_state(member),
        generation=_generation(member),
        here=member.lives_here == YesNoUnknown.YES and person.died_on is None and not person.lost,
        baby=member.role == FamilyRole.BABY,
        born=born.isoformat() if born else "",
    )


def _shape(member: FamilyMember) -> Shape:
    person = member.person
    if person.is_unborn:
        return Shape.TRIANGLE
    said = {Gender.MALE: Shape.SQUARE, Gender.FEMALE: Shape.CIRCLE}.get(Gender(person.gender))
    if said is not None or person.gender in (Gender.NON_BINARY, Gender.OTHER, Gender.NOT_STATED):
        return said or Shape.DIAMOND
    by_sex = {Sex.MALE: Shape.SQUARE, Sex.FEMALE: Shape.CIRCLE}.get(Sex(person.sex))
    by_role = Shape.CIRCLE if member.role in _WOMEN else Shape.SQUARE if member.role == FamilyRole.FATHER else None
    return by_sex or by_role or Shape.DIAMOND


def _state(member: FamilyMember) -> State:
    person = member.person
    if member.role in CHILDREN and (person.lost or person.died_on):
        return State.LOST
    return State.DIED if person.lost or person.died_on else State.LIVING


def _generation(member: FamilyMember) -> int:
    if member.role in CHILDREN:
        return 0
    return 2 if member.role == FamilyRole.GRANDPARENT else 1


def bonds_of(members: Sequence[FamilyMember], rows: Sequence[Relationship]) -> list[Bond]:
    """Who brings up whom; a grandparent hangs on the parent where that is recorded, else on the baby."""
    there = {member.person_id for member in members}
    between = [row for row in rows if {row.person_id, row.child_id} <= there]
    babies = {member.person_id for member in members if member.role in CHILDREN}
    of_parent = {row.person_id for row in between if row.child_id not in babies}
    return [
        Bond(row.person_id, row.child_id, dashed=row.kind in _DASHED or row.kind == FamilyRole.GRANDPARENT)
        for row in between
        if row.kind not in (FamilyRole.SIBLING, FamilyRole.BABY)
        and not (row.kind == FamilyRole.GRANDPARENT and row.person_id in of_parent)
    ]


def in_words(member: FamilyMember, names: dict[int, str], rows: Sequence[Relationship], today: date) -> str:
    """What the picture says of one person: "Aisha Khan, mother of Zayn Khan. Lives here."."""
    person = member.person
    related = [row for row in rows if row.person_id == person.pk and row.child_id in names]
    of = [f"{inside(row.get_kind_display())} of {names[row.child_id]}" for row in related]
    state = {State.LOST: _loss(member), State.DIED: "has died", State.LIVING: ""}[_state(member)]
    parts = [names[person.pk], *(of or [inside(member.get_role_display())]), age_words(person, today), state]
    lives = {YesNoUnknown.YES: "Lives here.", YesNoUnknown.NO: "Lives elsewhere."}.get(
        YesNoUnknown(member.lives_here), ""
    )
    return f"{', '.join(part for part in parts if part)}. {'' if state else lives}".strip()


def _loss(member: FamilyMember) -> str:
    """Said as quietly as it is drawn."""
    return "who was lost" if member.person.lost else "who died"
