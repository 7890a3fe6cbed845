"""A referral and a record that may be of one family, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from families.enums import CARING_ROLES, FamilyRole, PointKind
from families.models import ContactPoint, FamilyMember
from families.presenters import names_in
from pitservice.configuration.enums import YesNoUnknown
from pitservice.ui import dates
from pitservice.ui.components import (
    Button,
    Buttons,
    Callout,
    Cell,
    Colour,
    Column,
    Details,
    Fact,
    FactList,
    Link,
    Table,
    Tag,
    Words,
)
from pitservice.ui.fields.text import shown_nhs_number
from pitservice.ui.words import inside
from referrals.enums import ADULT_ROLES, MatchAnswer, PartyRole
from referrals.models import LeadAsked, PossibleMatch, Referral, ReferredPerson
from referrals.pairing import Asked
from referrals.selectors import Look, Match
from referrals.wording import baby_called, called

_CERTAIN, _POSSIBLE = Tag("Very likely", Colour.BLUE), Tag("Possible", Colour.GREY)
_SHOWN = (FamilyRole.BABY, FamilyRole.SIBLING, *CARING_ROLES)


def sureness(match: Match) -> Tag:
    """How sure it is, in words. Never more than very likely: a person decides."""
    return _CERTAIN if match.certain else _POSSIBLE


#: What is said after each of the guardian's answers.
ANSWERED = {
    "not_same": "Noted. The screener decides as usual.",
    "attach": "The referral stands in this record now, and exists only for those who may see it.",
    "same": "Noted. Everything about the referral goes on waiting.",
    "forget": "Taken back. The referral waits for you again.",
}
#: What is said after each of the screener's answers.
COMPARED = {
    MatchAnswer.SAME: "The referral stands in this record now. What the record said was not changed.",
    MatchAnswer.ANOTHER_BABY: "The referral stands in this record now, with another baby of the family.",
    MatchAnswer.NOT_SAME: "Noted. This record is not offered for this referral again, unless the answer is taken back.",
}


def guarded_row(row: PossibleMatch) -> Sequence[Cell]:
    """A referral that may be about a restricted record, for the guardian's list (P10)."""
    tags = [Tag(row.get_answer_display(), Colour.BLUE)] if row.answer else [_CERTAIN if row.certain else _POSSIBLE]
    return (
        Cell(
            f"Referral {row.referral.key}", href=reverse("referrals:match", args=[row.key]), hint=row.referral.team.name
        ),
        Cell(dates.moment(row.referral.received_at)),
        Cell(row.record.title, hint=row.record.key),
        Cell(row.reason.capitalize(), tags=tags),
    )


def for_guardian(
    row: PossibleMatch, match: Match, parties: Sequence[ReferredPerson], named: Sequence[str], *, may_attach: bool
) -> list[object]:
    """What the guardian reads before answering: why, both side by side, and who could go on with the referral (P10)."""
    facts = [
        Fact("Sent to", row.referral.team.name),
        Fact("Received", f"{dates.moment(row.referral.received_at)}, {inside(row.referral.get_source_display())}"),
        Fact("Sent or entered by", row.referral.received_by.name),
        Fact("May be about", row.record.title, tags=[_CERTAIN if row.certain else _POSSIBLE]),
        Fact("Why", row.reason.capitalize()),
    ]
    if may_attach:
        nobody = "Nobody who is named may decide referrals: name somebody before you attach it"
        facts.append(Fact("Named, and may decide referrals", ", ".join(named), empty=nobody))
    return [FactList(facts), *side_by_side(match, parties)]


def compared(referral: Referral, match: Match, parties: Sequence[ReferredPerson]) -> Details:
    """A possible match, which opens in place, with the way to compare and answer."""
    href = reverse("referrals:compare", args=[referral.key, match.family.key])
    answer = Link("Compare and answer", href, hidden=f"about {match.family.title}")
    summary = f"Compare with {match.family.title}: {sureness(match).text.lower()}, {match.reason}"
    return Details(summary, [*side_by_side(match, parties), answer])


def why(match: Match) -> FactList:
    """How sure, and why."""
    record = Link("Open the record", reverse("families:family", args=[match.family.key]), hidden=match.family.title)
    alike = match.reason.capitalize() if match.reason else ""
    facts = [
        Fact("In the record", links=[record], value=match.family.title),
        Fact("Alike", alike, tags=[sureness(match)] if alike else (), empty="Nothing that matching looks at"),
    ]
    return FactList(facts)


def answered(referral: Referral, rows: Sequence[PossibleMatch]) -> list[object]:
    """Records that a person said it is not about, each with the way to take that back."""
    facts = [
        Fact(
            row.record.title,
            f"Not the same family, answered {dates.moment(row.answered_at)}" if row.answered_at else "",
            actions=[
                Link(
                    "Look again",
                    reverse("referrals:compare", args=[referral.key, row.record.key]),
                    hidden=f"at {row.record.title}",
                )
            ],
        )
        for row in rows
    ]
    return [FactList(facts, "Not about")] if facts else []


def ask_lead(referral: Referral, seen: Look) -> list[object]:
    """Where a record of another team may be meant only that team is named, with what its lead said (P10)."""
    said = {one.other_team_id: one for one in seen.leads}
    asking = [team for team in seen.teams if team.pk not in said]
    parts: list[object] = [
        Callout(
            "Ask another team’s lead",
            [f"{team.name} may know this family: ask that team’s lead before you decide." for team in asking],
        )
    ]
    record = Button("Record what a lead said", reverse("referrals:ask-lead", args=[referral.key]), secondary=True)
    return [
        *(parts if asking else ()),
        *([FactList([lead_said(one) for one in seen.leads], "Other teams’ leads")] if seen.leads else ()),
        *([Buttons([record])] if seen.teams and referral.family_id is None else ()),
    ]


def lead_said(one: LeadAsked) -> Fact:
    """What one lead said, when and to whom."""
    return Fact(
        one.other_team.name,
        list(filter(None, [f"{one.get_said_display()}: {one.spoke_to}, {dates.moment(one.created_at)}", one.note])),
    )


def side_by_side(match: Match, parties: Sequence[ReferredPerson]) -> list[object]:
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
    body: list[object] = [Table(f"This referral beside {match.family.title}", columns, rows)]
    if match.another_baby:
        body.insert(0, Words(["None of the babies in the record can be this one: it may be another baby of theirs."]))
    return body


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
    own = [
        f"{point.value} (not safe)" if point.safe == YesNoUnknown.NO else point.value
        for point in points
        if point.person_id == person.pk
    ]
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


def who_is_who(match: Match, parties: Sequence[ReferredPerson]) -> list[Asked]:
    """For each of those named: who, how the question is put, whom of the record they could be, and who is likely.

    Babies are asked about among babies, adults among adults, brothers and sisters among both kinds of children.
    """
    names = names_in(match.people)
    beside = {party: key for key, party in match.same.items()}
    found = []
    for party in parties:
        could = [
            (member.person.key, f"{names[member.person_id]}, {inside(member.get_role_display())}")
            for member in match.people
            if member.role in _could_be(party)
        ]
        name = baby_called(party, parties) if party.role == PartyRole.BABY else called(party)
        if could:
            found.append(Asked(party, f"Who is {name} in the record?", could, beside.get(party.pk, "")))
    return found


def _could_be(party: ReferredPerson) -> Sequence[str]:
    if party.role in ADULT_ROLES:
        return tuple(CARING_ROLES)
    return (FamilyRole.BABY,) if party.role == PartyRole.BABY else (FamilyRole.BABY, FamilyRole.SIBLING)
