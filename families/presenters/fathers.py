"""Fathers and partners: who is recorded, who was asked and what came of it (P26)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone

from families.enums import FATHER_ROLES, AlertKind, ApproachAnswer
from families.models import Approach, Family, FamilyMember
from families.presenters.family import KIND, at_day
from families.registry import DatedEntry
from families.standing import GAPS, STANDINGS
from pitservice.ui import dates
from pitservice.ui.components import (
    Button,
    Buttons,
    Cell,
    Colour,
    Column,
    Entry,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
    Words,
)
from pitservice.ui.words import inside

TAGS = {
    ApproachAnswer.INVITED: Tag("Invited", Colour.BLUE),
    ApproachAnswer.TAKES_PART: Tag("Takes part", Colour.GREEN),
    ApproachAnswer.DECLINED: Tag("Does not want to", Colour.WHITE),
    ApproachAnswer.NOT_ASKED_UNSAFE: Tag("Not asked: unsafe", Colour.WHITE),
    ApproachAnswer.MOTHER_ASKED_NOT: Tag("Mother asked us not to", Colour.WHITE),
    ApproachAnswer.NOT_IN_TOUCH: Tag("Not in the baby’s life", Colour.WHITE),
    ApproachAnswer.NOT_KNOWN: Tag("Nobody knows who or where", Colour.WHITE),
}
#: After a name and a colon.
_ON_TIMELINE = {
    ApproachAnswer.INVITED: "invited to take part, no answer yet",
    ApproachAnswer.TAKES_PART: "takes part",
    ApproachAnswer.DECLINED: "invited, does not want to take part",
    ApproachAnswer.NOT_ASKED_UNSAFE: "not asked to take part, because it is unsafe",
    ApproachAnswer.MOTHER_ASKED_NOT: "not asked to take part, as the mother wished",
    ApproachAnswer.NOT_IN_TOUCH: "not in the baby’s life",
    ApproachAnswer.NOT_KNOWN: "nobody knows who or where",
}
NOBODY = (
    "No father, other mother or partner is recorded.",
    "When it is safe for mother and child, ask who else matters to this baby, and whether they would like to take "
    "part. If it is not safe, or the mother asks you not to, say so here: that is a complete answer.",
)


def fathers_section(
    family: Family,
    members: Sequence[FamilyMember],
    approaches: Sequence[Approach],
    names: Mapping[int, str],
    *,
    may_edit: bool,
) -> Section:
    """What is known of each father and partner, what is missing, and how to say that nobody is asked (P26)."""
    newest = {row.person_id: row for row in approaches}
    restricted = {alert.person_id for alert in family.alerts.all() if alert.kind == AlertKind.RESTRICTED_PERSON}
    fathers = [member for member in members if member.role in FATHER_ROLES and not member.person.lost]
    facts = [_fact(family, member, newest, restricted, names, may_edit=may_edit) for member in fathers]
    elsewhere = newest.get(None)
    body: list[object] = [FactList(facts)] if facts else []
    if elsewhere is not None and not fathers:
        body.append(Words([f"{approach_words(elsewhere)}. {elsewhere.words}".strip()]))
    elif not fathers:
        body.append(Words(NOBODY))
    if may_edit:
        body.append(_buttons(family, asked=bool(fathers)))
    return Section("Fathers and partners", body, anchor="fathers")


def _buttons(family: Family, *, asked: bool) -> Buttons:
    add = reverse("families:add_person", args=[family.key]) + "?role=father"
    approach = reverse("families:approach", args=[family.key])
    words = "Record an invitation or answer" if asked else "Record why nobody was asked"
    return Buttons([Button("Add a father or partner", add, secondary=True), Button(words, approach, secondary=True)])


def _fact(
    family: Family,
    member: FamilyMember,
    newest: Mapping[int | None, Approach],
    restricted: set[int | None],
    names: Mapping[int, str],
    *,
    may_edit: bool,
) -> Fact:
    name, row = names[member.person_id], newest.get(member.person_id)
    change = Link("Record", reverse("families:approach", args=[family.key]) + f"?of={member.person.key}", hidden=name)
    actions = (change,) if may_edit else ()
    key = f"{name}, {inside(member.get_role_display())}"
    if row is not None:
        tags = (TAGS[ApproachAnswer(row.answer)],)
        return Fact(key, [line for line in (_how(row), row.words) if line], tags=tags, actions=actions)
    if member.person_id in restricted:
        return Fact(key, "Must not learn of the work: nobody asks them to take part.", actions=actions)
    return Fact(key, "Nobody has recorded yet whether they were asked to take part.", actions=actions)


def approach_words(row: Approach) -> str:
    """ "Invited, no answer yet: at the home visit, 3 November 2026"."""
    more = _how(row)
    return f"{row.get_answer_display()}: {more}" if more else row.get_answer_display()


def _how(row: Approach) -> str:
    return ", ".join(part for part in (row.how, dates.day(row.asked_on) if row.asked_on else "") if part)


def approach_entry(row: Approach, names: Mapping[int, str]) -> DatedEntry:
    """An invitation or an answer, on the timeline."""
    who = names.get(row.person_id or 0, "Father or partner")
    at = at_day(row.asked_on, row.created_at)
    when = dates.weekday(timezone.localtime(at).date())
    lines = [line for line in (row.how, row.words) if line]
    return DatedEntry(at, Entry(when, f"{who}: {_ON_TIMELINE[ApproachAnswer(row.answer)]}", lines=lines, kind=KIND))


def standings_table(counts: Mapping[str, int], path: str, shown: str) -> Table:
    """How many families stand where; each number opens its list, and what is missing has a line of its own."""
    total = sum(counts.values())
    rows = [_standing(label, counts[name], total, f"{path}?show={name}") for name, label in STANDINGS.items()]
    missing = sum(counts[name] for name in GAPS)
    rows.append(_standing("Missing: nobody has asked yet", missing, total, f"{path}?show=gaps"))
    for name, cells in zip([*STANDINGS, "gaps"], rows, strict=True):
        if name == shown:
            cells[0] = Cell(cells[0].text, tags=[Tag("Shown below", Colour.WHITE)])
    columns = [Column("How it stands"), Column("Families", numeric=True), Column("Of all", numeric=True)]
    return Table("How often fathers and partners are recorded and asked", columns, rows)


def _standing(label: str, number: int, total: int, href: str) -> list[Cell]:
    share = f"{round(100 * number / total)}%" if total else ""
    return [
        Cell(label),
        Cell(str(number), href=href, hidden=f"families: {label}", numeric=True),
        Cell(share, numeric=True),
    ]
