"""Consent set aside, and adults who do not agree: sections of the contact tab and entries of the timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from families.models import Disagreement, Family, Override
from families.registry import DatedEntry
from pitservice.ui import dates
from pitservice.ui.components import Colour, Entry, Fact, FactList, Link, Section, Tag

KIND = "Record"
ASIDE = Tag("Consent set aside", Colour.YELLOW)
DISAGREE = Tag("Not settled", Colour.YELLOW)


def overrides_section(family: Family, rows: Sequence[Override], *, may_override: bool) -> list[Section]:
    """Consent that is set aside now, by whom and until when; nothing where there is none (P21)."""
    facts = []
    for row in rows:
        lines = [
            f"Until {dates.moment(row.until)}, for words that protect somebody",
            f"Set aside by {row.created_by.name}, {dates.moment(row.created_at)}",
        ]
        end = Link(
            "Let consent count again",
            reverse("families:end_override", args=[family.key, row.key]),
            hidden=f"towards {row.professional.name}",
        )
        facts.append(Fact(row.professional.name, lines, tags=[ASIDE], actions=[end] if may_override else ()))
    return [Section("Consent set aside", [FactList(facts)])] if facts else []


def disagreements_section(
    family: Family, rows: Sequence[Disagreement], names: Mapping[int, str], *, may_settle: bool
) -> list[Section]:
    """Who says no while another says yes, until the lead has settled it; nothing where there is none (P28)."""
    facts = []
    for row in rows:
        name = names.get(row.person_id, "Somebody")
        lines = [
            "Does not agree to the work, to which another adult agreed",
            *([row.words] if row.words else []),
            "The lead decides what goes out meanwhile. No letter or text mentions it.",
        ]
        settle = Link("Settle it", reverse("families:settle", args=[family.key, row.key]), hidden=name)
        facts.append(Fact(name, lines, tags=[DISAGREE], actions=[settle] if may_settle else ()))
    return [Section("Parents disagree", [FactList(facts)])] if facts else []


def override_entries(row: Override, now: datetime) -> list[DatedEntry]:
    """Consent set aside, and when it counted again."""
    name = row.professional.name
    until = f"Until {dates.moment(row.until)}"
    found = [_entry(row.created_at, f"Consent to share with {name} set aside to protect somebody", until, ASIDE)]
    ended = row.ended_at or row.until
    if ended <= now:
        found.append(_entry(ended, f"Consent to share with {name} counts again"))
    return found


def disagreement_entries(row: Disagreement, names: Mapping[int, str]) -> list[DatedEntry]:
    """One who decides for the baby said no, and what was settled."""
    name = names.get(row.person_id, "Somebody")
    found = [_entry(row.created_at, f"{name} does not agree to the work; the lead was asked")]
    if row.settled_at:
        found.append(_entry(row.settled_at, f"The lead settled what follows from {name}’s answer"))
    return found


def _entry(at: datetime, title: str, line: str = "", tag: Tag | None = None) -> DatedEntry:
    return DatedEntry(
        at, Entry(dates.moment(at), title, lines=[line] if line else (), tags=[tag] if tag else (), kind=KIND)
    )
