"""A diary as a calendar programme reads it (RFC 5545): kind, time, our reference, and nothing else (P61)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from caseload.enums import AppointmentKind, Place
from caseload.models import Appointment, ClinicSlot, GroupSession
from caseload.presenters.clinic import FREE_IN_DIARY

#: Octets in one line of the format; a longer one goes on in the next, after a space.
_LINE = 75
_VISITS = (Place.HOME, Place.COMMUNITY)
#: What stands in a calendar.
Row = Appointment | GroupSession | ClinicSlot


def calendar(rows: Iterable[Row], now: datetime) -> str:
    """The whole calendar. Times stand in UTC: the reader's programme shows them by its own clock, also in summer."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pitservice//Diary//EN", "X-WR-CALNAME:Work diary"]
    for row in rows:
        lines += _event(row, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(row: Row, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{row.key}@pitservice"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"DTSTART:{_moment(row.starts)}"
    yield f"DTEND:{_moment(row.ends)}"
    yield f"SUMMARY:{_text(_summary(row))}"
    if place := _place(row):
        yield f"LOCATION:{_text(place)}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _summary(row: Row) -> str:
    """Kind and our reference; of a group the group's, never its name; a free slot has none (P61, P72)."""
    if isinstance(row, ClinicSlot):
        return FREE_IN_DIARY
    if isinstance(row, GroupSession):
        return f"{AppointmentKind.GROUP.label} {row.group.key}"
    return f"{row.get_kind_display()} {row.episode.family.key}"


def _place(row: Row) -> str:
    """Visit, clinic or the room's name; never an address (P61)."""
    if row.room is not None:
        return row.room.name
    place = Place.CLINIC if isinstance(row, ClinicSlot) else row.place
    if place in _VISITS:
        return "Visit"
    return "Clinic" if place == Place.CLINIC else ""


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(plain, escaped)
    return words


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, never inside a character."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
