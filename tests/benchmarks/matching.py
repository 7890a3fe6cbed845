"""How well referrals are matched, and how fast (`matching-*`).

How well: over a sheet and its truth (`make bench ARGS="sheet=FILE truth=FILE"`), otherwise over referrals made here,
of which it is known what they are about. How fast: rows of which half are about one of 100,000 people.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from families.models import FamilyMember, Person
from pitservice.accounts.models import User
from referrals.actions.importing.reading import CHUNK
from referrals.enums import PartyRole
from referrals.management.commands.score_matching import read
from referrals.matching.facts import Story
from referrals.matching.reading import story_of_parties
from referrals.matching.scoring import score
from referrals.models import Referral, ReferredPerson
from referrals.selectors.imports import records_like
from referrals.selectors.matching import everywhere
from referrals.submission import Party
from tests.benchmarks.data import BY
from tests.benchmarks.lists import line
from tests.benchmarks.names import FAMILY, GIVEN

#: How many families are made up, how many rows of a sheet are timed, and how many referrals that come in alone.
FAMILIES, ROWS, TIMED = 600, 10_000, 1_000
_DAY = date(2026, 11, 2)


def report(lead: User, given: Mapping[str, str]) -> Iterator[str]:
    """One line for each aim; `given` may name a sheet and its truth."""
    if "sheet" in given:
        stories, truth = read(Path(given["sheet"]), Path(given["truth"]))
    else:
        stories, truth = _made()
    tallies = score(stories, truth)
    yield f"{len(stories):,} referrals matched among themselves; against 100,000 people {ROWS:,} rows of a sheet, as an"
    yield f"import matches them, and {TIMED:,} referrals as each comes in: {_one_by_one(lead):.1f} ms each."
    yield ""
    yield line("matching-recall", min(tally.recall for tally in tallies.values()), 0.99, at_least=True)
    yield line("matching-precision", min(tally.precision for tally in tallies.values()), 0.95, at_least=True)
    yield line("matching-certain-wrong", sum(tally.certain_wrong for tally in tallies.values()), 0)
    yield line("matching-speed", _as_a_sheet(), 60)


def _made() -> tuple[list[Story], dict[str, tuple[str, str]]]:
    """Referrals as they come in, and of each which family and which baby it is about."""
    chance = random.Random(4)
    told: list[tuple[list[Party], str, str]] = []
    for number in range(FAMILIES):
        mother, baby = _mother(number, chance), _baby(chance)
        told.append(([baby, mother], f"F{number}", f"B{number}"))
        kind = number % 6
        if kind == 0:  # the same again, by somebody who writes otherwise
            told.append(([baby, _as_others_write(mother, chance)], f"F{number}", f"B{number}"))
        elif kind == 1:  # referred before the birth, and again after it
            unborn = replace(baby, given_name="", date_of_birth=None, expected_date=baby.date_of_birth)
            told.append(([unborn, mother], f"F{number}", f"B{number}"))
        elif kind == 2:  # the next pregnancy
            assert baby.date_of_birth is not None
            later = Party(role=PartyRole.BABY, expected_date=baby.date_of_birth + timedelta(days=500))
            told.append(([later, mother], f"F{number}", f"B{number}-next"))
        elif kind == 3:  # somebody else in the same house, who uses the same telephone
            other = replace(_mother(FAMILIES + number, chance), mobile=mother.mobile, postcode=mother.postcode)
            told.append(([_baby(chance), other], f"F{number}-other", f"B{number}-other"))
    chance.shuffle(told)
    stories = [story_of_parties(f"{at:07}", parties) for at, (parties, _, _) in enumerate(told)]
    return stories, {f"{at:07}": (family, baby) for at, (_, family, baby) in enumerate(told)}


def _mother(number: int, chance: random.Random) -> Party:
    return Party(
        role=PartyRole.MOTHER,
        given_name=chance.choice(GIVEN),
        family_name=chance.choice(FAMILY),
        date_of_birth=_DAY - timedelta(days=chance.randrange(6_500, 15_000)),
        mobile=f"07700 9{number % 100_000:05}",
        postcode=f"ZZ{number % 90 + 1} {chance.randrange(1, 9)}AA",
    )


def _baby(chance: random.Random) -> Party:
    born = _DAY - timedelta(days=chance.randrange(10, 500))
    return Party(
        role=PartyRole.BABY,
        given_name=chance.choice(GIVEN),
        family_name=chance.choice(FAMILY),
        date_of_birth=born,
    )


def _as_others_write(mother: Party, chance: random.Random) -> Party:
    """A letter less in the family name, the number written otherwise."""
    at = chance.randrange(1, len(mother.family_name))
    name = mother.family_name[:at] + mother.family_name[at + 1 :] if len(mother.family_name) > 3 else mother.family_name
    return replace(mother, family_name=name, mobile=f"+44 {mother.mobile.replace(' ', '')[1:]}")


def _as_a_sheet() -> float:
    """What it takes to find whom ROWS rows of a sheet may be about, in the pieces in which an import looks at them."""
    rows = [story_of_parties(str(number), [party]) for number, party in enumerate(_mothers(ROWS))]
    start = time.perf_counter()
    found = sum(len(records_like(rows[at : at + CHUNK])) for at in range(0, ROWS, CHUNK))
    taken = time.perf_counter() - start
    assert found >= ROWS // 2, "known people were not found"
    return taken


def _one_by_one(lead: User) -> float:
    """Milliseconds to find whom a referral may be about as it comes in; nothing is kept."""
    with transaction.atomic():
        referrals = _referred(lead)
        start = time.perf_counter()
        found = sum(bool(everywhere(referral)) for referral in referrals)
        taken = time.perf_counter() - start
        transaction.set_rollback(True)
    assert found >= TIMED // 2, "known people were not found"
    return taken * 1000 / TIMED


def _mothers(number: int) -> list[Party]:
    """Every second one is somebody who is known; of the others a letter of the name and the date of birth differ."""
    ids = list(FamilyMember.objects.filter(role="mother").order_by("pk").values_list("person_id", flat=True))
    known = Person.objects.filter(pk__in=ids[:: len(ids) // number][:number]).order_by("pk")
    return [
        Party(
            role=PartyRole.MOTHER,
            given_name=person.given_name,
            family_name=person.family_name if at % 2 else f"{person.family_name}x",
            date_of_birth=person.date_of_birth if at % 2 else _DAY,
        )
        for at, person in enumerate(known)
    ]


def _referred(lead: User) -> list[Referral]:
    """Referrals of the benchmark's team, each with another mother."""
    team = lead.current_memberships[0].team
    referrals = list(Referral.objects.filter(team=team).order_by("pk")[:TIMED])
    ReferredPerson.objects.bulk_create(
        ReferredPerson(referral=referral, team=team, created_by=BY, **mother.values())
        for referral, mother in zip(referrals, _mothers(TIMED), strict=True)
    )
    return referrals
