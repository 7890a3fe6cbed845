"""Forms of consultation."""

from __future__ import annotations

from consultation.forms.account import AccountForm, CarryForm, ConsultationFilter, OpenFilter
from consultation.forms.activity import ActivityFilter, ActivityForm, KindForm, WeekForm
from consultation.forms.following import (
    AcknowledgeForm,
    AgreedActionForm,
    AgreementForm,
    CloseConcernForm,
    ConcernForm,
    EndAgreementForm,
    FinishForm,
    TakeFurtherForm,
)

__all__ = [
    "AccountForm",
    "AcknowledgeForm",
    "ActivityFilter",
    "ActivityForm",
    "AgreedActionForm",
    "AgreementForm",
    "CarryForm",
    "CloseConcernForm",
    "ConcernForm",
    "ConsultationFilter",
    "EndAgreementForm",
    "FinishForm",
    "KindForm",
    "OpenFilter",
    "TakeFurtherForm",
    "WeekForm",
]
