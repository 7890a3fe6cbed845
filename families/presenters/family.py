"""The family's own page: what comes next, and the one timeline."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from families.entries import kind_of
from families.enums import AlertKind, FamilyRole
from families.models import Agreement, Alert, CareChange, Consent, Family, Loss, MovedEntry, Person
from families.names import born_words, names_in
from families.presenters.banner import ALERT_TAGS, is_overdue, loss_words
from families.registry import DatedEntry
from families.selectors import members_of
from pitservice.accounts.enums import Permission
from pitservice.configuration.enums import YesNoUnknown
from pitservice.ui import dates
from pitservice.ui.components import Entry, Fact, FactList, Link, Section
from pitservice.ui.words import inside

KIND = "Record"


def at_day(day: Any, fallback: datetime) -> datetime:
    """A day as a moment, for sorting; the moment of recording where the day is not known."""
    return timezone.make_aware(datetime.combine(day, time(12))) if day else fallback


def opened_entry(family: Family) -> DatedEntry:
    """The record was opened."""
    title = f"Record opened {inside(family.get_naming_display())}"
    return _entry(family.created_at, title)


def agreement_entry(row: Agreement, names: dict[int, str]) -> DatedEntry:
    """What one adult said (P2)."""
    words = agreement_words(row)
    asked = f"Asked by {row.asked_by}" if row.asked_by else ""
    return _entry(
        at_day(row.asked_on, row.created_at), f"{names.get(row.person_id, 'Somebody')}: {words}", asked, about=row
    )


def agreement_words(row: Agreement | None) -> str:
    """ "knows and agrees", "knows, does not agree", "does not know"."""
    if row is None or (row.knows == YesNoUnknown.UNKNOWN and row.agrees == YesNoUnknown.UNKNOWN):
        return "not known whether they know and agree"
    knows = {"yes": "knows", "no": "does not know"}.get(row.knows, "not known whether they know")
    agrees = {"yes": "agrees", "no": "does not agree"}.get(row.agrees, "not known whether they agree")
    if (row.knows, row.agrees) == ("yes", "yes"):
        return "knows and agrees"
    return knows if (row.knows, row.agrees) == ("no", "unknown") else f"{knows}, {agrees}"


def birth_entry(person: Person, name: str) -> DatedEntry:
    """A birth that was expected: how early or late; of one who was lost later nothing more is said (P22)."""
    assert person.date_of_birth is not None
    return _entry(at_day(person.date_of_birth, person.created_at), f"{name}: {born_words(person)}")


def consent_entry(row: Consent, names: dict[int, str], words: str) -> DatedEntry:
    """What one adult allowed or refused; `words` say what."""
    said = "agreed" if row.given else "did not agree"
    title = f"{names.get(row.person_id, 'Somebody')} {said}: {words[:1].lower()}{words[1:]}"
    return _entry(at_day(row.given_on, row.created_at), title, row.how, about=row)


def loss_entries(row: Loss, names: dict[int, str]) -> list[DatedEntry]:
    """A loss, and what was decided after it. One that was undone is struck."""
    undone = row.undone_at is not None
    title = "A loss was recorded by mistake" if undone else loss_words(row, names).split(". ", 1)[0].rstrip(".")
    found = [_entry(at_day(None if undone else row.happened_on, row.created_at), title, struck=undone)]
    if row.lifted_at and row.lifted_by and not undone:
        title = "It was decided who tells whom; words may go out again"
        found.append(DatedEntry(row.lifted_at, Entry(dates.moment(row.lifted_at), title, kind=KIND)))
    return found


def alert_entries(row: Alert, names: dict[int, str]) -> list[DatedEntry]:
    """An alert raised, and lifted."""
    tag = ALERT_TAGS[AlertKind(row.kind)]
    who = f"{names.get(row.person_id, 'Somebody')}: " if row.person_id else ""
    found = [_entry(row.created_at, "Alert raised", who + row.text, about=row, tags=(tag,))]
    if row.lifted_at:
        entry = Entry(dates.moment(row.lifted_at), "Alert lifted", lines=(who + row.text,), tags=(tag,), kind=KIND)
        found.append(DatedEntry(row.lifted_at, entry, row))
    return found


def moved_entry(row: MovedEntry) -> DatedEntry:
    """All that the wrong record says of an entry that was moved (P25)."""
    title = f"An entry was moved to the record it belongs to: {row.noun}"
    return _entry(row.created_at, title, f"Moved by {row.created_by.name}")


def put_right(
    dated: DatedEntry, family: Family, struck: Mapping[tuple[str, int], str], *, may_edit: bool
) -> DatedEntry:
    """The entry as it stands: struck through with the reason where it was made in error, else with a way to say so."""
    row = dated.about
    if row is None or (kind := kind_of(row)) is None:
        return dated
    entry, why = dated.entry, struck.get((kind.model, row.pk))
    if why is not None:
        lines = [*entry.lines, f"Entered in error: {why}"]
        return replace(dated, entry=replace(entry, struck=True, lines=lines))
    if not may_edit:
        return dated
    link = Link("Put right", put_right_href(family, kind.name, row), hidden=entry.title)
    return replace(dated, entry=replace(entry, links=[*entry.links, link]))


def put_right_href(family: Family, kind: str, row: Any) -> str:
    """To say that an entry is wrong, or another family's."""
    return reverse("families:entry", args=[family.key, kind, row.key])


def family_names(family: Family) -> dict[int, str]:
    """Names of members fetched for the banner."""
    return names_in(members_of(family))


def _entry(at: datetime, title: str, *lines: str, about: Model | None = None, **more: Any) -> DatedEntry:
    when = dates.weekday(timezone.localtime(at).date())
    return DatedEntry(at, Entry(when, title, lines=[line for line in lines if line], kind=KIND, **more), about)


@dataclass(frozen=True, slots=True)
class Step:
    """How something is settled: words, the URL it is done at, whose permission it takes."""

    words: str
    url_name: str
    permission: Permission = Permission.EDIT_FAMILIES


_DECIDE = Step("Record what was decided", "families:decide_loss", Permission.ALLOCATE)
_LIFT = Step("Let words go out again", "families:lift_loss", Permission.ALLOCATE)
_SETTLE = Step("Settle who is told what", "families:settle_care")
_BORN = Step("Record the birth", "families:birth")


def settle_first(
    family: Family, changes: Sequence[CareChange], may: Collection[Permission], today: date
) -> list[Section]:
    """What holds every word back until a person has settled it; with the way to do that for those who may (P22, P24).

    The family was fetched for its banner; `changes` are those of care that nobody has settled.
    """
    members = members_of(family)
    names = names_in(members)
    waits: list[tuple[int, str, Step, str]] = [
        (loss.person_id, "Who tells whom, and does the work go on? The lead decides.", _DECIDE, loss.key)
        if loss.decided_at is None
        else (loss.person_id, "Decided. Nothing goes out until the lead says that words may.", _LIFT, loss.key)
        for loss in family.losses.all()
        if loss.lifted_at is None and loss.undone_at is None
    ]
    waits += [
        (row.person_id, "Lives elsewhere or with others now: who is told what?", _SETTLE, row.key) for row in changes
    ]
    waits += [
        (member.person_id, "The expected date is past: is the baby born?", _BORN, member.person.key)
        for member in members
        if member.role == FamilyRole.BABY and is_overdue(member, today)
    ]
    facts = []
    for person_id, said, step, key in waits:
        name = names.get(person_id, "Somebody")
        lost = Link("Record a loss", reverse("families:loss", args=[family.key]), hidden=f"of {name}")
        link = Link(step.words, reverse(step.url_name, args=[family.key, key]), hidden=f"about {name}")
        links = [link, lost] if step is _BORN else [link]
        facts.append(Fact(name, said, actions=links if step.permission in may else []))
    return [Section("To settle first", [FactList(facts)])] if facts else []


def newest_first(entries: Sequence[DatedEntry]) -> list[Entry]:
    """The timeline's order."""
    return [dated.entry for dated in sorted(entries, key=lambda dated: dated.at, reverse=True)]
