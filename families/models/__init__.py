"""What is true of people and families."""

from __future__ import annotations

from families.models.care import Approach, CareChange, Competence, Disagreement
from families.models.contact import Agreement, Alert, Consent, ContactPoint, Need
from families.models.directory import FamilyProfessional, Organisation, Professional
from families.models.documents import Document
from families.models.governing import (
    Correction,
    Destruction,
    Incident,
    LegalHold,
    Merge,
    MovedEntry,
    RecordRequest,
    SealedLink,
    SealedPlace,
)
from families.models.people import Family, FamilyMember, FormerName, Loss, Person, Relationship
from families.models.releasing import Release, ReleasePiece
from families.models.safeguarding import (
    Concern,
    ConcernStep,
    Override,
    ProtectionStatus,
    Sharing,
    SocialCareReferral,
)
from families.models.searching import SearchEntry
from families.models.seeing import Involvement, LookReview

__all__ = [
    "Agreement",
    "Alert",
    "Approach",
    "CareChange",
    "Competence",
    "Concern",
    "ConcernStep",
    "Consent",
    "ContactPoint",
    "Correction",
    "Destruction",
    "Disagreement",
    "Document",
    "Family",
    "FamilyMember",
    "FamilyProfessional",
    "FormerName",
    "Incident",
    "Involvement",
    "LegalHold",
    "LookReview",
    "Loss",
    "Merge",
    "MovedEntry",
    "Need",
    "Organisation",
    "Override",
    "Person",
    "Professional",
    "ProtectionStatus",
    "RecordRequest",
    "Relationship",
    "Release",
    "ReleasePiece",
    "SealedLink",
    "SealedPlace",
    "SearchEntry",
    "Sharing",
    "SocialCareReferral",
]
