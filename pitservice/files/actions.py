"""Keeping files."""

from __future__ import annotations

from django.db import transaction

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.files import store
from pitservice.files.letting_go import hold
from pitservice.files.models import StoredFile


@transaction.atomic
def keep(*, content: bytes, name: str, content_type: str, team: Team, by: Actor) -> StoredFile:
    """Store content on disk first, then its row in the caller's transaction: a row never points at nothing.

    Until that transaction ends nobody lets go of the same content (`letting_go`), whose row they cannot see yet.
    """
    sha256 = store.digest(content)
    hold(sha256)
    store.put(content)
    stored = StoredFile.objects.create(
        sha256=sha256, size=len(content), content_type=content_type, name=name, team=team, created_by=by
    )
    record("files.keep", stored, by=by, size=len(content))
    return stored
