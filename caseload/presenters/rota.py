"""The rota in words: who is here, who is on duty, for whom somebody stands in (P5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse

from caseload.enums import STANDING_COLOURS, WEEKDAYS, Standing
from caseload.models import Absence
from caseload.presenters import leaving
from caseload.selectors.rota import Rota, StandsInFor
from pitservice.accounts.models import Team, User
from pitservice.ui import dates
from pitservice.ui.components import Callout, Cell, Colour, Column, Empty, Link, Section, Table, Tag


def last_day(absence: Absence) -> date:
    """The last day away."""
    return absence.during.upper - timedelta(days=1)  # type: ignore[no-any-return]  # a range has no type for its ends


def stands_in_words(one: StandsInFor) -> str:
    """Why somebody stands in: "away until Fri 4 December 2026"."""
    if one.until is not None:
        return f"away until {dates.weekday(one.until)}"
    return {
        Standing.NOT_WORKING: "who does not work today",
        Standing.LEFT: "who has left",
    }.get(one.standing, "who is away")


def today_lines(on_duty: Sequence[Team], gaps: Sequence[tuple[Team, list[date]]]) -> list[object]:
    """What the first page says: that one is on duty, and where nobody is."""
    lines: list[object] = []
    for team in on_duty:
        said = f"You are on duty today for {team.name}."
        link = Link("See the rota", reverse("caseload:rota"))
        lines.append(Empty(f"{said} What is due to colleagues who are not here shows below.", link))
    for team, days in gaps:
        named = ", ".join(dates.weekday(day) for day in days)
        link = Link("Set who is on duty", duty_href(team, days[0]))
        lines.append(Empty(f"Nobody is on duty for {team.name} on {named}.", link))
    return lines


def duty_href(team: Team, day: date) -> str:
    """Where the duty rota of the week of a day is set."""
    return f"{reverse('caseload:duty', args=[team.key])}?day={day.isoformat()}"


def week_of(rota: Rota, today: date, *, may_change: bool, hands_over: bool) -> list[object]:
    """One team's days: a table with a line for each colleague, who is on duty first."""
    shown = [day for day in rota.days if _is_shown(rota, day)]
    columns = [Column("Who"), *(Column(_heading(day, today)) for day in shown)]
    rows = [[Cell("On duty"), *(_duty_cell(rota, day, today) for day in shown)]]
    rows += [_row(rota, user, shown, may_change=may_change, hands_over=hands_over) for user in rota.people]
    return [Table(f"Rota of {rota.team.name}", columns, rows)]


def _is_shown(rota: Rota, day: date) -> bool:
    """Working days, and others on which somebody works or is on duty."""
    busy = rota.turn(day) is not None or any(rota.is_here(user, day) for user in rota.people)
    return day.weekday() < 5 or busy


def _heading(day: date, today: date) -> str:
    said = f"{WEEKDAYS[day.weekday()][:3]} {day.day} {day:%b}"
    return f"{said} (today)" if day == today else said


def _duty_cell(rota: Rota, day: date, today: date) -> Cell:
    turn, on_duty = rota.turn(day), rota.on_duty(day)
    if on_duty is not None:
        return Cell(on_duty.name)
    if day in rota.holidays:
        return Cell(tags=[tag_of(Standing.CLOSED)])
    colour = Colour.GREY if day < today else Colour.RED
    if turn is not None:
        return Cell(tags=[Tag("Nobody", colour)], hint=f"{turn.user.name} is not here")
    return Cell(tags=[Tag("Nobody", colour)]) if day.weekday() < 5 else Cell()


def _row(rota: Rota, user: User, shown: Sequence[date], *, may_change: bool, hands_over: bool) -> list[Cell]:
    pattern = rota.pattern(user, rota.days[-1])
    links = []
    if may_change:
        brings = reverse("caseload:brings", args=[rota.team.key, user.key])
        links = [
            Link("Working days", days_href(rota.team, user), hidden=f"of {user.name}"),
            Link("Brings", brings, hidden=f"to families: what {user.name} does"),
        ]
    if hands_over:
        links.append(leaving.link(rota.team, user))
    return [Cell(user.name, links=links, hint=pattern.hours if pattern else ""), *(_cell(rota, user, d) for d in shown)]


def _cell(rota: Rota, user: User, day: date) -> Cell:
    standing, absence = rota.standing(user, day), rota.absence(user, day)
    hint = ""
    if absence is not None:
        hint = f"{absence.cover.name} covers" if absence.cover else "Nobody covers"
    return Cell(tags=[tag_of(standing)], hint=hint)


def days_href(team: Team, user: User) -> str:
    """Where a colleague's working days are set."""
    return reverse("caseload:working_days", args=[team.key, user.key])


def tag_of(standing: Standing) -> Tag:
    """Whether somebody is here, with its colour; short, for the table."""
    short = {Standing.NOT_WORKING: "Day off"}
    return Tag(short.get(standing, str(standing.label)), STANDING_COLOURS[standing])


def absences(rows: Sequence[Absence], today: date, *, may_change: bool) -> Section:
    """Absences that are not over."""
    heading = "Away now and soon"
    if not rows:
        return Section(heading, [Empty("Nobody is recorded as away. Record leave or illness above.")])
    columns = [
        Column("Who"),
        Column("From"),
        Column("To"),
        Column("Cover"),
        *([Column("Change")] if may_change else []),
    ]
    return Section(heading, [Table(heading, columns, [_absence(row, today, may_change=may_change) for row in rows])])


def _absence(row: Absence, today: date, *, may_change: bool) -> list[Cell]:
    nobody = Cell(tags=[Tag("Nobody", Colour.YELLOW)], hint="The duty worker sees what is due")
    tags = [Tag("Away today", Colour.YELLOW)] if today in row.during else []
    cells = [
        Cell(row.user.name, tags=tags),
        Cell(dates.weekday(row.during.lower)),
        Cell(dates.weekday(last_day(row))),
        Cell(row.cover.name) if row.cover else nobody,
    ]
    if may_change:
        href = reverse("caseload:absence", args=[row.key])
        links = [Link("Change", href, hidden=f"the absence of {row.user.name}")]
        if today in row.during:
            clear = reverse("caseload:clear_day", args=[row.team.key, row.user.key])
            links.append(Link("Clear today", clear, hidden=f"for {row.user.name}"))
        cells.append(Cell(links=links))
    return cells


def without_duty(rota: Rota, today: date) -> list[object]:
    """What it means that nobody is on duty on a day that is not over (P60)."""
    if not any(day >= today for day in rota.gaps()):
        return []
    lines = [
        "On a day without a duty worker, forms with a question about harm are only done together: none goes by link.",
        "What is due to colleagues who are not here then shows to their cover alone.",
    ]
    return [Callout("Days without a duty worker", lines)]
