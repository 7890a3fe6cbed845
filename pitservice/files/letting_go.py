"""Content that several rows may keep: held while a row is made for it, let go when no row keeps it any more."""

from __future__ import annotations

from django.db import connection, transaction

from pitservice.files import store
from pitservice.files.models import StoredFile


def hold(sha256: str) -> None:
    """Until this transaction ends, nobody lets go of content of this hash; several may hold it at once."""
    _lock("pg_advisory_xact_lock_shared", sha256)


@transaction.atomic
def let_go(sha256: str) -> bool:
    """Take content off the disk that no row keeps; whether it went.

    Call it after the commit that removed its row. Whoever keeps the same content at this moment is waited for.
    """
    _lock("pg_advisory_xact_lock", sha256)
    if StoredFile.objects.filter(sha256=sha256).exists():
        return False
    store.remove(sha256)
    return True


def _lock(how: str, sha256: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(hashtextextended(%s, 0))", [f"files:{sha256}"])
