"""docs/contact-rules.md, made from the table of rules; `manage.py write_docs` writes it."""

from __future__ import annotations

from families.contact.rules import (
    ABOUT_THE_REFERRAL,
    FOR_COLLEAGUES,
    FOR_THE_FAMILY,
    FOR_THE_INVITED,
    RULES,
    TO_PROTECT,
    WITHOUT_CONTENT,
)
from families.enums import Answer, Purpose
from pitservice.ui.words import inside

_HEAD = """# Who may be told what

Generated from `families/contact/rules.py`; do not edit.

Before anything is queued, and again in the moment of sending, every recipient is asked about by itself, at every
number or address of theirs that fits the channel. Every rule that speaks is reported; the strictest answer wins, and
of several numbers or addresses the one with the mildest answer is used, of equal ones the preferred.

- **Must not go**: nobody can send it. The reason says what would have to change.
- **Ask a person**: it is held until a person has read the reasons and answered.
- **May go**: no rule speaks.

Automatic texts that may go wait for the team's hours (8am to 8pm unless the team says otherwise).

A text or an e-mail that no person sends goes *by itself*; a letter is always posted, and a call made, by somebody.
Whatever the answer, words that name a number or address which is kept secret from their reader, or another reader's
address, are held (P24, P40).
"""


def contact_rules_document() -> str:
    """The whole document, as text."""
    parts = [_HEAD, *(_table(answer) for answer in (Answer.REFUSE, Answer.ASK)), _purposes()]
    return "\n".join(parts)


def _table(answer: Answer) -> str:
    lines = [f"## {answer.label}", "", "| rule | what staff read | where from |", "| --- | --- | --- |"]
    lines += [
        f"| `{rule.code}` | {rule.sentence.format(name='*Name*')} | {rule.source} |"
        for rule in RULES
        if rule.answer is answer
    ]
    return "\n".join(lines) + "\n"


def _purposes() -> str:
    lines = ["## What words are for", ""]
    for title, purposes in (
        ("About the referral itself, so that whoever referred hears them", ABOUT_THE_REFERRAL),
        ("For the family alone", FOR_THE_FAMILY),
        ("For those invited to the appointment", FOR_THE_INVITED),
        ("For professionals who protect somebody, also while consent to share is set aside", TO_PROTECT),
        ("Names nobody and says nothing, so that an e-mail of it may go anywhere", WITHOUT_CONTENT),
        ("For a colleague about their own worklist, and about no family", FOR_COLLEAGUES),
    ):
        lines.append(f"- {title}: {', '.join(inside(purpose.label) for purpose in Purpose if purpose in purposes)}.")
    lines.append("- All others tell of the work: a professional needs the family's agreement to share.")
    return "\n".join(lines) + "\n"
