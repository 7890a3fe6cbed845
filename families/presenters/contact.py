"""Contact and consent: points, needs, alerts, agreements, consents, professionals, and who would be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone

from families.enums import AlertKind, PointKind, ProfessionalRole
from families.models import (
    Agreement,
    Alert,
    ContactPoint,
    Family,
    FamilyMember,
    FamilyProfessional,
    Loss,
    Need,
)
from families.presenters.banner import ALERT_TAGS, alert_line, loss_words
from families.presenters.family import agreement_words, put_right_href
from pitservice.configuration.enums import YesNoUnknown
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Fact, FactList, Link, Section, Table, Tag
from pitservice.ui.words import inside

_SAFE = {
    YesNoUnknown.YES: Tag("Safe", Colour.GREEN),
    YesNoUnknown.NO: Tag("Not safe", Colour.RED),
    YesNoUnknown.UNKNOWN: Tag("Safety not asked", Colour.YELLOW),
}
_TEXTS = {
    YesNoUnknown.YES: Tag("Texts welcome", Colour.WHITE),
    YesNoUnknown.NO: Tag("No texts", Colour.RED),
    YesNoUnknown.UNKNOWN: Tag("Texts not asked", Colour.YELLOW),
}
_MUST_NOT = ALERT_TAGS[AlertKind.RESTRICTED_PERSON]
_NOTHING_GOES = Fact("Must not learn of the work", "Nothing goes to any of these.", tags=[_MUST_NOT])
_MESSAGES = {
    YesNoUnknown.YES: "We may leave a message",
    YesNoUnknown.NO: "Leave no message",
    YesNoUnknown.UNKNOWN: "Nobody has asked whether we may leave a message",
}


def recipient_names(links: Sequence[FamilyProfessional]) -> dict[str, str]:
    """How consents' recipients read: every role ("the health visitor"), and this family's professionals by key."""
    names = {str(role): f"the {inside(role.label)}" for role in ProfessionalRole if role != ProfessionalRole.OTHER}
    names[ProfessionalRole.PERINATAL] = "the perinatal mental health team"
    return names | {link.professional.key: professional_words(link) for link in links}


def professional_words(link: FamilyProfessional) -> str:
    """ "Mary Hill, health visitor"."""
    return f"{link.professional.name}, {inside(link.get_role_display())}"


def person_section(
    family: Family,
    member: FamilyMember,
    name: str,
    agreement: Agreement | None,
    points: Sequence[ContactPoint],
    needs: Sequence[Need],
    names: Mapping[int, str],
    *,
    asked: bool,
    restricted: bool,
    may_edit: bool,
) -> Section:
    """One person: what they said, how they are reached, what they need; of a restricted person, first that they are."""
    act = [_act("agreement", "Record an answer", name, family, member.person.key)] if may_edit else []
    facts = (
        [Fact("Must not learn of the work", "Nothing goes to any of these.", tags=[_MUST_NOT])] if restricted else []
    )
    facts += [Fact("Knows and agrees", _agreed(agreement), actions=act)] if asked else []
    facts += [point_fact(family, point, name, names, may_edit=may_edit) for point in points]
    facts += [need_fact(family, need, name, may_edit=may_edit) for need in needs]
    body: list[object] = [FactList(facts)] if facts else [Empty(f"No phone, e-mail or address of {name} is recorded.")]
    return Section(f"{name}, {inside(member.get_role_display())}", body)


def _agreed(agreement: Agreement | None) -> list[str]:
    lines = [agreement_words(agreement).capitalize()]
    if agreement and (agreement.asked_by or agreement.asked_on):
        by = f"by {agreement.asked_by}" if agreement.asked_by else ""
        on = f"on {dates.day(agreement.asked_on)}" if agreement.asked_on else ""
        lines.append(" ".join(part for part in ("Asked", by, on) if part))
    return lines


def point_fact(family: Family, point: ContactPoint, name: str, names: Mapping[int, str], *, may_edit: bool) -> Fact:
    """A way to reach somebody, with everything that was said about it."""
    value = [line for line in (*point.value.splitlines(), point.postcode) if line]
    lines = value[:-1] if point.postcode and point.postcode in point.value.upper() else value
    lines = [*lines, *point_notes(point, names)]
    actions = []
    if may_edit:
        about = f"{inside(point.get_kind_display())} of {name}"
        actions = [
            _act("change_point", "Change", about, family, point.key),
            _act("end_point", "End", about, family, point.key),
            Link("Put right", put_right_href(family, "contact", point), hidden=about),
        ]
        if point.kind == PointKind.MOBILE:
            word, url = ("Texts again", "opt_in") if point.opted_out_at else ("Stop texts", "opt_out")
            actions.append(_act(url, word, about, family, point.key))
        if point.kind == PointKind.ADDRESS:
            actions.append(_act("returned", "A letter came back", about, family, point.key))
    return Fact(point.get_kind_display(), lines, tags=point_tags(point), actions=actions)


def point_tags(point: ContactPoint) -> list[Tag]:
    """Safety first, in words."""
    tags = [_SAFE[YesNoUnknown(point.safe)]]
    if point.opted_out_at:
        tags.append(Tag("Texts stopped", Colour.RED))
    elif point.kind == PointKind.MOBILE:
        tags.append(_TEXTS[YesNoUnknown(point.may_text)])
    if point.preferred:
        tags.append(Tag("Preferred", Colour.WHITE))
    return tags


def point_notes(point: ContactPoint, names: Mapping[int, str]) -> list[str]:
    """What else was said about it; `secret_from` was fetched."""
    notes = [point.get_place_display()] if point.place else []
    if point.kind in (PointKind.MOBILE, PointKind.LANDLINE):
        notes.append(_MESSAGES[YesNoUnknown(point.may_leave_message)])
    if point.opted_out_at and point.opted_out_by:
        told = point.opted_out_by.user_id is not None
        how = f"as {point.opted_out_by.name} was told" if told else "by their own text"
        notes.append(f"Texts stopped on {dates.day(timezone.localtime(point.opted_out_at).date())}, {how}")
    if point.shared_with:
        notes.append(f"Also seen or heard by: {point.shared_with}")
    secret_from = [names.get(person.pk, person.name) for person in point.secret_from.all()]
    if secret_from:
        notes.append(f"Kept secret from {' and '.join(secret_from)}")
    if point.returned_on:
        notes.append(f"A letter came back on {dates.day(point.returned_on)}")
    if point.starts_on:
        notes.append(f"Since {dates.day(point.starts_on)}")
    return notes


def need_fact(family: Family, need: Need, name: str, *, may_edit: bool) -> Fact:
    """What somebody needs, and when it is looked at again."""
    review = [f"Look at it again on {dates.day(need.review_on)}"] if need.review_on else []
    about = f"{inside(need.get_kind_display())} of {name}"
    actions = [
        _act("review_need", "Change", about, family, need.key),
        _act("end_need", "End", about, family, need.key),
        Link("Put right", put_right_href(family, "need", need), hidden=about),
    ]
    return Fact(need.get_kind_display(), [need.text, *review], actions=actions if may_edit else ())


def ringing_section(family: Family, phrases: Sequence[str], *, may_edit: bool) -> Section:
    """What they agreed to say on the telephone (P47)."""
    act = Link("Change", reverse("families:pass_phrase", args=[family.key]), hidden="the agreed pass-phrase")
    said = phrase_fact(phrases, "None agreed", [act] if may_edit else ())
    return Section("When they ring", [FactList([said])])


def phrase_fact(phrases: Sequence[str], none: str, actions: Sequence[Link] = ()) -> Fact:
    """The agreed pass-phrase; where records were put together there can be two, and either is right (P47)."""
    both = ["Either is right: records were put together."] if len(phrases) > 1 else []
    return Fact("Agreed pass-phrase", [*phrases, *both], empty=none, actions=actions)


def alerts_section(family: Family, alerts: Sequence[Alert], names: Mapping[int, str], *, may_edit: bool) -> Section:
    """What must not be missed."""
    facts = []
    for alert in alerts:
        line = alert_line(alert, dict(names))
        review = [f"Look at it again on {dates.day(alert.review_on)}"] if alert.review_on else []
        kind = ALERT_TAGS[AlertKind(alert.kind)]
        actions = [
            _act("review_alert", "Review", kind.text, family, alert.key),
            _act("lift_alert", "Lift", kind.text, family, alert.key),
        ]
        facts.append(
            Fact(alert.get_kind_display(), [line.text, *review], tags=[kind], actions=actions if may_edit else ())
        )
    return Section("Alerts", [FactList(facts) if facts else Empty("There are no alerts.")])


GOES_ON = {
    YesNoUnknown.YES: "The work goes on with those who remain.",
    YesNoUnknown.NO: "The work does not go on.",
    YesNoUnknown.UNKNOWN: "Whether the work goes on is not decided yet.",
}


def losses_section(
    family: Family, losses: Sequence[Loss], names: Mapping[int, str], *, may_edit: bool, may_decide: bool
) -> list[Section]:
    """Losses that stand, with what a person may do about them; nothing where there is none.

    The lead decides and lifts; whoever keeps the record may say that it was entered by mistake (P22).
    """
    if not losses:
        return []
    facts = []
    for loss in losses:
        name = names.get(loss.person_id, loss.person.name)
        lines = [loss_words(loss, dict(names))]
        if loss.decided_at and loss.lifted_at:
            lines.append(f"Who tells whom: {loss.who_tells}")
        if loss.goes_on:
            lines.append(GOES_ON[YesNoUnknown(loss.goes_on)])
        actions = []
        if may_decide and not loss.lifted_at:
            decide = "Change what was decided" if loss.decided_at else "Record what was decided"
            actions.append(_act("decide_loss", decide, name, family, loss.key))
            actions.append(_act("lift_loss", "Let words go out again", name, family, loss.key))
        if may_edit:
            actions.append(_act("undo_loss", "This was a mistake", name, family, loss.key))
        facts.append(Fact(name, lines, actions=actions))
    return [Section("Loss", [FactList(facts)])]


def professionals_section(
    family: Family, links: Sequence[FamilyProfessional], *, may_edit: bool, may_override: bool = False
) -> Section:
    """Who else is in the family's life, and since when."""
    columns = [Column("Name"), Column("Role"), Column("Since"), Column("Works at"), Column("Reached by")]
    cells = []
    for link in links:
        one = link.professional
        ways = " · ".join(part for part in (one.phone, one.email, one.address.replace("\n", ", ")) if part)
        edit = ("change_link", "Change"), ("end_professional", "End")
        acts = [_act(url, words, one.name, family, link.key) for url, words in edit] if may_edit else []
        acts += [_act("set_aside", "Set consent aside", one.name, family, link.key)] if may_override else []
        cells.append(
            [
                Cell(one.name, href=reverse("families:directory_professional", args=[one.key])),
                Cell(link.get_role_display()),
                Cell(dates.day(link.starts_on) if link.starts_on else "Not recorded"),
                Cell(one.organisation.name if one.organisation else "Not recorded"),
                Cell(ways or "Not recorded"),
                *([Cell(links=acts)] if may_edit or may_override else []),
            ]
        )
    if may_edit or may_override:
        columns.append(Column("Actions"))
    empty = Empty("No professional is recorded. Health visitor and GP are told only where they are, and by consent.")
    return Section("Professionals", [Table("Professionals", columns, cells) if cells else empty])


def _act(url: str, words: str, about: str, family: Family, key: str) -> Link:
    return Link(words, reverse(f"families:{url}", args=[family.key, key]), hidden=about)
