"""A series in a real browser: booked from the family's page, then changed as one, as this and later, as all."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from caseload.models import Appointment
from tests.caseload.test_in_the_browser import look
from tests.caseload.test_series import booked, open_day
from tests.harness.product import RunningProduct
from tests.journeys.steps.visitor import Visitor
from tests.make.caseload import MadeWork, make_work

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def work(running_product: RunningProduct) -> MadeWork:
    """A family with work to do."""
    return make_work()


def at(rows: list[Appointment]) -> list[time]:
    """At which wall times they are."""
    return [timezone.localtime(row.starts).time() for row in rows]


def test_a_series_edited_three_ways(running_product: RunningProduct, page: Page, work: MadeWork) -> None:
    visitor = Visitor(page, running_product.url)
    visitor.sign_in(work.lead)
    visitor.go("caseload:book", work.episode.key)
    first = open_day(work)
    visitor.date("Which day?", first)
    visitor.fill({"Time": "10am"})
    visitor.choose("How often?", "As a series")
    visitor.choose("How far apart?", "Every week")
    visitor.fill({"How many appointments?": "4"})
    look(page, "book-series")
    visitor.press("Book")
    visitor.reads("4 appointments are booked, from", "booked every week")
    look(page, "series")

    rows = booked(Appointment.objects.latest("pk").series)
    visitor.go("caseload:move", rows[1].key)
    visitor.fill({"Time": "11am"})
    visitor.choose("What do you want to move?", "Only this one")
    visitor.choose("Who asked for another time?", "The family")
    look(page, "move-series")
    visitor.press("Move it")
    visitor.reads("The appointment is moved.", "Who asked: The family")

    visitor.go("caseload:move", rows[2].key)
    visitor.date("Which day?", first + timedelta(weeks=2, days=7))
    visitor.fill({"Time": "2pm"})
    visitor.choose("What do you want to move?", "This one and those after it (2 in all)")
    visitor.choose("Who asked for another time?", "We did")
    visitor.press("Move it")
    visitor.reads("2 appointments are moved.")
    rows = booked(rows[0].series)
    assert at(rows) == [time(10), time(11), time(14), time(14)]

    visitor.go("caseload:cancel", rows[1].key)
    visitor.choose("What do you want to cancel?", "All that are still to come (4 in all)")
    visitor.choose("Who cancelled?", "Cancelled by family")
    look(page, "cancel-series")
    visitor.press("Cancel the appointment")
    visitor.reads("4 appointments are cancelled.")
    assert booked(rows[0].series) == []
