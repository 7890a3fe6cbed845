"""A series: booked at once, a row for each appointment, and changed as this one, this and later, or all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from caseload.actions import telling
from caseload.actions.appointments import Visit, book, cancel, move
from caseload.enums import FOLLOWS, AppointmentKind, AppointmentState, AskedBy, Scope
from caseload.models import Appointment, Episode, Series
from caseload.selectors.obstacles import days_to_pass_over
from caseload.selectors.series import in_scope
from caseload.times import MOST, days_of_series, local_day, moment_at
from families.models import Person
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.constraints import sentence_for
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.ui import dates

#: A day, or a moment of one.
D = TypeVar("D", date, datetime)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every so many weeks: so many times, or up to a last day. `pass_over_taken`: also days whose time is taken."""

    weeks: int
    times: int | None = None
    last: date | None = None
    pass_over_taken: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a series: its appointments as they are now, and days on which nothing was done, with why."""

    appointments: Sequence[Appointment]
    left: Mapping[date, str] = field(default_factory=dict)

    @property
    def left_in_words(self) -> str:
        """Fri 25 December 2026 (a bank holiday), Fri 1 January 2027 (a bank holiday)."""
        return ", ".join(f"{dates.weekday(day)} ({why})" for day, why in sorted(self.left.items()))


@transaction.atomic
def book_series(
    *,
    episode: Episode,
    kind: AppointmentKind,
    visit: Visit,
    repeat: Repeat,
    invited: Sequence[Person],
    text_to: Sequence[Person] = (),
    call_to: Sequence[Person] = (),
    letter_to: Sequence[Person] = (),
    by: Actor,
) -> Changed:
    """Book a series, each appointment at the same time by the wall clock whatever the clocks do between.

    Days on which the team is closed or the practitioner is away are passed over, and said. A time that is taken is
    refused with its day, unless such days are to be passed over too. A text or a call names the first; a letter all.
    """
    episode = lock(episode)
    days, passed = _days(episode, visit, repeat)
    series = Series.objects.create(team_id=episode.team_id, episode=episode, weeks=repeat.weeks, created_by=by)
    made: list[Appointment] = []
    taken: dict[date, str] = {}
    at = timezone.localtime(visit.starts).time()
    for day in days:
        one = replace(visit, starts=moment_at(day, at))
        what = FOLLOWS.get(kind, kind) if made else kind
        with said_with_day(day, taken):
            made.append(book(episode=episode, kind=what, visit=one, invited=invited, series=series, by=by))
    if taken and not repeat.pass_over_taken:
        raise Refused(taken_in_words(taken, "Choose another time, or pass these days over."))
    _at_least_two(made)
    done = Changed(made, passed | taken)
    series.left_out = done.left_in_words
    series.save(update_fields=["left_out"])
    first = made[0]
    telling.say(first, _adults(first, text_to), "appointment_booked", by)
    telling.ask_to_ring(first, _adults(first, call_to), by)
    telling.write_letters(first, _adults(first, letter_to), by, later=[one.starts for one in made[1:]])
    record("caseload.book_series", series, by=by, family_id=episode.family_id, appointments=[one.pk for one in made])
    return done


@transaction.atomic
def move_series(
    *,
    appointment: Appointment,
    scope: Scope,
    visit: Visit,
    reason: str = "",
    asked_by: AskedBy | None = None,
    letter_to: Sequence[Person] = (),
    seen: int | None = None,
    by: Actor,
) -> Changed:
    """Move an appointment and, of its series, those after it or all to come, by as many days and to the same time.

    One that would fall on a closed day, or on one on which the practitioner is away, stays where it is, and that is
    said. A time that is taken is refused with its day; then nothing is moved. Who was texted of one is texted its new
    time; who was told of them by letter alone, and gets no new one, is texted the first (REM-1).
    """
    appointment, chosen = _chosen(appointment, scope, seen)
    shift = local_day(visit.starts) - local_day(appointment.starts)
    at = timezone.localtime(visit.starts).time()
    new_days = {one: local_day(one.starts) + shift for one in chosen}
    over = days_to_pass_over(appointment.team, visit.practitioner, min(new_days.values()), max(new_days.values()))
    taken_back = telling.take_back_letters(appointment, "The appointments were moved.", by)
    left: dict[date, str] = {}
    taken: dict[date, str] = {}
    moved: list[Appointment] = []
    texted: list[tuple[Appointment, set[int]]] = []
    for one in sorted(chosen, key=lambda row: row.starts, reverse=shift > timedelta(0)):  # no one onto the next
        day = new_days[one]
        if one != appointment and day in over:
            left[local_day(one.starts)] = f"{dates.weekday(day)}: {over[day]}"
            continue
        there = replace(visit, starts=visit.starts if one == appointment else moment_at(day, at))
        with said_with_day(day, taken):
            moved.append(move(appointment=one, visit=there, reason=reason, asked_by=asked_by, tell=False, by=by))
            texted.append((moved[-1], telling.texted_of(one)))
    if taken:
        raise Refused(taken_in_words(taken, "Nothing was moved. Choose another time, or move fewer."))
    moved.sort(key=lambda row: row.starts)
    written = telling.written_to_of(appointment) - {person.pk for person in letter_to}
    for one, told in [*texted, (moved[0], written)]:
        telling.say(one, _invited(one, told), "appointment_moved", by)
    telling.write_anew(moved[0], taken_back, by)
    anew = [person for person in _adults(moved[0], letter_to) if person.pk not in taken_back]
    telling.write_letters(moved[0], anew, by, later=[one.starts for one in moved[1:]])
    record("caseload.move_series", moved[0], by=by, family_id=appointment.episode.family_id, scope=str(scope))
    return Changed(moved, left)


@transaction.atomic
def cancel_series(
    *,
    appointment: Appointment,
    scope: Scope,
    outcome: AppointmentState,
    reason: str = "",
    seen: int | None = None,
    by: Actor,
) -> Changed:
    """Cancel an appointment and, of its series, those after it or all to come, as `cancel` does.

    Whoever was told of one of them, by text or by letter, gets one text about all (REM-1).
    """
    appointment, chosen = _chosen(appointment, scope, seen)
    taken_back = telling.take_back_letters(appointment, "The appointments were cancelled.", by)
    done = [cancel(appointment=one, outcome=outcome, reason=reason, tell=False, by=by) for one in chosen]
    telling.write_anew(appointment, taken_back, by)
    told = telling.written_to_of(appointment).union(*map(telling.texted_of, done))
    first, words = telling.in_one_word(done)
    telling.say(first, _invited(first, told), words, by)
    family = appointment.episode.family_id
    record("caseload.cancel_series", appointment, by=by, family_id=family, scope=str(scope), outcome=str(outcome))
    return Changed(done)


def _days(episode: Episode, visit: Visit, repeat: Repeat) -> tuple[list[date], dict[date, str]]:
    first = local_day(visit.starts)
    furthest = repeat.last or first + timedelta(weeks=repeat.weeks * MOST * 2)
    over = days_to_pass_over(episode.team, visit.practitioner, first, max(first, furthest))
    days, passed = days_of_series(first, repeat.weeks, times=repeat.times, last=repeat.last, passed_over=over)
    _at_least_two(days)
    if repeat.last is not None and len(days) == MOST and days[-1] + timedelta(weeks=repeat.weeks) <= repeat.last:
        raise Refused(f"A series has at most {MOST} appointments. Choose an earlier last day.")
    return days, {day: over[day] for day in passed}


def _at_least_two(found: Sequence[object]) -> None:
    if len(found) < 2:
        raise Refused("A series has at least two appointments. Choose more, or a later last day, or book one.")


def _chosen(appointment: Appointment, scope: Scope, seen: int | None) -> tuple[Appointment, list[Appointment]]:
    """The appointment, and all that are meant, locked in one order: the series first, so that two never cross."""
    if appointment.series is not None:
        lock(appointment.series)
    appointment = lock(appointment, seen=seen)
    return appointment, [appointment if one == appointment else lock(one) for one in in_scope(appointment, scope)]


@contextmanager
def said_with_day(day: D, taken: dict[D, str]) -> Iterator[None]:
    """One appointment of several: where the database refuses its time, the sentence is kept with its day or moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        taken[day] = sentence.rstrip(".").replace("This ", "this ")


def taken_in_words(taken: Mapping[date, str], what_to_do: str) -> str:
    """Each day whose time is taken, by whom or what, and what to do now."""
    days = "; ".join(f"{dates.weekday(day)}: {why}" for day, why in sorted(taken.items()))
    return f"{days}. {what_to_do}"


def _adults(appointment: Appointment, people: Sequence[Person]) -> list[Person]:
    """Of these people, those who are invited: nobody else is told (P45)."""
    return _invited(appointment, {person.pk for person in people})


def _invited(appointment: Appointment, ids: AbstractSet[int]) -> list[Person]:
    """The same, of people by their ids."""
    found = appointment.invitations.filter(person_id__in=ids).select_related("person").order_by("pk")
    return [one.person for one in found]
