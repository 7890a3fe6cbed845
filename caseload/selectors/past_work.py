"""One piece of work as it stood just before a past moment: from days, moves and row history, nothing kept apart.

Two things are kept apart on purpose: what was so by then, and whether it was written down by then. Whoever asks later
what somebody knew that evening needs both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from caseload.enums import NOT_AGREED, SEEN, AppointmentKind, EpisodeState
from caseload.models import (
    Allocation,
    Appointment,
    AppointmentMove,
    ContactAttempt,
    Episode,
    EpisodeMove,
    FollowUp,
    FollowUpMove,
    GoingOn,
    Intervention,
    NoteMove,
    Review,
    Session,
    WorkAgreement,
)
from caseload.rules import Progress
from caseload.selectors.episode import Work, work
from caseload.times import day_bounds, local_day
from families.selectors import loss_stood
from pitservice.db.history import as_it_was
from pitservice.db.models import Created


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An appointment as it was known then: its state, and its note's where a session was recorded by then.

    Of one that was entered only later (`known` is false) the state is what was recorded since.
    """

    appointment: Appointment
    state: str
    known: bool
    note: str = ""
    changed: AppointmentMove | None = None  # the last change since, where there was one

    @property
    def agreed(self) -> Session | None:
        """Its session, where that uses one of those agreed (END-1)."""
        session: Session | None = getattr(self.appointment, "session", None)
        return session if session is not None and session.kind not in NOT_AGREED else None

    @property
    def counts(self) -> bool:
        """Such a session was held, as it is recorded now; corrections since are in it."""
        return self.agreed is not None and self.appointment.state in SEEN

    @property
    def counted_then(self) -> bool:
        """The same, as it was recorded then."""
        return self.known and self.agreed is not None and self.state in SEEN


@dataclass(frozen=True)
class Stood:
    """A piece of work as it stood just before `ends`; `now` is the same work as it is."""

    now: Work
    ends: datetime
    day: date
    row: Any | None  # its columns then; None where its row history does not reach so far back
    intervention: Intervention | None
    grieved: bool  # a loss stood, so that no clock ran (P22)
    occurrences: list[Occurrence]
    follow_ups: list[tuple[FollowUp, str]]  # with the state of each

    @property
    def episode(self) -> Episode:
        """The piece of work."""
        return self.now.episode

    @property
    def opened(self) -> bool:
        """It had been opened."""
        return self.episode.opened_on <= self.day

    def known(self, row: Created) -> bool:
        """Whether something was written down by then."""
        return row.created_at < self.ends

    @property
    def moves(self) -> list[EpisodeMove]:
        """Phases that had begun, the oldest first."""
        return [move for move in self.now.moves if move.at < self.ends]

    @property
    def state(self) -> EpisodeState:
        """Its state as it was recorded then."""
        return EpisodeState(self.moves[-1].to_state) if self.moves else EpisodeState.ENGAGING

    @property
    def over(self) -> bool:
        """It had ended, by the day of its ending; that may have been recorded later."""
        return self.episode.closed_on is not None and self.episode.closed_on <= self.day

    @property
    def parts(self) -> list[Allocation]:
        """Who had a part in it: whoever took it over on that day had it."""
        return [one for one in self.now.allocations if one.starts_on <= self.day and not self._ended(one)]

    def _ended(self, part: Allocation) -> bool:
        return part.ends_on is not None and part.ends_on <= self.day

    @property
    def agreed(self) -> int:
        """Agreed sessions: of that day where it is known, otherwise of now."""
        return int((self.row or self.episode).agreed_sessions)

    @cached_property
    def held(self) -> list[Occurrence]:
        """Sessions of those agreed that had taken place, by what is recorded now."""
        return [one for one in self.occurrences if one.counts and one.agreed and one.agreed.local_date <= self.day]

    @property
    def held_later(self) -> int:
        """How many of those were not recorded as held then."""
        return sum(not one.counted_then for one in self.held)

    @property
    def not_held_after_all(self) -> int:
        """How many were recorded as held then, and have been corrected since."""
        return sum(one.counted_then and not one.counts for one in self.occurrences)

    @property
    def reviews(self) -> list[Review]:
        """Reviews that had been held, the newest first."""
        return [one for one in self.now.reviews if one.held_on <= self.day]

    @property
    def last_review(self) -> date | None:
        """The day of the last review, recorded as such or held as a session."""
        days = [one.held_on for one in self.reviews]
        days += [local_day(one.appointment.starts) for one in self._review_sessions]
        return max(days, default=None)

    @property
    def progress(self) -> Progress:
        """Sessions of those agreed, and whether a review was due (END-1)."""
        reviews = len(self.reviews) + len(self._review_sessions)
        return Progress(self.state, len(self.held), self.agreed, reviews)

    @property
    def _review_sessions(self) -> list[Occurrence]:
        return [one for one in self.held if one.agreed and one.agreed.kind == AppointmentKind.REVIEW]

    @property
    def agreements(self) -> list[WorkAgreement]:
        """Agreements of work made by then; the first was in force."""
        return [one for one in self.now.agreements if one.agreed_on <= self.day]

    @property
    def attempts(self) -> list[ContactAttempt]:
        """Attempts to reach the family made by then (ENG-1)."""
        return [one for one in self.now.attempts if one.made < self.ends]

    @property
    def goings_on(self) -> list[GoingOn]:
        """Decisions to go on trying, made by then."""
        return [one for one in self.now.goings_on if self.known(one)]


def stood(episode: Episode, day: date) -> Stood:
    """A piece of work at the end of a day in the United Kingdom."""
    return stood_at(episode, day_bounds(day)[1], day)


def stood_at(episode: Episode, ends: datetime, day: date | None = None) -> Stood:
    """A piece of work just before a moment; what has a day and no moment counts up to `day`, or the moment's own."""
    now = work(episode)
    row = as_it_was(episode, ends)
    chosen = Intervention.objects.filter(pk=row.intervention_id).first() if row and row.intervention_id else None
    return Stood(
        now=now,
        ends=ends,
        day=day or local_day(ends),
        row=row,
        intervention=chosen if row else episode.intervention,
        grieved=Episode.objects.filter(loss_stood(ends), pk=episode.pk).exists(),
        occurrences=_occurrences(now.appointments, ends),
        follow_ups=_follow_ups(now.follow_ups, ends),
    )


def _occurrences(appointments: Sequence[Appointment], ends: datetime) -> list[Occurrence]:
    """Those that were known, and those entered later of a time that was over by then, the newest first."""
    moves = _by_subject(AppointmentMove.objects.filter(subject__in=[one.pk for one in appointments]))
    notes = _by_subject(NoteMove.objects.filter(subject__session__appointment__in=[one.pk for one in appointments]))
    found = []
    for one in appointments:
        known = one.created_at < ends
        if not known and one.starts >= ends:
            continue
        own = moves.get(one.pk, [])
        before = [move for move in own if move.at < ends]
        since = own[len(before) :]
        state = before[-1].to_state if known and before else one.state
        changed = since[-1] if known and since else None
        found.append(Occurrence(one, state, known, _note_then(one, notes, ends), changed))
    return found


def _note_then(one: Appointment, notes: dict[int, list[Any]], ends: datetime) -> str:
    note = getattr(getattr(one, "session", None), "note", None)
    before = [move.to_state for move in notes.get(note.pk, []) if move.at < ends] if note is not None else []
    return before[-1] if before else ""


def _follow_ups(rows: Sequence[FollowUp], ends: datetime) -> list[tuple[FollowUp, str]]:
    moves = _by_subject(FollowUpMove.objects.filter(subject__in=[one.pk for one in rows], at__lt=ends)) if rows else {}
    known = [one for one in rows if one.created_at < ends]
    return [(one, moves[one.pk][-1].to_state if one.pk in moves else one.state) for one in known]


def _by_subject(moves: QuerySet[Any]) -> dict[int, list[Any]]:
    """Moves of each thing, the oldest first."""
    found: dict[int, list[Any]] = {}
    for move in moves.order_by("at", "pk"):
        found.setdefault(move.subject_id, []).append(move)
    return found
