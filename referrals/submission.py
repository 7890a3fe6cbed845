"""What comes in, as plain values: a submission and the people it names. Forms, import and demo all make these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from pitservice.configuration.enums import ReferralSource, Sex, YesNoUnknown
from referrals.enums import Entrance, PartyRole

UNKNOWN = YesNoUnknown.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody named in a referral. Knowing and agreeing are asked for each adult (P2); nothing is assumed safe."""

    role: PartyRole
    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
    expected_date: date | None = None
    sex: str = Sex.UNKNOWN
    nhs_number: str = ""
    ethnicity: str = ""
    mobile: str = ""
    mobile_safe: str = UNKNOWN
    may_text: str = UNKNOWN
    email: str = ""
    email_safe: str = UNKNOWN
    address: str = ""
    postcode: str = ""
    address_safe: str = UNKNOWN
    knows: str = UNKNOWN
    agrees: str = UNKNOWN
    asked_by: str = ""
    asked_on: date | None = None
    must_not_know: bool = False
    wrote: bool = False
    language: str = ""
    interpreter: str = UNKNOWN
    needs: str = ""
    times_to_avoid: str = ""

    def values(self) -> dict[str, Any]:
        """By column."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A referral as it came in: `submitted` exactly as sent, the rest structured beside it.

    `ticks` are ids of the risk list in force. `received_at` None means now. A `past_outcome` makes the referral
    *recorded before*: no clock, no letter, no receipt (P3). `row_hash` knows an
    imported row again, and `unread` says by column what could not be read of it.
    """

    entrance: Entrance
    submitted: Mapping[str, Any]
    source: str = ReferralSource.OTHER
    received_at: datetime | None = None
    people: Sequence[Party] = field(default_factory=tuple)
    referrer_name: str = ""
    referrer_role: str = ""
    referrer_organisation: str = ""
    referrer_phone: str = ""
    referrer_email: str = ""
    referrer_address: str = ""
    keeps_support: str = UNKNOWN
    worries: str = ""
    hopes: str = ""
    services_involved: str = ""
    safeguarding: str = ""
    siblings: str = ""
    other_carers: str = ""
    health_visitor: str = ""
    gp: str = ""
    tell_health_visitor: str = UNKNOWN
    tell_gp: str = UNKNOWN
    ticks: Sequence[int] = ()
    warning: str = ""
    letters_unsafe: bool = False
    sheet_reference: str = ""
    row_hash: str = ""
    unread: Mapping[str, str] = field(default_factory=dict)
    past_outcome: str = ""
    past_outcome_on: date | None = None

    def columns(self) -> dict[str, Any]:
        """Columns of the referral that are taken as they are."""
        taken = {"received_at", "people", "ticks", "row_hash", "submitted"}
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in taken}
