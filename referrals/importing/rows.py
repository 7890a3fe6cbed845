"""One row of the sheet: what becomes a submission, and what is wrong with it, by column."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.utils import timezone

from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import RiskItem
from referrals.enums import Entrance, PartyRole
from referrals.importing import cells
from referrals.importing.cells import Unreadable, plain
from referrals.importing.columns import Col
from referrals.importing.reading import UNREAD
from referrals.models import Referral
from referrals.submission import Party, Submission

T = TypeVar("T")
_SHORT = 60
#: Words by which a fact about contact stands where nobody would look for one.
_TELLING = re.compile(
    r"\b(do not|don['’]?t|dnc|not to know|must not|mustn['’]?t|should ?n[o'’]t know|does ?n[o'’]?t know|unaware"
    r"|not aware|not safe|unsafe|no letters?|no calls?|no texts?|no contact|secret)\b",
    re.IGNORECASE,
)
#: Those in which it is looked for; what a comment or safeguarding says is read in any case.
_LOOKED_THROUGH = (
    *(Col.ADDRESS, Col.POSTCODE, Col.PARTNER_NAME, Col.PARTNER_ROLE, Col.MOTHER_GIVEN, Col.MOTHER_FAMILY),
    *(Col.SIBLINGS, Col.SERVICES, Col.HEALTH_VISITOR, Col.GP, Col.REFERRER_NAME, Col.REASON),
)


class Problem(NamedTuple):
    """What is wrong with a cell: the column, a sentence's end, and whether it keeps the row out."""

    column: str
    why: str
    stops: bool = False


@dataclass
class Row:
    """A row by heading, and what could not be read of it.

    `mapping` says of each heading of the sheet which of our columns it is; without one the headings are ours already.
    `corrected` is what a person typed in place of a cell.
    """

    number: int
    cells: Mapping[str, str]
    today: date
    items: Sequence[RiskItem] = ()
    problems: list[Problem] = field(default_factory=list)
    mapping: Mapping[str, str] | None = None
    corrected: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A row is known by all its cells, as they were sent."""
        text = json.dumps(list(self.cells.items()), ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def headings(self, column: Col) -> list[str]:
        """The sheet's headings that are this column; several may be comments."""
        if self.mapping is None:
            return [column] if column in self.cells else []
        return self._headings.get(column, [])

    @cached_property
    def _headings(self) -> Mapping[str, list[str]]:
        """The mapping the other way round: asked for forty times a row."""
        found: dict[str, list[str]] = {}
        for heading, named in (self.mapping or {}).items():
            if heading in self.cells:
                found.setdefault(named, []).append(heading)
        return found

    def raw(self, column: Col) -> str:
        """A cell as it was sent, or as a person corrected it."""
        if column in self.corrected:
            return self.corrected[column]
        return "\n".join(cell for heading in self.headings(column) if (cell := self.cells[heading]).strip())

    def text(self, column: Col) -> str:
        """A cell's words."""
        return plain(self.raw(column))

    def read(self, column: Col, reader: Callable[[str], T], otherwise: T) -> T:
        """A cell's value; one that cannot be read is noted, kept as sent, and left out here."""
        try:
            return reader(self.raw(column))
        except Unreadable as wrong:
            self.note(column, wrong.why)
            return otherwise

    def note(self, column: Col, why: str, *, stops: bool = False) -> None:
        """Say what is wrong with a cell."""
        shown = self.text(column)
        quoted = f"“{shown[:_SHORT]}{'…' if len(shown) > _SHORT else ''}” " if shown else ""
        self.problems.append(Problem(column, f"{quoted}{why}", stops))

    def born(self, column: Col) -> date | None:
        """A day of birth, not in the future."""
        return self.read(column, lambda text: cells.read_date(text, latest=self.today), None)


def received_on(row: Row) -> date | None:
    """The day it was received; None, noted, when there is no usable one."""
    try:
        found = cells.read_date(row.raw(Col.RECEIVED), latest=row.today)
    except Unreadable as wrong:
        row.note(Col.RECEIVED, wrong.why, stops=True)
        return None
    if found is None:
        row.note(Col.RECEIVED, "The date is missing", stops=True)
    return found


def has_adult(row: Row) -> bool:
    """Whether any adult has a name; noted when none has."""
    named = any(row.text(column) for column in (Col.MOTHER_GIVEN, Col.MOTHER_FAMILY, Col.PARTNER_NAME))
    if not named:
        row.note(Col.MOTHER_FAMILY, "No adult is named", stops=True)
    return named


def submission_of(row: Row, received: date) -> Submission:
    """What the row says, as a submission that starts nothing (P3).

    Comments and safeguarding are read first: every outgoing word waits until somebody has read them.
    """
    ticks, unknown = cells.read_risks(row.raw(Col.RISKS), row.items)
    if unknown:
        row.note(Col.RISKS, f"holds what is not in the team's list: {unknown[:200]}")
    people = people_of(row)
    note_unread(row)
    on = row.read(Col.OUTCOME_ON, lambda text: cells.read_date(text, latest=row.today), None)
    texts = {
        "referrer_name": (Col.REFERRER_NAME, row.text(Col.REFERRER_NAME)),
        "referrer_organisation": (Col.REFERRER_ORGANISATION, row.text(Col.REFERRER_ORGANISATION)),
        "referrer_phone": (Col.REFERRER_PHONE, row.read(Col.REFERRER_PHONE, cells.read_phone, "")),
        "referrer_email": (Col.REFERRER_EMAIL, row.read(Col.REFERRER_EMAIL, cells.read_email, "")),
        "health_visitor": (Col.HEALTH_VISITOR, row.text(Col.HEALTH_VISITOR)),
        "gp": (Col.GP, row.text(Col.GP)),
        "sheet_reference": (Col.REFERENCE, row.text(Col.REFERENCE)),
        "past_outcome": (Col.OUTCOME, row.text(Col.OUTCOME)),
    }
    source = row.read(Col.SOURCE, cells.read_source, "other")
    cut = _cut(row, texts)
    return Submission(
        entrance=Entrance.IMPORT,
        source=source,
        received_at=timezone.make_aware(datetime.combine(received, time(12))),
        submitted={name: cell.replace("\x00", "\ufffd") for name, cell in row.cells.items()},
        people=people,
        worries=row.raw(Col.REASON).replace("\x00", "\ufffd").strip(),
        safeguarding=row.text(Col.SAFEGUARDING),
        siblings=row.text(Col.SIBLINGS),
        services_involved=row.text(Col.SERVICES),
        ticks=ticks,
        warning=warning_of(row),
        row_hash=row.digest,
        past_outcome_on=on,
        unread=_by_column(row.problems),
        **cut,
    )


def people_of(row: Row) -> tuple[Party, ...]:
    """Everybody whom the row names."""
    return (_baby(row), _mother(row), *_partner(row))


def warning_of(row: Row) -> str:
    """What stands only in comments or under safeguarding, or where a fact about contact was hidden: the sheet's words.

    Nothing of it is understood here: a person reads it (P3).
    """
    said = [
        (heading, row.cells[heading]) for column in (Col.SAFEGUARDING, Col.COMMENTS) for heading in row.headings(column)
    ]
    hidden = [(heading, row.cells[heading]) for heading in _elsewhere(row) if _TELLING.search(row.cells[heading])]
    return "\n".join(f"{heading}: {plain(cell)}" for heading, cell in (*said, *hidden) if plain(cell))


def _elsewhere(row: Row) -> list[str]:
    """Columns of words in which no fact about contact belongs, and those that nobody reads."""
    looked = [heading for column in _LOOKED_THROUGH for heading in row.headings(column)]
    ours = row.mapping if row.mapping is not None else {str(column): str(column) for column in Col}
    return looked + [heading for heading in row.cells if not ours.get(heading)]


def note_unread(row: Row) -> None:
    """Say of each cell that holds a character which nobody could read."""
    for column in Col:
        if UNREAD in row.raw(column):
            row.note(column, "holds a character that could not be read")


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


def _by_column(problems: Sequence[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column, why, _ in problems:
        found[column] = f"{found[column]}; {why}" if column in found else why
    return found


def _cut(row: Row, texts: Mapping[str, tuple[Col, str]]) -> dict[str, Any]:
    """Texts as long as their columns take; the whole is kept as sent."""
    found: dict[str, Any] = {}
    for name, (column, text) in texts.items():
        longest = getattr(Referral._meta.get_field(name), "max_length", None) or len(text)
        if len(text) > longest:
            row.problems.append(Problem(column, "is too long: cut in the record, whole in what was sent"))
        found[name] = text[:longest]
    return found
