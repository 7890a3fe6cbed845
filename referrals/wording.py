"""How a referral's people are called in words: before anybody is a person of a family."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from families.presenters import age_words
from pitservice.configuration.enums import RecordNaming
from pitservice.ui import dates
from pitservice.ui.words import listed
from referrals.enums import ADULT_ROLES, PartyRole
from referrals.models import ReferredPerson

#: All that is said to whoever may not see what a referral may be about (P10).
ASK_GUARDIAN = "Ask the guardian: nothing is decided or sent until they have answered."


def babies(parties: Iterable[ReferredPerson]) -> list[ReferredPerson]:
    """The babies among those named, without a former identity that was sealed (P23)."""
    return [party for party in parties if party.role == PartyRole.BABY and not is_sealed(party)]


def is_sealed(party: ReferredPerson) -> bool:
    """A child who was adopted since: the former identity is the guardian's alone (P23)."""
    return party.person is not None and party.person.sealed


def is_lost(party: ReferredPerson) -> bool:
    """A loss names whom this turned out to be (P22)."""
    return party.person is not None and party.person.lost


def adults(parties: Iterable[ReferredPerson]) -> list[ReferredPerson]:
    """The adults who care for the baby."""
    return [party for party in parties if party.role in ADULT_ROLES]


def first_carer(parties: Iterable[ReferredPerson]) -> ReferredPerson | None:
    """The mother where there is one, else the first adult with a name."""
    named = [party for party in adults(parties) if party.name]
    return next((party for party in named if party.role == PartyRole.MOTHER), named[0] if named else None)


def unnamed(party: ReferredPerson) -> str:
    """What stands in the place of a name that was not given: "Father (name not given)"."""
    return f"{party.get_role_display()} (name not given)"


def called(party: ReferredPerson) -> str:
    """An adult's or sibling's name, or what stands in its place."""
    return party.name or unnamed(party)


def baby_called(baby: ReferredPerson, parties: Iterable[ReferredPerson]) -> str:
    """A baby by its name; one without is "Baby of Aisha Khan" (toolkit ch. 6, "Recording clinical notes").

    Once it is settled who the baby is, by the name it has in the record, which it may have got at birth.
    """
    known = baby.person
    if known is not None and (known.given_name or known.known_as):
        return known.name
    if baby.given_name:
        return baby.name
    carer = first_carer(parties)
    return f"Baby of {carer.name}" if carer else baby.name or "Baby (name not given)"


def baby_age(baby: ReferredPerson, today: date) -> str:
    """ "7 weeks", "31 weeks (due 24 January 2027)", or that it is not known; of one who was lost nothing (P22)."""
    if baby.person is not None:
        return age_words(baby.person, today)
    if baby.date_of_birth:
        return dates.age(baby.date_of_birth, today)
    return dates.gestation(baby.expected_date, today) if baby.expected_date else "age not given"


def babies_in_words(parties: Iterable[ReferredPerson], today: date) -> str:
    """ "Zayn Khan, 7 weeks"; twins "Ada Osei and Ben Osei, 3 months"."""
    people = list(parties)
    found = babies(people)
    if not found:
        return "No baby named"
    names = list(dict.fromkeys(baby_called(baby, people) for baby in found))
    ages = list(dict.fromkeys(filter(None, (baby_age(baby, today) for baby in found))))
    more = f" ({len(found)} babies)" if len(found) > len(names) else ""
    return ", ".join(filter(None, [f"{listed(names)}{more}", listed(ages)]))


def family_in_words(parties: Iterable[ReferredPerson], today: date) -> str:
    """The mother or first carer, and the baby: for a professional who may be told."""
    people = list(parties)
    carer, found = first_carer(people), babies_in_words(people, today)
    return f"{carer.name} ({found})" if carer else found


def family_title(parties: Iterable[ReferredPerson], naming: str) -> str:
    """The title of a new record, in the child's name or a parent's, by the team's setting (toolkit ch. 6)."""
    people = list(parties)
    carer = first_carer(people)
    found = babies(people)
    if naming == RecordNaming.PARENT and carer:
        return f"{carer.name}'s family"[:200]
    if found:
        return f"{listed(_together([baby_called(baby, people) for baby in found]))}'s family"[:200]
    return f"{carer.name}'s family"[:200] if carer else "A family without names"


def _together(names: list[str]) -> list[str]:
    """Each name once; of two or more babies without one, "Babies of Aisha Khan"."""
    return [
        name.replace("Baby of ", "Babies of ", 1) if names.count(name) > 1 else name for name in dict.fromkeys(names)
    ]
