"""A sheet is taken in and its columns are named; or it is discarded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin
from pitservice.files import scanning
from pitservice.jobs.actions import start
from referrals.enums import ImportState, Standing
from referrals.importing import reading
from referrals.importing.columns import NEEDED, Col
from referrals.models import Import, ImportRow

#: What is not taken in goes after this: nobody keeps a sheet of families for no reason.
KEPT = timedelta(days=30)
JOB = "referrals.import"
_CUT = "The file ends within its last row: look at that row, it may be cut short."


@transaction.atomic
def start_import(*, team: Team, name: str, content: bytes, by: Actor) -> Import:
    """Keep a file whose columns are to be named; refused in a sentence where it is no sheet that can be read (P3).

    A text file is read to its end at once. A workbook takes longer: of it the heading is read, the rest by the job.
    """
    kind = reading.kind_of(content)
    scanning.check(content, name)
    lines = reading.lines_of(content)
    _, heading = next(lines, (1, []))
    width = len(heading)
    if kind == reading.CSV:
        width = max([width, *(len(line) for _, line in lines)])
    headings = reading.headings_of(heading, width)
    if len(headings) < len(NEEDED):
        raise Refused("This is not a referrals sheet: its first row must name at least two columns.")
    sheet = Import.objects.create(
        team=team,
        name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        headings=headings,
        note=_CUT if reading.ends_in_a_row(content) else "",
        created_by=by,
    )
    begin(sheet, by=by)
    record("referrals.start_import", sheet, by=by, size=len(content))
    return sheet


@transaction.atomic
def name_columns(
    *, sheet: Import, mapping: Mapping[str, str], in_background: bool = True, seen: int | None = None, by: Actor
) -> Import:
    """Say of each heading which of our columns it is, and have the rows read by that (P3).

    Naming them anew reads every row anew that was not taken in; what was corrected stays corrected.
    """
    sheet = lock(sheet, seen=seen)
    named = list(mapping.values())
    missing = [str(column) for column in NEEDED if column not in named]
    if missing:
        raise Refused(f"Nothing can be taken in without “{'” and “'.join(missing)}”: say which columns these are.")
    doubled = {one for one in named if one and one != Col.COMMENTS and named.count(one) > 1}
    if doubled:
        raise Refused(f"Two columns cannot both be “{min(doubled)}”. Say what the other one is.")
    waiting = ImportRow.objects.filter(sheet=sheet).exclude(standing=Standing.TAKEN_IN)
    advance(sheet, ImportState.READING, by=by, mapping=dict(mapping))
    waiting.update(standing=Standing.UNREAD)
    record("referrals.name_columns", sheet, by=by, columns=len([one for one in named if one]))
    return queue_work(sheet=sheet, title=f"Reading {sheet.name}", by=by) if in_background else sheet


@transaction.atomic
def discard_import(*, sheet: Import, seen: int | None = None, by: Actor) -> Import:
    """Put a sheet away: its rows and the file are gone, nothing of it became a referral."""
    sheet = lock(sheet, seen=seen)
    if sheet.rows.filter(standing=Standing.TAKEN_IN).exists():
        raise Refused("Rows of this sheet were taken in. Undo the import first, then discard it.")
    advance(sheet, ImportState.DISCARDED, by=by, content=None)
    sheet.rows.all().delete()
    record("referrals.discard_import", sheet, by=by)
    return sheet


@transaction.atomic
def forget_imports(*, by: Actor) -> int:
    """Discard every sheet of which nothing was taken in, and that nobody has touched for 30 days (data protection).

    Touched is a sheet that was moved on, or of which a row was corrected or its comment answered. Of one that was taken
    in, the rows that stayed out go after the same time, also where it was undone but for what something had happened
    to. Returns how many sheets that were.
    """
    old = timezone.now() - KEPT
    waiting = Import.objects.filter(state__in=[ImportState.COLUMNS, ImportState.REVIEW], created_at__lt=old)
    forgotten = 0
    for sheet in _untouched(waiting, old).exclude(rows__standing=Standing.TAKEN_IN).order_by("pk").distinct():
        discard_import(sheet=sheet, by=by)
        forgotten += 1
    partly = Q(state=ImportState.REVIEW, rows__standing=Standing.TAKEN_IN)
    done = Import.objects.filter(Q(state=ImportState.DONE) | partly, created_at__lt=old)
    for sheet in _untouched(done, old).defer("content").order_by("pk").distinct():
        left, _ = sheet.rows.exclude(standing=Standing.TAKEN_IN).delete()
        if left:
            record("referrals.forget_rows", sheet, by=by, rows=left)
            forgotten += 1
    return forgotten


def _untouched(sheets: QuerySet[Import], since: datetime) -> QuerySet[Import]:
    corrected, answered = Q(rows__corrected_at__gte=since), Q(rows__answered_at__gte=since)
    return sheets.exclude(moves__at__gte=since).exclude(corrected).exclude(answered)


@transaction.atomic
def queue_work(*, sheet: Import, title: str, by: Actor) -> Import:
    """Have a worker go on with an import, in whatever state it is (jobs are safe to run twice)."""
    sheet.job = start(kind=JOB, title=title[:200], team=sheet.team, payload={"sheet": sheet.pk}, by=by)
    sheet.save(update_fields=["job"])
    record("referrals.queue_import", sheet, by=by)
    return sheet
