"""What goes into an envelope beside its letter: the PDFs a team has, what is proposed for whom and why (P48).

Which went is kept with the copy as sent: title, version, hash. Words in a PDF are not checked by anybody here, so a
person chooses each; none goes by itself.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from families.enums import Purpose
from families.selectors import grieving
from pitservice.accounts.viewer import Viewer
from pitservice.files.kinds import PDF, kind_of
from pitservice.letters.enums import CopyState, Given
from pitservice.letters.models import Copy, Enclosure
from pitservice.letters.registry import outstanding

#: More pages than this are a book: no envelope takes them.
MOST_PAGES = 40
#: In a catalogue of a PDF: it does something by itself when it is opened, or carries other files.
_ACTS = ("/AA", "/JavaScript", "/EmbeddedFiles", "/XFA", "/Launch")
#: Letters with which something can always be proposed, whatever is outstanding.
_LETTERS = (Purpose.ACCEPTED, Purpose.FIRST_CONTACT, Purpose.APPOINTMENT, Purpose.ENDING, Purpose.FOLLOW_UP)
_WITH = "with:"
#: While a copy is in one of these states, what goes into its envelope can be chosen.
TO_FILL = (CopyState.QUEUED, CopyState.HELD, CopyState.FAILED, CopyState.READY)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One enclosure as it lies in an envelope: enough to say later what was in it."""

    key: str
    title: str
    number: int
    language: str
    pages: int
    sha256: str

    def kept(self) -> dict[str, Any]:
        """As the copy keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An enclosure that the team would send or hand over, and what is outstanding."""

    enclosure: Enclosure
    why: str


def enclosed(enclosure: Enclosure) -> Enclosed:
    """An enclosure put into an envelope. Its `file` is at hand."""
    return Enclosed(
        enclosure.key,
        enclosure.title,
        enclosure.number,
        enclosure.language,
        enclosure.pages,
        enclosure.file.sha256,
    )


def in_envelope(copy: Copy) -> list[Enclosed]:
    """What lies beside this letter."""
    return [Enclosed(**one) for one in copy.enclosures]


def reasons() -> dict[str, str]:
    """Everything for which an enclosure can be proposed, by code: what is outstanding, and letters of a kind."""
    found = {code: one.label for code, one in outstanding().items()}
    return found | {f"{_WITH}{purpose}": f"With a letter: {purpose.label.lower()}" for purpose in _LETTERS}


def pages_of(content: bytes, name: str) -> tuple[int, str]:
    """How many pages a PDF has; and why it cannot be enclosed, as a sentence, empty where it can."""
    if kind_of(content) is not PDF:
        return 0, f"“{name}” is not a PDF, or it is damaged. Save it as a PDF and choose it again."
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return 0, f"“{name}” is locked with a password. Save it without one."
        pages, catalogue = len(reader.pages), reader.root_object
        parts = {*catalogue, *_keys(catalogue.get("/Names")), *_keys(catalogue.get("/AcroForm"))}
        acts = any(act in parts for act in _ACTS) or not _only_shows(catalogue.get("/OpenAction"))
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return 0, f"“{name}” is damaged: it cannot be read page by page. Save it as a PDF anew."
    if acts:
        return 0, f"“{name}” runs something or carries other files. Print it to a new PDF, and choose that."
    if not 1 <= pages <= MOST_PAGES:
        return 0, f"“{name}” has {pages} pages: an envelope takes 1 to {MOST_PAGES}."
    return pages, ""


def _keys(found: Any) -> Iterable[str]:
    return found.get_object() if found is not None else ()


def _only_shows(opening: Any) -> bool:
    """Whether what happens when it is opened is nothing, or going to one of its own pages."""
    action = opening.get_object() if opening is not None else []
    return isinstance(action, list) or action.get("/S") == "/GoTo"


def proposals(copies: Sequence[Copy], viewer: Viewer) -> dict[int, list[Proposal]]:
    """What the team would enclose with each of these copies, by the copy's id; nothing for professionals.

    Only in the language of the letter, and what is not in the envelope yet. `letter` is at hand with each copy.
    """
    ours = [copy for copy in copies if copy.recipient.startswith("person:")]
    if not ours:
        return {}
    stock = [one for one in in_use(viewer) if one.given == Given.LETTER and one.proposed_when]
    asked = {code for one in stock for code in one.proposed_when}
    open_now = _open([copy.letter.family_id for copy in ours if copy.letter.family_id], asked, viewer)
    found: dict[int, list[Proposal]] = {}
    for copy in ours:
        inside = {one.key for one in in_envelope(copy)}
        fitting = [
            one
            for one in stock
            if one.team_id == copy.team_id and one.language == copy.language and one.key not in inside
        ]
        why = dict(open_now.get(copy.letter.family_id or 0, {}))
        why[f"{_WITH}{copy.letter.purpose}"] = f"Goes with a letter: {copy.letter.get_purpose_display().lower()}."
        if proposed := _proposed(fitting, why):
            found[copy.pk] = proposed
    return found


def to_take(family_id: int, team_id: int, viewer: Viewer) -> list[Proposal]:
    """What the team hands over at a visit, for what is outstanding in a family; in every language there is."""
    stock = [one for one in in_use(viewer) if one.given == Given.VISIT and one.team_id == team_id]
    asked = {code for one in stock for code in one.proposed_when}
    return _proposed(stock, _open([family_id], asked, viewer).get(family_id, {}))


def in_use(viewer: Viewer) -> list[Enclosure]:
    """Every enclosure that the viewer's teams have, by title."""
    rows = Enclosure.objects.visible_to(viewer).filter(in_use=True).select_related("file", "team")
    return list(rows.order_by("team__name", "title", "language", "pk"))


def withdrawn(copy: Copy) -> list[str]:
    """Titles of what lies in an envelope and was replaced or taken off the list since."""
    inside = in_envelope(copy)
    if not inside:
        return []
    rows = Enclosure.objects.filter(key__in=[one.key for one in inside], in_use=True)
    known = set(rows.values_list("key", flat=True))
    return [one.title for one in inside if one.key not in known]


def _proposed(stock: Iterable[Enclosure], why: Mapping[str, str]) -> list[Proposal]:
    found = []
    for one in stock:
        reason = next((why[code] for code in one.proposed_when if code in why), "")
        if reason:
            found.append(Proposal(one, reason))
    return found


def _open(families: Sequence[int], codes: Collection[str], viewer: Viewer) -> dict[int, dict[str, str]]:
    """What is outstanding in each family, by code, in words; nothing while a loss stands in it (P22)."""
    found: dict[int, dict[str, str]] = {}
    asked = [one for code, one in outstanding().items() if code in codes]
    wanted = sorted(set(families) - grieving(families)) if asked else []
    for one in asked if wanted else ():
        for family_id, words in one.of(wanted, viewer).items():
            found.setdefault(family_id, {})[one.code] = words
    return found
