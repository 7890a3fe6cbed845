"""How templates, their versions and previews read on a page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from django.urls import reverse
from django.utils import timezone

from families.contact import PLAIN, Addressee, Version
from families.contact.versions import ENGLISH, name_of
from families.enums import Channel, WordForm
from pitservice.accounts.models import Team
from pitservice.db.actor import Actor
from pitservice.letters.catalogue import CATALOGUE, Group, Template
from pitservice.letters.fields import FIELDS
from pitservice.letters.guard import GUARDED
from pitservice.letters.models import WordsVersion
from pitservice.letters.situations import SITUATIONS, Situation, examples
from pitservice.letters.wording import NewWords, known_fields, needed_fields
from pitservice.letters.words import Book, lines_of, shipped, version_in
from pitservice.messaging.length import parts, units
from pitservice.ui import dates
from pitservice.ui.components import (
    Button,
    Buttons,
    Callout,
    Cell,
    Colour,
    Column,
    Details,
    Empty,
    Fact,
    FactList,
    Link,
    Section,
    Tab,
    Table,
    Tag,
    Words,
)

_GUARD = {one.code: one.what for one in GUARDED}
SHIPPED = "As shipped"


def called(version: Version) -> str:
    """A version in words: "Standard English", "Polish, easy read"."""
    language, form = name_of(version.language), WordForm(version.form)
    if version == PLAIN:
        return "Standard English"
    return language if form is WordForm.STANDARD else f"{language}, {form.label.lower()}"


def team_sections(
    team: Team, own: Mapping[tuple[str, Version], WordsVersion], makers: Mapping[Actor, str], *, named: bool
) -> Iterator[Section]:
    """Every template of a team, group by group; `named`: the team's name stands in the headings."""
    for group in Group:
        rows = [_row(team, one, own, makers) for one in CATALOGUE.values() if one.group is group]
        heading = f"{group} of {team.name}" if named else str(group)
        columns = [Column("Words"), Column("Standard English"), Column("Other versions"), Column("Last changed")]
        yield Section(heading, [Table(heading, columns, rows)])


def _row(
    team: Team, template: Template, own: Mapping[tuple[str, Version], WordsVersion], makers: Mapping[Actor, str]
) -> Sequence[Cell]:
    ours = {version: row for (name, version), row in own.items() if name == template.name}
    plain = ours.get(PLAIN)
    others = [called(version) for version in ours if version != PLAIN]
    newest = max(ours.values(), key=lambda row: row.created_at, default=None)
    return [
        Cell(template.called, href=reverse("letters:template", args=[team.slug, template.name])),
        Cell(tags=[Tag("Our own", Colour.BLUE) if plain else Tag(SHIPPED, Colour.WHITE)]),
        Cell(", ".join(others) or "None"),
        Cell(dates.day(timezone.localdate(newest.created_at)), hint=f"by {makers[newest.created_by]}")
        if newest
        else Cell("Never"),
    ]


def _changed(row: WordsVersion | None, makers: Mapping[Actor, str]) -> Cell:
    if row is None:
        return Cell("Never")
    return Cell(dates.day(timezone.localdate(row.created_at)), hint=f"by {makers[row.created_by]}")


def guard_list() -> Details:
    """What is asked about before words are saved, in one place a person can read."""
    rows = [[Cell(one.what), Cell(one.why)] for one in GUARDED]
    intro = Words(
        [
            "Words that say one of these are saved only after somebody has said that they have read it and want it; "
            "the version keeps who that was. The list is a help: it finds no more than the words it knows."
        ]
    )
    return Details(
        "What we ask about before words are saved",
        [intro, Table("What we ask about", [Column("What"), Column("Why")], rows)],
    )


def version_section(book: Book, template: Template, version: Version, row: WordsVersion | None, maker: str) -> Section:
    """One language and form as it is in force, and where it is changed."""
    wording = book.wording(template.name, version)
    body: list[object] = [Words([*wording.frame.values(), *wording.lines])]
    args = [book.team.slug, template.name, version.language, version.form]
    if row is not None:
        body.insert(0, FactList(facts_of(row, maker)))
    if template.channel is Channel.TEXT:
        body.append(Words([length_in_words(str(_example(book, template, version)))]))
    actions = [Button("Change these words", reverse("letters:change_words", args=args), hidden=called(version))]
    if row is not None:
        label = "Use the shipped words" if version == PLAIN else "Stop using these words"
        actions.append(Button(label, reverse("letters:ship_words", args=args), secondary=True, hidden=called(version)))
    body.append(Buttons(actions))
    return Section(called(version), body)


def facts_of(row: WordsVersion, maker: str) -> list[Fact]:
    """Who made a version, when and why; who checked it; what was read and wanted."""
    facts = [Fact("Version", f"{row.number}, by {maker} on {dates.moment(row.created_at)}")]
    if row.why:
        facts.append(Fact("Why", row.why))
    if row.checked_on:
        facts.append(Fact("Checked by", f"{row.checked_by} on {dates.day(row.checked_on)}"))
    if row.let_through:
        found = ", ".join(_GUARD.get(code, code) for code in row.let_through)
        facts.append(Fact("Read and wanted", f"{found}: {maker} has read it and wants it"))
    return facts


def overtaken(ours: Collection[WordsVersion]) -> list[object]:
    """A warning where the English was changed after a translation of it was checked."""
    plain = next((row for row in ours if version_in(row) == PLAIN), None)
    late = [row for row in ours if row.language != ENGLISH and plain and row.created_at < plain.created_at]
    if not late:
        return []
    names = ", ".join(called(version_in(row)) for row in late)
    line = f"The English has changed since this was checked: {names}. Ask whoever checked it whether it still fits."
    return [Callout("A translation may say something else", [line])]


def field_table(template: Template, version: Version) -> Section:
    """The merge fields these words may name: what each says, an example, and whether it must be there."""
    needed = needed_fields(template, version)
    rows = [
        [
            Cell(f"{{{name}}}"),
            Cell(FIELDS[name].says, hint=f"Example: {FIELDS[name].example}"),
            Cell("Must be there" if name in needed else "If you like"),
        ]
        for name in known_fields(template, version)
    ]
    columns = [Column("Field"), Column("What it is filled in with"), Column("Needed")]
    return Section("Merge fields", [Table("Merge fields", columns, rows)])


def history(team: Team, rows: Sequence[WordsVersion], makers: Mapping[Actor, str]) -> Section:
    """Every version that the team made, newest first."""
    if not rows:
        return Section("History", [Empty("Nobody has changed these words: they are as they came with the product.")])
    cells = [
        [
            Cell(
                f"{called(version_in(row))}, version {row.number}",
                href=reverse("letters:words_version", args=[team.slug, row.name, row.key]),
                tags=[Tag(SHIPPED, Colour.WHITE)] if row.as_shipped else (),
            ),
            Cell(dates.moment(row.created_at)),
            Cell(makers[row.created_by]),
            Cell(row.why or "Not said"),
        ]
        for row in rows
    ]
    columns = [Column("Version"), Column("When"), Column("By"), Column("Why")]
    return Section("History", [Table("History", columns, cells)])


def difference(before: Sequence[str], now: Sequence[str]) -> Section:
    """What differs, paragraph by paragraph."""
    rows = []
    for tag, i, j, k, m in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag != "equal":
            was, then = "\n".join(before[i:j]) or "(nothing)", "\n".join(now[k:m]) or "(nothing)"
            rows.append([Cell(f"Paragraph {i + 1}"), Cell(was), Cell(then)])
    if not rows:
        return Section("What changed", [Words(["Nothing: the words are the same."])])
    columns = [Column("Where"), Column("Before"), Column("In this version")]
    return Section("What changed", [Table("What changed", columns, rows)])


def words_before(row: WordsVersion, before: WordsVersion | None) -> tuple[str, ...]:
    """The lines that a version took the place of."""
    if before is not None:
        return lines_of(before.words)
    return shipped(row.name) if version_in(row) == PLAIN else ()


def order(versions: Collection[Version]) -> list[Version]:
    """Plain English first, then by language and form."""
    return sorted(versions, key=lambda one: (one != PLAIN, one.language, one.form))


def length_in_words(text: str) -> str:
    """How long a text is for the network: "112 characters, sent in 1 part"."""
    length, number = units(text), parts(text)
    size = f"{len(text)} characters" if length is None else f"{length} characters"
    alphabet = "" if length is not None else " (with letters for which a part holds only 70)"
    return f"Filled in with an example: {size}, sent in {dates.count(number, 'part')}{alphabet}."


def _example(book: Book, template: Template, version: Version) -> str:
    return "\n".join(filled(book, template, version, SITUATIONS["unborn"].about))


def filled(book: Book, template: Template, version: Version, about: str) -> list[str]:
    """A template's lines with examples in its fields."""
    return book.sample(template.name, version, examples(about))


def preview_tabs(team: Team, template: Template, now: str) -> list[Tab]:
    """The invented situations."""
    return [
        Tab(one.called, reverse("letters:preview", args=[team.slug, template.name, name]), current=name == now)
        for name, one in SITUATIONS.items()
    ]


def preview(book: Book, template: Template, situation: Situation) -> Iterator[object]:
    """What each invented reader would read, in every version there is."""
    yield from _read(book, template, situation, order(book.versions(template.name)))


def unsaved(book: Book, template: Template, new: NewWords, situation: Situation) -> Iterator[object]:
    """What each invented reader would read in words that nobody has saved (P48)."""
    yield Words(["Nothing is saved yet."])
    yield from _read(book.with_words(new), template, situation, [new.version])


def _read(book: Book, template: Template, situation: Situation, versions: Sequence[Version]) -> Iterator[object]:
    yield Words([situation.note])
    readers = situation.readers if template.to_families else [None]
    for reader in readers:
        for version in versions:
            lines = filled(book, template, version, situation.about)
            whom = reader.name if reader else "a professional"
            frame = book.wording(template.name, version).frame
            head = [frame.get("greeting", f"Dear {whom}")] if template.channel is Channel.LETTER else []
            yield Section(f"To {whom}: {called(version)}", [Words([*head, *lines])])
            if template.channel is Channel.TEXT:
                yield Words([length_in_words(" ".join(lines))])


def in_each_version(book: Book, template: Template, situation: Situation) -> list[str]:
    """The words in every version there is, one after the other, for an e-mail."""
    versions = order(book.versions(template.name))
    named = len(versions) > 1
    return [
        line
        for version in versions
        for line in [
            *([f"{called(version)}:"] if named else []),
            *filled(book, template, version, situation.about),
        ]
    ]


def for_real(book: Book, template: Template, found: Sequence[Addressee], about: str) -> Iterator[object]:
    """What each adult of a family would get now, and why one gets nothing (CON-1, P46)."""
    yield Words(["Nothing is sent from this page. Days and places are examples."])
    for to in found:
        lines = filled(book, template, to.version, about)
        tag = Tag("Would go", Colour.GREEN) if to.allowed else Tag("Would be held", Colour.YELLOW)
        facts = [Fact("Answer", to.why or "Nothing speaks against it.", tags=[tag])]
        facts.append(Fact("Version", called(to.version) + (", large print" if to.large_print else "")))
        yield Section(f"To {to.name}", [FactList(facts), Words(lines)])


def back_to(team: Team, template: Template) -> Link:
    """To the template's page."""
    return Link(template.called, reverse("letters:template", args=[team.slug, template.name]))
