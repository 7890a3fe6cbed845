"""Who is out alone, and who of them is overdue (P62)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone

from caseload.enums import SEEN, AppointmentKind, Place
from caseload.models import Appointment, LoneVisit
from caseload.selectors.rota import on_duty_for
from families.enums import AlertKind, Channel
from families.models import Alert
from families.selectors import without_sealed
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.jobs.models import Heartbeat
from pitservice.messaging.gateways import gateway_for

#: After so long without a sign of life of beat, the checks count as off.
SILENT = timedelta(minutes=3)


def overdue_rows(now: datetime) -> QuerySet[LoneVisit]:
    """Whoever is not back by their time, of every team: for the check that beat rings."""
    return _overdue(LoneVisit.objects.all(), now)


def _overdue(rows: QuerySet[LoneVisit], now: datetime) -> QuerySet[LoneVisit]:
    found = rows.filter(back_at__isnull=True, due_back__lte=now)
    return found.select_related("user", "buddy", "appointment__episode__family").order_by("due_back", "pk")


def out_now(user: User) -> LoneVisit | None:
    """This colleague's own visit, while they are out."""
    return LoneVisit.objects.filter(user=user, back_at__isnull=True).select_related("buddy").first()


def overdue_for(viewer: Viewer, now: datetime | None = None) -> QuerySet[Any]:
    """Of whom this person must know: as buddy, on duty, as lead of the team, or because it is they themselves.

    With `mine`: whether it is theirs to act on. Of a visit to a family that they do not see they read nothing: the
    buddy sees it always, because only such a colleague can be one (P62; decision 0024).
    """
    user, now = viewer.user, now or timezone.now()
    duty = {team.pk for team in on_duty_for(user, timezone.localdate(now))}
    leads = Viewer.of(user, Permission.ALLOCATE).team_ids
    theirs = Q(buddy=user) | Q(user=user) | Q(team_id__in=duty)
    rows = _overdue(LoneVisit.objects.visible_to(viewer), now).filter(theirs | Q(team_id__in=leads))
    return rows.annotate(mine=Case(When(theirs, then=Value(True)), default=Value(False)))


def checks_are_on(now: datetime) -> bool:
    """Whether beat has given a sign of life lately, and e-mail goes: without both nobody gets one (P62)."""
    if gateway_for(Channel.EMAIL) is None:
        return False
    beat = Heartbeat.objects.filter(name="beat").values_list("at", flat=True).first()
    return beat is not None and now - beat <= SILENT


def risks_at_home(family_id: int) -> list[Alert]:
    """What is written about visiting at home, and other alerts that stand."""
    kinds = (AlertKind.HOME_VISIT_RISK, AlertKind.OTHER, AlertKind.READ_FIRST)
    found = Alert.objects.filter(family_id=family_id, kind__in=kinds, lifted_at__isnull=True)
    return list(without_sealed(found).order_by("pk"))


def not_to_be_visited(family_id: int) -> bool:
    """Whether an alert says that a home visit is a risk: the first appointment is then not proposed at home."""
    return Alert.objects.filter(family_id=family_id, kind=AlertKind.HOME_VISIT_RISK, lifted_at__isnull=True).exists()


def is_first_home_visit(appointment: Appointment) -> bool:
    """Whether nobody of the team has visited this family at home yet in this work."""
    been = Appointment.objects.filter(episode=appointment.episode_id, place=Place.HOME, state__in=SEEN)
    return appointment.place == Place.HOME and appointment.kind != AppointmentKind.FOLLOW_UP and not been.exists()
