"""How a team meeting reads: its agenda while it is under way, its minutes, and the PDF that everybody may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from consultation.agenda import Candidate
from consultation.enums import TEAM_MEETING_COLOURS, MeetingState, Topic
from consultation.models import MeetingAction, MeetingPoint, TeamMeeting
from families.registry import DatedEntry
from pitservice.db.errors import Refused
from pitservice.letters import fonts
from pitservice.letters.render import pdf_of
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Entry, Fact, FactList, Link, Section, Table, Tag
from pitservice.ui.words import inside, listed

COLUMNS = (Column("Meeting"), Column("Kind"), Column("State"), Column("Team"), Column("There"))
ACTION_COLUMNS = (Column("What"), Column("Who"), Column("By when"), Column("What came of it"))
UNDECIDED = "Not decided."


def href(meeting: TeamMeeting) -> str:
    """Its page."""
    return reverse("consultation:meeting", args=[meeting.key])


def title(meeting: TeamMeeting) -> str:
    """ "Clinical meeting, Thursday 26 November 2026"."""
    return f"{meeting.get_kind_display()}, {dates.weekday(meeting.held_on)}"


def is_open(meeting: TeamMeeting) -> bool:
    """Whether anything can still be written."""
    return meeting.state == MeetingState.OPEN


def row(meeting: TeamMeeting) -> Sequence[Cell]:
    """One meeting of the list; expects `team`."""
    return (
        Cell(dates.weekday(meeting.held_on), href(meeting), hidden=inside(meeting.get_kind_display())),
        Cell(meeting.get_kind_display()),
        Cell(tags=[_state(meeting)]),
        Cell(meeting.team.name),
        Cell(listed(meeting.present)),
    )


def about(meeting: TeamMeeting) -> FactList:
    """When, and who was there."""
    facts = [
        Fact("Day", dates.weekday(meeting.held_on), tags=[_state(meeting)]),
        Fact("There", listed([*meeting.present, *([meeting.others] if meeting.others else [])])),
    ]
    return FactList([*facts, Fact("Apologies", meeting.apologies)] if meeting.apologies else facts)


def _state(meeting: TeamMeeting) -> Tag:
    return Tag(meeting.get_state_display(), TEAM_MEETING_COLOURS[meeting.state])


def to_discuss(meeting: TeamMeeting, found: Sequence[Candidate]) -> Sequence[Section]:
    """What the agenda is filled from, topic by topic."""
    if not found:
        return [Section("To discuss", [Empty("Nothing else waits for this meeting.")])]
    columns = [Column("What"), Column("Where it stands"), Column("In this meeting")]
    return [
        Section(
            f"To discuss: {inside(Topic(topic).label)}",
            [Table(Topic(topic).label, columns, [_candidate(meeting, one) for one in several])],
        )
        for topic, several in groupby(found, key=lambda one: one.topic)
    ]


def _candidate(meeting: TeamMeeting, one: Candidate) -> Sequence[Cell]:
    to = f"{reverse('consultation:discuss', args=[meeting.key])}?{urlencode({'about': one.about})}"
    return (Cell(one.what, one.href), Cell(one.hint), Cell(links=[Link("Write down", to, hidden=one.what)]))


def points(found: Sequence[MeetingPoint], *, writes: bool) -> Section:
    """What was written, in its order; expects `actions` with their colleagues, `family`, `referral` and `episode`."""
    if not found:
        return Section("Written down", [Empty("Nothing is written yet.")])
    return Section("Written down", [FactList([_point(one, writes) for one in found])])


def _point(point: MeetingPoint, writes: bool) -> Fact:
    lines = [point.decision or UNDECIDED, *(_task(one) for one in point.actions.all())]
    links = [Link("Open", to, hidden=point.what)] if (to := leads_to(point)) else []
    pages = (("Change", "decide-point"), ("Add an action", "add-meeting-action"), ("Take off", "remove-point"))
    return Fact(
        point.what,
        lines,
        tags=[] if point.topic == Topic.OWN else [Tag(point.get_topic_display(), Colour.WHITE)],
        links=links,
        actions=[Link(text, reverse(f"consultation:{to}", args=[point.key]), hidden=point.what) for text, to in pages]
        if writes
        else (),
    )


def leads_to(point: MeetingPoint) -> str:
    """The page of what it decides about; empty for what has none."""
    if point.episode is not None:
        return reverse("caseload:episode", args=[point.episode.key])
    if point.family is not None:
        return reverse("families:family", args=[point.family.key])
    return reverse("referrals:referral", args=[point.referral.key]) if point.referral is not None else ""


def _task(action: MeetingAction) -> str:
    done = f" Done: {_closed(action.came_of_it or 'yes')}" if action.done_at else ""
    return f"{action.colleague.name}, by {dates.weekday(action.due_on)}: {_closed(action.what)}{done}"


def _closed(sentence: str) -> str:
    return f"{sentence.rstrip('.')}."


def one_point(point: MeetingPoint) -> FactList:
    """The point that a page is about."""
    return FactList([_point(point, writes=False)])


def still_to_do(found: Sequence[MeetingAction], today: date) -> Section:
    """Open actions out of earlier meetings."""
    heading = "Still to do from earlier meetings"
    if not found:
        return Section(heading, [Empty("Everything that was agreed is done.")])
    return Section(heading, [Table(heading, ACTION_COLUMNS, [action_row(one, today) for one in found])])


def action_row(action: MeetingAction, today: date) -> Sequence[Cell]:
    """Its row in a list; expects `point__meeting` and `colleague`."""
    late = [Tag("Late", Colour.RED)] if action.done_at is None and action.due_on < today else []
    done = reverse("consultation:finish-meeting-action", args=[action.key])
    return (
        Cell(action.what, href(action.point.meeting), hint=action.point.what),
        Cell(action.colleague.name),
        Cell(dates.weekday(action.due_on), tags=late),
        Cell(action.came_of_it or "Done") if action.done_at else Cell(links=[Link("Done", done, hidden=action.what)]),
    )


def one_action(action: MeetingAction) -> FactList:
    """The action that a page is about."""
    by = f"{action.colleague.name}, by {dates.weekday(action.due_on)}"
    return FactList([Fact(action.what, [by, f"{title(action.point.meeting)}: {action.point.what}"])])


def entry(point: MeetingPoint) -> DatedEntry:
    """What a meeting decided of a family, on its timeline; expects `meeting`."""
    held = datetime.combine(point.meeting.held_on, time(12), tzinfo=timezone.get_current_timezone())
    when, said = dates.weekday(point.meeting.held_on), inside(point.get_topic_display())
    shown = Entry(
        when, f"{point.meeting.get_kind_display()}: {said}", href(point.meeting), lines=[point.decision], kind="Work"
    )
    return DatedEntry(held, shown, point)


def pdf(meeting: TeamMeeting, found: Iterable[MeetingPoint]) -> bytes:
    """The minutes, tagged for screen readers, with references in place of families' names.

    Whoever gets the file may pass it on: it names no family, and `found` has nothing of a restricted one.
    """
    entries = [{"title": _reference(one), "words": _lines(one)} for one in found]
    lines = [f"There: {listed([*meeting.present, *([meeting.others] if meeting.others else [])])}"]
    lines += [f"Apologies: {meeting.apologies}"] if meeting.apologies else []
    context: Mapping[str, object] = {
        "title": title(meeting),
        "team": meeting.team.name,
        "lines": lines,
        "entries": entries,
    }
    html = render_to_string("consultation/minutes.html", dict(context))
    missing = fonts.missing_in("\n".join([*lines, *(line for one in entries for line in one["words"])]))
    if missing is not None:
        raise Refused(f"No font here has the character {fonts.describe(missing)}. The page has all of the minutes.")
    return pdf_of(html)


def _reference(point: MeetingPoint) -> str:
    """What a point is called in the file: by reference, never by a name."""
    label = point.get_topic_display()
    if point.family is not None:
        return f"{label}: record {point.family.key}"
    if point.referral is not None:
        return f"{label}: referral {point.referral.key}"
    return point.what if point.topic in (Topic.OWN, Topic.LEFT, Topic.AGREEMENT, Topic.DEADLINE) else label


def _lines(point: MeetingPoint) -> list[str]:
    said = point.decision or UNDECIDED
    return [*(line for line in said.splitlines() if line.strip()), *(_task(one) for one in point.actions.all())]
