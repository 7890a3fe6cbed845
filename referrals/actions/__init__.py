"""Every write about referrals, decisions and the waiting list."""

from __future__ import annotations

from referrals.actions.amending import (
    answer_change,
    ask_to_withdraw,
    give_receipt_link,
    open_amendment,
    propose_changes,
)
from referrals.actions.asking import INFORMATION_LINK, answer_by_link, answer_request, ask_again
from referrals.actions.attaching import attach, attach_all, detach
from referrals.actions.deciding import decide, take_back
from referrals.actions.drafts import forget_drafts, keep_answers, resume_draft, save_for_later, send_draft, start_draft
from referrals.actions.following import close_links, name_twins
from referrals.actions.holding import (
    answer_check,
    ask_services,
    ask_when_due,
    close_alarms,
    give_link,
    record_check,
)
from referrals.actions.importing.beginning import (
    discard_import,
    forget_imports,
    name_columns,
    queue_work,
    start_import,
)
from referrals.actions.importing.reading import end_reading, keep_rows, look_at_rows, refuse_import
from referrals.actions.importing.reviewing import answer_comment, correct_row
from referrals.actions.importing.taking import end_taking, take_in, take_row
from referrals.actions.importing.undoing import end_undoing, undo_import, undo_together
from referrals.actions.matching import (
    answer_match,
    ask_guardian,
    ask_lead,
    attach_match,
    compare,
    forget_answer,
    keep_matches,
)
from referrals.actions.meanwhile import available_again, log_word, set_unavailable, tell_family
from referrals.actions.moving import (
    bring_back,
    mark_allocated,
    put_aside,
    reopen,
    share_out,
    take_on,
    withdraw,
)
from referrals.actions.placing import keep_place
from referrals.actions.receiving import decision_due, read_warning, receive, record_party_agreement, suggestion_of
from referrals.actions.resuming import resume_clocks
from referrals.actions.reviewing import give_opinion
from referrals.actions.routing import move_to_team
from referrals.actions.settling import settle_family
from referrals.actions.waiting import Call, leave_list, move_first, place_beside, put_back, record_triage

__all__ = [
    "INFORMATION_LINK",
    "Call",
    "answer_by_link",
    "answer_change",
    "answer_check",
    "answer_comment",
    "answer_match",
    "answer_request",
    "ask_again",
    "ask_guardian",
    "ask_lead",
    "ask_services",
    "ask_to_withdraw",
    "ask_when_due",
    "attach",
    "attach_all",
    "attach_match",
    "available_again",
    "bring_back",
    "close_alarms",
    "close_links",
    "compare",
    "correct_row",
    "decide",
    "decision_due",
    "detach",
    "discard_import",
    "end_reading",
    "end_taking",
    "end_undoing",
    "forget_answer",
    "forget_drafts",
    "forget_imports",
    "give_link",
    "give_opinion",
    "give_receipt_link",
    "keep_answers",
    "keep_matches",
    "keep_place",
    "keep_rows",
    "leave_list",
    "log_word",
    "look_at_rows",
    "mark_allocated",
    "move_first",
    "move_to_team",
    "name_columns",
    "name_twins",
    "open_amendment",
    "place_beside",
    "propose_changes",
    "put_aside",
    "put_back",
    "queue_work",
    "read_warning",
    "receive",
    "record_check",
    "record_party_agreement",
    "record_triage",
    "refuse_import",
    "reopen",
    "resume_clocks",
    "resume_draft",
    "save_for_later",
    "send_draft",
    "set_unavailable",
    "settle_family",
    "share_out",
    "start_draft",
    "start_import",
    "suggestion_of",
    "take_back",
    "take_in",
    "take_on",
    "take_row",
    "tell_family",
    "undo_import",
    "undo_together",
    "withdraw",
]
