"""A colleague's caseload that is to be handed over; who leaves, what stayed for now, what is to be moved by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from caseload.enums import AllocationRole, AppointmentState, EpisodeState, NoteState, Passed
from caseload.models import Allocation, Appointment, Draft, Episode, Handover, HandoverLine, Note
from caseload.rules import slots_of
from caseload.selectors.capacity import made_longer
from caseload.selectors.note import TO_SIGN
from caseload.selectors.people import leads, shut_out, workers
from caseload.selectors.work import counted, ours, with_progress
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Membership, Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import settings_of

#: So long before somebody's last day their caseload stands on the lead's home page; so long before the day until
#: which work stays with them, too.
AHEAD, STAYS_AHEAD = timedelta(days=28), timedelta(days=7)
#: The stronger part first: what is given on where somebody has two in one piece of work.
STRONGER = (AllocationRole.LEAD, AllocationRole.KEYWORKER, AllocationRole.CO_WORKER)


@dataclass(frozen=True, slots=True)
class Carried:
    """One piece of work of somebody's caseload, and what they have left open in it."""

    episode: Any
    role: AllocationRole | None  # None: they take no part, but an appointment is booked with them
    slots: Decimal

    @property
    def booked(self) -> int:
        """Appointments ahead that are booked with them."""
        return int(self.episode.ahead_with)


def carried_by(viewer: Viewer, team: Team, user: User) -> list[Carried]:
    """Open work in which a colleague takes part or has an appointment ahead, of families that the viewer sees.

    With progress, `ahead_with`, `with_next`, `unsigned`, `typed` and `outcomes`: what is theirs in it alone.
    """
    here, now = OuterRef("pk"), timezone.now()
    parts = Allocation.objects.filter(episode=here, user=user, ends_on=None)
    theirs = Appointment.objects.filter(episode=here, practitioner=user, state=AppointmentState.BOOKED).order_by()
    ahead, over = theirs.filter(starts__gte=now), theirs.filter(ends__lt=now)
    unsigned = Note.objects.filter(TO_SIGN, episode=here, author=user, state=NoteState.DRAFT)
    own = Draft.objects.filter(author=user, appointment__session=None).exclude(text="")
    written = own.annotate(work=Coalesce("episode", "appointment__episode")).filter(work=here)
    drafts = written.order_by().values("work").annotate(n=Count("pk")).values("n")
    stronger = Case(*(When(role=role, then=Value(rank)) for rank, role in enumerate(STRONGER)))
    found = Episode.objects.visible_to(viewer).filter(Exists(parts) | Exists(ahead), team=team)
    rows: Any = with_progress(found.exclude(state=EpisodeState.CLOSED)).annotate(
        role=Coalesce(Subquery(parts.order_by(stronger).values("role")[:1]), Value(""), output_field=CharField()),
        ahead_with=counted(ahead),
        with_next=Subquery(ahead.order_by("starts").values("starts")[:1]),
        unsigned=counted(unsigned),
        typed=Coalesce(Subquery(drafts), 0),
        outcomes=counted(over),
        **made_longer("family"),
    )
    settings = settings_of(team.pk)
    return [_carried(one, settings) for one in rows.select_related("family", "team").order_by("opened_on", "pk")]


def _carried(episode: Any, settings: TeamSettings) -> Carried:
    slots = slots_of(
        episode.rhythm,
        is_complex=episode.interpreter or episode.plan,
        complex_percent=settings.complex_percent,
        part_percent=settings.co_work_percent if episode.role == AllocationRole.CO_WORKER else 100,
    )
    return Carried(episode, AllocationRole(episode.role) if episode.role else None, slots)


def who_may_take(team: Team, user: User, carried: Sequence[Carried]) -> Mapping[int, list[User]]:
    """For each piece of work, by id, the colleagues who may take it on: never one who may not see the family."""
    lead, along = list(leads(team.pk).exclude(pk=user.pk)), list(workers(team.pk).exclude(pk=user.pk))
    shut = shut_out([one.episode.family for one in carried])
    return {
        one.episode.pk: [
            colleague
            for colleague in (lead if one.role == AllocationRole.LEAD else along)
            if not shut.shuts(one.episode.family, colleague)
        ]
        for one in carried
    }


def learns_from(team: Team, user: User, today: date) -> list[User]:
    """Trainees whose supervisor this colleague is (P7): they need another."""
    rows = Membership.objects.current(today).filter(team=team, supervisor=user)
    return list(User.objects.filter(pk__in=rows.values("user_id")).order_by("name", "pk"))


def last_day_of(team: Team, user: User) -> date | None:
    """The last day on which somebody belongs to a team; None where no end is set, or they never did."""
    ends = list(Membership.objects.filter(team=team, user=user).values_list("ends_on", flat=True))
    return None if None in ends else max((end for end in ends if end), default=None)


def has_open_work(user: User, team: Team) -> bool:
    """Whether somebody still has a part in open work of a team, whichever it is: a yes or no that names nobody."""
    parts = Allocation.objects.filter(user=user, team=team, ends_on=None)
    return parts.exclude(episode__state=EpisodeState.CLOSED).exists()


def may_hand_over(viewer: Viewer, team: Team, user: User) -> bool:
    """Whether this person gives somebody's caseload on: their own, or anybody's of a team where they allocate."""
    own = user.pk == viewer.user.pk and team.pk in viewer.team_ids
    return own or viewer.may(Permission.ALLOCATE, team.pk)


def leaving(viewer: Viewer, today: date) -> QuerySet[Any]:
    """Colleagues of teams where the viewer allocates who have left, or leave within weeks, with work in hand.

    Each as the last of their memberships there, with `in_hand`: of families that the viewer sees.
    """
    teams = Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids
    goes = Q(user__is_active=False) | Q(ends_on__lte=today + AHEAD)
    theirs = Membership.objects.filter(team=OuterRef("team"), user=OuterRef("user"))
    last = theirs.order_by(F("ends_on").desc(nulls_first=True), "-pk").values("pk")[:1]
    parts = Allocation.objects.visible_to(viewer).filter(user=OuterRef("user"), team=OuterRef("team"), ends_on=None)
    number = parts.order_by().values("user").annotate(n=Count("episode", distinct=True)).values("n")
    found = Membership.objects.filter(goes, Exists(parts), team__in=teams, pk=Subquery(last))
    rows: QuerySet[Any] = found.annotate(in_hand=Subquery(number)).select_related("user", "team")
    return rows.order_by(F("ends_on").asc(nulls_first=True), "user__name", "pk")


def staying(viewer: Viewer, until: date) -> QuerySet[HandoverLine]:
    """Work that stayed with a colleague until a day that comes by `until`, and of which they still have a part."""
    parts = Allocation.objects.filter(episode=OuterRef("episode"), user=OuterRef("handover__user"), ends_on=None)
    newer = HandoverLine.objects.filter(
        episode=OuterRef("episode"), handover__user=OuterRef("handover__user"), pk__gt=OuterRef("pk")
    )
    found = HandoverLine.objects.visible_to(viewer).filter(
        ours(viewer, "episode"), Exists(parts), ~Exists(newer), became=Passed.STAYS, stays_until__lte=until
    )
    return found.select_related("handover__user", "episode__family", "team").order_by("stays_until", "pk")


def to_move(viewer: Viewer) -> QuerySet[Appointment]:
    """Appointments ahead that are booked with whoever gave the work on: their time was taken, or nobody took it on."""
    gone = HandoverLine.objects.filter(
        episode=OuterRef("episode"), handover__user=OuterRef("practitioner"), became__in=(Passed.GIVEN, Passed.ENDED)
    )
    again = Allocation.objects.filter(episode=OuterRef("episode"), user=OuterRef("practitioner"), ends_on=None)
    ahead = Appointment.objects.visible_to(viewer).filter(state=AppointmentState.BOOKED, starts__gte=timezone.now())
    found = ahead.filter(ours(viewer, "episode"), Exists(gone), ~Exists(again))
    return found.select_related("episode__family", "practitioner").order_by("starts", "pk")


def lines_of(handover: Handover, viewer: Viewer) -> list[Any]:
    """What became of each piece of work, of families that the viewer sees; with `left_ahead`, still to be moved."""
    ahead = Appointment.objects.filter(
        episode=OuterRef("episode"),
        practitioner=OuterRef("handover__user"),
        state=AppointmentState.BOOKED,
        starts__gte=timezone.now(),
    )
    next_ = Appointment.objects.filter(
        episode=OuterRef("episode"), state=AppointmentState.BOOKED, starts__gte=timezone.now()
    ).order_by("starts")
    number = ahead.order_by().values("episode").annotate(n=Count("pk")).values("n")
    found = HandoverLine.objects.visible_to(viewer).filter(handover=handover)
    rows = found.annotate(left_ahead=Coalesce(Subquery(number), 0), next_at=Subquery(next_.values("starts")[:1]))
    related = ("episode__family", "colleague", "handover__user")
    return list(rows.select_related(*related).order_by("episode__opened_on", "pk"))
