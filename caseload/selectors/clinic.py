"""Assessment clinics: slots to come, who may be given one next, and what speaks against it. Nothing here decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from caseload.enums import GIVEN_UP
from caseload.models import Appointment, Clearing, ClinicSlot, Slot
from caseload.selectors.diary import Whose, between
from caseload.selectors.obstacles import needs_in_words, why_passed_over
from caseload.selectors.rota import rota_of
from caseload.times import day_bounds, local_day
from families.enums import AlertKind, NeedKind
from families.models import Alert, Family, Need
from families.selectors import without_sealed
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.ui import dates
from referrals.clock import Time, away_on, times_of

#: Alerts that may speak against coming to a clinic; one about a home visit does not.
_ALERTS = (AlertKind.READ_FIRST, AlertKind.OTHER)


def _standing() -> QuerySet[Appointment]:
    """The appointment with which a family has the slot."""
    return Appointment.objects.filter(clinic_slot=OuterRef("pk")).exclude(state__in=GIVEN_UP)


def slots_ahead(viewer: Viewer) -> QuerySet[Any]:
    """Slots to come of the viewer's teams, by time, with `is_taken` and `standing`: the appointment in a list.

    One that is given to a family that the viewer may not see is left out: to them it does not exist (design §6).
    """
    seen = Appointment.objects.visible_to(viewer).exclude(state__in=GIVEN_UP)
    ahead = ClinicSlot.objects.visible_to(viewer).filter(starts__gt=timezone.now())
    found = ahead.annotate(is_taken=Exists(_standing()))
    shown = Q(is_taken=False, withdrawn_at=None) | Q(Exists(seen.filter(clinic_slot=OuterRef("pk"))), is_taken=True)
    standing: Any = Prefetch("appointments", seen.select_related("episode__family"), to_attr="standing")
    related = ("practitioner", "room", "team")
    return found.filter(shown).select_related(*related).prefetch_related(standing).order_by("starts", "pk")


def free_slots(viewer: Viewer) -> QuerySet[Any]:
    """Of these, those that no family has."""
    return slots_ahead(viewer).filter(is_taken=False).prefetch_related(None)


def slots_in_diary(viewer: Viewer, whose: Whose, first: date, days: int | None) -> QuerySet[Any]:
    """Free slots of a diary, as `diary` gives appointments; one that a family has stands there as its appointment."""
    return between(free_slots(viewer), whose, first, days)


def clinics(slots: Iterable[Any]) -> list[list[Any]]:
    """The slots of each clinic together: of one day, with one practitioner."""
    ordered = sorted(slots, key=lambda one: (local_day(one.starts), one.practitioner.name, one.practitioner_id))
    of = groupby(ordered, key=lambda one: (local_day(one.starts), one.practitioner_id))
    return [list(group) for _, group in of]


def clashes(slots: Sequence[ClinicSlot]) -> Mapping[int, str]:
    """Of slots by id, why they cannot be given: the practitioner is away since, or the team closed."""
    found: dict[int, str] = {}
    by_team = defaultdict[Team, list[ClinicSlot]](list)
    for slot in slots:
        by_team[slot.team].append(slot)
    for team, theirs in by_team.items():
        days = [local_day(slot.starts) for slot in theirs]
        rota = rota_of(team, min(days), (max(days) - min(days)).days + 1)
        for slot in theirs:
            why = why_passed_over(rota, slot.practitioner, local_day(slot.starts))
            if why:
                found[slot.pk] = why
    return found


def is_taken(slot: ClinicSlot) -> bool:
    """Whether a family has it."""
    return Appointment.objects.filter(clinic_slot=slot).exclude(state__in=GIVEN_UP).exists()


def why_not_free(slot: ClinicSlot) -> str:
    """Why a slot cannot be given to a family, in a sentence; empty where it can."""
    if is_taken(slot):
        return "A family has this assessment clinic slot already."
    if slot.withdrawn_at is not None:
        return "This slot was withdrawn."
    if slot.starts <= timezone.now():
        return "The time of this slot is over."
    why = clashes([slot]).get(slot.pk)
    return f"Nobody can be seen on {dates.weekday(local_day(slot.starts))}: {why}." if why else ""


def free_with(team: Team, user: User, first: date, last: date) -> list[ClinicSlot]:
    """A colleague's free slots from one day to another, both included, that are still to come."""
    begins, ends = max(day_bounds(first)[0], timezone.now()), day_bounds(last)[1]
    found = ClinicSlot.objects.filter(team=team, practitioner=user, withdrawn_at=None, starts__lt=ends)
    return list(found.filter(~Exists(_standing()), starts__gte=begins).order_by("starts", "pk"))


def held_by_clinic(
    team_id: int, starts: datetime, ends: datetime, *, practitioner_id: int | None = None, room_id: int | None = None
) -> list[ClinicSlot]:
    """The team's free slots that keep a practitioner or a room in this time, by time.

    Of a clinic that a practitioner holds in another team nothing is told here, and nothing is withdrawn.
    """
    whose = Q(practitioner_id=practitioner_id) if practitioner_id else Q()
    if room_id:
        whose |= Q(room_id=room_id)
    held = Slot.objects.filter(whose, live=True, clinic_slot__isnull=False, during__overlap=(starts, ends))
    found = ClinicSlot.objects.filter(team_id=team_id, pk__in=held.values("clinic_slot"))
    return list(found.select_related("practitioner", "room").order_by("starts", "pk"))


def held_in_words(slots: Sequence[ClinicSlot]) -> str:
    """That a time is kept by free slots, which and where; empty where it is not."""
    which = "; ".join(map(_which, slots))
    what = "an assessment clinic slot that is" if len(slots) == 1 else "assessment clinic slots that are"
    return f"This time is held for {what} free and can be withdrawn: {which}." if slots else ""


def _which(slot: ClinicSlot) -> str:
    place = f" ({slot.venue})" if slot.venue else ""
    return f"{dates.clock(slot.starts)} to {dates.clock(slot.ends)} with {slot.practitioner.name}{place}"


def withdrawn_with(clearing: Clearing) -> list[ClinicSlot]:
    """The slots that were withdrawn with a cleared day (P69)."""
    return list(ClinicSlot.objects.filter(clearing=clearing).select_related("room").order_by("starts", "pk"))


def were_free(clearing: Clearing) -> list[ClinicSlot]:
    """Of these, those that no family had before the day was cleared, and that are withdrawn still."""
    had = clearing.rows.filter(appointment__clinic_slot=OuterRef("pk"))
    return list(ClinicSlot.objects.filter(~Exists(had), clearing=clearing).select_related("room").order_by("starts"))


def speaks_against(slot: ClinicSlot, rows: Sequence[Any]) -> Mapping[int, list[str]]:
    """Sentences against a slot for several waiting families by id, in as many queries as for one (P22, P29, P68).

    `rows` are those of `waiting_rows`. They are about the whole family; the form asks again, about those invited.
    """
    found = {row.family_id: [*loss(row.grieves), *unavailable(times_of(row.away), slot.starts)] for row in rows}
    kinds = (NeedKind.INTERPRETER, NeedKind.TIMES_TO_AVOID)
    needs = Need.objects.filter(family__in=found, kind__in=kinds, ended_at=None)
    for need in without_sealed(needs).select_related("person").order_by("kind", "pk"):
        found[need.family_id] += needs_in_words(need, slot.starts, slot.ends, interpreter=False)
    for alert in _alerts(found):
        found[alert.family_id].append(f"{alert.get_kind_display()}: {alert.text}")
    return found


def loss(stands: bool) -> list[str]:
    """That a loss is recorded: nobody is offered anything before it is settled who speaks to them (P22)."""
    return ["A loss is recorded in this family. Speak to the clinical lead before you offer it."] if stands else []


def alerts_of(family: Family) -> list[str]:
    """Of one family, what its alerts say against coming."""
    return [f"{alert.get_kind_display()}: {alert.text}" for alert in _alerts([family.pk])]


def _alerts(families: Iterable[int]) -> QuerySet[Alert]:
    return without_sealed(Alert.objects.filter(family__in=families, kind__in=_ALERTS, lifted_at=None)).order_by("pk")


def unavailable(times: Iterable[Time], starts: datetime) -> list[str]:
    """That the family said that it cannot come that day."""
    away = away_on(times, local_day(starts))
    if away is None:
        return []
    until = f"until {dates.day(away.ends_on)}" if away.ends_on else "until they say that they can"
    return [f"They cannot come from {dates.day(away.starts_on)} {until}."]
