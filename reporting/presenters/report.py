"""How reports and their figures read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Job
from pitservice.ui.components import (
    Callout,
    Cell,
    Colour,
    Column,
    Details,
    Fact,
    FactList,
    Link,
    Picture,
    Progress,
    Section,
    Table,
    Tag,
    Words,
)
from pitservice.ui.dates import day, moment
from pitservice.ui.fields.wording import capital
from reporting import brevity
from reporting.chart import in_words, over_time_in_words
from reporting.enums import ReportState
from reporting.figures import OVER_TIME, OVER_TIME_KEY, Breakdown, Figure
from reporting.indicators.base import Indicator, Line
from reporting.models import Report
from reporting.parts import Beside, WithContents
from reporting.periods import quarter_in_words, quarter_of
from reporting.spc import HOW_TO_READ
from reporting.suppression import LEFT_OUT, NOTE
from reporting.targets import MISSED, OPEN, REACHED
from reporting.words import paragraphs

COLUMNS = (Column("Period"), Column("Commissioner"), Column("Team"), Column("State"))
DIFFERENT = "What is different from the last edition"
FIGURE_COLUMNS = (Column("About"), Column("What"), Column("Date"))
_REACHED: Mapping[str, Colour] = {REACHED: Colour.GREEN, MISSED: Colour.YELLOW, OPEN: Colour.GREY}
_COLOURS: Mapping[str, Colour] = {
    ReportState.PREVIEW: Colour.GREY,
    ReportState.MAKING: Colour.BLUE,
    ReportState.FROZEN: Colour.GREEN,
}


def href(report: Report) -> str:
    """Its page."""
    return reverse("reporting:report", args=[report.key])


def state_tag(report: Report) -> Tag:
    """Where it is; sent says more than frozen."""
    if report.sent_at:
        return Tag("Sent", Colour.GREEN)
    return Tag(report.get_state_display(), _COLOURS[report.state])


def period_words(report: Report) -> str:
    """A quarter by its name, other dates as they are."""
    whole = quarter_of(report.starts_on) == report.period
    words = quarter_in_words(report.period) if whole else report.period.in_words()
    return f"{words}, edition {report.edition}" if report.replaces_id else words


def row(report: Report) -> Sequence[Cell]:
    """Its row in the list; expects `team`."""
    return (
        Cell(period_words(report), href=href(report)),
        Cell(report.commissioner or "Not said"),
        Cell(report.team.name),
        Cell(tags=[state_tag(report)]),
    )


def facts(report: Report, service: str) -> FactList:
    """What it covers, for whom, how old the service was, and how far it is."""
    found = [
        Fact("Period", period_words(report)),
        Fact("Commissioner", report.commissioner),
        Fact("State", tags=[state_tag(report)]),
    ]
    if service:
        found.append(Fact("Service", service))
    if report.replaces:
        found.append(Fact("Edition", [f"{report.edition}, made because: {report.why}"]))
        last = Link(f"Edition {report.replaces.edition}", href(report.replaces))
        found.append(Fact("Last edition", links=[last]))
    if report.sent_at:
        found.append(Fact("Sent", f"{moment(report.sent_at)}, by {report.sent_by.name if report.sent_by else ''}"))
    return FactList(found)


def narrative(report: Report) -> Section:
    """What the team says."""
    return Section("What the team says", [Words(paragraphs(report.narrative) or ["Nothing yet."])], anchor="narrative")


def different(sentences: Sequence[str]) -> Sequence[Section]:
    """What is different from the last edition; nothing for a first one."""
    return [Section(DIFFERENT, [Words(sentences)], anchor="different")] if sentences else []


def making(report: Report, job: Job | None) -> Sequence[object]:
    """How far the worker is, or why it failed."""
    if job is None:
        return [Words(["The report is being made."])]
    if job.state == JobState.FAILED:
        return [Callout("The report could not be made", [job.note or "The reason is not known."])]
    said = "You can leave this page; the work goes on, and your home page says when it is done."
    return [Progress(report.title, job.done, job.total, job.get_state_display()), Words([said])]


def whole(report: Report, figures: Sequence[Figure], sentences: Sequence[str]) -> WithContents:
    """The report as it leaves the team: its words, then every figure, each a link to its list (REP-1)."""
    themes = [(theme, list(several)) for theme, several in groupby(figures, key=lambda one: one.theme)]
    links = [Link("What the team says", "#narrative")]
    links += [Link(DIFFERENT, "#different")] if sentences else []
    links += [*(Link(theme, f"#{_anchor(theme)}") for theme, _ in themes)]
    parts = []
    for theme, some in themes:
        body = [*_remark(report, theme), *(figure_section(report, one) for one in some)]
        parts.append(Section(theme, body, _anchor(theme)))
    return WithContents(links, [narrative(report), *different(sentences), Words([NOTE, brevity.NOTE]), *parts])


def _remark(report: Report, theme: str) -> Sequence[Words]:
    said = paragraphs(report.remarks.get(theme, ""))
    return [Words(said)] if said else []


def note() -> Words:
    """Why some counts are hidden."""
    return Words([NOTE])


def figure_section(report: Report, figure: Figure) -> Section:
    """One indicator's numbers, with its definition one step away."""
    left: list[object] = [_total_table(report, figure), *_aims(figure)]
    for one in figure.breakdowns:
        left += [Words([one.name]), picture(report, figure, one)] if one.is_drawn else []
    left += _over_time(report, figure)
    left.append(Details("How this is counted", [Words([figure.definition, f"By date: {figure.date_rule}"])]))
    return Section(
        figure.name, [Beside(left, [_breakdown(report, figure, one) for one in figure.breakdowns])], figure.key
    )


def _over_time(report: Report, figure: Figure) -> Sequence[object]:
    """What is usual from month to month, as a chart, in words, and as a table."""
    spc = figure.over_time
    if spc is None:
        return []
    src = reverse("reporting:chart", args=[report.key, figure.key, OVER_TIME_KEY])
    rows = [[Cell(name), Cell(number, numeric=True)] for name, number in spc.numbers]
    table = Table(f"{figure.name}: over time", (Column("Month"), Column("Figure", numeric=True)), rows)
    return [
        Words([OVER_TIME]),
        Picture(src, over_time_in_words(figure.name, spc)),
        Words(spc.in_words()),
        Details("The months as a table, and how to read the chart", [Words([HOW_TO_READ]), table]),
    ]


def _aims(figure: Figure) -> Sequence[FactList]:
    """What its numbers should reach, and whether they do (P83)."""
    if not figure.aims:
        return []
    shown = [Fact(one.group, one.words, tags=[Tag(capital(one.reached), _REACHED[one.reached])]) for one in figure.aims]
    return [FactList(shown, heading="Targets")]


def list_href(report: Report, figure: Figure, cut: str = "", group: str = "") -> str:
    """The list behind one number."""
    address = reverse("reporting:figure", args=[report.key, figure.key])
    return f"{address}?{urlencode({'cut': cut, 'group': group})}" if cut else address


def figure_row(line: Line, *, may_open: bool) -> Sequence[Cell]:
    """One row in the list behind a number."""
    family = line.family
    opens = reverse("families:family", args=[family.key]) if family and may_open else ""
    return (
        Cell(family.title if family else line.reference, href=opens),
        Cell(line.what),
        Cell(day(line.on) if line.on else ""),
    )


def definitions(indicators: Sequence[Indicator]) -> Sequence[Section]:
    """What every indicator counts, and by which date."""
    return [
        Section(theme, [_definition(one) for one in several])
        for theme, several in groupby(indicators, key=lambda one: one.theme)
    ]


def _definition(indicator: Indicator) -> Section:
    cuts = [cut.name for cut in indicator.cuts]
    measures = [measure.name for measure in indicator.measures]
    shown = [
        Fact("Counts", indicator.definition),
        Fact("By date", indicator.date_rule),
        Fact("Broken down", cuts, empty="Not broken down"),
        Fact("Also says", measures, empty="Only how many"),
    ]
    return Section(indicator.name, [FactList(shown)], anchor=indicator.key)


def _total_table(report: Report, figure: Figure) -> Table:
    total = figure.total
    link = list_href(report, figure) if total.count else ""
    rows = [[Cell(total.name), Cell(total.shown, href=link, hidden=figure.noun[1] if link else "", numeric=True)]]
    rows += [[Cell(value.name), Cell(value.shown, numeric=True)] for value in figure.values]
    before = [total.before, *(value.before for value in figure.values)]
    return Table(figure.name, *_compared("In all", rows, before))


def _compared(
    name: str, rows: Sequence[Sequence[Cell]], before: Sequence[str]
) -> tuple[Sequence[Column], Sequence[Sequence[Cell]]]:
    """Columns and rows, with the period before where there is one."""
    columns = [Column(name), Column("Figure", numeric=True)]
    if not any(before):
        return columns, rows
    compared = [[*row, Cell(was, numeric=True)] for row, was in zip(rows, before, strict=True)]
    return [*columns, Column("Before", numeric=True)], compared


def _breakdown(report: Report, figure: Figure, breakdown: Breakdown) -> object:
    if breakdown.is_left_out:
        return Words([f"{breakdown.name}: {LEFT_OUT}"])
    breakdown = brevity.without_empty(breakdown)
    if not (breakdown.cells or breakdown.shares):
        return Words([f"{breakdown.name}: {brevity.NOTHING}"])
    rows = [
        [
            Cell(cell.name),
            Cell(
                cell.shown,
                href=list_href(report, figure, breakdown.key, cell.key) if cell.count else "",
                hidden=f"{figure.noun[1]}, {cell.name}" if cell.count else "",
                numeric=True,
            ),
        ]
        for cell in breakdown.cells
    ]
    rows += [[Cell(share.name), Cell(share.shown, numeric=True)] for share in breakdown.shares]
    before = [*(cell.before for cell in breakdown.cells), *(share.before for share in breakdown.shares)]
    caption = f"{figure.name}: {breakdown.name.lower()}"
    return Table(caption, *_compared("Group", rows, before), caption_hidden=False)


def picture(report: Report, figure: Figure, breakdown: Breakdown) -> Picture:
    """The chart; its table stands beside it."""
    src = reverse("reporting:chart", args=[report.key, figure.key, breakdown.key])
    return Picture(src, in_words(figure.name, breakdown))


def _anchor(theme: str) -> str:
    return theme.lower().replace(" ", "-")
