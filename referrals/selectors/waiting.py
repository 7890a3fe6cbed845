"""Reading the waiting list in its three orders (WL-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import CharField, F, Q, QuerySet, Value, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber
from django.utils import timezone

from families.selectors import loss_stands
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import WaitingOrder
from pitservice.configuration.models import TeamSettings
from referrals.enums import Support, WaitingState
from referrals.models import WaitingEntry

#: Columns of each order; each is an index's. A family moved first stands first in all three.
ORDERS: Mapping[str, Sequence[str]] = {
    WaitingOrder.DATE: ("-first", "since", "pk"),
    WaitingOrder.RISK: ("-first", "-significant", "-total", "since", "pk"),
    WaitingOrder.TRIAGE: ("-first", "priority", "since", "pk"),
}
#: Places beyond this are not counted: nobody asks who is 173rd.
MOST_PLACES = 100
ALARMING = (Support.LESS, Support.STOPPED)


def waiting(viewer: Viewer) -> QuerySet[WaitingEntry]:
    """Families waiting now. `grieves`: a loss stands, so that no check is due (P22)."""
    found = WaitingEntry.objects.visible_to(viewer).filter(state=WaitingState.WAITING)
    return found.annotate(grieves=loss_stands())


def in_order(entries: QuerySet[WaitingEntry], order: str) -> QuerySet[WaitingEntry]:
    """In one of the three orders."""
    return entries.order_by(*ORDERS[order])


def places(viewer: Viewer) -> Mapping[str, Mapping[int, int]]:
    """The place of each of the first families in each order: one statement that stops early, however long the list."""
    first, *others = (_numbered(viewer, order) for order in ORDERS)
    found: dict[str, dict[int, int]] = {order: {} for order in ORDERS}
    for pk, order, place in first.union(*others, all=True):
        found[order][pk] = place
    return found


def _numbered(viewer: Viewer, order: str) -> QuerySet[WaitingEntry, tuple[int, str, int]]:
    number = Window(RowNumber(), order_by=_expressions(order))
    numbered = in_order(waiting(viewer), order).annotate(which=Value(order, output_field=CharField()), place=number)
    return numbered.values_list("pk", "which", "place")[:MOST_PLACES]


def _expressions(order: str) -> list[OrderBy]:
    return [F(name.removeprefix("-")).desc() if name.startswith("-") else F(name).asc() for name in ORDERS[order]]


def default_order(viewer: Viewer) -> str:
    """The order in force: the team's own, by date for somebody in several teams that differ."""
    teams = TeamSettings.objects.filter(team_id__in=viewer.all_team_ids)
    orders = set(teams.values_list("waiting_order", flat=True))
    return str(orders.pop()) if len(orders) == 1 else str(WaitingOrder.DATE)


def needing_check(entries: QuerySet[WaitingEntry], today: date | None = None) -> QuerySet[WaitingEntry]:
    """Whose holding check is due (WL-2)."""
    return entries.filter(~loss_stands(), next_check_on__lte=today or timezone.localdate())


def losing_support(entries: QuerySet[WaitingEntry]) -> QuerySet[WaitingEntry]:
    """Whose support is less or has stopped: an alarm (WL-2, P14)."""
    return entries.filter(Q(support__in=ALARMING))
