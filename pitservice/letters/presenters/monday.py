"""How the Monday list reads: the replies above it, since when it counts, who has what is being dealt with (P49)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from families.enums import Channel, Purpose
from families.models import ContactPoint
from pitservice.letters.correspondence import Group
from pitservice.letters.enums import CopyState
from pitservice.letters.presenters.copies import CAME_BACK, STATE_TAGS, sum_line
from pitservice.messaging import inbox_presenters as inbox
from pitservice.messaging.enums import MessageState
from pitservice.messaging.inbox import Clock
from pitservice.messaging.models import InboundText, ListCleared
from pitservice.messaging.presenters import STATE_TAGS as MESSAGE_TAGS
from pitservice.ui.components import Cell, Link, Section, Table
from pitservice.ui.dates import moment
from pitservice.ui.words import inside

#: As many replies stand above the list; the rest is one step away.
REPLIES = 10
#: Who has what is being dealt with.
DEALS: Mapping[tuple[str, str], str] = {
    ("message", MessageState.QUEUED): "Goes by itself, waiting",
    ("message", MessageState.SENDING): "Going by itself",
    ("message", MessageState.UNKNOWN): "The text message service is being asked",
    ("copy", CopyState.QUEUED): "Being made by itself",
    ("copy", CopyState.READY): "Waits to be posted by the team",
    ("copy", CopyState.TO_SEND): "Waits for somebody to send the link and tell the code",
}

_CHANNELS = {Channel.TEXT: "Text", Channel.EMAIL: "E-mail", Channel.LETTER: "Letter", Channel.CALL: "Call"}


def replies(
    texts: Sequence[InboundText], clocks: Mapping[int, Clock], people: Mapping[str, Sequence[ContactPoint]]
) -> Sequence[object]:
    """What families wrote and nobody has dealt with, above everything else, the oldest first."""
    if not texts:
        return ()
    rows = [inbox.row(text, clocks[text.pk], people.get(text.number, ())) for text in texts[:REPLIES]]
    heading = "Replies to deal with"
    more = "All of them are in the inbox" if len(texts) > REPLIES else "Open the inbox"
    return [Section(heading, [Table(heading, inbox.COLUMNS, rows), Link(more, reverse("messaging:inbox"))])]


def cleared_words(cleared: Mapping[int, ListCleared]) -> str:
    """Since when the list counts: "since Priya Shah cleared the list on Fri 27 November 2026, 5pm"."""
    if not cleared:
        return "so far (nobody has cleared the list yet)"
    if len(cleared) > 1:
        return "since each team’s list was cleared"
    last = next(iter(cleared.values()))
    return f"since {last.created_by.name} cleared the list on {moment(last.until)}"


def clearing(counts: Mapping[Group, int]) -> Sequence[str]:
    """What leaves and what stays when the list is cleared."""
    return [
        sum_line(counts, "on this list"),
        "What has gone leaves the list, and so does what was stopped. It stays on each family’s page.",
        "What has not gone and needs somebody, and what is being dealt with, stays until it is settled, however old.",
    ]


def row(found: Mapping[str, Any]) -> Sequence[Cell]:
    """One line of the list of all correspondence."""
    is_copy = found["kind"] == "copy"
    href = reverse("letters:copy" if is_copy else "messaging:message", args=[found["key"]])
    tag = (STATE_TAGS if is_copy else MESSAGE_TAGS)[found["state_now"]]
    if found["state_now"] == CopyState.POSTED and found["group"] != Group.GONE:
        tag = CAME_BACK
    what = f"{_CHANNELS[found['channel_name']]}: {inside(Purpose(found['for_what']).label)}"
    return [
        Cell(f"{what} to {found['who']}", href=href),
        Cell(found["about_title"] or "A referral"),
        Cell(moment(found["at"])),
        Cell(tags=[tag], hint=_hand(found)),
    ]


def _hand(found: Mapping[str, Any]) -> str:
    """Why it has not gone; or who is dealing with it, and since when."""
    if found["group"] != Group.IN_HAND:
        return str(found["because"])
    if found["dealer_name"]:
        return f"{found['dealer_name']} deals with it since {moment(found['taken_on'])}. {found['because']}".strip()
    who = DEALS[(found["kind"], found["state_now"])]
    return f"{who} since {moment(found['moved'])}. {found['because']}".strip()
