"""Referrals received and decided (SCR-2; domain.md §2.5, §4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Concat

from families.enums import ProfessionalRole
from pitservice.configuration.enums import NotAcceptedReason, ReferralSource
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.ui.words import inside
from referrals.enums import Outcome, ReferralState
from referrals.models import Decision, Referral
from reporting.indicators import babies
from reporting.indicators.base import Cut, Indicator, Line, Share, Theme, Within, by_month, london_day
from reporting.periods import Period

_FINAL = (Outcome.WAITING_LIST, Outcome.ALLOCATE, Outcome.NOT_ACCEPTED)
_NOT_ACCEPTED = "not_accepted:"
_ACCEPTED = frozenset({str(Outcome.WAITING_LIST), str(Outcome.ALLOCATE)})
_REFUSED = frozenset(f"{_NOT_ACCEPTED}{key}" for key in NotAcceptedReason.values)
_SELF = frozenset({str(ReferralSource.SELF)})


def received(referrals: Any, period: Period) -> Any:
    """Those whose day of receipt in London lies in the period, whatever came of them."""
    return referrals.filter(local_date__range=period.days)


def decided(decisions: Any, period: Period) -> Any:
    """Final ones made in the period and not taken back; history that was imported has none."""
    start, end = period.moments
    in_force = decisions.filter(outcome__in=_FINAL, taken_back_at__isnull=True)
    return in_force.filter(created_at__gte=start, created_at__lt=end)


def _outcomes(_: Period) -> Sequence[tuple[str, str]]:
    reasons = [(f"{_NOT_ACCEPTED}{key}", f"Not accepted: {label}") for key, label in NotAcceptedReason.choices]
    accepted = [(outcome, outcome.past) for outcome in (Outcome.WAITING_LIST, Outcome.ALLOCATE)]
    return [*((str(key), label) for key, label in accepted), *reasons]


def _letters_to(*roles: ProfessionalRole) -> Any:
    about = Concat(Value("referral:"), Cast(OuterRef("pk"), CharField()))
    return Copy.objects.filter(letter__about=about, reader_role__in=roles, state=CopyState.POSTED)


def _told_of_self_referrals() -> Cut:
    """Whether a health visitor or GP was told of a family that came by itself (domain.md §2.5)."""
    letters = _letters_to(ProfessionalRole.HEALTH_VISITOR, ProfessionalRole.GP)
    said = Case(
        When(~Q(source__in=_SELF), then=Value("others")),
        When(Exists(letters), then=Value("told")),
        default=Value("not_told"),
        output_field=CharField(),
    )
    mine = frozenset({"told", "not_told"})
    groups = [("told", "Told"), ("not_told", "Not told by letter"), ("others", "Referred by somebody else")]
    return Cut(
        "self-referrals",
        "Self-referrals: health visitor or GP told",
        said,
        lambda _: groups,
        shares=(Share("Told, of the self-referrals", frozenset({"told"}), mine),),
        within=Within("source", _SELF, mine),
    )


def _told(key: str, name: str, role: ProfessionalRole) -> Cut:
    """Whether a letter about the referral to one of this profession was posted."""
    said = Case(
        When(Exists(_letters_to(role)), then=Value("told")), default=Value("not_told"), output_field=CharField()
    )
    share = Share(name, frozenset({"told"}), frozenset({"told", "not_told"}))
    return Cut(key, name, said, lambda _: [("told", "Told"), ("not_told", "Not told by letter")], shares=(share,))


def _referral_line(referral: Referral) -> Line:
    said = f"Referral, {referral.get_source_display()}: {inside(referral.get_state_display())}"
    return Line(referral.local_date, said, referral.family, f"Referral {referral.key}")


def _decision_line(decision: Any) -> Line:
    said = Outcome(decision.outcome).past
    if decision.reason:
        said = f"{said}: {decision.get_reason_display()}"
    late = " (late)" if decision.in_time is False else ""
    referral = decision.referral
    return Line(decision.day, f"{said}{late}", referral.family, f"Referral {referral.key}")


RECEIVED = Indicator(
    key="referrals-received",
    name="Referrals received",
    noun=("referral", "referrals"),
    theme=Theme.REFERRALS,
    definition=(
        "Every referral to the team, each once, whatever came of it. Referrals recorded before the team used this "
        "system are counted with the source and the date they were sent with; those of an import that was undone are "
        "not. Age and ethnic group are those of the first baby named, as they are known now; the area is the first "
        "half of the postcode that came with the referral. A health visitor or GP was told when a letter about the "
        "referral to one of them was posted."
    ),
    date_rule="The day on which the referral was received, in London time.",
    every=lambda _: Referral.objects.exclude(state=ReferralState.UNDONE),
    counted=received,
    line=_referral_line,
    order=("-local_date", "-pk"),
    related=("family",),
    cuts=(
        Cut("source", "By source", F("source"), lambda _: ReferralSource.choices, charted=True),
        by_month("local_date"),
        Cut("age", "By the age of the baby at referral", babies.age_band(), lambda _: babies.AGE_BANDS, charted=True),
        babies.by_ethnic_group(),
        Cut("area", "By postcode area", babies.area(), lambda _: [(babies.NOT_KNOWN, "Not known")]),
        _told("health-visitor", "Health visitor told", ProfessionalRole.HEALTH_VISITOR),
        _told("gp", "GP told", ProfessionalRole.GP),
        _told_of_self_referrals(),
    ),
)

DECIDED = Indicator(
    key="decisions-made",
    name="Decisions on referrals",
    noun=("decision", "decisions"),
    theme=Theme.REFERRALS,
    definition=(
        "Decisions to accept a referral or not, each once; a decision taken back, or a referral withdrawn, is not "
        "counted. In time means by the end of the working day on which it was due (5 working days after receipt unless "
        "the team set otherwise). "
        "Referrals recorded before the team used this system carry no decision and are never counted here; one that "
        "was reopened and decided without a due date stands under “No due date”."
    ),
    date_rule="The day on which the decision was made, in London time.",
    every=lambda _: Decision.objects.annotate(day=london_day("created_at")),
    counted=decided,
    line=_decision_line,
    order=("-created_at", "-pk"),
    related=("referral__family",),
    cuts=(
        Cut(
            "in-time",
            "In time",
            Case(
                When(in_time=True, then=Value("in_time")),
                When(in_time=False, then=Value("late")),
                default=Value("no_clock"),
                output_field=CharField(),
            ),
            lambda _: [("in_time", "In time"), ("late", "Late"), ("no_clock", "No due date")],
            shares=(Share("Decided in time", frozenset({"in_time"}), frozenset({"in_time", "late"})),),
        ),
        Cut(
            "outcome",
            "By outcome, with the reason where not accepted",
            Case(
                When(outcome=Outcome.NOT_ACCEPTED, then=Concat(Value(_NOT_ACCEPTED), "reason")),
                default=F("outcome"),
                output_field=CharField(),
            ),
            _outcomes,
            shares=(Share("Accepted", _ACCEPTED, _ACCEPTED | _REFUSED),),
        ),
    ),
)
