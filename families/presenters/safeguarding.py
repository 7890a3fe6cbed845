"""How sharing and safeguarding read: the tab, a concern's page, the chronology, the golden rules in our own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone

from families.enums import LossKind, SharingBasis
from families.models import Concern, ConcernStep, Family, ProtectionStatus, Sharing, SocialCareReferral
from pitservice.configuration.enums import YesNoUnknown
from pitservice.ui import dates
from pitservice.ui.components import (
    Button,
    Buttons,
    Cell,
    Colour,
    Column,
    Details,
    Empty,
    Entry,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
    Timeline,
    Words,
)

Names = Mapping[int, str]
_CONSENT = {
    YesNoUnknown.YES: "agreed",
    YesNoUnknown.NO: "did not agree",
    YesNoUnknown.UNKNOWN: "was not asked",
}

GOLDEN_RULES = (
    "1. The child’s safety comes first. Data protection law never forbids what keeps a child safe.",
    "2. Be open with the family about what you share, with whom and why, unless saying so puts somebody at risk.",
    "3. Where a child may come to harm you need nobody’s agreement. Where it is safe, ask all the same.",
    "4. Unsure? Ask early: the clinical lead, the safeguarding lead or the Caldicott guardian. Leave names out.",
    "5. Leave out who people are wherever the purpose does not need it.",
    "6. Share only what is needed, right and up to date, with those who need it, in a safe way and in good time.",
    "7. Write down what you decided and why, also when you decided not to share.",
)
ESCALATION = (
    "First ask the person you spoke to for their answer, and for their manager’s name.",
    "Then take it to that manager, or to the duty manager of children’s social care.",
    "Then ask our safeguarding lead to take it to the next level, as the local safeguarding partnership’s "
    "escalation policy says.",
    "If a child is in danger now, call 999 and do not wait for any of this.",
)


def rules_help() -> Details:
    """The seven golden rules, in our own words (domain.md §4.7)."""
    return Details("Seven rules for sharing", [Words(GOLDEN_RULES)])


def escalation_help() -> Details:
    """What to do when nobody answers (P32)."""
    return Details("If they do not answer", [Words(ESCALATION)])


# --- referrals to children's social care ---


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a referral to children's social care stands, and the one thing to do."""

    tag: Tag
    action: str
    url_name: str


def care_stage(row: SocialCareReferral, due: date, today: date) -> Stage:
    """In words, by its day: waiting, due today, late; chased and escalated in their turn (P32)."""
    if row.acknowledged_on is not None:
        return Stage(Tag("Acknowledged", Colour.GREEN), "Escalate", "social_care_escalated")
    if due < today:
        if row.escalated_on:
            return Stage(Tag("Escalated, still no answer", Colour.RED), "Escalate further", "social_care_escalated")
        if row.chased_on:
            return Stage(Tag("Chased, still no answer", Colour.RED), "Escalate", "social_care_escalated")
        return Stage(Tag("No acknowledgement", Colour.RED), "Chase", "social_care_chased")
    if due == today:
        tag = Tag("Acknowledgement due today", Colour.YELLOW)
    elif row.escalated_on:
        tag = Tag("Escalated", Colour.BLUE)
    elif row.chased_on:
        tag = Tag("Chased", Colour.BLUE)
    else:
        tag = Tag("Waiting for acknowledgement", Colour.GREY)
    if row.written_on is None:
        return Stage(tag, "Put it in writing", "social_care_written")
    return Stage(tag, "Record the answer", "social_care_acknowledged")


def care_section(family: Family, rows: Sequence[tuple[SocialCareReferral, date]], today: date) -> Section:
    """Referrals to children's social care with the day by which each must have been answered."""
    if not rows:
        return Section("Children’s social care", [Empty("Nothing has been referred to children’s social care.")])
    lists: list[object] = [_care_facts(family, row, due, today) for row, due in rows]
    return Section("Children’s social care", [*lists, escalation_help()])


def _care_facts(family: Family, row: SocialCareReferral, due: date, today: date) -> FactList:
    facts = [
        Fact("State", tags=[care_stage(row, due, today).tag], actions=_care_actions(family, row)),
        Fact("By phone", dates.moment(row.phoned_on) if row.phoned_on else "", empty="Not made by phone"),
        Fact("In writing", dates.moment(row.written_on) if row.written_on else "", empty="Not in writing yet"),
    ]
    if row.acknowledged_on:
        facts.append(Fact("Acknowledged", [dates.weekday(row.acknowledged_on), row.decision]))
    else:
        facts.append(Fact("An answer is due", dates.weekday(due)))
    if row.chased_on:
        facts.append(Fact("Chased", dates.weekday(row.chased_on)))
    if row.escalated_on:
        facts.append(Fact("Escalated", f"{dates.weekday(row.escalated_on)}, to {row.escalated_to}"))
    return FactList(facts, heading=f"Referral to {row.to_whom}")


def _care_actions(family: Family, row: SocialCareReferral) -> list[Link]:
    offered = [("social_care_escalated", "Escalate")]
    if row.acknowledged_on is None:
        offered = [("social_care_acknowledged", "Record the answer"), ("social_care_chased", "Chase"), *offered]
    if row.written_on is None:
        offered.insert(0, ("social_care_written", "Put it in writing"))
    return [
        Link(words, reverse(f"families:{url}", args=[family.key, row.key]), hidden=f"referral to {row.to_whom}")
        for url, words in offered
    ]


# --- concerns ---


def concern_title(row: Concern, names: Names) -> str:
    """ "Concern about Kai, 3 November 2026"."""
    about = f" about {names.get(row.person_id, 'somebody')}" if row.person_id else ""
    return f"Concern{about}, {dates.day(row.happened_on)}"


def concern_tag(row: Concern, today: date) -> Tag:
    """Closed, late, due today or open."""
    if row.closed_at is not None:
        return Tag("Closed", Colour.GREEN)
    if row.next_on is None or row.next_on < today:
        return Tag("Next step late", Colour.RED)
    return Tag("Next step due today", Colour.YELLOW) if row.next_on == today else Tag("Open", Colour.BLUE)


def concerns_section(heading: str, family: Family, rows: Sequence[Concern], names: Names, today: date) -> Section:
    """Concerns in a table, each leading to its page."""
    columns = [Column("Concern"), Column("State"), Column("What happens next, or what came of it")]
    cells = [
        [
            Cell(concern_title(row, names), href=reverse("families:concern", args=[family.key, row.key])),
            Cell(tags=[concern_tag(row, today)]),
            Cell(row.outcome or row.next_step, hint=_next_day(row, today)),
        ]
        for row in rows
    ]
    return Section(heading, [Table(heading, columns, cells) if cells else Empty("There are no open concerns.")])


def _next_day(row: Concern, today: date) -> str:
    """When the next step of an open concern is due."""
    return dates.in_words(row.next_on, today) if row.next_on and row.closed_at is None else ""


def concern_facts(row: Concern, names: Names, entered: str, today: date) -> FactList:
    """A concern as it stands."""
    facts = [
        Fact("State", tags=[concern_tag(row, today)]),
        Fact("About", names.get(row.person_id, "") if row.person_id else "The whole family"),
        Fact("When", dates.weekday(row.happened_on)),
        Fact("What was seen, heard or said", row.words.splitlines()),
        Fact("Entered", f"{dates.moment(row.created_at)}, by {entered}"),
    ]
    if row.closed_at is None:
        facts.append(Fact("What happens next", [row.next_step, dates.weekday(row.next_on) if row.next_on else ""]))
    else:
        facts.append(Fact("What came of it", row.outcome.splitlines()))
        facts.append(Fact("Closed", dates.moment(row.closed_at)))
    return FactList(facts)


def step_title(step: ConcernStep) -> str:
    """ "Got advice: Denise Holt"."""
    return f"{step.get_kind_display()}: {step.who}" if step.who else step.get_kind_display()


def steps_section(row: Concern, entered: Mapping[str, str]) -> Section:
    """What was done about a concern, newest first."""
    entries = [
        Entry(
            dates.weekday(step.done_on),
            step_title(step),
            lines=step.words.splitlines(),
            kind=entered.get(str(step.created_by), ""),
        )
        for step in reversed(row.steps.all())
    ]
    return Section("What was done", [Timeline(entries, Empty("Nothing has been recorded yet."))])


def concern_buttons(family: Family, row: Concern) -> list[Button]:
    """What can be done about it in its state."""
    if row.closed_at is not None:
        offered = [("reopen_concern", "Open it again")]
    else:
        offered = [
            ("add_step", "Record what was done"),
            ("refer_social_care", "Refer to social care"),
            ("close_concern", "Close with its outcome"),
        ]
    return [
        Button(words, reverse(f"families:{url}", args=[family.key, row.key]), secondary=True) for url, words in offered
    ]


# --- standing with children's social care, and what was shared ---


def status_words(row: ProtectionStatus) -> str:
    """ "Child protection plan (neglect) since 3 March 2026"."""
    category = f" ({row.category})" if row.category else ""
    until = f" until {dates.day(row.ends_on)}" if row.ends_on else ""
    return f"{row.get_kind_display()}{category} since {dates.day(row.starts_on)}{until}"


def statuses_section(family: Family, rows: Sequence[ProtectionStatus], names: Names) -> Section:
    """What was and is in force, newest first."""
    facts = [
        Fact(
            names.get(row.person_id, "A child"),
            status_words(row),
            tags=[] if row.ends_on else [Tag("In force", Colour.YELLOW)],
            actions=[]
            if row.ends_on
            else [
                Link("End", reverse("families:end_status", args=[family.key, row.key]), hidden=row.get_kind_display())
            ],
        )
        for row in reversed(rows)
    ]
    add = Button("Record a plan or order", reverse("families:add_status", args=[family.key]), secondary=True)
    shown = FactList(facts) if facts else Empty("No plan or order is recorded for any child.")
    return Section("Standing with children’s social care", [shown, Buttons([add])])


def consent_words(snapshot: Sequence[Mapping[str, str]]) -> list[str]:
    """ "Aisha Khan agreed", for each adult as it was then."""
    return [f"{row['name']} {_CONSENT[YesNoUnknown(row['answer'])]}" for row in snapshot]


def sharings_section(rows: Sequence[Sharing]) -> Section:
    """The log of what was shared and what was not, newest first."""
    columns = [Column("When"), Column("What"), Column("With whom, and what for"), Column("Decision")]
    cells = [
        [
            Cell(dates.day(row.decided_on), hint=row.decided_name),
            Cell(row.what),
            Cell(row.with_whom, hint=row.purpose),
            Cell(tags=[_shared_tag(row)], hint=sentences(_reasons(row))),
        ]
        for row in reversed(rows)
    ]
    empty = Empty("Nothing has been recorded as shared or kept back.")
    return Section("What was shared, and what was not", [Table("Sharing", columns, cells) if cells else empty])


def _reasons(row: Sharing) -> list[str]:
    """On what footing, why, and what each adult had said by then."""
    asked = consent_words(row.consent)
    if len(asked) > 1 and all(one["answer"] == YesNoUnknown.UNKNOWN for one in row.consent):
        asked = ["Nobody in the family was asked"]
    return [SharingBasis(row.basis).label, row.why, *asked]


def sentences(parts: Sequence[str]) -> str:
    """One after another, each with its full stop: "The person agreed. She asked us to. Aisha Khan agreed."."""
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in (one.strip() for one in parts) if part)


def _shared_tag(row: Sharing) -> Tag:
    return Tag("Shared", Colour.GREEN) if row.shared else Tag("Not shared", Colour.WHITE)


# --- the chronology ---


@dataclass(frozen=True, slots=True)
class Dated:
    """One line of the chronology: when, what, from which kind of entry, who entered it."""

    at: datetime
    what: str
    lines: Sequence[str]
    source: str
    by: str
    struck: bool = False


def chronology_rows(rows: Mapping[str, Sequence[Any]], names: Names, entered: Mapping[str, str]) -> list[Dated]:
    """Every entry about safety in the order in which it happened; those entered in error say so."""
    errors = {(one.entry_model, one.entry_id) for one in rows["errors"]}
    found: list[Dated] = []

    def add(row: Any, day: date | datetime | None, what: str, *lines: str, source: str) -> None:
        struck = (row._meta.label_lower, row.pk) in errors
        said = [line for line in lines if line]
        by = entered.get(str(row.created_by), "")
        found.append(Dated(_moment(day, row.created_at), what, said, source, by, struck))

    for concern in rows["concerns"]:
        add(concern, concern.happened_on, concern_title(concern, names), concern.words, source="Concern")
        for step in concern.steps.all():
            add(step, step.done_on, step_title(step), step.words, source="Step")
        if concern.closed_at:
            add(concern, concern.closed_at, "Concern closed", concern.outcome, source="Concern")
    for row in rows["referrals"]:
        _add_referral(add, row)
    for row in rows["statuses"]:
        who = names.get(row.person_id, "A child")
        add(row, row.starts_on, f"{who}: {status_words(row)}", source="Status")
        if row.ends_on:
            add(row, row.ends_on, f"{who}: {row.get_kind_display()} ended", source="Status")
    for row in rows["sharings"]:
        add(row, row.decided_on, f"{row}: {row.what}", *_reasons(row), source="Sharing")
    for row in rows["losses"]:
        if row.undone_at is None:
            add(row, row.happened_on, f"{names.get(row.person_id, '')}: {LossKind(row.kind).label}", source="Loss")
    for row in rows["changes"]:
        what = f"{names.get(row.person_id, 'Somebody')}: {row.get_kind_display()}"
        add(row, row.happened_on, what, row.responsible, source="Change of care")
    return sorted(found, key=lambda one: one.at)


def _add_referral(add: Any, row: SocialCareReferral) -> None:
    source = "Social care"
    for moment, how in ((row.phoned_on, "by phone"), (row.written_on, "in writing")):
        if moment:
            add(row, moment, f"Referred to {row.to_whom} {how}", source=source)
    if row.chased_on:
        add(row, row.chased_on, f"{row.to_whom} chased", source=source)
    if row.escalated_on:
        add(row, row.escalated_on, f"Escalated to {row.escalated_to}", source=source)
    if row.acknowledged_on:
        add(row, row.acknowledged_on, f"{row.to_whom} answered", row.decision, source=source)


def _moment(day: date | datetime | None, fallback: datetime) -> datetime:
    """A day as a moment, for sorting: midday where no time is known."""
    if isinstance(day, datetime):
        return day
    return timezone.make_aware(datetime.combine(day, time(12))) if day else fallback


def chronology_table(rows: Sequence[Dated]) -> object:
    """The chronology, oldest first."""
    if not rows:
        return Empty("There is nothing yet that a chronology is drawn from: no concern, decision, status or loss.")
    columns = [Column("When"), Column("What"), Column("From"), Column("Entered by")]
    cells = [
        [
            Cell(dates.weekday(timezone.localtime(row.at).date())),
            Cell(
                row.what,
                tags=[Tag("Entered in error", Colour.RED)] if row.struck else [],
                hint=sentences(row.lines),
            ),
            Cell(row.source),
            Cell(row.by),
        ]
        for row in rows
    ]
    return Table("Chronology", columns, cells)
