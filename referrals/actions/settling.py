"""A person says who a referral is about: a family we know, or a new one made from what was sent."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from families import actions as families
from families.contact.normal import normal_point
from families.enums import AlertKind, ConsentPurpose, FamilyRole, NeedKind, PointKind, ProfessionalRole
from families.models import Agreement, ContactPoint, Family, FamilyMember, FamilyProfessional, Need, Person
from families.registry import contact_changed
from families.selectors import loss_stands
from pitservice.audit.actions import record
from pitservice.configuration.enums import Ethnicity, ReferralSource, YesNoUnknown
from pitservice.configuration.selectors import settings_of
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from referrals.actions.attaching import carry_attachments
from referrals.actions.following import close_links
from referrals.enums import ADULT_ROLES, PartyRole
from referrals.homes import lives_here
from referrals.models import Referral, ReferredPerson
from referrals.pairing import pairs
from referrals.selectors.matching import is_held
from referrals.wording import ASK_GUARDIAN, family_title, unnamed

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
_ENGLISH = ("", "english")
_BY_NAME = {label.casefold(): value for value, label in Ethnicity.choices}


@transaction.atomic
def settle_family(
    *,
    referral: Referral,
    family: Family | None = None,
    match_reason: str = "",
    who: Mapping[int, Person | None] | None = None,
    by: Actor,
) -> Family:
    """Say who a referral is about: `family`, or a new one. What the record already says is never overwritten (P11).

    `who`: by the id of somebody named, whom of the record a person said they are (None: somebody new); whoever is not
    in it is one of the record only where that is certain (`pairing`).
    A warning must have been read first: only then are the alerts known that come with it (P3). Where a loss stands in
    the record, private links about the referral close, as those before it did (P22).
    """
    referral = lock(referral)
    if referral.family is not None:
        if family is None or family == referral.family:
            return referral.family
        raise Refused(f"This referral is already attached to {referral.family}. Ask your lead to move it.")
    if referral.must_be_read:
        raise Refused("Read the warning in this referral first: it may change who can be contacted.")
    if family is not None and family.team_id != referral.team_id:
        raise Refused("That family belongs to another team: ask that team's lead.")
    if is_held(referral.pk, chosen=family):
        raise Refused(ASK_GUARDIAN)
    parties = list(referral.people.all())
    known = family is not None
    family = family or _open(referral, parties, by)
    _add_people(family, parties, who or {}, by)
    _add_contact_facts(referral, family, parties, by)
    _add_professionals(referral, family, parties, by)
    referral.family = family
    referral.match_reason = (match_reason or "Chosen by a person" if known else "New family")[:300]
    referral.save(update_fields=["family", "match_reason"])
    record("referrals.settle_family", referral, by=by, known=known)
    carry_attachments(referral, family, by)
    if known and Referral.objects.filter(loss_stands(), pk=referral.pk).exists():
        close_links(family_id=family.pk, by=by)
    contact_changed(family.pk)
    return family


def _open(referral: Referral, parties: list[ReferredPerson], by: Actor) -> Family:
    naming = settings_of(referral.team_id).record_naming
    return families.open_family(team=referral.team, title=family_title(parties, naming), naming=naming, by=by)


def _add_people(family: Family, parties: list[ReferredPerson], who: Mapping[int, Person | None], by: Actor) -> None:
    """Everybody named becomes a person of the family, unless they are one already; adults are carers of the babies."""
    known = _known(family, parties, who)
    homes = lives_here(parties)
    for party in parties:
        party.person = known.get(party.pk) or _person(family, party, homes[party.pk], by)
        party.save(update_fields=["person"])
    babies = [party for party in parties if party.role == PartyRole.BABY and party.person]
    for party in parties:
        if party.role in ADULT_ROLES and party.person:
            for baby in babies:
                if baby.person and not (party.pk in known and baby.pk in known):
                    kind = FamilyRole(party.role)
                    families.relate(family=family, person=party.person, child=baby.person, kind=kind, by=by)


def _known(family: Family, parties: list[ReferredPerson], who: Mapping[int, Person | None]) -> dict[int, Person]:
    """Whom of the record each of those named is: as a person said, else where it is certain. Nobody stands for two."""
    said = {pk: person for pk, person in who.items() if person is not None}
    if len({person.pk for person in said.values()}) < len(said):
        raise Refused("Two of those named cannot be one person of the record: choose another for one of them.")
    members = set(FamilyMember.objects.filter(family=family, ends_on=None).values_list("person_id", flat=True))
    if any(person.pk not in members for person in said.values()):
        raise Refused("Somebody you chose is no longer in the record. Look at it again.")
    taken = {person.pk for person in said.values()}
    sure = pairs((party for party in parties if party.pk not in who), family)
    return said | {party.pk: person for party, person in sure if person.pk not in taken}


def _person(family: Family, party: ReferredPerson, lives_here: YesNoUnknown, by: Actor) -> Person:
    nameless = not party.name and party.expected_date is None
    return families.add_person(
        family=family,
        role=FamilyRole(party.role),
        given_name=party.given_name,
        family_name=party.family_name,
        known_as=unnamed(party) if nameless else "",
        date_of_birth=party.date_of_birth,
        expected_date=party.expected_date,
        sex=party.sex,
        nhs_number=party.nhs_number,
        ethnicity=_BY_NAME.get(party.ethnicity.strip().casefold(), Ethnicity.UNKNOWN),
        ethnicity_local=party.ethnicity[:60],
        first_language=party.language,
        lives_here=lives_here,
        by=by,
    )


def _add_contact_facts(referral: Referral, family: Family, parties: list[ReferredPerson], by: Actor) -> None:
    for party in parties:
        assert party.person is not None
        _add_points(family, party, party.person, by)
        if party.role in ADULT_ROLES:
            _add_agreement(family, party, party.person, by)
            _add_needs(family, party, party.person, by)
        if party.must_not_know:
            words = f"Said in referral {referral.key}."
            families.raise_alert(
                family=family, kind=AlertKind.RESTRICTED_PERSON, text=words, person=party.person, by=by
            )
    if referral.letters_unsafe:
        words = f"Do not send letters home. Said in referral {referral.key}."
        families.raise_alert(family=family, kind=AlertKind.UNSAFE_ADDRESS, text=words, by=by)


def _add_points(family: Family, party: ReferredPerson, person: Person, by: Actor) -> None:
    """New ways to reach somebody; one that is recorded already stays as it is (P11)."""
    have = set(ContactPoint.objects.filter(family=family, person=person).values_list("normal", flat=True))
    given = (
        (PointKind.MOBILE, party.mobile, "", party.mobile_safe, party.may_text),
        (PointKind.EMAIL, party.email, "", party.email_safe, UNKNOWN),
        (PointKind.ADDRESS, party.address, party.postcode, party.address_safe, UNKNOWN),
    )
    for kind, value, postcode, safe, may_text in given:
        if value.strip() and normal_point(kind, value, postcode) not in have:
            families.add_point(
                family=family,
                person=person,
                kind=kind,
                value=value,
                postcode=postcode,
                safe=YesNoUnknown(safe),
                may_text=YesNoUnknown(may_text),
                by=by,
            )


def _add_agreement(family: Family, party: ReferredPerson, person: Person, by: Actor) -> None:
    """This adult's own answer (P2), unless it says less than the record, or says yes where the record says no."""
    last = Agreement.objects.filter(family=family, person=person).last()
    if party.knows == UNKNOWN and party.agrees == UNKNOWN:
        return
    if last is not None and NO in (last.knows, last.agrees) and NO not in (party.knows, party.agrees):
        return
    families.record_agreement(
        family=family,
        person=person,
        knows=YesNoUnknown(party.knows),
        agrees=UNKNOWN if party.agrees == YES and party.knows != YES else YesNoUnknown(party.agrees),
        asked_by=party.asked_by,
        asked_on=party.asked_on,
        by=by,
    )


def _add_needs(family: Family, party: ReferredPerson, person: Person, by: Actor) -> None:
    have = set(Need.objects.filter(family=family, person=person, ended_at=None).values_list("kind", flat=True))
    other = party.language.strip().lower() not in _ENGLISH
    needs = {
        NeedKind.READING_LANGUAGE: party.language if other else "",
        NeedKind.INTERPRETER: (party.language or "Language not given") if party.interpreter == YES else "",
        NeedKind.OTHER: party.needs,
        NeedKind.TIMES_TO_AVOID: party.times_to_avoid,
    }
    for kind, text in needs.items():
        if text.strip() and kind not in have:
            families.add_need(family=family, person=person, kind=kind, text=text, by=by)


def _add_professionals(referral: Referral, family: Family, parties: list[ReferredPerson], by: Actor) -> None:
    """Referrer, health visitor and GP into the directory and onto the family's list; consents as they were given."""
    if referral.referrer_name and referral.source not in (ReferralSource.SELF, ReferralSource.RELATIVE):
        _link(referral, family, ProfessionalRole.REFERRER, referral.referrer_name, by)
    informed = (
        (ProfessionalRole.HEALTH_VISITOR, referral.health_visitor, referral.tell_health_visitor),
        (ProfessionalRole.GP, referral.gp, referral.tell_gp),
    )
    giver = next((party for party in parties if party.wrote), None)
    for role, name, said in informed:
        if name.strip():
            _link(referral, family, role, name, by)
        if giver is not None and giver.person is not None and said != UNKNOWN:
            families.record_consent(
                family=family,
                person=giver.person,
                purpose=ConsentPurpose.INFORM,
                recipient=str(role),
                given=said == YES,
                how="In their own form",
                given_on=referral.local_date,
                evidence=f"Referral {referral.key}",
                by=by,
            )


def _link(referral: Referral, family: Family, role: ProfessionalRole, name: str, by: Actor) -> None:
    referrer = role == ProfessionalRole.REFERRER
    organisation = None
    if referrer and referral.referrer_organisation:
        organisation = families.keep_organisation(team=referral.team, name=referral.referrer_organisation, by=by)
    if role == ProfessionalRole.GP:
        organisation = families.keep_organisation(team=referral.team, name=name, kind="GP practice", by=by)
    professional = families.keep_professional(
        team=referral.team,
        name=name[:120],
        role=role,
        organisation=organisation,
        phone=referral.referrer_phone[:40] if referrer else "",
        email=referral.referrer_email if referrer and "@" in referral.referrer_email else "",
        address=referral.referrer_address if referrer else "",
        by=by,
    )
    if not FamilyProfessional.objects.filter(
        family=family, professional=professional, role=role, ends_on=None
    ).exists():
        families.link_professional(family=family, professional=professional, role=role, by=by)
