"""What is true of people and families."""

from __future__ import annotations

from families.models.contact import Agreement, Alert, Consent, ContactPoint, Need
from families.models.directory import FamilyProfessional, Organisation, Professional
from families.models.people import Family, FamilyMember, Loss, Person, Relationship
from families.models.seeing import Involvement

__all__ = [
    "Agreement",
    "Alert",
    "Consent",
    "ContactPoint",
    "Family",
    "FamilyMember",
    "FamilyProfessional",
    "Involvement",
    "Loss",
    "Need",
    "Organisation",
    "Person",
    "Professional",
    "Relationship",
]
