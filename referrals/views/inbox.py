"""The triage inbox."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import holidays_of_teams
from pitservice.ui.components import Button, Cell, Column, Empty, Words
from pitservice.ui.pages import ListPage
from referrals import selectors
from referrals.forms.inbox import InboxFilter
from referrals.models import Referral
from referrals.presenters import inbox


class InboxPage(ListPage):
    """Referrals to decide, due first: the clinical lead's first page (SCR-2, P4)."""

    permission = Permission.SEE_REFERRALS
    nav = "referrals:inbox"
    heading = "Referrals to decide"
    noun = ("referral", "referrals")
    filter_form = InboxFilter
    sorts = {"due": "due first", "received": "oldest first"}

    def records(self) -> Any:
        """Those undecided, filtered, in the order asked for; each order is an index's."""
        found = selectors.with_matches(selectors.with_people(self.undecided), self.viewer)
        for name in ("source", "state"):
            if self.values.get(name):
                found = found.filter(**{name: self.values[name]})
        if self.values.get("screener") == "mine":
            found = found.filter(screener=self.user)
        return found.order_by("due_on" if self.sort == "due" else "received_at", "pk")

    @cached_property
    def undecided(self) -> QuerySet[Referral]:
        """All that wait, whatever the filters."""
        return selectors.undecided(self.viewer)

    @cached_property
    def counts(self) -> selectors.InboxCounts:
        """How much waits, counted once for the whole page."""
        return selectors.inbox_counts(self.undecided, self.today)

    @cached_property
    def total(self) -> int | None:
        """The inbox is counted already; a filtered one is counted as every list is."""
        return super().total if self.filters.in_words() else self.counts.all

    @cached_property
    def holidays(self) -> dict[int, frozenset[Any]]:
        """Days that do not count, by team."""
        return holidays_of_teams(self.viewer.teams)

    def above(self) -> Sequence[object]:
        """What waits, in one line."""
        return [Words([inbox.counts_line(self.counts)])]

    def columns(self) -> Sequence[Column]:
        """The headings; two of them sort."""
        first, *others = inbox.columns()
        return [self.sort_column(first.label, "due"), *others]

    def row(self, record: Any) -> Sequence[Cell]:
        """One referral."""
        return inbox.row(record, today=self.today, holidays=self.holidays[record.team_id])

    def buttons(self) -> Sequence[Button]:
        """Entering one that came by telephone or on paper."""
        if not Viewer.of(self.user, Permission.ADD_REFERRALS).allowed:
            return ()
        return [Button("Add a referral", reverse("referrals:add"), secondary=True)]

    def empty(self) -> Empty:
        """Nothing to decide."""
        return Empty(
            "Nothing waits to be decided. New referrals come in by the public forms, or are added by the team."
        )
