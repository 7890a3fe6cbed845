"""Two sheets of referrals from before the product: one taken in when the team began, one that waits for review (P3)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from referrals.actions import answer_comment, name_columns, start_import, take_in
from referrals.enums import CommentAnswer
from referrals.importing.checking import NOT_USED, first_mapping
from referrals.importing.working import go_on
from referrals.models import Import, ImportRow

_HEADINGS = (
    *("Our ref", "Date received", "Source", "Family aware?", "Family agreed?", "Baby first name", "Baby DOB", "EDD"),
    *("Mother first name", "Mother surname", "Mother DOB", "Mother mobile", "Partner name", "Address", "Postcode"),
    *("Reason for referral", "Outcome", "Outcome date", "Comments", "Filed"),
)
_HOME = "3 Mill Street, Eastfield"


def tell(staff: Staff, calendar: Calendar) -> None:
    """The old sheet was taken in by the administrator; a newer one, of a clinic that closed, waits."""
    before, ended = f"{calendar.day(372):%d/%m/%Y}", f"{calendar.day(350):%d/%m/%Y}"
    history = (
        _line("A-01", before, "Sian", "Morgan", baby="Gwen", outcome="accepted, closed", ended=ended),
        _line("A-02", before, "Ruth", "Bellamy", baby="Noah", outcome="not accepted", ended=ended),
        _line("A-03", before, "Ines", "Duarte", outcome="withdrawn", ended=ended, comments="chased HV x2"),
    )
    with calendar.told(calendar.at(calendar.working(330), 9)):
        sheet = _read(staff, "Referrals before we began.csv", history)
        waiting = ImportRow.objects.filter(sheet=sheet, standing="comment").order_by("number")
        for row in waiting:
            answer_comment(row=row, answers=[CommentAnswer.NOTHING], by=staff.admin.actor)
        _go_on(take_in(sheet=sheet, in_background=False, by=staff.admin.actor), staff)
    recently = calendar.day(9)
    newer = (
        _line("B-11", f"{recently:%d/%m/%Y}", "Leila", "Haddad", baby="Amir", born=calendar.day(70).isoformat()),
        _line("B-12", f"31.02.{recently:%y}", "Megan", "Tudor", baby="Baby of Megan Tudor", expected=True),
        _line("B-13", f"{recently:%d/%m/%Y}", "Rosa", "Lindqvist", comments="DV - do NOT send letters to home address"),
        _line("B-14", f"{recently:%d/%m/%Y}", "Joan", "Ferris", partner="Tom Ferris", comments="Tom not to know"),
        _line("B-14", f"{recently:%d/%m/%Y}", "Farida", "Noor", baby="Zara"),
        _line("B-16", f"{recently.isoformat()}", "Aisha", "Khan", baby="Zayn", mobile="see notes"),
    )
    with calendar.told(calendar.at(calendar.working(1), 15, 20)):
        _read(staff, "Clinic that closed.csv", newer)


def _line(
    reference: str,
    received: str,
    given: str,
    family: str,
    *,
    baby: str = "",
    born: str = "",
    expected: bool = False,
    mobile: str = "",
    partner: str = "",
    outcome: str = "",
    ended: str = "",
    comments: str = "",
) -> Sequence[str]:
    """A row as somebody typed it."""
    number = sum(map(ord, family))
    own = mobile or f"07700 900{number % 1000:03}"
    when = (born, "in spring" if expected else "")
    return (
        *(reference, received, "Health visitor", "yes", "verbal", baby, *when),
        *(given, family, f"{1 + number % 28}/{1 + number % 12}/{1985 + number % 15}", own, partner, _HOME, "ZZ1 3AB"),
        *("Low since the birth, finds the crying hard.", outcome, ended, comments, "yes"),
    )


def _read(staff: Staff, name: str, lines: Sequence[Sequence[str]]) -> Import:
    """Uploaded and read: what a worker does otherwise is done at once."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_HEADINGS, *lines])
    by = staff.admin.actor
    sheet = start_import(team=staff.team, name=name, content=text.getvalue().encode(), by=by)
    known = first_mapping(sheet.headings, {})
    mapping = {heading: known.get(heading, NOT_USED) for heading in sheet.headings}
    return _go_on(name_columns(sheet=sheet, mapping=mapping, in_background=False, by=by), staff)


def _go_on(sheet: Import, staff: Staff) -> Import:
    go_on(sheet=sheet, going_on=lambda: True, told=lambda *_: None, by=staff.admin.actor)
    sheet.refresh_from_db()
    return sheet
