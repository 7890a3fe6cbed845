"""The contact rules as a table (CON-1): each row says when it speaks, what it answers and why, in words.

All rows that speak are reported; the strictest answer wins. docs/contact-rules.md is generated from this table, and
every row has a test of its own and a family in the demo (P34).
"""

from __future__ import annotations

from families.contact.rules.asking import ASKING
from families.contact.rules.case import (
    ABOUT_THE_REFERRAL,
    FOR_THE_FAMILY,
    FOR_THE_INVITED,
    TO_PROTECT,
    Case,
    ContactRule,
    fits,
)
from families.contact.rules.refusing import REFUSING

__all__ = [
    "ABOUT_THE_REFERRAL",
    "FOR_THE_FAMILY",
    "FOR_THE_INVITED",
    "RULES",
    "TO_PROTECT",
    "Case",
    "ContactRule",
    "fits",
]

RULES: tuple[ContactRule, ...] = (*REFUSING, *ASKING)
