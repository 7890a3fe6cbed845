"""Two records, or two people, side by side; and what a merge moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.apps import apps
from django.urls import reverse

from families.dependents import noun
from families.models import Family, FamilyMember, Merge, Person
from families.names import adult_words, babies_words, family_label, names_in
from families.selectors import adults_of, members_of
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Fact, FactList, Link, Section, Table, Tag, Words
from pitservice.ui.fields import shown_nhs_number
from pitservice.ui.words import inside

Held = Mapping[str, int]
NOTHING = "Not recorded"


def compare_families(two: Sequence[Family], held: Sequence[Held], today: date) -> list[Section]:
    """What differs between two records fetched for the banner, and what each holds."""
    rows = [
        ("Reference", [family.key for family in two]),
        ("Title", [family.title for family in two]),
        ("Record", [family.get_naming_display() for family in two]),
        ("Open since", [dates.day(family.created_at.date()) for family in two]),
        ("Babies", ["; ".join(babies_words(family, today)) for family in two]),
        ("Adults", [_adults(family, today) for family in two]),
        ("Who may see it", ["Named colleagues only" if family.restricted else "The team" for family in two]),
    ]
    return _sections([family_label(family) for family in two], rows, held)


def compare_people(two: Sequence[Person], places: Sequence[str], held: Sequence[Held]) -> list[Section]:
    """What differs between two entries, and what each holds; `places`: their roles and families in words."""
    rows = [
        ("Name", [person.legal_name for person in two]),
        ("Known as", [person.known_as for person in two]),
        ("Born", [_day(person.date_of_birth) for person in two]),
        ("Expected", [_day(person.expected_date) for person in two]),
        ("NHS number", [shown_nhs_number(person.nhs_number) if person.nhs_number else "" for person in two]),
        ("Sex", [person.get_sex_display() for person in two]),
        ("First language", [person.first_language for person in two]),
        ("Ethnic group", [person.get_ethnicity_display() for person in two]),
        ("In", list(places)),
        ("Added", [dates.day(person.created_at.date()) for person in two]),
    ]
    return _sections([person.name for person in two], rows, held)


def place_words(places: Sequence[FamilyMember]) -> str:
    """ "mother in Zayn Khan, until 3 May 2026"; the families are those that the viewer may see."""
    words = []
    for place in places:
        until = f", until {dates.day(place.ends_on)}" if place.ends_on else ""
        words.append(f"{inside(place.get_role_display())} in {place.family.title}{until}")
    return "; ".join(words) or "in no family"


def _adults(family: Family, today: date) -> str:
    names = names_in(members_of(family))
    return "; ".join(adult_words(member, today, names[member.person_id]) for member in adults_of(family))


def _day(day: date | None) -> str:
    return dates.day(day) if day else ""


def _sections(labels: Sequence[str], rows: Sequence[tuple[str, list[str]]], held: Sequence[Held]) -> list[Section]:
    heads = labels if labels[0] != labels[1] else [f"{labels[0]} (1)", f"{labels[1]} (2)"]
    columns = [Column("What"), *(Column(head) for head in heads)]
    differ = Tag("Differs", Colour.YELLOW)
    said = [
        [Cell(what, tags=[differ] if one != other else []), Cell(one or NOTHING), Cell(other or NOTHING)]
        for what, (one, other) in rows
    ]
    kinds = sorted({*held[0], *held[1]})
    numbers = [[Cell(kind[:1].upper() + kind[1:]), *(Cell(str(one.get(kind, 0))) for one in held)] for kind in kinds]
    holds: object = Table("What each holds", columns, numbers) if numbers else Empty("Neither holds anything yet.")
    return [Section("Side by side", [Table("Side by side", columns, said)]), Section("What each holds", [holds])]


def merged_title(merge: Merge) -> str:
    """ "“Aisha Khan” was merged into this record"."""
    if merge.merged_family is not None:
        return f"“{merge.merged_family.title}” was merged into this record"
    return f"Two entries of {merge.person} became one"


def merges_section(family: Family, merges: Sequence[Merge], *, may_merge: bool) -> list[Section]:
    """What was merged into this record; nothing where nothing was."""
    facts = [
        Fact(
            dates.day(merge.created_at.date()),
            merged_title(merge),
            actions=[Link("What moved", reverse("families:merged", args=[family.key, merge.key]), merged_title(merge))]
            if may_merge
            else (),
        )
        for merge in merges
    ]
    return [Section("Merged", [FactList(facts)])] if facts else []


def merge_facts(merge: Merge) -> list[object]:
    """What was merged, by whom, what went where; after un-merging, that it was undone."""
    gone = merge.merged_family.key if merge.merged_family else str(merge.merged_person)
    facts = [
        Fact("What", merge.get_kind_display()),
        Fact("The one that went", gone),
        Fact("Merged", f"{dates.moment(merge.created_at)} by {merge.created_by.name}"),
    ]
    if merge.undone_at and merge.undone_by:
        facts.append(Fact("Undone", f"{dates.moment(merge.undone_at)} by {merge.undone_by.name}"))
    note = Words(
        ["Where both had the same (a professional, a place in a family), the second stayed with the one that went."]
    )
    return [FactList(facts), Section("What was moved", [_moved_table(merge), note])]


def _moved_table(merge: Merge) -> object:
    counts: dict[str, int] = {}
    for part in merge.moved:
        words = _words(part["model"], part["field"])
        counts[words] = counts.get(words, 0) + len(part["ids"])
    rows = [[Cell(words[:1].upper() + words[1:]), Cell(str(number))] for words, number in sorted(counts.items())]
    columns = [Column("What"), Column("How many")]
    return Table("What was moved", columns, rows) if rows else Words(["Nothing hung on the one that went."])


def _words(model: str, field: str) -> str:
    if model == "families.person":
        return "facts taken over from the other entry"
    if field == "made":
        return "names of the other entry, by which this one is found"
    if field == "ends_on":
        return "places in a family that would have stood twice (ended)"
    return noun(apps.get_model(model))
