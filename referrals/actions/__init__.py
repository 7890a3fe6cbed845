"""Every write about referrals, decisions and the waiting list."""

from __future__ import annotations

from referrals.actions.amending import (
    answer_change,
    ask_to_withdraw,
    give_receipt_link,
    open_amendment,
    propose_changes,
)
from referrals.actions.deciding import decide, take_back
from referrals.actions.drafts import forget_drafts, keep_answers, resume_draft, save_for_later, send_draft, start_draft
from referrals.actions.following import close_links, name_twins
from referrals.actions.holding import answer_check, ask_services, close_alarms, give_link, record_check
from referrals.actions.matching import (
    answer_match,
    ask_guardian,
    ask_lead,
    attach_match,
    compare,
    forget_answer,
    keep_matches,
)
from referrals.actions.moving import (
    answer_request,
    bring_back,
    mark_allocated,
    put_aside,
    reopen,
    share_out,
    take_on,
    withdraw,
)
from referrals.actions.receiving import decision_due, read_warning, receive, record_party_agreement, suggestion_of
from referrals.actions.resuming import resume_clocks
from referrals.actions.settling import settle_family
from referrals.actions.waiting import leave_list, move_first, put_back, set_priority

__all__ = [
    "answer_change",
    "answer_check",
    "answer_match",
    "answer_request",
    "ask_guardian",
    "ask_lead",
    "ask_services",
    "ask_to_withdraw",
    "attach_match",
    "bring_back",
    "close_alarms",
    "close_links",
    "compare",
    "decide",
    "decision_due",
    "forget_answer",
    "forget_drafts",
    "give_link",
    "give_receipt_link",
    "keep_answers",
    "keep_matches",
    "leave_list",
    "mark_allocated",
    "move_first",
    "name_twins",
    "open_amendment",
    "propose_changes",
    "put_aside",
    "put_back",
    "read_warning",
    "receive",
    "record_check",
    "record_party_agreement",
    "reopen",
    "resume_clocks",
    "resume_draft",
    "save_for_later",
    "send_draft",
    "set_priority",
    "settle_family",
    "share_out",
    "start_draft",
    "suggestion_of",
    "take_back",
    "take_on",
    "withdraw",
]
