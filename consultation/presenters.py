"""How consultations read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils import timezone

from consultation.enums import Anonymity, Carried, ConsultationOutcome
from consultation.models import Consultation, ConsultationAction, ConsultationConcern, WrittenAgreement
from families.models import Organisation
from families.presenters.directory import organisation_links
from pitservice.accounts.models import Team
from pitservice.configuration.enums import ReferralSource
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
    Tag,
    Words,
)
from pitservice.ui.dates import count, day, weekday
from pitservice.ui.words import inside, ring_us

COLUMNS = (
    Column("Date"),
    Column("Consultee"),
    Column("About"),
    Column("Consultant"),
    Column("Minutes", numeric=True),
)


def href(consultation: Consultation) -> str:
    """Its page."""
    return reverse("consultation:consultation", args=[consultation.key])


def named_tag(consultation: Consultation) -> Tag:
    """Whether a family is named."""
    anonymous = consultation.anonymity == Anonymity.ANONYMOUS
    return Tag(
        "Anonymous" if anonymous else "Family named",
        Colour.WHITE if anonymous else Colour.BLUE,
    )


def row(consultation: Consultation) -> Sequence[Cell]:
    """Its row in the list; expects `family` and `consultant`."""
    about = consultation.themes or consultation.get_age_band_display()
    return (
        Cell(
            weekday(consultation.held_on),
            href=href(consultation),
            hidden=f"with {consultation.consultee_name}",
        ),
        Cell(consultation.consultee_name, hint=consultation.get_consultee_role_display()),
        Cell(
            consultation.family.title if consultation.family else about,
            tags=[named_tag(consultation)],
        ),
        Cell(consultation.consultant.name),
        Cell(str(consultation.minutes), numeric=True),
    )


def facts(consultation: Consultation, *, sees_referral: bool, works_at: Organisation | None) -> FactList:
    """What it was; its reader may see the referral that came of it, and the page of where the consultee works."""
    organisation = consultation.consultee_organisation
    return FactList(
        [
            Fact("When", weekday(consultation.held_on)),
            Fact("How long", count(consultation.minutes, "minute")),
            Fact("How", consultation.get_form_display()),
            Fact("Consultant", consultation.consultant.name),
            Fact(
                "Consultee",
                [consultation.consultee_name, consultation.get_consultee_role_display()]
                + [organisation] * bool(organisation),
                links=organisation_links(works_at),
            ),
            *([Fact("Also took part", lines(consultation.also_there))] if consultation.also_there else []),
            Fact("Staff reached", str(consultation.staff_reached)),
            Fact(
                "The family",
                _family_lines(consultation),
                tags=[named_tag(consultation)],
            ),
            Fact("The baby's age", consultation.get_age_band_display()),
            Fact("Themes", consultation.themes),
            Fact("What follows", consultation.get_outcome_display()),
            *(_referred(consultation, sees_referral) if consultation.referred else []),
        ]
    )


def _referred(consultation: Consultation, sees_referral: bool) -> Sequence[Fact]:
    """That a referral came of it and what went along; which one, only where that was agreed (CNS-1)."""
    referral = consultation.referral if sees_referral else None
    links = [Link(f"Referral {referral.key}", reverse("referrals:referral", args=[referral.key]))] if referral else []
    carried = [Carried(one).label for one in consultation.carried]
    agreed = [f"Agreed by: {inside(consultation.get_carried_agreed_by_display())}"] if carried else []
    return [
        Fact("Referral", "A referral was made out of this consultation.", links=links),
        Fact("Carried over", [*carried, *agreed], empty="Nothing"),
    ]


def begun(consultation: Consultation) -> Mapping[str, str]:
    """What the form for its referral begins with, by question: what was agreed, and nothing besides (CNS-1)."""
    found = {"team": consultation.team.key, "about_you_source": ReferralSource.CONSULTATION.value}
    if Carried.REFERRER in consultation.carried:
        found |= {
            "about_you_name": consultation.consultee_name,
            "about_you_source": consultation.consultee_role,
            "about_you_organisation": consultation.consultee_organisation,
        }
    said = [consultation.themes] if Carried.THEMES in consultation.carried else []
    if Carried.ACTIONS in consultation.carried and consultation.actions_agreed:
        said.append(f"Agreed in the consultation: {consultation.actions_agreed}")
    return found | {"worries_worries": "\n".join(filter(None, said))}


def words(consultation: Consultation) -> Sequence[Section]:
    """What was said."""
    return [Section("Notes", [Words(lines(consultation.notes) or ["No notes were made."])])]


def statement(consultation: Consultation) -> Sequence[Section]:
    """What was given to the consultee, and whether they acknowledged it (CNS-1)."""
    said = Words(lines(consultation.statement) or ["The team had no statement in force."])
    return [Section("Our statement on accountability", [said, Words([_given(consultation)])])]


def _given(consultation: Consultation) -> str:
    if consultation.acknowledged_at is not None:
        on = day(timezone.localdate(consultation.acknowledged_at))
        return f"Acknowledged by {consultation.acknowledged_name} on {on}, by a private link."
    return "It was given to the consultee." if consultation.statement_given else "It is not recorded as given."


def policy(consultation: Consultation) -> Section:
    """The team's answers on note-keeping as they were in force that day (toolkit ch. 6, "Note-keeping")."""
    if not consultation.notes_kept:
        return Section("How it is kept", [Words(["It was recorded before the team's answers were kept."])])
    facts = [
        Fact("Written down", consultation.get_notes_kept_display()),
        Fact("Who may read it", lines(consultation.readers)),
        Fact("Its time is booked", consultation.get_time_booked_display()),
    ]
    if consultation.family_id:
        stands = "Yes" if consultation.in_record else "No: it stands with the consultations alone"
        facts.append(Fact("In the family’s record", stands))
    return Section("How it is kept", [FactList(facts)])


# --- what follows ---

CONCERN_COLUMNS = (Column("Recorded"), Column("About"), Column("Told"), Column("Consultant"))
ACTION_COLUMNS = (Column("What"), Column("Who"), Column("By"), Column("What came of it"))
AGREEMENT_COLUMNS = (Column("Organisation"), Column("Agreed with"), Column("Signed"), Column("Review due"))


def concerns(consultation: Consultation, found: Sequence[ConsultationConcern], *, may_read: bool) -> Section:
    """Its concerns for those who consult; others learn that there are some, and not what they are."""
    heading = "Concerns"
    if not may_read:
        known = f"{count(len(found), 'concern')} recorded. Those who consult can read them."
        return Section(heading, [Words([known if found else "None were recorded."])])
    escalated = consultation.outcome == ConsultationOutcome.ESCALATED
    missing = "It was escalated, but the concern is not written down yet." if escalated else "None were recorded."
    return Section(heading, [FactList([_concern(one) for one in found])] if found else [Words([missing])])


def _concern(concern: ConsultationConcern) -> Fact:
    args = [concern.consultation.key, concern.key]
    told = f"Told on {day(concern.taken_on)}: {concern.taken_to}" if concern.taken_on else "Nobody has been told yet."
    ended = [f"Outcome: {concern.outcome}"] if concern.closed_at else []
    to = (("Say whom you told", "take-further"), ("Close", "close-concern"))
    links = [Link(text, reverse(f"consultation:{name}", args=args), hidden=_hidden(concern)) for text, name in to]
    return Fact(
        concern.get_kind_display(),
        [*lines(concern.words), told, *ended],
        tags=[concern_tag(concern)],
        actions=() if concern.closed_at else links,
    )


def _hidden(concern: ConsultationConcern) -> str:
    return f"about {inside(concern.get_kind_display())}"


def one_concern(concern: ConsultationConcern) -> FactList:
    """The concern that a page is about."""
    return FactList([replace(_concern(concern), actions=())], "The concern")


def concern_tag(concern: ConsultationConcern) -> Tag:
    """Closed; open with whom somebody told; open with nobody told."""
    if concern.closed_at:
        return Tag("Closed", Colour.GREEN)
    return Tag("Open", Colour.BLUE) if concern.taken_on else Tag("Nobody told", Colour.RED)


def concern_row(concern: ConsultationConcern) -> Sequence[Cell]:
    """Its row in the list; expects the consultation with its consultant."""
    one = concern.consultation
    recorded = weekday(timezone.localdate(concern.created_at))
    about = concern.get_kind_display()
    return (
        Cell(recorded, href=href(one), hidden=f"with {one.consultee_name}"),
        Cell(about, tags=[concern_tag(concern)]),
        Cell(concern.taken_to or "–", hint=weekday(concern.taken_on) if concern.taken_on else ""),
        Cell(one.consultant.name),
    )


def agreed(consultation: Consultation, found: Sequence[ConsultationAction], *, may: bool) -> Section:
    """What was agreed: in words, and each thing with who does it; a button to add one."""
    add = Button("Add what was agreed", reverse("consultation:agree-action", args=[consultation.key]), secondary=True)
    said = lines(consultation.actions_agreed) or ([] if found else ["None were recorded."])
    parts: list[object] = [Words(said)] if said else []
    if found:
        parts.append(FactList([_action(consultation, one, may) for one in found], "Who does what"))
    return Section("Actions agreed", [*parts, *([Buttons([add])] if may else [])])


def _action(consultation: Consultation, action: ConsultationAction, may: bool) -> Fact:
    done = reverse("consultation:finish-action", args=[consultation.key, action.key])
    by = f", by {weekday(action.due_on)}" if action.due_on else ""
    came = [f"What came of it: {action.came_of_it}"] if action.came_of_it else []
    return Fact(
        action.what,
        [f"{_who(action)}{by}", *came],
        tags=[Tag("Done", Colour.GREEN)] if action.done_at else [],
        actions=[Link("Done", done, hidden=action.what)] if may and not action.done_at else (),
    )


def one_action(action: ConsultationAction) -> FactList:
    """The action that a page is about."""
    return FactList([_action(action.consultation, action, may=False)], "What was agreed")


def _who(action: ConsultationAction) -> str:
    return action.colleague.name if action.colleague else "The consultee"


def action_row(action: ConsultationAction) -> Sequence[Cell]:
    """Its row in the list; expects the consultation and the colleague."""
    came = action.came_of_it or ("Done" if action.done_at else "–")
    return (
        Cell(action.what, href=href(action.consultation), hidden=f"with {action.consultation.consultee_name}"),
        Cell(_who(action)),
        Cell(weekday(action.due_on) if action.due_on else "–"),
        Cell(came),
    )


# --- agreements ---


def agreement_href(agreement: WrittenAgreement) -> str:
    """Its page."""
    return reverse("consultation:agreement", args=[agreement.key])


def agreement_tag(agreement: WrittenAgreement, today: date) -> Tag | None:
    """Ended, or its review is due or late."""
    if agreement.ended_on:
        return Tag("Ended", Colour.GREY)
    return Tag("Review due", Colour.RED) if agreement.review_on <= today else None


def agreement_row(agreement: WrittenAgreement, today: date) -> Sequence[Cell]:
    """Its row in the list."""
    tag = agreement_tag(agreement, today)
    return (
        Cell(agreement.organisation, href=agreement_href(agreement)),
        Cell(agreement.agreed_with),
        Cell(weekday(agreement.signed_on)),
        Cell(weekday(agreement.review_on), tags=[tag] if tag else []),
    )


def agreement_body(agreement: WrittenAgreement, today: date) -> Sequence[object]:
    """What it says."""
    tag = agreement_tag(agreement, today)
    ended = [Fact("Ended", weekday(agreement.ended_on))] if agreement.ended_on else []
    facts = [
        Fact("Agreed with", agreement.agreed_with),
        Fact("Signed", weekday(agreement.signed_on)),
        Fact("Review due", weekday(agreement.review_on), tags=[tag] if tag else []),
        *ended,
    ]
    return [FactList(facts), Section("What was agreed", [Words(lines(agreement.words))])]


# --- behind the consultee's link ---

NOT_NEEDED = "The link has run out or has been used. If you still need it, ask whoever sent it to you."


LINK_TOLD = ("Send it from your own secure e-mail. Opening it records nothing: they press a button there.",)


def to_acknowledge(consultation: Consultation) -> Sequence[str]:
    """What the consultee reads; nothing of what was spoken about."""
    team = consultation.team
    readers = [f"Who may read our notes of it: {line}" for line in lines(consultation.readers)]
    kept = [f"How it is written down: {inside(consultation.get_notes_kept_display())}."] if readers else []
    return [
        f"You spoke with {team.name} on {day(consultation.held_on)}. This is our statement on consultation.",
        *lines(consultation.statement),
        *kept,
        *readers,
    ]


def thanks(team: Team) -> Sequence[str]:
    """After it was acknowledged."""
    return [f"{team.name} has noted that you have read it. If you have a question about it, please {ring_us(team)}."]


def lines(text: str) -> list[str]:
    """Paragraphs of a text."""
    return [line for line in text.split("\n") if line.strip()]


def entry(consultation: Consultation) -> Entry:
    """In the timeline of the family it names."""
    return Entry(
        when=weekday(consultation.held_on),
        title=f"Consultation with {consultation.consultee_name}",
        href=href(consultation),
        lines=[f"{consultation.get_consultee_role_display()}, {count(consultation.minutes, 'minute')}"],
        tags=[Tag(consultation.get_anonymity_display(), Colour.WHITE)],
        kind="Sharing",
    )


def _family_lines(consultation: Consultation) -> list[str]:
    if consultation.family is None:
        return []
    said = [consultation.family.title, consultation.get_anonymity_display()]
    return [*said, f"Why: {consultation.anonymity_reason}"] if consultation.anonymity_reason else said
