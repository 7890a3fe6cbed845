"""What follows from whose name a record is in: its title, who may ask to see it, how long it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from families.enums import FamilyRole
from families.models import FamilyMember
from families.names import is_nameless, mother_name, names_in
from families.retention import THEN, Retention
from pitservice.configuration.enums import RecordNaming
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Details, Section, Table, Words
from pitservice.ui.words import inside

CHILD, PARENT = RecordNaming.CHILD, RecordNaming.PARENT
#: Who may ask for the record (domain.md §4.6): stated before the choice is made.
WHO_ASKS: Mapping[RecordNaming, str] = {
    CHILD: (
        "The child when older, and every adult with parental responsibility, also one who lives apart. What it says "
        "about either parent may then have to be left out."
    ),
    PARENT: "That parent. It keeps the notes from the child, and from a separated or abusive other parent.",
}
WHO_KEEPS: Mapping[RecordNaming, str] = {
    CHILD: "The record stays with the child; what is about adults is marked.",
    PARENT: "The record stays with the parent; the child's new carers have no claim to it.",
}
LINKS: Mapping[RecordNaming, str] = {
    CHILD: "Brothers and sisters with other surnames are linked by hand.",
    PARENT: "A parent's children with other surnames stand in one record, which makes safeguarding easier to link.",
}


def title_in(naming: RecordNaming, members: Sequence[FamilyMember]) -> str:
    """How the record would be called: by its babies, or by the mother or first carer."""
    names = names_in(members)
    carer = mother_name(members)
    babies = [names[member.person_id] for member in members if member.role == FamilyRole.BABY]
    known = [
        names[member.person_id]
        for member in members
        if member.role == FamilyRole.BABY and not is_nameless(member.person)
    ]
    unborn = [f"Babies of {carer}"] if carer and len(babies) > 1 else babies[:1]
    called = " and ".join(known or unborn)
    return f"{(carer if naming == PARENT else called) or carer or called or 'The'}'s family"[:200]


def consequences(
    members: Sequence[FamilyMember], kept: Mapping[RecordNaming, Retention], default: RecordNaming
) -> Section:
    """Both choices beside each other."""
    both = (CHILD, PARENT)
    rows = [
        ("Title", [title_in(naming, members) for naming in both]),
        ("Who may ask to see it", [WHO_ASKS[naming] for naming in both]),
        ("If the child goes to other carers", [WHO_KEEPS[naming] for naming in both]),
        ("Brothers and sisters", [LINKS[naming] for naming in both]),
    ]
    cells = [[Cell(label), *(Cell(words) for words in found)] for label, found in rows]
    dated = [Cell(dates.day(kept[naming].review_on), hint=_rule(kept[naming])) for naming in both]
    cells.append([Cell("Kept until it is reviewed on"), *dated])
    columns = [Column("What follows"), *(Column(naming.label) for naming in both)]
    source = [f"Source: {kept[CHILD].source}.", kept[CHILD].note, THEN, "The dates move on with each contact."]
    return Section(
        "What follows from the choice",
        [
            Words([f"The team's own choice, where a family has none, is “{inside(default.label)}”."]),
            Table("What follows from the choice", columns, cells),
            Details("Where the dates come from", [Words([line for line in source if line])]),
        ],
    )


def _rule(found: Retention) -> str:
    return f"By the rule for a {found.rule}"
