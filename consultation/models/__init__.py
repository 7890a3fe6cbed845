"""What is true of consultations."""

from __future__ import annotations

from consultation.models.agreement import WrittenAgreement
from consultation.models.consultation import Consultation
from consultation.models.following import ConsultationAction, ConsultationConcern

__all__ = ["Consultation", "ConsultationAction", "ConsultationConcern", "WrittenAgreement"]
