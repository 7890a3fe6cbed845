"""What is true of consultations."""

from __future__ import annotations

from consultation.models.activity import Activity, ActivityKind
from consultation.models.agreement import WrittenAgreement
from consultation.models.consultation import Consultation
from consultation.models.deadline import Deadline
from consultation.models.following import ConsultationAction, ConsultationConcern
from consultation.models.meeting import MeetingAction, MeetingPoint, TeamMeeting, TeamMeetingMove
from consultation.models.supervision import Experience, Supervision, SupervisionDecision

__all__ = [
    "Activity",
    "ActivityKind",
    "Consultation",
    "ConsultationAction",
    "ConsultationConcern",
    "Deadline",
    "Experience",
    "MeetingAction",
    "MeetingPoint",
    "Supervision",
    "SupervisionDecision",
    "TeamMeeting",
    "TeamMeetingMove",
    "WrittenAgreement",
]
