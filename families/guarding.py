"""What is kept an eye on: records opened in an emergency, and connections that colleagues declared (design §6, P33)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from families.enums import InvolvementKind as Kind
from families.models import Family, FamilyMember, Involvement
from pitservice.accounts.models import User
from pitservice.accounts.selectors import ever_colleagues
from pitservice.accounts.viewer import Viewer
from pitservice.audit.models import Access, Event
from pitservice.audit.selectors import what_was_done, who_looked
from pitservice.configuration.selectors import holidays_of_teams
from pitservice.configuration.working_days import add_working_days

#: A record opened in an emergency is looked at within so many working days.
REVIEW_DAYS = 2
#: Attempts that opened nothing, in an hour, after which no further one is made.
MOST_ATTEMPTS = 5
#: The verb under which an attempt that opened nothing is kept.
FAILED = "families.break_glass_failed"


def in_force(now: datetime) -> Q:
    """Involvements that count at this moment."""
    return Q(until=None) | Q(until__gt=now)


def record_in_emergency(
    viewer: Viewer, *, reference: str = "", nhs_number: str = "", born: date | None = None
) -> Family | None:
    """The record of the viewer's teams with this reference, or of somebody with this NHS number and date of birth.

    None where there is none, or where it is closed to this colleague: the same answer to all three.
    """
    there = Family.objects.filter(team_id__in=viewer.all_team_ids)
    if reference:
        family = there.filter(key=reference).first()
    else:
        members = FamilyMember.objects.filter(
            ends_on=None, person__nhs_number=nhs_number, person__date_of_birth=born, person__sealed=False
        ).exclude(person__nhs_number="")
        family = there.filter(pk__in=members.values("family_id")).order_by("-restricted", "pk").first()
    while family is not None and family.merged_into is not None:
        family = family.merged_into
    if family is None or family.team_id not in viewer.all_team_ids:
        return None
    closed = Involvement.objects.filter(in_force(timezone.now()), family=family, user=viewer.user, kind=Kind.CLOSED_TO)
    return None if closed.exists() else family


def opened_until(family: Family, user: User) -> datetime | None:
    """Until when this colleague has the record open in an emergency. Costs a query for restricted records alone."""
    if not family.restricted:
        return None
    now = timezone.now()
    mine = Involvement.objects.filter(in_force(now), family=family, user=user, kind=Kind.BREAK_GLASS, starts__lte=now)
    return mine.order_by("-until").values_list("until", flat=True).first()


def emergencies(viewer: Viewer) -> QuerySet[Involvement]:
    """Records of the viewer's teams that were opened in an emergency, newest first."""
    found: QuerySet[Involvement] = Involvement.objects.visible_to(viewer).filter(kind=Kind.BREAK_GLASS)
    return found.select_related("family", "user", "team").order_by("-starts", "-pk")


def connections(viewer: Viewer) -> QuerySet[Involvement]:
    """Records that are closed to a colleague now, newest first; never to the viewer's own."""
    found: QuerySet[Involvement] = Involvement.objects.visible_to(viewer).filter(
        in_force(timezone.now()), kind=Kind.CLOSED_TO
    )
    return found.select_related("family", "user", "team").order_by("-starts", "-pk")


def review_due(rows: Sequence[Involvement]) -> dict[int, date]:
    """By when each is to be reviewed, by its id: two working days after it was opened."""
    holidays = holidays_of_teams({row.team_id: row.team for row in rows}.values())
    return {
        row.pk: add_working_days(timezone.localtime(row.starts).date(), REVIEW_DAYS, holidays[row.team_id])
        for row in rows
    }


def lookers(*family_ids: int) -> dict[int, User]:
    """Everybody who has looked at these families, by name, by their ids."""
    looked = Access.objects.filter(family_id__in=family_ids).order_by().values("user_id").distinct()
    return {user.pk: user for user in User.objects.filter(pk__in=looked).order_by("name", "pk")}


def looks_in(opening: Involvement) -> QuerySet[Access]:
    """What the colleague looked at of this family while they had it open, in order."""
    until = opening.until or timezone.now()
    return (
        who_looked(opening.family_id).filter(user_id=opening.user_id, at__range=(opening.starts, until)).order_by("at")
    )


def acts_in(opening: Involvement) -> list[Event]:
    """What they changed in that time, the opening itself aside."""
    until = opening.until or timezone.now()
    done = what_was_done(opening.family_id).filter(at__range=(opening.starts, until), by=opening.user.actor)
    return list(done.exclude(verb="families.break_glass").order_by("at", "pk"))


def words_of_review(row: Involvement) -> str:
    """What the reviewer wrote."""
    event = Event.objects.filter(
        verb__in=("families.review_break_glass", "families.review_connection"),
        subject_type="families.involvement",
        subject_id=row.pk,
    )
    last = event.select_related("reason").order_by("-pk").first()
    return last.reason.text if last and last.reason else ""


def failed_attempts(viewer: Viewer, since: datetime) -> list[Event]:
    """Attempts of the viewer's colleagues that opened nothing, newest first."""
    people = ever_colleagues(viewer.all_team_ids).values("pk")
    return list(Event.objects.filter(verb=FAILED, subject_id__in=people, at__gte=since).order_by("-at", "-pk")[:50])


def works_with(family: Family, user: User) -> list[Involvement]:
    """Why a colleague would see this family otherwise: allocated, covering, named."""
    mine = Involvement.objects.filter(in_force(timezone.now()), family=family, user=user)
    return list(mine.filter(kind__in=(Kind.ALLOCATED, Kind.COVER, Kind.NAMED)).order_by("kind", "pk"))


def restricted_for(viewer: Viewer) -> Mapping[Family, set[int]]:
    """The restricted records that this colleague is named for, with the ids of everybody who is.

    Asks nothing of the database for a colleague who is named for none, as almost everybody is.
    """
    mine = {family for family, kind in viewer.user.read_along("involvements_in_force") if kind == Kind.NAMED}
    if not mine:
        return {}
    found = {one.pk: one for one in Family.objects.visible_to(viewer).filter(pk__in=mine, restricted=True)}
    named: dict[Family, set[int]] = {one: set() for one in found.values()}
    rows = Involvement.objects.filter(in_force(timezone.now()), family__in=found, kind=Kind.NAMED)
    for family, user in rows.values_list("family_id", "user_id"):
        named[found[family]].add(user)
    return named
