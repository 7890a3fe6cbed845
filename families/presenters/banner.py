"""The banner that stands on every page about a family: read first, and never collapsing an alert (pages.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from families.enums import CARING_ROLES, AlertKind, FamilyRole, LossKind, NeedKind
from families.models import Alert, Family, FamilyMember, Loss, Need, ProtectionStatus
from families.names import adult_words, age_words, family_label, names_in
from families.selectors import members_of
from pitservice.configuration.enums import YesNoUnknown
from pitservice.ui import components, dates
from pitservice.ui.components import Banner, Colour, Tag
from pitservice.ui.words import inside

ALERT_TAGS = {
    AlertKind.RESTRICTED_PERSON: Tag("Must not know", Colour.RED),
    AlertKind.UNSAFE_ADDRESS: Tag("No letters home", Colour.RED),
    AlertKind.HOME_VISIT_RISK: Tag("Risk at home visit", Colour.RED),
    AlertKind.READ_FIRST: Tag("Read first", Colour.RED),
    AlertKind.OTHER: Tag("Alert", Colour.YELLOW),
}


def banner(family: Family, today: date | None = None, opened_until: datetime | None = None) -> Banner:
    """The banner of a family fetched with `selectors.for_banner`. Alerts come whole and in words.

    `opened_until`: the reader sees the record because they opened it in an emergency, until then.
    """
    today = today or timezone.localdate()
    members = members_of(family)
    names = names_in(members)
    return Banner(
        heading=family_label(family),
        href=reverse("families:family", args=[family.key]),
        lines=[
            *(loss_words(loss, names) for loss in family.losses.all() if loss.undone_at is None),
            who_line(members, names, today),
            *young_parents(members, names, today),
            *need_lines(list(family.needs.all()), names, today),
            f"Record {inside(family.get_naming_display())}",
        ],
        alerts=[*_emergency(opened_until), *_alerts(family, members, names, today)],
    )


def _emergency(until: datetime | None) -> list[components.Alert]:
    if until is None:
        return []
    words = f"You opened this record in an emergency, until {dates.clock(until)}. The guardian reads what you look at."
    return [components.Alert(words, Tag("Emergency", Colour.RED))]


def who_line(members: Sequence[FamilyMember], names: dict[int, str], today: date) -> str:
    """Everybody in one line: babies with their ages first, then the adults, then brothers and sisters."""
    babies = [member for member in members if member.role == FamilyRole.BABY]
    siblings = [member for member in members if member.role == FamilyRole.SIBLING]
    adults = [member for member in members if member not in babies and member not in siblings]
    words = [_child(member, names, today) for member in babies]
    words += [adult_words(member, today, names[member.person_id]) for member in adults]
    words += [_child(member, names, today) for member in siblings]
    return " · ".join(words) or "Nobody is recorded in this family yet"


def _child(member: FamilyMember, names: dict[int, str], today: date) -> str:
    role = "" if member.role == FamilyRole.BABY else inside(member.get_role_display())
    return ", ".join(part for part in (names[member.person_id], role, age_words(member.person, today)) if part)


def young_parents(members: Sequence[FamilyMember], names: dict[int, str], today: date) -> list[str]:
    """A parent under 18 is a child too: whether they decide for themselves, and that nothing goes round them (P27)."""
    return [
        f"{names[member.person_id]} is under 18, a child too. {competence_words(member)}"
        for member in members
        if member.role in CARING_ROLES and member.person.is_under_18(today) and not member.person.lost
    ]


def competence_words(member: FamilyMember) -> str:
    """Whether a parent under 18 can agree for themselves, by whom it was found and when (P27)."""
    found = member.competence
    if found is None:
        return "Whether they can agree for themselves has not been recorded."
    says = {
        YesNoUnknown.YES: "Can agree for themselves",
        YesNoUnknown.NO: "Cannot agree for themselves yet",
        YesNoUnknown.UNKNOWN: "Not sure yet whether they can agree for themselves",
    }[YesNoUnknown(found["competent"])]
    return f"{says} ({found['found_by']}, {dates.day(date.fromisoformat(found['found_on']))})."


def need_lines(needs: Sequence[Need], names: dict[int, str], today: date | None = None) -> list[str]:
    """Needs that stand, in words: "Zofia Nowak: interpreter: Polish"; and when to ask again (DAPB1605, P29)."""

    def late(need: Need) -> str:
        due = today is not None and need.review_on is not None and need.review_on <= today
        return " (time to ask again whether this is still so)" if due else ""

    return [
        need_words(need, names.get(need.person_id, need.person.name)) + late(need)
        for need in needs
        if need.ended_at is None and not need.person.lost
    ]


def need_words(need: Need, name: str) -> str:
    """A need in one line; what somebody asks of us stands in their own words (P29)."""
    if need.kind == NeedKind.DO_NOT_ASK:
        return f"What {name} need not be asked again: “{need.text}”"
    if need.kind == NeedKind.HOW_TO_CONTACT:
        return f"How {name} wants to be contacted: “{need.text}”"
    return f"{name}: {inside(need.get_kind_display())}: {need.text}"


def grieves(family: Family) -> bool:
    """A loss stands that nobody has lifted: clocks and prompts are quiet (P22). The family's losses were fetched."""
    return any(loss.lifted_at is None and loss.undone_at is None for loss in family.losses.all())


def loss_words(loss: Loss, names: dict[int, str]) -> str:
    """A loss, said quietly: who, and the day where it is known. While nobody has lifted it, that nothing goes out."""
    name = names.get(loss.person_id, loss.person.name)
    when = f" on {dates.day(loss.happened_on)}" if loss.happened_on else ""
    said = {
        LossKind.PREGNANCY_ENDED: f"{name}: the pregnancy ended{when}.",
        LossKind.STILLBIRTH: f"{name} was stillborn{when}.",
    }.get(LossKind(loss.kind), f"{name} died{when}.")
    if loss.lifted_at is not None:
        return said
    if loss.decided_at is not None:
        return f"{said} Who tells whom is decided: {loss.who_tells} Nothing goes out by itself yet."
    return f"{said} Nothing goes out until a person has decided who tells whom; speak to the lead before any visit."


def _alerts(
    family: Family, members: Sequence[FamilyMember], names: dict[int, str], today: date
) -> list[components.Alert]:
    shown = [alert_line(alert, names) for alert in family.alerts.all() if alert.lifted_at is None]
    if family.restricted:
        words = "Only named colleagues see this record. Do not speak of it to others."
        shown.insert(0, components.Alert(words, Tag("Restricted record", Colour.RED)))
    shown += [protection_line(row, names) for row in family.protection_statuses.all() if in_force(row, today)]
    limit = Tag("Court order", Colour.RED)
    for member in members:
        shown += [components.Alert(f"{names[member.person_id]}: {words}", limit) for words in member.court_limits]
    for member in members:
        if member.role == FamilyRole.BABY and is_overdue(member, today):
            words = f"{names[member.person_id]}: the expected date is past and no birth is recorded. {CHECK_FIRST}"
            shown.append(components.Alert(words, Tag("Check first", Colour.YELLOW)))
    return shown


def in_force(row: ProtectionStatus, today: date) -> bool:
    """Whether a standing with children's social care holds on that day."""
    return row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)


def protection_line(row: ProtectionStatus, names: dict[int, str]) -> components.Alert:
    """A child's standing with children's social care: "Kai since 3 March 2026: neglect"."""
    category = f": {row.category}" if row.category else ""
    words = f"{names.get(row.person_id, row.person.name)}, since {dates.day(row.starts_on)}{category}"
    return components.Alert(words, Tag(row.get_kind_display(), Colour.YELLOW))


CHECK_FIRST = "Check with the midwife or health visitor before any word goes out."


def is_overdue(member: FamilyMember, today: date) -> bool:
    """The expected date is past, no birth and no loss is recorded (P22)."""
    person = member.person
    return person.is_unborn and not person.lost and person.expected_date is not None and person.expected_date < today


def alert_line(alert: Alert, names: dict[int, str]) -> components.Alert:
    """An alert in its own words, with whom it is about."""
    who = names.get(alert.person_id or 0, alert.person.name if alert.person else "")
    words = {AlertKind.RESTRICTED_PERSON: f"{who} must not learn of the work. {alert.text}"}
    text = words.get(AlertKind(alert.kind), f"{who}: {alert.text}" if who else alert.text)
    return components.Alert(text, ALERT_TAGS[AlertKind(alert.kind)])
