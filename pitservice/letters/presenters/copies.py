"""How letters and the list of all correspondence read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from families.contact import Addressee, may_be_confirmed
from families.enums import Answer
from families.registry import DatedEntry
from pitservice.letters.correspondence import DUE, Group
from pitservice.letters.enclosing import TO_FILL
from pitservice.letters.enums import CopyState, Way
from pitservice.letters.models import Copy
from pitservice.letters.presenters.enclosures import with_it
from pitservice.letters.selectors import may_be_taken_on
from pitservice.messaging.models import Message
from pitservice.messaging.presenters import STATE_TAGS as MESSAGE_TAGS
from pitservice.messaging.presenters import confirmation, dealt_with, taking
from pitservice.ui.components import (
    Button,
    Cell,
    Colour,
    Column,
    Entry,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
    Words,
)
from pitservice.ui.dates import day, moment
from pitservice.ui.fields.wording import in_sentence
from pitservice.ui.words import inside

C = CopyState
STATE_TAGS: Mapping[str, Tag] = {
    C.QUEUED: Tag(C.QUEUED.label, Colour.GREY),
    C.HELD: Tag(C.HELD.label, Colour.YELLOW),
    C.READY: Tag(C.READY.label, Colour.BLUE),
    C.POSTED: Tag(C.POSTED.label, Colour.GREEN),
    C.TO_SEND: Tag(C.TO_SEND.label, Colour.BLUE),
    C.EMAILED: Tag(C.EMAILED.label, Colour.GREEN),
    C.CANCELLED: Tag(C.CANCELLED.label, Colour.WHITE),
    C.TOLD: Tag(C.TOLD.label, Colour.GREEN),
    C.FAILED: Tag(C.FAILED.label, Colour.RED),
}


CAME_BACK = Tag("Came back", Colour.YELLOW)


def state_tag(copy: Copy) -> Tag:
    """Where a copy stands; a letter that came back is not gone until somebody has seen to it."""
    return CAME_BACK if copy.returned_on is not None and copy.settled_at is None else STATE_TAGS[copy.state]


def title(copy: Copy) -> str:
    """ "Letter to Aisha Khan: acceptance"."""
    return f"Letter to {copy.reader_name}: {inside(copy.letter.get_purpose_display())}"


def labels_of(copy: Copy) -> Mapping[str, Tag]:  # noqa: ARG001 - as that of messages, which depends on the channel
    """What its states are called."""
    return STATE_TAGS


def facts(copy: Copy) -> FactList:
    """Where a copy stands, in a list."""
    rows = [
        Fact("State", tags=[state_tag(copy)]),
        *([Fact("Why", copy.why)] if copy.why else []),
        *dealt_with(copy, may_be_taken_on(copy)),
        Fact("To", copy.reader_name),
        Fact("Address", copy.address.splitlines(), empty="None is recorded"),
        *_by_email(copy),
        *_printed(copy),
        Fact("Due", moment(copy.not_before)),
        *([Fact("Copied to", copy.copied_to)] if copy.copied_to else []),
        *(
            [Fact("Posted", f"{copy.posted_by.name}, {moment(copy.posted_at)}")]
            if copy.posted_at and copy.posted_by
            else []
        ),
        *([Fact("Came back", day(copy.returned_on))] if copy.returned_on else []),
        *(
            [Fact("Seen to", f"{copy.settled_by.name}, {moment(copy.settled_at)}")]
            if copy.settled_at and copy.settled_by
            else []
        ),
        Fact("Written by", copy.created_by.name),
        *confirmation(copy.confirmed_by.name if copy.confirmed_by else "", copy.confirmed_at),
    ]
    return FactList(rows)


def _by_email(copy: Copy) -> list[Fact]:
    """How it goes where that is not the post, and that its link was used; the e-mail itself stands below (P43)."""
    if copy.way == Way.POST:
        return []
    opened = [Fact("First opened by the link", moment(copy.opened_on))] if copy.opened_on else []
    return [Fact("Goes", copy.get_way_display()), *opened]


def emails_of(found: Sequence[Message]) -> list[object]:
    """The e-mails of a copy, the newest first: each says how it went."""
    columns = [Column("E-mail"), Column("State"), Column("Due")]
    rows = [
        [
            Cell(one.subject_line, href=reverse("messaging:message", args=[one.key])),
            Cell(tags=[MESSAGE_TAGS[one.state]], hint=one.why),
            Cell(moment(one.not_before)),
        ]
        for one in found
    ]
    return [Section("How it went", [Table("E-mails", columns, rows)])] if rows else []


def _printed(copy: Copy) -> list[Fact]:
    """The PDF with its hash, by which it can be shown later that nothing was changed; what lies beside the letter."""
    whole = Link("Save the whole envelope", reverse("letters:whole_envelope", args=[copy.key]), f"of the {title(copy)}")
    found = []
    if copy.pdf is not None:
        found += [Fact("PDF", links=[pdf_link(copy)]), Fact("Hash of the PDF", copy.pdf.sha256)]
    if copy.enclosures:
        found.append(Fact("With it in the envelope", with_it(copy), links=[whole] if copy.pdf_id else []))
    return found


def pdf_link(copy: Copy) -> Link:
    """Opens the PDF."""
    return Link("Open the PDF", reverse("letters:pdf", args=[copy.key]), f"of the {in_sentence(title(copy))}")


def as_sent(copy: Copy) -> Section:
    """The words as this reader gets them."""
    return Section("Words", [Words([f"Dear {copy.reader_name}", copy.title, *copy.paragraphs])])


def buttons(copy: Copy, addressee: Addressee | None, *, may_send: bool) -> Sequence[Button]:
    """What can be done about it; only what its state and the rules allow."""
    if not may_send:
        return ()
    found: list[Button] = []
    may = copy.MOVES.may
    if copy.state == C.POSTED and copy.returned_on is None:
        found.append(_button(copy, "It came back", "came_back", secondary=True))
    if copy.returned_on is not None and copy.settled_at is None:
        found.append(_button(copy, "Say what was done", "settled"))
    if copy.state == C.READY:
        found.append(_button(copy, "I have posted it", "posted"))
    if copy.way == Way.LINK and copy.state in (C.TO_SEND, C.EMAILED):
        again = copy.state == C.EMAILED
        found.append(_button(copy, "Send another link" if again else "Send the link", "send_link", secondary=again))
    if copy.state == C.EMAILED:
        found.append(_button(copy, "Post it instead", "post_instead", secondary=True))
    if copy.state in (C.HELD, C.FAILED) and addressee is not None:
        if may_be_confirmed(addressee.answer, addressee.codes):
            found.append(_button(copy, "Confirm that it may go", "confirm"))
        elif addressee.answer is Answer.ALLOW:
            found.append(_button(copy, "Try again", "retry"))
    if copy.state in TO_FILL and copy.run_id is None and copy.way == Way.POST:
        found.append(_button(copy, "Choose what goes with it", "envelope", secondary=True))
    if may(copy.state, C.TOLD):
        found.append(_button(copy, "Tell by other means", "tell", secondary=any(not one.secondary for one in found)))
    if may_be_taken_on(copy):
        found.append(taking(copy, "letters"))
    if may(copy.state, C.CANCELLED):
        found.append(_button(copy, "Cancel", "cancel", secondary=True))
    return found


def timeline_entry(copy: Copy) -> DatedEntry:
    """A copy on its family's timeline."""
    at = copy.posted_at or copy.created_at
    entry = Entry(
        when=moment(at),
        title=title(copy),
        href=reverse("letters:copy", args=[copy.key]),
        lines=[copy.title],
        tags=[state_tag(copy)],
        kind="Contact",
        struck=copy.state == C.CANCELLED,
    )
    return DatedEntry(at, entry)


def sum_line(counts: Mapping[Group, int], since_words: str) -> str:
    """ "34 due since 16 November: 4 not gone, 2 being dealt with, 28 gone." The three add up (P49)."""
    total = sum(counts[group] for group in DUE)
    parts = ", ".join(f"{counts[group]:,} {inside(group.label)}" for group in DUE)
    return f"{total:,} due {since_words}: {parts}."


def _button(copy: Copy, text: str, name: str, *, secondary: bool = False) -> Button:
    return Button(text, reverse(f"letters:{name}", args=[copy.key]), secondary=secondary)
