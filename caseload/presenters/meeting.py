"""How an allocation meeting reads on the shared screen, and as its minutes afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from caseload.enums import MEETING_COLOURS, WEEKDAYS, MeetingState
from caseload.localities import near_words
from caseload.models import Meeting, MeetingDecision
from caseload.rules import first_contact_due
from caseload.selectors.meeting import Asks, Colleague
from families.contact import Addressee
from families.enums import Answer
from pitservice.configuration.enums import WaitingOrder
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.postcodes import beginnings
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Fact, FactList, Link, Section, Table, Tag
from pitservice.ui.fields import capital
from pitservice.ui.words import listed
from referrals.clock import times_of
from referrals.presenters.waiting import waited_words, why_here
from referrals.wording import babies, babies_in_words, baby_age


def href(meeting: Meeting) -> str:
    """Its page."""
    return reverse("caseload:meeting", args=[meeting.key])


def state_tag(meeting: Meeting) -> Tag:
    """Under way, finished, called off."""
    return Tag(meeting.get_state_display(), MEETING_COLOURS[meeting.state])


def about(meeting: Meeting) -> FactList:
    """When, who was there, who holds the pen."""
    return FactList(
        [
            Fact("Day", dates.weekday(meeting.held_on), tags=[state_tag(meeting)]),
            Fact("There", listed(meeting.present)),
            Fact("Holds the pen", meeting.pen.name),
        ]
    )


def waiting(
    meeting: Meeting, rows: Sequence[Any], decided: Mapping[int, MeetingDecision], settings: TeamSettings, today: date
) -> Section:
    """Waiting families in the order in force: reference and baby's age alone until one is opened (pages.md)."""
    heading = f"Waiting, {WaitingOrder(settings.waiting_order).label}"
    if not rows:
        return Section(heading, [Empty("Nobody is waiting.")])
    cells = [
        [
            Cell(row.referral.key, f"{href(meeting)}?family={row.key}", hint=_ages(row, today)),
            Cell(waited_words(row, times_of(row.away), settings, today)),
            Cell(why_here(row, settings.waiting_order)),
            Cell(tags=[Tag("Decided", Colour.GREEN)] if row.pk in decided else []),
        ]
        for row in rows
    ]
    columns = [Column("Family"), Column("Waiting"), Column("Why here"), Column("Meeting")]
    return Section(heading, [Table(heading, columns, cells)])


def _ages(row: Any, today: date) -> str:
    """How old each baby is, without a name."""
    ages = [baby_age(baby, today) for baby in babies(row.referral.people.all())]
    return listed(list(dict.fromkeys(filter(None, ages))))


COLLEAGUES = (Column("Who"), Column("Carries"), Column("Works on"), Column("Brings"))


def colleagues(rows: Sequence[Colleague]) -> Section:
    """Who has room: slots used and there, days, what they bring (CAP-1)."""
    return Section("Colleagues", [Table("Colleagues", COLLEAGUES, [colleague_cells(one) for one in rows])])


def colleague_cells(one: Colleague, besides: Sequence[Tag] = ()) -> list[Cell]:
    """One of them under `COLLEAGUES`; `besides`: tags beside the name."""
    return [
        Cell(one.user.name, tags=[*_away(one), *besides]),
        Cell(str(one.load)),
        Cell(days_words(one.days)),
        Cell(_brings(one)),
    ]


def _away(one: Colleague) -> list[Tag]:
    back = one.away_until
    return [Tag(f"Away until {dates.day(back - timedelta(days=1))}", Colour.YELLOW)] if back else []


def _brings(one: Colleague) -> str:
    return "; ".join(part for part in (", ".join(one.skills), ", ".join(one.languages), ", ".join(one.areas)) if part)


def days_words(days: Sequence[int]) -> str:
    """Monday, Tuesday and Thursday."""
    return listed([WEEKDAYS[day] for day in days]) or "Every working day"


def fits(rows: Sequence[Colleague], asks: Asks) -> Section:
    """How each colleague fits the chosen family, in a sentence: by name, never ranked (issue 6 §1)."""
    cells = [[Cell(one.user.name), Cell(" ".join(fit(one, asks)))] for one in rows]
    return Section(
        "How each fits", [Table("How each fits", [Column("Who"), Column("What speaks for or against")], cells)]
    )


def fit(one: Colleague, asks: Asks) -> list[str]:
    """Room, days, language, area, what they bring, whether they know the family: facts in sentences, no score."""
    free = one.load.free
    said = ["Nobody has recorded their hours." if free is None else _room(one)]
    said.append(f"Works on {days_words(one.days)}." if one.days else "Works every working day.")
    if one.away_until:
        said.append(f"Away until {dates.day(one.away_until - timedelta(days=1))}.")
    spoken = [word for word in one.languages if any(word.casefold() in asked for asked in asks.languages)]
    said += [f"Speaks {listed(spoken)}."] if spoken else []
    said += _where(one, asks)
    said += [f"Brings {listed(one.skills)}."] if one.skills else []
    if one.user.pk in asks.before:
        last = asks.before[one.user.pk]
        said.append(f"Worked with this family until {dates.day(last)}." if last else "Works with this family now.")
    return said


def _where(one: Colleague, asks: Asks) -> list[str]:
    """The team's localities, else what they told of themselves: somebody of another locality may get there too."""
    if names := asks.near.get(one.user.pk):
        return [f"{capital(near_words(names))}."]
    fits = {area for postcode in asks.postcodes for area in beginnings(postcode)}
    there = [area for area in one.areas if area in fits]
    return [f"Gets to {listed(there)}."] if there else []


def _room(one: Colleague) -> str:
    free = one.load.free
    if free is None or free <= 0:
        return f"No room: {one.load}."
    return f"Room for {free.normalize():f} a week: {one.load}."


def decisions(rows: Sequence[MeetingDecision], *, writes: bool) -> Section:
    """What was written so far, in the order in which it was; or the minutes, once the meeting is over."""
    if not rows:
        return Section("Decided", [Empty("Nothing is written yet. Open a family on the list to decide about it.")])
    cells = [[*_decided(row), *([_change(row)] if writes else [])] for row in rows]
    columns = [Column("Family"), Column("Decided"), Column("First word"), *([Column("Change")] if writes else [])]
    return Section("Decided", [Table("Decided", columns, cells)])


def _decided(row: MeetingDecision) -> list[Cell]:
    family = row.entry.family.title
    if row.lead is None:
        return [Cell(family), Cell("Goes on waiting", hint=row.note), Cell("")]
    link = reverse("caseload:episode", args=[row.episode.key]) if row.episode else ""
    return [Cell(family, link), Cell(who(row), hint=row.note), Cell(row.get_first_word_display())]


def who(row: MeetingDecision) -> str:
    """Priya Shah leads; Sam Ford works along; Megan Lee is keyworker."""
    parts = [f"{row.lead.name} leads" if row.lead else ""]
    parts += [f"{row.co_worker.name} works along"] if row.co_worker else []
    parts += [f"{row.keyworker.name} is keyworker"] if row.keyworker else []
    return "; ".join(parts)


def _change(row: MeetingDecision) -> Cell:
    about_ = f"about {row.entry.family.title}"
    change = reverse("caseload:decide_in_meeting", args=[row.meeting.key, row.entry.key])
    undo = reverse("caseload:undo_in_meeting", args=[row.key])
    return Cell(links=[Link("Change", change, hidden=about_), Link("Undo", undo, hidden=about_)])


def _text_to(to: Addressee) -> str:
    """What becomes of the text to one adult, by the contact rules (CON-2)."""
    if to.allowed:
        return f"{to.name} gets a text."
    wait = "A text waits for a person’s answer for" if to.answer is Answer.ASK else "No text goes to"
    return f"{wait} {to.name}: {to.why}"


def what_follows(rows: Sequence[MeetingDecision], answers: Mapping[int, Sequence[Addressee]], today: date) -> Section:
    """The work, texts and tasks that follow when the meeting is finished; `answers`: who is texted, by entry id."""
    cells = []
    for row in rows:
        if row.lead is None:
            cells.append([Cell(row.entry.family.title), Cell("Goes on waiting. Nothing is sent.")])
            continue
        due = dates.weekday(first_contact_due(today))
        task = f"A first contact stands on {row.lead.name}’s home page, due {due}."
        said = [f"Work opens: {who(row)}."]
        said += [_text_to(to) for to in answers.get(row.entry_id, ())]
        cells.append([Cell(row.entry.family.title), Cell(" ".join([*said, task]))])
    heading = "What will follow"
    return Section(heading, [Table(heading, [Column("Family"), Column("What follows")], cells)])


LIST_COLUMNS = (Column("Meeting"), Column("State"), Column("Team"), Column("There"))


def list_row(meeting: Meeting) -> list[Cell]:
    """One meeting of the list."""
    return [
        Cell(dates.weekday(meeting.held_on), href(meeting)),
        Cell(tags=[state_tag(meeting)]),
        Cell(meeting.team.name),
        Cell(listed(meeting.present)),
    ]


def is_open(meeting: Meeting) -> bool:
    """Whether anything can still be written."""
    return meeting.state == MeetingState.OPEN


def chosen(row: Any, today: date) -> str:
    """Whom the room talks about now."""
    return babies_in_words(list(row.referral.people.all()), today)
