"""What will be sent, readable as it will go, and who gets nothing and why (P13, TELL-1)."""

from __future__ import annotations

from collections.abc import Sequence

from families.enums import Answer
from pitservice.ui.components import Details, Empty, Words
from referrals.telling import Proposal


def preview(found: Sequence[Proposal]) -> list[object]:
    """Each letter behind its reader's name; after them those who get nothing."""
    written = [_letter(one) for one in found if one.written]
    nothing = [f"✗ Nothing to {one.to.name}. {one.why_not}" for one in found if not one.written]
    parts: list[object] = [Words(["What will be sent:"]), *written]
    if nothing:
        parts.append(Words(nothing))
    return parts if found else [Empty("Nothing is sent.")]


def _letter(one: Proposal) -> Details:
    how = "" if one.to.answer is Answer.ALLOW else f" (waits: {one.to.why})"
    body: list[object] = [Words(list(one.paragraphs))]
    if one.copied_to:
        body.append(Words([f"Copied to: {', '.join(one.copied_to)}"]))
    return Details(f"Letter to {one.to.name}, {_role(one)}{how}", body)


def _role(one: Proposal) -> str:
    return one.to.role.replace("_", " ")
