"""The calendar feed: its address, made anew or stopped by its colleague; and what a calendar programme reads (P61)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from caseload import actions
from caseload.presenters.feed import Row, calendar
from caseload.rules import FEED
from caseload.selectors.feed import feed_of, feed_reader, feed_since, group_feed_of, slot_feed_of
from pitservice.accounts.enums import Permission
from pitservice.db.errors import Refused
from pitservice.links.actions import find
from pitservice.ui import dates
from pitservice.ui.components import Link
from pitservice.ui.pages import GivesLink, PressPage, PublicPage


class OwnFeedPage(GivesLink, PressPage):
    """Make the private address of one's own calendar, or make it anew; the answer shows it once (P61)."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:diary"
    heading = "Your diary in your own calendar"
    submit_label = "Make a new address"
    link_label = "Private address"
    onward_label = "Back"

    def intro(self) -> Sequence[str]:
        """What the calendar is given, and what a new address does to the old one."""
        lines = [
            "Your calendar programme reads your diary from a private address. It is given the kind, the time, our "
            "reference, and “visit”, “clinic” or the room: no name, no initials, no address.",
            "Whoever has the address can read it, so keep it to yourself. Make a new one if you lose a phone: the old "
            "one stops working at once.",
        ]
        since = feed_since(self.user)
        return [*lines, f"You have had an address since {dates.moment(since)}."] if since else lines

    def get_cancel(self) -> Link | None:
        """Stop it, where there is one."""
        if feed_since(self.user) is None:
            return Link("Back to the diary", reverse("caseload:diary"))
        return Link("Stop the feed", reverse("caseload:stop_feed"))

    def act(self, form: Any) -> str:
        """Make it."""
        team = self.viewer.teams[0]
        self.issued = actions.renew_feed(user=self.user, team=team, by=self.viewer.actor)
        return reverse("caseload:own_feed")

    def link_heading(self) -> str:
        """The page's own."""
        return self.heading

    def link_address(self, token: str) -> str:
        """What the calendar programme is given."""
        return self.request.build_absolute_uri(reverse("caseload:feed", args=[token]))

    def link_told(self) -> Sequence[str]:
        """What to do with it."""
        return ["In your calendar, choose “subscribe” or “add from the web”."]


class StopFeedPage(PressPage):
    """Stop one's own calendar feed."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:diary"
    heading = "Stop the calendar feed"
    submit_label = "Stop it"
    success = "The feed is stopped: its address opens nothing any more."

    def intro(self) -> Sequence[str]:
        """What stopping does."""
        return ["Your calendar programme is given nothing any more. What it has read already it may keep for a while."]

    def get_cancel(self) -> Link | None:
        """Back without stopping."""
        return Link("Keep it", reverse("caseload:own_feed"))

    def act(self, form: Any) -> str:
        """Stop it."""
        actions.stop_feed(user=self.user, by=self.viewer.actor)
        return reverse("caseload:own_feed")


class FeedPage(PublicPage):
    """What a calendar programme reads: kind, time, our reference (P61).

    Not found, in the same way, for a guess, an address that was renewed or ran out, and a colleague who left. No look
    is written: a programme asks every hour, nobody may be looking, and what it is given names no family.
    """

    public = "A calendar programme cannot sign in; the address is the secret, and what it opens names no family."

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The calendar."""
        try:
            link = find(token=token, purpose=FEED)
        except Refused as refusal:
            raise Http404 from refusal
        user = feed_reader(link.subject_key)
        if user is None:
            raise Http404
        today = timezone.localdate()
        rows: list[Row] = [*feed_of(user, today), *group_feed_of(user, today), *slot_feed_of(user, today)]
        response = HttpResponse(calendar(rows, timezone.now()), content_type="text/calendar; charset=utf-8")
        add_never_cache_headers(response)
        return response
