"""A referral and a record that may be of one family, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from families.enums import CARING_ROLES, FamilyRole, PointKind
from families.models import ContactPoint, FamilyMember
from families.presenters import names_in
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Details, Link, Table, Tag, Words
from pitservice.ui.fields.text import shown_nhs_number
from referrals.models import ReferredPerson
from referrals.selectors import Match
from referrals.wording import called

_CERTAIN, _POSSIBLE = Tag("Very likely", Colour.BLUE), Tag("Possible", Colour.GREY)
_SHOWN = (FamilyRole.BABY, FamilyRole.SIBLING, *CARING_ROLES)


def sureness(match: Match) -> Tag:
    """How sure it is, in words. Never more than very likely: a person decides."""
    return _CERTAIN if match.certain else _POSSIBLE


def compared(match: Match, parties: Sequence[ReferredPerson]) -> Details:
    """Who the referral names beside who is in the record; whoever may be one stands in one row."""
    names = names_in(match.people)
    left = {party.pk: party for party in parties}
    rows = []
    for member in match.people:
        if member.role in _SHOWN:
            party = left.pop(match.same.get(member.person.key, 0), None)
            rows.append(_row(party, member, names[member.person_id], match.points))
    rows += [_row(party, None, "", ()) for party in left.values()]
    columns = [Column("Who"), Column("In this referral"), Column("In the record")]
    record = Link("Open the record", reverse("families:family", args=[match.family.key]), hidden=match.family.title)
    body: list[object] = [Table(f"This referral beside {match.family.title}", columns, rows), record]
    if match.another_baby:
        body.insert(0, Words(["None of the babies in the record can be this one: it may be another baby of theirs."]))
    return Details(f"Compare with {match.family.title}: {sureness(match).text.lower()}, {match.reason}", body)


def _row(
    party: ReferredPerson | None, member: FamilyMember | None, name: str, points: Sequence[ContactPoint]
) -> Sequence[Cell]:
    role = member.get_role_display() if member else party.get_role_display() if party else ""
    return (Cell(role), _sent(party), _known(member, name, points))


def _sent(party: ReferredPerson | None) -> Cell:
    if party is None:
        return Cell("Not named")
    return Cell(
        called(party),
        hint=_facts(
            _born(party.date_of_birth, party.expected_date),
            _nhs(party.nhs_number),
            party.mobile,
            party.email,
            party.address,
            party.postcode if party.postcode not in party.address else "",
        ),
    )


def _known(member: FamilyMember | None, name: str, points: Sequence[ContactPoint]) -> Cell:
    if member is None:
        return Cell("Not in the record")
    person = member.person
    own = [point.value for point in points if point.person_id == person.pk]
    places = [
        point.postcode
        for point in points
        if point.person_id == person.pk and point.kind == PointKind.ADDRESS and point.postcode not in point.value
    ]
    return Cell(
        name, hint=_facts(_born(person.date_of_birth, person.expected_date), _nhs(person.nhs_number), *own, *places)
    )


def _born(born: date | None, expected: date | None) -> str:
    if born is not None:
        return f"born {dates.day(born)}"
    return f"expected {dates.day(expected)}" if expected is not None else ""


def _nhs(number: str) -> str:
    return f"NHS number {shown_nhs_number(number)}" if number else ""


def _facts(*facts: str) -> str:
    return "; ".join(" ".join(fact.split()) for fact in facts if fact)
