"""Forms of consultation."""

from __future__ import annotations

from consultation.forms.account import AccountForm, CarryForm, ConsultationFilter, OpenFilter
from consultation.forms.activity import ActivityFilter, ActivityForm, KindForm, WeekForm
from consultation.forms.deadlines import DeadlineForm, SettleDeadlineForm
from consultation.forms.following import (
    AcknowledgeForm,
    AgreedActionForm,
    AgreementForm,
    CloseConcernForm,
    ConcernForm,
    EndAgreementForm,
    FinishForm,
    RecordAgreementForm,
    TakeFurtherForm,
)
from consultation.forms.meetings import (
    AboutFilter,
    AddMeetingActionForm,
    BeginTeamMeetingForm,
    DecidePointForm,
    DiscussForm,
    FinishMeetingActionForm,
    MeetingFilter,
)
from consultation.forms.supervision import AboutFamilyForm, ExperienceForm, LogSupervisionForm

__all__ = [
    "AboutFamilyForm",
    "AboutFilter",
    "AccountForm",
    "AcknowledgeForm",
    "ActivityFilter",
    "ActivityForm",
    "AddMeetingActionForm",
    "AgreedActionForm",
    "AgreementForm",
    "BeginTeamMeetingForm",
    "CarryForm",
    "CloseConcernForm",
    "ConcernForm",
    "ConsultationFilter",
    "DeadlineForm",
    "DecidePointForm",
    "DiscussForm",
    "EndAgreementForm",
    "ExperienceForm",
    "FinishForm",
    "FinishMeetingActionForm",
    "KindForm",
    "LogSupervisionForm",
    "MeetingFilter",
    "OpenFilter",
    "RecordAgreementForm",
    "SettleDeadlineForm",
    "TakeFurtherForm",
    "WeekForm",
]
