"""What a new team must still do by hand, because it can be taken over from nobody (P86)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from caseload.models import DutyTurn
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.accounts.selectors import colleagues
from pitservice.configuration.selectors import areas_of, risk_list_of, settings_of
from pitservice.letters.models import Enclosure, Logo
from pitservice.policies.models import PolicyVersion
from reporting.models import DataDuty


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing: what it is, why in a few words, where it is done, and whether it is; None where nobody can tell."""

    what: str
    why: str
    href: str = ""
    done: bool | None = None


def still_to_do(team: Team) -> Sequence[ToDo]:
    """All of it, in the order in which it is best done."""
    change = reverse("configuration:change", args=[team.slug])
    return (*_of_the_team(team, change), *_of_its_place(team), _doors(team, change))


def _of_the_team(team: Team, change: str) -> Sequence[ToDo]:
    edition = risk_list_of(team.pk)
    return (
        ToDo(
            "A clinical lead, and everybody else",
            "Add each colleague, with their role. Accounts are never copied.",
            reverse("governance:users"),
            colleagues(team.pk, RoleName.CLINICAL_LEAD).exists(),
        ),
        ToDo("Opening hours", "When somebody reads what comes in, and the automatic reply says so.", change),
        ToDo("Secure e-mail domains", "Whoever looks after information security says which.", change),
        ToDo(
            "Risk factors",
            "The clinical lead reads the list through before anybody is screened by it.",
            reverse("configuration:risks", args=[team.slug]),
            edition is not None and not edition.illustrative,
        ),
        ToDo(
            "Letters and texts read through",
            "Words taken over may name the other team, its place or its telephone.",
            reverse("letters:templates"),
        ),
    )


def _of_its_place(team: Team) -> Sequence[ToDo]:
    ratified = PolicyVersion.objects.filter(team=team, ratified_on__isnull=False).exists()
    return (
        ToDo("Logo", "It stands in the head of letters.", reverse("letters:heads"), _has(Logo, team)),
        ToDo(
            "Leaflets and forms to enclose",
            "They are files of the other team: add your own.",
            reverse("letters:enclosures"),
            _has(Enclosure, team),
        ),
        ToDo(
            "Postcode areas",
            "The service’s own forms lead to the team by them.",
            reverse("configuration:postcodes", args=[team.slug]),
            bool(areas_of(team.pk)),
        ),
        ToDo(
            "Services to point families to",
            "The clinical lead or an administrator puts them into the directory.",
        ),
        ToDo("Duty rota", "The clinical lead says who is on duty, and when each works.", done=_has(DutyTurn, team)),
        ToDo(
            "Gateway for texts",
            "Ask whoever runs the product; its page says whether texts go.",
            reverse("messaging:gateway"),
        ),
        ToDo(
            "Who enters, checks and analyses",
            "Until somebody is named, every gap in the data stands on the clinical lead’s home page.",
            reverse("reporting:duties"),
            _has(DataDuty, team),
        ),
        ToDo(
            "Policies",
            "Each that was taken over is a draft until somebody ratifies it for this team.",
            reverse("policies:list"),
            ratified,
        ),
    )


def _doors(team: Team, change: str) -> ToDo:
    settings = settings_of(team.pk)
    doors = settings.professionals_open or settings.families_open or settings.consultations_open
    return ToDo("Open the public forms", "They are closed until everything above is done.", change, doors)


def _has(model: type[DutyTurn | Logo | Enclosure | DataDuty], team: Team) -> bool:
    return model._default_manager.filter(team=team).exists()
