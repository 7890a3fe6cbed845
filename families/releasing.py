"""What is given and what is left out of a copy of a record. Pure, but for where the pieces come from (P31)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from families.enums import ReleaseDecision, ReleaseGround
from families.models import Family, ReleasePiece
from families.names import names_in
from families.registry import ReleasedText, release_sources, timeline_sources
from families.selectors import for_banner, known_members
from families.there import there
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused
from pitservice.ui.words import inside

MARKS = {
    ReleaseGround.THIRD_PARTY: "[left out: about somebody else]",
    ReleaseGround.HARM: "[left out: serious harm]",
    ReleaseGround.OTHER: "[left out: another exemption]",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as a file shows it."""

    title: str
    paragraphs: Sequence[str]


def as_given(piece: ReleasePiece) -> Shown | None:
    """As it is given: without the words that are left out, and without a trace of them; None where all of it is."""
    if piece.decision == ReleaseDecision.OUT:
        return None
    passages = passages_of(piece)
    return Shown(_without(piece.title, passages, ""), _paragraphs(_without(piece.words, passages, "")))


def as_kept(piece: ReleasePiece) -> Shown:
    """As we keep it: a mark stands where words were left out."""
    if piece.decision == ReleaseDecision.GIVE or not piece.decision:
        return Shown(piece.title, _paragraphs(piece.words))
    mark = MARKS[ReleaseGround(piece.ground)]
    if piece.decision == ReleaseDecision.OUT:
        return Shown(mark, [])
    passages = passages_of(piece)
    return Shown(_without(piece.title, passages, mark), _paragraphs(_without(piece.words, passages, mark)))


def passages_of(piece: ReleasePiece) -> list[str]:
    """The passages that are left out, the longest first."""
    lines = piece.left_out.splitlines() if piece.decision == ReleaseDecision.PART else []
    return sorted({line.strip() for line in lines if line.strip()}, key=len, reverse=True)


def missing_passages(piece: ReleasePiece, left_out: str) -> list[str]:
    """Passages that do not stand in the piece, so that nobody believes that they were taken out."""
    whole = _tidy(f"{piece.title}\n{piece.words}").casefold()
    wanted = [_tidy(line) for line in left_out.splitlines() if line.strip()]
    return [line for line in wanted if line.casefold() not in whole]


def _without(text: str, passages: Sequence[str], mark: str) -> str:
    for passage in passages:
        pattern = r"\s+".join(re.escape(word) for word in passage.split())
        text = re.sub(pattern, lambda _: mark, text, flags=re.IGNORECASE)
    return text


def _paragraphs(text: str) -> list[str]:
    return [line for line in (_tidy(line) for line in text.splitlines()) if line.strip(" .,;:")]


def _tidy(text: str) -> str:
    """Without the gaps that a passage leaves: double spaces, a space before a full stop."""
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s+", " ", text)).strip()


# --- where the pieces come from ---


def texts_of(family: Family, user: User) -> Iterator[tuple[str, ReleasedText]]:
    """Everything of the record in words, by source. Refused for who may not read all of it: it would not be whole."""
    asked = {one.name: one.permission for one in timeline_sources()}
    asked |= {one.name: one.permission for one in release_sources()}
    closed = [name for name, needs in asked.items() if family.team_id not in Viewer.of(user, needs).all_team_ids]
    if closed:
        raise Refused(
            "A copy is drawn up by somebody who may read all of the record. You may not read: "
            f"{', '.join(closed).lower()}. Ask the clinical lead."
        )
    for_banner(family)
    members = known_members(family)
    names = names_in(members)
    for member in members:
        title = f"{names[member.person_id]}, {inside(member.get_role_display())}"
        born = f"Born {member.person.date_of_birth:%d.%m.%Y}" if member.person.date_of_birth else ""
        yield "Who is in the record", ReleasedText(member.created_at, title, born)
    lines = timeline_sources()
    held = there(family, [line.kind for line in lines])
    for line in (line for line in lines if line.kind in held):
        for dated in line.entries(family, Viewer.of(user, line.permission)):
            yield line.name, ReleasedText(dated.at, dated.entry.title, "\n".join(dated.entry.lines))
    for source in release_sources():
        for text in source.texts(family, Viewer.of(user, source.permission)):
            yield source.name, text
