"""Writes about supervision: logged, put right, and what was decided about a family (P85)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from caseload.selectors.people import may_work
from consultation.models import Experience, Supervision, SupervisionDecision
from families.models import Family
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def log_supervision(
    *, team: Team, colleague: User, kind: str, held_on: date, minutes: int, with_whom: str = "", by: Actor
) -> Supervision:
    """Keep that a colleague had supervision (P85). Refused for a day ahead."""
    if held_on > timezone.localdate():
        raise Refused("The day must be today or in the past.")
    made = Supervision.objects.create(
        team=team,
        colleague=colleague,
        kind=kind,
        held_on=held_on,
        minutes=minutes,
        with_whom=with_whom.strip(),
        created_by=by,
    )
    record("consultation.log_supervision", made, by=by)
    return made


@transaction.atomic
def decide_in_supervision(*, supervision: Supervision, family: Family, words: str, by: Actor) -> SupervisionDecision:
    """Put what was decided about a family into its record; nothing else of a supervision stands anywhere (P85)."""
    if not words.strip():
        raise Refused("Enter what was decided.")
    if family.team_id != supervision.team_id:
        raise Refused("This family is another team’s.")
    made = SupervisionDecision.objects.create(
        team_id=supervision.team_id, supervision=supervision, family=family, words=words.strip(), created_by=by
    )
    record("consultation.decide_in_supervision", made, by=by, family_id=family.pk)
    return made


@transaction.atomic
def remove_supervision(*, supervision: Supervision, seen: int | None = None, by: Actor) -> None:
    """Take one out that was logged in error; its history stays. Refused where something was decided about a family."""
    supervision = lock(supervision, seen=seen)
    if SupervisionDecision.objects.filter(supervision=supervision).exists():
        raise Refused("Something that was decided in it stands in a family’s record, so it stays.")
    record("consultation.remove_supervision", supervision, by=by)
    supervision.delete()


@transaction.atomic
def set_experience(*, team: Team, colleague: User, since: date, by: Actor) -> Experience:
    """Say since when a colleague works with babies under two, on which it hangs how often they need supervision."""
    lock(team)
    if since > timezone.localdate():
        raise Refused("The day must be today or in the past.")
    if not may_work(team.pk, colleague):
        raise Refused(f"{colleague.name} does not work with families in this team.")
    row = Experience.objects.filter(team=team, colleague=colleague).first()
    row = row or Experience(team=team, colleague=colleague, created_by=by)
    row.since = since
    row.save()
    record("consultation.set_experience", row, by=by, user=colleague.pk)
    return row
