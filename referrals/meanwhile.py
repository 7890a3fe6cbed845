"""What a family is told while it waits: that it is still on the list, each adult by themselves (P14, CON-1, CON-2).

The same proposals stand on the page and are sent by it: a text to whom may be texted, else a letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from families.contact import Addressee, Question, Version, who_may_be_told
from families.enums import CARING_ROLES, Answer, Channel, Purpose
from pitservice.db.actor import Actor
from pitservice.letters import actions as letters
from pitservice.letters.words import Book, book_of
from pitservice.messaging.actions import queue
from pitservice.messaging.selectors import has_a_way
from referrals.enums import WaitingState
from referrals.models import WaitingEntry

TITLE = "You are still on our list"
BY_TEXT, BY_LETTER = "waiting", "waiting_family"


@dataclass(frozen=True, slots=True)
class Told:
    """One adult: the contact rules' answer by the way that serves, and the words; none where nothing goes."""

    to: Addressee
    words: Sequence[str]

    @property
    def by_text(self) -> bool:
        """A text, or else a letter."""
        return self.to.channel is Channel.TEXT


def proposals(entry: WaitingEntry) -> list[Told]:
    """Every adult: a text where it may go at once, else a letter where that is not refused, else nothing and why."""
    book = book_of(entry.team)
    has_text = has_a_way(Channel.TEXT, entry.team_id)
    by_text = _answers(entry, Channel.TEXT, book.versions(BY_TEXT)) if has_text else {}
    by_letter = _answers(entry, Channel.LETTER, book.versions(BY_LETTER))
    return [_propose(book, by_text.get(recipient), letter) for recipient, letter in by_letter.items()]


def _answers(entry: WaitingEntry, channel: Channel, versions: frozenset[Version]) -> dict[str, Addressee]:
    question = Question(Purpose.HOLDING, channel, timezone.now(), automatic=False, versions=versions)
    found = who_may_be_told(f"family:{entry.family_id}", question)
    return {to.recipient: to for to in found if to.role in CARING_ROLES}


def _propose(book: Book, text: Addressee | None, letter: Addressee) -> Told:
    if text is not None and text.allowed:
        return Told(text, [book.text(BY_TEXT, text)])
    if letter.answer is Answer.REFUSE:
        return Told(letter, ())
    return Told(letter, book.letter(BY_LETTER, letter))


def send(entry: WaitingEntry, told: Told, on: date, *, by: Actor) -> None:
    """Queue one adult's words, once a day at most; they stop when the family waits no more."""
    key, wanted = f"waiting:{entry.pk}:{on}:{told.to.recipient}", f"waiting:{entry.pk}"
    if told.by_text:
        queue(to=told.to, words=told.words[0], dedupe_key=key, wanted=wanted, automatic=False, by=by)
        return
    copy = letters.CopyFor(addressee=told.to, paragraphs=told.words, is_main=True)
    letters.write(
        about=told.to.about,
        team=entry.team,
        family=entry.family,
        purpose=Purpose.HOLDING,
        title=TITLE,
        copies=[copy],
        wanted=wanted,
        dedupe_key=key,
        by=by,
    )


def still_waits(entry_id: int) -> bool:
    """Whether a family still waits, so that words to it are still true."""
    return WaitingEntry.objects.filter(pk=entry_id, state=WaitingState.WAITING).exists()
