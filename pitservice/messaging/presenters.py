"""How messages read; letters use the same words for the same ideas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from families.contact import Addressee, may_be_confirmed
from families.enums import Answer, Channel
from families.registry import DatedEntry
from pitservice.db.models import Move
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from pitservice.ui.components import (
    Button,
    Colour,
    Empty,
    Entry,
    Fact,
    FactList,
    Section,
    Tag,
    Timeline,
    Words,
)
from pitservice.ui.dates import moment
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
        Fact("Due", moment(message.not_before)),
        *([Fact("Not after", moment(message.not_after))] if message.not_after else []),
        *([Fact("Sent", moment(message.sent_on))] if message.sent_on else []),
        Fact("Written by", message.created_by.name),
        *confirmation(message.confirmed_by.name if message.confirmed_by else "", message.confirmed_at),
    ]
    return FactList(rows)


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


def timeline_entry(message: Message) -> DatedEntry:
    """A message on its family's timeline."""
    at = message.sent_on or message.created_at
    entry = Entry(
        when=moment(at),
        title=title(message),
        href=reverse("messaging:message", args=[message.key]),
        lines=[message.words],
        tags=[STATE_TAGS[message.state]],
        kind="Contact",
        struck=message.state == S.CANCELLED,
    )
    return DatedEntry(at, entry)


def _button(message: Message, text: str, name: str, *, secondary: bool = False) -> Button:
    return Button(text, reverse(f"messaging:{name}", args=[message.key]), secondary=secondary)
