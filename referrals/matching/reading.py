"""From what was sent, or what a record holds, to what is compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from families.contact.normal import normal_address, normal_phone, postcode_of
from families.enums import CARING_ROLES, FamilyRole, PointKind
from families.models import ContactPoint, FamilyMember
from referrals.enums import ADULT_ROLES, PartyRole
from referrals.matching.facts import Described, Story, fold
from referrals.models import ReferredPerson
from referrals.submission import Party


def story_of_parties(ref: str, parties: Iterable[Party | ReferredPerson]) -> Story:
    """The account that a referral gives."""
    listed = list(enumerate(parties))
    people = {side: [_sent(party_ref(ref, n), one) for n, one in listed if one.role in roles] for side, roles in _SIDES}
    return Story(ref, tuple(people["adults"]), tuple(people["babies"]))


def party_ref(ref: str, number: int) -> str:
    """What the account `ref` calls its people, by their place in it."""
    return f"{ref}:{number}"


def story_of_record(ref: str, members: Sequence[FamilyMember], points: Sequence[ContactPoint]) -> Story:
    """The account that a record gives: who is in it now, and how they are reached now."""
    adults = [_known(member, points) for member in members if member.role in CARING_ROLES]
    babies = [_known(member, ()) for member in members if member.role in (FamilyRole.BABY, FamilyRole.SIBLING)]
    return Story(ref, tuple(adults), tuple(babies))


_SIDES = (("adults", ADULT_ROLES), ("babies", frozenset({PartyRole.BABY})))


def _sent(ref: str, party: Party | ReferredPerson) -> Described:
    address = party.address.strip()
    return Described(
        ref=ref,
        given=fold(party.given_name),
        family=fold(party.family_name),
        born=party.date_of_birth,
        expected=party.expected_date,
        nhs=party.nhs_number,
        phones=_some(normal_phone(party.mobile) if party.mobile else ""),
        emails=_some(party.email.strip().lower()),
        postcode=postcode_of(address, party.postcode),
        address=normal_address(address, party.postcode) if address else "",
    )


def _known(member: FamilyMember, points: Sequence[ContactPoint]) -> Described:
    person = member.person
    own = [point for point in points if point.person_id == person.pk]
    address = next((point for point in own if point.kind == PointKind.ADDRESS), None)
    return Described(
        ref=person.key,
        given=fold(person.given_name),
        family=fold(person.family_name),
        born=person.date_of_birth,
        expected=person.expected_date,
        nhs=person.nhs_number,
        phones=_some(*(point.normal for point in own if point.kind in (PointKind.MOBILE, PointKind.LANDLINE))),
        emails=_some(*(point.normal for point in own if point.kind == PointKind.EMAIL)),
        postcode=address.postcode if address else "",
        address=address.normal if address else "",
    )


def _some(*values: str) -> frozenset[str]:
    return frozenset(value for value in values if value)
