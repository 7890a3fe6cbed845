"""Every template by what a person calls it, in the order in which a family meets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from families.enums import Channel, Purpose
from pitservice.letters.words import LETTERS


class Group(StrEnum):
    """To whom, and how."""

    FAMILIES = "Letters to families"
    PROFESSIONALS = "Letters and e-mails to professionals"
    TEXTS = "Texts to families"


@dataclass(frozen=True, slots=True)
class Template:
    """What a template is called, whom it is for, and what the contact rules are asked about it."""

    name: str
    called: str
    group: Group
    purpose: Purpose

    @property
    def channel(self) -> Channel:
        """How it goes."""
        if self.name.endswith("_email"):
            return Channel.EMAIL
        return Channel.LETTER if self.name in LETTERS else Channel.TEXT

    @property
    def is_nameless(self) -> bool:
        """Whoever finds the phone must not learn who writes: it names neither the service nor a number (P60)."""
        return self.name == "private_form"

    @property
    def to_families(self) -> bool:
        """Whether a family reads it."""
        return self.group is not Group.PROFESSIONALS


_FAMILIES = (
    ("ask_information_family", "We would like to know more", Purpose.ASK_INFORMATION),
    ("accepted_family", "Accepted", Purpose.ACCEPTED),
    ("not_accepted_family", "Not accepted", Purpose.NOT_ACCEPTED),
    ("withdrawn_family", "No longer wanted", Purpose.NOT_ACCEPTED),
    ("waiting_family", "Still on our list", Purpose.HOLDING),
    ("left_family", "No longer on our list", Purpose.HOLDING),
    ("first_contact_family", "First contact", Purpose.FIRST_CONTACT),
    ("appointment", "Appointment", Purpose.APPOINTMENT),
    ("appointment_changed", "Appointment changed", Purpose.APPOINTMENT),
    ("missed_you", "We missed you", Purpose.CORRESPONDENCE),
    ("after_session", "After a session (a colleague goes on from here)", Purpose.CORRESPONDENCE),
    ("how_we_work", "How we work together (a colleague goes on from here)", Purpose.CORRESPONDENCE),
    ("work_agreement", "What we agreed (a sheet to keep)", Purpose.CORRESPONDENCE),
    ("ending_family", "The end of our work", Purpose.ENDING),
    ("ending_unplanned_family", "An end that was not planned", Purpose.ENDING),
    ("end_report_family", "Report at the end of our work", Purpose.ENDING),
    ("follow_up_family", "Follow-up", Purpose.FOLLOW_UP),
)
_PROFESSIONALS = (
    ("ask_information_referrer", "To the referrer: we need to know more", Purpose.ASK_INFORMATION),
    ("ask_information_email", "To the referrer by e-mail: we need to know more", Purpose.ASK_INFORMATION),
    ("accepted_referrer", "To the referrer: accepted", Purpose.ACCEPTED),
    ("accepted_professional", "To GP and health visitor: accepted", Purpose.ACCEPTED),
    ("not_accepted_referrer", "To the referrer: not accepted", Purpose.NOT_ACCEPTED),
    ("not_accepted_professional", "To GP and health visitor: not accepted", Purpose.NOT_ACCEPTED),
    ("withdrawn_referrer", "To the referrer: no longer wanted", Purpose.NOT_ACCEPTED),
    ("withdrawn_professional", "To GP and health visitor: no longer wanted", Purpose.NOT_ACCEPTED),
    ("holding_referrer", "To the referrer: does your support go on?", Purpose.HOLDING),
    ("holding_professional", "To other services: does your support go on?", Purpose.HOLDING),
    ("left_referrer", "To the referrer: no longer on our list", Purpose.HOLDING),
    ("left_professional", "To other services: no longer on our list", Purpose.HOLDING),
    ("ending_referrer", "To the referrer: the end of our work", Purpose.ENDING),
    ("returned_referrer", "To the referrer: we could not reach them", Purpose.ENDING),
    ("end_report_referrer", "To the referrer: report at the end of our work", Purpose.ENDING),
    ("letter_attached_email", "With a letter that goes by secure e-mail", Purpose.CORRESPONDENCE),
    ("letter_link_email", "A private page on which to read a letter", Purpose.CORRESPONDENCE),
    ("ending_professional", "To GP and health visitor: the end of our work", Purpose.ENDING),
)
_TEXTS = (
    ("received", "We have your form (a text or an e-mail)", Purpose.RECEIPT),
    ("waiting", "Still on our list", Purpose.HOLDING),
    ("first_contact", "First contact", Purpose.FIRST_CONTACT),
    ("appointment_booked", "Appointment booked", Purpose.APPOINTMENT),
    ("reminder", "Reminder", Purpose.REMINDER),
    ("appointment_moved", "Appointment moved", Purpose.APPOINTMENT),
    ("appointment_taken_over", "A colleague comes instead", Purpose.APPOINTMENT),
    ("appointment_cancelled", "Appointment cancelled", Purpose.APPOINTMENT),
    ("appointments_cancelled", "Appointments of a series cancelled", Purpose.APPOINTMENT),
    ("missed_you_text", "We missed you", Purpose.APPOINTMENT),
    ("follow_up", "Follow-up", Purpose.FOLLOW_UP),
    ("private_form", "A form to fill in, by a private link", Purpose.MEASURES),
    ("out_of_hours", "Answer out of hours", Purpose.OUT_OF_HOURS),
)
CATALOGUE: Mapping[str, Template] = {
    name: Template(name, called, group, purpose)
    for group, rows in ((Group.FAMILIES, _FAMILIES), (Group.PROFESSIONALS, _PROFESSIONALS), (Group.TEXTS, _TEXTS))
    for name, called, purpose in rows
}
