"""How one piece of work as it stood at the end of a past day reads; what was written down only later says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from caseload.enums import (
    APPOINTMENT_COLOURS,
    EPISODE_COLOURS,
    FOLLOW_UP_COLOURS,
    NOTE_COLOURS,
    SEEN,
    AppointmentState,
    EpisodeState,
    FollowUpState,
    NoteState,
    Rhythm,
)
from caseload.models import ContactAttempt, Episode, FollowUp, WorkAgreement
from caseload.presenters import appointment as appointments
from caseload.presenters import episode as episodes
from caseload.presenters import words
from caseload.selectors.past_work import Occurrence, Stood
from pitservice.ui import dates
from pitservice.ui.components import Callout, Cell, Colour, Column, Details, Empty, Fact, FactList, Section, Table, Tag
from pitservice.ui.components import Words as Lines
from pitservice.ui.words import inside

#: What nobody can read from what is kept.
LIMITS = (
    "Who may see this is asked today, and the banner above is today’s: alerts, contacts and consent of that day are not"
    " shown here.",
    "Sessions are counted by what is recorded now, with how many of them were recorded later. An appointment says what"
    " was recorded of it then. Its time, place and colleague, and what it is for, are those of its entry now.",
    "What is agreed and the planned last day are read from the history of the record. What somebody knew and never"
    " wrote down is not here.",
    "Notes say only whether they were signed. What was written, measures and goals stand with their own days in the"
    " record.",
)


def href_on(episode: Episode, day: date) -> str:
    """The page of a piece of work as it stood on a day."""
    return f"{reverse('caseload:past_work', args=[episode.key])}?day={day.isoformat()}"


def above(stood: Stood, today: date) -> list[object]:
    """Which day, what it is read from and what cannot be known; and what was not there then at all."""
    when = f"At the end of {dates.weekday(stood.day)}" if stood.day < today else "As it stands today"
    lines = [f"{when}, by the days and moments kept with each entry. What was written down only later says so."]
    found: list[object] = [Lines(lines), Details("What this page cannot tell", [Lines(LIMITS)])]
    if not stood.opened:
        opened = dates.weekday(stood.episode.opened_on)
        return [*found, Empty(f"This work was opened on {opened}. Choose that day or a later one.")]
    if not stood.known(stood.episode):
        entered = dates.weekday(timezone.localdate(stood.episode.created_at))
        lines = [f"It was entered on {entered}. All that stands here of days before was written down afterwards."]
        found.append(Callout("This work was not in the record yet", lines))
    if stood.grieved:
        lines = ["A loss stood in this family then, so that nothing was due."]
        found.append(Callout("A loss was recorded", lines))
    return found


def summary(stood: Stood, *, pressed: bool) -> FactList:
    """State, colleagues, what was agreed, sessions, the review; `pressed`: whether a clock may be spoken of (P22)."""
    state, row = stood.state, stood.row
    rhythm = Rhythm((row or stood.episode).rhythm).label
    found = [
        Fact("State then", _ended_late(stood), tags=[_state_tag(state)]),
        Fact("Opened", dates.weekday(stood.episode.opened_on)),
        Fact(
            "Colleagues",
            [f"{one.user.name}, {inside(one.get_role_display())}" for one in stood.parts],
            empty="Nobody",
        ),
        Fact("Intervention", stood.intervention.name if stood.intervention else "", empty="Not chosen yet"),
        Fact("Sessions until then", _sessions(stood)),
        Fact("How often", rhythm if row else f"{rhythm} now. What was agreed then is not kept."),
        Fact("Last review", dates.weekday(stood.last_review) if stood.last_review else "", empty="None yet"),
    ]
    if pressed and (due := _review(stood)):
        found.append(Fact("Next review", due))
    if state == EpisodeState.ENDING:
        planned = dates.weekday(row.ending_on) if row and row.ending_on else ""
        found.append(Fact("Planned last day", planned, empty="Not planned yet" if row else "Not kept for that day"))
    if stood.over and stood.episode.closed_on:
        found.append(
            Fact("Ended", f"{dates.weekday(stood.episode.closed_on)}: {stood.episode.get_end_reason_display()}")
        )
    return FactList(found)


def _state_tag(state: EpisodeState) -> Tag:
    return Tag(str(state.label), EPISODE_COLOURS[state])


def _ended_late(stood: Stood) -> str:
    """That it had ended, where that was recorded only after the day."""
    if not stood.over or stood.state == EpisodeState.CLOSED:
        return ""
    recorded = next(move.at for move in reversed(stood.now.moves) if move.to_state == EpisodeState.CLOSED)
    return f"Its ending was recorded later, on {dates.moment(recorded)}."


def _sessions(stood: Stood) -> list[str]:
    lines = [words.sessions_words(stood.progress)]
    if stood.row is None:
        lines.append("That number is agreed now. What was agreed then is not kept.")
    if later := stood.held_later:
        lines.append(f"{later} of them recorded only after that day.")
    if corrected := stood.not_held_after_all:
        lines.append(f"{corrected} recorded as held then, and corrected since.")
    return lines


def _review(stood: Stood) -> str:
    """Whether the mid-way review was due, or after which session it would be (END-1)."""
    progress = stood.progress
    if progress.reached:
        return "All agreed sessions had taken place: the ending was due, or a decision that more are agreed."
    if progress.review_due:
        return "Due: half of the agreed sessions had taken place."
    if progress.reviews or stood.state not in (EpisodeState.ASSESSMENT, EpisodeState.INTERVENTION):
        return ""
    return f"Mid-way, after session {(progress.agreed + 1) // 2}"


def sections(stood: Stood, names: Mapping[int, str], *, reads: bool) -> list[Section]:
    """Agreement, appointments, attempts, follow-up and phases; the agreement's words only for who reads notes."""
    found = []
    if stood.follow_ups:
        found.append(_follow_ups(stood))
    if stood.agreements or stood.state != EpisodeState.ENGAGING:
        found.append(_agreements(stood, reads=reads))
    return [*found, _appointments(stood), _attempts(stood, names), _phases(stood)]


def _agreements(stood: Stood, *, reads: bool) -> Section:
    """The agreement in force, and those before it."""
    heading = "Agreement of work"
    if not stood.agreements:
        return Section(heading, [Empty("None had been recorded.")])
    rows = [_agreement(stood, one, reads=reads) for one in stood.agreements]
    words_ = [Column("What the work was about"), Column("What we offered")] if reads else []
    return Section(heading, [Table(heading, [Column("Agreed"), Column("Recorded by"), *words_], rows)])


def _agreement(stood: Stood, one: WorkAgreement, *, reads: bool) -> list[Cell]:
    force = [Tag("In force", Colour.GREEN)] if one is stood.agreements[0] else []
    later = [] if stood.known(one) else [_later(timezone.localdate(one.created_at))]
    return [
        Cell(dates.weekday(one.agreed_on), tags=[*force, *later]),
        Cell(one.created_by.name),
        *([Cell(one.focus), Cell(one.offer)] if reads else []),
    ]


def _later(day: date) -> Tag:
    """That something was written down after the day, and when."""
    return Tag(f"Recorded later, on {dates.day(day)}", Colour.YELLOW)


def _appointments(stood: Stood) -> Section:
    """What was known of each, and what has been recorded of it since."""
    heading = "Appointments and sessions"
    if not stood.occurrences:
        return Section(heading, [Empty("Nothing had been booked.")])
    labels = ("When", "What for", "Where", "With", "Then", "Since")
    rows = [_occurrence(stood, one) for one in stood.occurrences]
    return Section(heading, [Table(heading, [Column(label) for label in labels], rows)])


def _occurrence(stood: Stood, one: Occurrence) -> list[Cell]:
    appointment = one.appointment
    return [
        Cell(words.when(appointment), appointments.href(appointment)),
        Cell(appointment.get_kind_display()),
        Cell(words.where(appointment)),
        Cell(appointment.practitioner.name),
        Cell(tags=_then(stood, one)),
        _since(one),
    ]


def _then(stood: Stood, one: Occurrence) -> list[Tag]:
    if not one.known:
        return [Tag("Not entered yet")]
    if one.state == AppointmentState.BOOKED and one.appointment.ends < stood.ends:
        return [Tag("Outcome not recorded", Colour.RED)]
    state = AppointmentState(one.state)
    found = [Tag(str(state.label), APPOINTMENT_COLOURS[state])]
    if one.note and state in SEEN:
        note = NoteState(one.note)
        said = {NoteState.DRAFT: "Note not signed", NoteState.SIGNED: "Note signed"}.get(note, str(note.label))
        found.append(Tag(said, NOTE_COLOURS[note]))
    return found


def _since(one: Occurrence) -> Cell:
    """What has been recorded since: how it went, and its note."""
    appointment, missing = one.appointment, words.is_outcome_missing(one.appointment)
    tags = [words.appointment_tag(appointment)] if one.changed or missing or not one.known else []
    note = words.note_of(appointment)
    if note is not None and words.is_seen(appointment) and note.state != one.note:
        tags.append(words.note_tag(note))
    hint = f"Recorded {dates.moment(one.changed.at)}" if one.changed else ""
    if not one.known:
        hint = f"Entered {dates.moment(appointment.created_at)}"
    return Cell("" if tags else "Unchanged", tags=tags, hint=hint)


def _attempts(stood: Stood, names: Mapping[int, str]) -> Section:
    """Attempts made by then, and decisions to go on (ENG-1)."""
    heading = "Attempts to reach the family"
    body: list[object] = []
    if stood.attempts:
        columns = [Column("When"), Column("Whom"), Column("How"), Column("What came of it")]
        body.append(Table(heading, columns, [_attempt(stood, one, names) for one in stood.attempts]))
    else:
        body.append(Empty("No attempt had been made."))
    if stood.goings_on:
        rows = [[Cell(dates.moment(one.created_at)), Cell(dates.weekday(one.until))] for one in stood.goings_on]
        columns = [Column("Decided"), Column("Until")]
        body.append(Table("Decisions to go on trying", columns, rows, caption_hidden=False))
    return Section(heading, body)


def _attempt(stood: Stood, one: ContactAttempt, names: Mapping[int, str]) -> Sequence[Cell]:
    later = [] if stood.known(one) else [_later(timezone.localdate(one.created_at))]
    return [
        Cell(dates.moment(one.made), tags=later),
        Cell(names.get(one.person_id, one.person.name)),
        Cell(one.get_channel_display()),
        Cell(one.get_outcome_display(), hint=one.note),
    ]


def _follow_ups(stood: Stood) -> Section:
    """Follow-ups of closed work (FUP-1)."""
    rows = [
        [Cell(dates.weekday(one.due_on)), Cell(tags=[follow_up_tag(one, state, stood.day)])]
        for one, state in stood.follow_ups
    ]
    return Section("Follow-up", [Table("Follow-ups", [Column("Due"), Column("Then")], rows)])


def follow_up_tag(one: FollowUp, state: str, day: date) -> Tag:
    """How a follow-up stood on a day."""
    if state == FollowUpState.DUE and one.due_on > day:
        return Tag("To come", Colour.GREY)
    then = FollowUpState(state)
    return Tag(str(then.label), FOLLOW_UP_COLOURS[then])


def _phases(stood: Stood) -> Section:
    rows = [[Cell(dates.moment(move.at)), Cell(tags=[_state_tag(EpisodeState(move.to_state))])] for move in stood.moves]
    if not rows:
        return Section("Phases", [Empty("No phase is kept from before the end of that day.")])
    return Section("Phases", [Table("Phases of the work", [Column("When"), Column("Became")], rows)])


def now_href(stood: Stood) -> str:
    """The same piece of work as it is."""
    return episodes.href(stood.episode)
