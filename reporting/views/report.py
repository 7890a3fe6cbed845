"""Pages of reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.jobs.enums import JobState
from pitservice.ui.components import Button, Buttons, Cell, Column, Details, Empty, Fact, FactList, Link, Words
from pitservice.ui.dates import count
from pitservice.ui.forms import ActForm, FilterForm
from pitservice.ui.pages import ActionPage, ListPage, Page, PressPage, RecordPage
from reporting import actions, presenters
from reporting.enums import ReportState
from reporting.figures import Cell as Number
from reporting.figures import Figure
from reporting.forms import AgainForm, NewReportForm, RemarksForm
from reporting.indicators import indicator, indicators
from reporting.indicators.base import Indicator, Theme
from reporting.models import Report
from reporting.selectors import Behind, behind, differences_of, figures_of, job_of, one_figure, reports, service_of

LIST = "reporting:list"
SMALL_TO_TEAM = "Small counts are hidden in what leaves the team; this list is for the team."


class ReportListPage(ListPage):
    """Reports of the viewer's teams."""

    permission = Permission.SEE_REPORTS
    nav = LIST
    heading = "Reports"
    noun = ("report", "reports")

    def records(self) -> Any:
        return reports(self.viewer)

    def columns(self) -> Sequence[Column]:
        return presenters.COLUMNS

    def row(self, record: Report) -> Sequence[Cell]:
        return presenters.row(record)

    def buttons(self) -> Sequence[Button]:
        return [
            Button("New report", reverse("reporting:new")),
            Button("Data quality", reverse("reporting:data"), secondary=True),
            Button("Who enters, checks and analyses", reverse("reporting:duties"), secondary=True),
            Button("Targets", reverse("reporting:targets"), secondary=True),
            Button("Beside others", reverse("reporting:benchmarks"), secondary=True),
            Button("By organisation", reverse("families:organisations"), secondary=True),
            Button("What the figures mean", reverse("reporting:definitions"), secondary=True),
            *([Button("Exports", reverse("reporting:exports"), secondary=True)] if self.may_export else []),
        ]

    @property
    def may_export(self) -> bool:
        """Whether files of rows are this colleague's to make."""
        return Viewer.of(self.user, Permission.EXPORT_DATA).allowed

    def empty(self) -> Empty:
        return Empty("No reports yet. A report counts what the team did in a quarter, for its commissioner.")


class DefinitionsPage(RecordPage):
    """What every figure counts, from the registry of indicators."""

    permission = Permission.SEE_REPORTS
    nav = LIST
    heading = "What the figures mean"

    def get_record(self) -> None:
        return None

    def get_back(self) -> Link:
        return Link("Reports", reverse(LIST))

    def body(self) -> Sequence[object]:
        return [presenters.note(), *presenters.definitions(indicators())]


class OneReport(Page):
    """What the pages about one report share."""

    abstract = True
    permission = Permission.SEE_REPORTS
    nav = LIST

    @cached_property
    def report(self) -> Report:
        """The report of the address, from those of the viewer's teams."""
        return self.find(reports(self.viewer), key=self.kwargs["key"])


class ReportPage(OneReport, RecordPage):
    """The report itself: the preview is the report, with every figure a link to its list (REP-1)."""

    def get_record(self) -> Report:
        return self.report

    def get_heading(self) -> str:
        return self.report.title

    def caption(self) -> str:
        return str(self.report.team)

    def get_back(self) -> Link:
        return Link("Reports", reverse(LIST))

    def body(self) -> Sequence[object]:
        top = [presenters.facts(self.report, service_of(self.report))]
        if self.report.state == ReportState.MAKING:
            return [*top, *presenters.making(self.report, self.job), *self._after_failure()]
        figures = figures_of(self.report)
        return [*top, presenters.whole(self.report, figures, differences_of(self.report, figures))]

    @cached_property
    def job(self) -> Any:
        """The job that makes it."""
        return job_of(self.report)

    def buttons(self) -> Sequence[Button]:
        if self.report.state == ReportState.PREVIEW:
            return [self._to("Freeze and download", "freeze"), self._to("Change the words", "change", secondary=True)]
        if self.report.state == ReportState.FROZEN:
            sent = [] if self.report.sent_at else [self._to("I have sent it", "sent", secondary=True)]
            xlsx = [self._to("Download the workbook", "xlsx", secondary=True)] if self.report.xlsx_id else []
            last = not hasattr(self.report, "replaced_by")
            again = [self._to("Make a corrected edition", "correct", secondary=True)] if last else []
            files = [self._to("Download the PDF", "pdf"), *xlsx, self._to("Download the CSV", "csv", secondary=True)]
            return [*files, *sent, *again]
        return [self._to("See how far it is", "report", secondary=True)]

    def _after_failure(self) -> Sequence[object]:
        if self.job is None or self.job.state != JobState.FAILED:
            return []
        again = self._to("Try again", "again")
        return [Buttons([again, self._to("Back to the preview", "back", secondary=True)])]

    def _to(self, text: str, name: str, *, secondary: bool = False) -> Button:
        return Button(text, reverse(f"reporting:{name}", args=[self.report.key]), secondary=secondary)


class NewReportPage(ActionPage):
    """Begin a report: team, period, commissioner."""

    permission = Permission.SEE_REPORTS
    nav = LIST
    heading = "New report"
    form_class = NewReportForm
    submit_label = "Show the preview"

    def form_kwargs(self) -> dict[str, Any]:
        return {"teams": self.viewer.teams}

    def get_back(self) -> Link:
        return Link("Reports", reverse(LIST))

    def act(self, form: NewReportForm) -> str:
        data = form.cleaned_data
        made = actions.add_report(
            team=data["team"],
            period=data["period"],
            commissioner=data["commissioner"],
            narrative=data["narrative"],
            by=self.viewer.actor,
        )
        return presenters.href(made)


class ActOnReport(OneReport, ActionPage):
    """A form about one report."""

    abstract = True
    anew = ("report",)

    def get_subject(self) -> Report:
        return self.report

    def get_back(self) -> Link:
        return Link(self.report.title, presenters.href(self.report))

    def act(self, form: Any) -> str:
        self.do(form)
        return presenters.href(self.report)

    def do(self, form: Any) -> None:
        """Call the action."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class ChangeReportPage(ActOnReport):
    """Change whom a preview is for and what is said in it."""

    heading = "Change the words of the report"
    form_class = RemarksForm
    success = "The words are changed."

    def initial(self) -> dict[str, Any]:
        said = self.report.remarks
        remarks = {f"remark_{theme.name.lower()}": said.get(str(theme), "") for theme in Theme}
        return {"commissioner": self.report.commissioner, "narrative": self.report.narrative, **remarks}

    def do(self, form: RemarksForm) -> None:
        data = form.cleaned_data
        actions.change_report(
            report=self.subject,
            commissioner=data["commissioner"],
            narrative=data["narrative"],
            remarks=form.remarks(),
            seen=data["seen"],
            by=self.viewer.actor,
        )


class CorrectPage(ActOnReport):
    """Begin the next edition of a frozen report."""

    heading = "Make a corrected edition"
    form_class = AgainForm
    submit_label = "Show the preview"

    def intro(self) -> Sequence[str]:
        return (
            "This report stays as it was sent. A new edition of it counts the same period again, and says what is "
            "different and why it was made.",
        )

    def act(self, form: AgainForm) -> str:
        data = form.cleaned_data
        made = actions.make_again(report=self.subject, why=data["why"], seen=data["seen"], by=self.viewer.actor)
        return presenters.href(made)


class FreezePage(ActOnReport, PressPage):
    """Have the report made; from then on nothing in it changes."""

    heading = "Freeze the report"
    submit_label = "Freeze and download"
    success = "The report is being made. You can leave; your home page says when it is ready."

    def intro(self) -> Sequence[str]:
        return (
            "The figures, the lists behind them and the words are kept as they are now, and a PDF, a workbook and a "
            "CSV file are made. From then on nothing in this report changes.",
            "Nothing is sent: you download the files and send them yourself.",
            *(["This period is not over yet. The report will say so."] if self.report.ends_on >= self.today else []),
        )

    def do(self, form: ActForm) -> None:
        actions.freeze(report=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)


class TryAgainPage(ActOnReport, PressPage):
    """Make a report again that failed."""

    heading = "Make the report again"
    submit_label = "Try again"
    success = "The report is being made again."

    def do(self, form: ActForm) -> None:
        actions.try_again(report=self.subject, by=self.viewer.actor)


class BackPage(ActOnReport, PressPage):
    """Give up a making that failed."""

    heading = "Back to the preview"
    submit_label = "Back to the preview"
    success = "The report is a preview again."

    def do(self, form: ActForm) -> None:
        actions.back_to_preview(report=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)


class SentPage(ActOnReport, PressPage):
    """Note that the report was sent."""

    heading = "I have sent the report"
    submit_label = "I have sent it"
    success = "The report is marked as sent."

    def do(self, form: ActForm) -> None:
        actions.mark_sent(report=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)


class NumberFilter(FilterForm):
    """Which number of a figure the list is behind."""

    cut = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    group = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)


class FigureListPage(OneReport, ListPage):
    """The rows behind one number, as far as this viewer may see them (REP-1, P81)."""

    filter_form = NumberFilter

    @cached_property
    def indicator(self) -> Indicator:
        """The indicator of the address."""
        found = indicator(self.kwargs["indicator"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def figure(self) -> Figure:
        """Its figure in this report."""
        found = one_figure(self.report, self.indicator, self.values.get("cut", ""))
        if found is None:
            raise Http404
        return found

    @cached_property
    def asked(self) -> Number:
        """The number that was opened: the total when the address names none that there is."""
        found = self.figure.cell(self.values.get("cut", ""), self.values.get("group", ""))
        return found or self.figure.total

    @cached_property
    def behind(self) -> Behind:
        """What it counted."""
        cut = self.values.get("cut", "") if self.asked is not self.figure.total else ""
        return behind(self.report, self.indicator, cut, self.asked.key, self.viewer)

    def records(self) -> Any:
        return self.behind.rows

    def get_heading(self) -> str:
        whole = self.asked is self.figure.total
        return self.figure.name if whole else f"{self.figure.name}: {self.asked.name}"

    def get_back(self) -> Link:
        return Link(self.report.title, f"{presenters.href(self.report)}#{self.figure.key}")

    def columns(self) -> Sequence[Column]:
        return presenters.FIGURE_COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        may = self.viewer.may(Permission.SEE_FAMILIES, record.team_id)
        return presenters.figure_row(self.indicator.line(record), may_open=may)

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        lines = [self.indicator.line(record) for record in rows]
        return [(line.family.pk, line.family.team_id) for line in lines if line.family]

    def summary(self) -> str:
        one, many = self.figure.noun
        return f"{count(self.total, one, many)}." if self.total is not None else f"More than 1,000 {many}."

    def empty(self) -> Empty:
        return Empty("There is nothing here that you may see.")

    def above(self) -> Sequence[object]:
        said = [SMALL_TO_TEAM] if self.asked.is_hidden else []
        if self.behind.restricted:
            said.append("Some records behind this figure are restricted. They are counted, and not listed for you.")
        if self.behind.gone:
            was = count(self.behind.gone, "record")
            said.append(f"{was} counted here when the report was frozen has since been removed; the figure stays.")
        facts = FactList(
            [Fact("Figure in the report", self.asked.shown), Fact("Period", self.report.period.in_words())]
        )
        meaning = Words([self.figure.definition, f"By date: {self.figure.date_rule}"])
        return [facts, Details("How this is counted", [meaning]), *([Words(said)] if said else [])]
