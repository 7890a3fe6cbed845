"""Which measures are due: by the team's schedule, for whom, since when. Nothing is stored, nothing happens by itself.

While a loss stands in a family nothing is due there, and never for somebody who died or was lost (P22).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from caseload.enums import SEEN, EpisodeState, FollowUpState
from caseload.models import Appointment, Attendance, Episode, EpisodeBaby, FollowUp, Session
from caseload.selectors.people import adults_of
from caseload.selectors.work import ours
from families.enums import AlertKind
from families.models import Alert, Family, Loss, Person
from families.selectors import loss_stands
from measures.enums import Point, Side
from measures.models import Definition, Goal, Score
from measures.selectors.scores import in_use, standing_scores
from pitservice.accounts.viewer import Viewer


@dataclass(frozen=True)
class Due:
    """One measure that is due: of whom, at which point, since when; `form`: the age form."""

    family: Family
    definition: Definition
    point: Point
    since: date
    adult: Person | None = None
    baby: Person | None = None
    goal: Goal | None = None
    form: str = ""


@dataclass
class _Work:
    """What the schedule looks at of one piece of work."""

    episode: Episode
    sessions: list[date]
    adults: list[Person]
    babies: list[Person]
    goals: list[Goal]
    scores: list[Score]


def due_of(family: Family, viewer: Viewer, today: date) -> list[Due]:
    """What is due of one family."""
    return _due(Episode.objects.visible_to(viewer).filter(family=family), today)


def due_at(appointment: Appointment, viewer: Viewer) -> list[Due]:
    """What is due of its family once this appointment is held: what its session page asks for.

    A session that is not recorded yet counts, and so does whoever is invited to it: goals are rated at every session,
    and the first measures are due at the first one.
    """
    episodes = Episode.objects.visible_to(viewer).filter(pk=appointment.episode_id)
    return _due(episodes, timezone.localdate(), held=appointment)


def due_in(family_ids: Sequence[int], viewer: Viewer, today: date) -> list[Due]:
    """What is due of these families."""
    return _due(Episode.objects.visible_to(viewer).filter(family__in=family_ids), today)


def due_for(viewer: Viewer, today: date) -> list[Due]:
    """What is due of the families this person answers for (P4), longest due first."""
    return _due(Episode.objects.visible_to(viewer).filter(ours(viewer)), today)


def by_family(due: Sequence[Due]) -> list[list[Due]]:
    """The same, those of a family together: the family whose first measure is longest due comes first."""
    found: dict[int, list[Due]] = {}
    for one in due:
        found.setdefault(one.family.pk, []).append(one)
    return list(found.values())


def _due(episodes: QuerySet[Any], today: date, *, held: Appointment | None = None) -> list[Due]:
    followed = FollowUp.objects.filter(episode=OuterRef("pk"), state=FollowUpState.DUE, due_on__lte=today)
    asked = episodes.exclude(loss_stands()).annotate(follow_up=Exists(followed))
    asked = asked.filter(~Q(state=EpisodeState.CLOSED) | Q(follow_up=True))
    if held is None:
        asked = asked.exclude(state=EpisodeState.ENGAGING)
    rows = list(asked.select_related("family").order_by("pk"))
    by_team: dict[int, list[Definition]] = defaultdict(list)
    for definition in in_use({row.team_id for row in rows}):
        by_team[definition.team_id].append(definition)
    found = [
        one
        for work in _works(rows, held)
        for definition in by_team[work.episode.team_id]
        for one in _of(work, definition, today)
    ]
    return sorted(found, key=lambda one: (one.since, one.family.pk, one.definition.code))


def _works(episodes: Sequence[Any], held: Appointment | None) -> list[_Work]:
    """Everything of all these pieces of work, in as many queries as of one; `held`: as if it had been."""
    families = {row.family_id for row in episodes}
    sessions: dict[int, list[date]] = defaultdict(list)
    for episode_id, day in (
        Session.objects.standing()
        .filter(episode__in=episodes)
        .order_by("started", "pk")
        .values_list("episode_id", "local_date")
    ):
        sessions[episode_id].append(day)
    if held is not None:
        sessions[held.episode_id] = sorted({*sessions[held.episode_id], timezone.localdate(held.starts)})
    scores: Mapping[int, list[Score]] = defaultdict(list)
    for score in standing_scores(Score.objects.filter(family__in=families)):
        scores[score.family_id].append(score)
    goals: Mapping[int, list[Goal]] = defaultdict(list)
    for goal in Goal.objects.filter(family__in=families, ended_on=None).order_by("pk"):
        goals[goal.family_id].append(goal)
    adults, babies = _adults(episodes), _babies(episodes)
    if held is not None and episodes:
        known = {one.pk for one in adults[held.episode_id]}
        invited = {one.person_id for one in held.invitations.all()} - known
        adults[held.episode_id] += [one for one in adults_of(held.episode) if one.pk in invited]
    return [
        _Work(row, sessions[row.pk], adults[row.pk], babies[row.pk], goals[row.family_id], scores[row.family_id])
        for row in episodes
    ]


def _adults(episodes: Sequence[Any]) -> dict[int, list[Person]]:
    """Adults who came, who are in the work (or were at its end), who live, and who may know of it."""
    restricted = Alert.objects.filter(
        person=OuterRef("person"),
        family=OuterRef("appointment__episode__family"),
        kind=AlertKind.RESTRICTED_PERSON,
        lifted_at=None,
    )
    here = Q(person__episodes_as_adult__until=None)
    ended = Q(person__episodes_as_adult__until=F("appointment__episode__closed_on"))
    rows = Attendance.objects.filter(
        here | ended,
        appointment__episode__in=episodes,
        appointment__state__in=SEEN,
        status__in=("came", "late"),
        person__episodes_as_adult__episode=F("appointment__episode"),
        person__died_on=None,
        person__lost=False,
        person__sealed=False,
    )
    found: dict[int, dict[int, Person]] = defaultdict(dict)
    for row in rows.exclude(Exists(restricted)).select_related("person", "appointment").order_by("pk"):
        found[row.appointment.episode_id][row.person_id] = row.person
    return defaultdict(list, {key: list(people.values()) for key, people in found.items()})


def _babies(episodes: Sequence[Any]) -> Mapping[int, list[Person]]:
    """Babies of the work for whom no loss is recorded."""
    lost = Loss.objects.filter(person=OuterRef("person"), undone_at=None)
    rows = EpisodeBaby.objects.filter(
        episode__in=episodes, person__died_on=None, person__lost=False, person__sealed=False
    )
    found: Mapping[int, list[Person]] = defaultdict(list)
    for row in rows.exclude(Exists(lost)).select_related("person").order_by("pk"):
        found[row.episode_id].append(row.person)
    return found


def _of(work: _Work, definition: Definition, today: date) -> Iterator[Due]:
    spec = definition.spec
    for adult, baby, goal in _subjects(work, spec.side):
        before = [
            score
            for score in work.scores
            if score.definition.code == definition.code
            and (adult is None or score.adult_id in (adult.pk, None))
            and (baby is None or score.baby_id == baby.pk)
            and (goal is None or score.goal_id == goal.pk)
        ]
        asked = _by_age(baby, spec.forms, before, today) if Point.AGE in spec.points else None
        asked = asked or _by_work(work, spec.points, before)
        if asked:
            point, since, form = asked
            yield Due(work.episode.family, definition, point, since, adult, baby, goal, form)


def _subjects(work: _Work, side: Side) -> Iterator[tuple[Person | None, Person | None, Goal | None]]:
    if side == Side.GOALS:
        yield from ((None, None, goal) for goal in work.goals)
    elif side == Side.INFANT:
        yield from ((None, baby, None) for baby in work.babies if not baby.is_unborn)
    elif side == Side.RELATIONSHIP:
        born = [baby for baby in work.babies if not baby.is_unborn]
        yield from ((adult, baby, None) for adult in work.adults for baby in born)
    else:
        yield from ((adult, None, None) for adult in work.adults)


def _by_work(work: _Work, points: Sequence[Point], before: Sequence[Score]) -> tuple[Point, date, str] | None:
    """The latest point that has come and has no score yet."""
    episode, sessions = work.episode, work.sessions
    if not sessions:
        return None
    come: list[tuple[Point, date]] = [(Point.START, sessions[0])]
    half = (episode.agreed_sessions + 1) // 2
    if len(sessions) >= max(half, 2):
        come.append((Point.MID, sessions[max(half, 2) - 1]))
    if episode.state == EpisodeState.ENDING:
        come.append((Point.END, sessions[-1]))
    if episode.state == EpisodeState.CLOSED and episode.closed_on is not None:
        come = [(Point.FOLLOW_UP, episode.closed_on)]
    due = [(point, since) for point, since in come if point in points]
    if due:
        point, since = due[-1]
        begun = min(episode.opened_on, sessions[0])
        known = any(one.point == point and one.taken_on >= begun for one in before)
        return None if known else (point, since, "")
    if Point.SESSION in points and episode.state != EpisodeState.CLOSED:
        last = max((one.taken_on for one in before), default=None)
        return (Point.SESSION, sessions[-1], "") if last is None or last < sessions[-1] else None
    return None


def _by_age(
    baby: Person | None, forms: Mapping[str, Any], before: Sequence[Score], today: date
) -> tuple[Point, date, str] | None:
    """The age form that the baby has reached, if nobody has filled it in."""
    if baby is None or baby.date_of_birth is None:
        return None
    born = baby.date_of_birth
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    reached = [int(form) for form in forms if int(form) <= months]
    if not reached or any(one.form == str(max(reached)) for one in before):
        return None
    year, month = divmod(born.year * 12 + born.month - 1 + max(reached), 12)
    return Point.AGE, date(year, month + 1, min(born.day, 28)), str(max(reached))
