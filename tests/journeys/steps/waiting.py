"""When: the clinical lead looks at the waiting list and allocates a family."""

from __future__ import annotations

from caseload.models import Episode
from pitservice.accounts.models import User
from pitservice.configuration.enums import WaitingOrder
from tests.journeys.steps.visitor import Visitor


def the_list_shows(visitor: Visitor, *words: str) -> None:
    """The waiting list, in the team's order and in each of the others."""
    visitor.go("referrals:waiting")
    visitor.reads(*words)
    for order in WaitingOrder:
        visitor.select("Order", order.label)
        visitor.press("Show")
        visitor.reads(f"Sorted {order.label}.", *words)


def allocates(visitor: Visitor, key: str, lead: User) -> Episode:
    """Give the family to a practitioner; the work opens and nothing is sent."""
    visitor.go("caseload:allocate", key)
    visitor.page.get_by_label(lead.name).first.check()
    visitor.press("Allocate")
    visitor.reads("The family is allocated. Nothing has been sent")
    return Episode.objects.latest("pk")
