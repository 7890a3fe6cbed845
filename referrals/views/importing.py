"""Importing a sheet of referrals: upload, columns, rows, taking in, undoing, and the report (P3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import user_names
from pitservice.ui.components import Button, Callout, Cell, Column, Empty, Link, Words
from pitservice.ui.dates import count
from pitservice.ui.pages import ActionPage, ListPage, Page, PressPage, RecordPage
from referrals import actions
from referrals.enums import OPEN_TO_CORRECTION, ImportState
from referrals.forms.importing import ColumnsForm, RowsFilter, SheetForm
from referrals.importing.checking import first_mapping
from referrals.models import Import, ImportRow
from referrals.presenters import importing as parts
from referrals.presenters.sheets import report
from referrals.selectors import imports as selectors
from referrals.selectors.undoing import touched


class ImportsPage(ListPage):
    """Sheets that were uploaded, the newest first."""

    permission = Permission.IMPORT_REFERRALS
    nav = "referrals:inbox"
    heading = "Imports"
    noun = ("import", "imports")
    sorts = {"newest": "newest first"}

    def records(self) -> Any:
        """Those of the viewer's teams."""
        return selectors.imports(self.viewer)

    @cached_property
    def counts(self) -> dict[int, Any]:
        """How the rows of each are, in one query for the page."""
        rows = ImportRow.objects.visible_to(self.viewer).filter(sheet__in=[one.pk for one in self.rows_on_page])
        return {one["sheet"]: one for one in selectors.counts_in_lists(rows)}

    @cached_property
    def names(self) -> dict[int, str]:
        """Who uploaded them."""
        return user_names(pk for sheet in self.rows_on_page if (pk := sheet.created_by.user_id))

    def columns(self) -> Sequence[Column]:
        """The sheet, when, where it is, how many rows."""
        return parts.LISTED

    def row(self, record: Import) -> Sequence[Cell]:
        """One import."""
        return parts.import_row(record, self.counts.get(record.pk, {}), self.names)

    def buttons(self) -> Sequence[Button]:
        """To begin another."""
        return [Button("Upload a sheet", reverse("referrals:import-start"))]

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty("No sheet was uploaded. A team that kept its referrals in a spreadsheet brings them in here.")

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The inbox."""
        return [Link("Referrals", reverse("referrals:inbox"))]


class StartImportPage(ActionPage):
    """Upload a sheet."""

    permission = Permission.IMPORT_REFERRALS
    nav = "referrals:inbox"
    heading = "Upload a sheet of referrals"
    form_class = SheetForm
    submit_label = "Upload"
    multipart = True

    def intro(self) -> Sequence[str]:
        """What will happen, and what will not."""
        return (
            "First you say what each column is, then you see every row before anything is taken in.",
            "An import sends nothing to anybody and starts no clock.",
        )

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The imports."""
        return [Link("Referrals", reverse("referrals:inbox")), Link("Imports", reverse("referrals:imports"))]

    def get_cancel(self) -> Link:
        """Back without doing anything."""
        return Link("Cancel", reverse("referrals:imports"))

    def form_kwargs(self) -> dict[str, Any]:
        """For which teams this colleague may import."""
        return {"teams": self.viewer.teams}

    def act(self, form: Any) -> str:
        """Keep it, and go on to its columns."""
        name, content = form.cleaned_data["sheet"]
        team = next(team for team in self.viewer.teams if team.key == form.cleaned_data["team"])
        sheet = actions.start_import(team=team, name=name, content=content, by=self.viewer.actor)
        return reverse("referrals:import-columns", args=[sheet.key])


class AboutImport(Page):
    """`self.sheet` is the import with the address's `key`, of those visible to the viewer (404 otherwise)."""

    abstract: ClassVar[bool] = True
    permission = Permission.IMPORT_REFERRALS
    nav = "referrals:inbox"

    @cached_property
    def sheet(self) -> Import:
        """Read once, without the file."""
        found = Import.objects.visible_to(self.viewer).select_related("team", "job").defer("content")
        return self.find(found, key=self.kwargs["key"])

    @property
    def href(self) -> str:
        """The import's own page."""
        return reverse("referrals:import", args=[self.sheet.key])

    @property
    def rows_href(self) -> str:
        """The list of its rows."""
        return reverse("referrals:import-rows", args=[self.sheet.key])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The imports, and on pages beneath it the import."""
        trail = [Link("Referrals", reverse("referrals:inbox")), Link("Imports", reverse("referrals:imports"))]
        return trail if isinstance(self, ImportPage) else [*trail, Link(self.sheet.name, self.href)]


class ImportPage(AboutImport, RecordPage):
    """Where an import is, how its rows are, and what can be done: its report too, once it is taken in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; a script that asks how far the work is loads it anew once that is over."""
        response = super().get(request, *args, **kwargs)
        if getattr(request, "htmx", False) and not parts.is_working(self.sheet):
            response["HX-Refresh"] = "true"
        return response

    def get_record(self) -> Import:
        """The import."""
        return self.sheet

    def get_heading(self) -> str:
        """Its name."""
        return f"Import of {self.sheet.name}"

    @cached_property
    def counts(self) -> dict[str, int]:
        """How its rows are."""
        return selectors.counts_of(selectors.rows_of(self.sheet, self.viewer))

    @cached_property
    def touched(self) -> dict[int, str]:
        """What stands in the way of undoing it."""
        if self.sheet.state != ImportState.DONE:
            return {}
        return touched(selectors.taken_in(self.sheet))

    def body(self) -> Sequence[object]:
        """The state; then what goes on, or how the rows are."""
        sheet = self.sheet
        body: list[object] = [parts.import_facts(sheet, selectors.last_taking(sheet))]
        if parts.is_working(sheet):
            return [*parts.under_way(sheet, self.href), *body]
        if sheet.state == ImportState.REFUSED:
            return [Callout("It could not be read", [sheet.note, "Nothing of it was taken in."]), *body]
        if sheet.state in OPEN_TO_CORRECTION:
            body += parts.counts_table(self.counts, self.rows_href)
            keys = selectors.referrals_of(self.sheet, self.viewer, list(self.touched)) if self.touched else {}
            body += parts.cannot_be_undone(self.touched, keys)
        return body

    def buttons(self) -> Sequence[Button]:
        """What comes next."""
        state, key = self.sheet.state, self.sheet.key
        if state == ImportState.COLUMNS:
            return [_button("Say what the columns are", "columns", key), _button("Discard", "discard", key, quiet=True)]
        if state not in OPEN_TO_CORRECTION:
            return ()
        found = []
        if self.counts["ready"]:
            found.append(_button(f"Take in {count(self.counts['ready'], 'row')}", "take-in", key))
        if self.counts["comment"]:
            found.append(_button("Answer the comments", "comments", key, quiet=bool(found)))
        found.append(_button("Download the report", "report", key, quiet=True))
        if state == ImportState.REVIEW:
            found.append(_button("Change the columns", "columns", key, quiet=True))
        if state == ImportState.DONE and not self.touched and self.counts["taken_in"]:
            found.append(_button("Undo the import", "undo", key, quiet=True))
        if not self.counts["taken_in"]:
            found.append(_button("Discard", "discard", key, quiet=True))
        return found


def _button(text: str, name: str, key: str, *, quiet: bool = False) -> Button:
    return Button(text, reverse(f"referrals:import-{name}", args=[key]), secondary=quiet)


class ColumnsPage(AboutImport, ActionPage):
    """What each column of the sheet is; what the team said last time stands there already."""

    heading = "What are the columns?"
    form_class = ColumnsForm
    submit_label = "Read the rows"
    anew = ("sheet",)

    def get_subject(self) -> Import:
        """Its version travels in the form."""
        return self.sheet

    def intro(self) -> Sequence[str]:
        """How it is read."""
        return (
            "Dates are read day first. What you say here is remembered for your team's next sheet.",
            "Columns of comments are never understood by the product: somebody reads each comment and answers what it "
            "means for contact before its row is taken in.",
        )

    def form_kwargs(self) -> dict[str, Any]:
        """The headings, what is known of them, and what stands under them."""
        sheet = self.sheet
        known = sheet.mapping or first_mapping(sheet.headings, selectors.remembered(sheet.team))
        return {"headings": sheet.headings, "known": known, "samples": selectors.samples_of(sheet)}

    def get_cancel(self) -> Link:
        """Back without doing anything."""
        return Link("Cancel", self.href)

    def act(self, form: Any) -> str:
        """Read the rows by it."""
        seen = form.cleaned_data["seen"]
        actions.name_columns(sheet=self.sheet, mapping=form.mapping(), seen=seen, by=self.viewer.actor)
        return self.href


class RowsPage(AboutImport, ListPage):
    """The rows of a sheet, all or of one kind, in the order of the sheet."""

    noun = ("row", "rows")
    sorts = {"number": "as in the sheet"}
    filter_form = RowsFilter

    def get_heading(self) -> str:
        """Of which sheet."""
        return f"Rows of {self.sheet.name}"

    def records(self) -> Any:
        """Of one kind, or one number."""
        found = selectors.rows_of(self.sheet, self.viewer).select_related("referral").defer("referral__submitted")
        if part := selectors.PARTS.get(self.values.get("show", "")):
            found = found.filter(part)
        if number := self.values.get("row"):
            found = found.filter(number=number)
        return found

    def columns(self) -> Sequence[Column]:
        """Which, about whom, received when, how it is."""
        return parts.ROWS

    def row(self, record: ImportRow) -> Sequence[Cell]:
        """One row."""
        return parts.row_cells(record, self.sheet, self.values.get("show", ""))

    def empty(self) -> Empty:
        """None of this kind."""
        return Empty("No row of the sheet is like this.", Link("Show all rows", self.rows_href))


class _PressImport(AboutImport, PressPage):
    """One button about an import."""

    abstract: ClassVar[bool] = True
    anew: ClassVar[Sequence[str]] = ("sheet",)

    def get_subject(self) -> Import:
        """Its version travels in the form."""
        return self.sheet

    def get_cancel(self) -> Link:
        """Back without doing anything."""
        return Link("Cancel", self.href)

    def press(self, **given: Any) -> str:
        """Call the action; returns where to go."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def act(self, form: Any) -> str:
        """Do it, and lead on."""
        return self.press(sheet=self.sheet, seen=form.cleaned_data["seen"], by=self.viewer.actor)


class TakeInPage(_PressImport):
    """Take the rows in that are ready."""

    heading = "Take the rows in"
    submit_label = "Take them in"

    def aside(self) -> Sequence[object]:
        """How many come in, how many do not, and what that starts."""
        counts = selectors.counts_of(selectors.rows_of(self.sheet, self.viewer))
        out = counts["all"] - counts["ready"] - counts["taken_in"]
        lines = [f"{count(counts['ready'], 'row')} will be taken in as referrals."]
        if out:
            kept = f"{counts['problem']:,} with a problem, {counts['here']:,} here already"
            lines.append(f"{count(out, 'row')} will not, and stay here: {kept}, the others not answered or left out.")
        lines.append("Nothing is sent and no clock starts. It can be undone while nothing has happened to them.")
        return [Words(lines)]

    def press(self, **given: Any) -> str:
        """Begin."""
        actions.take_in(**given)
        return self.href


class UndoPage(_PressImport):
    """Undo an import as a whole."""

    heading = "Undo the import"
    submit_label = "Undo it"

    def aside(self) -> Sequence[object]:
        """What it means."""
        taken = selectors.taken_in(self.sheet).count()
        return [
            Words(
                [
                    f"{count(taken, 'referral')} will be taken back: nothing of them stands in any list any more.",
                    "The rows stay here with what you corrected and answered, and can be taken in again.",
                ]
            )
        ]

    def press(self, **given: Any) -> str:
        """Begin."""
        actions.undo_import(**given)
        return self.href


class DiscardImportPage(_PressImport):
    """Put a sheet away."""

    heading = "Discard the sheet"
    submit_label = "Discard it"
    success = "The sheet was discarded. Nothing of it was taken in."

    def intro(self) -> Sequence[str]:
        """What goes."""
        return ("Its rows, and what was corrected and answered in them, are removed. This cannot be undone.",)

    def press(self, **given: Any) -> str:
        """Discard."""
        actions.discard_import(**given)
        return reverse("referrals:imports")


class ImportReportPage(AboutImport, RecordPage):
    """The report as a file: each row, what became of it, and what is wrong by column."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A CSV file, after noting who looked."""
        rows = list(selectors.rows_of(self.sheet, self.viewer).select_related("referral").defer("referral__submitted"))
        self.log_look(_families(rows))
        return report(self.sheet, rows)


def _families(rows: Iterable[ImportRow]) -> set[tuple[int, int]]:
    return {(row.family_id, row.team_id) for row in rows if row.family_id}
