"""The baby that a referral, a piece of work or a family is about: age, ethnic group and area (domain.md §2.5, §4.3).

Twins are one referral: the first baby named stands for it, with what is known of it now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case, CharField, DateField, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Left, Length, Replace, Upper

from caseload.models import EpisodeBaby
from pitservice.configuration.enums import Ethnicity
from referrals.enums import PartyRole
from referrals.models import ReferredPerson
from reporting.indicators.base import Cut, Measure

NOT_KNOWN = "not_known"
#: Band → its name, and how many whole months old a baby of it is not yet (domain.md §2.5).
_BANDS = (
    ("0-3", "0 to 3 months", 4),
    ("4-6", "4 to 6 months", 7),
    ("7-12", "7 to 12 months", 13),
    ("13-24", "13 to 24 months", 25),
)
AGE_BANDS: Sequence[tuple[str, str]] = (
    ("antenatal", "Before birth"),
    *((key, name) for key, name, _ in _BANDS),
    ("over-24", "Over 24 months"),
    (NOT_KNOWN, "Not known"),
)
ETHNIC_GROUPS: Sequence[tuple[str, str]] = (
    ("white", "White"),
    ("mixed", "Mixed"),
    ("asian", "Asian or Asian British"),
    ("black", "Black or Black British"),
    ("other", "Chinese or any other ethnic group"),
    ("not_stated", "Not stated"),
    (NOT_KNOWN, "Not recorded"),
)
_E = Ethnicity
#: The groups in which the sixteen categories are counted.
_IN_GROUPS = {
    "white": (_E.A, _E.B, _E.C),
    "mixed": (_E.D, _E.E, _E.F, _E.G),
    "asian": (_E.H, _E.J, _E.K, _E.L),
    "black": (_E.M, _E.N, _E.P),
    "other": (_E.R, _E.S),
    "not_stated": (_E.Z,),
}
#: As few groups as may be, for what is broken down in two ways at once.
FEW_GROUPS: Sequence[tuple[str, str]] = (
    ("white", "White"),
    ("others", "All other ethnic groups"),
    (NOT_KNOWN, "Not stated or not recorded"),
)
IN_FEW_GROUPS: Mapping[str, Sequence[str]] = {
    "white": _IN_GROUPS["white"],
    "others": [code for group in ("mixed", "asian", "black", "other") for code in _IN_GROUPS[group]],
}
#: The first half of a postcode: what is shown of an address at most.
_OUTWARD = r"^[A-Z]{1,2}[0-9][0-9A-Z]?$"
_INWARD_LENGTH = 3


class MonthsBefore(Func):
    """The day so many months before a day."""

    template = "((%(expressions)s) - INTERVAL '%(months)s months')::date"
    output_field = DateField()


def age_band() -> Any:
    """How old the baby was on the day of the referral; before birth where none was known or it came later."""
    received = F("referral__local_date")
    born = Coalesce(F("person__date_of_birth"), F("date_of_birth"))
    expected = Q(expected_date__isnull=False) | Q(person__expected_date__isnull=False)
    whens = [
        When(Q(born__isnull=True) & expected, then=Value("antenatal")),
        When(born__isnull=True, then=Value(NOT_KNOWN)),
        When(born__gt=received, then=Value("antenatal")),
        *(When(born__gt=MonthsBefore(received, months=months), then=Value(key)) for key, _, months in _BANDS),
    ]
    band = Case(*whens, default=Value("over-24"), output_field=CharField())
    return _of_the_first(_babies().annotate(born=born, found=band))


def ethnic_group(babies: Any = None, groups: Mapping[str, Sequence[str]] = _IN_GROUPS) -> Any:
    """The group of the ethnic category of the first of these babies, those of a referral unless said (rows with a
    `person`: nothing is known before it is settled who the baby is).
    """
    whens = [When(person__ethnicity__in=codes, then=Value(group)) for group, codes in groups.items()]
    found = Case(*whens, default=Value(NOT_KNOWN), output_field=CharField())
    return _of_the_first((_babies() if babies is None else babies).annotate(found=found))


def by_ethnic_group(babies: Any = None, each: tuple[Measure, ...] = ()) -> Cut:
    """The breakdown by the ethnic group of the baby."""
    return Cut("ethnicity", "By the ethnic group of the baby", ethnic_group(babies), lambda _: ETHNIC_GROUPS, each=each)


def babies_of_work(episode: str = "pk") -> Any:
    """The babies of the piece of work that a row leads to."""
    return EpisodeBaby.objects.filter(episode=OuterRef(episode))


def area(people: Any = None) -> Any:
    """The first half of the first postcode of these people; those that came with the referral unless said."""
    referred = ReferredPerson.objects.filter(referral=OuterRef("pk")) if people is None else people
    people = referred.exclude(postcode="")
    plain = Upper(Replace("postcode", Value(" "), Value("")))
    outward = people.annotate(whole=plain).annotate(found=Left("whole", Length("whole") - _INWARD_LENGTH))
    read = outward.filter(whole__regex=r"^.{5,}$", found__regex=_OUTWARD)
    return _of_the_first(read)


def _babies() -> Any:
    return ReferredPerson.objects.filter(referral=OuterRef("pk"), role=PartyRole.BABY)


def _of_the_first(people: Any) -> Any:
    first = Subquery(people.order_by("pk").values("found")[:1], output_field=CharField())
    return Coalesce(first, Value(NOT_KNOWN))
