"""Text that is saved while somebody types it: acknowledged once it is in the database, never overwritten (P70).

A save names the window (`tab`) it was typed in, its place in that window's row of saves (`seq`) and the revision it was
typed on. Text typed on an older revision in another window is kept apart in `others` and asked about, never
overwritten and never lost (engineering §5.4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone

from pitservice.db.errors import Refused

NOT_KEPT = "This text is not kept apart any more."
TWO_TEXTS = (
    "You have written about this in another window too. Both texts are on this page: put together what belongs in"
    " it, then send it again."
)


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text: what stands between empty lines."""
    return [part.strip() for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")) if part.strip()]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was in a window, and on what it was typed.

    `tab` names the window, `seq` counts its saves from 1 and `revision` is the draft's that the window last knew.
    """

    text: str
    fields: Mapping[str, str | list[str]]
    revision: int
    tab: str
    seq: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What the window is told: the revision to go on from, when, and whether its text was kept apart."""

    revision: int
    at: datetime
    aside: bool = False


class TypedText(models.Model):
    """Base of a draft: one row for each writer and subject, which the subclass adds. Nobody's record: no history."""

    text = models.TextField(blank=True)
    fields = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    tab = models.CharField(max_length=36, blank=True)
    seq = models.PositiveIntegerField(default=0)
    others = models.JSONField(default=dict)  # window: text kept aside
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


def keep_typed(draft: TypedText, typed: Typed) -> Saved:
    """Save what was typed into a draft whose row the caller has locked.

    A window goes on from its own last save, or from the revision it was opened on. A save that comes late, after a
    newer one of the same window, changes nothing.
    """
    if draft.tab == typed.tab and typed.seq <= draft.seq:
        return Saved(draft.revision, draft.saved_at)
    if typed.tab in draft.others or not _goes_on(draft, typed):
        return _keep_apart(draft, typed)
    draft.text, draft.fields = typed.text, dict(typed.fields)
    draft.tab, draft.seq = typed.tab, typed.seq
    draft.revision += 1
    draft.saved_at = timezone.now()
    draft.save()
    return Saved(draft.revision, draft.saved_at)


def bring_up_typed(draft: TypedText, text: str, revision: int | None, tab: str) -> None:
    """A draft whose row the caller has locked becomes this text; Refused where another window saved other words."""
    ours = revision is None or revision == draft.revision or draft.tab == tab
    if not ours and draft.text.strip() and paragraphs_of(draft.text) != paragraphs_of(text):
        raise Refused(TWO_TEXTS)
    draft.text, draft.tab = text, tab
    draft.revision += 1
    draft.saved_at = timezone.now()
    draft.save(update_fields=["text", "tab", "revision", "saved_at"])


def settle_typed(draft: TypedText, *, tab: str, add: bool) -> None:
    """Add text kept apart at the end of a draft whose row the caller has locked, or drop it."""
    kept = draft.others.pop(tab, None)
    if kept is None:
        raise Refused(NOT_KEPT)
    if add:
        draft.text = f"{draft.text.rstrip()}\n\n{kept['text']}".strip()
    draft.tab = ""
    draft.revision += 1
    draft.save()


def _goes_on(draft: TypedText, typed: Typed) -> bool:
    """Whether this window's text follows from what is saved: its own last save, or the revision it was opened on."""
    untouched = not draft.text.strip() and not draft.revision
    return untouched or draft.tab == typed.tab or draft.revision == typed.revision


def _keep_apart(draft: TypedText, typed: Typed) -> Saved:
    known = draft.others.get(typed.tab)
    if known is None or typed.seq > known["seq"]:
        draft.others[typed.tab] = {"text": typed.text, "seq": typed.seq}
        draft.save(update_fields=["others"])
    return Saved(draft.revision, timezone.now(), aside=True)
