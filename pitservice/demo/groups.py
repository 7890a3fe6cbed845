"""Groups of the demo: baby massage for six families, and one that keeps in touch (P72)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from caseload import actions
from caseload.actions import Longer, Mark, Meets, Programme, Repeat
from caseload.enums import EndReason, EpisodeState, Place
from caseload.grouping import Came
from caseload.models import Appointment, Episode, Group, GroupSession, Intervention
from caseload.selectors.groups import who_can_come
from families.models import Family
from families.selectors import loss_stands
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff

SIX, SOME = 6, 2
_NOTE = "She undressed him slowly and told him what came next. He looked at her the whole time; at the legs he laughed."


def tell(staff: Staff, calendar: Calendar) -> None:
    """Of baby massage one session is recorded, one register waits, and one is to come. The other has met once."""
    _massage(staff, calendar)
    _keeps_touch(staff, calendar)


def _massage(staff: Staff, calendar: Calendar) -> None:
    by = staff.megan.actor
    first = calendar.working(10)
    with calendar.told(calendar.at(calendar.day(24), 12)):
        massage = Intervention.objects.filter(team=staff.team, name="Infant massage").first()
        programme = Programme(
            name="Baby massage, Tuesdays",
            size=8,
            lead=staff.megan,
            helpers=[staff.sam],
            place=Place.COMMUNITY,
            where="Eastfield family hub",
            intervention=massage,
        )
        group = actions.start_group(team=staff.team, programme=programme, by=by)
        _new(staff, calendar, group)
        for family in _families(staff, SIX, closed=False):
            _join(group, family, calendar, 20, by=staff)
        meets = Meets(calendar.at(first, 17), 90, Place.COMMUNITY, "Eastfield family hub")
        sessions = actions.plan_sessions(
            group=group, meets=meets, repeat=Repeat(1, times=3, pass_over_taken=True), by=by
        ).sessions
    been = [one for one in sessions if one.ends < calendar.at(calendar.today, 0)]
    for number, session in enumerate(been[:-1]):
        _register(session, number, calendar)


def _new(staff: Staff, calendar: Calendar, group: Group) -> None:
    """Sam is new to VIG for two more months, and to the group for its first six sessions (P85)."""
    by = staff.lead.actor
    vig = Intervention.objects.filter(team=staff.team, name__contains="(VIG)").first()
    if vig is not None:
        longer = Longer(50, until=calendar.today + timedelta(days=60))
        actions.record_new_to(team=staff.team, user=staff.sam, what=vig, longer=longer, by=by)
    actions.record_new_to(team=staff.team, user=staff.sam, what=group, longer=Longer(100, pieces=6), by=by)


def _keeps_touch(staff: Staff, calendar: Calendar) -> None:
    by = staff.lead.actor
    with calendar.told(calendar.at(calendar.day(21), 12)):
        programme = Programme(
            name="Keeping in touch",
            size=10,
            lead=staff.lead,
            place=Place.COMMUNITY,
            where="St Mary’s hall",
            keeps_touch=True,
        )
        group = actions.start_group(team=staff.team, programme=programme, by=by)
        for family in _families(staff, SOME, closed=True):
            _join(group, family, calendar, 20, by=staff)
        day = calendar.working(13)
        for on in (day, day + timedelta(weeks=4)):
            meets = Meets(calendar.at(on, 18), 60, Place.COMMUNITY, "St Mary’s hall")
            actions.plan_sessions(group=group, meets=meets, by=by)
    _register(group.sessions.order_by("starts")[0], 0, calendar)


def _families(staff: Staff, number: int, *, closed: bool) -> Sequence[Family]:
    """Open families of the team in the middle of their work; or some whose work was completed."""
    found = Episode.objects.filter(~loss_stands(), team=staff.team, family__restricted=False)
    if closed:
        again = Episode.objects.exclude(state=EpisodeState.CLOSED)
        found = found.filter(end_reason=EndReason.COMPLETED).exclude(family__in=again.values("family"))
    else:
        found = found.filter(state=EpisodeState.INTERVENTION)
    rows = found.select_related("family").order_by("pk")
    return list(dict.fromkeys(row.family for row in rows))[:number]


def _join(group: Group, family: Family, calendar: Calendar, ago: int, *, by: Staff) -> None:
    people = who_can_come(family)
    if people:
        actions.join_group(group=group, family=family, people=people, starts_on=calendar.day(ago), by=by.megan.actor)


def _register(session: GroupSession, number: int, calendar: Calendar) -> None:
    """One family did not come each time, one had said so; of the first a note is written and signed."""
    places = list(Appointment.objects.filter(group_session=session).order_by("pk"))
    marks = []
    for at, place in enumerate(places):
        people = [one.person for one in place.invitations.select_related("person")]
        came = {number + 1: Came.DID_NOT, number + 3: Came.SAID_SO}.get(at, Came.CAME)
        marks.append(Mark(place, came, people if came == Came.CAME else ()))
    with calendar.told(session.ends + timedelta(minutes=30)):
        by = session.group.lead.actor
        actions.record_register(session=session, marks=marks, minutes=90, by=by)
        held = places[0].session  # the first always came
        actions.sign(note=actions.write_note(session=held, text=_NOTE, by=by), by=by)
