"""What families are told of their appointments: each adult apart, through the one door (CON-1, REM-1, P45).

Nothing here decides who may be told; `families.contact` does. An adult who must not learn of the work gets no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from caseload.enums import AppointmentState, Place
from caseload.models import Appointment, Episode
from caseload.times import reminder_moment
from families.contact import Addressee, Question, who_may_be_told
from families.enums import Channel, Purpose
from families.models import Person
from pitservice.configuration.selectors import holidays_of, settings_of
from pitservice.db.actor import Actor
from pitservice.letters.actions import CopyFor, cancel_wanted, write
from pitservice.letters.selectors import still_to_go, written_to
from pitservice.letters.words import InEnglish, book_of
from pitservice.messaging.actions import queue
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from pitservice.messaging.selectors import messages_taken_back
from pitservice.ui.dates import moment

#: Answers of the contact rules after which not even a held row is made.
BARRED = frozenset({"restricted-person", "died"})
OPENING_WORDS = "first_contact"
#: States in which a text has left, or may have, or a person told them another way.
LEFT = (
    MessageState.SENDING,
    MessageState.UNKNOWN,
    MessageState.SENT,
    MessageState.DELIVERED,
    MessageState.TOLD,
)
#: How a letter says where, when nothing more is recorded.
WHERE: Mapping[str, str] = {
    Place.HOME: "at your home",
    Place.CLINIC: "at our rooms",
    Place.COMMUNITY: "as we agreed",
    Place.TELEPHONE: "by telephone: we will ring you",
    Place.VIDEO: "by video: we will send you the link",
}


@dataclass(frozen=True, slots=True)
class Told:
    """How many texts may go by themselves, and how many wait for a person."""

    queued: int = 0
    held: int = 0

    def __add__(self, other: Told) -> Told:
        """Both together."""
        return Told(self.queued + other.queued, self.held + other.held)


def text_everybody(
    *,
    episode: Episode,
    people: Iterable[Person],
    purpose: Purpose,
    words: str,
    dedupe: str,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    wanted: str = "",
    automatic: bool = True,
    context: dict[str, Any] | None = None,
    channel: Channel = Channel.TEXT,
    by: Actor,
) -> Told:
    """Queue one text for each of these people, with `dedupe` and the person's id as its key. Call inside an action.

    Said again, it goes only to those whose text was taken back before it went. By the `channel` of calls nothing goes:
    it stands on home until a colleague has rung (P68).
    """
    at = not_before or timezone.now()
    queued = held = 0
    taken_back = Counter(messages_taken_back(dedupe))
    book = book_of(episode.team)
    question = Question(purpose, channel, at, automatic, versions=book.versions(words))
    for to in _answers(episode, people, question):
        message = queue(
            to=to,
            words=book.text(words, to, **(context or {})),
            dedupe_key=_once(dedupe, to, taken_back),
            not_before=max(filter(None, (not_before, to.not_before)), default=None),
            not_after=not_after,
            wanted=wanted,
            automatic=automatic,
            by=by,
        )
        queued, held = queued + (message.state != MessageState.HELD), held + (message.state == MessageState.HELD)
    return Told(queued, held)


def _once(dedupe: str, to: Addressee, taken_back: Mapping[str, int]) -> str:
    """The key under which a text to somebody is written once; anew after it was taken back before it went."""
    key, times = f"{dedupe}:{to.recipient.removeprefix('person:')}", taken_back.get(to.recipient, 0)
    return f"{key}:{times + 1}" if times else key


def remind(appointment: Appointment, people: Iterable[Person], by: Actor, *, again: str = "") -> Told:
    """A reminder for each invited adult, some days before at ten by the wall clock, and an earlier one by team (REM-1).

    On a day on which the team is closed it goes on the last open one before. One whose time is past is not made. It is
    wanted while the appointment is booked, and is never sent after it has begun. `again` names why it is written anew.
    """
    settings, closed = settings_of(appointment.team_id), holidays_of(appointment.team)
    told = Told()
    for which, days in (("reminder", settings.reminder_days), ("earlier", settings.reminder_earlier_days)):
        when = reminder_moment(appointment.starts, days, closed) if days else None
        if when is not None and when > timezone.now():
            told += text_everybody(
                episode=appointment.episode,
                people=people,
                purpose=Purpose.REMINDER,
                words="reminder",
                dedupe=f"appointment:{appointment.pk}:{which}{again}",
                not_before=when,
                not_after=appointment.starts,
                wanted=wanted(appointment),
                context=about(appointment),
                by=by,
            )
    return told


def say(
    appointment: Appointment,
    people: Iterable[Person],
    words: str,
    by: Actor,
    *,
    again: str = "",
    wanted_while: str = "",
) -> Told:
    """Text that an appointment is booked, moved or cancelled, to these people, now; who was rung about it is rung.

    `again` names why it is said anew; `wanted_while` what must still hold for a word that it is cancelled.
    """
    people, kind = list(people), words.removeprefix("appointment_")
    if appointment.starts <= timezone.now() or not people:
        return Told()
    rung = _rung(appointment) if kind != "booked" else set[int]()
    common: dict[str, Any] = {
        "episode": appointment.episode,
        "purpose": Purpose.APPOINTMENT,
        "words": words,
        "not_after": appointment.starts,
        "wanted": wanted_while if kind.endswith("cancelled") else wanted(appointment),
        "context": about(appointment),
        "by": by,
    }
    dedupe = f"appointment:{appointment.pk}:{kind}{again}"
    told = text_everybody(people=[one for one in people if one.pk not in rung], dedupe=dedupe, **common)
    ring = [one for one in people if one.pk in rung]
    if ring:
        told += _to_ring(people=ring, dedupe=dedupe, **common)
    return told


def ask_to_ring(appointment: Appointment, people: Sequence[Person], by: Actor) -> Told:
    """Have somebody ring these people to say that it is booked (P68): it stands on home until they have."""
    if appointment.starts <= timezone.now() or not people:
        return Told()
    return _to_ring(
        episode=appointment.episode,
        people=people,
        purpose=Purpose.APPOINTMENT,
        words="appointment_booked",
        dedupe=f"appointment:{appointment.pk}:booked",
        not_after=appointment.starts,
        wanted=wanted(appointment),
        context=about(appointment),
        by=by,
    )


def _to_ring(*, dedupe: str, **common: Any) -> Told:
    return text_everybody(channel=Channel.CALL, automatic=False, dedupe=f"{dedupe}:call", **common)


def _rung(appointment: Appointment) -> set[int]:
    """Whom somebody has rung about this appointment, or about the time that it had before."""
    about_it = [f"appointment:{pk}" for pk in (appointment.pk, appointment.moved_from_id) if pk]
    rung = Message.objects.filter(wanted__in=about_it, channel=Channel.CALL, state__in=LEFT)
    return _people(rung.values_list("recipient", flat=True))


def take_back_letters(appointment: Appointment, why: str, by: Actor) -> dict[int, int]:
    """Take back what has not gone of the letters that name this appointment: the copy's id by the reader's."""
    waiting = still_to_go(_that_name(appointment))
    for key in sorted({copy.wanted for copy in waiting}):
        cancel_wanted(wanted=key, why=why, by=by)
    return {reader: copy.pk for copy in waiting for reader in _people([copy.recipient])}


def write_anew(appointment: Appointment, taken_back: Mapping[int, int], by: Actor) -> None:
    """To whom a letter about it was `taken_back`: one that names it, and its series, as they are now (LET-1, P45)."""
    if not taken_back:
        return
    booked = _with_its_series(appointment).filter(state=AppointmentState.BOOKED, starts__gt=timezone.now())
    rows = list(booked.select_related("practitioner").order_by("starts"))
    if rows:
        first, *later = rows
        people = [one.person for one in first.invitations.filter(person_id__in=taken_back).select_related("person")]
        again = f":after:{max(taken_back.values())}"
        write_letters(first, people, by, later=[one.starts for one in later], again=again)


def in_one_word(cancelled: Sequence[Appointment]) -> tuple[Appointment, str]:
    """Of appointments of one family that are cancelled together: which a text names, and its words; one for all."""
    first, *rest = sorted(cancelled, key=lambda row: (row.starts <= timezone.now(), row.starts))
    return first, "appointments_cancelled" if rest else "appointment_cancelled"


def write_letters(
    appointment: Appointment,
    people: Iterable[Person],
    by: Actor,
    *,
    later: Sequence[datetime] = (),
    again: str = "",
) -> int:
    """An appointment letter to each of these adults, each a letter of its own (LET-1); returns how many.

    It names the `later` times of a series too; `again` names why it is written anew. Of an appointment that has been
    nobody is told.
    """
    episode = appointment.episode
    if appointment.starts <= timezone.now():
        return 0
    extra = f"We have kept these times for you too: {'; '.join(map(moment, later))}." if later else ""
    written, book = 0, book_of(episode.team)
    versions = book.versions("appointment")
    question = Question(Purpose.APPOINTMENT, Channel.LETTER, timezone.now(), versions=versions)
    for to in _answers(episode, people, question):
        paragraphs = book.letter("appointment", to, **about(appointment), extra=extra)
        write(
            about=to.about,
            team=episode.team,
            family=episode.family,
            purpose=Purpose.APPOINTMENT,
            title="Your appointment",
            copies=[CopyFor(to, paragraphs, is_main=True)],
            wanted=wanted(appointment),
            dedupe_key=f"appointment:{appointment.pk}:letter{again}:{to.recipient.removeprefix('person:')}",
            by=by,
        )
        written += 1
    return written


def told_of(appointment: Appointment, *, but: Sequence[Person] = ()) -> set[int]:
    """Ids of the people to whom a text about this appointment has left, or a letter that names it.

    Without those of the latter who are written to anew now (`but`).
    """
    return texted_of(appointment) | (written_to_of(appointment) - {person.pk for person in but})


def texted_of(appointment: Appointment) -> set[int]:
    """Ids of the people to whom a text about this appointment has left."""
    return told_while(wanted(appointment))


def written_to_of(appointment: Appointment) -> set[int]:
    """Ids of the people to whom a letter that names this appointment has left."""
    return _people(written_to(_that_name(appointment)))


def _that_name(appointment: Appointment) -> list[str]:
    """What the letters that name it wait for: of a series one letter, under any of them, names all."""
    return [wanted(one) for one in _with_its_series(appointment).only("pk")]


def _with_its_series(appointment: Appointment) -> QuerySet[Appointment]:
    """It with the others of its series; a family's place with its other places in the same group (P72)."""
    if appointment.group_session is not None:
        group = appointment.group_session.group_id
        return Appointment.objects.filter(episode=appointment.episode_id, group_session__group=group)
    if appointment.series_id is None:
        return Appointment.objects.filter(pk=appointment.pk)
    return Appointment.objects.filter(series_id=appointment.series_id)


def told_while(wanted_while: str) -> set[int]:
    """Ids of the people to whom a text that waited for this has left."""
    gone = Message.objects.filter(wanted=wanted_while, state__in=LEFT)
    return _people(gone.values_list("recipient", flat=True))


def _people(recipients: Iterable[str]) -> set[int]:
    return {int(ref.removeprefix("person:")) for ref in recipients if ref.startswith("person:")}


def wanted(appointment: Appointment) -> str:
    """What must still hold for a word about this appointment."""
    return f"appointment:{appointment.pk}"


def about(appointment: Appointment) -> dict[str, str | datetime]:
    """Time, place and whom they will meet, as the words say them; never what it is for."""
    return {
        "when": appointment.starts,
        "where": appointment.where or InEnglish(WHERE[appointment.place]),
        "with_whom": f"You will meet {appointment.practitioner.name}.",
    }


def _answers(episode: Episode, people: Iterable[Person], question: Question) -> list[Addressee]:
    """The contact rules' answers for these people, as things are now, without those barred from any row."""
    refs = {f"person:{person.pk}" for person in people}
    answers = who_may_be_told(f"family:{episode.family_id}", question)
    return [to for to in answers if to.recipient in refs and not BARRED & set(to.codes)]
