"""What will be sent, readable as it will go, and who gets nothing and why (P13, TELL-1)."""

from __future__ import annotations

from collections.abc import Sequence

from families.enums import Answer, Channel, FamilyRole, ProfessionalRole
from pitservice.ui.components import Details, Empty, Fact, FactList, Section, Words
from pitservice.ui.words import inside
from referrals.telling import Proposal

_ROLES: dict[str, str] = dict(FamilyRole.choices) | dict(ProfessionalRole.choices)


def preview(found: Sequence[Proposal]) -> list[object]:
    """Each letter behind its reader's name; after them those who get nothing."""
    written = [_letter(one) for one in found if one.written]
    nothing = [f"✗ {_nothing(one)}" for one in found if not one.written]
    parts: list[object] = [Words(["What will be sent:"]), *written]
    if nothing:
        parts.append(Words(nothing))
    return parts if found else [Empty("Nothing is sent.")]


def who_gets_what(found: Sequence[Proposal]) -> list[str]:
    """Each reader with where their letter goes, or why there is none: it must be as it was read when it is decided."""
    return [f"{_heading(one)}. {_goes(one)}" if one.written else _nothing(one) for one in found]


def changed(read: Sequence[str], now: Sequence[str]) -> list[object]:
    """What was read of who gets what, and is otherwise now."""
    gone, come = ([line for line in one if line not in other] for one, other in ((read, now), (now, read)))
    facts = [Fact("As you read it", gone, empty="Nothing"), Fact("As it is now", come, empty="Nothing")]
    return [Section("What will be sent", [FactList(facts)])]


def _nothing(one: Proposal) -> str:
    return f"Nothing to {one.to.name}. {one.why_not}"


def _heading(one: Proposal) -> str:
    how = "" if one.to.answer is Answer.ALLOW else " (waits)"
    kind = "E-mail" if one.to.channel == Channel.EMAIL else "Letter"
    return f"{kind} to {one.to.name}, {_role(one)}{how}"


def _letter(one: Proposal) -> Details:
    whole = [f"Dear {one.to.name}", one.title, *one.paragraphs, "Yours sincerely"]
    if one.to.channel == Channel.EMAIL:
        whole = [one.title, *one.paragraphs]
    body: list[object] = [Words([_goes(one)]), Words(whole)]
    if one.copied_to:
        body.append(Words([f"Copied to: {', '.join(one.copied_to)}"]))
    return Details(_heading(one), body)


def _goes(one: Proposal) -> str:
    """Where it goes, and what the contact rules say to that (P1, CON-1)."""
    way = "By e-mail" if one.to.channel == Channel.EMAIL else "By post"
    where = f"{way} to {', '.join(one.to.value.splitlines())}" if one.to.value else f"{way}, to no address yet"
    said = "No contact rule speaks against it." if one.to.answer is Answer.ALLOW else f"It waits: {one.to.why}"
    return f"{where}. {said}"


def _role(one: Proposal) -> str:
    return inside(_ROLES.get(one.to.role, one.to.role))
