"""What somebody decides about a referral, as plain values: a form makes it, the action carries it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from families.models import Family, Organisation, Person
from referrals.enums import AskedBy, Outcome, ReferralState, ToldBy

#: Outcomes by which the team takes the family on.
ACCEPTING = frozenset({Outcome.WAITING_LIST, Outcome.ALLOCATE})
#: Outcomes that end screening; the others only put it off.
FINAL = ACCEPTING | {Outcome.NOT_ACCEPTED}
#: Where each outcome leaves a referral.
STATES: Mapping[str, ReferralState] = {
    Outcome.WAITING_LIST: ReferralState.WAITING,
    Outcome.ALLOCATE: ReferralState.ALLOCATED,
    Outcome.NOT_ACCEPTED: ReferralState.NOT_ACCEPTED,
    Outcome.MORE_INFORMATION: ReferralState.AWAITING_INFORMATION,
    Outcome.TEAM_REVIEW: ReferralState.TEAM_REVIEW,
    Outcome.WITHDRAWN: ReferralState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A decision with everything that goes with it.

    `family`: whom it is about, where a person chose a family we know, and `who` of it each of those named is; None
    makes a new one when one is needed. `not_about`: records that were offered and that it is not about.
    `ticks`: what the screener ticked (None: did not look at the list, so the referrer's ticks stand).
    `differs`: why it differs from what the rule suggests (SCR-1). `exception`: why it is accepted although not each
    adult is known to know and agree (SCR-3). `alternative_name` is a service that is not in the directory yet.
    `missing` and `asked_for` are asked of whoever referred, `answer_link` and `answer_code` are theirs to answer by.
    `waits_for`: what the letters wait for, where it is not the decision itself.
    `withdrawn_by`: who no longer wants it (`note` says why).
    `answers`: what a registered route asked for.
    """

    outcome: Outcome
    family: Family | None = None
    match_reason: str = ""
    who: Mapping[int, Person | None] = field(default_factory=dict)
    not_about: Sequence[Family] = ()
    ticks: Sequence[int] | None = None
    screening_note: str = ""
    differs: str = ""
    exception: str = ""
    reason: str = ""
    alternative: Organisation | None = None
    alternative_name: str = ""
    note: str = ""
    told_by: ToldBy = ToldBy.TEAM
    withdrawn_by: str = ""
    missing: Sequence[str] = ()
    asked_for: str = ""
    asked_by: AskedBy = AskedBy.LETTER
    answer_link: str = ""
    answer_code: str = ""
    waits_for: str = ""
    chase_on: date | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def accepts(self) -> bool:
        """The team takes the family on."""
        return self.outcome in ACCEPTING

    @property
    def questions(self) -> str:
        """What is asked, in one paragraph."""
        known = f"We would like to know {'; '.join(self.missing)}." if self.missing else ""
        return " ".join(filter(None, [known, " ".join(self.asked_for.split())]))

    @property
    def instead(self) -> str:
        """The service suggested instead, and how to reach it; empty for none."""
        if self.alternative is None:
            return self.alternative_name
        return ", ".join(filter(None, [self.alternative.name, self.alternative.phone]))
