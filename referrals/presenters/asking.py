"""Words about what is asked of whoever referred, and of the private page on which they answer."""

from __future__ import annotations

from collections.abc import Sequence

from pitservice.accounts.models import Team
from pitservice.ui.components import Fact, FactList
from pitservice.ui.dates import day
from pitservice.ui.words import ring_us
from referrals.models import InformationRequest
from referrals.presenters.referral import asked_lines

CODE_ASKED = ("Enter the code that we gave you with this link. It is in our letter, or we told you by telephone.",)
CODE_WRONG = "This is not the code that belongs to this link"


def code_to_tell(code: str) -> str:
    """Said once to who asked by e-mail: the code is kept nowhere (P11)."""
    return f"Tell them this code by telephone, we cannot show it again: {code}."


def asked(request: InformationRequest) -> FactList:
    """What waits for an answer."""
    return FactList([Fact("Asked for", asked_lines(request)), Fact("Answer asked for by", day(request.chase_on))])


def questions(request: InformationRequest) -> Sequence[str]:
    """What is asked, to whoever has the code."""
    return [
        f"About the referral with our reference {request.referral.key} we would like to know:",
        *asked_lines(request),
    ]


def gone(team: Team | None) -> Sequence[str]:
    """Said of a link that has run out, was used, or never was one; in the same words for each."""
    return ["The link has run out or was used, or the question is not asked any more.", f"Please {ring_us(team)}."]


def thanks(team: Team) -> Sequence[str]:
    """What happens with the answer."""
    return [
        f"{team.name} reads it on a working day, decides, and lets you know.",
        "If somebody is at risk of harm, follow your safeguarding procedures and do not wait for us.",
    ]
