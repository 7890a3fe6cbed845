"""Forms of measures."""

from __future__ import annotations

from measures.forms.defining import DefineForm, UseForm
from measures.forms.linking import AnswerForm, LinkForm, SendForm, WhoForm
from measures.forms.recording import ChooseForm, CorrectForm, GoalForm, RecordForm, SettleForm

__all__ = [
    "AnswerForm",
    "ChooseForm",
    "CorrectForm",
    "DefineForm",
    "GoalForm",
    "LinkForm",
    "RecordForm",
    "SendForm",
    "SettleForm",
    "UseForm",
    "WhoForm",
]
