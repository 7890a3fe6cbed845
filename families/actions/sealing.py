"""What becomes of entries in whose words the names of a child to be sealed stand: decided one by one (P23)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from families.changes import must_belong
from families.enums import SealDecision
from families.models import Family, Person, SealedPlace
from families.sealing import places_of, undecided
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused


@transaction.atomic
def decide_places(*, family: Family, person: Person, decisions: Mapping[str, str], by: Actor) -> int:
    """The guardian says of each place whether it may stand or is closed; returns how many are left undecided (P23).

    `decisions` by the place's name. One that is closed is hidden once the child is sealed, and never before.
    """
    must_belong(family, person)
    for place in places_of(family, person):
        decision = decisions.get(place.name, "")
        if not decision or decision == place.decision:
            continue
        if decision == SealDecision.CLOSE and not place.closable:
            raise Refused(f"A {place.noun.lower()} cannot be closed. Open it and change its words.")
        old = SealedPlace.objects.filter(person=person, entry_model=place.label, entry_id=place.pk)
        old.delete()
        row = SealedPlace.objects.create(
            family=family,
            team_id=family.team_id,
            person=person,
            entry_model=place.label,
            entry_id=place.pk,
            decision=decision,
            created_by=by,
        )
        record("families.decide_place", row, by=by, decision=str(decision), entry=place.pk, model=place.label)
    return len(undecided(family, person))


def must_be_decided(family: Family, person: Person) -> None:
    """Refused while the child's names stand somewhere about which nobody has decided (P23)."""
    if left := len(undecided(family, person)):
        many = f"{left} entries of this record" if left > 1 else "one entry of this record"
        raise Refused(
            f"The child’s names may stand in the words of {many}. Open “Where the names stand in words” from “Record "
            "an adoption” in the child’s record, and decide for each whether it may stand or is closed."
        )
