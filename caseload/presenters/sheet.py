"""How a visit sheet reads (P70)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from caseload.enums import InviteStep
from caseload.models import LoneVisit
from caseload.presenters import words
from caseload.presenters.student import called
from families.models import ContactPoint, Family, Person
from families.presenters.contact import point_fact
from pitservice.ui import dates
from pitservice.ui.components import Colour, Empty, Fact, FactList, Section, Tag


def facts(appointment: Any, out: LoneVisit | None, missing: Sequence[Person] = ()) -> FactList:
    """When, what for, where, with whom, and who waits to hear; `missing`: who has not agreed to the student (P68)."""
    found = [
        Fact("When", words.when(appointment), tags=[words.appointment_tag(appointment)]),
        Fact("What for", appointment.get_kind_display()),
        Fact("Where", words.where(appointment)),
        Fact("Practitioner", appointment.practitioner.name),
        Fact("Interpreter", str(appointment.interpreter) or "None booked"),
    ]
    if appointment.student is not None:
        tags = [Tag("Not agreed yet", Colour.YELLOW)] if missing else []
        found.append(Fact("Student in the room", called(appointment.student), tags=tags))
    if appointment.referrer_step == InviteStep.COMING:
        found.append(Fact("Referrer", "Comes too"))
    if out is not None:
        found.append(Fact("Out alone", f"{out.user.name}, back by {dates.clock(out.due_back)}: {out.buddy.name} waits"))
    return FactList(found)


def reaching(family: Family, points: Sequence[ContactPoint], names: Mapping[int, str]) -> Section:
    """Addresses and numbers of the adults of the work, by person, each with what is known of its safety."""
    people = list(dict.fromkeys(point.person for point in points))
    parts = [
        Section(
            names.get(person.pk, person.name),
            [
                FactList(
                    [
                        point_fact(family, point, person.name, names, may_edit=False)
                        for point in points
                        if point.person_id == person.pk
                    ]
                )
            ],
        )
        for person in people
    ]
    none = Empty("No number or address of the adults of this work is recorded.")
    return Section("How to find and reach them", parts or [none])
