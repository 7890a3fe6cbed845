"""What follows the record after a birth or a loss: who an open referral is about, and which private links close."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from families.models import Person
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.links.actions import close
from referrals.actions.attaching import forget_attachments
from referrals.enums import OPEN_STATES
from referrals.models import Draft, HoldingCheck, InformationRequest, Referral, ReferredPerson


@transaction.atomic
def name_twins(*, baby_id: int, twin_ids: Sequence[int], by: Actor) -> int:
    """Twins who were not expected stand beside the baby in its open referrals; what was sent stays as it was.

    Returns how many referrals there are.
    """
    twins = list(Person.objects.filter(pk__in=twin_ids).order_by("pk"))
    places = ReferredPerson.objects.filter(person=baby_id, referral__state__in=OPEN_STATES).order_by("pk")
    found = list(places.select_related("referral").defer("referral__submitted"))
    for place in found:
        for twin in twins:
            ReferredPerson.objects.create(
                team_id=place.team_id,
                referral=place.referral,
                role=place.role,
                given_name=twin.given_name,
                family_name=twin.family_name,
                date_of_birth=twin.date_of_birth,
                expected_date=twin.expected_date,
                sex=twin.sex,
                nhs_number=twin.nhs_number,
                person=twin,
                created_by=by,
            )
        record("referrals.name_twins", place.referral, by=by, twins=list(twin_ids))
    return len(found)


@transaction.atomic
def close_links(*, family_id: int, by: Actor) -> int:
    """After a loss nobody's private link about this family's referrals opens any more (P22); returns how many.

    A change of theirs that a referrer has begun and not sent goes with them.
    """
    referrals = Referral.objects.filter(family=family_id).order_by("pk")
    begun = Draft.objects.filter(amends__family=family_id, referral=None).order_by("pk")
    keys = [
        *referrals.values_list("key", flat=True),
        *InformationRequest.objects.filter(referral__family=family_id).order_by("pk").values_list("key", flat=True),
        *HoldingCheck.objects.filter(entry__family=family_id).order_by("pk").values_list("key", flat=True),
        *(draft.link_subject for draft in begun),
    ]
    forget_attachments([draft.pk for draft in begun])
    begun.delete()
    return close(subject_keys=keys, by=by)
