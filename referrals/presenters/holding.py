"""How holding reads: who is asked and by what, what each said, the alarms; and the page behind a private link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils import timezone

from families.enums import ProfessionalRole
from pitservice.accounts.models import Team
from pitservice.ui import dates
from pitservice.ui.components import Callout, Colour, Details, Entry, Fact, FactList, Section, Tag, Timeline, Words
from pitservice.ui.fields import capital
from pitservice.ui.words import inside, ring_us
from referrals.enums import SUPPORT_COLOURS, Support
from referrals.holding import Askee, words
from referrals.models import HoldingCheck, WaitingEntry

#: Stands in a preview where the letter has its own private link.
LINK = "[a private link, which only this letter has]"
NOT_NEEDED = "The link has run out or has been used, or the answer is not needed any more."
THANKS = "Thank you. We have your answer."


def support_tag(support: str) -> Tag:
    """In words, with its colour."""
    return Tag(Support(support).label, SUPPORT_COLOURS[support])


def alarms(found: Sequence[HoldingCheck]) -> list[object]:
    """Said first, until somebody says what was done (WL-2, P14)."""
    if not found:
        return []
    lines = [f"{one.service}: {said(one)}" for one in found]
    return [Callout("Support became less or stopped", [*lines, "It stays on the worklist until you say what you did."])]


def said(check: HoldingCheck) -> str:
    """What one service said, when and how, with its word."""
    if check.support == Support.NOT_ASKED:
        return f"to be rung since {dates.day(timezone.localdate(check.created_at))}, nobody has recorded what they said"
    if check.answered_at is None or check.answered_by is None:
        return f"asked {dates.day(timezone.localdate(check.created_at))}, no answer yet"
    note = f" “{check.note}”" if check.note else ""
    by = "by the private link" if check.answered_by.kind == "link" else f"recorded by {check.answered_by.name}"
    return f"{inside(check.get_support_display())}, {dates.day(timezone.localdate(check.answered_at))}, {by}.{note}"


def by_service(askees: Iterable[Askee], last: Mapping[str, HoldingCheck]) -> FactList:
    """Each service: what it said last, and how it can be asked."""
    return FactList([_service(one, last.get(one.service)) for one in askees], "Who is asked")


def _service(askee: Askee, check: HoldingCheck | None) -> Fact:
    lines = [capital(said(check))] if check else ["Not asked yet"]
    role = ProfessionalRole(askee.to.role).label if askee.to else "Named in the referral"
    how = "Can be asked by letter." if askee.written else "Cannot be asked by letter."
    tags = [support_tag(check.support)] if check and check.support != Support.NOT_ASKED else []
    if askee.must_be_rung and (check is None or check.answered_at is None):
        tags.append(Tag("Ring them", Colour.YELLOW))
    return Fact(f"{askee.service}, {role.lower()}", [*lines, f"{how} {askee.why_not}".strip()], tags=tags)


def letters_shown(entry: WaitingEntry, askees: Sequence[Askee], until: date) -> Sequence[object]:
    """Each letter as it will go, and who gets none and why."""
    found: list[object] = []
    for one in askees:
        if one.to is None or not one.written:
            heading = f"Ring {one.service}" if one.must_be_rung else f"Nothing to {one.service}"
            stays = ["It stays on the worklist until you record what they said."] if one.must_be_rung else []
            found.append(Section(heading, [Words([one.why_not, *stays])]))
            continue
        note = [] if one.to.allowed else [Words([f"It waits for a person: {one.to.why}"])]
        said = words(entry, one.to, link=LINK, until=until)
        found.append(Section(f"Letter to {one.service}", [*note, Details("Read the letter", [Words(said)])]))
    return found


def history(checks: Iterable[HoldingCheck]) -> Timeline:
    """Every check, the newest first."""
    entries = [
        Entry(
            dates.moment(one.answered_at or one.created_at),
            one.service,
            lines=[capital(said(one)), *([_done(one)] if one.done_at else [])],
            tags=[support_tag(one.support)],
        )
        for one in sorted(checks, key=lambda one: one.answered_at or one.created_at, reverse=True)
    ]
    return Timeline(entries)


def _done(check: HoldingCheck) -> str:
    by = check.done_by.name if check.done_by else ""
    return f"What was done, by {by} on {dates.day(timezone.localdate(check.done_at))}: {check.done}"


def last_by_service(checks: Iterable[HoldingCheck]) -> dict[str, HoldingCheck]:
    """What each service said last, or that it was asked since."""
    return {one.service: one for one in sorted(checks, key=lambda one: (one.created_at, one.pk))}


LINK_TOLD = (
    "Send it from your own secure e-mail, with our reference and no names. Opening it records nothing: they press "
    "a button there.",
)


# --- behind the link ---


def question(check: HoldingCheck) -> Sequence[str]:
    """What is asked; nothing about the family but our reference (P11)."""
    team, reference = check.team, check.entry.referral.key
    return [
        f"{team.name} asks about a family that waits for our support: our reference {reference}. For its safety this "
        "page does not name the family.",
        f"While they wait, does your support go on? If you do not know which family this is, please {ring_us(team)}.",
    ]


def gone(team: Team | None) -> Sequence[str]:
    """Said of a link that has run out, was used, or never was one; in the same words for each."""
    return [NOT_NEEDED, f"If the support you give a family has changed, please {ring_us(team)}."]


def thanks(team: Team) -> Sequence[str]:
    """What happens with the answer."""
    return [
        f"{team.name} reads it on a working day. If your support is less or has stopped, we look at once at what the "
        "family needs meanwhile.",
        "If somebody is at risk of harm, follow your safeguarding procedures and do not wait for us.",
        f"If anything changes, please {ring_us(team)}.",
    ]
