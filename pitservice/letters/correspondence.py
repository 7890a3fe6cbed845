"""The administrator's list: every text, e-mail and letter copy in groups that add up (P49).

*Gone* (sent, delivered, posted, told by other means), *not gone, and why* (a person must see to it), *being dealt
with* (on its way, being made, ready to post): together everything that was due. What waits for its time and what was
cancelled stand apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, DateTimeField, F, Q, QuerySet, TextChoices, Value, When
from django.db.models.functions import Cast

from families.enums import Channel
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.viewer import Viewer
from pitservice.letters import selectors as letters
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.messaging import selectors as messages
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message

COLUMNS = ("kind", "key", "at", "who", "for_what", "channel_name", "state_now", "because", "group", "about_id",
           "about_team", "about_title")  # fmt: skip


class Group(TextChoices):
    """Where a word stands for the administrator."""

    NOT_GONE = "1_not_gone", "Not gone"
    IN_HAND = "2_in_hand", "Being dealt with"
    GONE = "3_gone", "Gone"
    LATER = "4_later", "Not due yet"
    CANCELLED = "5_cancelled", "Cancelled"


#: The groups that together are everything that was due.
DUE = (Group.NOT_GONE, Group.IN_HAND, Group.GONE)


def rows(
    viewer: Viewer, now: datetime, since: datetime | None, *, channel: str = "", groups: Sequence[Group] = DUE
) -> QuerySet[Any]:
    """Those of `groups` as dictionaries of COLUMNS, unordered. `since` leaves out older ones that need nobody now."""
    first, *others = (
        source.filter(group__in=groups).values(*COLUMNS) for source in _sources(viewer, now, since, channel)
    )
    return first.union(*others, all=True) if others else first


def counts(viewer: Viewer, now: datetime, since: datetime | None, channel: str = "") -> Mapping[Group, int]:
    """How many stand in each group."""
    total = dict.fromkeys(Group, 0)
    for source in _sources(viewer, now, since, channel):
        for group, number in source.order_by().values_list("group").annotate(Count("pk")):
            total[Group(group)] += number
    return total


def _sources(viewer: Viewer, now: datetime, since: datetime | None, channel: str) -> list[FamilyScopedQuerySet[Any]]:
    """Messages, copies, or both; `channel` keeps one kind."""
    messages_of_kind = _messages(viewer, now, since)
    if channel == Channel.LETTER:
        return [_copies(viewer, now, since)]
    if channel:
        return [messages_of_kind.filter(channel=channel)]
    return [messages_of_kind, _copies(viewer, now, since)]


def _messages(viewer: Viewer, now: datetime, since: datetime | None) -> FamilyScopedQuerySet[Any]:
    gone = [MessageState.SENT, MessageState.DELIVERED, MessageState.TOLD]
    found = Message.objects.visible_to(viewer).annotate(
        kind=Value("message", CharField()),
        at=F("not_before"),
        who=F("recipient_name"),
        for_what=F("purpose"),
        channel_name=Cast("channel", CharField()),
        state_now=F("state"),
        because=F("why"),
        group=_group(messages.not_gone(now), gone, MessageState.CANCELLED, now),
        about_id=F("family_id"),
        about_team=F("team_id"),
        about_title=F("family__title"),
    )
    return _since(found, since)


def _copies(viewer: Viewer, now: datetime, since: datetime | None) -> FamilyScopedQuerySet[Any]:
    gone = [CopyState.POSTED, CopyState.TOLD]
    found = Copy.objects.visible_to(viewer).annotate(
        kind=Value("copy", CharField()),
        at=F("not_before"),
        who=F("reader_name"),
        for_what=F("letter__purpose"),
        channel_name=Value(str(Channel.LETTER), CharField()),
        state_now=F("state"),
        because=F("why"),
        group=_group(letters.not_gone(now), gone, CopyState.CANCELLED, now),
        about_id=F("letter__family_id"),
        about_team=F("team_id"),
        about_title=F("letter__family__title"),
    )
    return _since(found, since)


def _group(not_gone: Q, gone: list[Any], cancelled: str, now: datetime) -> Case:
    """The order of these lines is what matters most first: what a person must see to is never hidden by its date."""
    return Case(
        When(state=cancelled, then=Value(Group.CANCELLED)),
        When(not_gone, then=Value(Group.NOT_GONE)),
        When(state__in=gone, then=Value(Group.GONE)),
        When(not_before__gt=now, then=Value(Group.LATER)),
        default=Value(Group.IN_HAND),
        output_field=CharField(),
    )


def _since(found: FamilyScopedQuerySet[Any], since: datetime | None) -> FamilyScopedQuerySet[Any]:
    if since is None:
        return found
    ended = [Group.GONE, Group.CANCELLED]
    return found.exclude(group__in=ended, at__lt=Value(since, DateTimeField()))
