"""The people tab: who is who, and how they are related."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from families.enums import ResponsibilityBasis
from families.models import Agreement, Family, FamilyMember, Relationship
from families.names import age_words, born_words, full_name, names_in
from families.presenters.family import agreement_words
from pitservice.configuration.enums import YesNoUnknown
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Link, Section, Table, Tag
from pitservice.ui.fields import shown_nhs_number
from pitservice.ui.words import inside

PEOPLE = (
    Column("Name"),
    Column("Role"),
    Column("Age"),
    Column("Lives here"),
    Column("Knows and agrees"),
    Column("Actions"),
)
_ANSWER = {YesNoUnknown.YES: "Yes", YesNoUnknown.NO: "No", YesNoUnknown.UNKNOWN: "Not known"}


def people_table(
    family: Family,
    members: Sequence[FamilyMember],
    agreements: Mapping[int, Agreement],
    carers: set[int],
    today: date,
    *,
    may_edit: bool,
    may_merge: bool = False,
) -> object:
    """Everybody who belongs to the family now."""
    names = names_in(members)
    rows = [
        (
            Cell(
                full_name(member.person, names[member.person_id]),
                href=reverse("families:person", args=[family.key, member.person.key]),
                hint=_known_of(member),
            ),
            Cell(member.get_role_display()),
            Cell(_age(member, today)),
            Cell("" if member.person.lost else _ANSWER[YesNoUnknown(member.lives_here)]),
            Cell("" if member.person.lost else _said(member, agreements, carers)),
            Cell(links=_links(family, member, names[member.person_id], may_merge=may_merge) if may_edit else ()),
        )
        for member in members
    ]
    columns = PEOPLE if may_edit else PEOPLE[:-1]
    shown = rows if may_edit else [row[:-1] for row in rows]
    return Table("Who is who", columns, shown) if rows else Empty("Nobody is recorded in this family yet.")


def _known_of(member: FamilyMember) -> str:
    person = member.person
    parts = [person.pronouns, person.first_language and f"speaks {person.first_language}"]
    parts.append(f"NHS number {shown_nhs_number(person.nhs_number)}" if person.nhs_number else "")
    return ", ".join(part for part in parts if part)


def _age(member: FamilyMember, today: date) -> str:
    """Nothing is said of the age of somebody who was lost (P22)."""
    person = member.person
    words = age_words(person, today)
    return f"{words} ({born_words(person)})" if words and person.date_of_birth else words


def _said(member: FamilyMember, agreements: Mapping[int, Agreement], carers: set[int]) -> str:
    if member.person_id not in carers:
        return "Not asked of a child" if member.role in ("baby", "sibling") else "Not asked"
    return agreement_words(agreements.get(member.person_id)).capitalize()


def _links(family: Family, member: FamilyMember, name: str, *, may_merge: bool) -> list[Link]:
    def to(name_of_url: str, words: str) -> Link:
        return Link(words, reverse(f"families:{name_of_url}", args=[family.key, member.person.key]), hidden=name)

    links = [to("change_person", "Change")]
    if member.person.is_unborn and not member.person.lost:
        links.append(to("birth", "Record the birth"))
    if not member.person.lost:
        links.append(to("end_member", "No longer in this family"))
    return [*links, to("same_person", "Recorded twice")] if may_merge else links


def relations_table(
    family: Family, rows: Sequence[Relationship], names: Mapping[int, str], *, may_edit: bool
) -> object:
    """Who is what to which child, with parental responsibility in words."""
    if not rows:
        return Empty("Nobody has recorded yet how they are related.")
    cells = [
        (
            Cell(names.get(row.person_id, row.person.name)),
            Cell(f"{row.get_kind_display()} of {names.get(row.child_id, row.child.name)}"),
            Cell(responsibility_words(row), hint=evidence_words(row), tags=_limits(row)),
            Cell(_ANSWER[YesNoUnknown(row.lives_with)]),
            Cell(
                links=[Link("Change", reverse("families:change_relation", args=[family.key, row.key]), hidden=str(row))]
                if may_edit
                else ()
            ),
        )
        for row in rows
    ]
    columns = [Column("Name"), Column("What they are"), Column("Parental responsibility"), Column("Child lives there")]
    if may_edit:
        return Table("How they are related", [*columns, Column("Actions")], cells)
    return Table("How they are related", columns, [cell[:-1] for cell in cells])


def _limits(row: Relationship) -> list[Tag]:
    """What a court has limited, whole: it is never folded away."""
    return [Tag(f"Court: {row.court_limits}", Colour.RED)] if row.court_limits else []


def evidence_words(row: Relationship) -> str:
    """ "Seen: birth certificate, 3 November 2026"."""
    seen = ", ".join(part for part in (row.evidence, dates.day(row.seen_on) if row.seen_on else "") if part)
    return f"Seen: {seen}" if seen else ""


def responsibility_words(row: Relationship) -> str:
    """ "Yes: gave birth to the child", "No", "Not known" (domain.md §4.6)."""
    answer = _ANSWER[YesNoUnknown(row.responsibility)]
    return f"{answer}: {inside(ResponsibilityBasis(row.basis).label)}" if row.basis else answer


def former_section(members: Sequence[FamilyMember], names: Mapping[int, str]) -> list[Section]:
    """Who belonged to the family once."""
    if not members:
        return []
    columns = [Column("Name"), Column("Role"), Column("Until")]
    rows = [
        (
            Cell(names.get(member.person_id, member.person.name)),
            Cell(member.get_role_display()),
            Cell(dates.day(member.ends_on) if member.ends_on else ""),
        )
        for member in members
    ]
    return [Section("No longer in this family", [Table("No longer in this family", columns, rows)])]


def choices(members: Sequence[FamilyMember], today: date) -> dict[str, str]:
    """People to choose from: keys, with name, role and age, so that two of the same name are told apart."""
    names = names_in(members)
    found = {}
    for member in members:
        words = (names[member.person_id], inside(member.get_role_display()), age_words(member.person, today))
        found[member.person.key] = ", ".join(part for part in words if part)
    return found
