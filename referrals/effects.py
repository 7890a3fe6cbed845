"""What accepting a referrer's change does (P11): pure, over a loaded referral and its people.

Contacts that somebody has given, consent and alerts are never written over: there accepting only says that a person
has taken note, and the page says where they record it themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from referrals.enums import (
    ADULT_ROLES,
    OPEN_STATES,
    UNDECIDED_STATES,
    ChangeAnswer,
    ChangeKind,
    PartyRole,
    ReferralState,
)
from referrals.intake.step import answer
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
    WITH_IT = (
        "It stands with the referral already. Unless you set it aside, it goes among the family's documents once it is "
        "settled who the referral is about."
    )
    FILED = "It stands with the referral already. Accepting puts it among the family's documents."
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
#: What is said of a number or address: of this one, and of no other.
_SAID_OF = {
    "mobile_safe": "mobile",
    "may_text": "mobile",
    "email_safe": "email",
    "address_safe": "address",
    "postcode": "address",
}
#: By a person's steps: whose they are.
_STEPS: Mapping[str, frozenset[str]] = {"baby": frozenset({PartyRole.BABY}), "carer": ADULT_ROLES}


def people_by_step(parties: Sequence[ReferredPerson], changes: Iterable[ProposedChange]) -> dict[str, ReferredPerson]:
    """Those named, by the step that asks about each.

    `parties` as they were made: first those sent, in the order of the form, then those added after sending, in the
    order in which they were accepted; whoever was set aside has a step and is nobody. `changes`: all of the referral's.
    """
    accepted = [
        (one.answered_at, one.pk, one.step)
        for one in changes
        if one.kind == ChangeKind.PERSON and one.answer == ChangeAnswer.ACCEPTED
    ]
    added = [step for _, _, step in sorted(accepted)]
    found: dict[str, ReferredPerson] = {}
    for kind, roles in _STEPS.items():
        listed = [party for party in parties if party.role in roles]
        later = [step for step in added if step.startswith(f"{kind}-")]
        first = [f"{kind}-{place}" for place in range(1, len(listed) - len(later) + 1)]
        found |= dict(zip([*first, *later], listed, strict=False))
    return found


def party_of(change: ProposedChange, named: Mapping[str, ReferredPerson]) -> ReferredPerson | None:
    """The one of those named (`people_by_step`) whom a change is about."""
    return named.get(change.step.replace("contact-", "carer-"))


def column_of(change: ProposedChange) -> str:
    """The column of the referral that a change would fill; empty where it is none of the referral's own."""
    if change.step == "risks":
        return "referrer_ticks"
    return _OF_REFERRAL.get((change.step, change.field), "")


def effect_of(change: ProposedChange, referral: Referral, named: Mapping[str, ReferredPerson]) -> Effect:
    """What accepting it does; `named` is everybody by their step (`people_by_step`)."""
    if change.kind == ChangeKind.WITHDRAWAL:
        may = referral.MOVES.may(referral.state, ReferralState.WITHDRAWN)
        return Effect.WITHDRAWS if may else Effect.NOTED
    if change.kind == ChangeKind.PERSON:
        return Effect.ADDS if referral.family_id is None else Effect.SETTLED
    if change.kind == ChangeKind.FILE:
        return Effect.WITH_IT if referral.family_id is None else Effect.FILED
    if change.step == "know-first":
        return Effect.READ
    if column := column_of(change):
        states = UNDECIDED_STATES if column == "referrer_ticks" else OPEN_STATES
        return Effect.WRITES if referral.state in states else Effect.NOTED
    return _of_person(change, referral, party_of(change, named))


def _of_person(change: ProposedChange, referral: Referral, party: ReferredPerson | None) -> Effect:
    if change.field in _CONSENT:
        return Effect.CONSENT
    if party is None or not hasattr(party, change.field):
        return Effect.NOTED
    if referral.family_id is not None:
        return Effect.SETTLED
    if change.field in _WHO:
        return Effect.WRITES
    fills = getattr(party, change.field) in _EMPTY and _said_of_theirs(change, party)
    return Effect.FILLS if fills else Effect.KEPT


def _said_of_theirs(change: ProposedChange, party: ReferredPerson) -> bool:
    """Whether what is said of a number is said of the one recorded: another may be safe where this one is not (P11)."""
    point = _SAID_OF.get(change.field)
    return point is None or answer(change.amendment.answers, change.step, point) == getattr(party, point)
