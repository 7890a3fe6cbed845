"""One statement finds, ranks and passes everything through `visible_to`; near spellings follow where few fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from families.models import Family
from families.registry import lookups
from families.searching.asked import MOST_WORDS, Asked, understand
from pitservice.accounts.viewer import Viewer

#: So many are found at most; who looks among more has to type more.
MOST = 100
#: So many are shown while somebody types; with fewer that fit exactly, near spellings are looked for too.
FIRST = 10
_NAMES = "e.kind IN ('name', 'former', 'title')"
_WORDS = "SELECT word, pit_near(word) FROM unnest(string_to_array(pit_fold(%s), ' ')) AS word WHERE word <> ''"
#: Of a word that half of all families have, so many entries are ranked; and so many times as many of the best looked
#: up as families are asked for: a family has several entries, and some may not be seen.
RANKED, LOOKED_UP = 2_000, 7
#: So many words of a name are looked at for the rough rank.
_ROUGHLY = 4
_ENTRIES = "SELECT e.* FROM families_searchentry AS e WHERE e.team_id = ANY(%s) AND ({condition})"
#: A person's name leads to every family that they are or were in; a number to the family in whose record it stands.
_PART = """
    SELECT DISTINCT ON (family_id) coalesce(e.family_id, m.family_id) AS family_id, e.kind, e.person_id, e.rank,
        {past} <= %s AS past
    FROM (SELECT e.*, {rank} AS rank FROM ({entries}) AS e) AS e
    LEFT JOIN families_familymember AS m ON e.family_id IS NULL AND m.person_id = e.person_id
    LEFT JOIN families_person AS p ON p.id = e.person_id
    {joined}
    WHERE p.sealed IS NOT TRUE AND p.merged_into_id IS NULL AND coalesce(e.family_id, m.family_id) IS NOT NULL
    ORDER BY family_id, rank, past NULLS FIRST, e.kind = 'title', e.id
"""
#: The best of very many, by a rank that costs little.
_BEST = "SELECT * FROM (SELECT e.*, {rough} AS rough FROM ({entries} LIMIT %s) AS e) AS e ORDER BY rough, id LIMIT %s"
_POINT = "LEFT JOIN families_contactpoint AS c ON e.kind IN ('phone', 'email', 'postcode') AND c.id = e.source_id"


@dataclass(frozen=True)
class Match:
    """A family that was found, and why: the kind of entry, whose it is, whether it is spelt otherwise or no longer so.

    `kind` is one of SearchEntry's, or "reference".
    """

    family_id: int
    kind: str
    person_id: int | None = None
    near: bool = False
    past: bool = False


@dataclass(frozen=True)
class _Part:
    """Something that must be true of a family: SQL over an entry `e`, and how well that fits (0 is best).

    `rough` is nearly the same rank and costs less, for when very many fit.
    """

    condition: str
    values: tuple[Any, ...]
    rank: str = "0"
    ranked: tuple[Any, ...] = ()
    rough: str = "0"
    roughly: tuple[Any, ...] = ()

    def sql(self, today: date, teams: list[int], looked_up: int | None) -> tuple[str, list[Any]]:
        """As a statement with its values; `looked_up`: no more than so many of the best."""
        entries, values = _ENTRIES.format(condition=self.condition), [teams, *self.values]
        if looked_up:
            entries = _BEST.format(rough=self.rough, entries=entries)
            values = [*self.roughly, *values, RANKED, looked_up]
        names = self.condition.startswith(_NAMES)
        past = "m.ends_on" if names else "coalesce(m.ends_on, c.ends_on)"
        statement = _PART.format(entries=entries, rank=self.rank, past=past, joined="" if names else _POINT)
        return statement, [today, *self.ranked, *values]


def search(viewer: Viewer, typed: str, families: QuerySet[Family] | None = None, *, most: int = MOST) -> list[Match]:
    """The families visible to the viewer that fit what was typed, best first, at most `most` and one.

    `families` narrows them further. Names may be misspelt by a letter each, in any order, former or known-as; a
    number, postcode, date of birth may be written however people write them (P23: nothing leads to a sealed person).
    """
    seen: QuerySet[Family] = Family.objects.visible_to(viewer) if families is None else families
    try:
        visible = seen.filter(merged_into=None).order_by().values("pk", "title").query.sql_with_params()
    except EmptyResultSet:
        return []
    asked = understand(typed, timezone.localdate())
    finder = _Finder(viewer, visible, most, broad=families is None and not viewer.involved_team_ids)
    found = finder.by_key(asked.key) if asked.key else []
    found += finder.by_words(asked)
    best: dict[int, Match] = {}
    for match in found:
        best.setdefault(match.family_id, match)
    return list(best.values())[: most + 1]


@dataclass(frozen=True)
class _Finder:
    """Asks the database on behalf of one viewer."""

    viewer: Viewer
    visible: tuple[str, Any]
    most: int = MOST
    #: Whether most of what fits is visible too, so that enough of it is found among the best.
    broad: bool = False

    def by_words(self, asked: Asked) -> list[Match]:
        """As it is written; then near spellings where few were found; then words that stand at different people."""
        sure = list(_sure(asked))
        words = self._fold(asked.names) if asked.names else []
        if asked.names and not words:
            return []
        if not words:
            return self._ask(sure) if sure else []
        found = self._ask([*sure, _exact(words)])
        if len(found) < FIRST:
            found += self._ask([*sure, *_near(words)], near=True)
        if not found and len(words) > 1:
            found = self._ask([*sure, *(_exact([word]) for word in words)])
        return found

    def by_key(self, key: str) -> list[Match]:
        """By a reference: a family's own, one that was merged into it, or one of an app above."""
        known = {family_id for lookup in lookups() for family_id in lookup(key, self.viewer)}
        sql, values = self.visible
        statement = (
            f"SELECT f.id FROM ({sql}) AS f (id, title) WHERE f.id = ANY(%s) OR f.id IN"
            " (SELECT coalesce(merged_into_id, id) FROM families_family WHERE key = %s) ORDER BY f.title, f.id"
        )
        return [Match(row[0], "reference") for row in _rows(statement, [*values, list(known), key])]

    def _fold(self, names: str) -> list[tuple[str, list[str]]]:
        """The words with their near spellings, folded as the table's are."""
        return [(word, near) for word, near in _rows(_WORDS, [names])][:MOST_WORDS]

    def _ask(self, parts: list[_Part], *, near: bool = False) -> list[Match]:
        """Families of which every part is true."""
        today, teams = timezone.localdate(), list(self.viewer.all_team_ids)
        sql, values = self.visible
        names = [f"part{number}" for number in range(len(parts))]
        looked_up = LOOKED_UP * (self.most + 1) if self.broad and len(parts) == 1 else None
        made = [part.sql(today, teams, looked_up) for part in parts]
        named = ", ".join(f"{name} AS MATERIALIZED ({part})" for name, (part, _) in zip(names, made, strict=True))
        joined = names[0] + "".join(f" JOIN {name} USING (family_id)" for name in names[1:])
        last = names[-1]  # names say best why
        # "OFFSET 0": each family is looked up by itself; else the planner now and then reads all of them first.
        statement = (
            f"WITH {named} SELECT family_id, {last}.kind, {last}.person_id, coalesce({last}.past, false) FROM {joined}"
            f" JOIN LATERAL (SELECT * FROM ({sql}) AS v (id, title) WHERE v.id = family_id OFFSET 0) AS f ON true"
            f" ORDER BY {' + '.join(f'{name}.rank' for name in names)}, 4, f.title, f.id LIMIT {self.most + 1}"
        )
        given = [value for _, given in made for value in given]
        return [Match(row[0], row[1], row[2], near, row[3]) for row in _rows(statement, [*given, *values])]


def _sure(asked: Asked) -> Iterator[_Part]:
    """What is not made of words."""
    if asked.digits:
        choices = ["e.kind = 'nhs' AND e.text LIKE %s", "e.kind = 'phone' AND e.text LIKE %s"]
        given: list[Any] = [f"%{asked.digits}%", f"%{asked.phone}%"]
        if asked.born and len(asked.digits) == 8:
            choices.append("e.kind IN ('born', 'due') AND e.text = %s")
            given.append(_iso(asked.born))
        yield _Part(" OR ".join(f"({choice})" for choice in choices), tuple(given))
    elif asked.born:
        yield _Part("e.kind IN ('born', 'due') AND e.text = %s", (_iso(asked.born),))
    if asked.postcode:
        yield _Part("e.kind = 'postcode' AND e.text LIKE %s", (f"{asked.postcode}%",))
    if asked.email:
        yield _Part("e.kind = 'email' AND e.text LIKE %s", (f"%{_plain(asked.email)}%",))


def _iso(day: date) -> str:
    return day.isoformat()


def _plain(text: str) -> str:
    """With the signs that mean something to LIKE made to mean themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _exact(words: Iterable[tuple[str, list[str]]]) -> _Part:
    """Every word stands in the same name, whole (best), as its beginning, or within it.

    A word of one or two letters is no help to a trigram index: it must begin a name, and counts when others are there.
    """
    words = list(words)
    conditions, values = [_NAMES], list[Any]()
    long = [word for word, _ in words if len(word) > 2]
    for word in long:
        conditions.append("e.text LIKE %s")
        values.append(f"%{word}%")
    for word, near in words:
        if len(word) == 2 and long:
            conditions.append("' ' || e.text LIKE %s")
            values.append(f"% {word}%")
        elif len(word) <= 2 and not long:
            conditions.append("pit_near(e.text) && %s AND ' ' || e.text || ' ' LIKE %s")
            values += [near, f"% {word} %"]
    rank = "CASE WHEN ' ' || e.text || ' ' LIKE %s THEN 0 WHEN ' ' || e.text LIKE %s THEN 1 ELSE 2 END"
    ranked = [value for word, _ in words for value in (f"% {word} %", f"% {word}%")]
    ranks = " + ".join(rank for _ in words)
    return _Part(" AND ".join(conditions), tuple(values), ranks, tuple(ranked), ranks, tuple(ranked))


def _near(words: list[tuple[str, list[str]]]) -> list[_Part]:
    """Every long word stands there but for a letter, or sounds like it; short ones count by how near they are."""
    long = [near for word, near in words if len(word) > 3] or [[word for word, _ in words]]
    conditions = [_NAMES, *("pit_near(e.text) && %s" for _ in long)]
    rank = "(SELECT min(pit_slips(w, %s)) FROM unnest(string_to_array(e.text, ' ')) AS w)"
    apart = "levenshtein_less_equal(left(split_part(e.text, ' ', {}), 100), %s, 2)"
    rough = f"least({', '.join(apart.format(number) for number in range(1, _ROUGHLY + 1))})"
    return [
        _Part(
            " AND ".join(conditions),
            tuple(long),
            " + ".join(rank for _ in words),
            tuple(word for word, _ in words),
            " + ".join(rough for _ in words),
            tuple(word[:100] for word, _ in words for _ in range(_ROUGHLY)),
        )
    ]


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
