"""What of letters stands on the home worklist and, with texts, on a family's timeline (P4, P42)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from families.models import Family
from families.registry import DatedEntry
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.letters.models import Copy
from pitservice.letters.presenters import LETTER_TAGS, STATE_TAGS, state_tag, timeline_entry, title
from pitservice.letters.selectors import being_written, of_family, runs, to_print, to_see_to, to_send
from pitservice.messaging import inbox_presenters as arrived
from pitservice.messaging import presenters as messages
from pitservice.messaging.inbox import of_family as texts_from_family
from pitservice.messaging.selectors import of_family as messages_of_family
from pitservice.ui.components import Link, Tag
from pitservice.ui.dates import count, moment
from pitservice.ui.worklist import Item


def held(viewer: Viewer, today: date) -> Sequence[Item]:  # noqa: ARG001 - what did not go is due since it was written
    """Copies that did not go: each to be told by other means, or put right (P42)."""
    return [_item(copy, viewer) for copy in to_see_to(viewer).select_related("letter__family")]


def ready(viewer: Viewer, today: date) -> Sequence[Item]:
    """Letters ready to post, as one item: they are posted together."""
    number = to_print(viewer).count()
    if not number:
        return []
    oldest = to_print(viewer).first()
    return [
        Item(
            what=f"{count(number, 'letter')} ready to post",
            whose="",
            action=Link("Post", reverse("letters:to_post"), "letters"),
            mine=False,
            due=today,
            since=oldest.created_at if oldest else None,
            tag=Tag("Ready to post", STATE_TAGS["ready"].colour),
        )
    ]


def for_links(viewer: Viewer, today: date) -> Sequence[Item]:  # noqa: ARG001 - due since they were made
    """Letters that go by a link: somebody sends it, and tells the code by telephone (P43)."""
    return [_item(copy, viewer, "Send the link") for copy in to_send(viewer).select_related("letter__family")]


def printed(viewer: Viewer, today: date) -> Sequence[Item]:
    """Files of letters that were printed and are not all posted yet: found again from home (P4)."""
    return [
        Item(
            what=f"{count(run.waiting, 'letter')} printed, not posted yet",
            whose="",
            action=Link("Post", reverse("letters:run", args=[run.key]), f"letters printed {moment(run.created_at)}"),
            mine=run.created_by == viewer.actor,
            due=today,
            since=run.created_at,
            tag=Tag("Printed", STATE_TAGS["ready"].colour),
        )
        for run in runs(viewer).filter(waiting__gt=0).order_by("created_at", "pk")
    ]


def written(viewer: Viewer, today: date) -> Sequence[Item]:  # noqa: ARG001 - due since it was begun
    """Letters that nobody has approved yet: finished, or dropped with a reason (P4)."""
    return [
        Item(
            what=f"Letter to finish: {letter.title or 'without a heading'}",
            whose=letter.family.title if letter.family else "",
            action=Link("Go on", reverse("letters:letter", args=[letter.key]), letter.title),
            mine=letter.created_by == viewer.actor,
            due=timezone.localdate(letter.created_at),
            since=letter.created_at,
            tag=LETTER_TAGS[letter.state],
            family=(letter.family_id, letter.team_id) if letter.family_id else None,
        )
        for letter in being_written(viewer)
    ]


def texts(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """A family's texts and e-mails from us, on its timeline."""
    may_send = viewer.may(Permission.SEND, family.team_id)
    return [messages.timeline_entry(message, may_send=may_send) for message in messages_of_family(family, viewer)]


def answers(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """A family's texts to us, on its timeline."""
    return [arrived.timeline_entry(text) for text in texts_from_family(family, viewer)]


def letters(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """A family's letters, copy by copy, on its timeline."""
    return [timeline_entry(copy) for copy in of_family(family, viewer)]


def timeline(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Texts, e-mails and letters of a family, both ways: for its own list of them."""
    return [*texts(family, viewer), *answers(family, viewer), *letters(family, viewer)]


def copy_page(copy_id: int) -> tuple[str, str]:
    """A copy's page, for the e-mail that carries it or leads to it."""
    copy = Copy.objects.select_related("letter").get(pk=copy_id)
    return title(copy), reverse("letters:copy", args=[copy.key])


def _item(copy: Copy, viewer: Viewer, action: str = "See to it") -> Item:
    family = copy.letter.family
    return Item(
        what=title(copy),
        whose=family.title if family else "A referral",
        action=Link(action, reverse("letters:copy", args=[copy.key]), title(copy)),
        mine=copy.dealer_id == viewer.user.pk if copy.dealer_id else copy.created_by == viewer.actor,
        due=timezone.localdate(copy.not_before),
        since=copy.created_at,
        tag=state_tag(copy),
        family=(family.pk, family.team_id) if family else None,
    )
