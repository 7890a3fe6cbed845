"""The inbox: what came in and waits for a person, the oldest first, and the words that raise its flag (P44)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import user_names
from pitservice.messaging import actions
from pitservice.messaging import inbox_presenters as presenters
from pitservice.messaging.enums import InboundState
from pitservice.messaging.inbox import candidates_of, clocks, received, restricted_waiting, waiting, worry_words_of
from pitservice.messaging.inbox_forms import DONE, FLAGGED, FREE, MINE, UNMATCHED, InboxFilter, WorryForm
from pitservice.messaging.models import InboundText
from pitservice.ui.components import Callout, Cell, Column, Empty, Link
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, ListPage, TeamPage

LIST = "messaging:inbox"


class InboxPage(ListPage):
    """Texts that came in, until somebody has dealt with each (P44, P49)."""

    permission = Permission.SEE_CORRESPONDENCE
    nav = LIST
    heading = "Inbox"
    noun = ("text or call", "texts and calls")
    filter_form = InboxFilter
    sorts = {"old": "the oldest first"}
    guarded = False

    def records(self) -> QuerySet[InboundText]:
        """What waits; what was dealt with only when it is asked for, the newest first."""
        asked = self.values.get("show", "")
        if asked == DONE:
            return received(self.viewer).filter(state=InboundState.DONE).order_by("-done_at", "-pk")
        which = {
            MINE: Q(assigned_to=self.user),
            FREE: Q(assigned_to=None),
            FLAGGED: Q(worrying=True),
            UNMATCHED: Q(family=None),
        }
        return waiting(self.viewer).filter(which.get(asked, Q()))

    def columns(self) -> Sequence[Column]:
        """Age first."""
        return presenters.COLUMNS

    @cached_property
    def now(self) -> datetime:
        """One moment for the whole page."""
        return timezone.now()

    @cached_property
    def _clocks(self) -> Mapping[int, Any]:
        return clocks(self.rows_on_page, self.now)

    @cached_property
    def _people(self) -> Mapping[str, Sequence[Any]]:
        return candidates_of(self.rows_on_page, self.viewer)

    @cached_property
    def _done_by(self) -> Mapping[int, str]:
        return user_names(row.done_by.user_id or 0 for row in self.rows_on_page if row.done_by)

    def row(self, record: InboundText) -> Sequence[Cell]:
        """One text."""
        people = self._people.get(record.number, ())
        by = self._done_by.get(record.done_by.user_id or 0, "") if record.done_by else ""
        return presenters.row(record, self._clocks[record.pk], people, done_by=by, guarded=self.guarded)

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Those the texts are of, or can be."""
        can_be = [(point.family_id, point.team_id) for points in self._people.values() for point in points]
        return [*super().families_in(rows), *can_be]

    def summary(self) -> str:
        """What was dealt with has another order."""
        words = super().summary()
        return (
            words.replace("the oldest first", "the last dealt with first") if self.values.get("show") == DONE else words
        )

    def above(self) -> Sequence[object]:
        """That the flag is no safeguard."""
        return [Callout("Read them all", [presenters.FLAG_HELP])]

    def empty(self) -> Empty:
        """What would put something there."""
        if self.values.get("show"):
            return Empty("Nothing here.", Link("Show everything to deal with", reverse(LIST)))
        return Empty(
            "Nothing is waiting. Texts that families send to the team’s number, and messages taken on the telephone, "
            "wait here for somebody."
        )


class GuardedInboxPage(InboxPage):
    """For the guardian: what restricted families wrote, or may have, and nobody has dealt with yet (P10)."""

    permission = Permission.GUARD
    nav = "families:restricted"
    heading = "Texts from restricted families"
    guarded = True

    def records(self) -> QuerySet[InboundText]:
        """As things stand now."""
        return restricted_waiting(self.viewer)

    def empty(self) -> Empty:
        """What would put something there."""
        return Empty("Nothing is waiting. What a restricted family texts waits here, and for those who are named.")


class WorryWordsPage(TeamPage, ActionPage):
    """The team's own list of words that raise the flag, edition by edition."""

    permission = Permission.MANAGE_LISTS
    nav = "governance:manage"
    form_class = WorryForm
    submit_label = "Put in force"
    success = "Saved as a new edition. Texts that come in from now on are looked at by it."

    @cached_property
    def now(self) -> tuple[int, Sequence[str]]:
        """The edition in force and its entries."""
        return worry_words_of(self.team.pk)

    @property
    def seen(self) -> int | None:
        """The edition in force: a newer one is not overwritten."""
        return worry_words_of(self.team.pk)[0]

    def get_heading(self) -> str:
        """Whose."""
        return f"Words that worry: {self.team.name}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """All lists and settings."""
        return [Link("Lists and settings", reverse("configuration:settings"))]

    def intro(self) -> Sequence[str]:
        """Which edition, and what the flag is."""
        edition = (
            f"Edition {self.now[0]} is in force."
            if self.now[0]
            else "The list that comes with the product is in force."
        )
        return [edition, presenters.FLAG_HELP]

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return {"entries": "\n".join(self.now[1])}

    def get_cancel(self) -> Link | None:
        """Back without changing anything."""
        return Link("Cancel", reverse("configuration:settings"))

    def act(self, form: ActForm) -> str:
        """Put it in force."""
        given = form.cleaned_data
        actions.change_worry_words(
            team=self.team, entries=given["entries"], seen_edition=given["seen"] or 0, by=self.viewer.actor
        )
        return reverse("configuration:settings")
