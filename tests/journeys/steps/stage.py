"""Given: a team with its colleagues, its lists and settings, and a few other referrals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from django.utils import timezone

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.configuration.actions import change_settings
from pitservice.configuration.enums import FollowUpPolicy, ReferralSource
from tests.make.accounts import BY, make_team, make_user
from tests.make.referrals import baby, make_referral, make_risk_list, mother, ticks_of

STATEMENT = "You stay accountable for your own work. We advise; we do not take on the family."


@dataclass
class Stage:
    """Who is there."""

    team: Team
    lead: User
    practitioner: User
    administrator: User


def set_the_stage() -> Stage:
    """A team of three whose letters go at once, and whose texts may go at any hour (tests run by day and by night)."""
    team = make_team("Northfield Parent-Infant Team")
    change_settings(
        team=team,
        take_back_minutes=0,
        texts_from=time(0),
        texts_until=time(23, 59, 59, 999999),
        follow_up=FollowUpPolicy.CHOSEN,
        consultation_statement=STATEMENT,
        by=BY,
    )
    make_risk_list(team)
    return Stage(
        team,
        make_user(RoleName.CLINICAL_LEAD, team, name="Priya Shah"),
        make_user(RoleName.PRACTITIONER, team, name="Tom Ellis"),
        make_user(RoleName.ADMINISTRATOR, team, name="Ann Cole"),
    )


def a_handful_of_referrals(stage: Stage) -> None:
    """Five others wait in the inbox, as different as they come."""
    today = timezone.localdate()
    others = [
        ("Zayn", "Aisha", "Khan", ReferralSource.HEALTH_VISITOR, 7, (1, 2)),
        ("Otis", "Grace", "Mensah", ReferralSource.MIDWIFE, 3, (0, 4)),
        ("Nia", "Carys", "Pugh", ReferralSource.GP, 22, (0, 1)),
        ("Idris", "Salma", "Rahman", ReferralSource.FAMILY_HUB, 40, (2, 0)),
        ("Wren", "Holly", "Dunn", ReferralSource.PERINATAL, 15, (1, 0)),
    ]
    for child, parent, surname, source, weeks, (significant, minor) in others:
        make_referral(
            stage.team,
            source=source,
            ticks=ticks_of(stage.team, significant=significant, minor=minor),
            people=(
                baby(given_name=child, family_name=surname, date_of_birth=today - timedelta(weeks=weeks)),
                mother(given_name=parent, family_name=surname, mobile="", address=""),
            ),
        )
