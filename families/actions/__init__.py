"""Every write about people, families, contacts, consent, losses, and who sees them.

Each action is atomic, writes one audit event, and calls `contact_changed` where the contact rules look at what it
changed, so that words already in a queue are looked at again (P1).
"""

from __future__ import annotations

from families.actions.alerts import add_need, change_need, end_need, lift_alert, raise_alert, review_alert
from families.actions.consent import record_agreement, record_consent
from families.actions.directory import (
    keep_organisation,
    keep_professional,
    link_professional,
    unlink_professional,
)
from families.actions.loss import lift_loss, record_birth, record_loss, undo_loss
from families.actions.people import (
    add_person,
    change_member,
    change_person,
    change_relationship,
    end_membership,
    open_family,
    relate,
    rename_family,
)
from families.actions.points import add_point, change_point, end_point, mark_returned, opt_in, opt_out
from families.actions.seeing import end_involvement, involve, restrict, unrestrict

__all__ = [
    "add_need",
    "add_person",
    "add_point",
    "change_member",
    "change_need",
    "change_person",
    "change_point",
    "change_relationship",
    "end_involvement",
    "end_membership",
    "end_need",
    "end_point",
    "involve",
    "keep_organisation",
    "keep_professional",
    "lift_alert",
    "lift_loss",
    "link_professional",
    "mark_returned",
    "open_family",
    "opt_in",
    "opt_out",
    "raise_alert",
    "record_agreement",
    "record_birth",
    "record_consent",
    "record_loss",
    "relate",
    "rename_family",
    "restrict",
    "review_alert",
    "undo_loss",
    "unlink_professional",
    "unrestrict",
]
