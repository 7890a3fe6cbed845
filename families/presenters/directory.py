"""The directory: professionals, organisations, services to refer on to."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from families.models import Family, Organisation, Professional
from families.names import family_label
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Fact, FactList, Link, Section, Tab, Table, Tag, Words
from pitservice.ui.fields import shown_phone

PROFESSIONALS = (Column("Name"), Column("Role"), Column("Works at"), Column("Reached by"))
ORGANISATIONS = (Column("Name"), Column("Kind"), Column("Reached by"), Column("Refer on to"))
SERVICE = Tag("Refer on to", Colour.GREEN)
MAY_BE_OTHERS = "There may be others that you may not see."


def directory_tabs(current: str) -> list[Tab]:
    """Professionals, and where they work."""
    lists = (("Professionals", "families:directory"), ("Organisations and services", "families:organisations"))
    return [Tab(text, reverse(name), current=name == current) for text, name in lists]


def ways(entry: Organisation | Professional) -> str:
    """How they are reached, in one line."""
    said = (shown_phone(entry.phone), entry.email, ", ".join(entry.address.splitlines()))
    return " · ".join(part for part in said if part) or "Not recorded"


def professional_row(one: Professional) -> Sequence[Cell]:
    """One professional of the list."""
    return (
        Cell(one.name, href=reverse("families:directory_professional", args=[one.key])),
        Cell(one.get_role_display()),
        Cell(one.organisation.name if one.organisation else "Not recorded"),
        Cell(ways(one), hint=_ended(one)),
    )


def organisation_row(one: Organisation) -> Sequence[Cell]:
    """One organisation of the list."""
    offered = ". ".join(part.rstrip(".") for part in (one.offers, one.for_whom and f"For whom: {one.for_whom}") if part)
    return (
        Cell(one.name, href=reverse("families:organisation", args=[one.key])),
        Cell(one.kind or "Not recorded"),
        Cell(ways(one), hint=_ended(one)),
        Cell(tags=[SERVICE], hint=offered) if one.is_alternative else Cell("No"),
    )


def _ended(one: Organisation | Professional) -> str:
    return f"Until {dates.day(one.ends_on)}" if one.ends_on else ""


def professional_facts(one: Professional) -> FactList:
    """Everything that is known of them."""
    organisation = one.organisation
    works = [Link(organisation.name, reverse("families:organisation", args=[organisation.key]))] if organisation else []
    letters = organisation.address if organisation and not one.address else ""
    facts = [
        Fact("Role", one.get_role_display()),
        Fact("Works at", links=works) if works else Fact("Works at"),
        Fact("Phone", shown_phone(one.phone)),
        Fact("Email address", one.email),
        Fact(
            "Address for letters", one.address.splitlines() or [f"That of the organisation: {letters}"] * bool(letters)
        ),
    ]
    return FactList([*facts, Fact("No longer works there", _ended(one))] if one.ends_on else facts)


def organisation_facts(one: Organisation) -> FactList:
    """Everything that is known of it."""
    facts = [
        Fact("Kind", one.kind),
        Fact("National code", one.code),
        Fact("Phone", shown_phone(one.phone)),
        Fact("Email address", one.email),
        Fact("Address for letters", one.address.splitlines()),
        Fact("Families are pointed to it", "Yes" if one.is_alternative else "No"),
    ]
    if one.is_alternative:
        facts += [Fact("What it offers", one.offers.splitlines()), Fact("For whom", one.for_whom)]
    return FactList([*facts, Fact("No longer in use", _ended(one))] if one.ends_on else facts)


def organisation_links(organisation: Organisation | None) -> list[Link]:
    """To what an organisation and the team had to do with each other (P82)."""
    if organisation is None:
        return []
    to = reverse("reporting:organisation", args=[organisation.key])
    return [Link("What we did with them", to, hidden=organisation.name)]


def families_section(families: Sequence[Family]) -> Section:
    """The families that the reader may see, by name; never how many there are besides."""
    heading = "Families, of those you may see"
    if not families:
        return Section(heading, [Empty(f"None. {MAY_BE_OTHERS}")])
    rows = [[Cell(family_label(family), href=reverse("families:family", args=[family.key]))] for family in families]
    return Section(heading, [Table(heading, [Column("Family")], rows), Words([MAY_BE_OTHERS])])


def professionals_there(rows: Sequence[Professional]) -> Section:
    """Who works there."""
    cells = [professional_row(one) for one in rows]
    empty = Empty("Nobody who works there is in the directory.")
    return Section("Who works there", [Table("Who works there", PROFESSIONALS, cells) if cells else empty])


def compare(two: Sequence[Organisation | Professional], families: Sequence[Sequence[Family]]) -> list[Section]:
    """Two entries side by side, and the families of each that the reader may see."""
    differ = Tag("Differs", Colour.YELLOW)
    rows = [
        [Cell(what, tags=[differ] if one != other else []), Cell(one or "Not recorded"), Cell(other or "Not recorded")]
        for what, one, other in _side_by_side(two)
    ]
    columns = [Column("What"), Column("This entry"), Column("The other")]
    lists = [[family_label(family) for family in theirs] for theirs in families]
    named = [[Cell("; ".join(one) or "None that you may see") for one in lists]]
    heads = [Column("Of this entry"), Column("Of the other")]
    return [
        Section("Side by side", [Table("Side by side", columns, rows)]),
        Section("Families it concerns", [Table("Families it concerns", heads, named), Words([MAY_BE_OTHERS])]),
    ]


def _side_by_side(two: Sequence[Organisation | Professional]) -> list[tuple[str, str, str]]:
    one, other = two
    found = [("Name", one.name, other.name)]
    if isinstance(one, Professional) and isinstance(other, Professional):
        found.append(("Role", one.get_role_display(), other.get_role_display()))
        places = [entry.organisation.name if entry.organisation else "" for entry in (one, other)]
        found.append(("Works at", places[0], places[1]))
    found.append(("Phone", shown_phone(one.phone), shown_phone(other.phone)))
    found.append(("Email address", one.email, other.email))
    found.append(("Address for letters", ", ".join(one.address.splitlines()), ", ".join(other.address.splitlines())))
    return [*found, ("Added", dates.day(one.created_at.date()), dates.day(other.created_at.date()))]
