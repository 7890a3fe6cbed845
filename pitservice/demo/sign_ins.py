"""Teams and colleagues of the demo. The password is in the issue and on the screen: demo data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from caseload.actions import add_usual_interventions
from caseload.models import Room
from families.actions import keep_organisation
from pitservice.accounts.actions import add_team, add_user, give_role
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.configuration.actions import change_settings, publish_risk_list
from pitservice.configuration.illustrative_risk_list import FACTORS, TITLE
from pitservice.db.actor import Actor

PASSWORD = "parent-infant-demo"  # noqa: S105 - invented people only; the launcher prints it
BY = Actor.system("demo")

#: E-mail, name, role, team. Their names are invented.
COLLEAGUES = (
    ("lead@example.org", "Priya Shah", RoleName.CLINICAL_LEAD, "north"),
    ("practitioner@example.org", "Sam Okoro", RoleName.PRACTITIONER, "north"),
    ("second.practitioner@example.org", "Megan Pryce", RoleName.PRACTITIONER, "north"),
    ("admin@example.org", "Alan Whitlock", RoleName.ADMINISTRATOR, "north"),
    ("keyworker@example.org", "Joanna Bielak", RoleName.KEYWORKER, "north"),
    ("trainee@example.org", "Toby Fenwick", RoleName.TRAINEE, "north"),
    ("manager@example.org", "Ruth Adeyemi", RoleName.MANAGER, "north"),
    ("guardian@example.org", "Dr Helen Marsh", RoleName.GUARDIAN, "north"),
    ("lead.otherteam@example.org", "Tom Garside", RoleName.CLINICAL_LEAD, "south"),
)
#: For so many days more the trainee learns here; so many days ago they came, and everybody else.
_PLACEMENT, _PLACED, _HERE = 120, 60, 600
TEAMS = {"north": "North Parent-Infant Team", "south": "South Parent-Infant Team"}
ALTERNATIVES = (
    ("Eastfield Family Hub", "Family hub", "01632 960101"),
    ("Rowan Tree Home-Start", "Voluntary organisation", "01632 960102"),
    ("Perinatal Mental Health Service", "Specialist service", "01632 960103"),
)
STATEMENT = (
    "This conversation supports your own work. You and your organisation stay responsible for the family; we keep no "
    "record in the family's name unless we agree to."
)


@dataclass(frozen=True)
class Staff:
    """The north team and who works there."""

    team: Team
    lead: User
    sam: User
    megan: User
    admin: User
    keyworker: User
    guardian: User

    @property
    def practitioners(self) -> tuple[User, User, User]:
        """Those who lead work with families, in turn."""
        return self.sam, self.megan, self.lead


def make_teams() -> Staff:
    """Both teams with their settings, lists and colleagues."""
    teams = {slug: _team(slug, name) for slug, name in TEAMS.items()}
    people: dict[str, User] = {}
    for email, name, role, slug in COLLEAGUES:
        people[email.split("@")[0]] = user = add_user(email=email, name=name, password=PASSWORD, by=BY)
        until: Mapping[str, Any] = {}
        if role == RoleName.TRAINEE:
            ends_on = timezone.localdate() + timedelta(days=_PLACEMENT)
            until = {"supervisor": people["practitioner"], "ends_on": ends_on}
        membership = give_role(user=user, team=teams[slug], role=role, by=BY, **until)
        here = _PLACED if role == RoleName.TRAINEE else _HERE
        Membership.objects.filter(pk=membership.pk).update(starts_on=timezone.localdate() - timedelta(days=here))
    return Staff(
        teams["north"],
        people["lead"],
        people["practitioner"],
        people["second.practitioner"],
        people["admin"],
        people["keyworker"],
        people["guardian"],
    )


def _team(slug: str, name: str) -> Team:
    team = add_team(name=name, slug=slug, by=BY)
    Team.objects.filter(pk=team.pk).update(
        phone="01632 960100",
        email=f"{slug}@example.org",
        address="The Rowan Centre\n4 Orchard Way\nEastfield\nZZ16 2BB",
    )
    team.refresh_from_db()
    open_all_hours(team)
    publish_risk_list(team=team, title=TITLE, factors=FACTORS, illustrative=True, by=BY)
    for name_, kind, phone in ALTERNATIVES:
        keep_organisation(team=team, name=name_, kind=kind, phone=phone, is_alternative=True, by=BY)
    for room in ("Room 1", "Room 2", "Playroom"):
        Room.objects.create(team=team, name=room, created_by=BY)
    add_usual_interventions(team=team, by=BY)
    return team


def open_all_hours(team: Team) -> None:
    """While the demo is built, at whatever hour: no hold-back, texts at any time."""
    hours: Mapping[str, Any] = {"texts_from": "00:00", "texts_until": "23:59"}
    change_settings(
        team=team, take_back_minutes=0, hold_back_minutes=0, consultation_statement=STATEMENT, by=BY, **hours
    )


def usual_hours(team: Team) -> None:
    """As a team would have it."""
    minutes = {"take_back_minutes": 15, "hold_back_minutes": 3}
    change_settings(team=team, texts_from="08:00", texts_until="20:00", by=BY, **minutes)


def sign_ins_in_words() -> str:
    """What the launcher prints."""
    width = max(len(email) for email, *_ in COLLEAGUES)
    lines = [f"  {email:{width}}  {RoleName(role).label}, {TEAMS[slug]}" for email, _, role, slug in COLLEAGUES]
    return "\n".join([f"Demo sign-ins (invented people only), password {PASSWORD}:", *lines])
