"""Attempts to reach a family (ENG-1), and the first word to each adult (CON-2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from caseload.actions.enquiries import go_on_without
from caseload.actions.telling import OPENING_WORDS, text_everybody
from caseload.enums import AttemptOutcome, EpisodeState
from caseload.models import ContactAttempt, Episode
from families.enums import Channel, Purpose
from families.models import Person
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def log_attempt(
    *,
    episode: Episode,
    person: Person,
    channel: Channel,
    outcome: AttemptOutcome,
    made: datetime | None = None,
    note: str = "",
    by: Actor,
) -> ContactAttempt:
    """Log an attempt to reach an adult of the family: how, when, what came of it (ENG-1; toolkit ch. 6).

    Each adult is logged apart (CON-2). Nothing follows by itself: at the limit a person decides.
    """
    episode = lock(episode)
    if episode.state == EpisodeState.CLOSED:
        raise Refused("This piece of work is closed. Contacts after the ending belong to its follow-up.")
    made = made or timezone.now()
    if made > timezone.now():
        raise Refused("An attempt cannot be logged before it is made.")
    attempt = ContactAttempt.objects.create(
        team_id=episode.team_id,
        episode=episode,
        person=person,
        channel=channel,
        outcome=outcome,
        made=made,
        note=note,
        created_by=by,
    )
    family = episode.family_id
    record("caseload.log_attempt", attempt, by=by, family_id=family, channel=str(channel), outcome=str(outcome))
    return attempt


@transaction.atomic
def send_first_contact(*, episode: Episode, without: str = "", by: Actor) -> int:
    """Text the first word to each adult of the work, never jointly (CON-2, P2); returns how many may go at once.

    Adults who must not learn of the work get no row at all. What needs a person's answer is held with its reasons.
    Where the referrer was not asked, or what they answered is not settled, `without` says why it goes all the same
    (P64); Refused without that reason.
    """
    episode = lock(episode)
    if episode.state == EpisodeState.CLOSED:
        raise Refused("This piece of work is closed.")
    go_on_without(episode, without, by)
    people = [adult.person for adult in episode.adults.filter(until__isnull=True).select_related("person")]
    gone = text_everybody(
        episode=episode,
        people=people,
        purpose=Purpose.FIRST_CONTACT,
        words=OPENING_WORDS,
        dedupe=f"episode:{episode.pk}:first_contact",
        automatic=False,
        by=by,
    )
    if not gone.queued and not gone.held:
        raise Refused("There is nobody in this work who may be texted. Call, or ask the referrer to introduce you.")
    record("caseload.send_first_contact", episode, by=by, queued=gone.queued, held=gone.held)
    return gone.queued
