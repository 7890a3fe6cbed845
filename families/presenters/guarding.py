"""Who looked, what was opened in an emergency, who knows a family: in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from django.urls import reverse

from families.models import Family, Involvement
from families.names import family_label
from pitservice.audit.models import Access, Event
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Fact, FactList, Section, Tab, Table, Tag
from pitservice.ui.pages import every_page

EMERGENCY = Tag("In an emergency", Colour.RED)
LISTS = (
    ("Restricted records", "families:restricted"),
    ("Opened in an emergency", "families:emergencies"),
    ("Closed to a colleague", "families:connections"),
    ("Looks to think about", "families:looks"),
    ("Referrals to match", "referrals:to-match"),  # the app above, known by the name of its page
)


def guarding_tabs(current: str) -> list[Tab]:
    """The guardian's lists."""
    return [Tab(text, reverse(name), current=name == current) for text, name in LISTS]


def screen_words(screen: str) -> str:
    """A screen by its heading, else by its name: "families.AddPointPage" -> "Families: add a phone or address"."""
    room, _, page = screen.partition(".")
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", page.removesuffix("Page").removesuffix("View")).lower()
    if heading := _headings().get(screen):
        words = heading[:1].lower() + heading[1:]
    return words.capitalize() if room == "ui" else f"{room.capitalize()}: {words}"


@cache
def _headings() -> dict[str, str]:
    """Headings of those screens that have one of their own, whatever they show."""
    return {page.screen_name(): page.heading for page in every_page() if page.heading}


def verb_words(verb: str) -> str:
    """An act's name in words: "families.add_point" -> "Families: add point"."""
    room, _, act = verb.partition(".")
    return f"{room.capitalize()}: {act.replace('_', ' ')}"


def look_tags(row: Access, openings: Sequence[Involvement], common: Sequence[str]) -> list[Tag]:
    """Whether it was in an emergency, and what the one who looked has in common with the family (P33)."""
    broke = any(
        one.user_id == row.user_id and one.starts <= row.at and (one.until is None or row.at <= one.until)
        for one in openings
    )
    return [*([EMERGENCY] if broke else []), *(Tag(why, Colour.YELLOW) for why in common)]


def opening_facts(opening: Involvement, words: str, reviewer: str) -> FactList:
    """Who opened it, when, why, and what was found."""
    until = opening.until
    facts = [
        Fact("Opened by", opening.user.name),
        Fact("From", dates.moment(opening.starts)),
        Fact("Until", dates.moment(until) if until else ""),
        Fact("The emergency", opening.why),
    ]
    if opening.reviewed_at:
        found = Tag("Justified", Colour.GREEN) if opening.justified else Tag("Not justified", Colour.RED)
        facts.append(Fact("Reviewed", [f"{reviewer}, {dates.moment(opening.reviewed_at)}", words], tags=[found]))
    return FactList(facts)


def looked_at_section(looks: Sequence[Access], acts: Sequence[Event]) -> list[Section]:
    """Every page of the family that was opened in that time, and what was changed."""
    seen = [(Cell(dates.moment(row.at)), Cell(screen_words(row.screen))) for row in looks]
    done = [(Cell(dates.moment(row.at)), Cell(verb_words(row.verb))) for row in acts]
    return [
        Section(
            f"What was looked at ({len(seen)})",
            [Table("What was looked at", (Column("When"), Column("Screen")), seen)] if seen else [_NOTHING_SEEN],
        ),
        Section(
            f"What was changed ({len(done)})",
            [Table("What was changed", (Column("When"), Column("What")), done)] if done else [_NOTHING_DONE],
        ),
    ]


_NOTHING_SEEN = Empty("No page of this family was opened in that time.")
_NOTHING_DONE = Empty("Nothing was changed in that time.")


def failed_section(attempts: Sequence[Event], names: Mapping[int, str]) -> list[Section]:
    """Attempts that opened nothing; none where there were none."""
    if not attempts:
        return []
    columns = (Column("When"), Column("Who"), Column("What"))
    rows = [
        (
            Cell(dates.moment(row.at)),
            Cell(names.get(row.subject_id, "A colleague who is no longer known")),
            Cell("No record was found" if row.data.get("confirmed") else "The password was wrong"),
        )
        for row in attempts
    ]
    table = Table("Attempts that opened nothing", columns, rows)
    return [Section("Attempts that opened nothing, in the last 30 days", [table])]


def connection_facts(connection: Involvement, family: Family, works: Sequence[Involvement]) -> FactList:
    """Who knows the family, since when it is closed to them, and what they were to it."""
    kinds = [row.get_kind_display() for row in works]
    return FactList(
        [
            Fact("Colleague", connection.user.name),
            Fact("Family", family_label(family)),
            Fact("Closed to them since", dates.moment(connection.starts)),
            Fact("How they know them", connection.why, empty="They did not say, and do not have to"),
            Fact("Their work with the family", ", ".join(kinds), empty="None"),
        ]
    )


def days(first: datetime, last: datetime) -> str:
    """ "Tue 17 Nov 2026, 2:30pm", or from one moment to another."""
    if first == last:
        return dates.moment(first)
    return f"{dates.moment(first)} to {dates.moment(last)}"
