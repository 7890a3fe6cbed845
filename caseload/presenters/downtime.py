"""The downtime pack in words: on its page, and on the lead's home page (P71)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from caseload.downtime import TITLE
from caseload.selectors.downtime import Standing
from pitservice.ui import dates
from pitservice.ui.components import Button, Buttons, Callout, Empty, Fact, FactList, Link, Section, Words

HREF = "caseload:downtime"
_TELL = "Tell whoever runs the system."


def section(one: Standing, now: datetime, *, sets: bool, reads: bool) -> Section:
    """How it stands with one team's pack, and the ways to it; `reads`: they see every family in it."""
    label = "Change the pass-phrase" if one.phrase else "Set the pass-phrase"
    href = reverse("caseload:downtime_phrase", args=[one.team.slug])
    change = [Button(label, href, secondary=True)] if sets else []
    return Section(one.team.name, [*warnings(one, now), *_pack(one, "Download it", change, reads=reads)])


def own_section(one: Standing, now: datetime, *, something: bool, reads: bool) -> Section:
    """What only this colleague, or few, may see, in a pack of their own."""
    lines = ["A family whose record is restricted, or closed to a colleague, is not in the team’s pack."]
    if something and one.phrase is None:
        lines.append("You have appointments that are in no other pack. Set a pass-phrase of your own to get one.")
    label = "Change your own pass-phrase" if one.phrase else "Set your own pass-phrase"
    href = reverse("caseload:own_downtime_phrase", args=[one.team.slug])
    found = warnings(one, now) if one.phrase else []
    body = [Words(lines), *found, *_pack(one, "Download your own", [Button(label, href, secondary=True)], reads=reads)]
    return Section(f"For you alone, in {one.team.name}", body)


def _pack(one: Standing, label: str, change: Sequence[Button], *, reads: bool) -> list[object]:
    pack, buttons = one.pack, list(change)
    if pack is None:
        return [Buttons(buttons)] if buttons else []
    facts = [
        Fact("Made", dates.moment(pack.created_at)),
        Fact("Holds", f"{dates.weekday(pack.day)} to {dates.weekday(pack.last)}"),
    ]
    if one.has_older_words:
        facts.append(Fact("Opens with", "The pass-phrase that was set before, until it is made anew within minutes"))
    if settings.DOWNTIME_ROOT:
        copied = dates.moment(pack.copied_at) if pack.copied_at else ""
        facts.append(Fact("Copied to the folder of packs", copied, empty="Not yet"))
    if reads:
        buttons.insert(0, Button(label, reverse("caseload:downtime_file", args=[pack.key])))
    closed = [] if reads else [Words(["It holds a family that not everybody may see: it is made anew within minutes."])]
    return [FactList(facts), *closed, *([Buttons(buttons)] if buttons else [])]


def warnings(one: Standing, now: datetime) -> list[Callout]:
    """That there is none, that it is old, that its copy is missing, or that somebody who left knows the words."""
    if one.phrase is None:
        return [Callout("No pack is made", ["One is made every night once the clinical lead has set a pass-phrase."])]
    if one.is_locked:
        return [Callout("No pack can be made", ["The system’s own secret was changed. Set the pass-phrase again."])]
    found = []
    if one.left:
        said = f"{', '.join(one.left)} left after the pass-phrase was set. Set a new one."
        found.append(Callout("Change the pass-phrase", [said]))
    if one.pack is None:
        found.append(
            Callout("There is no pack yet", [f"It is made within minutes, from two in the morning on. If not: {_TELL}"])
        )
    elif not one.is_fresh(now):
        found.append(Callout("The pack is old", [f"The last was made {dates.moment(one.pack.created_at)}. {_TELL}"]))
    elif one.is_not_copied(now):
        found.append(Callout("The pack is not in its folder", [f"The copy to keep elsewhere was not made. {_TELL}"]))
    return found


def today_lines(rows: Sequence[Standing], now: datetime) -> list[object]:
    """On the lead's home page: how old the pack is; in one line where all is well, as a warning where it is not."""
    found: list[object] = []
    for one in rows:
        link = Link(TITLE, reverse(HREF), hidden=f"of {one.team.name}")
        if one.phrase is None:
            found.append(Empty(f"No downtime pack is made for {one.team.name}: no pass-phrase is set.", link))
        elif said := warnings(one, now):
            found += [*said, link]
        elif one.pack is not None:
            found.append(Empty(f"Downtime pack of {one.team.name}: made {dates.moment(one.pack.created_at)}.", link))
    return found


def about() -> Words:
    """What the pack is for, and how it is opened."""
    folder = (
        "A copy lies in the folder of packs that whoever runs the system set up."
        if settings.DOWNTIME_ROOT
        else "Nobody has set up a folder for copies: download it, for what lies here alone is away when this system is."
    )
    return Words(
        [
            "When this system cannot be reached, the pack says who is seen on the next two working days, how to reach "
            "them, and what must not be missed. It is made every night, and holds no notes and no history.",
            "It is an encrypted PDF: every PDF reader asks for the pass-phrase. Keep today’s on a device that works "
            f"without this system. {folder} Old ones are removed here after three days; remove your copies too.",
        ]
    )
