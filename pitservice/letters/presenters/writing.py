"""How a letter that is being written reads: its words, and every copy as its reader will get it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from families.enums import FamilyRole, ProfessionalRole
from pitservice.letters import fonts
from pitservice.letters.composing import Reader, copied_to, left_out, objection, paragraphs_for
from pitservice.letters.enums import Asked, LetterState, Online, Way
from pitservice.letters.models import Letter
from pitservice.letters.presenters.copies import pdf_link, state_tag
from pitservice.letters.render import ENDING
from pitservice.messaging.presenters import ANSWER_TAGS
from pitservice.ui.components import (
    Button,
    Callout,
    Cell,
    Colour,
    Column,
    Details,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
    Words,
)
from pitservice.ui.dates import count, day, moment
from pitservice.ui.words import inside

LETTER_TAGS: Mapping[str, Tag] = {
    LetterState.DRAFT: Tag(LetterState.DRAFT.label, Colour.YELLOW),
    LetterState.APPROVED: Tag(LetterState.APPROVED.label, Colour.GREEN),
    LetterState.CANCELLED: Tag("Not sent", Colour.WHITE),
}
_ROLES: dict[str, str] = dict(FamilyRole.choices) | dict(ProfessionalRole.choices)


def letter_facts(letter: Letter, written_to: Sequence[str]) -> FactList:
    """Where the letter stands."""
    marked = letter.about_parent
    about = "Nobody has said yet" if marked is None else count(len(marked), "paragraph")
    found = [
        Fact("State", tags=[LETTER_TAGS[letter.state]]),
        Fact("Written to", written_to, empty="Nobody of them is in this family now"),
        Fact("Begun by", f"{letter.created_by.name}, {moment(letter.created_at)}"),
    ]
    if letter.state == LetterState.DRAFT:
        mark = Link("Change", reverse("letters:mark", args=[letter.key]), "which paragraphs are about a parent")
        found.append(Fact("About a parent", about, actions=[mark] if letter.paragraphs else []))
    return FactList(found)


def letter_words(letter: Letter) -> Section:
    """The whole letter."""
    lines = [letter.title, *letter.paragraphs] if letter.paragraphs else ["Nothing is written yet."]
    return Section("Words", [Words(lines)])


WRITTEN_COLUMNS = (Column("Letter"), Column("Family"), Column("Begun"), Column("By"))


def written_row(letter: Letter) -> Sequence[Cell]:
    """A letter that nobody has approved yet."""
    return [
        Cell(letter.title or "Without a heading", href=reverse("letters:letter", args=[letter.key])),
        Cell(letter.family.title if letter.family else ""),
        Cell(moment(letter.created_at)),
        Cell(letter.created_by.name),
    ]


def being_written(letters: Sequence[Letter]) -> list[object]:
    """A family's letters that nobody has approved yet."""
    table = Table("Letters being written", WRITTEN_COLUMNS, [written_row(letter) for letter in letters])
    return [Section("Being written", [table])] if letters else []


def letter_copies(letter: Letter, readers: Sequence[Reader], *, may_send: bool) -> list[object]:
    """Every copy that goes, as it will read; then everybody who gets none, and why (P40)."""
    going = [reader for reader in readers if reader.goes]
    rest = [reader for reader in readers if not reader.goes]
    found: list[object] = [_copy(letter, reader, readers, may_send=may_send) for reader in going]
    if rest:
        columns = [Column("Who"), Column("What the record says"), Column("Copy"), Column("Decide")]
        table = Table("Proposed, not chosen", columns, [_row(letter, reader, may_send=may_send) for reader in rest])
        found.append(Section("Who gets no copy so far", [table]))
    return found


def letter_buttons(letter: Letter, readers: Sequence[Reader], *, may_send: bool) -> list[Button]:
    """What can be done with a draft; approving waits until nothing stands against it."""
    if letter.state != LetterState.DRAFT or not may_send:
        return []
    ready = letter.paragraphs and not any(objection(letter, reader) for reader in readers)
    found = [Button("Approve", reverse("letters:approve", args=[letter.key]))] if ready else []
    found.append(Button("Write", reverse("letters:words", args=[letter.key]), secondary=bool(ready)))
    return [*found, Button("Do not send it", reverse("letters:drop", args=[letter.key]), secondary=True)]


def whole_copies(letter: Letter, readers: Sequence[Reader]) -> list[object]:
    """Every copy that goes, word for word with its address and whom it names, to be read before approving."""
    found: list[object] = []
    for reader in (one for one in readers if one.goes):
        names = copied_to(reader, readers)
        goes = [str(fact.value) for fact in _goes(reader)]
        lines = [*goes, *reader.to.value.splitlines(), *_as_read(letter, reader)]
        if names:
            lines.append(f"Copied to: {', '.join(names)}")
        held = [] if reader.to.allowed else [Callout("It will be held until a person has answered", [reader.to.why])]
        found.append(Section(f"To {reader.to.name}, {role_of(reader)}", [*held, Words(lines)]))
    return found


def as_typed(letter: Letter, readers: Sequence[Reader], title: str, paragraphs: Sequence[str]) -> list[object]:
    """How words that are being typed read to each whom the letter is to; and that some cannot be printed."""
    found: list[object] = []
    missing = fonts.missing_in("\n".join([title, *paragraphs]))
    if missing is not None:
        line = f"No font here has the character {fonts.describe(missing)}. Write it another way."
        found.append(Callout("This cannot be printed", [line]))
    for reader in (one for one in readers if one.is_main):
        lines = [f"Dear {reader.to.name}", title, *paragraphs, ENDING, letter.team.name]
        found.append(Section(f"To {reader.to.name}, {role_of(reader)}", [Words(lines)]))
    return [Section("How it reads", found)]


def approved(letter: Letter) -> list[object]:
    """Where each copy of an approved letter stands."""
    columns = [Column("Copy"), Column("State"), Column("PDF")]
    rows = [
        [
            Cell(copy.reader_name, href=reverse("letters:copy", args=[copy.key])),
            Cell(tags=[state_tag(copy)], hint=copy.why),
            Cell(links=[pdf_link(copy)] if copy.pdf_id else []),
        ]
        for copy in letter.copies.select_related("letter").order_by("-is_main", "pk")
    ]
    return [Section("Copies", [Table("Copies", columns, rows)]), letter_words(letter)]


def answer(reader: Reader) -> FactList:
    """What the contact rules say of a reader, and where a copy would go."""
    reasons = list(reader.to.reasons) or ["Nothing stands against it."]
    facts = [
        Fact("What the record says", reasons, tags=[ANSWER_TAGS[reader.to.answer]]),
        Fact("Address", reader.to.value.splitlines(), empty="None is recorded"),
    ]
    return FactList([*facts, *_by_email(reader)])


def _by_email(reader: Reader) -> list[Fact]:
    """What the record says of each way by e-mail, where an address is recorded (P43)."""
    found = [(way, to) for way, to in reader.ways.items() if way is not Way.POST and to.value]
    return [
        Fact(way.label, list(to.reasons) or ["Nothing stands against it."], tags=[ANSWER_TAGS[to.answer]])
        for way, to in found
    ]


def role_of(reader: Reader) -> str:
    """ "mother", "GP"."""
    return inside(_ROLES.get(reader.to.role, reader.to.role))


def _copy(letter: Letter, reader: Reader, readers: Sequence[Reader], *, may_send: bool) -> Section:
    parts: list[object] = []
    wrong = objection(letter, reader)
    if wrong:
        parts.append(Callout("Not settled yet", [wrong]))
    names = copied_to(reader, readers)
    reasons = list(reader.to.reasons) or ["Nothing stands against it."]
    parts.append(
        FactList(
            [
                Fact("What the record says", reasons, tags=[ANSWER_TAGS[reader.to.answer]]),
                Fact("Address", reader.to.value.splitlines(), empty="None is recorded"),
                *_goes(reader),
                *_decided(letter, reader),
                Fact("Copied to", names, empty="Names nobody"),
            ]
        )
    )
    parts.append(Details("Read this copy as it will go", [Words(_as_read(letter, reader))]))
    printed = reverse("letters:reader_pdf", args=[letter.key, reader.key])
    parts.append(Link("See this copy as it would be printed", printed, f"for {reader.to.name}"))
    if may_send:
        parts.append(Link("Change this copy", _href(letter, reader), f"for {reader.to.name}"))
    kind = "Letter" if reader.is_main else "Copy"
    return Section(f"{kind} to {reader.to.name}, {role_of(reader)}", parts)


def _goes(reader: Reader) -> list[Fact]:
    """How it goes, where that is not the post."""
    way = Way(reader.choice.way) if reader.choice else Way.POST
    return [] if way is Way.POST else [Fact("Goes", way.label)]


def _decided(letter: Letter, reader: Reader) -> list[Fact]:
    choice = reader.choice
    hidden = left_out(letter, reader)
    found = []
    if hidden:
        numbers = ", ".join(str(place + 1) for place in sorted(hidden))
        ours = choice.left_out_why if choice and choice.left_out else ""
        why = ours or "About a parent: this copy is for the baby’s record."
        found.append(Fact("Left out", [f"{count(len(hidden), 'paragraph')}: {numbers}", why]))
    if choice is None:
        return found
    if choice.asked_on:
        found.append(Fact("Asked", f"{Asked(choice.asked_answer).label}, {day(choice.asked_on)}"))
    if choice.online:
        found.append(Fact("Seen on a phone", [Online(choice.online).label, choice.online_why]))
    return [*found, Fact("Why", f"{choice.reason} ({choice.created_by.name})")]


def _row(letter: Letter, reader: Reader, *, may_send: bool) -> Sequence[Cell]:
    choice = reader.choice
    said = f"No: {choice.reason}" if choice else "Proposed. Nobody has decided."
    link = Link("Decide", _href(letter, reader), f"on a copy for {reader.to.name}")
    links = [link] if may_send and reader.open_ways else []
    return [
        Cell(reader.to.name, hint=role_of(reader)),
        Cell(tags=[ANSWER_TAGS[reader.to.answer]], hint=reader.to.why),
        Cell(said if reader.open_ways else ""),
        Cell(links=links),
    ]


def _href(letter: Letter, reader: Reader) -> str:
    return reverse("letters:reader", args=[letter.key, reader.key])


def _as_read(letter: Letter, reader: Reader) -> list[str]:
    return [f"Dear {reader.to.name}", letter.title, *paragraphs_for(letter, reader)]
