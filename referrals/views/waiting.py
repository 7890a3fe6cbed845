"""The waiting list in three orders (WL-1, WL-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import WaitingOrder
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import settings_along
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ListPage
from pitservice.ui.stood import StoodListPage
from referrals.forms.waiting import OrderFilter, WaitingFilter
from referrals.models import WaitingEntry
from referrals.presenters import waiting as presenter
from referrals.registry import ways_of
from referrals.selectors import waiting as selectors


class WaitingListPage(StoodListPage):
    """Families waiting, in the order in force, each with its places in the other two (WL-1, WL-2)."""

    permission = Permission.SEE_REFERRALS
    nav = "referrals:waiting"
    heading = "Waiting list"
    noun = ("family", "families")
    filter_form = WaitingFilter

    @cached_property
    def order(self) -> str:
        """The order asked for, or the team's."""
        return str(self.values.get("order") or selectors.default_order(self.settings.values()))

    @cached_property
    def settings(self) -> Mapping[int, TeamSettings]:
        """What each team set."""
        found = settings_along(self.user)
        return {team_id: found[team_id] for team_id in self.viewer.all_team_ids}

    @cached_property
    def waiting(self) -> QuerySet[WaitingEntry]:
        """All that wait, whatever the filters."""
        return selectors.waiting(self.viewer)

    def records(self) -> Any:
        """Those waiting, or those who waited then."""
        if self.then is not None:
            return selectors.with_row(selectors.in_order_then(selectors.stood(self.viewer, self.then), self.order))
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
        return presenter.columns_then() if self.then else presenter.columns()

    def row(self, record: Any) -> Sequence[Cell]:
        """One family."""
        if self.then is not None:
            return presenter.row_then(record, order=self.order, day=self.then)
        may = record.team_id in self.may_change
        return presenter.row(
            record,
            order=self.order,
            places=self.places,
            today=self.today,
            settings=self.settings[record.team_id],
            may_change=may,
        )

    def buttons(self) -> Sequence[Button]:
        """The three orders side by side; for whoever allocates, the ways of their teams (toolkit ch. 6)."""
        ways = () if self.then else ways_of(Viewer.of(self.user, Permission.ALLOCATE))
        return [
            Button("Three orders side by side", reverse("referrals:orders"), secondary=True),
            *(Button(way.label, reverse(way.url_name), secondary=True) for way in ways),
        ]

    def summary(self) -> str:
        """How many, and in which order."""
        if self.then is not None:
            return f"{super().summary()} Sorted {WaitingOrder(self.order).label}, as it was then. {presenter.THEN}"
        return f"{super().summary()} Sorted {WaitingOrder(self.order).label}."

    def empty(self) -> Empty:
        """Nobody waits, or waited."""
        if self.then is not None:
            return Empty("No family waited at the end of that day.")
        return Empty("No family is waiting here. Families come onto the list when a referral is accepted to it.")


class OrdersPage(ListPage):
    """Every family's place in the three orders side by side, each with its reason (WL-1)."""

    permission = Permission.SEE_REFERRALS
    nav = "referrals:waiting"
    heading = "Three orders side by side"
    noun = ("family", "families")
    filter_form = OrderFilter

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link("Waiting list", reverse("referrals:waiting"))]

    @cached_property
    def in_force(self) -> str:
        """The team's order."""
        found = settings_along(self.user)
        return selectors.default_order(found[team_id] for team_id in self.viewer.all_team_ids)

    def records(self) -> Any:
        """Those waiting, in the order in force or the one asked for."""
        order = str(self.values.get("order") or self.in_force)
        return selectors.with_row(selectors.in_order(selectors.waiting(self.viewer), order))

    @cached_property
    def places(self) -> Mapping[str, Mapping[int, int]]:
        """Everybody's place in each order."""
        return selectors.places(selectors.waiting(self.viewer))

    def columns(self) -> Sequence[Column]:
        """The headings."""
        return presenter.order_columns(self.in_force)

    def row(self, record: Any) -> Sequence[Cell]:
        """One family."""
        return presenter.order_row(record, order=self.in_force, places=self.places, today=self.today)

    def summary(self) -> str:
        """How many, and which order is in force."""
        return f"{super().summary()} The team's order is {WaitingOrder(self.in_force).label}."

    def buttons(self) -> Sequence[Button]:
        """Where the team's order is chosen, for whoever may."""
        if not Viewer.of(self.user, Permission.MANAGE_LISTS).allowed:
            return ()
        return [Button("Choose the team's order", reverse("configuration:settings"), secondary=True)]

    def empty(self) -> Empty:
        """Nobody waits."""
        return Empty("No family is waiting here. Families come onto the list when a referral is accepted to it.")
