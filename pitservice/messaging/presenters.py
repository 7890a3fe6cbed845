"""How messages read; letters use the same words for the same ideas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from families.contact import Addressee, may_be_confirmed
from families.enums import Answer, Channel
from families.registry import DatedEntry
from pitservice.configuration.models import TeamSettings
from pitservice.db.models import Move
from pitservice.messaging.enums import MessageState
from pitservice.messaging.length import parts
from pitservice.messaging.models import Message
from pitservice.messaging.rules import waits_its_minutes
from pitservice.ui.components import (
    Button,
    Cell,
    Colour,
    Column,
    Empty,
    Entry,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
    Timeline,
    Words,
)
from pitservice.ui.dates import clock, count, moment
from pitservice.ui.fields import shown_phone
from pitservice.ui.words import inside

S = MessageState
STATE_TAGS: Mapping[str, Tag] = {
    S.QUEUED: Tag(S.QUEUED.label, Colour.GREY),
    S.SENDING: Tag(S.SENDING.label, Colour.BLUE),
    S.UNKNOWN: Tag(S.UNKNOWN.label, Colour.YELLOW),
    S.SENT: Tag(S.SENT.label, Colour.GREEN),
    S.DELIVERED: Tag(S.DELIVERED.label, Colour.GREEN),
    S.FAILED: Tag(S.FAILED.label, Colour.RED),
    S.HELD: Tag(S.HELD.label, Colour.YELLOW),
    S.CANCELLED: Tag(S.CANCELLED.label, Colour.WHITE),
    S.TOLD: Tag(S.TOLD.label, Colour.GREEN),
}
ANSWER_TAGS: Mapping[str, Tag] = {
    Answer.ALLOW: Tag(Answer.ALLOW.label, Colour.GREEN),
    Answer.ASK: Tag(Answer.ASK.label, Colour.YELLOW),
    Answer.REFUSE: Tag(Answer.REFUSE.label, Colour.RED),
}
_NOUNS = {Channel.TEXT: "Text", Channel.EMAIL: "E-mail"}


def title(message: Message) -> str:
    """ "Text to Aisha Khan: reminder"."""
    return f"{_NOUNS[Channel(message.channel)]} to {message.recipient_name}: {inside(message.get_purpose_display())}"


def facts(message: Message) -> FactList:
    """Where a message stands, in a list."""
    rows = [
        Fact("State", tags=[STATE_TAGS[message.state]]),
        *([Fact("Why", message.why)] if message.why else []),
        Fact("To", message.recipient_name),
        Fact("Number" if message.channel == Channel.TEXT else "Address", message.value),
        Fact("Due", due(message)),
        *([Fact("Not after", moment(message.not_after))] if message.not_after else []),
        *([Fact("Sent", moment(message.sent_on))] if message.sent_on else []),
        Fact("Written by", message.created_by.name),
        *confirmation(message.confirmed_by.name if message.confirmed_by else "", message.confirmed_at),
    ]
    return FactList(rows)


def due(message: Message) -> str:
    """When it goes, and that it can be taken back."""
    said = moment(message.not_before)
    return f"{said}, unless you take it back" if waits_its_minutes(message) else said


def confirmation(name: str, at: object) -> list[Fact]:
    """Who confirmed that it may go, and when; nothing when nobody did."""
    return [Fact("Confirmed by", f"{name}, {moment(at)}")] if name and at else []  # type: ignore[arg-type]  # a moment


def as_sent(message: Message) -> Section:
    """The words as they were, or will be, sent."""
    subject = [message.subject_line] if message.subject_line else []
    return Section("Words", [Words([*subject, *message.words.splitlines()])])


def rules_now(addressee: Addressee | None) -> Section:
    """What the contact rules say as things are now."""
    if addressee is None:
        return Section("What the record says now", [Words(["They are no longer among the people this is about."])])
    reasons = list(addressee.reasons) or ["Nothing stands against it."]
    found = [Fact("Answer", tags=[ANSWER_TAGS[addressee.answer]]), Fact("Why", reasons)]
    return Section("What the record says now", [FactList(found)])


def may_be_chosen(to: Addressee) -> bool:
    """Whether a colleague may write to them: the rules allow it, or ask a person."""
    return to.answer is not Answer.REFUSE or may_be_confirmed(to.answer, to.codes)


def hint(to: Addressee) -> str:
    """What stands beside somebody who may be chosen."""
    said = shown_phone(to.value)
    return said if to.allowed else f"{said}. It waits until somebody confirms it: {to.why}".lstrip(". ")


def not_to(answers: Iterable[Addressee]) -> Sequence[object]:
    """Those whom it must not go to, and why (CON-1)."""
    columns = [Column("Who"), Column("Answer"), Column("Why")]
    rows = [[Cell(to.name), Cell(tags=[ANSWER_TAGS[to.answer]]), Cell(to.why)] for to in answers]
    refused = [row for row, to in zip(rows, answers, strict=True) if not may_be_chosen(to)]
    return [Section("Not to", [Table("Not to", columns, refused)])] if refused else []


def check(words: str, chosen: Sequence[Addressee], warnings: Sequence[str], goes: datetime) -> Section:
    """What is checked before a text goes: how long it is, to whom, when, and what should have been meant."""
    number = parts(words)
    each = "each " if len(chosen) > 1 else ""
    held = [to.name for to in chosen if not to.allowed]
    facts = [
        Fact("Length", f"{count(len(words), 'character')}: {each}sent and paid for as {count(number, 'text')}"),
        Fact("To", [f"{to.name}, {shown_phone(to.value)}" for to in chosen]),
        *([Fact("Waits for somebody to confirm it", held)] if held else []),
        *([Fact("Goes", f"At {clock(goes)}, unless you take it back")] if len(held) < len(chosen) else []),
        *([Fact("Did you mean this?", list(warnings))] if warnings else []),
    ]
    return Section("Check before it goes", [FactList(facts)])


def late_hour(settings: TeamSettings, now: datetime) -> Sequence[str]:
    """Asked outside the team's hours for texts, in which a colleague may still write by hand (CON-1)."""
    if settings.texts_from <= timezone.localtime(now).time() < settings.texts_until:
        return ()
    return (f"It is {clock(now)}, and their phone may wake them: outside your hours for texts only what cannot wait.",)


def written(texts: Sequence[Message]) -> str:
    """What is said after writing: what goes when, and what waits for a person."""
    going = [text for text in texts if text.state == S.QUEUED]
    held = [text.recipient_name for text in texts if text.state == S.HELD]
    said = [f"{_both(going)} at {clock(going[0].not_before)} unless you take it back."] if going else []
    if held:
        said.append(f"Held until somebody confirms it: the text to {_and(held)}.")
    return " ".join(said)


def _both(going: Sequence[Message]) -> str:
    names = _and([text.recipient_name for text in going])
    return f"The text to {names} goes" if len(going) == 1 else f"The texts to {names} go"


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def history(moves: Iterable[Move], labels: Mapping[str, Tag]) -> Section:
    """Every change of state, newest first: what, when, by whom, why."""
    entries = [
        Entry(
            when=moment(move.at),
            title=f"{labels[move.to_state].text}, by {move.by.name}",
            lines=[move.reason.text] if move.reason else [],
        )
        for move in moves
    ]
    return Section("What happened", [Timeline(entries, Empty("Nothing has happened yet."))])


def buttons(message: Message, addressee: Addressee | None, *, may_send: bool) -> Sequence[Button]:
    """What can be done about it; only what its state and the rules allow."""
    if not may_send:
        return ()
    found: list[Button] = []
    may = message.MOVES.may
    if waits_its_minutes(message):
        return [_button(message, "Take it back", "take_back")]
    if message.state in (S.HELD, S.FAILED) and addressee is not None:
        if may_be_confirmed(addressee.answer, addressee.codes):
            found.append(_button(message, "Confirm that it may go", "confirm"))
        elif addressee.answer is Answer.ALLOW:
            found.append(_button(message, "Send it now", "release"))
    if may(message.state, S.TOLD) and not (message.state == S.UNKNOWN and message.lease_until):
        found.append(_button(message, "Tell by other means", "tell", secondary=bool(found)))
    if may(message.state, S.CANCELLED):
        found.append(_button(message, "Cancel", "cancel", secondary=True))
    return found


def timeline_entry(message: Message, *, may_send: bool = False) -> DatedEntry:
    """A message on its family's timeline; those who may send can take it back there."""
    at = message.sent_on or message.created_at
    goes = [f"Goes {due(message)}."] if message.state == S.QUEUED else []
    entry = Entry(
        when=moment(at),
        title=title(message),
        href=reverse("messaging:message", args=[message.key]),
        lines=[message.words, *goes],
        links=[undo(message)] if may_send and waits_its_minutes(message) else (),
        tags=[STATE_TAGS[message.state]],
        kind="Contact",
        struck=message.state == S.CANCELLED,
    )
    return DatedEntry(at, entry)


def undo(message: Message) -> Link:
    """To where it is taken back."""
    return Link("Take it back", reverse("messaging:take_back", args=[message.key]), hidden=title(message))


def undo_table(waiting: Sequence[Message]) -> Sequence[object]:
    """What has just been sent and can still be taken back; nothing where there is none."""
    if not waiting:
        return []
    rows = [
        [
            Cell(title(message), href=reverse("messaging:message", args=[message.key])),
            Cell(message.family.title if message.family else "A referral"),
            Cell(moment(message.not_before)),
            Cell(links=[undo(message)]),
        ]
        for message in waiting
    ]
    columns = [Column("What"), Column("About"), Column("Goes"), Column("Until then")]
    return [Section("Can still be taken back", [Table("Can still be taken back", columns, rows)])]


def _button(message: Message, text: str, name: str, *, secondary: bool = False) -> Button:
    return Button(text, reverse(f"messaging:{name}", args=[message.key]), secondary=secondary)
