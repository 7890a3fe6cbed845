"""The job that makes a file of rows. Safe to run twice: only the last step writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from pitservice.db.actor import Actor
from pitservice.files import tables
from pitservice.jobs.actions import progress
from pitservice.jobs.models import Job
from pitservice.ui.dates import count, day
from reporting import workbook
from reporting.actions.exports import MadeExport, keep_export
from reporting.enums import ExportKind, ExportState
from reporting.exports.checks import Checked, Problem, check
from reporting.exports.foundation import sheets_of
from reporting.exports.kept import as_kept
from reporting.exports.national import gather
from reporting.exports.spec import data_set
from reporting.exports.words import ANONYMISED, NOT_A_SUBMISSION, NOT_MADE
from reporting.models import Export
from reporting.selectors import snapshot


@dataclass(frozen=True)
class Step:
    """What was made of it: the file, what is in it, and what was wrong."""

    content: bytes | None
    counts: Mapping[str, int]
    problems: Sequence[Problem]
    families: Sequence[int]


def make(job: Job) -> str:
    """Handler of `reporting.export` jobs; the note says what was made."""
    export = Export.objects.select_related("team").get(pk=job.payload["export"])
    if export.state != ExportState.MAKING:
        return "The file was made already."
    by = Actor.system("reporting")
    progress(job=job, done=0, total=2, by=by)
    with snapshot():
        step = _MAKERS[export.kind](export)
    progress(job=job, done=1, total=2, by=by)
    made = MadeExport(
        content=step.content,
        counts=dict(step.counts),
        problems=[as_kept(one) for one in step.problems],
        family_ids=list(step.families),
    )
    keep_export(export=export, made=made, by=by)
    progress(job=job, done=2, total=2, by=by)
    return "The file is made." if step.content else "The file was not made: its page says why."


def national(export: Export) -> Step:
    """The national tables, checked; no file where the header is not whole."""
    now = timezone.now()
    gathered = gather(export.team, export.period, now)
    checked = check(gathered.rows, data_set(), export.period, timezone.localdate(now))
    families = sorted({row.about.family for rows in checked.rows.values() for row in rows if row.about.family})
    counts = {name: len(rows) for name, rows in checked.rows.items()}
    if checked.is_refused:
        return Step(None, {}, checked.problems, ())
    return Step(zipped(export, checked), counts, checked.problems, families)


def foundation(export: Export) -> Step:
    """The anonymised tables, as CSV and as a workbook: about no family that anybody could name."""
    sheets = sheets_of(export.team, export.period)
    files = {"READ-ME.txt": ("\r\n".join([f"{export}", "", *ANONYMISED]) + "\r\n").encode()}
    files |= {f"{one.name}.csv": tables.write(one.columns, one.rows) for one in sheets}
    files["portal.xlsx"] = workbook.plain((one.name, one.columns, one.rows) for one in sheets)
    return Step(pack(files), {one.name: len(one.rows) for one in sheets}, (), ())


def zipped(export: Export, checked: Checked) -> bytes:
    """A CSV for each table, in the order of the data set, and what they are."""
    files = {"READ-ME.txt": _about(export, checked).encode()}
    for table in data_set().tables:
        lines = ([row.values[name] for name in table.fields] for row in checked.rows[table.name])
        files[f"{table.name}.csv"] = tables.write(table.fields, lines)
    return pack(files)


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as one; the same files give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _about(export: Export, checked: Checked) -> str:
    period = f"{day(export.starts_on)} to {day(export.ends_on)}"
    rows = [f"{table.name}: {count(len(checked.rows[table.name]), 'row')}" for table in data_set().tables]
    lines = [f"{export.team.name}, {period}", "", NOT_A_SUBMISSION, "", *rows, "", "Not in this file:", *NOT_MADE]
    return "\r\n".join(lines) + "\r\n"


_MAKERS: Mapping[str, Callable[[Export], Step]] = {
    ExportKind.NATIONAL: national,
    ExportKind.FOUNDATION: foundation,
}
