"""What is true of the work with a family."""

from __future__ import annotations

from caseload.models.agreement import WorkAgreement, WorkAnswer
from caseload.models.appointment import Appointment, AppointmentMove, Attendance, Invitation, Room, Series, Slot
from caseload.models.clearing import Cleared, ClearedSession, Clearing
from caseload.models.clinic import ClinicSlot
from caseload.models.downtime import DowntimePack, DowntimePhrase
from caseload.models.ending import Ending, EndingCheck, FollowUp, FollowUpMove
from caseload.models.enquiry import FinalEnquiry
from caseload.models.episode import (
    Allocation,
    ContactAttempt,
    Episode,
    EpisodeAdult,
    EpisodeBaby,
    EpisodeMove,
    EpisodeReferral,
    GoingOn,
)
from caseload.models.group import Group, GroupFamily, GroupSession, GroupSessionMove
from caseload.models.interpreter import InterpreterStep
from caseload.models.leaving import Handover, HandoverLine
from caseload.models.locality import Locality, LocalityArea, WorksIn
from caseload.models.lone import LoneVisit
from caseload.models.meeting import Brings, Meeting, MeetingDecision, MeetingMove
from caseload.models.new_to import NewTo
from caseload.models.note import Addendum, Draft, Note, NoteMove, Session, SignedVersion
from caseload.models.note_form import NoteForm
from caseload.models.plan import Intervention
from caseload.models.referrer import ReferrerAnswer, ReferrerStep
from caseload.models.review import LateIssue, Review
from caseload.models.rota import Absence, DutyTurn, WorkingDays
from caseload.models.student import Student, StudentAnswer

__all__ = [
    "Absence",
    "Addendum",
    "Allocation",
    "Appointment",
    "AppointmentMove",
    "Attendance",
    "Brings",
    "Cleared",
    "ClearedSession",
    "Clearing",
    "ClinicSlot",
    "ContactAttempt",
    "DowntimePack",
    "DowntimePhrase",
    "Draft",
    "DutyTurn",
    "Ending",
    "EndingCheck",
    "Episode",
    "EpisodeAdult",
    "EpisodeBaby",
    "EpisodeMove",
    "EpisodeReferral",
    "FinalEnquiry",
    "FollowUp",
    "FollowUpMove",
    "GoingOn",
    "Group",
    "GroupFamily",
    "GroupSession",
    "GroupSessionMove",
    "Handover",
    "HandoverLine",
    "InterpreterStep",
    "Intervention",
    "Invitation",
    "LateIssue",
    "Locality",
    "LocalityArea",
    "LoneVisit",
    "Meeting",
    "MeetingDecision",
    "MeetingMove",
    "NewTo",
    "Note",
    "NoteForm",
    "NoteMove",
    "ReferrerAnswer",
    "ReferrerStep",
    "Review",
    "Room",
    "Series",
    "Session",
    "SignedVersion",
    "Slot",
    "Student",
    "StudentAnswer",
    "WorkAgreement",
    "WorkAnswer",
    "WorkingDays",
    "WorksIn",
]
