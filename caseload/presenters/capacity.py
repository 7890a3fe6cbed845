"""How capacity, demand and flow read: each figure beside its working, in one sentence with the numbers (CAP-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.urls import reverse

from caseload.capa import (
    ENOUGH,
    HALF_DAYS,
    QUARTER_WEEKS,
    Balance,
    Hours,
    first_slots,
    multiplier,
    needed,
    offered,
    slot_hours,
)
from caseload.enums import Rhythm
from caseload.selectors.weeks import OneColleague, TeamWeeks
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Empty, Fact, FactList, Link, Section, Table, Words
from pitservice.ui.words import inside

COLUMNS = (
    Column("Practitioner"),
    Column("Slots a week", numeric=True),
    Column("Carries now", numeric=True),
    Column("Left", numeric=True),
    Column("How it comes about"),
)


def number(value: Decimal) -> str:
    """With one decimal where there is one: 8, 2.3."""
    rounded = value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{rounded.normalize() + 0:f}"


def hours(value: Decimal) -> str:
    """As exact as it is: 22.5, 36.67."""
    return f"{value.normalize() + 0:f}"


def working(one: Hours) -> str:
    """From the contract to the slots, with every number."""
    days = f" ({dates.count(one.days_off, 'day')} away or closed)" if one.days_off else ""
    weeks = "" if one.weeks == 1 else f" ÷ {one.weeks} weeks"
    nothing = ", which is more than there is" if one.contracted < one.leave + one.protected + one.groups else ""
    return (
        f"{hours(one.contracted)} hours contracted − {hours(one.leave)} leave{days} − {hours(one.protected)} not for"
        f" families − {hours(one.groups)} groups = {hours(one.left)} hours{nothing};"
        f" ÷ {hours(slot_hours(one.families_a_day).quantize(Decimal('0.001')))} hours a slot{weeks}"
        f" = {dates.count(one.slots, 'whole slot')} a week."
    )


def part(found: TeamWeeks, *, named: bool) -> list[object]:
    """A team: what is missing, slots and families by practitioner, demand and flow; `named` where there are several."""
    name = f", {found.team.name}" if named else ""
    if not found.colleagues:
        return [Section(f"Slots a week{name}", [Empty("Nobody of this team leads work with families.")])]
    table = Table(f"Slots a week{name}", COLUMNS, _rows(found))
    return [
        Section(f"Slots a week{name}", [*_missing(found), table]),
        Section(f"Demand and flow{name}", [Words([_quarter_words()]), FactList(flow(found))]),
    ]


def _rows(found: TeamWeeks) -> list[Sequence[Cell]]:
    return [*(_row(one, found.settings.co_work_percent) for one in found.colleagues), _together(found)]


#: The columns of the file: those of the page, with team and weeks before them.
FILE = ("Team", "From", "Weeks", *(one.label for one in COLUMNS), "What they carry")


def lines(found: TeamWeeks, first: date) -> list[list[str]]:
    """The same of a team for a file of rows: practitioners, then demand and flow, which has no slots."""
    if not found.colleagues:
        return []
    weeks = [found.team.name, first.isoformat(), str(found.weeks)]
    slots = [[*weeks, *(cell.text for cell in row), row[-1].hint] for row in _rows(found)]
    return slots + [[*weeks, one.key, "", "", "", _said(one), ""] for one in flow(found)]


def _said(fact: Fact) -> str:
    return fact.value if isinstance(fact.value, str) else " ".join(fact.value)


def _quarter_words() -> str:
    return (
        f"Counted over the last {QUARTER_WEEKS} whole weeks, of families that you may see. What CAPA, the Choice and"
        " Partnership Approach, begins with is used until your own number is known; each line says which it is."
    )


def _missing(found: TeamWeeks) -> list[object]:
    """Whose hours nobody has recorded, each with what is taken instead and where to record them."""
    facts = []
    for one in found.colleagues:
        said = _not_known(one)
        if said:
            href = reverse("caseload:working_days", args=[found.team.key, one.user.key])
            facts.append(Fact(one.user.name, said, actions=[Link("Record", href, hidden=f"hours of {one.user.name}")]))
    return [FactList(facts, heading="Hours that are missing")] if facts else []


def _not_known(one: OneColleague) -> list[str]:
    if one.hours is None:
        return ["No working days are recorded: no slots are counted."]
    said = []
    if one.hours.assumed:
        said.append("The hours of their week are not recorded: each working day counts 7.5 hours.")
    if one.hours.partly:
        said.append("Working days are recorded for a part of these weeks only: the others count nothing.")
    return said


def _carries(one: OneColleague, co_work_percent: int) -> str:
    """12 families: 8 weekly, 4 every two weeks: 10 slots."""
    parts = [f"{one.rhythms[rhythm]} {inside(str(rhythm.label))}" for rhythm in Rhythm if one.rhythms.get(rhythm.value)]
    families = dates.count(one.load.families, "open family", "open families")
    by = f" ({', '.join(parts)})" if parts else ""
    new = "".join(f"; {new}" for new in one.load.new_to)
    return f"{families}{by}{_shared(one, co_work_percent)}: {_slots(one.load.used)} a week{new}."


def _shared(one: OneColleague, co_work_percent: int) -> str:
    """In whose families they are co-worker, and what that counts."""
    shared = one.load.shared
    return f" and {shared} as co-worker, counted {co_work_percent} in a hundred of the lead’s time" if shared else ""


def _row(one: OneColleague, co_work_percent: int) -> Sequence[Cell]:
    slots = None if one.hours is None else one.hours.slots
    left = "" if slots is None else _left(slots - one.load.used)
    said = "No working days are recorded." if one.hours is None else working(one.hours)
    return [
        Cell(one.user.name),
        Cell("Not known" if slots is None else str(slots), numeric=True),
        Cell(number(one.load.used), numeric=True),
        Cell(left or "Not known", numeric=True),
        Cell(said, hint=_carries(one, co_work_percent)),
    ]


def _slots(used: Decimal) -> str:
    return f"{number(used)} {'slot' if used == 1 else 'slots'}"


def _left(slots: Decimal) -> str:
    return number(slots) if slots >= 0 else f"{number(-slots)} too many"


def _together(found: TeamWeeks) -> Sequence[Cell]:
    """Everybody; what is left is said only where everybody's hours are known, since all carry families."""
    known = [one.hours for one in found.colleagues if one.hours is not None]
    slots = sum(one.slots for one in known)
    used = sum((one.load.used for one in found.colleagues), Decimal(0))
    families = sum(one.load.families for one in found.colleagues)
    people, missing = dates.count(len(known), "practitioner"), len(found.colleagues) - len(known)
    without = f"; {missing} not known" if missing else ""
    return [
        Cell("Together"),
        Cell(str(slots) if known else "Not known", numeric=True),
        Cell(number(used), numeric=True),
        Cell("Not known" if missing else _left(slots - used), numeric=True),
        Cell(
            f"The slots of {people} added up{without}. {hours(found.together.contracted)} hours contracted in all.",
            hint=f"{dates.count(families, 'open family', 'open families')}: {_slots(used)} a week.",
        ),
    ]


def flow(found: TeamWeeks) -> list[Fact]:
    """Accepted, first appointments, who goes on, sessions, new families needed and to be taken on, balance."""
    counts, settings = found.flow, found.settings
    goes_on = counts.transfer_percent(settings.transfer_percent)
    sessions = counts.sessions(settings.partnership_sessions)
    went_on = _source(counts.known, f"{counts.went_on} of {counts.known} of whom it is known", "known of so few")
    ended = _source(
        counts.ended,
        f"{counts.after_first} sessions in {counts.ended} pieces of work that ended",
        "so few pieces of work ended with more than a first session",
    )
    return [
        *_demand(found),
        Fact("Go on after the first", f"{number(goes_on)} in a hundred: {went_on}"),
        Fact("Sessions after the first", f"{number(sessions)} on average: {ended}"),
        *_balance(found, goes_on, sessions),
    ]


def _demand(found: TeamWeeks) -> list[Fact]:
    counts = found.flow
    a_week, seen = Decimal(counts.accepted) / QUARTER_WEEKS, Decimal(counts.first_seen) / QUARTER_WEEKS
    return [
        Fact(
            "Referrals accepted",
            [
                f"{number(a_week)} a week: {counts.accepted} in {QUARTER_WEEKS} weeks.",
                f"{number(found.together.full_time)} full-time posts in the weeks shown; CAPA’s rule of thumb is 1"
                " accepted a week for each.",
            ],
        ),
        Fact(
            "First appointments",
            [
                f"{number(seen)} a week: {counts.first_seen} took place in {QUARTER_WEEKS} weeks.",
                f"Offer {dates.count(first_slots(counts.accepted), 'first appointment')} a week: as many as are"
                " accepted, rounded up, planned as if everybody came.",
            ],
        ),
    ]


def _balance(found: TeamWeeks, goes_on: Decimal, sessions: Decimal) -> list[Fact]:
    settings, accepted, full_time = found.settings, found.flow.accepted, found.together.full_time
    a_week, half_day = Decimal(accepted) / QUARTER_WEEKS, Decimal(settings.families_a_day) / 2
    each = multiplier(half_day, settings.usable_weeks, sessions)
    asked, there = needed(Decimal(accepted), goes_on), offered(full_time, settings.core_percent, each)
    return [
        Fact(
            "New families needed",
            f"{number(asked)} a quarter: {accepted} accepted × {number(goes_on)} in a hundred. CAPA’s rule of"
            f" thumb is 8 to 9 times the accepted of a week: {number(a_week * 8)} to {number(a_week * 9)}.",
        ),
        Fact(
            "New families that can be taken on",
            [
                f"{number(there)} a quarter: {number(full_time * HALF_DAYS)} half-days a week × {settings.core_percent}"
                f" in a hundred for work after the first × {number(each)} for each half-day.",
                f"{number(each)} = {number(half_day)} families in a half-day × {hours(settings.usable_weeks)} weeks"
                f" worked of {QUARTER_WEEKS} ÷ {number(sessions)} sessions.",
            ],
        ),
        Fact("Balance", _in_words(found, Balance.of(asked, there))),
    ]


def _in_words(found: TeamWeeks, balance: Balance) -> Sequence[str]:
    """No balance is said where nobody's hours are known; where some are missing, that it is without them."""
    missing = sum(one.hours is None for one in found.colleagues)
    if missing == len(found.colleagues):
        return ["Not known: nobody’s working days are recorded."]
    without = f"Without {dates.count(missing, 'practitioner')} whose working days are not recorded."
    return [str(balance), *([without] if missing else [])]


def _source(known: int, measured: str, few: str) -> str:
    """Measured, or what the team has set until `ENOUGH` is known."""
    if known >= ENOUGH:
        return f"{measured}."
    return f"as the team’s settings say, because {few} ({known}, {ENOUGH} are needed)."
