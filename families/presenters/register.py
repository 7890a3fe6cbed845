"""How requests, incidents, holds, retention and destruction read (P31)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse

from families.deadlines import request_due
from families.enums import IncidentKind, RequestDecision, RequestKind
from families.models import Destruction, Document, Family, FamilyMember, Incident, LegalHold, RecordRequest
from families.names import family_label
from families.registry import IncidentSubject, incident_subject
from families.retention import THEN, Retention
from pitservice.audit.models import Event
from pitservice.ui import dates
from pitservice.ui.components import (
    Button,
    Callout,
    Cell,
    Colour,
    Column,
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

Names = Mapping[int, str]
#: The register's pages, in order: words and URL name.
PAGES = (
    ("Requests", "families:records"),
    ("Incidents", "families:incidents"),
    ("Holds", "families:holds"),
    ("Due to be looked at", "families:retention"),
    ("Destruction", "families:destructions"),
)
SOON = 7


def register_tabs(current: str) -> list[Tab]:
    """The register's pages as tabs."""
    return [Tab(text, reverse(name), current=name == current) for text, name in PAGES]


# --- requests ---


def request_tag(row: RecordRequest, today: date) -> Tag:
    """What was decided, or how much time is left."""
    if row.decided_at is not None:
        return Tag(RequestDecision(row.decision).label, Colour.GREEN)
    left = (row.due_on - today).days
    if left < 0:
        return Tag("Late", Colour.RED)
    return Tag("Due soon", Colour.YELLOW) if left <= SOON else Tag("In hand", Colour.BLUE)


def is_extended(row: RecordRequest) -> bool:
    """Whether it was given more than the one month."""
    return row.due_on > request_due(row.received_on)


def request_row(row: RecordRequest, today: date) -> list[Cell]:
    """One request in the register."""
    extended = "Extended by two months" if is_extended(row) else ""
    return [
        Cell(
            f"{row.get_kind_display()}, asked by {row.asked_by}",
            href=reverse("families:request", args=[row.family.key, row.key]),
        ),
        Cell(family_label(row.family)),
        Cell(dates.day(row.received_on)),
        Cell(dates.weekday(row.due_on) if row.decided_at else dates.in_words(row.due_on, today), hint=extended),
        Cell(tags=[request_tag(row, today)]),
    ]


REQUEST_COLUMNS = (Column("Request"), Column("Family"), Column("Received"), Column("Due"), Column("State"))


def request_facts(row: RecordRequest, names: Names, today: date, reasons: Mapping[str, str]) -> FactList:
    """A request as it stands; `reasons` by the verb of what was done."""
    checked = ""
    if row.identity_checked_at and row.identity_checked_by:
        checked = f"{dates.moment(row.identity_checked_at)}, by {row.identity_checked_by.name}"
    facts = [
        Fact("State", tags=[request_tag(row, today)]),
        Fact("Asked by", row.asked_by),
        Fact("Whose information", names.get(row.whose_id, "") if row.whose_id else "The whole record"),
        Fact("In their own words", row.words.splitlines()),
        Fact("Received", dates.weekday(row.received_on)),
        Fact("Due", [dates.weekday(row.due_on), *_extended(row, reasons)]),
        Fact("Identity checked", [line for line in (row.identity_how, checked) if line], empty="Not yet"),
        Fact("Right to ask checked", row.responsibility_how, empty="Not recorded"),
    ]
    if row.decided_at and row.decided_by:
        said = reasons.get("families.decide_request", "")
        facts.append(Fact("Decided", [f"{dates.moment(row.decided_at)}, by {row.decided_by.name}", said]))
    return FactList(facts)


def _extended(row: RecordRequest, reasons: Mapping[str, str]) -> list[str]:
    if not is_extended(row):
        return []
    return [f"Extended by two months. {reasons.get('families.extend_request', '')}".strip()]


def reasons_by_verb(events: Sequence[Event]) -> dict[str, str]:
    """The words given for each thing done, by its verb; the newest of each."""
    return {event.verb: event.reason.text for event in events if event.reason}


def request_buttons(row: RecordRequest, *, drawn_up: bool = False) -> list[Button]:
    """The copy, and what can be done until it is decided."""
    if row.decided_at is not None:
        return _copy_button(row, drawn_up=drawn_up)
    offered = [("Record who asks", "check_request"), ("Decide", "decide_request")]
    if not is_extended(row):
        offered.insert(1, ("Take longer", "extend_request"))
    to = [row.family.key, row.key]
    found = [Button(text, reverse(f"families:{url}", args=to), secondary=True) for text, url in offered]
    return [*found, *_copy_button(row, drawn_up=drawn_up)]


def _copy_button(row: RecordRequest, *, drawn_up: bool) -> list[Button]:
    """To the copy that is drawn up, or to draw one up once it is known who asks."""
    nothing = row.decision in (RequestDecision.REFUSED, RequestDecision.WITHDRAWN)
    if not drawn_up and (row.kind != RequestKind.ACCESS or row.identity_checked_at is None or nothing):
        return []
    url, text = ("release", "Copy of the record") if drawn_up else ("draw_up", "Draw up a copy")
    return [Button(text, reverse(f"families:{url}", args=[row.family.key, row.key]), secondary=True)]


def checklist(
    documents: Sequence[Document],
    restricted: Sequence[str],
    others: Mapping[str, int],
    professionals: Sequence[str],
    safety: int,
) -> list[object]:
    """What is looked at before anything is given, from the record as it is now (P31)."""
    parts: list[object] = []
    if restricted:
        lines = [f"{name} must not learn of the work." for name in restricted]
        ask = "If they ask, or would see the answer, the answer alone can put somebody at risk: ask the lead first."
        parts.append(Callout("Before anything is said", [*lines, ask]))
    rows = _looked_at(documents, others, professionals, safety)
    columns = [Column("What"), Column("Why it is looked at")]
    heading = "To look at before anything is given"
    shown = Table(heading, columns, rows) if rows else Empty("Nothing is marked.")
    said = Words(
        [
            "Read every letter, text and note as well: a paragraph may speak of somebody else.",
            "A copy that is given does not show that something was left out: no gaps, no black bars.",
        ]
    )
    return [*parts, Section(heading, [said, shown])]


def _looked_at(
    documents: Sequence[Document], others: Mapping[str, int], professionals: Sequence[str], safety: int
) -> list[list[Cell]]:
    rows = [[Cell(one.title), Cell(one.withhold_why or "Marked: not for disclosure")] for one in documents]
    theirs = "About somebody else: given only where they agree, or where it is reasonable without"
    rows += [
        [Cell(f"{dates.count(number, 'entry', 'entries')} about {name}"), Cell(theirs)]
        for name, number in others.items()
    ]
    if safety:
        what = "concerns, referrals to social care and decisions to share"
        why = "What a referrer said never goes to a parent. Harm to anybody: a health professional decides"
        rows.append([Cell(f"{dates.count(safety, 'entry', 'entries')} about safety: {what}"), Cell(why)])
    told = "Professional: their name is usually given, what others told them is not"
    return rows + [[Cell(name), Cell(told)] for name in professionals]


# --- incidents ---

INCIDENT_COLUMNS = (Column("What went wrong"), Column("Family"), Column("Known since"), Column("State"))


def incident_tags(row: Incident, now: datetime) -> list[Tag]:
    """Open or closed, and for a breach what is left of the 72 hours."""
    if row.closed_at is not None:
        return [Tag("Closed", Colour.GREEN)]
    if row.kind != IncidentKind.BREACH or row.report_by is None:
        return [Tag("Open", Colour.BLUE)]
    if row.reported_on is not None:
        return [Tag("Reported", Colour.BLUE)]
    hours = int((row.report_by - now).total_seconds() // 3600)
    if hours < 0:
        return [Tag("72 hours are over", Colour.RED)]
    return [Tag(f"{dates.count(hours, 'hour')} left to report", Colour.YELLOW)]


def incident_row(row: Incident, now: datetime) -> list[Cell]:
    """One incident in the register."""
    return [
        Cell(row.get_kind_display(), href=reverse("families:incident", args=[row.key])),
        Cell(family_label(row.family) if row.family else "No single family"),
        Cell(dates.moment(row.known_on)),
        Cell(tags=incident_tags(row, now)),
    ]


def incident_link(family: Family | None, about: str, *, may_open: bool) -> list[object]:
    """A small link from what went wrong to a new incident about it; `about` is its label and key."""
    if family is None or not may_open:
        return []
    to = reverse("families:add_incident", args=[family.key])
    return [Link("Something went wrong with this: open an incident", f"{to}?about={about}")]


def _about_href(row: Incident, subject: IncidentSubject) -> str:
    """Where what is concerned stands."""
    place = [row.family.key] if subject.in_family and row.family else []
    return reverse(subject.url_name, args=[*place, row.about.partition(":")[2]])


def incident_facts(row: Incident, now: datetime, *, moved: bool = False, kept: Retention | None = None) -> FactList:
    """An incident as it stands, with the clock of a breach; `moved`: what it is about is in this record no more.

    `kept`: how long, where it is about no single family and closed.
    """
    facts = [Fact("State", tags=incident_tags(row, now)), Fact("What happened", row.words.splitlines())]
    subject = incident_subject(row.about)
    if subject:
        links = [] if moved else [Link(subject.noun, _about_href(row, subject))]
        facts.append(
            Fact("About", f"{subject.noun}, which was moved to the record it belongs to" if moved else "", links=links)
        )
    facts.append(Fact("Known since", dates.moment(row.known_on)))
    if row.report_by:
        words = "A breach that may harm somebody is reported to the Information Commissioner by then."
        facts.append(Fact("72 hours end", [dates.moment(row.report_by), words]))
        facts.append(Fact("Reported", dates.moment(row.reported_on) if row.reported_on else "", empty="Not reported"))
    facts.append(Fact("People told", row.people_told.splitlines(), empty="Nobody yet"))
    facts.append(Fact("Opened", f"{dates.moment(row.created_at)}, by {row.created_by.name}"))
    if row.closed_at and row.closed_by:
        facts.append(Fact("What came of it", row.outcome.splitlines()))
        facts.append(Fact("Closed", f"{dates.moment(row.closed_at)}, by {row.closed_by.name}"))
    if kept is not None:
        facts.append(
            Fact("Looked at on", [dates.day(kept.review_on), f"{kept.rule[:1].upper()}{kept.rule[1:]}.", THEN])
        )
    return FactList(facts)


def incident_buttons(row: Incident, *, is_over: bool = False) -> list[Button]:
    """What can be done while it is open, and once its retention date is past."""
    after = [("Propose that it is destroyed", "propose_incident_destruction")] if is_over else []
    if row.closed_at is not None:
        return [Button(text, reverse(f"families:{url}", args=[row.key]), secondary=True) for text, url in after]
    offered = (("Record what was done", "note_incident"), ("Close it", "close_incident"))
    return [Button(text, reverse(f"families:{url}", args=[row.key]), secondary=True) for text, url in offered]


# --- retention, holds and destruction ---

HOLD_COLUMNS = (Column("Record"), Column("Why it is held"), Column("Since"), Column("Actions"))
REVIEW_COLUMNS = (Column("Record"), Column("Retention date"), Column("By which rule"), Column("State"))
DESTRUCTION_COLUMNS = (Column("Reference"), Column("By which rule"), Column("State"), Column("Actions"))


def hold_row(row: LegalHold) -> list[Cell]:
    """One hold."""
    family = row.family
    lift = Link("Lift", reverse("families:lift_hold", args=[family.key, row.key]), hidden=family_label(family))
    return [
        Cell(family_label(family), href=reverse("families:record_keeping", args=[family.key]), hint=family.key),
        Cell(row.why),
        Cell(dates.moment(row.created_at)),
        Cell(links=[lift]),
    ]


def review_row(family: Family, found: Retention, today: date, *, is_held: bool, is_proposed: bool) -> list[Cell]:
    """One record that is due to be looked at."""
    past = found.review_on <= today
    tag = Tag("Past its date", Colour.YELLOW) if past else Tag("Within a year", Colour.GREY)
    if is_held:
        tag = Tag("Held", Colour.BLUE)
    elif is_proposed:
        tag = Tag("Down for destruction", Colour.BLUE)
    to = reverse("families:record_keeping", args=[family.key])
    return [
        Cell(family_label(family), href=to, hint=family.key),
        Cell(dates.day(found.review_on)),
        Cell(found.rule[:1].upper() + found.rule[1:], hint=found.note),
        Cell(tags=[tag]),
    ]


def destruction_tag(row: Destruction) -> Tag:
    """Proposed, approved or destroyed."""
    if row.destroyed_at is not None:
        return Tag("Destroyed", Colour.GREEN)
    return Tag("Approved", Colour.BLUE) if row.approved_at else Tag("Waits for a second person", Colour.YELLOW)


def destruction_row(row: Destruction) -> list[Cell]:
    """One destruction: what it was by its reference, never by a name."""
    links = []
    if row.approved_at is None:
        links.append(Link("Approve", reverse("families:approve_destruction", args=[row.key]), hidden=row.reference))
    if row.destroyed_at is None:
        links.append(Link("Keep it", reverse("families:withdraw_destruction", args=[row.key]), hidden=row.reference))
    hint = ""
    if row.destroyed_at:
        hint = f"{dates.moment(row.destroyed_at)}, {dates.count(sum(row.counts.values()), 'entry', 'entries')}"
    elif row.approved_at:
        hint = f"Whoever runs the system now destroys it: manage.py destroy_record {row.reference}"
    also = f"With what was merged into it: {', '.join(row.also)}" if row.also else ""
    return [
        Cell(f"{row.get_of_display()} {row.reference}", hint=also),
        Cell(row.rule[:1].upper() + row.rule[1:], hint=f"Since {dates.day(row.due_on)}"),
        Cell(tags=[destruction_tag(row)], hint=hint),
        Cell(links=links),
    ]


def keeping_facts(family: Family, found: Retention, hold: LegalHold | None, *, is_proposed: bool) -> FactList:
    """How long this record is kept, and whether it is held."""
    facts = [
        Fact("To be reviewed on", [dates.day(found.review_on), f"{found.rule[:1].upper()}{found.rule[1:]}.", THEN]),
        Fact("Rule from", [line for line in (found.source, found.note) if line]),
    ]
    if hold is None:
        to = Link("Hold it", reverse("families:hold_record", args=[family.key]), hidden="this record")
        facts.append(Fact("Legal hold", "Not held", actions=[to]))
    else:
        to = Link("Lift it", reverse("families:lift_hold", args=[family.key, hold.key]), hidden="the hold")
        since = f"{hold.why}. Since {dates.day(hold.created_at.date())}"
        facts.append(Fact("Legal hold", since, tags=[Tag("Held", Colour.BLUE)], actions=[to]))
    if is_proposed:
        facts.append(Fact("Destruction", tags=[Tag("Down for destruction", Colour.YELLOW)]))
    return FactList(facts, heading="How long it is kept")


def names_of_others(members: Sequence[FamilyMember], names: Names, counts: Mapping[int, int]) -> dict[str, int]:
    """How many entries there are about each, by how the family's pages call them."""
    known = [member.person_id for member in members]
    found = {names[person_id]: counts[person_id] for person_id in known if person_id in counts}
    rest = sum(number for person_id, number in counts.items() if person_id not in known)
    return found | ({"others": rest} if rest else {})
