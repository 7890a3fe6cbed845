"""Working days, absences with their cover, and the duty rota (P5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from caseload.models import Absence, DutyTurn, WorkingDays
from caseload.selectors.rota import duty_workers_of, families_of, families_seen, rota_of, stand_ins_of
from families.actions import end_involvement, involve
from families.enums import InvolvementKind
from families.models import Involvement
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.ui.wall import moment_at

#: No absence is longer: a leaver's families are handed over, not covered.
LONGEST = timedelta(days=366)


@transaction.atomic
def set_working_days(
    *,
    team: Team,
    user: User,
    days: Collection[int],
    hours: str = "",
    weekly_hours: Decimal | None = None,
    other_hours: Decimal = Decimal(0),
    starts_on: date,
    by: Actor,
) -> WorkingDays:
    """From a day on a colleague works on these days of the week (0 is Monday) in this team (P5).

    `weekly_hours` and, of these, `other_hours` that are not for families say how many they can see (CAP-1). What held
    before ends the day before; days that would begin on the same day are replaced.
    """
    lock(team)
    if not days:
        raise Refused("Choose at least one day. For somebody who is away for a while, record an absence.")
    _check_on_rota(team, user)
    before = WorkingDays.objects.filter(team=team, user=user, ends_on=None).select_for_update().first()
    if before is not None and starts_on < before.starts_on:
        raise Refused("Other working days are recorded from a later day on. Choose that day or a later one.")
    pattern = {"days": sorted(days), "hours": hours, "weekly_hours": weekly_hours, "other_hours": other_hours}
    if before is not None and before.starts_on == starts_on:
        for name, value in pattern.items():
            setattr(before, name, value)
        before.save(update_fields=[*pattern])
        new = before
    else:
        if before is not None:
            before.ends_on = starts_on - timedelta(days=1)
            before.save(update_fields=["ends_on"])
        new = WorkingDays.objects.create(team=team, user=user, starts_on=starts_on, created_by=by, **pattern)
    record("caseload.set_working_days", new, by=by, user=user.pk, days=sorted(days))
    return new


@transaction.atomic
def record_absence(*, team: Team, user: User, first: date, last: date, cover: User | None, by: Actor) -> Absence:
    """A colleague is away from one day to another, both included; what is due to them shows to the cover too (P5).

    The cover is involved with the families they would see anyway, for these days: that says why they looked.
    """
    lock(team)
    _check_on_rota(team, user)
    _check_days(first, last)
    _check_cover(team, user, cover)
    absence = Absence.objects.create(
        team=team, user=user, cover=cover, during=DateRange(first, last + timedelta(days=1)), created_by=by
    )
    _involve(absence, by)
    record("caseload.record_absence", absence, by=by, user=user.pk, cover=cover.pk if cover else None)
    return absence


@transaction.atomic
def change_absence(*, absence: Absence, last: date, cover: User | None, seen: int | None = None, by: Actor) -> Absence:
    """Somebody is back sooner or later than thought, or another colleague covers."""
    absence = lock(absence, seen=seen)
    _check_stands(absence)
    _check_days(absence.during.lower, last)
    _check_cover(absence.team, absence.user, cover)
    _end_involvement(absence, by)
    absence.during, absence.cover = DateRange(absence.during.lower, last + timedelta(days=1)), cover
    absence.save(update_fields=["during", "cover"])
    _involve(absence, by)
    record("caseload.change_absence", absence, by=by, cover=cover.pk if cover else None)
    return absence


@transaction.atomic
def take_back_absence(*, absence: Absence, seen: int | None = None, by: Actor) -> Absence:
    """An absence was recorded by mistake, or the colleague came after all: it stays and counts for nothing."""
    absence = lock(absence, seen=seen)
    _check_stands(absence)
    _end_involvement(absence, by)
    absence.taken_back_at, absence.taken_back_by = timezone.now(), by
    absence.save(update_fields=["taken_back_at", "taken_back_by"])
    record("caseload.take_back_absence", absence, by=by, user=absence.user_id)
    return absence


@transaction.atomic
def set_duty(*, team: Team, turns: Mapping[date, User | None], by: Actor) -> None:
    """Who is on duty on these days (P5, P60); None: nobody. Nobody is put on duty for a day on which they are away."""
    lock(team)
    may = set(duty_workers_of(team.pk))
    for day, user in sorted(turns.items(), key=lambda pair: pair[0]):
        known = DutyTurn.objects.filter(team=team, day=day).first()
        if user == (known.user if known else None):
            continue
        if user is not None and (user not in may or rota_of(team, day).absence(user, day)):
            raise Refused(f"{user.name} cannot be on duty on {day:%A}. Choose somebody else.")
        _turn(team, day, known, user, by)
        record("caseload.set_duty", team, by=by, day=day.isoformat(), user=user.pk if user else None)


def _turn(team: Team, day: date, known: DutyTurn | None, user: User | None, by: Actor) -> None:
    if user is None:
        if known is not None:
            known.delete()
    elif known is None:
        DutyTurn.objects.create(team=team, day=day, user=user, created_by=by)
    else:
        known.user = user
        known.save(update_fields=["user"])


def _check_on_rota(team: Team, user: User) -> None:
    if not stand_ins_of(team.pk).filter(pk=user.pk).exists():
        raise Refused(f"{user.name} does not stand on this team’s rota.")


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise Refused("The last day away must be on or after the first.")
    if last - first > LONGEST:
        raise Refused("That is more than a year. Hand their families over instead.")


def _check_cover(team: Team, user: User, cover: User | None) -> None:
    if cover is None:
        return
    if cover == user:
        raise Refused("Nobody covers for themselves. Choose somebody else.")
    if not stand_ins_of(team.pk).filter(pk=cover.pk).exists():
        raise Refused(f"{cover.name} cannot cover in this team. Choose somebody else.")


def _check_stands(absence: Absence) -> None:
    if absence.taken_back_at is not None:
        raise Refused("This absence was taken back already.")


def _why(absence: Absence) -> str:
    return f"Covers for {absence.user.name}"


def _involve(absence: Absence, by: Actor) -> None:
    """Only with families that the cover sees already: a restricted one is opened by its guardian alone."""
    if absence.cover is None:
        return
    begins, ends = (moment_at(day, time.min) for day in (absence.during.lower, absence.during.upper))
    families = list(families_of(absence.user, absence.team))
    seen = families_seen(Viewer.of(absence.cover, Permission.SEE_CASELOAD), [family.pk for family in families])
    for family in families:
        if family.pk in seen:
            involve(
                family=family,
                user=absence.cover,
                kind=InvolvementKind.COVER,
                why=_why(absence),
                starts=_later(begins),
                until=ends,
                by=by,
            )


def _later(begins: datetime) -> datetime:
    return max(begins, timezone.now())


def _end_involvement(absence: Absence, by: Actor) -> None:
    if absence.cover is None:
        return
    families = families_of(absence.user, absence.team).values("pk")
    rows = Involvement.objects.filter(
        user=absence.cover, kind=InvolvementKind.COVER, why=_why(absence), family__in=families, until__gt=timezone.now()
    )
    for row in rows.order_by("pk"):
        end_involvement(involvement=row, by=by)
