"""Reading the waiting list in its three orders (WL-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, TextField, Value, Window
from django.db.models.functions import Coalesce, JSONArray, NullIf, RowNumber
from django.utils import timezone

from families.enums import CARING_ROLES, Purpose
from families.selectors import loss_stands
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import WaitingOrder
from pitservice.configuration.models import TeamSettings
from pitservice.letters.models import Copy
from pitservice.messaging.models import Message
from referrals.enums import ALARMING, Side, Support, WaitingState
from referrals.models import HoldingCheck, PlaceMove, TriageContact, UnavailableTime, WaitingEntry, WaitingMove
from referrals.models.waiting import ORDERS, PLACED_AS, ordering, standing
from referrals.selectors.inbox import NOT_IN_A_ROW, people_prefetch

#: What `PlaceMove` keeps of an entry that always has it.
_KEPT = ("significant", "total", "priority", "first")
#: Places beyond this are not counted: nobody asks who is 173rd.
MOST_PLACES = 100


def waiting(viewer: Viewer) -> QuerySet[WaitingEntry]:
    """Families waiting now."""
    return WaitingEntry.objects.visible_to(viewer).filter(state=WaitingState.WAITING)


def with_row(entries: QuerySet[WaitingEntry]) -> QuerySet[WaitingEntry]:
    """With what a row of the list shows.

    `grieves`: a loss stands, so that no check is due (P22). `alarmed`: an alarm is open; `heard_at`: when a service
    last answered, `asked_at`: since when one is asked (WL-2). `away`: [first, last] of days when it cannot come.
    """
    return with_names(entries).annotate(
        grieves=loss_stands(), alarmed=_alarms(), heard_at=_heard(), asked_at=_asked(), away=_unavailable()
    )


def with_names(entries: QuerySet[WaitingEntry]) -> QuerySet[WaitingEntry]:
    """With what it takes to say who it is about."""
    lean = entries.select_related("referral").defer(*(f"referral__{name}" for name in NOT_IN_A_ROW))
    return lean.prefetch_related(people_prefetch("referral__"))


def in_order(entries: QuerySet[WaitingEntry], order: str) -> QuerySet[WaitingEntry]:
    """In one of the three orders."""
    return entries.order_by(*ordering(order))


def places(entries: QuerySet[WaitingEntry]) -> Mapping[str, Mapping[int, int]]:
    """The place of each of the first of the `waiting` in each order: one statement that stops early on a long list."""
    first, *others = (_numbered(entries, order) for order in ORDERS)
    found: dict[str, dict[int, int]] = {order: {} for order in ORDERS}
    for pk, order, place in first.union(*others, all=True):
        found[order][pk] = place
    return found


def _numbered(entries: QuerySet[WaitingEntry], order: str) -> QuerySet[WaitingEntry, tuple[int, str, int]]:
    number = Window(RowNumber(), order_by=ordering(order))
    numbered = in_order(entries, order).annotate(which=Value(order, output_field=CharField()), place=number)
    return numbered.values_list("pk", "which", "place")[:MOST_PLACES]


def stood(viewer: Viewer, day: date) -> QuerySet[WaitingEntry]:
    """The families that waited at the end of a past day (WL-1): see `stood_at`."""
    return stood_at(viewer, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)))


def stood_at(viewer: Viewer, ends: datetime) -> QuerySet[WaitingEntry]:
    """The families that waited just before a moment, with what ordered them then, from the move rows (WL-1).

    Who may be seen is asked as of today (P81). Rows carry `then_significant`, `then_total`, `then_priority`,
    `then_first`, `then_why` and as what they stood (`then_as_since` and so on); one from before places were kept has
    its present ones.
    """
    state = WaitingMove.objects.filter(subject=OuterRef("pk"), at__lt=ends).order_by("-at", "-pk").values("to_state")
    last = PlaceMove.objects.filter(entry=OuterRef("pk"), created_at__lt=ends).order_by("-created_at", "-pk")
    began = WaitingEntry.objects.visible_to(viewer).filter(created_at__lt=ends)
    found = began.alias(then_state=Subquery(state[:1])).filter(then_state=WaitingState.WAITING)
    then: dict[str, Any] = {f"then_{name}": Coalesce(Subquery(last.values(name)[:1]), F(name)) for name in _KEPT}
    placed = {f"then_{name}": Subquery(last.values(name)[:1]) for name in PLACED_AS}
    why = Coalesce(
        NullIf("moved_up", Value("")), "reason__text", output_field=TextField()
    )  # of a row from before it was kept, its reason
    return found.annotate(**then, **placed, then_why=Subquery(last.values_list(why)[:1]))


def in_order_then(entries: QuerySet[WaitingEntry], order: str) -> QuerySet[WaitingEntry]:
    """Those that `stood`, in one of the three orders as it was then."""
    return entries.order_by(*ordering(order, prefix="then_"))


def neighbour(entry: WaitingEntry, *, beside: WaitingEntry, side: Side | str) -> Decimal | None:
    """The number of the family of its team's list that stands next to `beside` on that side; None for none."""
    others = WaitingEntry.objects.filter(team=beside.team_id, state=WaitingState.WAITING).exclude(pk=entry.pk)
    numbers = others.annotate(number=standing("number")).values_list("number", flat=True)
    here = beside.as_number or Decimal(beside.pk)
    if side == Side.BEFORE:
        return numbers.filter(number__lt=here).order_by("-number").first()
    return numbers.filter(number__gt=here).order_by("number").first()


def calls(entry: WaitingEntry) -> list[TriageContact]:
    """The triage contacts, the newest first."""
    return list(entry.triage_contacts.order_by("-on", "-created_at", "-pk"))


def told_by_us(entry: WaitingEntry, viewer: Viewer) -> list[Copy | Message]:
    """Letters and texts to the family's adults since the referral: that it was accepted, and words while waiting."""
    since, purposes = entry.referral.received_at, (Purpose.ACCEPTED, Purpose.HOLDING)
    copies = (
        Copy.objects.visible_to(viewer)
        .select_related("letter")
        .filter(
            letter__family=entry.family_id,
            letter__purpose__in=purposes,
            reader_role__in=CARING_ROLES,
            created_at__gte=since,
        )
    )
    texts = Message.objects.visible_to(viewer).filter(
        family=entry.family_id, purpose__in=purposes, created_at__gte=since, recipient__startswith="person:"
    )
    return [*copies, *texts]


def placed(entry: WaitingEntry) -> list[PlaceMove]:
    """What ordered its place, change by change, the oldest first."""
    return list(entry.place_moves.select_related("reason"))


def default_order(settings: Iterable[TeamSettings]) -> str:
    """The order in force: the team's own, by date for somebody in several teams that differ."""
    orders = {one.waiting_order for one in settings}
    return str(orders.pop()) if len(orders) == 1 else str(WaitingOrder.DATE)


def needing_check(entries: QuerySet[WaitingEntry], today: date | None = None) -> QuerySet[WaitingEntry]:
    """Whose holding check is due (WL-2)."""
    return entries.filter(~loss_stands(), next_check_on__lte=today or timezone.localdate())


def due_by_itself() -> QuerySet[WaitingEntry]:
    """Of every team that set so: whose check is due and of whom no question is open, so that nobody is asked twice."""
    teams = TeamSettings.objects.filter(holding_by_itself=True).values("team")
    open_ones = HoldingCheck.objects.filter(entry=OuterRef("pk"), support__in=[Support.ASKED, Support.NOT_ASKED])
    found = WaitingEntry.objects.filter(~Exists(open_ones), team__in=teams, state=WaitingState.WAITING)
    return needing_check(found).order_by("next_check_on", "pk")


def losing_support(entries: QuerySet[WaitingEntry]) -> QuerySet[WaitingEntry]:
    """Whose support became less or stopped, and nobody has said yet what was done: an alarm (WL-2, P14)."""
    return entries.filter(_alarms())


def alarms_of(entry: WaitingEntry) -> QuerySet[HoldingCheck]:
    """This family's open alarms, the oldest first."""
    return entry.checks.filter(support__in=ALARMING, done_at=None).order_by("answered_at", "pk")


def _heard() -> Subquery:
    """When a service last said how its support is."""
    answered = HoldingCheck.objects.filter(entry=OuterRef("pk"), answered_at__isnull=False)
    return Subquery(answered.order_by("-answered_at").values("answered_at")[:1])


def _asked() -> Subquery:
    """Since when the longest open question waits for its answer."""
    waiting = HoldingCheck.objects.filter(entry=OuterRef("pk"), support=Support.ASKED)
    return Subquery(waiting.order_by("created_at").values("created_at")[:1])


def _unavailable() -> ArraySubquery:
    times = UnavailableTime.objects.filter(entry=OuterRef("pk")).order_by("starts_on", "pk")
    return ArraySubquery(times.values_list(JSONArray("starts_on", "ends_on"), flat=True))


def _alarms() -> Exists:
    return Exists(HoldingCheck.objects.filter(entry=OuterRef("pk"), support__in=ALARMING, done_at=None))


def asked_by(key: str) -> HoldingCheck | None:
    """The question with this key, whoever's it is: for its private link, which says nothing about the family (P11)."""
    found = HoldingCheck.objects.filter(key=key).select_related("entry__team", "entry__referral")
    return found.defer(*(f"entry__referral__{name}" for name in NOT_IN_A_ROW)).first()
