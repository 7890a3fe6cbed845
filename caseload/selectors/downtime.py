"""What stands in a downtime pack, for whom one is made, and how old it is (P71)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from caseload.enums import AppointmentState, Place
from caseload.models import Appointment, ClinicSlot, DowntimePack, DowntimePhrase
from caseload.sealing import unseal
from caseload.selectors.clinic import clashes, slots_in_diary
from caseload.selectors.diary import Whose
from caseload.selectors.episode import appointments_whole
from caseload.selectors.people import adults_of
from caseload.selectors.rota import rota_of
from caseload.times import day_bounds
from families.enums import InvolvementKind, PointKind
from families.models import ContactPoint, Family, SealedLink
from families.selectors import for_banner
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Membership, Team, User
from pitservice.accounts.selectors import holders
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import holidays_of
from pitservice.configuration.working_days import is_working

#: So many days on which the team works are in a pack, with the closed days between.
WORKING_DAYS = 2
#: From this hour on the packs of a day are made; by this one somebody is told that they were not.
HOUR, LATE = 2, 4
#: So long after a pack was made its copy lies in the folder.
COPIED_WITHIN = timedelta(minutes=30)
_REACH = (PointKind.MOBILE, PointKind.LANDLINE, PointKind.ADDRESS)


@dataclass(frozen=True)
class Audience:
    """Who reads a pack: a whole team, each with their own eyes, or one colleague."""

    team: Team
    viewers: Sequence[Viewer]
    user: User | None = None

    def sees(self, rows: Any) -> Any:
        """Of rows of families, those that every one of them may see (P33).

        A restricted family is in no team's pack, and in a colleague's own only where they are named: whoever opened a
        record in an emergency opened it on the screen, for hours.
        """
        for viewer in self.viewers:
            rows = rows.visible_to(viewer)
        path = f"{rows.family_path}__" if rows.family_path else ""
        calm = Q(**{f"{path}restricted": False})
        if self.user is not None:
            known = self.user.read_along("involvements_in_force")
            calm |= Q(**{f"{path}pk__in": {family for family, kind in known if kind == InvolvementKind.NAMED}})
        return rows.filter(calm) if self.viewers else rows.none()


def readers_of(team: Team) -> Audience:
    """Everybody who sees the team's families; trainees see too few to be among them."""
    viewers = [Viewer.of(user, Permission.SEE_CASELOAD) for user in holders(team.pk, Permission.SEE_CASELOAD)]
    return Audience(team, [viewer for viewer in viewers if team.pk in viewer.team_ids])


def audience_of(team: Team, user: User | None) -> Audience:
    """The team's readers, or one colleague while they work there."""
    if user is None:
        return readers_of(team)
    viewer = Viewer.of(user, Permission.SEE_CASELOAD)
    return Audience(team, [viewer] if team.pk in viewer.all_team_ids else [], user)


def holds_too_much(pack: DowntimePack, audience: Audience) -> bool:
    """Whether a family in it was restricted or closed to a reader, left, or was sealed since it was made (P23, P33)."""
    ids = set(pack.families)
    if not audience.viewers or audience.sees(Family.objects.filter(pk__in=ids)).count() < len(ids):
        return True
    sealed = SealedLink.objects.filter(created_at__gte=pack.created_at, former__memberships__family__in=ids)
    return sealed.exists()


@dataclass(frozen=True)
class Contents:
    """What stands in a pack: appointments, free slots of assessment clinics, and who is on duty on each day."""

    entries: Sequence[Entry]
    free: Sequence[ClinicSlot]
    duty: Sequence[tuple[date, User | None]]


@dataclass(frozen=True)
class Entry:
    """One appointment with what somebody needs who has nothing else: whom to reach, and what must not be missed."""

    appointment: Any
    points: Sequence[ContactPoint]


def last_day(team: Team, first: date) -> date:
    """The second of two working days from this one on: over a weekend the pack reaches to Tuesday."""
    closed, day, left = holidays_of(team), first, WORKING_DAYS
    for _ in range(30):
        left -= is_working(day, closed)
        if left <= 0:
            break
        day += timedelta(days=1)
    return day


def contents_for(audience: Audience, first: date, last: date) -> Contents:
    """Everything of a pack for these days, both included."""
    team = audience.team
    return Contents(entries_for(audience, first, last), free_for(audience, first, last), on_duty(team, first, last))


def entries_for(audience: Audience, first: date, last: date) -> list[Entry]:
    """What its readers may see of these days; in a colleague's own pack only what the team's leaves out."""
    rows = list(appointments_whole(_booked_for(audience, first, last)).order_by("starts", "practitioner__name", "pk"))
    families = {row.episode.family_id: row.episode.family for row in rows}
    for row in rows:
        row.episode.family = families[row.episode.family_id]
    for_banner(*families.values())
    points = defaultdict[int, list[ContactPoint]](list)
    reach = audience.sees(ContactPoint.objects.filter(family__in=families, ends_on=None, kind__in=_REACH))
    for point in reach.select_related("person").prefetch_related("secret_from").order_by("person", "kind", "pk"):
        points[point.family_id].append(point)
    return [_entry(row, points[row.episode.family_id]) for row in rows]


def free_for(audience: Audience, first: date, last: date) -> list[ClinicSlot]:
    """Free slots of assessment clinics on these days that can be given, for a team's pack: no family stands in them.

    In a colleague's own pack there are none: it holds only what the team's leaves out.
    """
    if audience.user is not None or not audience.viewers:
        return []
    found = slots_in_diary(audience.viewers[0], Whose(), first, (last - first).days + 1).filter(team=audience.team)
    slots = list(found)
    away = clashes(slots)
    return [slot for slot in slots if slot.pk not in away]


def _booked_for(audience: Audience, first: date, last: date) -> Any:
    begins, ends = day_bounds(first, (last - first).days + 1)
    booked = Appointment.objects.filter(
        team=audience.team, state=AppointmentState.BOOKED, starts__gte=begins, starts__lt=ends
    )
    found = audience.sees(booked)
    if audience.user is None or audience.team.pk not in audience.viewers[0].team_ids:
        return found
    return found.exclude(pk__in=readers_of(audience.team).sees(booked).values("pk"))


def _entry(row: Any, points: Sequence[ContactPoint]) -> Entry:
    """Only the adults of this work, as the visit sheet shows them; an address only where somebody is visited."""
    adults = {adult.pk for adult in adults_of(row.episode)}
    wanted = [point for point in points if point.person_id in adults]
    return Entry(row, [one for one in wanted if one.kind != PointKind.ADDRESS or row.place == Place.HOME])


def on_duty(team: Team, first: date, last: date) -> list[tuple[date, User | None]]:
    """Who is on duty on each day of a pack."""
    rota = rota_of(team, first, (last - first).days + 1)
    return [(day, rota.on_duty(day)) for day in rota.days]


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a pack: whether words are set, the newest one, and who left since the words were set."""

    team: Team
    phrase: DowntimePhrase | None
    pack: DowntimePack | None
    left: Sequence[str] = field(default_factory=tuple)

    def is_fresh(self, now: datetime) -> bool:
        """Whether it is of this night; until four in the morning the one of the day before will do."""
        due = (timezone.localtime(now) - timedelta(hours=LATE)).date()
        return self.pack is not None and self.pack.day >= due

    @property
    def is_locked(self) -> bool:
        """The words can no longer be read by the product: they must be set anew."""
        return self.phrase is not None and unseal(self.phrase.sealed) is None

    @property
    def has_older_words(self) -> bool:
        """The pack was made with the words that were set before."""
        return self.phrase is not None and self.pack is not None and self.phrase.set_at > self.pack.created_at

    def is_not_copied(self, now: datetime) -> bool:
        """There is a folder for copies, and this pack's does not lie in it although it is time."""
        pack = self.pack
        waits = pack is not None and pack.copied_at is None and now - pack.created_at > COPIED_WITHIN
        return bool(settings.DOWNTIME_ROOT) and waits


def standing_of(teams: Sequence[Team], user: User | None = None) -> list[Standing]:
    """For each team, or for what is made for one colleague in each, in three queries."""
    phrases = {row.team_id: row for row in DowntimePhrase.objects.filter(team__in=teams, user=user)}
    packs = {row.team_id: row for row in DowntimePack.objects.filter(team__in=teams, user=user).order_by("day")}
    left = _left_since(phrases) if user is None and phrases else {}
    return [Standing(team, phrases.get(team.pk), packs.get(team.pk), left.get(team.pk, ())) for team in teams]


def _left_since(phrases: dict[int, DowntimePhrase]) -> dict[int, list[str]]:
    """Who was in a team when its words were set and is no longer: they know the words."""
    today, found = timezone.localdate(), defaultdict[int, list[str]](list)
    rows = Membership.objects.filter(team__in=phrases).select_related("user").order_by("user__name", "user_id")
    here = {(row.team_id, row.user_id) for row in rows if _is_here(row, today)}
    for row in rows:
        set_on = timezone.localtime(phrases[row.team_id].set_at).date()
        knew = row.ends_on is None or row.ends_on >= set_on
        if knew and row.starts_on <= today and (row.team_id, row.user_id) not in here:
            found[row.team_id].append(row.user.name)
    return {team: list(dict.fromkeys(names)) for team, names in found.items()}


def _is_here(row: Membership, today: date) -> bool:
    return row.user.is_active and row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)


def readable(viewer: Viewer) -> Any:
    """Packs that somebody may have: their teams', where they see more than their own families, and their own."""
    found = DowntimePack.objects.visible_to(viewer).select_related("stored", "team")
    return found.filter(Q(user=viewer.user) | Q(user=None, team__in=viewer.team_ids))


def still_sees(viewer: Viewer, pack: DowntimePack) -> bool:
    """Whether somebody still sees every family in a pack: one that was restricted since closes it."""
    return not holds_too_much(pack, Audience(pack.team, [viewer], pack.user))


def something_for(user: User, team: Team) -> bool:
    """Whether appointments of these days are in no pack but one of this colleague's own."""
    today, audience = timezone.localdate(), audience_of(team, user)
    return bool(audience.viewers) and _booked_for(audience, today, last_day(team, today)).exists()


def late_packs(now: datetime) -> int:
    """How many packs are not of this night, or not in their folder: for whoever runs the system."""
    phrases = list(DowntimePhrase.objects.select_related("team", "user"))
    newest: dict[tuple[int, int | None], DowntimePack] = {}
    for pack in DowntimePack.objects.order_by("day"):
        newest[(pack.team_id, pack.user_id)] = pack
    standing = [
        Standing(row.team, row, newest.get((row.team_id, row.user_id)))
        for row in phrases
        if timezone.localtime(now) - row.set_at > COPIED_WITHIN and audience_of(row.team, row.user).viewers
    ]
    return sum(not one.is_fresh(now) or one.is_locked or one.is_not_copied(now) for one in standing)
