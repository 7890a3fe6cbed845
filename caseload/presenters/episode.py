"""How a piece of work reads: on its page, on the family's page, in lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from caseload.enums import EPISODE_MOVES, AllocationRole, CheckAnswer, EnquiryStanding, EpisodeState
from caseload.models import Allocation, Ending, EndingCheck, Episode, FollowUp
from caseload.presenters import agreement as agreements
from caseload.presenters import appointment as appointments
from caseload.presenters import enquiry as enquiries
from caseload.presenters import words
from caseload.rules import Engagement, Progress
from caseload.selectors.episode import Work
from families.models import Person
from pitservice.ui import dates
from pitservice.ui.components import (
    Button,
    Callout,
    Cell,
    Colour,
    Column,
    Empty,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
)
from pitservice.ui.words import inside

PHASE_BUTTONS: Mapping[str, str] = {
    EpisodeState.ASSESSMENT: "Begin the assessment",
    EpisodeState.INTERVENTION: "Begin the intervention",
    EpisodeState.ENDING: "Begin the ending",
}
#: Ending goes back to intervention when a late new issue comes up (P66).
BACK = "Go back to the intervention"


def href(episode: Episode) -> str:
    """Its page."""
    return reverse("caseload:episode", args=[episode.key])


def summary(work: Work, *, may_record: bool) -> FactList:
    """Who has it, how far it is, how many sessions."""
    episode, key = work.episode, [work.episode.key]
    open_ = episode.state != EpisodeState.CLOSED
    now = [one for one in work.allocations if one.ends_on is None]
    before = [one for one in work.allocations if one.ends_on is not None]
    colleagues = [f"{one.user.name}, {inside(one.get_role_display())}" for one in now]
    colleagues += [
        f"{one.user.name}, {inside(one.get_role_display())} until {dates.day(one.ends_on)}"
        for one in before
        if one.ends_on
    ]
    hand = _changes_of_colleagues(work, now) if open_ and may_record else []
    more = [Link("Change", reverse("caseload:agree", args=key), hidden="the number of sessions")]
    agreed = more if open_ and may_record else []
    opened = f"of this work, opened on {dates.day(episode.opened_on)}"
    past = Link("As it stood on a day", reverse("caseload:past_work", args=key), hidden=opened)
    found = [
        Fact("State", tags=[words.episode_tag(episode)], actions=[past]),
        Fact("Opened", dates.weekday(episode.opened_on)),
        Fact("Colleagues", colleagues, actions=hand),
        Fact("Intervention", episode.intervention.name if episode.intervention else "", empty="Not chosen yet"),
        Fact("Sessions so far", words.sessions_words(work.progress), actions=agreed),
        Fact("How often", episode.get_rhythm_display()),
    ]
    if episode.state == EpisodeState.ENDING:
        move = [Link("Change", reverse("caseload:plan_ending", args=key), hidden="the planned last day")]
        day = dates.weekday(episode.ending_on) if episode.ending_on else ""
        found.append(Fact("Planned last day", day, actions=move if may_record else [], empty="Not planned yet"))
    if episode.closed_on:
        found.append(Fact("Closed", f"{dates.weekday(episode.closed_on)}: {episode.get_end_reason_display()}"))
    if episode.previous_id and episode.previous:
        link = Link("Earlier work", href(episode.previous))
        found.append(Fact("Returned", f"Worked with until {_closed(episode.previous)}", links=[link]))
    return FactList(found)


def _changes_of_colleagues(work: Work, now: Sequence[Allocation]) -> list[Link]:
    """Hand the work over, let somebody work along, end a part."""
    key = work.episode.key
    along = [one for one in now if one.role != AllocationRole.LEAD]
    return [
        Link("Hand over", reverse("caseload:hand_over", args=[key])),
        Link("Let somebody work along", reverse("caseload:join", args=[key])),
        *(Link("End", reverse("caseload:leave", args=[key, one.key]), f"the part of {one.user.name}") for one in along),
    ]


def notes_left_words(left: int) -> list[str]:
    """What a page about an ending says of notes; nothing where all are signed."""
    return [f"{dates.count(left, 'note')} not signed."] if left else []


def _closed(episode: Episode) -> str:
    return dates.day(episode.closed_on) if episode.closed_on else "an unknown day"


def warnings(work: Work, today: date, *, grieves: bool, may_record: bool) -> list[object]:
    """What a person should decide now: the referrer's answers, the limit of attempts, the sessions, the review.

    While a loss stands nothing is pressed for (P22).
    """
    found: list[object] = []
    if grieves:
        return found
    if work.episode.state != EpisodeState.CLOSED and work.enquiry == EnquiryStanding.WORRY:
        found.append(enquiries.callout(work.enquiries))
    engagement = work.engagement(today)
    if work.episode.state == EpisodeState.ENGAGING and engagement.near:
        how = "reached" if engagement.reached else "near"
        found.append(Callout(f"The limit of attempts is {how}", words.engagement_words(engagement)))
        if may_record:
            found.append(Link("Decide about the limit", reverse("caseload:limit", args=[work.episode.key])))
    if work.progress.reached:
        line = "All agreed sessions have taken place. Begin the ending, or record that more are agreed."
        found.append(Callout("The agreed sessions are used", [line]))
    elif work.progress.review_due:
        line = "Half of the agreed sessions have taken place. Book a review, to hear what the parent still wants."
        found.append(Callout("The mid-way review is due", [line]))
    return found


def buttons(work: Work, *, may_book: bool, may_record: bool, may_send: bool) -> list[Button]:
    """What can be done with it now; only allowed moves are offered."""
    episode, key = work.episode, [work.episode.key]
    group = [Button("Add to a group", reverse("caseload:join_group", args=key), secondary=True)] if may_book else []
    if episode.state == EpisodeState.CLOSED:
        return group
    found: list[Button] = []
    if may_book:
        found.append(Button("Book an appointment", reverse("caseload:book", args=key)))
        found.append(Button("Log an attempt", reverse("caseload:attempt", args=key), secondary=True))
        found += enquiries.buttons(work)
        found += group
    if may_send and episode.state == EpisodeState.ENGAGING:
        found.append(Button("First contact by text", reverse("caseload:first_contact", args=key), secondary=True))
    if may_record:
        for phase, text in PHASE_BUTTONS.items():
            if EPISODE_MOVES.may(episode.state, phase):
                back = episode.state == EpisodeState.ENDING
                found.append(
                    Button(BACK if back else text, reverse("caseload:phase", args=[*key, phase]), secondary=True)
                )
        if episode.state != EpisodeState.ENGAGING:
            found.append(Button("Record a review", reverse("caseload:review", args=key), secondary=True))
            found.append(Button("Something new came up", reverse("caseload:late_issue", args=key), secondary=True))
        if episode.state == EpisodeState.ENDING:
            found.append(Button("Write the report", reverse("caseload:end_report", args=key), secondary=True))
        found.append(Button("End the work", reverse("caseload:end", args=key), secondary=True))
    return found


def sections(work: Work, names: Mapping[int, str], today: date, *, reads: bool, may_record: bool) -> list[Section]:
    """Ending and follow-up first where there are any, then appointments, attempts and moves."""
    found = []
    if work.ending is not None:
        found.append(ending(work.ending, reads=reads, may_record=may_record))
    if work.follow_ups:
        found.append(follow_ups(work.follow_ups, today, may_record=may_record))
    if work.episode.state != EpisodeState.ENGAGING or work.record or work.agreements:
        found.append(agreements.section(work, names, reads=reads, may_record=may_record))
    if reads:
        found += on_the_way(work)
    if asked := enquiries.section(work, may_record=may_record):
        found.append(asked)
    found += [appointments_section(work), attempts(work, names, today), moves(work)]
    return found


def on_the_way(work: Work) -> list[Section]:
    """Reviews in the parent's own words, and what came up late with our answer (P66)."""
    found = []
    if work.reviews:
        rows = [[Cell(dates.weekday(one.held_on)), Cell(one.parents_words), Cell(one.decided)] for one in work.reviews]
        columns = [Column("Day"), Column("In the parent’s own words"), Column("What was decided")]
        found.append(Section("Reviews", [Table("Reviews", columns, rows)]))
    if work.late_issues:
        rows = [
            [Cell(dates.weekday(one.raised_on)), Cell(one.issue), Cell(one.get_answer_display(), hint=one.why)]
            for one in work.late_issues
        ]
        columns = [Column("Day"), Column("What is new"), Column("What we answered")]
        found.append(Section("What came up late", [Table("What came up late", columns, rows)]))
    return found


def ending(end: Ending, *, reads: bool, may_record: bool) -> Section:
    """How it ended; the words only for those who read notes."""
    planned = "" if end.planned else " (not planned)"
    found = [Fact("Reason", f"{end.get_reason_display()}{planned}"), Fact("Day", dates.weekday(end.ended_on))]
    if reads:
        found.append(Fact("Summary", end.summary))
        found.append(Fact("In the parent’s own words", end.parents_words))
    onward = [end.step_down_to.name] if end.step_down_to else []
    found.append(Fact("What comes next", [*onward, *([end.step_down] if end.step_down else [])]))
    found.append(Fact("Follow-up agreed", "Yes" if end.follow_up_agreed else "No"))
    found += [_check(row, may_record=may_record) for row in end.checks.all()]
    if may_record:
        write = Link("Write", reverse("caseload:end_report", args=[end.episode.key]), hidden="the report")
        found.append(Fact("Report at the end", "A letter for each reader", actions=[write]))
    return Section("Ending", [FactList(found)])


def _check(row: EndingCheck, *, may_record: bool) -> Fact:
    left = row.answer == CheckAnswer.LEFT
    settle = Link("Settle", reverse("caseload:settle_check", args=[row.key]), hidden=inside(row.get_what_display()))
    tag = Tag(row.get_answer_display(), Colour.YELLOW if left else Colour.GREEN)
    return Fact(row.get_what_display(), tags=[tag], actions=[settle] if left and may_record else [])


def follow_ups(rows: list[FollowUp], today: date, *, may_record: bool) -> Section:
    """Follow-ups of closed work (FUP-1)."""
    cells = [
        [
            Cell(dates.weekday(row.due_on), reverse("caseload:follow_up", args=[row.key]) if may_record else ""),
            Cell(tags=[words.follow_up_tag(row, today)]),
            Cell(dates.weekday(row.done_on) if row.done_on else ""),
        ]
        for row in rows
    ]
    return Section("Follow-up", [Table("Follow-ups", [Column("Due"), Column("State"), Column("Done")], cells)])


def appointments_section(work: Work) -> Section:
    """Appointments and sessions, newest first."""
    if not work.appointments:
        return Section("Appointments and sessions", [Empty("Nothing is booked yet.")])
    rows = [_appointment_row(one) for one in work.appointments]
    columns = [Column("When"), Column("What for"), Column("Where"), Column("With"), Column("State")]
    return Section("Appointments and sessions", [Table("Appointments and sessions", columns, rows)])


def _appointment_row(one: Any) -> list[Cell]:
    tags = [words.appointment_tag(one)]
    note = words.note_of(one)
    if note is not None and words.is_seen(one):
        tags.append(words.note_tag(note))
    return [
        Cell(words.when(one), appointments.href(one)),
        Cell(one.get_kind_display()),
        Cell(words.where(one)),
        Cell(one.practitioner.name),
        Cell(tags=tags),
    ]


def attempts(work: Work, names: Mapping[int, str], today: date) -> Section:
    """Attempts to reach the family, with the team's limit (ENG-1)."""
    body: list[object] = []
    if work.episode.state == EpisodeState.ENGAGING:
        body.extend(words.engagement_words(work.engagement(today)))
    if work.attempts:
        rows = [
            [
                Cell(dates.moment(one.made)),
                Cell(names.get(one.person_id, one.person.name)),
                Cell(one.get_channel_display()),
                Cell(one.get_outcome_display(), hint=one.note),
            ]
            for one in work.attempts
        ]
        columns = [Column("When"), Column("Whom"), Column("How"), Column("What came of it")]
        body.append(Table("Attempts to reach the family", columns, rows))
    else:
        body.append(Empty("No attempt has been logged."))
    body += going_on(work)
    return Section("Attempts to reach the family", body)


def not_tried(work: Work, adults: Sequence[Person], names: Mapping[int, str]) -> list[Callout]:
    """Adults of the work whom nobody has tried to reach yet: both parents are asked for, each apart (CON-2)."""
    tried = {one.person_id for one in work.attempts}
    missing = [names.get(person.pk, person.name) for person in adults if person.pk not in tried]
    if not missing:
        return []
    return [
        Callout("Nobody has tried to reach them yet", [f"{name}: ask for them too, by themselves." for name in missing])
    ]


def going_on(work: Work) -> list[Table]:
    """Decisions to go on near or past the limit (ENG-1)."""
    if not work.goings_on:
        return []
    rows = [
        [Cell(dates.moment(one.created_at)), Cell(dates.weekday(one.until)), Cell(one.why)] for one in work.goings_on
    ]
    columns = [Column("Decided"), Column("Until"), Column("Why")]
    return [Table("Decisions to go on trying", columns, rows, caption_hidden=False)]


def moves(work: Work) -> Section:
    """Every phase it went through, and why."""
    rows = [
        [
            Cell(dates.moment(move.at)),
            Cell(EpisodeState(move.to_state).label, hint=move.reason.text if move.reason else ""),
        ]
        for move in work.moves
    ]
    return Section("Phases", [Table("Phases of the work", [Column("When"), Column("Became")], rows)])


# --- lists: episodes come with what `selectors.work.with_progress` adds ---

LIST_COLUMNS = (
    Column("Family"),
    Column("Lead"),
    Column("State"),
    Column("Sessions", numeric=True),
    Column("Last seen"),
    Column("Next appointment"),
)


def progress_of(row: Any) -> Progress:
    """From the columns that the list's query adds."""
    return Progress(row.state, row.sessions_so_far, row.agreed_sessions, row.reviews_so_far)


def list_row(row: Any, *more: Tag) -> list[Cell]:
    """One piece of work of a caseload."""
    progress = progress_of(row)
    tags = [words.episode_tag(row), *more]
    if progress.reached:
        tags.append(Tag("All agreed sessions used"))
    elif progress.review_due:
        tags.append(Tag("Review due"))
    seen = words.ago(row.last_seen)
    tried = f"Last tried {words.ago(row.last_tried)}" if row.last_tried and not row.last_seen else ""
    return [
        Cell(row.family.title, href(row)),
        Cell(row.lead_name or "Nobody"),
        Cell(tags=tags),
        Cell(f"{progress.sessions} of {progress.agreed}"),
        Cell(seen, hint=tried),
        Cell(dates.moment(row.next_at) if row.next_at else ""),
    ]


def engagement_of(row: Any, attempts_limit: int, days_limit: int, today: date) -> Engagement:
    """From the columns that the list's query adds."""
    return Engagement(row.attempts_so_far, (today - row.opened_on).days, attempts_limit, days_limit)
