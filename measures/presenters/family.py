"""The family's tab "Measures": what must be seen first, what is due, what changed, everything that was recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from measures.models import Definition, Goal, MeasureRequest, RiskAnswer, Score
from measures.presenters.words import change_of, due_whose, due_words, record_href, values_of, whose
from measures.selectors.due import Due
from measures.series import Series
from pitservice.ui import dates
from pitservice.ui.components import Button, Callout, Cell, Column, Empty, Fact, FactList, Link, Section, Table
from pitservice.ui.words import inside


def risk_callouts(rows: Sequence[RiskAnswer], names: Mapping[int, str]) -> list[object]:
    """Risk answers about which nobody has said what was done (P60)."""
    found: list[object] = []
    for row in rows:
        found.append(Callout("A worrying answer", [risk_words(row, names)]))
        found.append(Link("Say what was done", reverse("measures:risk", args=[row.key]), hidden=risk_words(row, names)))
    return found


def risk_words(row: RiskAnswer, names: Mapping[int, str]) -> str:
    """Who answered what, when, and whether the form was sent."""
    says = next((one.says for one in row.definition.spec.alerts if one.item == row.item), "a risk question")
    who = names.get(row.adult_id or 0, "Somebody")
    unsent = ", on a form that was not sent" if row.request_id and row.score_id is None else ""
    asked = f"question {row.item} of {row.definition.code} ({says})"
    return f"{who} answered {asked} with {row.value}, {dates.moment(row.created_at)}{unsent}."


def due_section(due: Sequence[Due], names: Mapping[int, str], today: date, *, may_record: bool) -> Section:
    """What is due, with where it is recorded."""
    if not due:
        return Section("Due", [Empty("No measure is due.")])
    columns = [Column("Measure"), Column("Of whom"), Column("Since")]
    rows = [
        [
            Cell(due_words(one), record_href(one) if may_record else "", hidden=f"of {due_whose(one, names)}"),
            Cell(due_whose(one, names)),
            Cell(dates.in_words(one.since, today)),
        ]
        for one in due
    ]
    return Section("Due", [Table("Measures due", columns, rows)])


def requests_section(rows: Sequence[MeasureRequest], names: Mapping[int, str], *, may_record: bool) -> list[Section]:
    """Forms asked for by link that are not over."""
    if not rows:
        return []
    columns = [Column("Form"), Column("Sent to"), Column("So far")]
    cells = [
        [
            Cell(row.definition.code),
            Cell(names.get(row.adult_id, str(row.adult)), hint=dates.moment(row.created_at)),
            Cell(
                f"{dates.count(len(row.answers), 'answer')}, not sent" if row.answers else "Not begun",
                links=[
                    Link("Close the link", reverse("measures:take_back", args=[row.key]), hidden=row.definition.code)
                ]
                if may_record
                else (),
            ),
        ]
        for row in rows
    ]
    return [Section("Asked for by private link", [Table("Asked for by private link", columns, cells)])]


def change_section(series: Sequence[Series]) -> list[Section]:
    """First and last of each measure, and what became of it."""
    if not series:
        return []
    columns = [Column("Measure"), Column("What changed")]
    rows = [[Cell(one.title), Cell(change_of(one))] for one in series]
    return [Section("What changed", [Table("What changed", columns, rows)])]


def goals_section(goals: Sequence[Goal], *, may_record: bool) -> list[Section]:
    """Goals, those that are over last."""
    if not goals:
        return []
    columns = [Column("Goal"), Column("Agreed")]
    rows = []
    for goal in goals:
        end = [Link("It is over", reverse("measures:end_goal", args=[goal.key]), hidden=goal.words)]
        over = f"over since {dates.day(goal.ended_on)}" if goal.ended_on else ""
        links = end if may_record and not goal.ended_on else ()
        rows.append([Cell(goal.words), Cell(dates.day(goal.agreed_on), hint=over, links=links)])
    return [Section("Goals", [Table("Goals", columns, rows)])]


def scores_section(scores: Sequence[Score], names: Mapping[int, str]) -> Section:
    """Everything that stands, newest first."""
    if not scores:
        return Section("Recorded", [Empty("No measure has been recorded for this family.")])
    columns = [Column("Day"), Column("Measure"), Column("Of whom"), Column("Score")]
    rows = [
        [
            Cell(dates.day(one.taken_on), reverse("measures:score", args=[one.key]), hidden=one.definition.code),
            Cell(f"{one.definition.code}{f', {one.form} months' if one.form else ''}", hint=one.get_point_display()),
            Cell(whose(one, names), hint=one.get_how_display()),
            Cell("; ".join(values_of(one))),
        ]
        for one in reversed(scores)
    ]
    return Section("Recorded", [Table("Recorded", columns, rows)])


def record_buttons(family_key: str, definitions: Sequence[Definition]) -> list[Button]:
    """The board, a goal, and where a measure is chosen."""
    found = [Button("Outcome board", reverse("measures:board", args=[family_key]))]
    if definitions:
        found.append(Button("Record a measure", reverse("measures:choose", args=[family_key]), secondary=True))
    found.append(Button("Add a goal", reverse("measures:add_goal", args=[family_key]), secondary=True))
    return found


def blanks(definitions: Sequence[Definition]) -> list[Link]:
    """Where each measure is printed empty, of those whose words we may print (P71)."""
    return [
        Link(f"Print an empty {one.code}", reverse("measures:blank", args=[one.key]))
        for one in definitions
        if one.spec.by_item
    ]


def entry_title(score: Score, names: Mapping[int, str]) -> str:
    """For the timeline: "PHQ-9, Aisha Khan: Total 18 (moderately severe)"."""
    return f"{score.definition.code}, {whose(score, names)}: {inside('; '.join(values_of(score)))}"


def score_body(score: Score, names: Mapping[int, str]) -> list[object]:
    """One score whole: its values, then each answer as it was given."""
    spec = score.definition.spec
    facts = [
        Fact("Measure", spec.name),
        Fact("Of whom", whose(score, names)),
        Fact("Score", values_of(score)),
        Fact("When", f"{dates.day(score.taken_on)}, {inside(score.get_point_display())}"),
        Fact("How", score.get_how_display()),
        Fact("Edition", str(score.definition.edition)),
        *([Fact("Age form", f"{score.form} months")] if score.form else []),
        *([Fact("Corrected, because", score.why)] if score.why else []),
    ]
    answers = []
    for number in sorted(int(one) for one in score.answers):
        value = score.answers[str(number)]
        text = spec.items[number - 1] if spec.by_item else f"Question {number}"
        said = spec.anchors[value] if spec.by_item else str(value)
        answers.append(Fact(f"{number}. {text}" if spec.by_item else text, said))
    found: list[object] = [FactList(facts)]
    return [*found, *([FactList(answers, "Answers")] if answers else [])]
