"""What a team offers, what is agreed with a family, and what is said on the way (END-1, P66, P67)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from caseload.enums import EpisodeState, IssueAnswer, Rhythm
from caseload.models import Episode, Intervention, LateIssue, Review
from caseload.selectors.plan import USUAL
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.ui import dates


@dataclass(frozen=True, slots=True)
class Offered:
    """One line of a team's list of interventions."""

    name: str
    usual_sessions: int | None = None
    about: str = ""
    in_use: bool = True


@transaction.atomic
def add_intervention(*, team: Team, offered: Offered, by: Actor) -> Intervention:
    """Put a way of working on the team's list, with its usual number of sessions (P66)."""
    row = Intervention.objects.create(
        team=team, name=offered.name, usual_sessions=offered.usual_sessions, about=offered.about, created_by=by
    )
    record("caseload.add_intervention", row, by=by)
    return row


@transaction.atomic
def add_usual_interventions(*, team: Team, by: Actor) -> int:
    """Put what most teams offer on an empty list (P66, domain.md §2.1); returns how many."""
    team = lock(team)
    if Intervention.objects.filter(team=team).exists():
        raise Refused("The list has lines already. Add what is missing one by one.")
    for name, sessions, about in USUAL:
        add_intervention(team=team, offered=Offered(name, sessions, about), by=by)
    return len(USUAL)


@transaction.atomic
def change_intervention(
    *, intervention: Intervention, offered: Offered, seen: int | None = None, by: Actor
) -> Intervention:
    """Change a line; what was agreed with families already stays as it was agreed."""
    intervention = lock(intervention, seen=seen)
    intervention.name, intervention.usual_sessions = offered.name, offered.usual_sessions
    intervention.about, intervention.in_use = offered.about, offered.in_use
    intervention.save(update_fields=["name", "usual_sessions", "about", "in_use"])
    record("caseload.change_intervention", intervention, by=by)
    return intervention


@transaction.atomic
def agree_sessions(
    *,
    episode: Episode,
    number: int | None,
    reason: str,
    intervention: Intervention | None = None,
    rhythm: Rhythm | None = None,
    seen: int | None = None,
    by: Actor,
) -> Episode:
    """Record what is agreed: how many sessions, of what, how often; each change is a decision with its reason.

    Without a number it is the intervention's usual one. What is not given stays as it is (END-1, P66, toolkit ch. 6).
    """
    episode = lock(episode, seen=seen)
    _check_open(episode)
    if not reason.strip():
        raise Refused("Enter why the number of sessions changes.")
    if intervention is not None and intervention.team_id != episode.team_id:
        raise Refused("This intervention is another team’s.")
    number = number or (intervention.usual_sessions if intervention else None)
    if number is None:
        raise Refused("Enter how many sessions are agreed: the intervention has no usual number.")
    before, episode.agreed_sessions = episode.agreed_sessions, number
    episode.intervention = intervention or episode.intervention
    episode.rhythm = rhythm or episode.rhythm
    episode.save(update_fields=["agreed_sessions", "intervention", "rhythm"])
    record("caseload.agree_sessions", episode, by=by, reason=reason, before=before, number=number)
    return episode


@transaction.atomic
def plan_ending(*, episode: Episode, on: date, reason: str = "", seen: int | None = None, by: Actor) -> Episode:
    """Say when the ending, which is a phase, is planned to be over; or move that day with a reason (END-1, P67)."""
    episode = lock(episode, seen=seen)
    if episode.state != EpisodeState.ENDING:
        raise Refused("Begin the ending first: its last day is planned then.")
    if on < timezone.localdate():
        raise Refused("The planned last day must be today or later.")
    before, episode.ending_on = episode.ending_on, on
    episode.save(update_fields=["ending_on"])
    was = before.isoformat() if before else ""
    record("caseload.plan_ending", episode, by=by, reason=reason, before=was, on=on.isoformat())
    return episode


@transaction.atomic
def record_review(*, episode: Episode, held_on: date, parents_words: str, decided: str = "", by: Actor) -> Review:
    """Keep what the parent says at a review in their own words, and what was decided together (P66, END-1)."""
    episode = lock(episode)
    _check_open(episode)
    _check_day(episode, held_on)
    review = Review.objects.create(
        team_id=episode.team_id,
        episode=episode,
        held_on=held_on,
        parents_words=parents_words,
        decided=decided,
        created_by=by,
    )
    record("caseload.record_review", review, by=by, family_id=episode.family_id)
    return review


@transaction.atomic
def record_late_issue(
    *, episode: Episode, raised_on: date, issue: str, answer: IssueAnswer, why: str = "", by: Actor
) -> LateIssue:
    """Keep something new that comes up late, with what we answered; more sessions are agreed apart from it (P66)."""
    episode = lock(episode)
    _check_open(episode)
    _check_day(episode, raised_on)
    row = LateIssue.objects.create(
        team_id=episode.team_id,
        episode=episode,
        raised_on=raised_on,
        issue=issue,
        answer=answer,
        why=why,
        created_by=by,
    )
    record("caseload.record_late_issue", row, by=by, family_id=episode.family_id, answer=str(answer))
    return row


def _check_open(episode: Episode) -> None:
    if episode.state == EpisodeState.CLOSED:
        raise Refused("This piece of work is closed. A family that comes back gets a new one.")


def _check_day(episode: Episode, day: date) -> None:
    if not episode.opened_on <= day <= timezone.localdate():
        raise Refused(f"Enter a day from {dates.day(episode.opened_on)}, when the work was opened, to today.")
