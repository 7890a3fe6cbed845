"""The service grows: a second place, on the neonatal unit, set up out of the first team last week (P86)."""

from __future__ import annotations

from pitservice.accounts.models import User
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from pitservice.governance.actions import set_up_team
from pitservice.governance.copying import COPIES

NAME, SLUG = "Neonatal Unit Service", "neonatal-unit"


def tell(staff: Staff, calendar: Calendar) -> None:
    """By the system manager, with everything that can go along; its doors are closed and nobody works there yet."""
    manager = User.objects.get(email="manager@example.org")
    with calendar.told(calendar.at(calendar.working(5), 15)):
        set_up_team(
            source=staff.team,
            name=NAME,
            slug=SLUG,
            nation=staff.team.nation,
            what=[one.key for one in COPIES],
            manager=manager,
            by=manager.actor,
        )
