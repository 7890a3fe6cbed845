"""What stands no more: lifted alerts, numbers and addresses no longer used, professionals of before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from families.enums import AlertKind
from families.models import Alert, ContactPoint, FamilyProfessional
from families.presenters.banner import ALERT_TAGS
from pitservice.audit.models import Event
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Details, Table
from pitservice.ui.words import inside


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


def kept_secret(
    said: Sequence[tuple[Event, str]], points: Mapping[int, ContactPoint], names: Mapping[int, str]
) -> list[Details]:
    """Who was added to, or taken off, those from whom a number or address is secret, when and by whom (P24)."""
    rows = []
    for event, by in said:
        point = points.get(event.subject_id)
        if point is None:
            continue
        added = event.data.get("added", event.data.get("secret_from", []))
        words = [f"{_called(pk, names)} added" for pk in added]
        words += [f"{_called(pk, names)} taken off" for pk in event.data.get("removed", [])]
        if words:
            whose = f"{names.get(point.person_id, 'Somebody')}: {inside(point.get_kind_display())}"
            rows.append([Cell(whose), Cell("; ".join(words)), Cell(f"{dates.moment(event.at)}, by {by}")])
    columns = [Column("Whose"), Column("What changed"), Column("When")]
    title = "From whom numbers and addresses are kept secret: what changed"
    return [Details(title, [Table(title, columns, rows)])] if rows else []


def _called(pk: int, names: Mapping[int, str]) -> str:
    return names.get(pk, "Somebody")


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
