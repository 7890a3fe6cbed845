"""One lock for each family between a change of its contacts and the claim of its messages (hazard: unsafe contact).

Whoever changes what the contact rules look at takes it alone until they commit; a claim takes it shared and passes
over the family when it cannot. So no claim reads the old facts and commits after the change.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

#: Names our kinds of lock among PostgreSQL's advisory locks.
_KIND = 4711
_NUMBERS = 4712


def shut_family(family_id: int) -> None:
    """Take the family's lock alone, until the transaction ends; waits for claims that are being made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_KIND, family_id % 2**31])


def may_read(family_ids: Iterable[int | None]) -> set[int | None]:
    """Take these families' locks shared, until the transaction ends; those of which nobody changes the contacts now.

    What is about no family is never shut.
    """
    wanted = sorted({family_id for family_id in family_ids if family_id is not None})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family FROM unnest(%s::bigint[]) AS family "
            "WHERE pg_try_advisory_xact_lock_shared(%s, (family %% 2147483648)::int)",
            [wanted, _KIND],
        )
        return {None, *(family for (family,) in cursor.fetchall())}


def hold_number(number: str) -> None:
    """Let what comes in from one number be judged one text after the other, until the transaction ends (P44)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_NUMBERS, number])
