"""Two records of one family, or two entries of one person, become one; and become two again.

Every row of every app that points at the one that goes is moved to the one that stays (`families.dependents` finds
them from the models), and `Merge.moved` keeps which, so that un-merging puts exactly those back. What was made since
stays where it is. Rows that are never written again (who did what, who looked, what a referral said, a signed note)
stay as they are and are reached through `merged_into`: who looked shows both, an address leads on, and the contact
rules ask the survivor (`families.merged`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from families.actions.people import PERSON_FIELDS
from families.changes import ASK_GUARDIAN, must_see
from families.dependents import DOUBLES, REFUSES, Column, moved_by_a_merge
from families.enums import MergeKind
from families.models import Destruction, Family, FamilyMember, FormerName, Merge, Person, Relationship
from families.registry import contact_changed
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: In `Merge.moved`: rows that the merge made, which un-merging takes away.
MADE = "made"
Moved = dict[str, Any]


@transaction.atomic
def merge_families(*, keep: Family, gone: Family, seen: int | None = None, by: Actor) -> Merge:
    """Two records of one family become one: everything of `gone` hangs on `keep`, and its key leads there (design §6).

    Refused where a constraint stands in the way, across teams, and where what is restricted would be opened.
    """
    _must_differ(keep, gone)
    first, second = sorted((keep, gone), key=lambda family: family.pk)
    lock(first), lock(second)
    keep, gone = lock(keep, seen=seen), lock(gone)
    _may_merge_families(keep, gone, by)
    moved = _move(Family, gone.pk, keep.pk)
    gone.merged_into = keep
    gone.save(update_fields=["merged_into"])
    merge = Merge.objects.create(
        kind=MergeKind.FAMILY, family=keep, team_id=keep.team_id, merged_family=gone, moved=moved, created_by=by
    )
    record("families.merge_families", merge, by=by, merged=gone.pk, rows=_count(moved))
    _changed([keep.pk, gone.pk])
    return merge


@transaction.atomic
def merge_people(*, family: Family, keep: Person, gone: Person, seen: int | None = None, by: Actor) -> Merge:
    """Two entries of one person become one; `family` is where it was noticed, and where it can be undone.

    What the one that stays does not say is filled from the other, whose other names become its former names, so that
    search finds it by them. Refused for two different NHS numbers, a loss of
    only one of them, open work for each, and sealed identities (P22, P23).
    """
    _must_differ(keep, gone)
    first, second = sorted((keep, gone), key=lambda person: person.pk)
    lock(first), lock(second)
    keep, gone = lock(keep, seen=seen), lock(gone)
    families = _families_of(keep, gone)
    _may_merge_people(keep, gone, families, by)
    places = _end_double_places(keep, gone)
    moved = [places, *_move(Person, gone.pk, keep.pk, except_places=places["ids"])]
    gone.merged_into = keep
    gone.save(update_fields=["merged_into"])
    moved += [*_fill(keep, gone), _other_names(keep, gone, by)]
    merge = Merge.objects.create(
        kind=MergeKind.PERSON,
        family=family,
        team_id=family.team_id,
        person=keep,
        merged_person=gone,
        moved=[part for part in moved if part["ids"]],
        created_by=by,
    )
    record("families.merge_people", merge, by=by, kept=keep.pk, merged=gone.pk, rows=_count(merge.moved))
    _changed(families)
    return merge


@transaction.atomic
def unmerge(*, merge: Merge, reason: str, seen: int | None = None, by: Actor) -> Merge:
    """They were two after all: exactly the rows that were moved go back; what was made since stays where it is."""
    merge = lock(merge, seen=seen)
    if merge.undone_at is not None:
        raise Refused("This was undone already.")
    if not reason.strip():
        raise Refused("Enter why they are two after all.")
    of_family = merge.kind == MergeKind.FAMILY
    kept: Any = lock(merge.family if of_family else _given(merge.person))
    gone: Any = lock(_given(merge.merged_family if of_family else merge.merged_person))
    must_see(by, [kept.pk] if of_family else _families_of(kept))
    gone.merged_into = None
    _unfill(merge, gone)
    gone.save(update_fields=["merged_into"])
    back = sum(_put_back(part, gone=gone.pk, kept=kept.pk) for part in reversed(merge.moved))
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    record("families.unmerge", merge, by=by, reason=reason, rows=back, of=_count(merge.moved))
    _changed([kept.pk, gone.pk] if of_family else _families_of(kept, gone))
    return merge


# --- what stands in the way ---


def _must_differ(keep: Any, gone: Any) -> None:
    if keep.pk == gone.pk:
        raise Refused("These are one and the same already.")


def _may_merge_families(keep: Family, gone: Family, by: Actor) -> None:
    if keep.merged_into_id is not None or gone.merged_into_id is not None:
        raise Refused("One of these records has been merged already. Look for the family again.")
    if keep.team_id != gone.team_id:
        raise Refused("These records are of two teams. A record goes to another team by a referral, not by a merge.")
    if gone.restricted and not keep.restricted:
        raise Refused("The record that would go is restricted and the other is not: choose the restricted one to stay.")
    must_see(by, [keep.pk, gone.pk])
    if Destruction.objects.filter(team_id=keep.team_id, reference__in=[keep.key, gone.key]).exists():
        raise Refused("One of these records is down for destruction. Keep it first, then merge.")
    people = Person.objects.filter(memberships__family__in=[keep, gone])
    if people.filter(sealed=True).exists():
        raise Refused(ASK_GUARDIAN)


def _may_merge_people(keep: Person, gone: Person, families: Sequence[int], by: Actor) -> None:
    if keep.sealed or gone.sealed:
        raise Refused(ASK_GUARDIAN)
    if keep.merged_into_id is not None or gone.merged_into_id is not None:
        raise Refused("One of these entries has been merged already. Look at the family's people again.")
    if keep.team_id != gone.team_id:
        raise Refused("These two are in records of two teams, and each team keeps its own.")
    must_see(by, families)
    if keep.nhs_number and gone.nhs_number and keep.nhs_number != gone.nhs_number:
        raise Refused("They have two different NHS numbers. Correct the wrong one first, or they are two people.")
    if (keep.lost, keep.died_on) != (gone.lost, gone.died_on):
        raise Refused("A loss or a death is recorded for one of the two only. Record or undo it first.")
    related = Q(person=keep, child=gone) | Q(person=gone, child=keep)
    if Relationship.objects.filter(related).exists():
        raise Refused("They are recorded as related to each other, so they are two people.")


# --- moving and putting back ---


def _move(kind: type[Family | Person], gone: int, kept: int, *, except_places: Sequence[int] = ()) -> list[Moved]:
    """Point every row at the one that stays; a row that would be there twice stays, or refuses the merge."""
    moved: list[Moved] = []
    for column in moved_by_a_merge(kind):
        stays = set(except_places) if column.model is FamilyMember else set[int]()
        for name, rows in column.doubles(gone, kept).items():
            if name not in DOUBLES:
                raise Refused(REFUSES[name])
            stays |= set(rows)
        going = column.rows(gone).exclude(pk__in=stays).order_by("pk").values_list("pk", flat=True)
        if ids := list(going):
            column.model._base_manager.filter(pk__in=ids).update(**{column.field: kept})
            moved.append({"model": column.model._meta.label_lower, "field": column.field, "ids": ids})
    return moved


def _end_double_places(keep: Person, gone: Person) -> Moved:
    """Where both have a place in one family, that of the entry that goes ends, so that nobody stands there twice."""
    places = Column(FamilyMember, "person")
    ids = places.doubles(gone.pk, keep.pk).get("member_once", [])
    FamilyMember.objects.filter(pk__in=ids).update(ends_on=timezone.localdate())
    return {"model": "families.familymember", "field": "ends_on", "ids": ids}


def _fill(keep: Person, gone: Person) -> list[Moved]:
    """What the entry that stays does not say, said by the other."""
    filled = []
    for name in PERSON_FIELDS:
        default = _empty(name)
        if getattr(keep, name) == default and getattr(gone, name) != default:
            setattr(keep, name, getattr(gone, name))
            filled.append(name)
    if filled:
        keep.save(update_fields=filled)
    return [{"model": "families.person", "field": name, "ids": [keep.pk]} for name in filled]


def _other_names(keep: Person, gone: Person, by: Actor) -> Moved:
    """Names of the entry that goes that nobody would find the other by: former names of the one that stays."""
    known = {_folded(*pair) for pair in _names_of(keep)}
    known |= {_folded(name.given_name, name.family_name) for name in keep.former_names.all()}
    ids = []
    for given, family in _names_of(gone):
        if (given or family) and _folded(given, family) not in known:
            known.add(_folded(given, family))
            name = FormerName.objects.create(
                team_id=keep.team_id, person=keep, given_name=given, family_name=family, created_by=by
            )
            ids.append(name.pk)
    return {"model": "families.formername", "field": MADE, "ids": ids}


def _names_of(person: Person) -> list[tuple[str, str]]:
    """The whole name, and the one that they are called by."""
    pairs = [(person.given_name, person.family_name)]
    return [*pairs, (person.known_as, person.family_name)] if person.known_as else pairs


def _folded(given: str, family: str) -> tuple[str, str]:
    return given.casefold(), family.casefold()


def _unfill(merge: Merge, gone: Any) -> None:
    """Take back what was filled, where nobody has changed it since."""
    for part in merge.moved:
        if part["model"] == "families.person" and part["field"] in PERSON_FIELDS:
            name = part["field"]
            filled = Person.objects.filter(pk__in=part["ids"], **{name: getattr(gone, name)})
            filled.update(**{name: _empty(name)})


def _empty(name: str) -> Any:
    """What a column of a person holds where nothing was said."""
    return next(field for field in Person._meta.concrete_fields if field.name == name).get_default()


def _put_back(part: Moved, *, gone: int, kept: int) -> int:
    """The rows of one column that still point where the merge put them."""
    model = apps.get_model(part["model"])
    if part["model"] == "families.person" and part["field"] in PERSON_FIELDS:
        return 0
    rows = model._base_manager.filter(pk__in=part["ids"])
    if part["field"] == MADE:
        return int(rows.delete()[0])
    if part["field"] == "ends_on":
        return int(rows.update(ends_on=None))
    return int(rows.filter(**{part["field"]: kept}).update(**{part["field"]: gone}))


def _families_of(*people: Person) -> list[int]:
    """Every record in which one of these people has, or had, a place."""
    places = FamilyMember.objects.filter(person__in=people).order_by("family_id")
    return list(places.values_list("family_id", flat=True).distinct())


def _given(row: Any) -> Any:
    """A column that the kind of merge fills."""
    assert row is not None
    return row


def _changed(families: Sequence[int]) -> None:
    """Have what waits for any of them looked at again (P1)."""
    for family_id in families:
        contact_changed(family_id)


def _count(moved: Sequence[Moved]) -> int:
    return sum(len(part["ids"]) for part in moved)
