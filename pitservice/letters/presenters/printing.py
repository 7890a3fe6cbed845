"""How letters that are printed together read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Job
from pitservice.letters.enclosing import Proposal
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy, PrintRun
from pitservice.letters.presenters.copies import pdf_link, state_tag, title
from pitservice.letters.presenters.enclosures import envelope_cell
from pitservice.ui.components import (
    Button,
    Buttons,
    Callout,
    Cell,
    Column,
    Fact,
    FactList,
    Progress,
    Section,
    Table,
    Words,
)
from pitservice.ui.dates import moment

RUN_COLUMNS = (Column("Printed"), Column("By"), Column("Not posted yet", numeric=True), Column("File"))
_MAY_STAND = (CopyState.READY, CopyState.POSTED)


def families_of(copies: Iterable[Copy]) -> list[tuple[int, int]]:
    """The families that letters are about, for the log of who looked."""
    return [(copy.letter.family_id, copy.team_id) for copy in copies if copy.letter.family_id]


def copies_table(
    heading: str, copies: Sequence[Copy], proposed: Mapping[int, Sequence[Proposal]] | None = None
) -> Table:
    """Letters with whom they go to, where, and what goes with them."""
    columns = [Column("Letter"), Column("Address"), Column("With it"), Column("State"), Column("PDF")]
    return Table(heading, columns, [_row(copy, (proposed or {}).get(copy.pk, ())) for copy in copies])


def may_open(run: PrintRun, copies: Sequence[Copy]) -> bool:
    """Whether everything in the file may still go, and the viewer may see all of it."""
    standing = {copy.key for copy in copies if copy.state in _MAY_STAND}
    return run.made_id is not None and set(run.holds) <= standing


def run_row(run: PrintRun) -> Sequence[Cell]:
    """One file."""
    waiting: int = run.waiting  # type: ignore[attr-defined]  # annotated
    return [
        Cell(moment(run.created_at), href=reverse("letters:run", args=[run.key])),
        Cell(run.created_by.name),
        Cell(str(waiting), numeric=True),
        Cell(run.get_shape_display() if run.made_id else "Being made"),
    ]


def run_body(
    run: PrintRun, copies: Sequence[Copy], taken_out: Sequence[Copy], job: Job | None, href: str
) -> list[object]:
    """How far it is, the file, what was taken out, and its letters."""
    found: list[object] = [*_state(run, copies, job, href)]
    if taken_out:
        lines = [f"{title(copy)}. {copy.why}" for copy in taken_out]
        found.append(Callout("Taken out when they were checked", lines))
    found.append(FactList([Fact("Printed by", f"{run.created_by.name}, {moment(run.created_at)}")]))
    if any(copy.state == CopyState.READY for copy in copies):
        found.append(
            Buttons(
                [
                    Button("Make the file anew", reverse("letters:run_again", args=[run.key]), secondary=True),
                    Button("Put the letters back", reverse("letters:give_back", args=[run.key]), secondary=True),
                ]
            )
        )
    return [*found, Section("Letters", [copies_table("Letters printed together", copies)])]


def _state(run: PrintRun, copies: Sequence[Copy], job: Job | None, href: str) -> list[object]:
    if run.made_id is not None:
        if may_open(run, copies):
            return [Buttons([Button("Open the file", reverse("letters:run_file", args=[run.key]))])]
        return [Callout("Do not post what you printed", ["A letter in it must not go any more. Make the file anew."])]
    if not any(copy.state == CopyState.READY for copy in copies):
        return [Words(["No letter of this file waits for the post. Each letter keeps its own PDF."])]
    if job is None or job.state in (JobState.DONE, JobState.FAILED):
        return [Callout("There is no file", [job.note if job and job.note else "It could not be made. Make it anew."])]
    return [Progress("The file is being made", job.done, job.total, refresh=href)]


def _row(copy: Copy, proposed: Sequence[Proposal]) -> Sequence[Cell]:
    return [
        Cell(title(copy), href=reverse("letters:copy", args=[copy.key])),
        Cell(", ".join(copy.address.splitlines())),
        envelope_cell(copy, proposed),
        Cell(tags=[state_tag(copy)], hint=copy.why),
        Cell(links=[pdf_link(copy)] if copy.pdf_id else []),
    ]
