"""Finding one of 100,000 people beside `icontains` without an index, and with a letter wrong (`search-*`)."""

from __future__ import annotations

import functools
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg
from django.db.models import Q, QuerySet
from django.utils import timezone

from families.models import ContactPoint, Family, FamilyMember, FormerName, Person
from families.searching import FIRST, search
from pitservice.accounts.actions import add_team, add_user, give_role
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from tests.benchmarks.data import BY
from tests.benchmarks.defaults import model_defaults
from tests.benchmarks.lists import line
from tests.benchmarks.names import FAMILY, GIVEN

PEOPLE = 100_000
BASE = 3 * 10**6
ASKED = 200

#: A parent and a baby in each family; of ten babies one has another family name, of twenty parents one had another.
#: Common names come often and rare ones seldom: the number that is drawn is bent towards the first.
_PEOPLE = """
INSERT INTO families_person (id, key, team_id, version, created_at, created_by, given_name, family_name, known_as,
    pronouns, date_of_birth, sex, nhs_number, ethnicity, ethnicity_local, first_language, lost, sealed, gender,
    nhs_status)
SELECT n + %(base)s, 'V' || translate(upper(lpad(to_hex(n), 9, 'z')), '01', 'XY'), %(team)s, 1, %(now)s, 'system:bench',
    (%(given)s::text[])[1 + floor(power(drawn.given, 1.4) * array_length(%(given)s::text[], 1))::int],
    (%(family)s::text[])[1 + floor(power(drawn.family, 1.4) * array_length(%(family)s::text[], 1))::int],
    '', '', current_date - (CASE n %% 2 WHEN 1 THEN n %% 700 ELSE 7000 + n %% 9000 END)::int, 'X',
    '9' || lpad(n::text, 9, '0'), '99', '', '', false, false, 'X', '02'
FROM generate_series(%(first)s, %(last)s) AS n CROSS JOIN LATERAL (SELECT
    (hashint8extended(n, 1) & 1048575) / 1048576.0 AS given,
    (hashint8extended(CASE WHEN n %% 20 = 1 THEN n ELSE n / 2 END, 2) & 1048575) / 1048576.0 AS family) AS drawn
"""
_FAMILIES = """
INSERT INTO families_family (id, key, team_id, version, created_at, created_by, title, naming, restricted)
SELECT id, 'W' || substr(key, 2), team_id, 1, created_at, created_by, given_name || ' ' || family_name, 'child',
    id %% 500 = 1
FROM families_person WHERE id BETWEEN %(base)s + %(first)s AND %(base)s + %(last)s AND id %% 2 = 1
"""
_MEMBERS = """
INSERT INTO families_familymember (key, team_id, version, created_at, created_by, family_id, person_id, role,
    lives_here)
SELECT 'X' || substr(key, 2), team_id, 1, created_at, created_by, id + 1 - id %% 2, id,
    CASE id %% 2 WHEN 1 THEN 'baby' ELSE 'mother' END, 'yes'
FROM families_person WHERE id BETWEEN %(base)s + %(first)s AND %(base)s + %(last)s
"""
_POINTS = """
INSERT INTO families_contactpoint (key, team_id, version, created_at, created_by, family_id, person_id, kind, value,
    postcode, normal, safe, may_text, may_leave_message, shared_with, preferred, place)
SELECT 'Y' || substr(key, 2), team_id, 1, created_at, created_by, id + 1, id, 'mobile', '0' || (7700000000 + id), '',
    '+44' || (7700000000 + id), 'yes', 'yes', 'yes', '', false, ''
FROM families_person WHERE id BETWEEN %(base)s + %(first)s AND %(base)s + %(last)s AND id %% 2 = 0
"""
_FORMER = """
INSERT INTO families_formername (key, team_id, version, created_at, created_by, person_id, given_name, family_name)
SELECT 'Z' || substr(key, 2), team_id, 1, created_at, created_by, id, '',
    (%(family)s::text[])[1 + id %% array_length(%(family)s::text[], 1)]
FROM families_person WHERE id BETWEEN %(base)s + %(first)s AND %(base)s + %(last)s AND id %% 20 = 0
"""


def report() -> Iterator[str]:
    """The lines of a table, then one for each aim."""
    viewer = Viewer.of(_make(), Permission.SEE_FAMILIES)
    people = list(Person.objects.filter(team_id__in=viewer.all_team_ids).order_by("pk")[:: PEOPLE // ASKED][:ASKED])
    chance = random.Random(6)
    names = [person.name for person in people]
    slipped = [_slip(name, chance) for name in names]
    parts = [_part_of(name, chance) for name in names]
    others = [_number_of(person, number) for number, person in enumerate(people)]
    find, every = functools.partial(_found, viewer), [*parts, *names, *slipped]
    ours, beside = _timed(find, every), _timed(functools.partial(_scanned, viewer), every)
    through = _timed(functools.partial(_scanned_through_the_door, viewer), every)
    yield f"{PEOPLE:,} people, {ASKED} of them looked for; milliseconds."
    yield ""
    yield "| looked for | median | p95 |"
    yield "| --- | --- | --- |"
    for name, times in (
        ("part of a name", _timed(find, parts)),
        ("whole name", _timed(find, names)),
        ("name with a letter wrong", _timed(find, slipped)),
        ("telephone, NHS number, date of birth", _timed(find, others)),
        ("all names", ours),
        ("all names, icontains over people without an index", beside),
        ("all names, icontains over visible families without an index", through),
    ):
        yield f"| {name} | {statistics.median(times):.1f} | {_p95(times):.1f} |"
    right = sum(_is_found(viewer, typed, person) for typed, person in zip(slipped, people, strict=True))
    yield ""
    yield line("search-vs-icontains", _p95(ours) / _p95(beside), 0.1)
    yield line("search-vs-icontains-through-the-door", _p95(ours) / _p95(through), 0.1)
    yield line("search-typos", 100 * right / len(people), 95, at_least=True)


def _found(viewer: Viewer, typed: str) -> Any:
    """The first ten, as while somebody types."""
    return search(viewer, typed, most=FIRST)


def _scanned(viewer: Viewer, typed: str) -> Any:
    """What a list without a search table would do: each word in any of the three columns of a name, ten rows in order.

    It asks of people alone. Ours asks for families, through `visible_to`, and for near spellings as well.
    """
    return list(_named(viewer, typed).order_by("family_name", "pk")[:FIRST])


def _scanned_through_the_door(viewer: Viewer, typed: str) -> Any:
    """The same for the families that the viewer may see."""
    families = Family.objects.visible_to(viewer).filter(merged_into=None, members__person__in=_named(viewer, typed))
    return list(families.distinct().order_by("title", "pk")[:FIRST])


def _named(viewer: Viewer, typed: str) -> QuerySet[Person]:
    people = Person.objects.filter(team_id__in=viewer.all_team_ids)
    for word in typed.split():
        people = people.filter(
            Q(known_as__icontains=word) | Q(given_name__icontains=word) | Q(family_name__icontains=word)
        )
    return people


def _timed(look: Callable[[str], Any], typed: Sequence[str]) -> list[float]:
    for one in typed[:10]:
        look(one)
    taken = []
    for one in typed:
        start = time.perf_counter()
        look(one)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95) - 1]


def _slip(name: str, chance: random.Random) -> str:
    """One letter of the name wrong, missing or swapped with its neighbour."""
    places = [at for at in range(len(name) - 1) if name[at].isalpha() and name[at + 1].isalpha()]
    at = chance.choice(places)
    what = chance.choice(("wrong", "missing", "swapped"))
    if what == "missing":
        return name[:at] + name[at + 1 :]
    if what == "swapped":
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1 :]


def _part_of(name: str, chance: random.Random) -> str:
    """The beginning of the family name, of the given name, or of both."""
    first, last = name.split(" ", 1)
    return chance.choice((last[:4], first[:3], f"{first[:3]} {last[:3]}", f"{last[:5]} {first[:1]}"))


def _number_of(person: Person, number: int) -> str:
    assert person.date_of_birth is not None
    nhs = person.nhs_number
    ways = f"{nhs[:3]} {nhs[3:6]} {nhs[6:]}", f"{person.date_of_birth:%d/%m/%Y}", f"0{7700000000 + person.pk}"
    return ways[number % 3]


def _is_found(viewer: Viewer, typed: str, person: Person) -> bool:
    """Somebody of that very name is among the first ten (of two of one name, neither is the right one)."""
    ids = [match.person_id or 0 for match in search(viewer, typed, most=FIRST)[:FIRST]]
    named = Person.objects.filter(given_name=person.given_name, family_name=person.family_name)
    return person.pk in ids or named.filter(pk__in=ids).exists()


def _make() -> User:
    """A lead of a team with 100,000 people, made in SQL once; the triggers fill the search table."""
    lead = User.objects.filter(email="bench.search@example.org").first()
    if lead is None:
        team = add_team(name="Search", slug="search", by=BY)
        lead = add_user(email="bench.search@example.org", name="Search Lead", password="bench", by=BY)
        give_role(user=lead, team=team, role=RoleName.CLINICAL_LEAD, by=BY)
    _fill(lead.memberships.get().team)
    return User.objects.get(pk=lead.pk)


def _fill(team: Team) -> None:
    """Whole families, from an even number, as the owner (see `data.fill`)."""
    if Person.objects.filter(team=team).exists():
        return
    values: dict[str, Any] = {"team": team.pk, "base": BASE, "now": timezone.now(), "given": GIVEN, "family": FAMILY}
    values |= {"first": 2, "last": PEOPLE + 1}
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        with owner.transaction():
            owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with model_defaults(owner, Person, Family, FamilyMember, ContactPoint, FormerName):
                for statement in (_PEOPLE, _FAMILIES, _MEMBERS, _POINTS, _FORMER):
                    owner.execute(statement.encode(), values)
                    owner.execute("ANALYZE")
        owner.execute("VACUUM ANALYZE")
