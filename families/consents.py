"""What is in force of everything that was said: a pure function of the rows and a day (TELL-1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from families.models import Consent

#: Who, for what, with whom.
Asked = tuple[int, str, str]


def in_force(rows: Iterable[Consent], on: date) -> dict[Asked, Consent]:
    """Of each adult, purpose and recipient the last answer given by that day; rows in the order they were said.

    A withdrawal is a row of its own with `given` false: it is in force too, and says no.
    """
    said = (row for row in rows if row.given_on <= on)
    return {(row.person_id, row.purpose, row.recipient): row for row in said}
