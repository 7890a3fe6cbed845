"""What is true of referrals."""

from __future__ import annotations

from referrals.models.amending import Amendment, ProposedChange
from referrals.models.attachment import Attachment
from referrals.models.decision import Decision, InformationRequest, Opinion, Screening
from referrals.models.draft import Draft
from referrals.models.importing import Import, ImportMove, ImportRow
from referrals.models.matching import LeadAsked, PossibleMatch
from referrals.models.referral import Referral, ReferralMove, ReferredPerson
from referrals.models.waiting import (
    HoldingCheck,
    PlaceMove,
    TriageContact,
    UnavailableTime,
    WaitingEntry,
    WaitingMove,
    WordWhileWaiting,
)

__all__ = [
    "Amendment",
    "Attachment",
    "Decision",
    "Draft",
    "HoldingCheck",
    "Import",
    "ImportMove",
    "ImportRow",
    "InformationRequest",
    "LeadAsked",
    "Opinion",
    "PlaceMove",
    "PossibleMatch",
    "ProposedChange",
    "Referral",
    "ReferralMove",
    "ReferredPerson",
    "Screening",
    "TriageContact",
    "UnavailableTime",
    "WaitingEntry",
    "WaitingMove",
    "WordWhileWaiting",
]
