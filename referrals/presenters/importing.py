"""How an import and its rows read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from pitservice.jobs.enums import JobState
from pitservice.ui import dates
from pitservice.ui.components import (
    Callout,
    Cell,
    Column,
    Details,
    Fact,
    FactList,
    Link,
    Progress,
    Section,
    Table,
    Tag,
    Words,
)
from referrals.enums import (
    IMPORT_COLOURS,
    STANDING_COLOURS,
    WORKING_STATES,
    CommentAnswer,
    ImportState,
    RowMatch,
    Standing,
)
from referrals.importing import reading
from referrals.importing.checking import FATHER, MOTHER, PARTNER
from referrals.importing.columns import READ_ONLY, Col
from referrals.models import Import, ImportMove, ImportRow
from referrals.selectors.imports import RowLook
from referrals.wording import ASK_GUARDIAN

LISTED = (Column("Sheet"), Column("Uploaded"), Column("State"), Column("Rows"))
ROWS = (Column("Row"), Column("Baby"), Column("Adult"), Column("Received"), Column("State"), Column("To know"))
#: Lines of the table of counts: the part, what it is called, what is to be done with it.
_PARTS = (
    ("new", "New", "Ready, and like nobody who is known"),
    (
        "match",
        "Possible matches",
        "May be about somebody who is known, or like another row or an open referral",
    ),
    ("problem", "Problems", "Kept out until they are put right"),
    ("comment", "Comments to answer", "Kept out until somebody has read them"),
    ("ready", "Ready to be taken in", "Nothing stands in their way"),
    ("here", "Here already", "The same row was taken in before: nothing is done"),
    ("left_out", "Left out", "By a person's wish"),
    ("taken_in", "Taken in", "They are referrals now"),
)
_DOING = {
    ImportState.READING: "Reading the rows",
    ImportState.TAKING_IN: "Taking the rows in",
    ImportState.UNDOING: "Undoing",
}
_SHORT = 80
#: So many referrals that stand in the way of undoing are listed.
MOST_SHOWN = 50


def state_tag(sheet: Import) -> Tag:
    """Where an import is."""
    return Tag(ImportState(sheet.state).label, IMPORT_COLOURS[sheet.state])


def import_row(sheet: Import, counts: Mapping[str, Any], names: Mapping[int, str]) -> Sequence[Cell]:
    """A line of the list of imports."""
    uploader = names.get(sheet.created_by.user_id or 0) or sheet.created_by.name
    said = [
        f"{counts[name]:,} {words}"
        for name, words in (("taken_in", "taken in"), ("problem", "with a problem"), ("comment", "to answer"))
        if counts.get(name)
    ]
    return (
        Cell(sheet.name, href=reverse("referrals:import", args=[sheet.key]), hint=sheet.team.name),
        Cell(dates.moment(sheet.created_at), hint=f"By {uploader}"),
        Cell(tags=[state_tag(sheet)]),
        Cell(f"{counts.get('all', 0):,}", hint=", ".join(said)),
    )


def import_facts(sheet: Import, taken: ImportMove | None = None) -> FactList:
    """What sheet it is, and where it is; `taken` is when somebody last had its rows taken in."""
    facts = [
        Fact("State", tags=[state_tag(sheet)]),
        Fact("Team", sheet.team.name),
        Fact("Uploaded", f"{dates.moment(sheet.created_at)}, by {sheet.created_by.name}"),
    ]
    if taken is not None:
        facts.append(Fact("Last taken in", f"{dates.moment(taken.at)}, by {taken.by.name}"))
    if sheet.note:
        facts.append(Fact("To know", sheet.note))
    return FactList(facts)


def under_way(sheet: Import, href: str) -> list[object]:
    """A worker is at it: how far, without a script by a link; or it has stopped."""
    if sheet.job is not None and sheet.job.state == JobState.FAILED:
        return [Callout("The work has stopped", [sheet.job.note, _AGAIN])]
    done, total = (sheet.job.done, sheet.job.total) if sheet.job else (0, 0)
    bar = Progress(_DOING[ImportState(sheet.state)], done, total, refresh=href)
    return [bar, Words(["You can leave this page. The work goes on, and the home page shows how far it is."])]


_AGAIN = "Every row is whole, and nothing was done twice. Start it again among the background work that failed."


def is_working(sheet: Import) -> bool:
    """Whether nothing can be changed just now."""
    return sheet.state in WORKING_STATES


def counts_table(counts: Mapping[str, int], href: str) -> list[object]:
    """How many rows are how, each leading to its list."""
    rows = [
        [Cell(name, href=f"{href}?show={part}"), Cell(f"{counts[part]:,}", numeric=True), Cell(hint)]
        for part, name, hint in _PARTS
        if counts[part]
    ]
    whole = Cell("All rows", href=href), Cell(f"{counts['all']:,}", numeric=True), Cell("A row may stand in two lines")
    columns = [Column("Rows"), Column("How many", numeric=True), Column("What that is")]
    return [Section("Rows of the sheet", [Table("Rows of the sheet", columns, [*rows, whole])])]


def cannot_be_undone(found: Mapping[int, str], keys: Mapping[int, str]) -> list[object]:
    """Which referrals something has happened to since, and what: while there is one, the import stays.

    `keys` are those that this viewer may see. Of the others not even the row is named, for the row says who it is about
    (P10).
    """
    if not found:
        return []
    seen = [(number, what) for number, what in found.items() if number in keys]
    rows = [
        [Cell(f"Row {number}"), Cell(links=[_referral_link(keys[number])]), Cell(f"{what[:1].upper()}{what[1:]}.")]
        for number, what in seen[:MOST_SHOWN]
    ]
    columns = [Column("Row"), Column("Referral"), Column("What has happened since")]
    body: list[object] = [Words([_STAYS])]
    if rows:
        body.append(Table("What has happened since", columns, rows))
    if len(seen) > len(rows):
        body.append(Words([f"And {len(seen) - len(rows):,} more."]))
    if len(seen) < len(found):
        body.append(Words(["Something has happened to a referral that is not yours to see. Ask the guardian."]))
    return [Section("Why it cannot be undone", body)]


_STAYS = "It stays because something has happened to referrals that came of it. Deal with each on its page."


def _referral_link(key: str) -> Link:
    return Link(f"Referral {key}", reverse("referrals:referral", args=[key]))


def standing_tags(row: ImportRow) -> list[Tag]:
    """What stands between a row and its being a referral, and whom it may be about."""
    tags = [Tag(Standing(row.standing).label, STANDING_COLOURS[row.standing])]
    unanswered = row.comment and row.answered_at is None and row.standing == Standing.PROBLEM
    if unanswered:
        tags.append(Tag(Standing.COMMENT.label, STANDING_COLOURS[Standing.COMMENT]))
    if row.match and row.standing != Standing.TAKEN_IN:
        tags.append(Tag(RowMatch(row.match).label))
    return tags


def row_cells(row: ImportRow, sheet: Import, show: str) -> Sequence[Cell]:
    """A line of the list of rows. One that is a referral says only which: the rest stands there."""
    if row.referral is not None:
        here = reverse("referrals:referral", args=[row.referral.key])
        became = Cell(f"Referral {row.referral.key}", href=here)
        return (Cell(f"Row {row.number}"), became, Cell(), Cell(), Cell(tags=standing_tags(row)), Cell())
    cells = cells_now(row, sheet)
    href = reverse("referrals:import-row", args=[sheet.key, row.key])
    return (
        Cell(f"Row {row.number}", href=f"{href}?show={show}" if show else href),
        Cell(_named(cells, Col.BABY_GIVEN, Col.BABY_FAMILY) or "No name"),
        Cell(_named(cells, Col.MOTHER_GIVEN, Col.MOTHER_FAMILY) or cells.get(Col.PARTNER_NAME, "")),
        Cell(cells.get(Col.RECEIVED, "")[:_SHORT]),
        Cell(tags=standing_tags(row)),
        Cell(_in_short(row), hint=row.comment[:_SHORT] if row.answered_at is None else ""),
    )


def _named(cells: Mapping[str, str], *columns: Col) -> str:
    return " ".join(cells[column].strip() for column in columns if cells.get(column, "").strip())[:_SHORT]


def _in_short(row: ImportRow) -> str:
    return "; ".join(f"{column}: {why}" for column, why, _ in row.problems[:2])


def cells_sent(row: ImportRow, sheet: Import) -> dict[str, str]:
    """By our column, what was sent; several columns of comments together."""
    found: dict[str, str] = {}
    for heading, cell in reading.by_heading(sheet.headings, row.cells).items():
        if column := sheet.mapping.get(heading):
            found[column] = f"{found[column]}\n{cell}".strip() if column in found else cell
    return found


def cells_now(row: ImportRow, sheet: Import) -> dict[str, str]:
    """The same with what a person corrected."""
    return cells_sent(row, sheet) | {str(column): typed for column, typed in row.corrected.items()}


def wrong_by_column(row: ImportRow) -> dict[str, str]:
    """What is wrong, by our column, as a sentence."""
    found: dict[str, str] = {}
    for column, why, stops in row.problems:
        said = f"{why[:1].upper()}{why[1:]}. {'This keeps the row out.' if stops else 'Kept as sent, and not used.'}"
        found[column] = f"{found[column]} {said}" if column in found else said
    return found


def about_row(row: ImportRow, sheet: Import, look: RowLook) -> list[object]:
    """What a person needs to know of a row before they correct it or take it in."""
    facts = [Fact("State", tags=standing_tags(row)), *_who(cells_now(row, sheet))]
    asked = {column for column in cells_sent(row, sheet) if column not in READ_ONLY}  # with the question, in the form
    facts += [Fact(column, said) for column, said in wrong_by_column(row).items() if column not in asked]
    if row.comment:
        facts.append(_comment_fact(row, sheet))
    facts += _look_facts(sheet, look)
    sent = [Fact(heading, cell) for heading, cell in reading.by_heading(sheet.headings, row.cells).items() if cell]
    return [FactList(facts), Details("The row as it was sent", [FactList(sent)])]


def _comment_fact(row: ImportRow, sheet: Import) -> Fact:
    answer = Link(
        "Answer" if row.answered_at is None else "Change the answer",
        reverse("referrals:import-comment", args=[sheet.key, row.key]),
        hidden="the comment",
    )
    said = [*row.comment.split("\n"), *answers_in_words(row)]
    return Fact("What the sheet says besides", said, actions=[answer])


def answers_in_words(row: ImportRow) -> list[str]:
    """What was answered, by whom."""
    if row.answered_at is None or row.answered_by is None:
        return ["Nobody has said yet what this means for contact."]
    words = [_ANSWERED.get(answer) or CommentAnswer(answer).label for answer in row.answers]
    note = [row.answer_note] if row.answer_note else []
    return [f"{row.answered_by.name} answered on {dates.moment(row.answered_at)}: {'; '.join([*words, *note])}."]


_ANSWERED = {
    f"{CommentAnswer.NUMBER}:{MOTHER}": "The mother's number is not safe",
    f"{CommentAnswer.NUMBER}:{PARTNER}": "The partner's number is not safe",
    f"{CommentAnswer.SOMEBODY}:{MOTHER}": "The mother must not learn of it",
    f"{CommentAnswer.SOMEBODY}:{PARTNER}": "The partner must not learn of it",
    f"{CommentAnswer.SOMEBODY}:{FATHER}": "A father or partner who is not named must not learn of it",
}


def _look_facts(sheet: Import, look: RowLook) -> list[Fact]:
    found = []
    for match in look.matches:
        record = Link(match.family.title, reverse("families:family", args=[match.family.key]))
        found.append(Fact("May be about", ", ".join(match.found.reasons).capitalize(), links=[record]))
    found += [Fact("May be known to another team", f"Ask the lead of {team}.") for team in look.teams]
    if look.guardian:
        found.append(Fact("May be about a record in hiding", f"Once it is taken in: {ASK_GUARDIAN.lower()}"))
    for key, why in look.unsettled:
        referral = Link(f"Referral {key}", reverse("referrals:referral", args=[key]))
        found.append(
            Fact(
                "Like a referral of which nobody has settled who it is about", f"{why.capitalize()}.", links=[referral]
            )
        )
    for number, why in look.alike:
        rows = Link(f"Row {number}", f"{reverse('referrals:import-rows', args=[sheet.key])}?row={number}")
        found.append(Fact("Like another row", f"{why.capitalize()}.", links=[rows]))
    return found


def comment_aside(row: ImportRow, sheet: Import) -> list[object]:
    """The comment, whole, and whom the row is about."""
    cells = cells_now(row, sheet)
    facts = [*_who(cells), Fact("Past outcome", cells.get(Col.OUTCOME, ""), empty="None")]
    return [Callout("The sheet says", row.comment.split("\n")), FactList(facts)]


def _who(cells: Mapping[str, str]) -> list[Fact]:
    """Whom the row names, as it stands now."""
    return [
        Fact("Baby", _named(cells, Col.BABY_GIVEN, Col.BABY_FAMILY), empty="No name"),
        Fact("Mother", _named(cells, Col.MOTHER_GIVEN, Col.MOTHER_FAMILY), empty="Not named"),
        Fact("Partner", " ".join([cells.get(Col.PARTNER_NAME, ""), _role(cells)]).strip(), empty="Not named"),
    ]


def _role(cells: Mapping[str, str]) -> str:
    role = cells.get(Col.PARTNER_ROLE, "").strip()
    return f"({role})" if role else ""


def numbers_named(row: ImportRow, sheet: Import) -> dict[str, str]:
    """Whose numbers the row has: "mother" → "The mother's, 07700 900123"."""
    cells = cells_now(row, sheet)
    whose = ((MOTHER, "The mother's", Col.MOTHER_MOBILE), (PARTNER, "The partner's", Col.PARTNER_MOBILE))
    return {side: f"{words}, {cells[col].strip()}" for side, words, col in whose if cells.get(col, "").strip()}


def people_named(row: ImportRow, sheet: Import) -> dict[str, str]:
    """Which adults the row names: "partner" → "Jack Chowdhury (Step-father)"."""
    cells = cells_now(row, sheet)
    found = {}
    if mother := _named(cells, Col.MOTHER_GIVEN, Col.MOTHER_FAMILY):
        found[MOTHER] = f"{mother} (mother)"
    if partner := cells.get(Col.PARTNER_NAME, "").strip():
        found[PARTNER] = f"{partner} {_role(cells) or '(partner)'}"
    return found
