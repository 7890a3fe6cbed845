"""Who saw what in the demo: a record opened in an emergency, a colleague who knows a family, a look to think about."""

from __future__ import annotations

from families import actions
from families.models import Family, Involvement, Organisation
from pitservice.accounts.actions import set_home_postcode
from pitservice.accounts.models import User
from pitservice.audit.actions import looked
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff

_SERVICES = {
    "Eastfield Family Hub": (
        "Stay and play, a parenting course, advice on feeding.",
        "Any family with a child under 5",
    ),
    "Rowan Tree Home-Start": ("A volunteer who visits once a week.", "Parents of children under 5 who feel alone"),
    "Perinatal Mental Health Service": (
        "Assessment and treatment of a parent’s own mental health.",
        "Parents from pregnancy until a year after the birth",
    ),
}


def tell(staff: Staff, calendar: Calendar) -> None:
    """Everything that the guardian's lists show."""
    _emergencies(staff, calendar)
    _connection(staff, calendar)
    _look(staff, calendar)
    for name, (offers, for_whom) in _SERVICES.items():
        service = Organisation.objects.get(team=staff.team, name=name)
        actions.change_organisation(organisation=service, offers=offers, for_whom=for_whom, by=staff.admin.actor)


def _emergencies(staff: Staff, calendar: Calendar) -> None:
    """One that was reviewed, and one of last night that waits for the guardian."""
    family = Family.objects.filter(team=staff.team, restricted=True).order_by("pk").first()
    if family is None:
        return
    _open(family, staff.keyworker, "The mother rang in tears and asked for her worker by name.", 20, calendar)
    first = Involvement.objects.get(family=family, kind="break_glass")
    with calendar.told(calendar.at(calendar.working(18), 9, 20)):
        words = "She needed to know whom to put the call through to, and looked at nothing else."
        actions.review_break_glass(opening=first, justified=True, words=words, by=staff.guardian.actor)
    other = staff.megan if family.involvements.filter(user=staff.sam, kind="named").exists() else staff.sam
    _open(family, other, "The police asked on the phone whether the children are known.", 1, calendar)


def _open(family: Family, user: User, reason: str, ago: int, calendar: Calendar) -> None:
    """Opened, looked at, and closed again by the one who opened it."""
    day = calendar.day(ago)
    with calendar.told(calendar.at(day, 17, 40)):
        opening = actions.break_glass(family=family, user=user, confirmed=True, reason=reason, by=user.actor)
    for minute, screen in ((41, "families.FamilyPage"), (43, "families.PeoplePage"), (46, "families.ContactPage")):
        with calendar.told(calendar.at(day, 17, minute)):
            looked(user_id=user.pk, screen=screen, families=[(family.pk, family.team_id)])
    with calendar.told(calendar.at(day, 18, 5)):
        assert opening is not None
        actions.close_emergency(opening=opening, by=user.actor)


def _open_families(staff: Staff) -> list[Family]:
    """Families that the keyworker could see and does not work with."""
    known = Family.objects.filter(team=staff.team, restricted=False)
    return list(known.exclude(involvements__user__in=(staff.keyworker, staff.megan)).order_by("pk")[:2])


def _connection(staff: Staff, calendar: Calendar) -> None:
    family = _open_families(staff)[0]
    with calendar.told(calendar.at(calendar.working(3), 11, 15)):
        why = "Her mother and mine are neighbours."
        actions.declare_connection(family=family, user=staff.keyworker, why=why, by=staff.keyworker.actor)


def _look(staff: Staff, calendar: Calendar) -> None:
    """A colleague who gave her postcode opened the record of a family around the corner."""
    family = _open_families(staff)[-1]
    point = family.points.exclude(postcode="").order_by("pk").first()
    if point is None:
        return
    set_home_postcode(user=staff.megan, postcode=point.postcode, by=staff.megan.actor)
    with calendar.told(calendar.at(calendar.working(2), 15, 30)):
        looked(user_id=staff.megan.pk, screen="families.PeoplePage", families=[(family.pk, family.team_id)])
