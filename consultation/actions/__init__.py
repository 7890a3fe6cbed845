"""Every write of consultation."""

from __future__ import annotations

from consultation.actions.activity import (
    Done,
    add_activity_kind,
    change_activity,
    end_activity_kind,
    log_activities,
    remove_activity,
)
from consultation.actions.agreements import change_agreement, end_agreement, record_agreement
from consultation.actions.deadlines import SETTLED, Term, add_deadline, change_deadline, settle_deadline
from consultation.actions.following import agree_action, close_concern, finish_action, raise_concern, take_further
from consultation.actions.meetings import (
    Subject,
    Task,
    add_meeting_action,
    begin_team_meeting,
    call_off_team_meeting,
    decide_point,
    discuss,
    finish_meeting_action,
    finish_team_meeting,
    remove_point,
)
from consultation.actions.recording import (
    FREE_TEXT,
    LOOKS_IDENTIFYING,
    REFERRED_ALREADY,
    Account,
    agree_to_carry,
    change_consultation,
    record_consultation,
    refer,
)
from consultation.actions.statement import acknowledge, give_statement
from consultation.actions.supervision import (
    decide_in_supervision,
    log_supervision,
    remove_supervision,
    set_experience,
)

__all__ = [
    "FREE_TEXT",
    "LOOKS_IDENTIFYING",
    "REFERRED_ALREADY",
    "SETTLED",
    "Account",
    "Done",
    "Subject",
    "Task",
    "Term",
    "acknowledge",
    "add_activity_kind",
    "add_deadline",
    "add_meeting_action",
    "agree_action",
    "agree_to_carry",
    "begin_team_meeting",
    "call_off_team_meeting",
    "change_activity",
    "change_agreement",
    "change_consultation",
    "change_deadline",
    "close_concern",
    "decide_in_supervision",
    "decide_point",
    "discuss",
    "end_activity_kind",
    "end_agreement",
    "finish_action",
    "finish_meeting_action",
    "finish_team_meeting",
    "give_statement",
    "log_activities",
    "log_supervision",
    "raise_concern",
    "record_agreement",
    "record_consultation",
    "refer",
    "remove_activity",
    "remove_point",
    "remove_supervision",
    "set_experience",
    "settle_deadline",
    "take_further",
]
