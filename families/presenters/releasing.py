"""The copy of a record: its pieces, what was decided, and its two files (P31)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from families.enums import ReleaseDecision, ReleaseGround
from families.models import Family, RecordRequest, Release, ReleasePiece
from pitservice.ui import dates
from pitservice.ui.components import Callout, Cell, Colour, Column, Fact, FactList, Link, Tag, Words

COLUMNS = (Column("Entry"), Column("Words"), Column("Decided"), Column("Action"))
_TAGS = {
    "": Tag("Not decided", Colour.YELLOW),
    ReleaseDecision.GIVE: Tag("Given", Colour.GREEN),
    ReleaseDecision.PART: Tag("Without some words", Colour.BLUE),
    ReleaseDecision.OUT: Tag("Left out", Colour.RED),
}
_MOST = 300


def piece_row(piece: ReleasePiece, request: RecordRequest, family: Family) -> list[Cell]:
    """One entry of the copy."""
    to = reverse("families:release_piece", args=[family.key, request.key, piece.key])
    tags = [Tag(piece.warning, Colour.YELLOW)] if piece.warning else []
    words = piece.words if len(piece.words) <= _MOST else f"{piece.words[:_MOST]}…"
    ground = ReleaseGround(piece.ground).label if piece.ground else ""
    return [
        Cell(piece.title, hint=f"{piece.source}, {dates.moment(piece.happened)}", tags=tags),
        Cell(words),
        Cell(tags=[_TAGS[piece.decision]], hint=ground),
        Cell(links=[Link("Decide", to, hidden=f"number {piece.number}")]),
    ]


def release_facts(release: Release, request: RecordRequest, family: Family, left: int) -> list[object]:
    """Where the copy stands, and its files once they are made."""
    facts = [Fact("For", str(request)), Fact("Drawn up", dates.moment(release.created_at))]
    parts: list[object] = []
    if release.failed:
        parts.append(Callout("The copy could not be made", [release.failed]))
    if release.given_id and release.ours_id:
        args = [family.key, request.key]
        given = Link("Download", reverse("families:release_given", args=args), hidden="the copy to give", download=True)
        ours = Link("Download", reverse("families:release_ours", args=args), hidden="our copy", download=True)
        facts.append(Fact("The copy to give", "Shows nothing of what was left out", links=[given]))
        facts.append(Fact("Our copy, never given", "With marks, and what was left out on which ground", links=[ours]))
    elif release.asked_at:
        facts.append(Fact("State", "It is being made. Open this page again in a minute."))
    else:
        facts.append(Fact("Left to decide", dates.count(left, "entry", "entries")))
    return [*parts, FactList(facts)]


def piece_words(piece: ReleasePiece) -> list[object]:
    """The whole entry, to be read before it is decided."""
    lines: Sequence[str] = [line for line in piece.words.splitlines() if line.strip()]
    warned = [Callout("Look at this by itself", [piece.warning])] if piece.warning else []
    return [*warned, Words([piece.title, *lines])]
