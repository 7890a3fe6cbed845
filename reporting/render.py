"""The report as a PDF: tagged (PDF/UA-1), in our own fonts, with the same charts as the page.

It opens our own fonts and the charts it was given, and nothing else (`pitservice.letters.render`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcherResponse

from pitservice.letters import fonts
from pitservice.letters.render import OurFontsOnly
from reporting import brevity, chart
from reporting.figures import OVER_TIME_KEY, Breakdown, Figure
from reporting.spc import HOW_TO_READ
from reporting.suppression import LEFT_OUT, NOTE

_CHARTS = "letter:charts/"


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands at the top of a report."""

    title: str
    team_name: str
    commissioner: str
    period: str
    made: str
    narrative: Sequence[str]
    before: str = ""
    edition: str = ""
    service: str = ""
    differences: Sequence[str] = ()
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)


class FontsAndCharts(OurFontsOnly):
    """Opens our fonts and these charts."""

    def __init__(self, charts: Mapping[str, bytes]) -> None:
        """`charts` by name."""
        super().__init__()
        self.charts = charts

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """A chart by its name, or whatever the letters may open."""
        name = url.removeprefix(_CHARTS)
        if url.startswith(_CHARTS) and name in self.charts:
            return URLFetcherResponse(url, self.charts[name], {"Content-Type": "image/svg+xml"})
        return super().fetch(url, headers)


def render_report(cover: Cover, figures: Sequence[Figure]) -> bytes:
    """The PDF of frozen figures."""
    charts = {_name(figure, one.key): chart.draw(one) for figure, one in charted(figures)}
    charts |= {_name(one, OVER_TIME_KEY): chart.draw_over_time(one.over_time) for one in figures if one.over_time}
    html = render_to_string(
        "reporting/report.html",
        {
            "cover": cover,
            "themes": [
                (theme, cover.remarks.get(theme, ()), list(several))
                for theme, several in groupby(figures, key=lambda one: one.theme)
            ],
            "notes": (NOTE, brevity.NOTE),
            "left_out": LEFT_OUT,
            "nothing": brevity.NOTHING,
            "how_to_read": HOW_TO_READ,
        },
    )
    styles, configuration = _styles()
    document = HTML(string=html, base_url="letter:", url_fetcher=FontsAndCharts(charts))
    pdf = document.write_pdf(stylesheets=[styles], font_config=configuration, pdf_variant="pdf/ua-1")
    assert isinstance(pdf, bytes)  # no target was given
    return pdf


def charted(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Breakdown]]:
    """The breakdowns of which a chart is drawn: those with something to show."""
    for figure in figures:
        for breakdown in figure.breakdowns:
            if breakdown.is_drawn:
                yield figure, breakdown


def _name(figure: Figure, key: str) -> str:
    return f"{figure.key}-{key}.svg"


@cache
def _styles() -> tuple[CSS, FontConfiguration]:
    """The report's styles with their fonts, once for each process."""
    configuration = FontConfiguration()
    css = render_to_string("reporting/report.css", {"faces": fonts.FACES, "stack": fonts.STACK})
    return CSS(string=css, base_url="letter:", url_fetcher=OurFontsOnly(), font_config=configuration), configuration
