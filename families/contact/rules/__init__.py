"""The contact rules as a table (CON-1): each row says when it speaks, what it answers and why, in words.

All rows that speak are reported; the strictest answer wins. docs/contact-rules.md is generated from this table, and
every row has a test of its own and a family in the demo (P34).
"""

from __future__ import annotations

from collections.abc import Collection

from families.contact.rules.asking import ASKING
from families.contact.rules.case import (
    ABOUT_THE_REFERRAL,
    FOR_COLLEAGUES,
    FOR_THE_FAMILY,
    FOR_THE_INVITED,
    TO_PROTECT,
    WITHOUT_CONTENT,
    Case,
    ContactRule,
    fits,
)
from families.contact.rules.refusing import REFUSING
from families.enums import Answer

__all__ = [
    "ABOUT_THE_REFERRAL",
    "FOR_COLLEAGUES",
    "FOR_THE_FAMILY",
    "FOR_THE_INVITED",
    "OF_THE_WAY",
    "ONE_BY_ONE",
    "RULES",
    "TO_PROTECT",
    "WITHOUT_CONTENT",
    "Case",
    "ContactRule",
    "fits",
    "may_be_confirmed",
    "may_be_told",
]

RULES: tuple[ContactRule, ...] = (*REFUSING, *ASKING)

#: Refusals that a person may set aside for one message at a time, with a reason (P22).
ONE_BY_ONE = frozenset({"loss"})
#: Refusals of a way to somebody, not of telling them: a person can tell them by other means (P42).
OF_THE_WAY = frozenset(
    {
        "no-point",
        "unsafe-point",
        "unsafe-home",
        "unsafe-elsewhere",
        "restricted-shares",
        "secret-shared",
        "restricted-at-home",
        "refuge",
    }
)
_REFUSING = frozenset(rule.code for rule in REFUSING)


def may_be_told(codes: Collection[str]) -> bool:
    """Whether nothing is refused but the way: it is held, so that a person sees it and tells them another way (P42)."""
    return (_REFUSING & set(codes)) <= OF_THE_WAY


def may_be_confirmed(answer: Answer, codes: Collection[str]) -> bool:
    """Whether a person may let this one word go: what is asked, or refused for nothing but a loss (P1, P22)."""
    if answer is Answer.REFUSE:
        return (_REFUSING & set(codes)) <= ONE_BY_ONE
    return answer is Answer.ASK
