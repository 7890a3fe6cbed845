"""SearchEntry: all that somebody may be found by, folded, in one table kept by triggers (engineering.md 6.3, 7.5).

The triggers stand on person, former name, contact point and family, and see whole statements: a bulk write or raw SQL
keeps the table as well as a `save()`. They only copy what is written there. Whether somebody exists for a viewer
(sealed, merged, restricted) is asked when the table is read, in `families.searching` and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q

from families.models.contact import ContactPoint
from families.models.people import Family, FormerName, Person
from pitservice.db.models import TeamOwned

#: Kinds of entries that are made of words; the index of near spellings is for them.
NAMES = ("name", "former", "title")
DAYS = ("born", "due")


class SearchEntry(TeamOwned):
    """One name, number or address, without accents, capitals and signs. Never shown: it leads to a family.

    `kind` is name, nhs, born or due (of a person), former, phone, email, postcode, or title (of a family);
    `source_id` is the row that it was copied from.
    """

    kind = models.CharField(max_length=12)
    text = models.TextField()
    source_id = models.BigIntegerField()
    # Plain numbers and no foreign keys: the triggers keep them true, and a row goes with what it was copied from.
    person_id = models.BigIntegerField(null=True)
    family_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "search entries"
        indexes = (
            GinIndex(fields=("text",), opclasses=("gin_trgm_ops",), name="search_text"),
            GinIndex(
                OpClass(
                    Func(F("text"), function="pit_near", output_field=ArrayField(models.TextField())), name="array_ops"
                ),
                condition=Q(kind__in=NAMES),
                name="search_near",
            ),
            models.Index(fields=("text",), condition=Q(kind__in=DAYS), name="search_day"),
            models.Index(fields=("kind", "source_id"), name="search_source"),
        )

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class _Source:
    """A table that entries are copied from: their kinds, and for each the SQL of its text over a row `n`."""

    model: type[models.Model]
    entries: dict[str, str]
    columns: tuple[str, ...]  # an entry is made anew when one of these has changed
    person: str = "NULL::bigint"
    family: str = "NULL::bigint"

    def register(self) -> None:
        """Put a trigger for each operation on the table; each copies whole statements at once."""
        seen = ("team_id", *self.columns)
        new, old = (", ".join(f"{row}.{column}" for column in seen) for row in ("n", "o"))
        changed = f"now_rows AS n JOIN was_rows AS o ON o.id = n.id AND ({new}) IS DISTINCT FROM ({old})"
        self._trigger(pgtrigger.Insert, self._add("now_rows AS n"))
        self._trigger(pgtrigger.Update, self._remove(changed) + self._add(changed))
        self._trigger(pgtrigger.Delete, self._remove("was_rows AS n"))

    def _remove(self, rows: str) -> str:
        kinds = ", ".join(f"'{kind}'" for kind in self.entries)
        return f"DELETE FROM families_searchentry WHERE kind IN ({kinds}) AND source_id IN (SELECT n.id FROM {rows}); "

    def _add(self, rows: str) -> str:
        texts = ", ".join(f"('{kind}', {text})" for kind, text in self.entries.items())
        return (
            "INSERT INTO families_searchentry (team_id, kind, text, source_id, person_id, family_id)"
            f" SELECT n.team_id, f.kind, f.text, n.id, {self.person}, {self.family} FROM {rows}"
            f" CROSS JOIN LATERAL (VALUES {texts}) AS f (kind, text) WHERE f.text <> ''; "
        )

    def _trigger(self, operation: pgtrigger.Operation, func: str) -> None:
        rows = pgtrigger.Referencing(
            old=None if operation is pgtrigger.Insert else "was_rows",
            new=None if operation is pgtrigger.Delete else "now_rows",
        )
        trigger = pgtrigger.Trigger(
            name=f"search_{str(operation).lower()}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=rows,
            func=f"{func}RETURN NULL;",
        )
        pgtrigger.register(trigger)(self.model)


SOURCES = (
    _Source(
        Person,
        {
            "name": "pit_names(n.known_as, n.given_name, n.family_name)",
            "nhs": "n.nhs_number",
            "born": "to_char(n.date_of_birth, 'YYYY-MM-DD')",
            "due": "to_char(n.expected_date, 'YYYY-MM-DD')",
        },
        ("known_as", "given_name", "family_name", "nhs_number", "date_of_birth", "expected_date"),
        person="n.id",
    ),
    _Source(
        FormerName,
        {"former": "pit_names(n.given_name, n.family_name)"},
        ("person_id", "given_name", "family_name"),
        person="n.person_id",
    ),
    _Source(
        ContactPoint,
        {
            "phone": r"CASE WHEN n.kind IN ('mobile', 'landline') THEN regexp_replace(n.normal, '\D', '', 'g') END",
            "email": "CASE WHEN n.kind = 'email' THEN lower(n.normal) END",
            "postcode": "lower(replace(n.postcode, ' ', ''))",
        },
        ("person_id", "family_id", "kind", "normal", "postcode"),
        person="n.person_id",
        family="n.family_id",
    ),
    _Source(Family, {"title": "pit_fold(n.title)"}, ("title",), family="n.id"),
)
for _source in SOURCES:
    _source.register()
