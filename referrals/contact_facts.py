"""What the contact rules look at for a referral: "referral:34" (CON-1, P1).

Until it is settled who a referral is about, the facts are those of the submission; from then on they are the family's
record, so that whatever is learnt later counts. The recipients keep their names ("referred:7", "referrer:34") through
that moment, so that a word queued before it can be asked about after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils import timezone

from families.contact import Adult, Facts, Outsider, Point
from families.contact.gather import compared, facts_of_records
from families.contact.normal import normal_point
from families.contact.record import PARENTS, is_under
from families.enums import PointKind, ProfessionalRole
from families.models import Family
from pitservice.configuration.enums import ReferralSource, YesNoUnknown
from pitservice.configuration.secure import domains_in
from pitservice.configuration.selectors import settings_of
from referrals.enums import ADULT_ROLES, UNDECIDED_STATES, PartyRole
from referrals.homes import home_with_restricted
from referrals.models import Referral, ReferredPerson
from referrals.pairing import pairs
from referrals.selectors.matching import is_held

_ENGLISH = ("", "english")
_INFORMED = (ProfessionalRole.HEALTH_VISITOR, ProfessionalRole.GP)


def referral_facts(referral_ids: Iterable[int]) -> dict[int, Facts]:
    """The facts about referrals as they are now, before the comparison that is made for every kind (P20)."""
    found = Referral.objects.select_related("family").prefetch_related("people").filter(pk__in=list(referral_ids))
    referrals = list(found.order_by("pk"))
    records = facts_of_records(referral.family_id for referral in referrals if referral.family_id)
    return {referral.pk: _facts(referral, referral.family, records) for referral in referrals}


def facts_of(referral: Referral, family: Family | None) -> Facts:
    """The facts about a referral, as they would be if it were about this family (None: not settled, or a new one).

    Every number and address is compared across the organisation (P20).
    """
    return compared(_facts(referral, family, facts_of_records([family.pk] if family else [])))


def _facts(referral: Referral, family: Family | None, records: Mapping[int, Facts]) -> Facts:
    parties = list(referral.people.all())
    return _submitted(referral, parties) if family is None else _settled(referral, parties, family, records[family.pk])


def _settled(referral: Referral, parties: list[ReferredPerson], family: Family, facts: Facts) -> Facts:
    """The family's record, its adults under the names they have in this referral."""
    refs = {f"person:{person.pk}": f"referred:{party.pk}" for party, person in pairs(parties, family)}
    told = tuple(one for one in facts.outsiders if one.role in _INFORMED)
    return replace(
        facts,
        about=f"referral:{referral.pk}",
        adults=tuple(replace(adult, ref=refs.get(adult.ref, adult.ref)) for adult in facts.adults),
        outsiders=(*_referrer(referral), *told),
        read_first=facts.read_first or referral.must_be_read,
        unsafe_home=facts.unsafe_home or referral.letters_unsafe,
    )


def _submitted(referral: Referral, parties: list[ReferredPerson]) -> Facts:
    settings = settings_of(referral.team_id)
    today = timezone.localdate()
    return Facts(
        about=f"referral:{referral.pk}",
        team_id=referral.team_id,
        family_id=None,
        adults=_adults(parties, today),
        outsiders=(*_referrer(referral), *_informed(referral)),
        overdue=any(
            party.role == PartyRole.BABY
            and party.date_of_birth is None
            and party.expected_date is not None
            and party.expected_date < today
            for party in parties
        ),
        read_first=referral.must_be_read,
        guardian_first=is_held(referral.pk),
        unsafe_home=referral.letters_unsafe,
        young_parent=any(party.role in PARENTS and is_under(18, party.date_of_birth, today) for party in parties),
        texts_from=settings.texts_from,
        texts_until=settings.texts_until,
        secure_domains=domains_in(settings.secure_domains),
    )


def _adults(parties: list[ReferredPerson], today: date) -> tuple[Adult, ...]:
    adults = [party for party in parties if party.role in ADULT_ROLES]
    given = {party.pk: _points(party) for party in adults}
    theirs = {point.normal for party in adults if party.must_not_know for point in given[party.pk]}
    return tuple(
        Adult(
            ref=f"referred:{party.pk}",
            name=party.name or party.get_role_display(),
            role=party.role,
            knows=YesNoUnknown(party.knows),
            agrees=YesNoUnknown(party.agrees),
            restricted=party.must_not_know,
            reads="" if party.language.strip().lower() in _ENGLISH else party.language,
            formats=party.needs,
            home_with_restricted=home_with_restricted(party, parties),
            under_18=is_under(18, party.date_of_birth, today),
            under_16=is_under(16, party.date_of_birth, today),
            points=tuple(
                replace(point, restricted_here=point.normal in theirs and not party.must_not_know)
                for point in given[party.pk]
            ),
        )
        for party in adults
    )


def _points(party: ReferredPerson) -> tuple[Point, ...]:
    """The ways to reach somebody that the referral gives."""
    given = (
        (PointKind.MOBILE, party.mobile, "", party.mobile_safe),
        (PointKind.EMAIL, party.email, "", party.email_safe),
        (PointKind.ADDRESS, party.address, party.postcode, party.address_safe),
    )
    return tuple(
        Point(
            ref=f"referred:{party.pk}:{kind}",
            kind=kind,
            value=f"{value}\n{postcode}".strip(),
            normal=normal_point(kind, value, postcode),
            safe=YesNoUnknown(safe),
            may_text=YesNoUnknown(party.may_text),
        )
        for kind, value, postcode, safe in given
        if value.strip()
    )


def _referrer(referral: Referral) -> tuple[Outsider, ...]:
    """Who referred, where it was not the family itself."""
    name = referral.referrer_name or referral.referrer_organisation
    if not name or referral.source == ReferralSource.SELF:
        return ()
    points = (
        (PointKind.ADDRESS, referral.referrer_address),
        (PointKind.EMAIL, referral.referrer_email),
        (PointKind.LANDLINE, referral.referrer_phone),
    )
    ref = f"referrer:{referral.pk}"
    return (
        Outsider(
            ref=ref,
            name=name,
            role=ProfessionalRole.REFERRER,
            organisation=referral.referrer_organisation,
            referred=True,
            relative=referral.source == ReferralSource.RELATIVE,
            points=tuple(
                Point(ref=f"{ref}:{kind}", kind=kind, value=value, normal=normal_point(kind, value))
                for kind, value in points
                if value.strip()
            ),
        ),
    )


def _informed(referral: Referral) -> tuple[Outsider, ...]:
    """Health visitor and GP as the referral names them, with what the family said about telling them (TELL-1)."""
    named = (
        (ProfessionalRole.HEALTH_VISITOR, referral.health_visitor, referral.tell_health_visitor),
        (ProfessionalRole.GP, referral.gp, referral.tell_gp),
    )
    return tuple(
        Outsider(ref=f"{role}:{referral.pk}", name=name, role=role, consent=YesNoUnknown(said))
        for role, name, said in named
        if name.strip()
    )


def shunned(normals: set[str]) -> dict[str, set[str]]:
    """Numbers and addresses that a referral not yet matched says must not be used, by the points that say so (P20)."""
    unsafe = Q(mobile_safe=YesNoUnknown.NO) | Q(email_safe=YesNoUnknown.NO) | Q(address_safe=YesNoUnknown.NO)
    open_ones = ReferredPerson.objects.filter(referral__family=None, referral__state__in=UNDECIDED_STATES)
    found: dict[str, set[str]] = {}
    for party in open_ones.filter(unsafe | Q(must_not_know=True)):
        for point in _points(party):
            if point.normal in normals and (party.must_not_know or point.safe == YesNoUnknown.NO):
                found.setdefault(point.normal, set()).add(point.ref)
    return found
