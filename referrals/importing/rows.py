"""One row of the sheet: what becomes a submission, and what is wrong with it, by column."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.utils import timezone

from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import RiskItem
from referrals.enums import Entrance, PartyRole
from referrals.importing import cells
from referrals.importing.cells import Unreadable, plain
from referrals.importing.columns import Col
from referrals.models import Referral
from referrals.submission import Party, Submission

T = TypeVar("T")
_SHORT = 60


@dataclass
class Row:
    """A row by heading, and what could not be read of it: (column, what is wrong)."""

    number: int
    cells: Mapping[str, str]
    today: date
    items: Sequence[RiskItem] = ()
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """A row is known by all its cells, as they were sent."""
        text = json.dumps(list(self.cells.items()), ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def text(self, column: Col) -> str:
        """A cell's words."""
        return plain(self.cells.get(column, ""))

    def read(self, column: Col, reader: Callable[[str], T], otherwise: T) -> T:
        """A cell's value; one that cannot be read is noted, kept as sent, and left out here."""
        try:
            return reader(self.cells.get(column, ""))
        except Unreadable as wrong:
            self.note(column, wrong.why)
            return otherwise

    def note(self, column: Col, why: str) -> None:
        """Say what is wrong with a cell."""
        shown = self.text(column)
        quoted = f"“{shown[:_SHORT]}{'…' if len(shown) > _SHORT else ''}” " if shown else ""
        self.problems.append((column, f"{quoted}{why}"))

    def born(self, column: Col) -> date | None:
        """A day of birth, not in the future."""
        return self.read(column, lambda text: cells.read_date(text, latest=self.today), None)


def received_on(row: Row) -> date | None:
    """The day it was received; None, noted, when there is no usable one."""
    found = row.born(Col.RECEIVED)
    if found is None and not row.text(Col.RECEIVED):
        row.note(Col.RECEIVED, "The date is missing")
    return found


def has_adult(row: Row) -> bool:
    """Whether any adult has a name; noted when none has."""
    named = any(row.text(column) for column in (Col.MOTHER_GIVEN, Col.MOTHER_FAMILY, Col.PARTNER_NAME))
    if not named:
        row.note(Col.MOTHER_FAMILY, "No adult is named")
    return named


def submission_of(row: Row, received: date) -> Submission:
    """What the row says, as a submission that starts nothing (P3).

    Comments and safeguarding are read first: every outgoing word waits until somebody has read them.
    """
    ticks, unknown = cells.read_risks(row.cells.get(Col.RISKS, ""), row.items)
    if unknown:
        row.note(Col.RISKS, f"holds what is not in the team's list: {unknown[:200]}")
    people = people_of(row)
    on = row.read(Col.OUTCOME_ON, lambda text: cells.read_date(text, latest=row.today), None)
    texts = {
        "referrer_name": row.text(Col.REFERRER_NAME),
        "referrer_organisation": row.text(Col.REFERRER_ORGANISATION),
        "referrer_phone": row.read(Col.REFERRER_PHONE, cells.read_phone, ""),
        "referrer_email": row.read(Col.REFERRER_EMAIL, cells.read_email, ""),
        "health_visitor": row.text(Col.HEALTH_VISITOR),
        "gp": row.text(Col.GP),
        "sheet_reference": row.text(Col.REFERENCE),
        "past_outcome": row.text(Col.OUTCOME),
    }
    return Submission(
        entrance=Entrance.IMPORT,
        source=row.read(Col.SOURCE, cells.read_source, "other"),
        received_at=timezone.make_aware(datetime.combine(received, time(12))),
        submitted={name: cell.replace("\x00", "\ufffd") for name, cell in row.cells.items()},
        people=people,
        worries=row.cells.get(Col.REASON, "").strip(),
        safeguarding=row.text(Col.SAFEGUARDING),
        siblings=row.text(Col.SIBLINGS),
        services_involved=row.text(Col.SERVICES),
        ticks=ticks,
        warning=_warning(row),
        row_hash=row.digest,
        past_outcome_on=on,
        unread=_by_column(row.problems),
        **_cut(row, texts),
    )


def people_of(row: Row) -> tuple[Party, ...]:
    """Everybody whom the row names."""
    return (_baby(row), _mother(row), *_partner(row))


def _warning(row: Row) -> str:
    """What stands only in comments or under safeguarding, in the sheet's own words."""
    said = ((Col.SAFEGUARDING, "Safeguarding"), (Col.COMMENTS, "Comments"))
    return "\n".join(f"{name}: {row.text(column)}" for column, name in said if row.text(column))


def _baby(row: Row) -> Party:
    given = row.read(Col.BABY_GIVEN, cells.read_baby_name, "")
    born = row.born(Col.BABY_BORN)
    latest = row.today.replace(year=row.today.year + 1)
    expected = row.read(Col.EXPECTED, lambda text: cells.read_date(text, latest=latest), None)
    unnamed = not given and born is None and expected is None
    return Party(
        role=PartyRole.BABY,
        given_name=given[:100],
        family_name=row.read(Col.BABY_FAMILY, cells.read_name, "")[:100] if given or unnamed else "",
        date_of_birth=born,
        expected_date=expected if born is None else None,
        sex=row.read(Col.SEX, cells.read_sex, "X"),
        nhs_number=row.read(Col.BABY_NHS, cells.read_nhs_number, ""),
        ethnicity=row.text(Col.ETHNICITY)[:60],
    )


def _mother(row: Row) -> Party:
    """The sheet's one answer on aware and agreed stands for the mother (P2)."""
    unknown = YesNoUnknown.UNKNOWN
    return Party(
        role=PartyRole.MOTHER,
        given_name=row.read(Col.MOTHER_GIVEN, cells.read_name, "")[:100],
        family_name=row.read(Col.MOTHER_FAMILY, cells.read_name, "")[:100],
        date_of_birth=row.born(Col.MOTHER_BORN),
        nhs_number=row.read(Col.MOTHER_NHS, cells.read_nhs_number, ""),
        mobile=row.read(Col.MOTHER_MOBILE, cells.read_phone, ""),
        may_text=row.read(Col.MAY_TEXT, cells.read_answer, unknown),
        email=row.read(Col.MOTHER_EMAIL, cells.read_email, ""),
        address=row.text(Col.ADDRESS)[:400],
        postcode=row.text(Col.POSTCODE).upper()[:20],
        knows=row.read(Col.AWARE, cells.read_answer, unknown),
        agrees=row.read(Col.AGREED, cells.read_answer, unknown),
        language=row.text(Col.LANGUAGE)[:60],
        interpreter=row.read(Col.INTERPRETER, cells.read_answer, unknown),
    )


def _partner(row: Row) -> Sequence[Party]:
    """The partner, of whom it is not known whether they know or agree (P2)."""
    given, _, family = row.read(Col.PARTNER_NAME, cells.read_name, "").rpartition(" ")
    mobile = row.read(Col.PARTNER_MOBILE, cells.read_phone, "")
    if not given and not family and not mobile:
        return ()
    role = row.read(Col.PARTNER_ROLE, cells.read_partner_role, PartyRole.PARTNER)
    if not given:
        given, family = family, ""
    return (Party(role=role, given_name=given[:100], family_name=family[:100], mobile=mobile),)


def _by_column(problems: Sequence[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column, why in problems:
        found[column] = f"{found[column]}; {why}" if column in found else why
    return found


def _cut(row: Row, texts: Mapping[str, str]) -> dict[str, Any]:
    """Texts as long as their columns take; the whole is kept as sent."""
    found: dict[str, Any] = {}
    for name, text in texts.items():
        longest = getattr(Referral._meta.get_field(name), "max_length", None) or len(text)
        if len(text) > longest:
            row.problems.append((name, "is too long: cut in the record, whole in what was sent"))
        found[name] = text[:longest]
    return found
