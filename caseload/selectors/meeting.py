"""An allocation meeting: who waits, who has room, and how each colleague fits a family. Nothing here decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from caseload.enums import MeetingState
from caseload.models import Allocation, Brings, Meeting, MeetingDecision
from caseload.rules import Load
from caseload.selectors.capacity import loads
from caseload.selectors.localities import localities_of, waiting_of
from caseload.selectors.people import workers
from caseload.selectors.rota import Rota, rota_of
from families.enums import NeedKind
from families.homes import homes_of
from families.models import Family, Need, Person
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from referrals.selectors.waiting import with_row


@dataclass(frozen=True)
class Colleague:
    """One practitioner as the meeting sees them: what they carry, when they work, what they bring."""

    user: User
    load: Load
    days: Sequence[int]
    away_until: date | None
    skills: Sequence[str]
    languages: Sequence[str]
    areas: Sequence[str]


@dataclass(frozen=True)
class Asks:
    """What a family asks of whoever comes: languages, where it lives, who worked with it before (user id: last day).

    `near`: by colleague, localities in which they work and the family lives. Of a home that must not be shown there is
    neither that nor a postcode.
    """

    languages: frozenset[str]
    postcodes: frozenset[str]
    before: Mapping[int, date | None]
    near: Mapping[int, Sequence[str]]


def meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings of the viewer's teams, newest first."""
    return Meeting.objects.visible_to(viewer).select_related("pen", "team").order_by("-held_on", "-pk")


def open_meeting(team: Team) -> Meeting | None:
    """The team's meeting that is under way."""
    return Meeting.objects.filter(team=team, state=MeetingState.OPEN).select_related("pen", "team").first()


def waiting_in(meeting: Meeting, viewer: Viewer) -> list[Any]:
    """Waiting families of the meeting's team that the viewer may see, in the order in force (WL-1)."""
    return list(waiting_rows(meeting.team, viewer))


def waiting_rows(team: Team, viewer: Viewer) -> QuerySet[Any]:
    """The same of a team, with what a row shows."""
    return with_row(waiting_of(team, viewer)).select_related("family", "referral")


def decided_in(meeting: Meeting, viewer: Viewer) -> list[MeetingDecision]:
    """What was written so far, of families that the viewer may see."""
    found = MeetingDecision.objects.visible_to(viewer).filter(meeting=meeting)
    related = ("meeting", "entry__family", "entry__team", "lead", "co_worker", "keyworker", "episode")
    return list(found.select_related(*related).order_by("pk"))


def colleagues_in(meeting: Meeting, viewer: Viewer, today: date) -> list[Colleague]:
    """Everybody who works with families here, by name, in a fixed number of queries."""
    return colleagues_of(list(workers(meeting.team_id)), meeting.team, viewer, today)


def colleagues_of(users: Sequence[User], team: Team, viewer: Viewer, today: date) -> list[Colleague]:
    """These colleagues as whoever allocates sees them, in a fixed number of queries."""
    carried, rota = loads(users, team, viewer), rota_of(team, today)
    brought = {row.user_id: row for row in Brings.objects.filter(team=team, user__in=users)}
    return [_colleague(user, carried[user.pk], rota, brought.get(user.pk), today) for user in users]


def _colleague(user: User, load: Load, rota: Rota, brings: Brings | None, today: date) -> Colleague:
    pattern, absence = rota.pattern(user, today), rota.absence(user, today)
    return Colleague(
        user=user,
        load=load,
        days=pattern.days if pattern else (),
        away_until=absence.during.upper if absence else None,
        skills=brings.skills if brings else (),
        languages=brings.languages if brings else (),
        areas=brings.areas if brings else (),
    )


def asks_of(family: Family) -> Asks:
    """What is known of a family that bears on who comes."""
    return asks_of_each([family])[family.pk]


def asks_of_each(families: Sequence[Family]) -> Mapping[int, Asks]:
    """The same of several families by id, in the same number of queries as of one."""
    ids = [family.pk for family in families]
    people = Person.objects.filter(memberships__family__in=ids, memberships__ends_on=None).exclude(first_language="")
    needs = Need.objects.filter(
        family__in=ids, kind__in=(NeedKind.INTERPRETER, NeedKind.READING_LANGUAGE), ended_at__isnull=True
    )
    parts = Allocation.objects.filter(episode__family__in=ids).order_by("pk")
    homes = homes_of(ids, timezone.localdate())
    localities = {team: localities_of(team) for team in {family.team_id for family in families}}
    spoken = defaultdict[int, set[str]](set)
    before = defaultdict[int, dict[int, date | None]](dict)
    for family, word in [
        *people.values_list("memberships__family", "first_language"),
        *needs.values_list("family", "text"),
    ]:
        spoken[family].add(word.casefold())
    for family, user, ended in parts.values_list("episode__family", "user", "ends_on"):
        before[family][user] = ended
    return {
        one.pk: Asks(
            languages=frozenset(spoken[one.pk]),
            postcodes=homes[one.pk].postcodes,
            before=before[one.pk],
            near=localities[one.team_id].near(homes[one.pk]),
        )
        for one in families
    }
