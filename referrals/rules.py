"""What may be decided, as pure questions."""

from __future__ import annotations

from families.contact import Facts
from pitservice.configuration.enums import YesNoUnknown
from referrals.enums import Outcome
from referrals.verdict import ACCEPTING

YES = YesNoUnknown.YES


def agreement_gaps(facts: Facts) -> list[str]:
    """Why it is not clear that the family knows and agrees, one sentence for each adult (SCR-3, P2).

    Somebody who must not learn of the work is not asked, which is a complete answer (P26). Without any adult who knows
    and agrees nothing is clear. Empty: it is clear.
    """
    asked = [adult for adult in facts.adults if not adult.restricted and not adult.died]
    gaps = [
        f"It is not recorded that {adult.name} knows of the referral and agrees."
        for adult in asked
        if not (adult.knows == YES and adult.agrees == YES)
    ]
    return gaps if asked else ["No adult is recorded who knows of the referral and agrees."]


def differs_from_rule(outcome: str, suggests: bool | None) -> bool:
    """Whether a decision goes the other way than the rule suggested, which needs a reason (SCR-1)."""
    if suggests is None:
        return False
    if outcome in ACCEPTING:
        return not suggests
    return outcome == Outcome.NOT_ACCEPTED and suggests
