"""How consultations read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from consultation.enums import Anonymity, Carried
from consultation.models import Consultation
from pitservice.configuration.enums import ReferralSource
from pitservice.ui.components import (
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
from pitservice.ui.dates import count, weekday
from pitservice.ui.words import inside

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


def facts(consultation: Consultation, *, sees_referral: bool) -> FactList:
    """What it was; `sees_referral`: its reader may see the referral that came of it."""
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
            ),
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
    """What was said, agreed, and given to the consultee (CNS-1)."""
    given = "It was given to the consultee." if consultation.statement_given else "It is not recorded as given."
    return [
        Section("Notes", [Words(lines(consultation.notes) or ["No notes were made."])]),
        Section(
            "Actions agreed",
            [Words(lines(consultation.actions_agreed) or ["None were recorded."])],
        ),
        Section(
            "Our statement on accountability",
            [
                Words(lines(consultation.statement) or ["The team had no statement in force."]),
                Words([given]),
            ],
        ),
    ]


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
