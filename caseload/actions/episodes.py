"""Opening a piece of work, who has it, how far it is."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from caseload.actions.colleagues import end_part, give_part
from caseload.enums import AllocationRole, EpisodeState
from caseload.models import Episode, EpisodeAdult, EpisodeBaby, EpisodeReferral
from caseload.selectors.people import adults_to_work_with, babies_to_work_for, may_be_lead, may_work
from families.models import Family
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.configuration.selectors import settings_of
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin
from referrals.actions import mark_allocated
from referrals.enums import WaitingState
from referrals.models import Referral, WaitingEntry

#: Phases that a person begins; closing is `endings.end`.
PHASES = (EpisodeState.ASSESSMENT, EpisodeState.INTERVENTION, EpisodeState.ENDING)


@transaction.atomic
def open_episode(
    *,
    referral: Referral,
    lead: User,
    keyworker: User | None = None,
    co_worker: User | None = None,
    by: Actor,
) -> Episode:
    """Open a piece of work by allocating its family (design §3; toolkit ch. 6, "Allocation within the team").

    It is for the family's living babies and with the adults who may learn of it. The referral and its place on the
    waiting list end as allocated, and the colleagues see the family. A return points at the last closed work.
    Raises Refused when it is not settled who the referral is about, when a colleague may not do such work, or when
    there is an open piece of work for a baby already.
    """
    referral = lock(referral)
    if referral.family is None:
        raise Refused("Say who the referral is about before allocating it.")
    _check_colleagues(referral.team_id, lead, keyworker, co_worker)
    mark_allocated(referral=referral, by=by)
    family = referral.family
    episode = Episode.objects.create(
        team_id=referral.team_id,
        family=family,
        agreed_sessions=settings_of(referral.team_id).agreed_sessions,
        previous=Episode.objects.filter(family=family, state=EpisodeState.CLOSED).order_by("-closed_on", "-pk").first(),
        created_by=by,
    )
    begin(episode, by=by)
    EpisodeReferral.objects.create(team_id=episode.team_id, episode=episode, referral=referral, created_by=by)
    _add_people(episode, family, by)
    give_part(episode, lead, AllocationRole.LEAD, by)
    if keyworker is not None and keyworker != lead:
        give_part(episode, keyworker, AllocationRole.KEYWORKER, by)
    if co_worker is not None and co_worker not in (lead, keyworker):
        give_part(episode, co_worker, AllocationRole.CO_WORKER, by)
    record("caseload.open_episode", episode, by=by, referral=referral.pk, lead=lead.pk)
    return episode


@transaction.atomic
def allocate(
    *,
    entry: WaitingEntry,
    lead: User,
    keyworker: User | None = None,
    co_worker: User | None = None,
    seen: int | None = None,
    by: Actor,
) -> Episode:
    """Allocate a waiting family to a practitioner, with a keyworker or a co-worker or without (toolkit ch. 6).

    Of two people who allocate the same family at once, the second is told.
    """
    lock(entry.referral)
    entry = lock(entry, seen=seen)
    if entry.state != WaitingState.WAITING:
        raise Refused("This family is no longer on the waiting list. Look at the family's page for what happened.")
    episode = open_episode(referral=entry.referral, lead=lead, keyworker=keyworker, co_worker=co_worker, by=by)
    record("caseload.allocate", episode, by=by, entry=entry.pk)
    return episode


@transaction.atomic
def hand_over(*, episode: Episode, lead: User, reason: str, seen: int | None = None, by: Actor) -> Episode:
    """Give an open piece of work to another lead practitioner: the old one's part ends today, both rows stay."""
    episode = lock(episode, seen=seen)
    _check_open(episode)
    _check_colleagues(episode.team_id, lead, None)
    current = episode.allocations.filter(role=AllocationRole.LEAD, ends_on__isnull=True).first()
    if current is not None and current.user_id == lead.pk:
        raise Refused(f"{lead.name} is the lead practitioner already.")
    if current is not None:
        end_part(current, by)
    give_part(episode, lead, AllocationRole.LEAD, by)
    record("caseload.hand_over", episode, by=by, reason=reason, lead=lead.pk)
    return episode


@transaction.atomic
def begin_phase(
    *,
    episode: Episode,
    phase: str,
    reason: str = "",
    ending_on: date | None = None,
    seen: int | None = None,
    by: Actor,
) -> Episode:
    """Begin the assessment, the intervention or the ending, which is a phase of planned sessions (END-1).

    `ending_on` is the last day planned for an ending; going back to the intervention takes it away.
    """
    episode = lock(episode, seen=seen)
    if phase not in PHASES:
        raise Refused("Choose the assessment, the intervention or the ending.")
    planned = ending_on if phase == EpisodeState.ENDING else None
    if planned is not None and planned < timezone.localdate():
        raise Refused("The planned last day must be today or later.")
    advance(episode, phase, by=by, reason=reason, ending_on=planned)
    record("caseload.begin_phase", episode, by=by, phase=str(phase))
    return episode


def close_allocations(episode: Episode, by: Actor) -> None:
    """End every colleague's part in a piece of work that closes."""
    for allocation in episode.allocations.filter(ends_on__isnull=True).select_related("user"):
        end_part(allocation, by)


def _check_open(episode: Episode) -> None:
    if episode.state == EpisodeState.CLOSED:
        raise Refused("This piece of work is closed. A family that comes back gets a new one.")


def _check_colleagues(team_id: int, lead: User, *along: User | None) -> None:
    if not may_be_lead(team_id, lead):
        raise Refused(f"{lead.name} cannot lead work with families in this team. Choose somebody else.")
    for user in along:
        if user is not None and not may_work(team_id, user):
            raise Refused(f"{user.name} does not work with families in this team. Choose somebody else.")


def _add_people(episode: Episode, family: Family, by: Actor) -> None:
    common = {"team_id": episode.team_id, "episode": episode, "created_by": by}
    for person in babies_to_work_for(family):
        if EpisodeBaby.objects.filter(person=person, until__isnull=True).exists():
            raise Refused("There is an open piece of work for this baby already.")
        EpisodeBaby.objects.create(person=person, **common)
    for person in adults_to_work_with(family):
        EpisodeAdult.objects.create(person=person, **common)
