"""A caseload that is handed over, and who leaves, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from caseload.enums import Passed
from caseload.models import Handover, HandoverLine
from caseload.presenters import episode as episodes
from caseload.presenters import words
from caseload.presenters.meeting import fit
from caseload.selectors.leaving import Carried
from caseload.selectors.meeting import Asks, Colleague
from caseload.times import local_day
from pitservice.accounts.models import Membership, Team, User
from pitservice.ui import dates
from pitservice.ui.components import Callout, Cell, Colour, Column, Details, Fact, FactList, Link, Section, Table, Tag
from pitservice.ui.words import inside, listed
from pitservice.ui.worklist import Item

WORK = (
    Column("Family"),
    Column("Their part"),
    Column("Sessions"),
    Column("Slots a week", numeric=True),
    Column("Next with them"),
    Column("Left open by them"),
)
LEAVING = (Column("Who"), Column("Team"), Column("Why"), Column("Work in hand", numeric=True), Column("Next"))
STAYING = (Column("Family"), Column("Stays with"), Column("Until"), Column("Next"))
MOVE = (Column("Family"), Column("When"), Column("Booked with"), Column("Next"))
LINES = (Column("Family"), Column("What became of it"), Column("Next appointment"), Column("Still to do"))


def href(team: Team, user: User) -> str:
    """Where somebody's caseload is handed over."""
    return reverse("caseload:hand_over_caseload", args=[team.key, user.key])


def link(team: Team, user: User) -> Link:
    """To there."""
    return Link("Hand over their work", href(team, user), hidden=f"of {user.name}")


def part_words(one: Carried) -> str:
    """Their part, as the team says it."""
    return str(one.role.label) if one.role else "No part: only appointments"


def facts_in_short(one: Carried) -> str:
    """Under the question about one piece of work: part, state, next appointment."""
    episode = one.episode
    parts = [part_words(one), inside(episode.get_state_display()), _sessions(episode)]
    parts += [f"next with them {dates.moment(episode.with_next)}"] if episode.with_next else []
    return ", ".join(parts)


def _sessions(episode: Any) -> str:
    return f"{episode.sessions_so_far} of {episode.agreed_sessions} sessions"


def left_open(episode: Any) -> list[str]:
    """What only they can finish: notes, what they typed, outcomes."""
    counted = (
        (episode.unsigned, "note not signed", "notes not signed"),
        (episode.typed, "draft", "drafts"),
        (episode.outcomes, "outcome not recorded", "outcomes not recorded"),
    )
    return [dates.count(number, one, many) for number, one, many in counted if number]


def works(rows: Sequence[Carried]) -> Section:
    """The caseload, one line for each piece of work, with what weighs in it."""
    cells = [
        [
            Cell(one.episode.family.title, episodes.href(one.episode), tags=[words.episode_tag(one.episode)]),
            Cell(part_words(one)),
            Cell(_sessions(one.episode)),
            Cell(f"{one.slots.normalize():f}", numeric=True),
            Cell(
                dates.moment(one.episode.with_next) if one.episode.with_next else "Nothing booked",
                hint=f"{dates.count(one.booked, 'appointment')} ahead" if one.booked else "",
            ),
            Cell(listed(left_open(one.episode)) or "Nothing"),
        ]
        for one in rows
    ]
    return Section("Their work", [Table("Their work", WORK, cells)])


def fits(rows: Sequence[Carried], colleagues: Mapping[int, Colleague], asks: Mapping[int, Asks], may: Any) -> Section:
    """How each colleague fits each family, as in an allocation meeting: facts by name, never ranked (issue 6 §1)."""
    columns = [Column("Who"), Column("What speaks for or against")]
    parts = []
    for one in rows:
        family = one.episode.family
        cells = [
            [Cell(user.name), Cell(" ".join(fit(colleagues[user.pk], asks[family.pk])))]
            for user in may[one.episode.pk]
            if user.pk in colleagues
        ]
        heading = f"How each fits {family.title}"
        nobody = [Callout("Nobody may take it on", ["Nobody else of the team may see this family and do this part."])]
        parts.append(Details(heading, [Table(heading, columns, cells)] if cells else nobody))
    return Section("How each colleague fits", parts)


def callouts(user: User, trainees: Sequence[User], *, open_ones: bool) -> list[Callout]:
    """What must be read first: what only they can finish, who learns from them."""
    found = []
    if open_ones:
        line = (
            f"Notes are signed and outcomes recorded by who was there: ask {user.name} to finish them before they go."
        )
        found.append(Callout("Only they can finish this", [line]))
    if trainees:
        names = listed([one.name for one in trainees])
        found.append(Callout("They need another supervisor", [f"{user.name} supervises {names}."]))
    return found


def not_here() -> Callout:
    """That restricted records are not on this page for who may not see them."""
    line = (
        "Work with a family whose record is restricted stands here only for those named for it. Ask who hands over, or"
        " the Caldicott guardian, whether there is any."
    )
    return Callout("Not on this list", [line])


# --- the page afterwards ---


def about(handover: Handover) -> FactList:
    """When and why."""
    return FactList(
        [Fact("Handed over", dates.moment(handover.created_at)), Fact("Why", handover.reason)],
    )


def lines(rows: Sequence[Any]) -> Section:
    """What became of each piece of work, and what is still to do."""
    return Section("What became of the work", [Table("What became of the work", LINES, [_line(row) for row in rows])])


def _line(row: Any) -> list[Cell]:
    family = row.episode.family
    links = []
    if row.left_ahead:
        links.append(Link("Move what is booked", reverse("caseload:to_move"), hidden=f"with {family.title}"))
    if row.became == Passed.GIVEN:
        links.append(Link("Write to the family", reverse("letters:write", args=[family.key]), hidden=family.title))
    return [
        Cell(family.title, episodes.href(row.episode)),
        Cell(became_words(row)),
        Cell(dates.moment(row.next_at) if row.next_at else "Nothing booked"),
        Cell(links=links),
    ]


def became_words(row: HandoverLine) -> str:
    """Sam Okoro is lead practitioner; stays with Priya Shah until 18 December 2026."""
    if row.colleague is not None:
        return f"{row.colleague.name}: {inside(row.get_role_display()) or 'the appointments'}"
    if row.stays_until is not None:
        return f"Stays with {row.handover.user.name} until {dates.day(row.stays_until)}"
    return f"{row.handover.user.name} no longer takes part"


# --- lists, and home ---


def why_leaving(row: Membership, today: date) -> str:
    """Has left, leaves, or cannot sign in."""
    if not row.user.is_active:
        return "The account is closed"
    assert row.ends_on is not None, "somebody whose roles go on leaves by a closed account alone"
    return f"{'Left' if row.ends_on < today else 'Leaves'} on {dates.weekday(row.ends_on)}"


def leaving_row(row: Any, today: date) -> list[Cell]:
    """One colleague."""
    gone = not row.user.is_active or (row.ends_on is not None and row.ends_on < today)
    return [
        Cell(row.user.name, tags=[Tag("Gone", Colour.RED)] if gone else []),
        Cell(row.team.name),
        Cell(why_leaving(row, today)),
        Cell(str(row.in_hand), numeric=True),
        Cell(links=[link(row.team, row.user)]),
    ]


def leaving(row: Any, user: User, today: date) -> Item:
    """On the home page: somebody leaves with work in hand."""
    gone = not row.user.is_active or (row.ends_on is not None and row.ends_on < today)
    return Item(
        what="Work of somebody who leaves",
        whose=f"{row.user.name}: {dates.count(row.in_hand, 'family', 'families')}",
        action=link(row.team, row.user),
        mine=row.user_id == user.pk,
        due=row.ends_on,
        tag=Tag(why_leaving(row, today), Colour.RED if gone else Colour.YELLOW),
    )


def staying_row(row: HandoverLine, today: date) -> list[Cell]:
    """One piece of work that stayed for now."""
    assert row.stays_until is not None
    over = [Tag("Over", Colour.RED)] if row.stays_until < today else []
    return [
        Cell(row.episode.family.title, episodes.href(row.episode)),
        Cell(row.handover.user.name),
        Cell(dates.weekday(row.stays_until), tags=over),
        Cell(links=[_hand_over(row)]),
    ]


def _hand_over(row: HandoverLine) -> Link:
    hidden = f"with {row.episode.family.title}"
    return Link("Hand it over", reverse("caseload:hand_over", args=[row.episode.key]), hidden=hidden)


def staying(row: HandoverLine, user: User, today: date) -> Item:
    """On the home page: the day until which work stays comes."""
    over = row.stays_until is not None and row.stays_until < today
    return Item(
        what=f"Stays with {row.handover.user.name} for now",
        whose=row.episode.family.title,
        action=_hand_over(row),
        mine=row.handover.user_id == user.pk,
        due=row.stays_until,
        tag=Tag("Over", Colour.RED) if over else None,
        family=(row.episode.family_id, row.team_id),
    )


def move_row(row: Any) -> list[Cell]:
    """One appointment that is booked with somebody who gave the work on."""
    return [
        Cell(row.episode.family.title, episodes.href(row.episode)),
        Cell(dates.moment(row.starts)),
        Cell(row.practitioner.name),
        Cell(links=[_move(row)]),
    ]


def _move(row: Any) -> Link:
    return Link("Move it", reverse("caseload:move", args=[row.key]), hidden=f"with {row.episode.family.title}")


def to_move(row: Any, _user: User, _today: date) -> Item:
    """On the home page."""
    return Item(
        what="Appointment with somebody who gave the work on",
        whose=row.episode.family.title,
        action=_move(row),
        mine=False,
        due=local_day(row.starts),
        tag=Tag(row.practitioner.name, Colour.YELLOW),
        family=(row.episode.family_id, row.team_id),
    )
