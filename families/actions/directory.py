"""The directory: organisations, professionals, and their part in a family's life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from families.enums import ProfessionalRole
from families.models import Family, FamilyProfessional, Organisation, Professional
from families.registry import contact_changed
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: Columns of an entry that its page may change.
ORGANISATION_FIELDS = ("name", "kind", "address", "phone", "email", "is_alternative", "offers", "for_whom", "code")
PROFESSIONAL_FIELDS = ("name", "role", "organisation", "phone", "email", "address")


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
    known.ends_on = None
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
        team=team, name__iexact=name.strip(), role=role, organisation=organisation, ends_on=None
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
def change_link(
    *,
    link: FamilyProfessional,
    role: ProfessionalRole | str,
    starts_on: date | None,
    seen: int | None = None,
    by: Actor,
) -> FamilyProfessional:
    """Correct what a professional is to a family, or since when."""
    link = lock(link, seen=seen)
    if link.ends_on is not None:
        raise Refused("Their part has ended. Add them again if they are back.")
    link.role, link.starts_on = role, starts_on
    link.save(update_fields=["role", "starts_on"])
    record("families.change_link", link, by=by, professional=link.professional_id, role=str(role))
    contact_changed(link.family_id)
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


@transaction.atomic
def add_organisation(*, team: Team, name: str, by: Actor, **given: Any) -> Organisation:
    """Put an organisation or service into the directory; a name stands there once."""
    _known_fields(ORGANISATION_FIELDS, given)
    if Organisation.objects.filter(team=team, name__iexact=name.strip()).exists():
        raise Refused(f"{name.strip()} is in the directory already. Change that entry instead.")
    made = Organisation.objects.create(team=team, name=name.strip(), created_by=by, **given)
    record("families.add_organisation", made, by=by)
    return made


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, seen: int | None = None, by: Actor, **changes: Any
) -> Organisation:
    """Correct an entry. Families of everybody who works there are looked at again: their letters may go elsewhere."""
    organisation = lock(organisation, seen=seen)
    _known_fields(ORGANISATION_FIELDS, changes)
    _set(organisation, changes)
    record("families.change_organisation", organisation, by=by, fields=sorted(changes))
    _look_again(FamilyProfessional.objects.filter(professional__organisation=organisation))
    return organisation


@transaction.atomic
def end_organisation(*, organisation: Organisation, ends_on: date, seen: int | None = None, by: Actor) -> Organisation:
    """It has closed, or we no longer point anybody to it: no new entry and no refusal names it."""
    organisation = lock(organisation, seen=seen)
    if organisation.ends_on is not None:
        raise Refused("This has been ended already.")
    if organisation.professionals.filter(ends_on=None).exists():
        raise Refused("Professionals still work there. End or change their entries first.")
    organisation.ends_on = ends_on
    organisation.save(update_fields=["ends_on"])
    record("families.end_organisation", organisation, by=by)
    return organisation


@transaction.atomic
def add_professional(
    *, team: Team, name: str, role: ProfessionalRole | str, organisation: Organisation | None, by: Actor, **given: Any
) -> Professional:
    """Put a professional into the directory; the same name, role and place is not put there twice."""
    _known_fields(PROFESSIONAL_FIELDS, given)
    same = Professional.objects.filter(team=team, name__iexact=name.strip(), role=role, organisation=organisation)
    if same.filter(ends_on=None).exists():
        raise Refused(f"{name.strip()} is in the directory already. Change that entry instead.")
    made = Professional.objects.create(
        team=team, name=name.strip(), role=role, organisation=organisation, created_by=by, **given
    )
    record("families.add_professional", made, by=by)
    return made


@transaction.atomic
def change_professional(
    *, professional: Professional, seen: int | None = None, by: Actor, **changes: Any
) -> Professional:
    """Correct an entry: what goes to them goes there from now on, for every family, and is looked at again (CON-1)."""
    professional = lock(professional, seen=seen)
    _known_fields(PROFESSIONAL_FIELDS, changes)
    if professional.ends_on is not None:
        raise Refused("They no longer work there. Add a new entry instead.")
    _set(professional, changes)
    record("families.change_professional", professional, by=by, fields=sorted(changes))
    _look_again(professional.families.all())
    return professional


@transaction.atomic
def end_professional(*, professional: Professional, ends_on: date, seen: int | None = None, by: Actor) -> Professional:
    """They no longer work there: their part in every family's life ends, and they are told nothing more (CON-1)."""
    professional = lock(professional, seen=seen)
    if professional.ends_on is not None:
        raise Refused("This has been ended already.")
    professional.ends_on = ends_on
    professional.save(update_fields=["ends_on"])
    for link in professional.families.filter(ends_on=None).order_by("family_id", "pk"):
        unlink_professional(link=link, ends_on=ends_on, by=by)
    record("families.end_professional", professional, by=by)
    return professional


def _known_fields(fields: Sequence[str], given: Mapping[str, Any]) -> None:
    unknown = set(given) - set(fields)
    if unknown:
        raise TypeError(f"An entry has no {', '.join(sorted(unknown))} that can be changed.")


def _set(row: Organisation | Professional, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if not row.name:
        raise Refused("Enter the name.")
    row.save(update_fields=list(changes))


def _look_again(links: QuerySet[FamilyProfessional]) -> None:
    """What waits for these families is looked at again, in the order of their ids."""
    for family_id in links.filter(ends_on=None).order_by("family_id").values_list("family_id", flat=True).distinct():
        contact_changed(family_id)


def _agrees(professional: Professional, given: dict[str, str]) -> bool:
    """Nothing given contradicts what is known."""
    return all(not value or getattr(professional, name) in ("", value) for name, value in given.items())


def _fill(row: Organisation | Professional, given: Mapping[str, str | bool]) -> None:
    for name, value in given.items():
        if value and not getattr(row, name):
            setattr(row, name, value)
    row.save()
