"""Kinds of policy, and the settings that carry each out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import TextChoices


class PolicyKind(TextChoices):
    """What a policy is about: those that the toolkit asks a team to have, and any other (P84; toolkit ch. 6)."""

    TEXTS = "texts", "Texts to families"
    RECORDS = "records", "Record keeping"
    SHARING = "sharing", "Sharing information"
    CONSULTATION = "consultation", "Consultation"
    LONE_WORKING = "lone_working", "Lone working and home visits"
    HOME_WORKING = "home_working", "Working from home"
    OTHER = "other", "Something else"


#: Settings of a team that do what a policy of this kind says (P84).
CARRIED_OUT_BY: Mapping[str, Sequence[str]] = {
    PolicyKind.TEXTS: (
        *("reminder_days", "reminder_earlier_days", "hold_back_minutes", "texts_by_hand", "texts_from", "texts_until"),
        *("opens", "closes", "reply_hours", "automatic_reply", "automatic_reply_hours"),
    ),
    PolicyKind.RECORDS: ("record_naming", "notes_read_by", "signature_hours"),
    PolicyKind.SHARING: ("secure_domains", "holding_by_itself"),
    PolicyKind.CONSULTATION: (
        *("consultation_statement", "consultation_notes", "consultation_readers", "consultation_time"),
        "consultation_in_record",
    ),
}
