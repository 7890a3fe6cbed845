"""How it reads what a waiting family was told, and when it cannot come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from pitservice.letters.models import Copy
from pitservice.letters.presenters import STATE_TAGS as LETTER_TAGS
from pitservice.messaging.models import Message
from pitservice.messaging.presenters import STATE_TAGS as TEXT_TAGS
from pitservice.ui import dates
from pitservice.ui.components import Details, Empty, Entry, Fact, FactList, Section, Timeline, Words
from referrals.leaving import Goodbye
from referrals.meanwhile import Told
from referrals.models import UnavailableTime, WordWhileWaiting


def words_shown(found: Sequence[Told]) -> list[object]:
    """What each adult gets and by which way, or why nothing."""
    return [_shown(told) for told in found] or [Empty("No adult is recorded.")]


def _shown(told: Told) -> Section:
    if not told.words:
        return Section(f"Nothing to {told.to.name}", [Words([told.to.why])])
    way = "Text" if told.by_text else "Letter"
    held = [] if told.to.allowed else [Words([f"It waits for a person: {told.to.why}"])]
    body: list[object] = [Words(told.words)] if told.by_text else [Details("Read the letter", [Words(told.words)])]
    return Section(f"{way} to {told.to.name}", [*held, *body])


def goodbyes(found: Sequence[Goodbye]) -> list[object]:
    """Each letter that says that the family left the list, and who gets none and why."""
    return [_goodbye(one) for one in found]


def _goodbye(one: Goodbye) -> Section:
    if not one.paragraphs:
        return Section(f"Nothing to {one.to.name}", [Words([one.to.why])])
    held = [] if one.to.allowed else [Words([f"It waits for a person: {one.to.why}"])]
    return Section(f"Letter to {one.to.name}", [*held, Details("Read the letter", [Words(one.paragraphs)])])


def told(words: Iterable[WordWhileWaiting], sent: Iterable[Copy | Message]) -> Timeline:
    """What the family was told and when, by whichever way; the newest first (P14)."""
    found = [(one.on, one.created_at, _word(one)) for one in words]
    found += [(timezone.localdate(one.created_at), one.created_at, _sent(one)) for one in sent]
    entries = [entry for *_, entry in sorted(found, key=lambda one: one[:2], reverse=True)]
    return Timeline(entries, Empty("Nothing has been said to the family since it was accepted."))


def _word(one: WordWhileWaiting) -> Entry:
    lines = [one.said, f"By {one.created_by.name}"]
    return Entry(dates.weekday(one.on), f"{one.get_how_display()}: {one.to}", lines=lines)


def _sent(one: Copy | Message) -> Entry:
    when = dates.moment(one.created_at)
    if isinstance(one, Copy):
        title = f"Letter to {one.reader_name}: {one.title}"
        return Entry(when, title, tags=[LETTER_TAGS[one.state]])
    return Entry(when, f"Text to {one.recipient_name}", lines=[one.words], tags=[TEXT_TAGS[one.state]])


def times(found: Sequence[UnavailableTime], *, stops: bool) -> list[object]:
    """Days on which the family could not or cannot come; nothing where there are none."""
    if not found:
        return []
    facts = [Fact(_days(one), one.why) for one in found]
    counted = "These days are not counted." if stops else "These days are marked, and counted as waiting."
    return [Section("When they cannot come", [FactList(facts), Words([counted])])]


def _days(one: UnavailableTime) -> str:
    ends = f"to {dates.day(one.ends_on)}" if one.ends_on else "until they say"
    return f"{dates.day(one.starts_on)} {ends}"
