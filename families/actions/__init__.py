"""Every write about people, families, contacts, consent, losses, and who sees them.

Each action is atomic, writes one audit event, and calls `contact_changed` where the contact rules look at what it
changed, so that words already in a queue are looked at again (P1).
"""

from __future__ import annotations

from families.actions.adopting import NewIdentity, declare_one_child, record_adoption
from families.actions.alerts import add_need, change_need, end_need, lift_alert, raise_alert, review_alert
from families.actions.births import Newborn, record_birth
from families.actions.care import Carer, NewHome, Told, change_care, settle_care
from families.actions.competence import record_competence
from families.actions.concerns import add_status, add_step, close_concern, end_status, raise_concern, reopen_concern
from families.actions.consent import record_agreement, record_consent
from families.actions.correcting import strike_entry
from families.actions.destroying import (
    approve_destruction,
    destroy_record,
    propose_destruction,
    propose_incident_destruction,
    withdraw_destruction,
)
from families.actions.directory import (
    add_organisation,
    add_professional,
    change_link,
    change_organisation,
    change_professional,
    end_organisation,
    end_professional,
    keep_organisation,
    keep_professional,
    link_professional,
    unlink_professional,
)
from families.actions.disagreeing import open_disagreement, settle_disagreement
from families.actions.documents import About, change_document, file_document, take_in
from families.actions.doubles import merge_organisations, merge_professionals
from families.actions.emergencies import (
    break_glass,
    close_emergency,
    declare_connection,
    lift_connection,
    review_break_glass,
    review_connection,
)
from families.actions.fathers import record_approach
from families.actions.holding import hold_record, lift_hold
from families.actions.incidents import close_incident, note_on_incident, open_incident
from families.actions.looks import review_looks
from families.actions.loss import decide_after_loss, lift_loss, record_loss, undo_loss
from families.actions.merging import merge_families, merge_people, unmerge
from families.actions.moving import move_entry
from families.actions.names import add_former_name, remove_former_name
from families.actions.overriding import end_override, set_consent_aside
from families.actions.people import (
    add_person,
    change_member,
    change_person,
    change_relationship,
    end_membership,
    open_family,
    relate,
    rename_family,
    set_pass_phrase,
)
from families.actions.points import add_point, change_point, end_point, keep_secret, mark_returned, opt_in, opt_out
from families.actions.releasing import (
    decide_piece,
    draw_up_release,
    fail_release,
    give_the_rest,
    keep_release,
    make_release,
)
from families.actions.requests import check_request, decide_request, extend_request, receive_request
from families.actions.sealing import decide_places
from families.actions.seeing import end_involvement, involve, restrict, unrestrict
from families.actions.sharing import record_sharing
from families.actions.social_care import acknowledge, chase, escalate, put_in_writing, refer_to_social_care

__all__ = [
    "About",
    "Carer",
    "NewHome",
    "NewIdentity",
    "Newborn",
    "Told",
    "acknowledge",
    "add_former_name",
    "add_need",
    "add_organisation",
    "add_person",
    "add_point",
    "add_professional",
    "add_status",
    "add_step",
    "approve_destruction",
    "break_glass",
    "change_care",
    "change_document",
    "change_link",
    "change_member",
    "change_need",
    "change_organisation",
    "change_person",
    "change_point",
    "change_professional",
    "change_relationship",
    "chase",
    "check_request",
    "close_concern",
    "close_emergency",
    "close_incident",
    "decide_after_loss",
    "decide_piece",
    "decide_places",
    "decide_request",
    "declare_connection",
    "declare_one_child",
    "destroy_record",
    "draw_up_release",
    "end_involvement",
    "end_membership",
    "end_need",
    "end_organisation",
    "end_override",
    "end_point",
    "end_professional",
    "end_status",
    "escalate",
    "extend_request",
    "fail_release",
    "file_document",
    "give_the_rest",
    "hold_record",
    "involve",
    "keep_organisation",
    "keep_professional",
    "keep_release",
    "keep_secret",
    "lift_alert",
    "lift_connection",
    "lift_hold",
    "lift_loss",
    "link_professional",
    "make_release",
    "mark_returned",
    "merge_families",
    "merge_organisations",
    "merge_people",
    "merge_professionals",
    "move_entry",
    "note_on_incident",
    "open_disagreement",
    "open_family",
    "open_incident",
    "opt_in",
    "opt_out",
    "propose_destruction",
    "propose_incident_destruction",
    "put_in_writing",
    "raise_alert",
    "raise_concern",
    "receive_request",
    "record_adoption",
    "record_agreement",
    "record_approach",
    "record_birth",
    "record_competence",
    "record_consent",
    "record_loss",
    "record_sharing",
    "refer_to_social_care",
    "relate",
    "remove_former_name",
    "rename_family",
    "reopen_concern",
    "restrict",
    "review_alert",
    "review_break_glass",
    "review_connection",
    "review_looks",
    "set_consent_aside",
    "set_pass_phrase",
    "settle_care",
    "settle_disagreement",
    "strike_entry",
    "take_in",
    "undo_loss",
    "unlink_professional",
    "unmerge",
    "unrestrict",
    "withdraw_destruction",
]
