"""What people and families are called, and how old they are (pages.md, manners of every page)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from families.enums import CARING_ROLES, FamilyRole
from families.models import Family, FamilyMember, Person
from families.selectors import known_members, members_of
from pitservice.ui import dates
from pitservice.ui.words import inside

_ORDER = ("first", "second", "third", "fourth")


def family_label(family: Family) -> str:
    """The record's title, as it stands in lists, breadcrumbs and work lists."""
    return family.title


def is_nameless(person: Person) -> bool:
    """No name is known: an unborn baby, or one just born."""
    return not (person.given_name or person.known_as or person.family_name)


def mother_name(members: Sequence[FamilyMember]) -> str:
    """By whom a nameless baby is called: the mother, else the first adult who cares for it; "" when nobody is known."""
    for roles in ((FamilyRole.MOTHER,), (FamilyRole.OTHER_MOTHER,), tuple(CARING_ROLES)):
        for member in members:
            if member.role in roles and not is_nameless(member.person):
                return member.person.name
    return ""


def names_in(members: Sequence[FamilyMember]) -> dict[int, str]:
    """How each member is called on the family's pages, by person id.

    "Baby of Aisha Khan" for a baby without a name; of twins, "Baby of Aisha Khan (first)" and "(second)".
    """
    mother = mother_name(members)
    nameless = [member.person_id for member in members if is_nameless(member.person)]
    names = {}
    for member in members:
        name = member.person.name
        if member.person_id in nameless and mother:
            place = nameless.index(member.person_id)
            which = f" ({_ORDER[place]})" if 1 < len(nameless) <= len(_ORDER) else ""
            name = f"Baby of {mother}{which}"
        names[member.person_id] = name
    return names


def known_names(family: Family) -> dict[int, str]:
    """How everybody who is or was in the family is called, by person id; no query where the banner's facts are read."""
    return names_in(known_members(family))


def person_name(person: Person, members: Sequence[FamilyMember]) -> str:
    """How this person is called among these members."""
    return names_in(members).get(person.pk, person.name)


def full_name(person: Person, name: str) -> str:
    """Known-as name first, then the legal name where it differs."""
    legal = person.legal_name
    return f"{name} (legal name {legal})" if person.known_as and legal and legal != name else name


def age_words(person: Person, today: date) -> str:
    """The age as a health visitor says it; nothing for somebody who was lost, or whose dates are not known (P22)."""
    if person.lost or person.died_on is not None:
        return ""
    if person.date_of_birth is not None:
        return dates.age(person.date_of_birth, today)
    return dates.gestation(person.expected_date, today) if person.expected_date is not None else ""


def born_words(person: Person) -> str:
    """When, and how early or late: "born 3 November 2026, 4 weeks before the expected date"; "" before a birth."""
    if person.date_of_birth is None:
        return ""
    when = f"born {dates.day(person.date_of_birth)}"
    if person.expected_date is None:
        return when
    days = (person.date_of_birth - person.expected_date).days
    if days == 0:
        return f"{when}, on the expected date"
    far = dates.count(abs(days) // 7, "week") if abs(days) >= 7 else dates.count(abs(days), "day")
    return f"{when}, {far} {'before' if days < 0 else 'after'} the expected date"


def baby_words(person: Person, today: date, name: str = "") -> str:
    """Name and age: "Zayn Khan, 7 weeks", "Baby of Zofia Nowak, 31 weeks (due 24 January 2027)".

    `name` is how the family's page calls the baby (`names_in`).
    """
    return ", ".join(part for part in (name or person.name, age_words(person, today)) if part)


def babies_words(family: Family, today: date) -> list[str]:
    """`baby_words` of each baby of a family whose members were fetched."""
    members = members_of(family)
    names = names_in(members)
    babies = (member for member in members if member.role == FamilyRole.BABY)
    return [baby_words(member.person, today, names[member.person_id]) for member in babies]


def adult_words(member: FamilyMember, today: date, name: str = "") -> str:
    """Name, pronouns and role: "Daniel Hughes (he/him), father"; an age only for a parent under 18 (P27)."""
    person = member.person
    called = name or person.name
    if person.pronouns:
        called = f"{called} ({person.pronouns})"
    young = age_words(person, today) if person.is_under_18(today) else ""
    return ", ".join(part for part in (called, inside(member.get_role_display()), young) if part)
