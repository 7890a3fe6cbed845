"""Locking a row for a write, and noticing that the page it was decided on is out of date."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from pitservice.db.errors import Stale
from pitservice.db.transitions import changed_sentence

M = TypeVar("M", bound=models.Model)


def lock(subject: M, *, seen: int | None = None) -> M:
    """The row anew, locked until the transaction ends.

    `seen` is the version that stood on the person's page; Stale is raised when it is no longer the row's.
    None means that no page was involved (a task, an import).
    """
    locked = type(subject)._base_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    if seen is not None and seen != locked.version:  # type: ignore[attr-defined]  # callers with `seen` pass a Versioned
        raise Stale(changed_sentence(locked), subject=locked, seen=seen)
    return locked
