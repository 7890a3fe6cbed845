"""What is taken from a report as a file: charts, PDF, workbook, CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from pitservice.files.models import StoredFile
from pitservice.ui.pages import FilePage
from reporting import chart
from reporting.figures import OVER_TIME_KEY, Figure
from reporting.indicators import indicator
from reporting.selectors import one_figure
from reporting.views.report import OneReport


class ChartPage(OneReport):
    """A chart as an image; the same as in the PDF."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The SVG, to whoever may see the report."""
        found = indicator(self.kwargs["indicator"])
        figure = one_figure(self.report, found, self.kwargs["cut"]) if found else None
        if figure is None:
            raise Http404
        response = HttpResponse(self._svg(figure), content_type="image/svg+xml")
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def _svg(self, figure: Figure) -> bytes:
        """The chart that the address names; one that is not drawn does not exist."""
        if self.kwargs["cut"] == OVER_TIME_KEY and figure.over_time:
            return chart.draw_over_time(figure.over_time)
        breakdown = figure.breakdown(self.kwargs["cut"])
        if breakdown is None or not breakdown.is_drawn:
            raise Http404
        return chart.draw(breakdown)


class ReportFilePage(OneReport, FilePage):
    """A file of a frozen report."""

    abstract = True
    file: str

    def get_file(self) -> StoredFile:
        stored = getattr(self.report, self.file)
        if stored is None:
            raise Http404
        assert isinstance(stored, StoredFile)
        return stored

    def families(self) -> Iterable[tuple[int, int]]:
        """None: it holds numbers alone."""
        return []


class PdfPage(ReportFilePage):
    """The report as a PDF."""

    file = "pdf"


class XlsxPage(ReportFilePage):
    """The report as a workbook; one frozen before there were workbooks has none."""

    file = "xlsx"


class CsvPage(ReportFilePage):
    """The report's numbers as a CSV file."""

    file = "csv"
