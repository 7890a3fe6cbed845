"""The directory: organisations, professionals, and their part in a family's life."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from families.enums import ProfessionalRole
from families.models import Family, FamilyProfessional, Organisation, Professional
from families.registry import contact_changed
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def keep_organisation(
    *,
    team: Team,
    name: str,
    kind: str = "",
    address: str = "",
    phone: str = "",
    email: str = "",
    is_alternative: bool = False,
    by: Actor,
) -> Organisation:
    """The organisation of this name, made if it is not in the directory yet; what is given fills only what is empty."""
    known = Organisation.objects.select_for_update().filter(team=team, name__iexact=name.strip()).first()
    if known is None:
        known = Organisation(team=team, name=name.strip(), created_by=by)
    given = {"kind": kind, "address": address, "phone": phone, "email": email}
    _fill(known, {**given, "is_alternative": is_alternative})
    record("families.keep_organisation", known, by=by)
    return known


@transaction.atomic
def keep_professional(
    *,
    team: Team,
    name: str,
    role: ProfessionalRole | str,
    organisation: Organisation | None = None,
    phone: str = "",
    email: str = "",
    address: str = "",
    by: Actor,
) -> Professional:
    """The professional of this name, role and organisation, made if not in the directory yet.

    A different e-mail or phone is a different professional: two midwives of the same name are not merged, and what
    somebody types never overwrites where another family's letters go.
    """
    found = Professional.objects.select_for_update().filter(
        team=team, name__iexact=name.strip(), role=role, organisation=organisation
    )
    given = {"phone": phone.strip(), "email": email.strip(), "address": address.strip()}
    known = next((one for one in found.order_by("pk") if _agrees(one, given)), None)
    if known is None:
        known = Professional(team=team, name=name.strip(), role=role, organisation=organisation, created_by=by)
    _fill(known, given)
    record("families.keep_professional", known, by=by)
    return known


@transaction.atomic
def link_professional(
    *, family: Family, professional: Professional, role: ProfessionalRole | str, by: Actor
) -> FamilyProfessional:
    """Say what a professional is to a family; the same link is not made twice."""
    if professional.team_id != family.team_id:
        raise Refused("This professional is in another team's directory.")
    link, made = FamilyProfessional.objects.get_or_create(
        family=family,
        professional=professional,
        role=role,
        ends_on=None,
        defaults={"team_id": family.team_id, "starts_on": timezone.localdate(), "created_by": by},
    )
    record("families.link_professional", link, by=by, professional=professional.pk, made=made)
    contact_changed(family.pk)
    return link


@transaction.atomic
def unlink_professional(
    *, link: FamilyProfessional, ends_on: date, seen: int | None = None, by: Actor
) -> FamilyProfessional:
    """A professional's part in a family's life has ended; they are told nothing more."""
    link = lock(link, seen=seen)
    if link.ends_on is not None:
        raise Refused("This has been ended already.")
    link.ends_on = ends_on
    link.save(update_fields=["ends_on"])
    record("families.unlink_professional", link, by=by, professional=link.professional_id)
    contact_changed(link.family_id)
    return link


def _agrees(professional: Professional, given: dict[str, str]) -> bool:
    """Nothing given contradicts what is known."""
    return all(not value or getattr(professional, name) in ("", value) for name, value in given.items())


def _fill(row: Organisation | Professional, given: Mapping[str, str | bool]) -> None:
    for name, value in given.items():
        if value and not getattr(row, name):
            setattr(row, name, value)
    row.save()
