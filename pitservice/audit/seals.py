"""Proof that nothing was taken out of, or changed in, the record of who did what (design §7, engineering §5.6).

Each event carries a hash of its own row. A seal is a hash over the hashes of all events up to one, chained to the seal
before it; it is printed when made and kept outside the database, so that even the owner cannot rewrite the past
unnoticed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from pitservice.audit.models import Event, Seal
from pitservice.db.actor import Actor

#: Longer than any transaction stays open: an event that has yet to commit is in the next seal.
SETTLED = timedelta(minutes=10)


@transaction.atomic
def seal(*, older_than: timedelta = SETTLED, by: Actor) -> Seal | None:  # noqa: ARG001 - every action says by whom
    """Seal all settled events since the last seal; None when there are none."""
    before = Seal.objects.order_by("pk").last()
    start = before.last_event_id if before else 0
    settled = Event.objects.filter(pk__gt=start, at__lt=timezone.now() - older_than)
    last = settled.order_by("pk").values_list("pk", flat=True).last()
    if last is None:
        return None
    number, digest = _digest(start, last, before.seal if before else "")
    return Seal.objects.create(last_event_id=last, events=number, seal=digest)


def problems(known: frozenset[str] = frozenset()) -> Iterator[str]:
    """What is wrong, a sentence each; nothing when all is as it was written.

    `known` are seals that were kept outside the database: each must still be in it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM audit_event AS e WHERE row_hash IS DISTINCT FROM pit_hash_of(e) ORDER BY id")
        yield from (f"Event {row[0]} is not as it was written." for row in cursor.fetchall())
    start, chained = 0, ""
    for row in Seal.objects.order_by("pk"):
        number, digest = _digest(start, row.last_event_id, chained)
        if (number, digest) != (row.events, row.seal):
            yield f"The events up to {row.last_event_id} are not those that were sealed on {row.at:%d %B %Y at %H:%M}."
        start, chained = row.last_event_id, row.seal
    missing = known - set(Seal.objects.values_list("seal", flat=True))
    yield from (f"The seal {one} is no longer in the database." for one in sorted(missing))


def _digest(after: int, until: int, chained: str) -> tuple[int, str]:
    """How many events there are, and the hash over their hashes."""
    digest, number = hashlib.sha256(chained.encode()), 0
    hashes = Event.objects.filter(pk__gt=after, pk__lte=until).order_by("pk").values_list("row_hash", flat=True)
    for row_hash in hashes.iterator(chunk_size=5000):
        digest.update(row_hash.encode())
        number += 1
    return number, digest.hexdigest()
