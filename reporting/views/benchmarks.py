"""Pages of figures of elsewhere, beside our own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.files import tables
from pitservice.files.responses import download
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, Page, PressPage
from reporting import actions, presenters
from reporting.benchmarks import sheet_to_fill_in
from reporting.forms import BenchmarksForm
from reporting.models import Benchmark
from reporting.selectors import benchmarks, own_number

LIST = "reporting:benchmarks"
SHEET = "reporting:benchmark-sheet"


class BenchmarkListPage(ListPage):
    """What others published, with our number of the same period beside it, as it is counted now (REP-1)."""

    permission = Permission.SEE_REPORTS
    nav = "reporting:list"
    heading = "Beside others"
    noun = ("figure", "figures")

    def get_back(self) -> Link:
        return Link("Reports", reverse("reporting:list"))

    def records(self) -> Any:
        return benchmarks(self.viewer)

    def columns(self) -> Sequence[Column]:
        return presenters.BENCHMARK_COLUMNS

    @cached_property
    def counted(self) -> dict[tuple[object, ...], Mapping[tuple[str, str], str]]:
        """Our figures that were counted for this page, each once."""
        return {}

    def row(self, record: Benchmark) -> Sequence[Cell]:
        return presenters.benchmark_row(record, own_number(record, self.counted))

    def buttons(self) -> Sequence[Button]:
        return [
            Button("Bring in a sheet", reverse("reporting:bring-in")),
            Button("Sheet to fill in", reverse(SHEET), secondary=True),
        ]

    def empty(self) -> Empty:
        return Empty(
            "No figures of elsewhere yet. Take the sheet to fill in, write what others published beside the figures"
            " that are there, and bring it in."
        )


class OnBenchmarks(Page):
    """What the pages that write them share."""

    abstract = True
    permission = Permission.SEE_REPORTS
    nav = "reporting:list"

    def get_back(self) -> Link:
        """The list."""
        return Link("Beside others", reverse(LIST))


class BringInPage(OnBenchmarks, ActionPage):
    """Bring in a sheet of figures."""

    heading = "Bring in figures of elsewhere"
    form_class = BenchmarksForm
    submit_label = "Bring them in"
    multipart = True

    def intro(self) -> Sequence[str]:
        """How it works."""
        return (
            "Begin from the sheet to fill in: it names every figure of our reports. Rows with nothing in “Elsewhere”"
            " are passed over.",
            "Compare only what the source counts as we do: see what our figures mean.",
        )

    def aside(self) -> Sequence[object]:
        """What it needs."""
        return [
            Link("Sheet to fill in (CSV)", reverse(SHEET), download=True),
            Link("What the figures mean", reverse("reporting:definitions")),
        ]

    def form_kwargs(self) -> dict[str, Any]:
        return {"teams": self.viewer.teams}

    def act(self, form: BenchmarksForm) -> str:
        _, content = form.cleaned_data["sheet"]
        kept = actions.bring_in(team=form.cleaned_data["team"], content=content, by=self.viewer.actor)
        self.success = f"{len(kept)} {'figure' if len(kept) == 1 else 'figures'} brought in."
        return reverse(LIST)


class SheetPage(OnBenchmarks):
    """The sheet to fill in: words of the registry alone, and nobody's data."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As CSV."""
        return download(sheet_to_fill_in(), "figures-of-elsewhere.csv", tables.CONTENT_TYPE)


class RemoveBenchmarkPage(OnBenchmarks, PressPage):
    """Take a figure away."""

    submit_label = "Remove the figure"
    success = "The figure is removed."

    def get_subject(self) -> Benchmark:
        return self.find(benchmarks(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        return f"Remove a figure of elsewhere: {presenters.benchmark_words(self.subject)}"

    def act(self, form: Any) -> str:
        actions.remove_benchmark(benchmark=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse(LIST)
