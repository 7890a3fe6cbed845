"""How files of rows, and what is wrong with the rows, read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from families.models import Family
from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Job
from pitservice.ui.components import (
    Button,
    Buttons,
    Callout,
    Cell,
    Colour,
    Column,
    Details,
    Empty,
    Fact,
    FactList,
    Link,
    Progress,
    Section,
    Table,
    Tag,
    Words,
)
from pitservice.ui.dates import count, moment
from pitservice.ui.fields.wording import capital
from reporting.enums import ExportKind, ExportState
from reporting.exports.kept import KeptProblem, problems_of
from reporting.exports.spec import Level, data_set
from reporting.exports.words import ANONYMISED, NOT_A_SUBMISSION, NOT_MADE
from reporting.models import Export

EXPORT_COLUMNS = (Column("What for"), Column("Period"), Column("Team"), Column("Made by"), Column("State"))
PROBLEM_COLUMNS = (Column("About"), Column("What is wrong"), Column("Field"), Column("What follows"), Column("Mend"))
_COLOURS: Mapping[str, Colour] = {
    ExportState.MAKING: Colour.BLUE,
    ExportState.MADE: Colour.GREEN,
    ExportState.NOT_MADE: Colour.RED,
}
#: What a breach leads to: the word, its colour, and what it means.
_FOLLOWS: Mapping[Level, tuple[str, Colour]] = {
    Level.FILE: ("No file is made", Colour.RED),
    Level.ROW: ("Row left out", Colour.RED),
    Level.SEVERITY_1: ("Severity 1 warning", Colour.YELLOW),
    Level.WARNING: ("Warning", Colour.GREY),
}
#: Where a record of each kind is mended; those of a family take its key too.
_PLACES: Mapping[str, str] = {
    "referral": "referrals:referral",
    "appointment": "caseload:appointment",
    "group session": "caseload:group_session",
    "work": "caseload:episode",
    "organisation": "families:organisation",
    "professional": "families:directory_professional",
    "settings": "configuration:change",
}


def export_href(export: Export) -> str:
    """Its page."""
    return reverse("reporting:export", args=[export.key])


def export_tag(export: Export) -> Tag:
    """Where it is."""
    if export.forgotten_at:
        return Tag("File removed", Colour.GREY)
    return Tag(export.get_state_display(), _COLOURS[export.state])


def export_row(export: Export, names: Mapping[int, str]) -> Sequence[Cell]:
    """Its row in the list; expects `team`. `names`: colleagues' by their ids."""
    who = names.get(export.created_by.user_id or 0) or export.created_by.name
    return (
        Cell(export.get_kind_display(), href=export_href(export), hidden=export.period.in_words()),
        Cell(export.period.in_words()),
        Cell(export.team.name),
        Cell(f"{who}, {moment(export.created_at)}"),
        Cell(tags=[export_tag(export)]),
    )


def export_facts(export: Export) -> FactList:
    """What it is, of which period, and who had it made."""
    found = [
        Fact("What for", export.get_kind_display()),
        Fact("Period", export.period.in_words()),
        Fact("State", tags=[export_tag(export)]),
        Fact("Made by", f"{export.created_by.name}, {moment(export.created_at)}"),
    ]
    if export.state == ExportState.MADE and export.kind == ExportKind.NATIONAL:
        found.append(Fact("About", count(len(export.family_ids), "family", "families")))
    if export.forgotten_at:
        found.append(Fact("File removed", moment(export.forgotten_at)))
    return FactList(found)


def export_making(export: Export, job: Job | None) -> Sequence[object]:
    """How far the worker is, or why it failed."""
    if job is not None and job.state == JobState.FAILED:
        again = Button("Try again", reverse("reporting:export-again", args=[export.key]))
        return [Callout("The file could not be made", [job.note or "The reason is not known."]), Buttons([again])]
    done, total = (job.done, job.total) if job else (0, 0)
    bar = Progress("The file is being made", done, total, refresh=export_href(export))
    return [bar, Words(["You can leave this page; the work goes on."])]


def export_body(export: Export) -> Sequence[object]:
    """What is in it, what it is not, and what is wrong."""
    if export.state == ExportState.NOT_MADE:
        refused = "The file was not made. Mend what follows “No file is made”, and have it made anew."
        return [Callout("No file", [refused]), export_problems(export)]
    if export.kind == ExportKind.FOUNDATION:
        return [export_tables(export), Details("What the file says, and what it does not", [Words(ANONYMISED)])]
    about = Details("What the file is not", [Words([NOT_A_SUBMISSION, "Not in it:", *NOT_MADE])])
    return [export_tables(export), about, export_problems(export)]


def export_tables(export: Export) -> Section:
    """How many rows stand in each table."""
    titles = {table.name: table.title for table in data_set().tables}
    order = [*titles, *sorted(export.counts.keys() - titles.keys())]
    rows = [
        (Cell(titles.get(name, name)), Cell(name), Cell(f"{export.counts[name]:,}", numeric=True))
        for name in order
        if name in export.counts
    ]
    columns = (Column("What"), Column("Table"), Column("Rows", numeric=True))
    return Section("What is in the file", [Table("What is in the file", columns, rows)])


def export_problems(export: Export) -> Section:
    """What is wrong, rule by rule, each with its list."""
    found = problems_of(export)
    heading = "What is wrong"
    if not found:
        return Section(heading, [Empty("Every row keeps every rule that we check.")])
    rules = Counter((one.table, one.code) for one in found)
    first = {(one.table, one.code): one for one in reversed(found)}
    order = list(Level)
    rows = [
        _rule_row(export, first[key], number)
        for key, number in sorted(rules.items(), key=lambda item: (order.index(first[item[0]].level), -item[1]))
    ]
    columns = (Column("Rule"), Column("What is wrong"), Column("What follows"), Column("How many", numeric=True))
    said = "Mend the record, and have the file made anew: what was mended is in the next one."
    return Section(heading, [Words([said]), Table(heading, columns, rows)])


def _rule_row(export: Export, one: KeptProblem, number: int) -> Sequence[Cell]:
    address = reverse("reporting:export-problems", args=[export.key])
    href = f"{address}?{urlencode({'table': one.table, 'rule': one.code})}"
    return (
        Cell(f"{one.code}, {one.table}"),
        Cell(_says(one)),
        Cell(tags=[_follows(one)]),
        Cell(f"{number:,}", href=href, hidden=f"rows that break {one.code}", numeric=True),
    )


def problem_row(one: KeptProblem, family: Family | None) -> Sequence[Cell]:
    """One breach, with where it can be mended."""
    title = family.title if family else capital(one.kind)
    href = mend_href(one, family)
    return (
        Cell(title),
        Cell(_says(one)),
        Cell(one.field),
        Cell(tags=[_follows(one)]),
        Cell(links=[Link("Mend", href, hidden=f"{one.kind} of {title}")] if href else ()),
    )


def mend_href(one: KeptProblem, family: Family | None) -> str:
    """The page of the record that the row came from."""
    if one.kind == "person":
        return reverse("families:person", args=[family.key, one.key]) if family else ""
    return reverse(_PLACES[one.kind], args=[one.key]) if one.kind in _PLACES else ""


def problem_words(one: KeptProblem) -> str:
    """ "MHS00120: The date of birth is not recorded."."""
    return f"{one.code}: {_says(one)}"


def _says(one: KeptProblem) -> str:
    rule = data_set().rule(one.table, one.code)
    return rule.says if rule else "This is no longer checked."


def _follows(one: KeptProblem) -> Tag:
    words, colour = _FOLLOWS[one.level]
    return Tag(words, colour)
