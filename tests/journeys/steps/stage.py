"""Given: a team with its colleagues, its lists and settings, and a few other referrals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from django.utils import timezone

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.configuration.actions import change_settings
from pitservice.configuration.enums import FollowUpPolicy, ReferralSource, YesNoUnknown
from referrals.enums import Outcome
from referrals.models import Referral
from tests.make.accounts import BY, make_team, make_user
from tests.make.referrals import baby, make_decision, make_referral, make_risk_list, mother, ticks_of

#: Baby, mother, surname, weeks old, factors (significant, minor), who referred.
OTHERS = [
    ("Zayn", "Aisha", "Khan", 7, (1, 2), (ReferralSource.HEALTH_VISITOR, "Eastfield 0-19 Service")),
    ("Otis", "Grace", "Mensah", 3, (0, 4), (ReferralSource.MIDWIFE, "St Hilda’s Hospital")),
    ("Nia", "Carys", "Pugh", 22, (0, 1), (ReferralSource.GP, "The Weir Surgery")),
    ("Idris", "Salma", "Rahman", 40, (2, 0), (ReferralSource.FAMILY_HUB, "Mill Road Family Hub")),
    ("Wren", "Holly", "Dunn", 15, (1, 0), (ReferralSource.SOCIAL_CARE, "Northfield Children’s Services")),
]
DAYS_LEFT = (-3, 0)
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
        hold_back_minutes=0,
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
    """Five others wait in the inbox, as different as they come; the first is late and the second due today."""
    today = timezone.localdate()
    for place, (child, parent, surname, weeks, (significant, minor), referrer) in enumerate(OTHERS):
        source, organisation = referrer
        knows = YesNoUnknown.UNKNOWN if child == "Wren" else YesNoUnknown.YES
        referral = make_referral(
            stage.team,
            source=source,
            referrer_organisation=organisation,
            ticks=ticks_of(stage.team, significant=significant, minor=minor),
            people=(
                baby(given_name=child, family_name=surname, date_of_birth=today - timedelta(weeks=weeks)),
                mother(given_name=parent, family_name=surname, knows=knows, agrees=knows, address=""),
            ),
        )
        if place < len(DAYS_LEFT):  # the test's own hand on the clock
            Referral.objects.filter(pk=referral.pk).update(due_on=today + timedelta(days=DAYS_LEFT[place]))
        if child == "Idris":
            make_decision(referral, Outcome.TEAM_REVIEW)
