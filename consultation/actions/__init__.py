"""Every write of consultation."""

from __future__ import annotations

from consultation.actions.agreements import change_agreement, end_agreement, record_agreement
from consultation.actions.following import agree_action, close_concern, finish_action, raise_concern, take_further
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

__all__ = [
    "FREE_TEXT",
    "LOOKS_IDENTIFYING",
    "REFERRED_ALREADY",
    "Account",
    "acknowledge",
    "agree_action",
    "agree_to_carry",
    "change_agreement",
    "change_consultation",
    "close_concern",
    "end_agreement",
    "finish_action",
    "give_statement",
    "raise_concern",
    "record_agreement",
    "record_consultation",
    "refer",
    "take_further",
]
