"""A downtime pack as a page to be made a PDF of: day by day, whom to reach, what must not be missed (P71)."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.template.loader import render_to_string
from django.utils import timezone

from caseload.models import ClinicSlot
from caseload.presenters import clinic, words
from caseload.presenters.student import called
from caseload.selectors.downtime import Contents, Entry
from caseload.selectors.people import whom_to_ask
from caseload.times import local_day
from families.models import ContactPoint, Family
from families.presenters import names_in
from families.presenters.banner import banner
from families.presenters.contact import point_fact
from families.selectors import members_of
from pitservice.accounts.models import Team, User
from pitservice.ui import dates

TITLE = "Downtime pack"


def page_of(team: Team, user: User | None, contents: Contents, first: date, last: date) -> str:
    """The pack as a page: day by day, each appointment with what its visit sheet says. No history and no notes."""
    entries = groupby(contents.entries, key=lambda row: local_day(row.appointment.starts))
    by_day = {day: list(rows) for day, rows in entries}
    ask = whom_to_ask(team.pk)
    days = [
        {
            "heading": dates.weekday(day),
            "duty": f"On duty: {who.name}" if who else "Nobody is on duty.",
            "entries": [_entry(one, day, ask) for one in by_day.get(day, [])],
            "free": [_free(slot) for slot in contents.free if local_day(slot.starts) == day],
        }
        for day, who in contents.duty
    ]
    context = {
        "title": f"{TITLE}: {dates.weekday(first)} to {dates.weekday(last)}",
        "team": team.name,
        "phone": team.phone,
        "whose": f"For {user.name} alone: what stands here is not in the team’s pack." if user else "",
        "made": f"Made {dates.moment(timezone.now())}. It does not know what changed since. Destroy it after use.",
        "days": days,
    }
    return render_to_string("caseload/downtime.html", context)


def _free(slot: ClinicSlot) -> str:
    """Assessment clinic, free: 10am to 11am, Priya Shah, Blue room. Nobody is to be met in it."""
    said = ", ".join(filter(None, (clinic.hours(slot), slot.practitioner.name, slot.venue)))
    return f"{clinic.FREE_IN_DIARY}: {said}"


def _entry(one: Entry, day: date, ask: str) -> dict[str, object]:
    row, family = one.appointment, one.appointment.episode.family
    names = names_in(members_of(family))
    said = banner(family, day)
    facts = [("Where", words.where(row)), ("Practitioner", row.practitioner.name), ("Our reference", family.key)]
    if row.group_session is not None:
        facts.insert(0, ("Group", row.group_session.group.name))
    if row.interpreter:
        facts.append(("Interpreter", str(row.interpreter)))
    if row.student is not None:
        facts.append(("Student in the room", called(row.student)))
    return {
        "heading": f"{words.hours(row)}: {said.heading}",
        "what": row.get_kind_display(),
        "ask": words.speak_to(ask) if row.speak_first else "",
        "alerts": [{"tag": alert.tag.text if alert.tag else "", "text": alert.text} for alert in said.alerts],
        "lines": said.lines,
        "facts": facts,
        "points": [_point(point, family, names) for point in one.points],
    }


def _point(point: ContactPoint, family: Family, names: dict[int, str]) -> dict[str, object]:
    """As the visit sheet says it: whether it is safe comes before the number."""
    name = names.get(point.person_id, point.person.name)
    fact = point_fact(family, point, name, names, may_edit=False)
    return {"who": name, "how": fact.key, "safe": [tag.text for tag in fact.tags], "lines": fact.value}
