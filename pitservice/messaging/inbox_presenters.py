"""How what came in reads: its line in the inbox, its page, its place on a family's timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse

from families.models import ContactPoint
from families.registry import DatedEntry
from pitservice.messaging.enums import InboundState, Meaning
from pitservice.messaging.inbox import Clock
from pitservice.messaging.models import InboundText, Message
from pitservice.messaging.presenters import STATE_TAGS, title
from pitservice.ui.components import (  # fmt: skip
    Callout,
    Cell,
    Colour,
    Column,
    Empty,
    Entry,
    Fact,
    FactList,
    Link,
    Section,
    Tag,
    Timeline,
    Words,
)
from pitservice.ui.dates import count, moment
from pitservice.ui.fields.text import shown_phone

COLUMNS = (Column("Waiting"), Column("From"), Column("Words"), Column("Who has it"))
FLAG_HELP = (
    "The flag “may be worrying” is a help, not a safeguard. It knows some words in some languages. A text without it "
    "can be just as urgent: read them all, the oldest first."
)
FLAG = Tag("May be worrying", Colour.RED)
LATE = Tag("Late", Colour.RED)
_MEANINGS: Mapping[str, Tag] = {
    Meaning.STOP: Tag("Texts stopped", Colour.YELLOW),
    Meaning.START: Tag("Wants texts again", Colour.YELLOW),
    Meaning.CONFIRM: Tag("Confirms", Colour.GREEN),
    Meaning.CHANGE: Tag("Asks for a change", Colour.YELLOW),
}
_MEANT = {
    Meaning.STOP: "No text goes to this number any more, from any team. Somebody should know who wrote: agree another "
    "way to reach them.",
    Meaning.START: "Texts to this number stay stopped until a person lets them go again on the family’s contact page.",
    Meaning.CONFIRM: "They confirm. Nothing about the appointment has changed by itself.",
    Meaning.CHANGE: "They ask for a change. The appointment still stands until somebody moves or cancels it.",
}
STATES: Mapping[str, Tag] = {
    InboundState.WAITING: Tag(InboundState.WAITING.label, Colour.BLUE),
    InboundState.DONE: Tag(InboundState.DONE.label, Colour.GREEN),
}
_LONGEST = 140


def age_words(age: timedelta) -> str:
    """How old it is, as one says it: "5 minutes", "3 hours", "2 days"."""
    minutes = max(0, age // timedelta(minutes=1))
    if minutes < 60:
        return count(minutes, "minute")
    if minutes < 48 * 60:
        return count(minutes // 60, "hour")
    return count(minutes // (24 * 60), "day")


def sender(text: InboundText, people: Sequence[ContactPoint] = ()) -> str:
    """From whom: a person, who a caller said they are, somebody of a family, how many it can be, or nobody we know."""
    if text.person is not None:
        return text.person.name
    if text.by_phone and text.caller:
        return text.caller
    if text.family is not None:
        return f"Somebody in {text.family.title}"
    if text.not_known or not people:
        return "Nobody known here"
    if len(people) == 1:
        return f"Perhaps {people[0].person.name}"
    return f"One of {len(people)} people"


def tags(text: InboundText) -> list[Tag]:
    """What must be seen first."""
    found = [FLAG] if text.worrying else []
    return [*found, *([_MEANINGS[text.meaning]] if text.meaning in _MEANINGS else [])]


def row(
    text: InboundText, clock: Clock, people: Sequence[ContactPoint], *, done_by: str = "", guarded: bool = False
) -> Sequence[Cell]:
    """One line of the inbox."""
    done = text.state == InboundState.DONE
    age = STATES[InboundState.DONE].text if done else age_words(clock.now - clock.since)
    late = [LATE] if clock.late and not done else []
    whose = text.family.title if text.family else "" if text.not_known or people else "Say who it is, if you know"
    has = text.assigned_to.name if text.assigned_to else "Nobody yet"
    who = sender(text, people)
    href = reverse("messaging:guarded_text" if guarded else "messaging:inbound", args=[text.key])
    return [
        Cell(
            age,
            href=href,
            hidden=f"{text.noun.lower()} from {who}",
            tags=late,
            hint=moment(text.received_on),
        ),
        Cell(who, hint=whose or shown_phone(text.number)),
        Cell(shortened(text.words), tags=tags(text)),
        Cell(done_by or has, hint="Every team" if text.unplaced else text.team.name),
    ]


def shortened(words: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()} …"


def facts(text: InboundText, clock: Clock, people: Sequence[ContactPoint], answered: Message | None) -> FactList:
    """Where it stands."""
    since = f"{moment(text.received_on)}, {age_words(clock.now - clock.since)} ago"
    late = [LATE] if clock.late and text.state == InboundState.WAITING else []
    meant = [f"{point.person.name}, {point.family.title}" for point in people]
    settled = (
        f"Said by {text.settled_by.name}, {moment(text.settled_at)}" if text.settled_by and text.settled_at else ""
    )
    found = [
        Fact("State", tags=[STATES[text.state], *late, *tags(text)]),
        Fact("Came in", [since, f"Should be dealt with by {moment(clock.due)}"]),
        Fact("From", _from(text, people, settled)),
        *_on_the_telephone(text),
        *([Fact("Whose number it is", meant)] if meant and text.person is None else []),
        Fact("Team", "Every team, until one takes it" if text.unplaced else text.team.name),
        Fact("Who has it", _has(text), empty="Nobody yet"),
        *([Fact("What it says", _MEANT[Meaning(text.meaning)])] if text.meaning in _MEANT else []),
        *([Fact("Words that worry", ", ".join(text.worry_words))] if text.worrying else []),
        *([_answered(answered)] if answered else []),
        *([] if text.by_phone else [_reply(text)]),
    ]
    if text.done_by and text.done_at:
        found.append(Fact("Done", f"{text.get_done_how_display()}. {text.done_by.name}, {moment(text.done_at)}"))
    return FactList(found)


def as_received(text: InboundText) -> Section:
    """The words, line by line, and that the flag is no safeguard."""
    body: list[object] = [Words(text.words.splitlines() or ["(No words.)"])]
    if text.state == InboundState.WAITING:
        body.append(Callout("Read it yourself", [FLAG_HELP]))
    return Section("What they said" if text.by_phone else "What they wrote", body)


def thread(texts: Sequence[InboundText], messages: Sequence[Message], now: datetime) -> Section:
    """What was written to and from this number, newest first."""
    found = [*(_came(text) for text in texts), *(_went(message) for message in messages if message.not_before <= now)]
    entries = [dated.entry for dated in sorted(found, key=lambda dated: dated.at, reverse=True)]
    return Section("To and from this number", [Timeline(entries, Empty("Nothing was written before."))])


def answered(texts: Sequence[InboundText]) -> Sequence[Section]:
    """What came in answer to texts about an appointment; nothing where nothing did."""
    if not texts:
        return ()
    said = Words(["An answer changes nothing by itself: the appointment stands until somebody moves or cancels it."])
    return [Section("What they answered", [said, Timeline([_came(text).entry for text in texts])])]


def timeline_entry(text: InboundText) -> DatedEntry:
    """On the family's timeline."""
    return _came(text)


def _came(text: InboundText) -> DatedEntry:
    who = text.person.name if text.person else text.caller or shown_phone(text.number)
    entry = Entry(
        when=moment(text.received_on),
        title=f"{text.noun} from {who}",
        href=reverse("messaging:inbound", args=[text.key]),
        lines=text.words.splitlines(),
        tags=[STATES[text.state], *tags(text)],
        kind="Contact",
    )
    return DatedEntry(text.received_on, entry)


def _went(message: Message) -> DatedEntry:
    at = message.sent_on or message.not_before
    entry = Entry(
        when=moment(at),
        title=title(message),
        href=reverse("messaging:message", args=[message.key]),
        lines=[message.words],
        tags=[STATE_TAGS[message.state]],
        kind="Contact",
    )
    return DatedEntry(at, entry)


def _has(text: InboundText) -> str:
    if text.assigned_to is None or text.assigned_by is None or text.assigned_at is None:
        return ""
    by = "" if text.assigned_by == text.assigned_to.actor else f", given by {text.assigned_by.name}"
    return f"{text.assigned_to.name} since {moment(text.assigned_at)}{by}"


def _from(text: InboundText, people: Sequence[ContactPoint], settled: str) -> list[str]:
    called = f"Gave the name {text.caller}" if text.caller and text.person else ""
    return [line for line in (sender(text, people), called, shown_phone(text.number), settled) if line]


def _on_the_telephone(text: InboundText) -> list[Fact]:
    """What was asked of a caller (P47)."""
    if not text.by_phone:
        return []
    asked = [Fact("Agreed pass-phrase", text.get_pass_phrase_display())] if text.pass_phrase else []
    taken = Fact("Taken by", text.created_by.name)
    return [Fact("Call back", text.call_back, empty="They did not say when"), *asked, taken]


def _answered(message: Message) -> Fact:
    return Fact("Answers", links=[Link(title(message), reverse("messaging:message", args=[message.key]))])


def _reply(text: InboundText) -> Fact:
    reply = text.automatic_reply
    if reply is None:
        return Fact("Automatic reply", f"None. {text.no_reply_why}".strip())
    return Fact("Automatic reply", reply.words, tags=[STATE_TAGS[reply.state]])
