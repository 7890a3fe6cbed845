"""What the team and one organisation of its directory had to do with each other in a period (P82).

Each part is one queryset of what the viewer may see: the count and the list that it opens are the same rows. Referrals
and consultations name an organisation in words, so it is known by its name, by those it had before, and by those of
entries that were merged into it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Lower, Trim
from django.urls import reverse

from consultation.models import Activity, Consultation
from families.models import Organisation, Professional
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.models import Event
from pitservice.configuration.enums import NotAcceptedReason
from pitservice.ui.dates import count
from pitservice.ui.words import inside
from referrals.enums import SUPPORT_ANSWERS, Outcome, ReferralState, Support
from referrals.models import Decision, HoldingCheck, Referral
from reporting.indicators.base import Line, london_day
from reporting.indicators.consultations import CONSULTATIONS
from reporting.indicators.intake import DECIDED, RECEIVED


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose page it is: the organisation, in lower case every name it is known by, who works there, and the days."""

    organisation: Organisation
    names: frozenset[str]
    professionals: frozenset[str]
    days: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing: what it is called, who may see it, its rows, and how one reads and opens.

    `more` says what else there is to say of all its rows, in one line for each.
    """

    key: str
    name: str
    noun: tuple[str, str]
    permission: Permission
    rows: Callable[[Asked, Viewer], Any]
    line: Callable[[Any], Line]
    opens: Callable[[Any], str]
    order: Sequence[str]
    related: Sequence[str] = ()
    more: Callable[[Any], Sequence[str]] = lambda _: ()


def asked_of(organisation: Organisation, days: tuple[date, date]) -> Asked:
    """An organisation with every name it is known by."""
    history: Any = apps.get_model("families.OrganisationEvent")
    merged = Event.objects.filter(
        verb="families.merge_organisations", subject_type="families.organisation", subject_id=organisation.pk
    )
    gone = [one for one in merged.values_list("data__gone", flat=True) if isinstance(one, int)]
    known = history.objects.filter(pgh_obj_id__in=[organisation.pk, *gone], team_id=organisation.team_id)
    names = {organisation.name, *known.values_list("name", flat=True)}
    there = Professional.objects.filter(organisation=organisation).values_list("pk", flat=True)
    return Asked(
        organisation,
        frozenset(name.strip().lower() for name in names),
        frozenset(f"professional:{pk}" for pk in there),
        days,
    )


def _named(rows: Any, asked: Asked, path: str) -> Any:
    """Those of the organisation's team that name it, however it was typed."""
    return rows.alias(named=Lower(Trim(path))).filter(named__in=asked.names, team=asked.organisation.team_id)


def _referrals(asked: Asked, viewer: Viewer) -> Any:
    known = Referral.objects.visible_to(viewer).exclude(state=ReferralState.UNDONE)
    return _named(known, asked, "referrer_organisation").filter(local_date__range=asked.days)


def _refused(asked: Asked, viewer: Viewer) -> Any:
    made: Any = Decision.objects.visible_to(viewer).annotate(day=london_day("created_at"))
    made = made.filter(outcome=Outcome.NOT_ACCEPTED, taken_back_at=None, day__range=asked.days)
    return _named(made, asked, "referral__referrer_organisation")


def _tally(rows: Any, column: str) -> Any:
    """How many there are of each, the most first."""
    found = rows.order_by().values_list(column).annotate(times=Count("pk", distinct=True))
    return found.order_by("-times", column)


def _reasons(rows: Any) -> Sequence[str]:
    return [f"{NotAcceptedReason(reason).label}: {times}" for reason, times in _tally(rows, "reason")]


def _states(rows: Any) -> Sequence[str]:
    return [f"{ReferralState(state).label}: {times}" for state, times in _tally(rows, "state")]


def _consultations(asked: Asked, viewer: Viewer) -> Any:
    held = Consultation.objects.visible_to(viewer).filter(held_on__range=asked.days)
    return _named(held, asked, "consultee_organisation")


def _reached(rows: Any) -> Sequence[str]:
    sums = rows.order_by().aggregate(staff=Sum("staff_reached"), minutes=Sum("minutes"))
    return _said(sums["staff"], sums["minutes"], "member of staff reached", "members of staff reached")


def _training(asked: Asked, viewer: Viewer) -> Any:
    done = Activity.objects.visible_to(viewer).filter(done_on__range=asked.days)
    return _named(done, asked, "organisation")


def _people(rows: Any) -> Sequence[str]:
    sums = rows.order_by().aggregate(people=Sum("people"), minutes=Sum("minutes"))
    return _said(sums["people"], sums["minutes"], "person reached", "people reached")


def _said(people: int | None, minutes: int | None, one: str, many: str) -> Sequence[str]:
    """Nothing where there were no rows."""
    return [count(people or 0, one, many), count(minutes, "minute")] if minutes else ()


def _support(asked: Asked, viewer: Viewer) -> Any:
    answered: Any = HoldingCheck.objects.visible_to(viewer).annotate(day=london_day("answered_at"))
    answered = answered.filter(support__in=SUPPORT_ANSWERS, day__range=asked.days, team=asked.organisation.team_id)
    answered = answered.alias(
        named=Lower(Trim("service")), referred=Lower(Trim("entry__referral__referrer_organisation"))
    )
    by_referrer = Q(referred__in=asked.names, recipient__startswith="referrer:") | Q(
        referred__in=asked.names, service=F("entry__referral__referrer_name")
    )
    return answered.filter(Q(named__in=asked.names) | Q(recipient__in=asked.professionals) | by_referrer)


def _answers(rows: Any) -> Sequence[str]:
    return [f"{Support(support).label}: {times}" for support, times in _tally(rows, "support")]


def _support_line(check: Any) -> Line:
    referral = check.entry.referral
    said = f"{check.service}: {inside(check.get_support_display())}"
    return Line(check.day, said, check.entry.family, f"Referral {referral.key}")


def _activity_line(one: Activity) -> Line:
    name = one.kind.name if one.kind else one.get_category_display()
    return Line(one.done_on, f"{name}: {one.what}" if one.what else name, None, one.colleague.name)


def _referral_page(key: str) -> str:
    return reverse("referrals:referral", args=[key])


PARTS: Sequence[Part] = (
    Part(
        "referrals",
        "Referrals from there",
        ("referral", "referrals"),
        Permission.SEE_REFERRALS,
        _referrals,
        RECEIVED.line,
        lambda one: _referral_page(one.key),
        RECEIVED.order,
        RECEIVED.related,
        _states,
    ),
    Part(
        "not-accepted",
        "Not accepted, and why",
        ("referral not accepted", "referrals not accepted"),
        Permission.SEE_REFERRALS,
        _refused,
        DECIDED.line,
        lambda one: _referral_page(one.referral.key),
        DECIDED.order,
        DECIDED.related,
        _reasons,
    ),
    Part(
        "support",
        "Support kept while families wait",
        ("answer", "answers"),
        Permission.SEE_REFERRALS,
        _support,
        _support_line,
        lambda one: _referral_page(one.entry.referral.key),
        ("-answered_at", "-pk"),
        ("entry__family", "entry__referral"),
        _answers,
    ),
    Part(
        "consultations",
        "Consultations",
        CONSULTATIONS.noun,
        Permission.SEE_CONSULTATIONS,
        _consultations,
        CONSULTATIONS.line,
        lambda one: reverse("consultation:consultation", args=[one.key]),
        CONSULTATIONS.order,
        CONSULTATIONS.related,
        _reached,
    ),
    Part(
        "training",
        "Training and other work for them",
        ("piece of work", "pieces of work"),
        Permission.SEE_CONSULTATIONS,
        _training,
        _activity_line,
        lambda _: "",
        ("-done_on", "-pk"),
        ("kind", "colleague"),
        _people,
    ),
)


def parts_for(user: User, team_id: int) -> dict[str, tuple[Part, Viewer]]:
    """The parts that a colleague may see in a team, each with the viewer that sees it."""
    viewers = [(part, Viewer.of(user, part.permission)) for part in PARTS]
    return {part.key: (part, viewer) for part, viewer in viewers if team_id in viewer.all_team_ids}
