"""What waits about families: for the home page's worklist, and for the list that it stands in (P4, P22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from families.enums import AlertKind, FamilyRole
from families.models import Alert, CareChange, Disagreement, Family, FamilyMember, Loss, Need
from families.presenters import family_label
from families.selectors import mine
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.worklist import Item, Source


def reviews(viewer: Viewer, today: date) -> list[Item]:
    """Alerts and needs whose day to be looked at again has come; none of somebody who was lost (P22)."""
    own = _own(viewer)
    alerts = Alert.objects.visible_to(viewer).filter(lifted_at=None, review_on__lte=today).exclude(person__lost=True)
    needs = Need.objects.visible_to(viewer).filter(ended_at=None, review_on__lte=today, person__lost=False)
    return [
        *(
            _item("Look again at an alert", "Review", row, "review_alert", own, due=row.review_on)
            for row in _of(alerts)
        ),
        *(_item("Look again at a need", "Review", row, "review_need", own, due=row.review_on) for row in _of(needs)),
    ]


def read_first(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """Warnings that nobody has read yet: nothing goes out about these families until somebody has (P3)."""
    own = _own(viewer)
    rows = Alert.objects.visible_to(viewer).filter(lifted_at=None, kind=AlertKind.READ_FIRST)
    tag = Tag("Nothing goes out", Colour.RED)
    return [
        _item("Read before anything is sent", "Read", row, "lift_alert", own, tag=tag, urgent=True) for row in _of(rows)
    ]


def overdue(viewer: Viewer, today: date) -> list[Item]:
    """Babies whose expected date is past, with neither a birth nor a loss recorded (P22)."""
    own = _own(viewer)
    rows = FamilyMember.objects.visible_to(viewer).filter(
        role=FamilyRole.BABY,
        ends_on=None,
        person__date_of_birth=None,
        person__lost=False,
        person__expected_date__lt=today,
    )
    what = "Expected date past: check with the midwife or health visitor"
    return [
        Item(
            what=what,
            whose=family_label(row.family),
            action=Link("Record", reverse("families:people", args=[row.family.key]), hidden=family_label(row.family)),
            mine=row.family_id in own,
            due=row.person.expected_date,
            family=(row.family_id, row.team_id),
        )
        for row in rows.select_related("family", "person").order_by("person__expected_date", "pk")
    ]


def losses(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """Losses after which nobody has decided yet: one item for the lead (P22)."""
    rows = Loss.objects.visible_to(viewer).filter(decided_at=None, lifted_at=None, undone_at=None)
    what = "A loss: who tells whom, does the work go on, is the record kept for a review?"
    return [_item(what, "Decide", row, "decide_loss", set(), urgent=True) for row in _of(rows)]


def unsettled(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """Changes of care after which nobody has settled who is told what: nothing goes out until then (P24)."""
    own = _own(viewer)
    rows = CareChange.objects.visible_to(viewer).filter(settled_at=None)
    what = "Settle who is told what: the child's care changed"
    tag = Tag("Nothing goes out", Colour.RED)
    return [_item(what, "Settle", row, "settle_care", own, tag=tag, urgent=True) for row in _of(rows)]


def disagreements(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """Adults who decide for the baby and do not agree: the lead settles it (P28)."""
    rows = Disagreement.objects.visible_to(viewer).filter(settled_at=None)
    return [_item("Parents disagree: decide how it goes on", "Settle", row, "settle", set()) for row in _of(rows)]


SOURCES = (
    Source("Losses to decide about", Permission.ALLOCATE, losses, "families:waiting"),
    Source("Parents who disagree", Permission.ALLOCATE, disagreements, "families:waiting"),
    Source("To read before anything is sent", Permission.EDIT_FAMILIES, read_first, "families:waiting"),
    Source("Who is told what, after a change of care", Permission.EDIT_FAMILIES, unsettled, "families:waiting"),
    Source("Expected dates that have passed", Permission.EDIT_FAMILIES, overdue, "families:waiting"),
    Source("Alerts and needs to look at again", Permission.EDIT_FAMILIES, reviews, "families:waiting"),
)


def _own(viewer: Viewer) -> set[int]:
    """Families that this colleague works with."""
    return set(mine(Family.objects.visible_to(viewer), viewer.user).values_list("pk", flat=True))


def _of(rows: QuerySet[Any]) -> Iterable[Any]:
    return rows.select_related("family").order_by("pk")


def _item(
    what: str,
    action: str,
    row: Alert | CareChange | Need | Loss | Disagreement,
    url: str,
    own: set[int],
    *,
    due: date | None = None,
    tag: Tag | None = None,
    urgent: bool = False,
) -> Item:
    label = family_label(row.family)
    return Item(
        what=what,
        whose=label,
        action=Link(action, reverse(f"families:{url}", args=[row.family.key, row.key]), hidden=f"{what}: {label}"),
        mine=row.family_id in own,
        due=due,
        since=row.created_at,
        tag=tag,
        urgent=urgent,
        family=(row.family_id, row.team_id),
    )
