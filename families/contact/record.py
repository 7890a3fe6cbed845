"""What a family's record says of homes, secrets and shared numbers; its rows are read already (`gather`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from families.contact.facts import Point
from families.contact.rules.case import HOSPITALS
from families.enums import HIDDEN_PLACES, HOME_PLACES, FamilyRole, PointKind
from families.models import ContactPoint, FamilyMember
from pitservice.configuration.enums import YesNoUnknown

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
PARENTS = frozenset({FamilyRole.MOTHER, FamilyRole.FATHER, FamilyRole.OTHER_MOTHER})


@dataclass(frozen=True)
class Record:
    """The rows: who is in the family now, who must not learn of the work, and every point in force.

    `secrets`: pairs of a point and a person from whom it is secret. `everywhere`: the points of the family and, in
    any record, of those people.
    """

    today: date
    members: Sequence[FamilyMember]
    restricted: set[int | None]
    points: Sequence[ContactPoint]
    secrets: Sequence[tuple[int, int]]
    everywhere: Sequence[ContactPoint]

    @property
    def restricted_normals(self) -> set[str]:
        """Numbers and addresses of people who must not learn of the work."""
        return {point.normal for point in self.points if point.person_id in self.restricted}

    @property
    def baby_in_hospital(self) -> bool:
        """A baby's own address is a hospital or a unit."""
        babies = {member.person_id for member in self.members if member.role == FamilyRole.BABY}
        return any(point.place in HOSPITALS for point in self.points if point.person_id in babies)

    def points_of(self, person_id: int) -> list[ContactPoint]:
        """This person's, the preferred ones first."""
        return [point for point in self.points if point.person_id == person_id]

    def point(self, row: ContactPoint, member: FamilyMember) -> Point:
        """A point as the rules look at it."""
        theirs = set() if row.person_id in self.restricted else self.restricted_normals
        return Point(
            ref=f"point:{row.pk}",
            kind=PointKind(row.kind),
            value=as_written(row),
            normal=row.normal,
            safe=YesNoUnknown(row.safe),
            may_text=YesNoUnknown(row.may_text),
            shared_with=row.shared_with,
            preferred=row.preferred,
            opted_out=row.opted_out_at is not None,
            returned=row.returned_on is not None,
            restricted_here=row.normal in theirs,
            place=row.place,
            secret_broken=self._secret_broken(row, member),
            grandparent_here=row.normal in self._normals_of(FamilyRole.GRANDPARENT) and not _is_grandparent(member),
        )

    def home_with_restricted(self, member: FamilyMember) -> YesNoUnknown:
        """Whether they live with somebody who must not learn of the work."""
        if member.person_id in self.restricted:
            return NO
        here = [self._at_home(other) for other in self.members if other.person_id in self.restricted]
        return _lives_with(member.lives_here, here)

    def home_with_grandparent(self, member: FamilyMember) -> bool:
        """Whether a grandparent may live in their home."""
        here = [self._at_home(other) for other in self.members if _is_grandparent(other)]
        return not _is_grandparent(member) and _lives_with(member.lives_here, here) != NO

    def must_not_read(self, person_id: int) -> tuple[str, ...]:
        """Every number and address that no word to this person may name: secret from them, or a refuge of others."""
        own = {point.normal for point in self.points_of(person_id)}
        secret = {point for point, person in self.secrets if person == person_id}
        hidden = [
            point
            for point in self.points
            if point.pk in secret or (point.place in HIDDEN_PLACES and point.person_id != person_id)
        ]
        return tuple(as_written(point) for point in hidden if point.normal not in own)

    def _secret_broken(self, row: ContactPoint, member: FamilyMember) -> bool:
        shut_out = {person for point, person in self.secrets if point == row.pk}
        if any(other.normal == row.normal for other in self.everywhere if other.person_id in shut_out):
            return True
        at_home = row.kind == PointKind.ADDRESS and row.place in HOME_PLACES and member.lives_here == YES
        return at_home and any(
            other.lives_here == YES for other in self.members if other.person_id in shut_out - {member.person_id}
        )

    def _normals_of(self, role: FamilyRole) -> set[str]:
        people = {member.person_id for member in self.members if member.role == role}
        return {point.normal for point in self.points if point.person_id in people}

    def _at_home(self, member: FamilyMember) -> str:
        """Whether somebody lives here; where nobody said, an address of their own says so (and is compared)."""
        has_address = any(point.kind == PointKind.ADDRESS for point in self.points_of(member.person_id))
        return NO if member.lives_here == UNKNOWN and has_address else member.lives_here


def as_written(row: ContactPoint) -> str:
    """The number or address as it is written on a letter."""
    return f"{row.value}\n{row.postcode}".strip() if row.postcode not in row.value.upper() else row.value


def is_young_parent(member: FamilyMember, today: date) -> bool:
    """A parent who is a child by law (P27)."""
    return member.role in PARENTS and is_under(18, member.person.date_of_birth, today)


def is_under(years: int, born: date | None, today: date) -> bool:
    """Younger than so many years on that day; not where nobody knows when they were born."""
    if born is None:
        return False
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < years


def _is_grandparent(member: FamilyMember) -> bool:
    return member.role == FamilyRole.GRANDPARENT


def _lives_with(lives_here: str, at_home: Sequence[str]) -> YesNoUnknown:
    """Whether one who lives here (yes, no, not known) lives with any of these (their answers)."""
    if lives_here == NO or all(answer == NO for answer in at_home):
        return NO
    return YES if lives_here == YES and YES in at_home else UNKNOWN
