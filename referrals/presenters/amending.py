"""What the referrer changed after sending, in words: each change beside what was said before (P11)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse

from pitservice.ui import dates
from pitservice.ui.components import Button, Buttons, Colour, Details, Fact, FactList, Section, Tag, Words
from referrals.effects import Effect, column_of, effect_of
from referrals.enums import ChangeAnswer, ChangeKind
from referrals.models import ProposedChange, Referral, ReferredPerson

ANCHOR = "changes"
AMENDED, WANTS_OUT = "Amended by the referrer", "The referrer wants to withdraw"
_PROPOSED = "The referrer sent these after the referral. They are proposals: nothing is changed until you accept it."
#: What goes to the referrer, by the column that says where.
_SENT_THERE = {
    "referrer_email": "e-mails to the referrer, with the private links in them,",
    "referrer_address": "letters to the referrer, with the links and codes in them,",
}
_COLOURS = {ChangeAnswer.ACCEPTED: Colour.GREEN, ChangeAnswer.SET_ASIDE: Colour.GREY}


def tags(*, amended: bool, wants_out: bool) -> list[Tag]:
    """For a row of the inbox: what waits for an answer."""
    found = [Tag(WANTS_OUT, Colour.YELLOW)] if wants_out else []
    return [*found, *([Tag(AMENDED, Colour.YELLOW)] if amended else [])]


def change_log(
    changes: Sequence[ProposedChange],
    referral: Referral,
    named: Mapping[str, ReferredPerson],
    names: Mapping[int, str],
    *,
    may_answer: bool,
) -> Section | None:
    """Every change: those that wait with their two buttons, then those that were answered."""
    if not changes:
        return None
    waiting = [one for one in changes if not one.answer]
    body: list[object] = [Words([_PROPOSED])] if waiting else []
    for one in waiting:
        body.append(change_facts(one, effect_of(one, referral, named), names))
        if may_answer:
            body.append(Buttons([_button(one, referral, answer) for answer in ChangeAnswer]))
    if done := [change_facts(one, None, names) for one in changes if one.answer]:
        body.append(Details(f"{dates.count(len(done), 'change')} answered", done))
    return Section("What the referrer changed", body, anchor=ANCHOR)


def change_facts(change: ProposedChange, effect: Effect | None, names: Mapping[int, str]) -> FactList:
    """One change: what was said, what is proposed, who sent it and when, why, and what accepting does."""
    facts = [Fact("Sent", f"{dates.moment(change.created_at)}, by the referrer")]
    if change.kind == ChangeKind.ANSWER:
        facts += [
            Fact("Before", change.before.splitlines(), empty="Nothing was said"),
            Fact("Proposed", change.proposed.splitlines(), empty="Taken out"),
        ]
    elif change.kind in (ChangeKind.PERSON, ChangeKind.FILE):
        facts.append(Fact("Proposed", change.proposed.splitlines()))
    facts.append(Fact("Reason", change.amendment.reason.splitlines()))
    if effect is not None:
        facts.append(Fact("If you accept", [effect.value, *_where_it_goes(change, effect)]))
    if change.answered_at and change.answered_by:
        answer = ChangeAnswer(change.answer)
        who = names.get(change.answered_by.user_id or 0) or change.answered_by.name
        facts.append(Fact("Answer", f"{dates.moment(change.answered_at)}, by {who}", tags=[_tag(answer)]))
    return FactList(facts, _title(change))


def _where_it_goes(change: ProposedChange, effect: Effect) -> list[str]:
    """Plainly, where another address of the referrer would have everything for them go from then on (P1, P11)."""
    what = _SENT_THERE.get(column_of(change))
    if what is None or effect is not Effect.WRITES:
        return []
    new, old = (", ".join(said.splitlines()) for said in (change.proposed, change.before))
    to = f"go to {new}" if new else "have nowhere to go"
    instead = f" and no longer to {old}" if new and old else ""
    ring = "Whoever had the receipt's link and code could ask for this: ring them first on a number you know."
    return [f"From then on {what} {to}{instead}. {ring}"]


def _tag(answer: ChangeAnswer) -> Tag:
    return Tag(answer.label, _COLOURS[answer])


def _title(change: ProposedChange) -> str:
    if change.kind == ChangeKind.WITHDRAWAL:
        return WANTS_OUT
    return f"{change.heading}: {change.question}"


def _button(change: ProposedChange, referral: Referral, answer: ChangeAnswer) -> Button:
    accept = answer == ChangeAnswer.ACCEPTED
    wish = change.kind == ChangeKind.WITHDRAWAL
    return Button(
        ("Withdraw the referral" if wish else "Accept") if accept else "Set aside",
        reverse(f"referrals:{'accept' if accept else 'set-aside'}-change", args=[referral.key, change.key]),
        secondary=not accept,
        post=True,
        submission=str(uuid.uuid4()),
        seen=str(change.version),
        hidden=_title(change),
    )
