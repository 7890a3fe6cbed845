"""What of messages stands on the home worklist (P4, P42)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from families.enums import Channel
from families.models import Family
from families.selectors import mine
from pitservice.accounts.viewer import Viewer
from pitservice.messaging.enums import MessageState
from pitservice.messaging.inbox import Clock, clocks, restricted_waiting, waiting
from pitservice.messaging.inbox_presenters import FLAG, LATE, age_words
from pitservice.messaging.models import InboundText, Message
from pitservice.messaging.presenters import state_tag, title
from pitservice.messaging.responsible import colleagues_of
from pitservice.messaging.selectors import to_see_to
from pitservice.ui.components import Link, Tag
from pitservice.ui.worklist import Item


def arrived(viewer: Viewer, today: date) -> Sequence[Item]:  # noqa: ARG001 - the signature of a source
    """What came in, from its arrival until somebody has dealt with it; late and flagged ones first (P4, P44).

    It is for whom it was given to; given to nobody, for whoever works with the family, and else for the team.
    """
    return _arrived(list(waiting(viewer)), viewer, "messaging:inbound")


def guarded(viewer: Viewer, today: date) -> Sequence[Item]:  # noqa: ARG001 - the signature of a source
    """For the guardian: what restricted families wrote (P10)."""
    return _arrived(list(restricted_waiting(viewer)), viewer, "messaging:guarded_text")


def _arrived(texts: list[InboundText], viewer: Viewer, url_name: str) -> list[Item]:
    families = Family.objects.filter(pk__in={text.family_id for text in texts if text.family_id})
    own = set(mine(families, viewer.user).values_list("pk", flat=True)) if texts else set()
    found, whose = clocks(texts, timezone.now()), colleagues_of(texts)
    return [_arrival(text, found[text.pk], viewer, whose.get(text.pk), own, url_name) for text in texts]


def _arrival(text: InboundText, clock: Clock, viewer: Viewer, whose: int | None, own: set[int], url_name: str) -> Item:
    """For whom it was given to; else for whoever the appointment is that it answers; else for who works with them."""
    given = text.assigned_to_id or whose
    theirs = given == viewer.user.pk if given else text.family_id in own
    tag = FLAG if text.worrying else LATE if clock.late else Tag(f"{age_words(clock.now - clock.since)} old")
    unknown = text.caller or ("a number to be matched" if text.family is None else "the family")
    who = text.person.name if text.person else unknown
    back = f": call back {text.call_back}" if text.call_back else ""
    return Item(
        what=f"{text.noun} from {who}{back}",
        whose=text.family.title if text.family else "Not matched yet",
        action=Link("Read", reverse(url_name, args=[text.key]), f"{text.noun.lower()} from {who}"),
        mine=theirs,
        due=timezone.localdate(clock.due),
        since=text.received_on,
        tag=tag,
        urgent=text.worrying or clock.late,
        family=(text.family_id, text.team_id) if text.family_id else None,
    )


def items(viewer: Viewer, today: date) -> Sequence[Item]:  # noqa: ARG001 - the signature of a source
    """Texts and e-mails that did not go: each to be told by other means, or put right (P42)."""
    return [
        Item(
            what=title(message),
            whose=message.family.title if message.family else "A referral",
            action=Link(
                _to_do(message),
                reverse("messaging:message", args=[message.key]),
                title(message),
            ),
            mine=message.dealer_id == viewer.user.pk if message.dealer_id else message.created_by == viewer.actor,
            due=timezone.localdate(message.not_before),
            since=message.created_at,
            tag=state_tag(message),
            family=(message.family_id, message.team_id) if message.family_id else None,
        )
        for message in to_see_to(viewer).select_related("family")
    ]


def _to_do(message: Message) -> str:
    if message.state != MessageState.BY_HAND:
        return "See to it"
    return "Ring them" if message.channel == Channel.CALL else "Send by hand"
