"""Every write about work with a family."""

from __future__ import annotations

from caseload.actions.agreements import Agreed, record_agreement
from caseload.actions.answers import Said
from caseload.actions.appointments import Visit, book, book_again, cancel, move
from caseload.actions.attempts import log_attempt, send_first_contact
from caseload.actions.babies import work_for_twins
from caseload.actions.clearing import clear_day, undo_clearing
from caseload.actions.clinic import Clinic, Offer, Published, publish_slots, take_slot, withdraw_slot
from caseload.actions.colleagues import join_work, leave_work
from caseload.actions.cosigning import cosign, send_back
from caseload.actions.downtime import make_downtime_packs, set_downtime_phrase
from caseload.actions.drafts import save_draft, save_record_draft, settle_draft
from caseload.actions.end_reports import EndReport, Theirs, write_end_report
from caseload.actions.endings import Ended, end, settle_check
from caseload.actions.engaging import go_on_trying
from caseload.actions.enquiries import Asked, add_answers, ask_referrer, settle_enquiry
from caseload.actions.episodes import allocate, begin_phase, hand_over, open_episode
from caseload.actions.feeds import renew_feed, stop_feed
from caseload.actions.follow_ups import confirm_contacts, record_follow_up, resume_follow_ups, text_follow_up
from caseload.actions.group_sessions import (
    Mark,
    Meets,
    Planned,
    call_off_session,
    move_session,
    plan_sessions,
    record_register,
)
from caseload.actions.groups import Programme, change_group, end_group, join_group, leave_group, start_group
from caseload.actions.interpreters import arrange_interpreter, name_interpreter
from caseload.actions.leaving import HandedOver, Passing, hand_over_caseload
from caseload.actions.localities import Drawn, add_locality, change_locality, end_locality
from caseload.actions.lone import is_back, set_out, stay_longer, tell_of_overdue
from caseload.actions.meetings import (
    Decided,
    begin_meeting,
    call_off_meeting,
    decide_in_meeting,
    finish_meeting,
    set_brings,
    take_pen,
    undo_in_meeting,
)
from caseload.actions.new_to import Longer, end_new_to, record_new_to
from caseload.actions.note_forms import Headings, save_note_form, withdraw_note_form
from caseload.actions.notes import add_addendum, sign, take_signature_back, write_note, write_record
from caseload.actions.outcomes import correct_outcome, record_outcome
from caseload.actions.plan import (
    Offered,
    add_intervention,
    add_usual_interventions,
    agree_sessions,
    change_intervention,
    plan_ending,
    record_late_issue,
    record_review,
)
from caseload.actions.referrers import Spoken, invite_referrer, record_referrer_answers, record_referrer_step
from caseload.actions.rota import change_absence, record_absence, set_duty, set_working_days, take_back_absence
from caseload.actions.series import Changed, Repeat, book_series, cancel_series, move_series
from caseload.actions.sessions import Happened, record_session
from caseload.actions.students import record_answers, seat_student

__all__ = [
    "Agreed",
    "Asked",
    "Changed",
    "Clinic",
    "Decided",
    "Drawn",
    "EndReport",
    "Ended",
    "HandedOver",
    "Happened",
    "Headings",
    "Longer",
    "Mark",
    "Meets",
    "Offer",
    "Offered",
    "Passing",
    "Planned",
    "Programme",
    "Published",
    "Repeat",
    "Said",
    "Spoken",
    "Theirs",
    "Visit",
    "add_addendum",
    "add_answers",
    "add_intervention",
    "add_locality",
    "add_usual_interventions",
    "agree_sessions",
    "allocate",
    "arrange_interpreter",
    "ask_referrer",
    "begin_meeting",
    "begin_phase",
    "book",
    "book_again",
    "book_series",
    "call_off_meeting",
    "call_off_session",
    "cancel",
    "cancel_series",
    "change_absence",
    "change_group",
    "change_intervention",
    "change_locality",
    "clear_day",
    "confirm_contacts",
    "correct_outcome",
    "cosign",
    "decide_in_meeting",
    "end",
    "end_group",
    "end_locality",
    "end_new_to",
    "finish_meeting",
    "go_on_trying",
    "hand_over",
    "hand_over_caseload",
    "invite_referrer",
    "is_back",
    "join_group",
    "join_work",
    "leave_group",
    "leave_work",
    "log_attempt",
    "make_downtime_packs",
    "move",
    "move_series",
    "move_session",
    "name_interpreter",
    "open_episode",
    "plan_ending",
    "plan_sessions",
    "publish_slots",
    "record_absence",
    "record_agreement",
    "record_answers",
    "record_follow_up",
    "record_late_issue",
    "record_new_to",
    "record_outcome",
    "record_referrer_answers",
    "record_referrer_step",
    "record_register",
    "record_review",
    "record_session",
    "renew_feed",
    "resume_follow_ups",
    "save_draft",
    "save_note_form",
    "save_record_draft",
    "seat_student",
    "send_back",
    "send_first_contact",
    "set_brings",
    "set_downtime_phrase",
    "set_duty",
    "set_out",
    "set_working_days",
    "settle_check",
    "settle_draft",
    "settle_enquiry",
    "sign",
    "start_group",
    "stay_longer",
    "stop_feed",
    "take_back_absence",
    "take_pen",
    "take_signature_back",
    "take_slot",
    "tell_of_overdue",
    "text_follow_up",
    "undo_clearing",
    "undo_in_meeting",
    "withdraw_note_form",
    "withdraw_slot",
    "work_for_twins",
    "write_end_report",
    "write_note",
    "write_record",
]
