"""How messages read; letters use the same words for the same ideas."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from families.contact import Addressee, may_be_confirmed
from families.enums import Answer, Channel
from families.registry import DatedEntry
from pitservice.configuration.models import TeamSettings
from pitservice.db.models import Move
from pitservice.messaging.enums import MessageState
from pitservice.messaging.gateways import Gateway
from pitservice.messaging.length import parts
from pitservice.messaging.models import Message
from pitservice.messaging.models.message import BY_HAND
from pitservice.messaging.rules import may_be_taken_on, waits_its_minutes
from pitservice.messaging.selectors import MonthOfTexts
from pitservice.messaging.wanted import page_of
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
from pitservice.ui.dates import clock, count, moment, weekday
from pitservice.ui.fields import shown_phone
from pitservice.ui.words import inside, listed

S = MessageState
DAY = timedelta(days=1)
STATE_TAGS: Mapping[str, Tag] = {
    S.QUEUED: Tag(S.QUEUED.label, Colour.GREY),
    S.SENDING: Tag(S.SENDING.label, Colour.BLUE),
    S.UNKNOWN: Tag(S.UNKNOWN.label, Colour.YELLOW),
    S.SENT: Tag(S.SENT.label, Colour.GREEN),
    S.DELIVERED: Tag(S.DELIVERED.label, Colour.GREEN),
    S.FAILED: Tag(S.FAILED.label, Colour.RED),
    S.BY_HAND: Tag(S.BY_HAND.label, Colour.YELLOW),
    S.HELD: Tag(S.HELD.label, Colour.YELLOW),
    S.CANCELLED: Tag(S.CANCELLED.label, Colour.WHITE),
    S.TOLD: Tag(S.TOLD.label, Colour.GREEN),
}
ANSWER_TAGS: Mapping[str, Tag] = {
    Answer.ALLOW: Tag(Answer.ALLOW.label, Colour.GREEN),
    Answer.ASK: Tag(Answer.ASK.label, Colour.YELLOW),
    Answer.REFUSE: Tag(Answer.REFUSE.label, Colour.RED),
}
_NOUNS = {Channel.TEXT: "Text", Channel.EMAIL: "E-mail", Channel.CALL: "Call"}
_TO_RING = Tag("To be rung", Colour.YELLOW)


def title(message: Message) -> str:
    """ "Text to Aisha Khan: reminder"."""
    return f"{_NOUNS[Channel(message.channel)]} to {message.recipient_name}: {inside(message.get_purpose_display())}"


def state_tag(message: Message) -> Tag:
    """Where it stands; nobody sends a call."""
    return labels_of(message)[message.state]


def labels_of(message: Message) -> Mapping[str, Tag]:
    """What its states are called."""
    return {**STATE_TAGS, S.BY_HAND: _TO_RING} if message.channel == Channel.CALL else STATE_TAGS


def facts(message: Message) -> FactList:
    """Where a message stands, in a list."""
    rows = [
        Fact("State", tags=[state_tag(message)]),
        *([Fact("Why", message.why)] if message.why else []),
        *dealt_with(message, may_be_taken_on(message.state)),
        Fact("To", message.recipient_name),
        Fact("Address" if message.channel == Channel.EMAIL else "Number", message.value),
        *([Fact("Attached", links=[_attached(message)])] if message.attached_id else []),
        Fact("Due", due(message)),
        *([Fact("Not after", moment(message.not_after))] if message.not_after else []),
        *([Fact("Sent", sent(message))] if message.sent_on else []),
        *([Fact("Told", message.get_told_means_display())] if message.told_means else []),
        *_belongs_to(message),
        Fact("Written by", message.created_by.name),
        *confirmation(message.confirmed_by.name if message.confirmed_by else "", message.confirmed_at),
    ]
    return FactList(rows)


def dealt_with(sent: Any, still: bool) -> list[Fact]:
    """Which colleague deals with what did not go, and since when; nothing once it has ended (P49)."""
    if not (still and sent.dealer):
        return []
    return [Fact("Being dealt with by", f"{sent.dealer.name}, since {moment(sent.taken_on)}")]


def taking(sent: Any, app: str) -> Button:
    """Take it on, or give it back to the team."""
    text, name = ("Give it back to the team", "put_back") if sent.dealer_id else ("I deal with this", "take_on")
    return Button(text, reverse(f"{app}:{name}", args=[sent.key]), secondary=True)


def _belongs_to(message: Message) -> list[Fact]:
    page = page_of(message.wanted)
    return [Fact("Belongs to", links=[Link(*page)])] if page else []


def _attached(message: Message) -> Link:
    return Link("Open the letter", reverse("messaging:attached", args=[message.key]), hidden=f"of the {title(message)}")


def sent(message: Message) -> str:
    """When, by hand or not, as how many texts, and for how much."""
    assert message.sent_on is not None
    by_hand = " by hand" if message.gateway == BY_HAND else ""
    as_many = f", as {count(message.parts, 'text')}" if message.parts and message.parts > 1 else ""
    cost = f", {message.pence:.1f}p" if message.pence else ""
    return f"{moment(message.sent_on)}{by_hand}{as_many}{cost}"


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
    cost = number * len(chosen) * settings.TEXT_PENCE
    facts = [
        Fact("Length", f"{count(len(words), 'character')}: {each}sent and paid for as {count(number, 'text')}"),
        Fact("Cost", f"{cost:.1f}p, unless you send it by hand"),
        Fact("To", [f"{to.name}, {shown_phone(to.value)}" for to in chosen]),
        *([Fact("Waits for somebody to confirm it", held)] if held else []),
        *([Fact("Goes", f"{at_words(goes)}, unless you take it back")] if len(held) < len(chosen) else []),
        *([Fact("Did you mean this?", list(warnings))] if warnings else []),
    ]
    return Section("Check before it goes", [FactList(facts)])


def at_words(goes: datetime) -> str:
    """ "At 2:05pm" today; another day with its name."""
    if timezone.localtime(goes).date() == timezone.localdate():
        return f"At {clock(goes)}"
    return f"On {moment(goes)}"


def late_hour(hours: TeamSettings, closed: Container[date], at: datetime) -> Sequence[str]:
    """Asked outside the team's hours for texts, in which a colleague may still write by hand (CON-1)."""
    local = timezone.localtime(at)
    if local.date() in closed:
        return (f"{weekday(local.date())} is a day on which you are closed: nobody may be there to read an answer.",)
    if hours.texts_from <= local.time() < hours.texts_until:
        return ()
    return (f"At {clock(at)} their phone may wake them: outside your hours for texts only what cannot wait.",)


def written(texts: Sequence[Message]) -> str:
    """What is said after writing: what goes when, and what waits for a person."""
    going = [text for text in texts if text.state == S.QUEUED]
    held = [text.recipient_name for text in texts if text.state == S.HELD]
    said = [f"{_both(going)} {inside(at_words(going[0].not_before))} unless you take it back."] if going else []
    if held:
        said.append(f"Held until somebody confirms it: the text to {listed(held)}.")
    return " ".join(said)


def _both(going: Sequence[Message]) -> str:
    names = listed([text.recipient_name for text in going])
    return f"The text to {names} goes" if len(going) == 1 else f"The texts to {names} go"


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
    if message.state == S.BY_HAND and message.channel != Channel.CALL:
        found.append(_button(message, "I have sent it", "by_hand"))
    if message.state == S.SENT and message.channel == Channel.EMAIL:
        found.append(_button(message, "It came back", "bounced", secondary=True))
    if message.state in (S.HELD, S.FAILED) and addressee is not None:
        if may_be_confirmed(addressee.answer, addressee.codes):
            found.append(_button(message, "Confirm that it may go", "confirm"))
        elif addressee.answer is Answer.ALLOW:
            found.append(_button(message, "Send it now", "release"))
    if may(message.state, S.TOLD) and not (message.state == S.UNKNOWN and message.lease_until):
        tell = "I have told them" if message.channel == Channel.CALL else "Tell by other means"
        found.append(_button(message, tell, "tell", secondary=bool(found)))
    if may_be_taken_on(message.state):
        found.append(taking(message, "messaging"))
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
        tags=[state_tag(message)],
        kind="Contact",
        struck=message.state == S.CANCELLED,
    )
    return DatedEntry(at, entry)


def other_means_row(message: Message, now: datetime, *, may_send: bool) -> Sequence[Cell]:
    """One line of those who are to be told by other means, with what can be done at once."""
    waits = count((now - message.not_before).days, "day")
    name = title(message)
    links = []
    if may_send and message.state == S.BY_HAND and message.channel != Channel.CALL:
        links.append(Link("I have sent it", reverse("messaging:by_hand", args=[message.key]), hidden=name))
    if may_send and message.MOVES.may(message.state, S.TOLD):
        links.append(Link("I have told them", reverse("messaging:tell", args=[message.key]), hidden=name))
    if may_send and may_be_taken_on(message.state) and not message.dealer_id:
        links.append(Link("I deal with this", reverse("messaging:take_on", args=[message.key]), hidden=name))
    dealer = ""
    if message.dealer and message.taken_on:
        dealer = f"{message.dealer.name} deals with it since {moment(message.taken_on)}"
    return [
        Cell(name, href=reverse("messaging:message", args=[message.key])),
        Cell(message.family.title if message.family else "A referral"),
        Cell(moment(message.not_before), hint=f"{waits} ago" if now - message.not_before >= DAY else ""),
        Cell(tags=[state_tag(message)], hint=message.why),
        Cell(links=links, hint=dealer),
    ]


def cost_row(month: MonthOfTexts) -> Sequence[Cell]:
    """One month."""
    return [
        Cell(f"{month.first:%B %Y}"),
        Cell(f"{month.texts:,}", numeric=True),
        Cell(count(month.parts, "text"), numeric=True),
        Cell(f"£{month.pence / 100:,.2f}", numeric=True),
    ]


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


def way_out(texts: Gateway | None, emails: Gateway | None) -> list[Fact]:
    """By which services words leave, and what the service for texts answers by itself (P42, P44)."""
    by_itself = texts.answers_by_itself if texts else ""
    return [
        Fact("Texts", _NAMED.get(texts.name, texts.name) if texts else "Colleagues send them by hand"),
        Fact("Answers that the service gives by itself", by_itself, empty="None that we know of"),
        Fact("E-mails", _NAMED.get(emails.name, emails.name) if emails else "None go"),
    ]


def traffic(last: datetime | None, again: int) -> list[Fact]:
    """Whether texts go at this time: when one went last, and how many the service did not take (P42)."""
    trying = [count(again, "text"), "Each goes by itself once the service takes it, or comes to Tell by other means."]
    return [
        Fact("Last text that went", moment(last) if last else "", empty="None yet"),
        Fact("Not taken, and tried again", trying if again else "", empty="None"),
    ]


def way_of(phone: str, *, answers: bool) -> str:
    """Whether answers reach a team, and what each text says where they do not."""
    if answers:
        return "They reach the inbox, or the phone that colleagues send from."
    if phone:
        return f"They do not reach us: each text says so, and names {phone}."
    return "They do not reach us, and the team has no telephone number: texts are held until it has one."


_NAMED = {
    "notify": "GOV.UK Notify",
    "twilio": "Twilio",
    "smtp": "By the mail server (SMTP)",
    "outbox": "To the outbox of the demo, and to nobody",
}
