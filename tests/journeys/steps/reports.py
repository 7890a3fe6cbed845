"""When: the administrator makes the commissioner's report of this quarter."""

from __future__ import annotations

from playwright.sync_api import expect

from reporting.enums import ReportState
from reporting.models import Report
from tests.journeys.steps.visitor import Visitor, until


def previews(visitor: Visitor) -> Report:
    """This quarter, for the commissioner."""
    visitor.go("reporting:list")
    visitor.press("New report")
    visitor.page.get_by_label("not over yet").check()
    visitor.fill({"Commissioner": "Northfield ICB", "What do you want to say?": "A full quarter."})
    visitor.press("Show the preview")
    visitor.reads("A full quarter.", "fewer than 5")
    return Report.objects.latest("pk")


def opens_each_list(visitor: Visitor, report: Report, *figures: str) -> None:
    """The number of each of these figures leads to the list of what it counts."""
    for figure in figures:
        visitor.go("reporting:report", report.key)
        section = visitor.page.locator(f"#{figure}")
        link = section.get_by_role("link").first
        visitor.open(link.inner_text(), within=section)
        visitor.reads("Figure in the report")
        expect(visitor.page.get_by_role("row")).not_to_have_count(0)


def draws_no_hidden_count(visitor: Visitor, report: Report) -> None:
    """Of one family every count is hidden: the words say so, and no chart is drawn."""
    visitor.go("reporting:report", report.key)
    visitor.reads("fewer than 5")
    expect(visitor.main.get_by_role("img")).to_have_count(0)


def freezes(visitor: Visitor, report: Report) -> tuple[bytes, bytes]:
    """Freeze it, wait for the worker, download: (PDF, CSV)."""
    visitor.go("reporting:report", report.key)
    visitor.press("Freeze and download")
    visitor.press("Freeze and download")
    until(lambda: Report.objects.get(pk=report.pk).state == ReportState.FROZEN, "make the report")
    visitor.go("reporting:report", report.key)
    return visitor.download("Download the PDF"), visitor.download("Download the CSV")
