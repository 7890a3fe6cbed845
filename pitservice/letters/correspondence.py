"""The administrator's list: every text, e-mail and letter copy in groups that add up (P49).

*Gone* (sent, delivered, posted, told by other means), *not gone, and why* (a person must see to it, or it was stopped
once it was due), *being dealt with* (on its way, being made, ready to post, or taken on by a colleague): together
everything that was due. What waits for its time and what was stopped before it stand apart. What has ended leaves the
list when a person clears it; whatever still needs somebody never does. A copy that goes by e-mail stands here as that
e-mail, once (P43).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from families.enums import Channel
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.viewer import Viewer
from pitservice.letters import selectors as letters
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy, CopyMove
from pitservice.messaging import selectors as messages
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import ListCleared, Message, MessageMove

COLUMNS = ("kind", "key", "at", "who", "for_what", "channel_name", "state_now", "because", "group", "about_id",
           "about_team", "about_title", "moved", "dealer_name", "taken_on")  # fmt: skip

_WENT = (MessageState.SENT, MessageState.DELIVERED)
#: From when what has ended is shown: a moment, one for each team (by its id), or None for ever.
Since = datetime | Mapping[int, datetime] | None


class Group(TextChoices):
    """Where a word stands for the administrator."""

    NOT_GONE = "1_not_gone", "Not gone"
    IN_HAND = "2_in_hand", "Being dealt with"
    GONE = "3_gone", "Gone"
    LATER = "4_later", "Not due yet"
    CANCELLED = "5_cancelled", "Stopped before it was due"


#: The groups that together are everything that was due.
DUE = (Group.NOT_GONE, Group.IN_HAND, Group.GONE)
#: Where each state stands, unless it is late or its time has not come: every state has its place (a test sees to it).
MESSAGES: Mapping[str, Group] = {
    MessageState.QUEUED: Group.IN_HAND,
    MessageState.SENDING: Group.IN_HAND,
    MessageState.UNKNOWN: Group.IN_HAND,
    MessageState.SENT: Group.GONE,
    MessageState.DELIVERED: Group.GONE,
    MessageState.TOLD: Group.GONE,
    MessageState.FAILED: Group.NOT_GONE,
    MessageState.HELD: Group.NOT_GONE,
    MessageState.BY_HAND: Group.NOT_GONE,
    MessageState.CANCELLED: Group.NOT_GONE,
}
COPIES: Mapping[str, Group] = {
    CopyState.QUEUED: Group.IN_HAND,
    CopyState.READY: Group.IN_HAND,
    CopyState.POSTED: Group.GONE,
    CopyState.TO_SEND: Group.IN_HAND,
    CopyState.EMAILED: Group.GONE,  # never shown: its e-mail stands in its place
    CopyState.TOLD: Group.GONE,
    CopyState.FAILED: Group.NOT_GONE,
    CopyState.HELD: Group.NOT_GONE,
    CopyState.CANCELLED: Group.NOT_GONE,
}


def rows(
    viewer: Viewer, now: datetime, since: Since, *, channel: str = "", groups: Sequence[Group] = DUE
) -> QuerySet[Any]:
    """Those of `groups` as dictionaries of COLUMNS, unordered. `since` leaves out older ones that need nobody now."""
    first, *others = (
        source.filter(group__in=groups).values(*COLUMNS) for source in _sources(viewer, now, since, channel)
    )
    return first.union(*others, all=True) if others else first


def counts(
    viewer: Viewer, now: datetime, since: Since, channel: str = "", *, team_id: int | None = None
) -> Mapping[Group, int]:
    """How many stand in each group, of all the viewer's teams or of one."""
    total = dict.fromkeys(Group, 0)
    only = {"team_id": team_id} if team_id else {}
    for source in _sources(viewer, now, since, channel):
        for group, number in source.filter(**only).order_by().values_list("group").annotate(Count("pk")):
            total[Group(group)] += number
    return total


def _sources(viewer: Viewer, now: datetime, since: Since, channel: str) -> list[FamilyScopedQuerySet[Any]]:
    """Messages, copies, or both; `channel` keeps one kind."""
    messages_of_kind = _messages(viewer, now, since)
    if channel == Channel.LETTER:
        return [_copies(viewer, now, since)]
    if channel:
        return [messages_of_kind.filter(channel=channel)]
    return [messages_of_kind, _copies(viewer, now, since)]


def _messages(viewer: Viewer, now: datetime, since: Since) -> FamilyScopedQuerySet[Any]:
    found = Message.objects.visible_to(viewer).annotate(
        kind=Value("message", CharField()),
        at=F("not_before"),
        who=F("recipient_name"),
        for_what=F("purpose"),
        channel_name=Cast("channel", CharField()),
        state_now=F("state"),
        because=F("why"),
        moved=_moved(
            MessageMove.objects.filter(subject=OuterRef("pk")), Case(When(state__in=_WENT, then=F("sent_on")))
        ),
        group=_group(messages.not_gone(now), MESSAGES, MessageState, now),
        about_id=F("family_id"),
        about_team=F("team_id"),
        about_title=F("family__title"),
        dealer_name=F("dealer__name"),
    )
    return _since(found, since, MESSAGES)


def _copies(viewer: Viewer, now: datetime, since: Since) -> FamilyScopedQuerySet[Any]:
    copies = Copy.objects.visible_to(viewer).exclude(state=CopyState.EMAILED)
    found = copies.annotate(
        kind=Value("copy", CharField()),
        at=F("not_before"),
        who=F("reader_name"),
        for_what=F("letter__purpose"),
        channel_name=Value(str(Channel.LETTER), CharField()),
        state_now=F("state"),
        because=F("why"),
        moved=_moved(CopyMove.objects.filter(subject=OuterRef("pk")), F("posted_at")),
        group=_group(letters.not_gone(now), COPIES, CopyState, now),
        about_id=F("letter__family_id"),
        about_team=F("team_id"),
        about_title=F("letter__family__title"),
        dealer_name=F("dealer__name"),
    )
    return _since(found, since, COPIES)


def _moved(moves: QuerySet[Any], first: Any) -> Coalesce:
    """When it came to where it is; a receipt that comes later does not make it new."""
    last = moves.order_by("-at", "-pk").values("at")[:1]
    return Coalesce(first, Subquery(last), F("created_at"), output_field=DateTimeField())


def _group(not_gone: Q, places: Mapping[str, Group], states: Any, now: datetime) -> Case:
    """The order of these lines is what matters most first: what a person must see to is never hidden by its date."""
    return Case(
        When(Q(state=states.CANCELLED, moved__lt=F("not_before")), then=Value(Group.CANCELLED)),
        When(not_gone & Q(taken_on__isnull=False), then=Value(Group.IN_HAND)),
        When(not_gone, then=Value(Group.NOT_GONE)),
        When(Q(state=states.QUEUED, not_before__gt=now), then=Value(Group.LATER)),
        *(When(state=state, then=Value(place)) for state, place in places.items()),
        default=Value(Group.NOT_GONE),  # a state that nobody has thought of is shown to a person
        output_field=CharField(),
    )


def _since(found: FamilyScopedQuerySet[Any], since: Since, places: Mapping[str, Group]) -> FamilyScopedQuerySet[Any]:
    """Without what had ended before."""
    if since is None or since == {}:
        return found
    ended = [state for state, place in places.items() if place == Group.GONE or state == "cancelled"]
    moments = since.items() if isinstance(since, Mapping) else [(None, since)]
    old = Q()
    for team_id, moment in moments:
        old |= Q(moved__lt=Value(moment, DateTimeField()), **({"team_id": team_id} if team_id else {}))
    return found.exclude(old, state__in=ended)


def cleared(viewer: Viewer) -> Mapping[int, ListCleared]:
    """The last time each of the viewer's teams' list was cleared, by the team's id."""
    rows = ListCleared.objects.visible_to(viewer).order_by("team_id", "-until", "-pk").distinct("team_id")
    return {row.team_id: row for row in rows}
