"""What stands no more: lifted alerts, numbers and addresses no longer used, professionals of before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from families.enums import AlertKind
from families.models import Alert, ContactPoint, FamilyProfessional
from families.presenters.banner import ALERT_TAGS
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Details, Table


def lifted_alerts(
    alerts: Sequence[Alert], names: Mapping[int, str], lifting: Mapping[int, tuple[str, str]]
) -> list[Details]:
    """Each with its words, who lifted it, when and why."""
    if not alerts:
        return []
    columns = [Column("Alert"), Column("Raised"), Column("Lifted"), Column("Why")]
    rows = []
    for alert in alerts:
        by, why = lifting.get(alert.pk, ("", ""))
        who = f"{names.get(alert.person_id or 0, 'Somebody')}: " if alert.person_id else ""
        lifted = dates.moment(alert.lifted_at) if alert.lifted_at else ""
        rows.append(
            [
                Cell(f"{who}{alert.text}", tags=[ALERT_TAGS[AlertKind(alert.kind)]]),
                Cell(dates.moment(alert.created_at)),
                Cell(f"{lifted}, by {by}" if by else lifted),
                Cell(why),
            ]
        )
    return [Details(f"Alerts that were lifted ({len(rows)})", [Table("Alerts that were lifted", columns, rows)])]


def former_points(points: Sequence[ContactPoint], names: Mapping[int, str]) -> list[Details]:
    """Numbers and addresses that are no longer theirs."""
    if not points:
        return []
    columns = [Column("Whose"), Column("What"), Column("From"), Column("To")]
    rows = [
        [
            Cell(names.get(point.person_id, "Somebody")),
            Cell(", ".join(point.value.splitlines()), hint=point.get_kind_display()),
            Cell(_day(point.starts_on)),
            Cell(_day(point.ends_on)),
        ]
        for point in points
    ]
    return [Details(f"No longer used ({len(rows)})", [Table("No longer used", columns, rows)])]


def former_professionals(links: Sequence[FamilyProfessional]) -> list[Details]:
    """Professionals who were part of the family's life."""
    if not links:
        return []
    columns = [Column("Name"), Column("Role"), Column("From"), Column("To")]
    rows = [
        [
            Cell(link.professional.name),
            Cell(link.get_role_display()),
            Cell(_day(link.starts_on)),
            Cell(_day(link.ends_on)),
        ]
        for link in links
    ]
    return [Details(f"Professionals of before ({len(rows)})", [Table("Professionals of before", columns, rows)])]


def _day(value: date | None) -> str:
    return dates.day(value) if value else "Not recorded"
