"""Slots of assessment clinics."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from caseload import actions
from caseload.models import Appointment, ClinicSlot
from caseload.selectors.groups import who_can_come
from families.models import Person
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from referrals.actions import settle_family
from referrals.models import WaitingEntry
from tests.make.accounts import BY, make_user
from tests.make.caseload import in_days, open_in
from tests.make.families import MadeFamily, make_family
from tests.make.referrals import make_decision, make_referral


def make_clinic(user: User, *, slots: int = 1, starts: datetime | None = None, **more: Any) -> list[ClinicSlot]:
    """A colleague's clinic in a week, on a day on which the team is open, at ten: so many slots of an hour."""
    clinic = actions.Clinic(user, starts or in_days(open_in(7)), 60, slots, **more)
    return list(actions.publish_slots(team=user.current_memberships[0].team, clinic=clinic, by=BY).slots)


def make_practitioner(team: Team, name: str = "Priya Shah") -> User:
    """Somebody who may lead work."""
    return make_user(RoleName.PRACTITIONER, team, name)


def make_family_waiting(team: Team, made: MadeFamily | None = None) -> WaitingEntry:
    """A mother and her baby, known, on the waiting list."""
    referral = make_referral(team, people=())
    settle_family(referral=referral, family=(made or make_family(team)).family, by=BY)
    referral.refresh_from_db()
    make_decision(referral)
    return WaitingEntry.objects.get(referral=referral)


def mother_of(entry: WaitingEntry) -> Person:
    """The mother of a family that waits."""
    return who_can_come(entry.family)[0]


def take(slot: ClinicSlot, entry: WaitingEntry, **more: Any) -> Appointment:
    """The slot is given to the family; everybody of it is invited."""
    offer = actions.Offer(who_can_come(entry.family), **more)
    return actions.take_slot(slot=slot, entry=entry, offer=offer, by=BY)
