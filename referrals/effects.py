"""What accepting a referrer's change does (P11): pure, over a loaded referral and its people.

Contacts that somebody has given, consent and alerts are never written over: there accepting only says that a person
has taken note, and the page says where they record it themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from referrals.enums import ADULT_ROLES, OPEN_STATES, UNDECIDED_STATES, ChangeKind, PartyRole, ReferralState
from referrals.intake.steps import number_of
from referrals.models import ProposedChange, Referral, ReferredPerson


class Effect(Enum):
    """What accepting does."""

    WRITES = "Accepting writes it into the referral."
    FILLS = "Nothing was recorded here: accepting writes it into the referral."
    ADDS = "Accepting adds them to the referral."
    WITHDRAWS = "Accepting withdraws the referral."
    CONSENT = "Accepting only takes note. Ask, and record what they said under “Who is in the family”."
    KEPT = "Accepting only takes note: what is recorded of contacts stays. Change it in the family's record."
    SETTLED = "Accepting only takes note: change the family's record yourself."
    NOTED = "Accepting only takes note."
    READ = "Accepting only takes note: it was added to what must be read first."


#: By step and question: the column of the referral that it fills.
_OF_REFERRAL: Mapping[tuple[str, str], str] = {
    **{("about-you", name): f"referrer_{name}" for name in ("name", "role", "organisation", "phone", "email")},
    ("about-you", "address"): "referrer_address",
    ("about-you", "source"): "source",
    ("siblings", "siblings"): "siblings",
    ("worries", "worries"): "worries",
    ("worries", "hopes"): "hopes",
    **{
        ("helpers", name): name
        for name in ("services_involved", "keeps_support", "health_visitor", "gp", "safeguarding")
    },
}
_WHO = ("given_name", "family_name", "date_of_birth", "expected_date", "sex", "nhs_number", "ethnicity", "role")
_CONSENT = ("may_know", "knows", "agrees", "asked_by", "asked_on")
_EMPTY = (None, "", "unknown")


def party_of(change: ProposedChange, parties: Sequence[ReferredPerson]) -> ReferredPerson | None:
    """The one of those named whom a change is about: people stand in the order in which the form asks for them."""
    kind = change.step.rpartition("-")[0]
    roles = {"baby": {PartyRole.BABY}, "carer": ADULT_ROLES, "contact": ADULT_ROLES}.get(kind)
    if roles is None:
        return None
    listed = [party for party in parties if party.role in roles]
    place = number_of(change.step) - 1
    return listed[place] if place < len(listed) else None


def column_of(change: ProposedChange) -> str:
    """The column of the referral that a change would fill; empty where it is none of the referral's own."""
    if change.step == "risks":
        return "referrer_ticks"
    return _OF_REFERRAL.get((change.step, change.field), "")


def effect_of(change: ProposedChange, referral: Referral, parties: Sequence[ReferredPerson]) -> Effect:
    """What accepting it does."""
    if change.kind == ChangeKind.WITHDRAWAL:
        may = referral.MOVES.may(referral.state, ReferralState.WITHDRAWN)
        return Effect.WITHDRAWS if may else Effect.NOTED
    if change.kind == ChangeKind.PERSON:
        return Effect.ADDS if referral.family_id is None else Effect.SETTLED
    if change.step == "know-first":
        return Effect.READ
    if column := column_of(change):
        states = UNDECIDED_STATES if column == "referrer_ticks" else OPEN_STATES
        return Effect.WRITES if referral.state in states else Effect.NOTED
    return _of_person(change, referral, party_of(change, parties))


def _of_person(change: ProposedChange, referral: Referral, party: ReferredPerson | None) -> Effect:
    if change.field in _CONSENT:
        return Effect.CONSENT
    if party is None or not hasattr(party, change.field):
        return Effect.NOTED
    if referral.family_id is not None:
        return Effect.SETTLED
    if change.field in _WHO:
        return Effect.WRITES
    return Effect.FILLS if getattr(party, change.field) in _EMPTY else Effect.KEPT
