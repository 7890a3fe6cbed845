"""Who in a family somebody named in a referral is. Only what is certain pairs; everybody else is somebody new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from families.enums import CARING_ROLES, FamilyRole
from families.models import Family, FamilyMember, Person
from referrals.enums import ADULT_ROLES, PartyRole
from referrals.models import ReferredPerson


@dataclass(frozen=True, slots=True)
class Asked:
    """A person is asked whom of a record somebody named is: the question, the answers by key, and who is likely."""

    party: ReferredPerson
    question: str
    could: Sequence[tuple[str, str]]
    likely: str


def pairs(parties: Iterable[ReferredPerson], family: Family) -> list[tuple[ReferredPerson, Person]]:
    """Each party with the member of the family that it is: settled before, or by NHS number, or by name and kind."""
    members = list(FamilyMember.objects.filter(family=family, ends_on=None).select_related("person").order_by("pk"))
    found: list[tuple[ReferredPerson, Person]] = []
    taken: set[int] = set()
    for party in parties:
        person = next((m.person for m in members if m.person_id not in taken and is_same(party, m)), None)
        if person is not None:
            taken.add(person.pk)
            found.append((party, person))
    return found


def is_same(party: ReferredPerson, member: FamilyMember) -> bool:
    """Whether a party is certainly this member."""
    person = member.person
    if party.person_id:
        return party.person_id == person.pk
    if party.nhs_number and person.nhs_number:
        return party.nhs_number == person.nhs_number
    if not _same_kind(party.role, member.role):
        return False
    if party.role == PartyRole.BABY:
        return _same_baby(party, person)
    return bool(party.given_name) and _folded(party.name) == _folded(person.legal_name)


def _same_kind(party_role: str, member_role: str) -> bool:
    if party_role in ADULT_ROLES:
        return member_role in CARING_ROLES
    return member_role == (FamilyRole.BABY if party_role == PartyRole.BABY else FamilyRole.SIBLING)


def _same_baby(party: ReferredPerson, person: Person) -> bool:
    """The same baby: by birth and name (twins share a birthday), or the one expected on that day."""
    if party.date_of_birth and person.date_of_birth:
        names = (_folded(party.given_name), _folded(person.given_name))
        return party.date_of_birth == person.date_of_birth and (names[0] == names[1] or not all(names))
    return bool(party.expected_date) and party.expected_date == person.expected_date


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
