"""Adults who decide for the baby and do not agree: the lead is asked, and neither parent is shown it (P28)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from families.changes import must_belong
from families.enums import CARING_ROLES
from families.models import Agreement, Disagreement, Family, FamilyMember, Person, Relationship
from families.registry import contact_changed
from pitservice.audit.actions import record
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

YES, NO = YesNoUnknown.YES, YesNoUnknown.NO


@transaction.atomic
def open_disagreement(*, family: Family, person: Person, words: str = "", by: Actor) -> Disagreement:
    """One who decides for the baby objects to what another agreed to; one that is open already stays as it is (P28)."""
    must_belong(family, person)
    family = lock(family)
    known = Disagreement.objects.filter(family=family, person=person, settled_at=None).first()
    if known is not None:
        return known
    disagreement = Disagreement.objects.create(
        family=family, team_id=family.team_id, person=person, words=words.strip(), created_by=by
    )
    record("families.open_disagreement", disagreement, by=by, person=person.pk)
    contact_changed(family.pk)
    return disagreement


@transaction.atomic
def settle_disagreement(*, disagreement: Disagreement, reason: str, seen: int | None = None, by: Actor) -> Disagreement:
    """The lead has decided how the work goes on, or that it does not; words may go out again by the rules (P28)."""
    disagreement = lock(disagreement, seen=seen)
    if disagreement.settled_at is not None:
        raise Refused("This has been settled already.")
    if not reason.strip():
        raise Refused("Enter what was decided, and who was heard.")
    disagreement.settled_at, disagreement.settled_by = timezone.now(), by
    disagreement.save(update_fields=["settled_at", "settled_by"])
    record("families.settle_disagreement", disagreement, by=by, reason=reason, person=disagreement.person_id)
    contact_changed(disagreement.family_id)
    return disagreement


def objectors(family: Family) -> list[Person]:
    """Who says no to the work and may decide for the baby, while another adult says yes (P28).

    Where nobody knows whether somebody has parental responsibility, their no counts: the lead finds out. A no that the
    lead was asked about already is not asked about again.
    """
    members = FamilyMember.objects.filter(family=family, ends_on=None, role__in=CARING_ROLES).select_related("person")
    people = {member.person_id: member.person for member in members}
    said = {row.person_id: row for row in Agreement.objects.filter(family=family, person__in=people)}
    if YES not in {row.agrees for row in said.values()}:
        return []
    decide = Relationship.objects.filter(family=family, person__in=people).exclude(responsibility=NO)
    asked = {row.person_id: row.created_at for row in Disagreement.objects.filter(family=family).order_by("created_at")}
    return [
        people[person_id]
        for person_id in sorted(set(decide.values_list("person_id", flat=True)))
        if person_id in said and said[person_id].agrees == NO and not _asked_about(said[person_id], asked)
    ]


def _asked_about(said: Agreement, asked: dict[int, datetime]) -> bool:
    since = asked.get(said.person_id)
    return since is not None and since >= said.created_at
