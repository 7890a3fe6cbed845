"""The files that came with a referral, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import reverse

from pitservice.files.kinds import by_type
from pitservice.ui import dates
from pitservice.ui.components import Colour, Fact, FactList, Link, Section, Tag, Words
from referrals.models import Attachment, Referral

BEFORE = (
    "If you have letters or reports, such as a discharge summary, you can attach them. You do not have to.",
    "Send only what we need for this family, and nothing about other people.",
)
NOT_SCANNED = Tag("Not scanned for viruses", Colour.YELLOW)


def attached(files: Sequence[Attachment], removing: Callable[[Attachment], str]) -> Sequence[object]:
    """Names alone, for whoever sends them, each with the way to take it out again."""
    if not files:
        return [Words(["Nothing is attached yet."])]
    facts = [
        Fact(
            by_type(one.stored.content_type),
            one.stored.name,
            links=[Link("Remove", removing(one), hidden=one.stored.name)],
        )
        for one in files
    ]
    return [FactList(facts)]


def with_referral(referral: Referral, files: Sequence[Attachment]) -> Section | None:
    """Each file, to be saved; one that no scanner has looked at says so."""
    if not files:
        return None
    facts = [
        Fact(
            by_type(one.stored.content_type),
            dates.moment(one.created_at),
            tags=() if one.scanned else (NOT_SCANNED,),
            links=[Link(one.stored.name, reverse("referrals:file", args=[referral.key, one.key]), download=True)],
        )
        for one in files
    ]
    return Section("Files that came with it", [FactList(facts)])
