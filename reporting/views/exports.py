"""Pages of files of rows for use outside the team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import Http404
from django.urls import reverse

from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import user_names
from pitservice.files.models import StoredFile
from pitservice.ui.components import Button, Callout, Cell, Column, Empty, Link, Words
from pitservice.ui.dates import count
from pitservice.ui.forms import ActForm, FilterForm
from pitservice.ui.pages import ActionPage, FilePage, ListPage, Page, PressPage, RecordPage
from reporting import actions, presenters
from reporting.enums import ExportKind, ExportState
from reporting.exports.kept import KeptProblem, problems_of
from reporting.exports.leaving_out import CHANGED, LEFT_OUT, may_be_given
from reporting.exports.words import ANONYMISED, NOT_A_SUBMISSION
from reporting.forms import FoundationForm, NationalForm
from reporting.models import Export
from reporting.selectors import export_job_of, exports

LIST = "reporting:exports"
_KEPT = "A file can be downloaded for 30 days. Then it is removed; that it was made, and by whom, stays."


class OnExports(Page):
    """What these pages share: a permission of their own."""

    abstract: ClassVar[bool] = True
    permission = Permission.EXPORT_DATA
    nav = "reporting:list"

    def get_back(self) -> Link:
        """The list."""
        return Link("Exports", reverse(LIST))


class ExportListPage(OnExports, ListPage):
    """Every file that was made: what for, by whom and when."""

    heading = "Exports"
    noun = ("file", "files")

    def get_back(self) -> Link:
        return Link("Reports", reverse("reporting:list"))

    def records(self) -> Any:
        return exports(self.viewer)

    def columns(self) -> Sequence[Column]:
        return presenters.EXPORT_COLUMNS

    def row(self, record: Export) -> Sequence[Cell]:
        return presenters.export_row(record, self.names)

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Who had them made, in one query."""
        return user_names(one.created_by.user_id or 0 for one in self.rows_on_page)

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """None: no family is named."""
        return ()

    def above(self) -> Sequence[object]:
        return [Words(["Files of rows about families, for use outside the team. Who opens one is logged.", _KEPT])]

    def buttons(self) -> Sequence[Button]:
        return [
            Button("Tables for the national data set", reverse("reporting:new-national")),
            Button("Anonymised families", reverse("reporting:new-foundation"), secondary=True),
        ]

    def empty(self) -> Empty:
        return Empty("No file has been made yet.")


class NewNationalPage(OnExports, ActionPage):
    """Have the tables of a month made."""

    heading = "Tables for the national data set"
    form_class = NationalForm
    submit_label = "Make the file"
    success = "The file is being made. You can leave this page; the work goes on."

    def intro(self) -> Sequence[str]:
        return (
            NOT_A_SUBMISSION,
            "Each row is checked by the rules of the data set. The file says what stands; the page says what is wrong.",
            "The patient is the baby; before the birth it is the mother, since an expected date is no date of birth.",
            LEFT_OUT,
            f"It holds NHS numbers and dates of birth. {_KEPT}",
        )

    def form_kwargs(self) -> dict[str, Any]:
        return {"teams": self.viewer.teams}

    def act(self, form: NationalForm) -> str:
        made = actions.make_export(
            team=form.cleaned_data["team"], kind=ExportKind.NATIONAL, period=form.period, by=self.viewer.actor
        )
        return presenters.export_href(made)


class NewFoundationPage(OnExports, ActionPage):
    """Have the anonymised tables of a quarter made."""

    heading = "Anonymised families"
    form_class = FoundationForm
    submit_label = "Make the file"
    success = "The file is being made. You can leave this page; the work goes on."

    def intro(self) -> Sequence[str]:
        return ("For the Parent-Infant Foundation’s data portal, as CSV and as a workbook.", *ANONYMISED, LEFT_OUT)

    def form_kwargs(self) -> dict[str, Any]:
        return {"teams": self.viewer.teams}

    def act(self, form: FoundationForm) -> str:
        made = actions.make_export(
            team=form.cleaned_data["team"], kind=ExportKind.FOUNDATION, period=form.period, by=self.viewer.actor
        )
        return presenters.export_href(made)


class OneExport(OnExports):
    """What the pages about one file share."""

    abstract = True

    @cached_property
    def export(self) -> Export:
        """The file of the address, from those of the viewer's teams."""
        return self.find(exports(self.viewer), key=self.kwargs["key"])


class ExportPage(OneExport, RecordPage):
    """What is in a file, and what was wrong with the rows."""

    def get_record(self) -> Export:
        return self.export

    def get_heading(self) -> str:
        return str(self.export)

    def caption(self) -> str:
        return self.export.team.name

    def families(self) -> Iterable[tuple[int, int]]:
        """None: it shows counts alone."""
        return ()

    def body(self) -> Sequence[object]:
        top: list[object] = [presenters.export_facts(self.export)]
        if self.export.state == ExportState.MAKING:
            return [*top, *presenters.export_making(self.export, export_job_of(self.export))]
        if self.export.file_id and not may_be_given(self.export):
            top.append(Callout("This file can no longer be downloaded", [CHANGED]))
        return [*top, *presenters.export_body(self.export)]

    def buttons(self) -> Sequence[Button]:
        if not self.export.file_id:
            return ()
        file = Button("Download the file", reverse("reporting:export-file", args=[self.export.key]))
        to = [file] if may_be_given(self.export) else []
        gone = reverse("reporting:export-remove", args=[self.export.key])
        return [*to, Button("Remove the file", gone, secondary=True)]


class ProblemFilter(FilterForm):
    """Which breaches: of one table and rule, or all."""

    table = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    rule = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class ProblemListPage(OneExport, ListPage):
    """Rows that break a rule, each with a link to the record, as far as the viewer may see it."""

    filter_form = ProblemFilter
    heading = "What is wrong with the rows"

    def get_back(self) -> Link:
        return Link(str(self.export), presenters.export_href(self.export))

    def caption(self) -> str:
        return str(self.export)

    @cached_property
    def asked(self) -> Sequence[KeptProblem]:
        """Those of the table and rule that were asked for."""
        table, rule = self.values.get("table", ""), self.values.get("rule", "")
        return [one for one in problems_of(self.export) if table in ("", one.table) and rule in ("", one.code)]

    @cached_property
    def seen(self) -> dict[int, Family]:
        """The families of these that the viewer may see."""
        ids = {one.family_id for one in self.asked if one.family_id}
        return {family.pk: family for family in Family.objects.visible_to(self.viewer).filter(pk__in=ids)}

    @cached_property
    def shown(self) -> Sequence[KeptProblem]:
        """Without those of families that the viewer may not see."""
        return [one for one in self.asked if one.family_id is None or one.family_id in self.seen]

    def fetch(self, start: int, stop: int) -> list[Any]:
        return list(self.shown[start:stop])

    @cached_property
    def total(self) -> int:
        """How many the viewer sees."""
        return len(self.shown)

    def columns(self) -> Sequence[Column]:
        return presenters.PROBLEM_COLUMNS

    def row(self, record: KeptProblem) -> Sequence[Cell]:
        return presenters.problem_row(record, self.seen.get(record.family_id or 0))

    def families_in(self, rows: Sequence[KeptProblem]) -> Iterable[tuple[int, int]]:
        ids = {one.family_id for one in rows if one.family_id}
        return [(pk, self.export.team_id) for pk in sorted(ids)]

    def summary(self) -> str:
        return f"{count(self.total, 'row', 'rows')}."

    def above(self) -> Sequence[object]:
        hidden = len(self.shown) < len(self.asked)
        said = ["Some rows are about families that you may not see. They are not listed here."] if hidden else []
        rule = {presenters.problem_words(one) for one in self.asked}
        lines = [*(rule if len(rule) == 1 else ()), *said]
        return [Words(lines)] if lines else []

    def empty(self) -> Empty:
        return Empty("There is nothing here that you may see.")


class ExportAgainPage(OneExport, PressPage):
    """Make a file again that failed."""

    heading = "Make the file again"
    submit_label = "Try again"
    success = "The file is being made again."

    def get_subject(self) -> Export:
        return self.export

    def get_back(self) -> Link:
        return Link(str(self.export), presenters.export_href(self.export))

    def act(self, form: ActForm) -> str:
        actions.try_export_again(export=self.subject, by=self.viewer.actor)
        return presenters.export_href(self.export)


class RemoveExportPage(OneExport, PressPage):
    """Let a file go before its time."""

    heading = "Remove the file"
    submit_label = "Remove the file"
    success = "The file is removed. That it was made, and by whom, stays."

    def get_subject(self) -> Export:
        return self.export

    def get_back(self) -> Link:
        return Link(str(self.export), presenters.export_href(self.export))

    def act(self, form: ActForm) -> str:
        actions.forget_export(export=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return presenters.export_href(self.export)


class ExportFilePage(OneExport, FilePage):
    """The file itself: whoever opens it has looked at every family in it."""

    def get_file(self) -> StoredFile:
        stored = self.export.file
        if stored is None or not may_be_given(self.export):
            raise Http404
        return stored

    def families(self) -> Iterable[tuple[int, int]]:
        """Those whose dates and numbers it holds."""
        return [(pk, self.export.team_id) for pk in self.export.family_ids]
