"""The waiting list in three orders (WL-1, WL-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import WaitingOrder
from pitservice.ui.components import Cell, Column, Empty
from pitservice.ui.pages import ListPage
from referrals.forms.waiting import WaitingFilter
from referrals.models import WaitingEntry
from referrals.presenters import waiting as presenter
from referrals.selectors import waiting as selectors


class WaitingListPage(ListPage):
    """Families waiting, in the order in force, each with its places in the other two (WL-1, WL-2)."""

    permission = Permission.SEE_REFERRALS
    nav = "referrals:waiting"
    heading = "Waiting list"
    noun = ("family", "families")
    filter_form = WaitingFilter

    @cached_property
    def order(self) -> str:
        """The order asked for, or the team's."""
        return str(self.values.get("order") or selectors.default_order(self.viewer))

    @cached_property
    def waiting(self) -> QuerySet[WaitingEntry]:
        """All that wait, whatever the filters."""
        return selectors.waiting(self.viewer)

    def records(self) -> Any:
        """Those waiting."""
        found = selectors.in_order(self.waiting, self.order)
        need = self.values.get("need")
        if need == "check":
            found = selectors.needing_check(found, self.today)
        if need == "support":
            found = selectors.losing_support(found)
        return selectors.with_row(found)

    @cached_property
    def places(self) -> Mapping[str, Mapping[int, int]]:
        """Everybody's place in each order."""
        return selectors.places(self.waiting)

    @cached_property
    def may_change(self) -> frozenset[int]:
        """The teams whose list the viewer may change."""
        return frozenset(Viewer.of(self.user, Permission.ALLOCATE).all_team_ids)

    def columns(self) -> Sequence[Column]:
        """The headings."""
        return presenter.columns()

    def row(self, record: Any) -> Sequence[Cell]:
        """One family."""
        may = record.team_id in self.may_change
        return presenter.row(record, order=self.order, places=self.places, today=self.today, may_change=may)

    def summary(self) -> str:
        """How many, and in which order."""
        return f"{super().summary()} Sorted {WaitingOrder(self.order).label}."

    def empty(self) -> Empty:
        """Nobody waits."""
        return Empty("No family is waiting here. Families come onto the list when a referral is accepted to it.")
