"""One person's own page: names, dates, numbers, responsibility, and whether a young parent can agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from families.enums import CARING_ROLES, NhsNumberStatus
from families.models import Competence, Family, FamilyMember, FormerName, Relationship
from families.names import age_words
from families.presenters.family import KIND, at_day
from families.presenters.people import evidence_words, responsibility_words
from families.registry import DatedEntry
from pitservice.configuration.enums import YesNoUnknown
from pitservice.ui import dates
from pitservice.ui.components import Button, Buttons, Callout, Entry, Fact, FactList, Link, Section, Words
from pitservice.ui.fields import shown_nhs_number

_FOUND = {
    YesNoUnknown.YES: "Can agree for themselves",
    YesNoUnknown.NO: "Cannot agree for themselves yet",
    YesNoUnknown.UNKNOWN: "Not sure yet",
}


def person_facts(family: Family, member: FamilyMember, today: date, *, may_edit: bool) -> Section:
    """Who they are; every answer says when it is not recorded."""
    person = member.person
    change = Link("Change", reverse("families:change_person", args=[family.key, person.key]), hidden="who they are")
    born = dates.day(person.date_of_birth) if person.date_of_birth else ""
    due = dates.day(person.expected_date) if person.expected_date else ""
    facts = [
        Fact("Legal name", person.legal_name, actions=(change,) if may_edit else ()),
        Fact("Known as", person.known_as),
        Fact("Pronouns", person.pronouns),
        Fact("Role here", member.get_role_display()),
        Fact("Date of birth", " · ".join(part for part in (born, age_words(person, today) if born else "") if part)),
        *([Fact("Expected on", due)] if due else []),
        Fact("Sex registered at birth", person.get_sex_display()),
        Fact("Gender, as they describe it", person.get_gender_display()),
        Fact("NHS number", nhs_words(person.nhs_number, person.nhs_status)),
        Fact("First language", person.first_language),
        Fact("Ethnic group", list(dict.fromkeys([person.get_ethnicity_display(), person.ethnicity_local]))),
    ]
    return Section("Who they are", [FactList(facts)])


def nhs_words(number: str, status: str) -> list[str]:
    """The number 3-3-4 and how sure it is; without one, why there is none (domain.md §4.3)."""
    if number:
        return [shown_nhs_number(number), NhsNumberStatus(status).label]
    return [] if status == NhsNumberStatus.GIVEN else [NhsNumberStatus(status).label]


def former_names_section(
    family: Family, member: FamilyMember, names: Sequence[FormerName], *, may_edit: bool
) -> Section:
    """Found by them, never called by them."""
    facts = [
        Fact(
            str(name),
            f"Used until {dates.day(name.until)}" if name.until else "Used until: not known",
            actions=[_remove(family, name)] if may_edit else (),
        )
        for name in names
    ]
    body: list[object] = [FactList(facts)] if facts else [Words(["None recorded."])]
    if may_edit:
        href = reverse("families:add_former_name", args=[family.key, member.person.key])
        body.append(Buttons([Button("Add a former name", href, secondary=True)]))
    return Section("Names they had before", [Words(["They can be found by these; nobody is called by them."]), *body])


def former_name_entry(row: FormerName, names: Mapping[int, str]) -> DatedEntry:
    """A name somebody had before, on the timeline at its last day, else when it was recorded."""
    at = at_day(row.until, row.created_at)
    said = "used until then" if row.until else "recorded"
    title = f"{names.get(row.person_id, 'Somebody')}: former name {row} {said}"
    return DatedEntry(at, Entry(dates.weekday(timezone.localtime(at).date()), title, kind=KIND))


def competence_entry(row: Competence, names: Mapping[int, str]) -> DatedEntry:
    """What was found about a young parent's own agreement, on the timeline (P27)."""
    at = at_day(row.found_on, row.created_at)
    found = _FOUND[YesNoUnknown(row.competent)]
    title = f"{names.get(row.person_id, 'Somebody')}: {found[:1].lower()}{found[1:]}"
    lines = [line for line in _found(row) if line]
    return DatedEntry(at, Entry(dates.weekday(timezone.localtime(at).date()), title, lines=lines, kind=KIND))


def _remove(family: Family, name: FormerName) -> Link:
    href = reverse("families:remove_former_name", args=[family.key, name.key])
    return Link("Entered in error", href, hidden=str(name))


def responsibility_section(rows: Sequence[Relationship], names: dict[int, str], family: Family) -> list[object]:
    """What they are to each child, with responsibility, evidence and what a court has limited; limits never fold."""
    if not rows:
        return []
    facts = [
        Fact(
            f"{row.get_kind_display()} of {names.get(row.child_id, row.child.name)}",
            [f"Parental responsibility: {responsibility_words(row).lower()}", evidence_words(row)],
            actions=[Link("See", reverse("families:people", args=[family.key]), hidden="how they are related")],
        )
        for row in rows
    ]
    limits = [row.court_limits for row in rows if row.court_limits]
    callout = [Callout("A court has limited what may happen", list(dict.fromkeys(limits)))] if limits else []
    return [Section("What they are to the children", [*callout, FactList(facts)])]


def young_parent_section(
    family: Family,
    member: FamilyMember,
    rows: Sequence[Competence],
    today: date,
    *,
    has_social_worker: bool,
    may_edit: bool,
) -> list[object]:
    """A parent under 18 is a child too: can they agree, has anybody thought of their own safety (P27)."""
    if member.role not in CARING_ROLES or not (rows or member.person.is_under_18(today)):
        return []
    lines = [
        "Their own agreement counts, not a grandparent’s: nothing goes to or through a grandparent unless they wish.",
        "Their own record is kept as a child’s.",
    ]
    if not has_social_worker:
        lines.append("No social worker is recorded. Ask whether they have one of their own, and add them.")
    facts = [Fact(_FOUND[YesNoUnknown(row.competent)], _found(row)) for row in reversed(rows)]
    body: list[object] = [Words(lines)]
    body.append(FactList(facts) if facts else Words(["Whether they can agree for themselves has not been recorded."]))
    if may_edit:
        href = reverse("families:competence", args=[family.key, member.person.key])
        worker = reverse("families:add_professional", args=[family.key])
        buttons = [Button("Record whether they can agree", href, secondary=True)]
        buttons += [] if has_social_worker else [Button("Add a social worker", worker, secondary=True)]
        body.append(Buttons(buttons))
    return [Section("A parent under 18 is a child too", body)]


def _found(row: Competence) -> list[str]:
    said = [f"Found by {row.found_by}, {dates.day(row.found_on)}", row.words]
    return [*said, f"Their own safety: {row.safeguarding_thought}" if row.safeguarding_thought else ""]
