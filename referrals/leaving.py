"""Who hears that a family left the waiting list, and in which words: shown before, written after (TELL-1, P13, CON-1).

Each adult has a letter of their own, kind and without a risk; the referrer and every service that was asked to hold the
family hear it as the contact rules allow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from families.contact import Addressee, Question, may_be_told, who_may_be_told
from families.enums import CARING_ROLES, Answer, Channel, ProfessionalRole, Purpose
from pitservice.db.actor import Actor
from pitservice.letters import actions as letters
from pitservice.letters.words import Book, book_of
from referrals.enums import LeftWhy, ReferralState, WaitingState
from referrals.holding import askees
from referrals.models import WaitingEntry
from referrals.wording import family_in_words

#: To the family, by the reason; nothing for a reason that only the team knows.
_TO_FAMILY: Mapping[str, str] = {
    LeftWhy.ELSEWHERE: "Another service is there for you now, and we are glad that you have their support.",
    LeftWhy.DECLINED: "We understand that our support is not what you want at the moment. That is all right.",
    LeftWhy.NOT_NEEDED: "We understand that you do not need our support any more. We are glad to hear it.",
    LeftWhy.MOVED: "You have moved. If you would like it, we can help you to find a team near your new home.",
    LeftWhy.NO_CONTACT: "We have tried to reach you and could not. There can be many reasons, and that is all right.",
    LeftWhy.AGE: "We work with babies up to a certain age, and yours has grown past it. We are sorry for the wait.",
}
#: Stands in a preview where no reason is chosen yet.
UNCHOSEN = "[a sentence for the reason you choose]"
TITLE = "Your place on our list"


@dataclass(frozen=True, slots=True)
class Goodbye:
    """One letter: to whom, in which words; none where the contact rules refuse to tell them.

    To an adult for whom only the way is refused it is written and held, and a person tells them (P42).
    """

    to: Addressee
    paragraphs: Sequence[str]


def proposals(entry: WaitingEntry, why: str) -> list[Goodbye]:
    """Every letter, and everybody who gets none; `why` is a `LeftWhy`, or empty while none is chosen."""
    book = book_of(entry.team)
    versions = book.versions("left_family")
    question = Question(Purpose.HOLDING, Channel.LETTER, timezone.now(), automatic=False, versions=versions)
    found = who_may_be_told(f"referral:{entry.referral_id}", question)
    adults = [to for to in found if to.role in CARING_ROLES]
    others = [one.to for one in askees(entry) if one.to is not None]
    written = [to for to in adults if may_be_told(to.codes)]
    written += [to for to in others if to.answer is not Answer.REFUSE]
    return [Goodbye(to, _words(book, entry, to, why) if to in written else ()) for to in (*adults, *others)]


def _words(book: Book, entry: WaitingEntry, to: Addressee, why: str) -> list[str]:
    if to.role in CARING_ROLES:
        return book.letter("left_family", to, why=_TO_FAMILY.get(why, "") if why else UNCHOSEN)
    reader = "referrer" if to.role == ProfessionalRole.REFERRER else "professional"
    return book.letter(
        f"left_{reader}",
        to,
        reference=entry.referral.key,
        about=family_in_words(entry.referral.people.select_related("person"), timezone.localdate()),
        reason=LeftWhy(why).label if why else UNCHOSEN,
    )


def send(entry: WaitingEntry, found: Sequence[Goodbye], *, not_before: datetime, by: Actor) -> None:
    """Write them; they wait as a decision's letters do, and stop when the referral is opened again."""
    for one in found:
        if not one.paragraphs:
            continue
        title = TITLE if one.to.role in CARING_ROLES else f"Our reference {entry.referral.key}"
        letters.write(
            about=one.to.about,
            team=entry.team,
            family=entry.family,
            purpose=Purpose.HOLDING,
            title=title,
            copies=[letters.CopyFor(addressee=one.to, paragraphs=one.paragraphs, is_main=True)],
            not_before=not_before,
            wanted=wanted(entry),
            dedupe_key=f"{wanted(entry)}:{one.to.recipient}",
            by=by,
        )


def wanted(entry: WaitingEntry) -> str:
    """What they wait for: that the family is still off the list."""
    return f"left:{entry.pk}"


def still_left(entry_id: int) -> bool:
    """Whether a family is still off the list, its referral not opened again since."""
    left = WaitingEntry.objects.filter(pk=entry_id, state=WaitingState.LEFT)
    return left.filter(referral__state=ReferralState.WITHDRAWN).exists()
