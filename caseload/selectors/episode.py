"""One piece of work: everything its page shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from caseload.enums import SEEN, AppointmentKind, AppointmentState
from caseload.models import (
    Allocation,
    Appointment,
    Attendance,
    ContactAttempt,
    Ending,
    Episode,
    EpisodeMove,
    FollowUp,
    Invitation,
    Session,
)
from caseload.rules import Engagement, Progress
from families.models import Family
from families.selectors import loss_stands
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import settings_of


@dataclass(frozen=True)
class Work:
    """A piece of work with what hangs on it."""

    episode: Episode
    allocations: list[Allocation]
    moves: list[EpisodeMove]
    attempts: list[ContactAttempt]
    appointments: list[Appointment]
    ending: Ending | None
    follow_ups: list[FollowUp]

    @property
    def sessions(self) -> list[Session]:
        """Sessions that count, oldest first."""
        held = [one.session for one in self.appointments if one.state in SEEN and hasattr(one, "session")]
        return sorted(held, key=lambda session: session.started)

    def engagement(self, today: date) -> Engagement:
        """How far the attempts have come (ENG-1)."""
        settings = settings_of(self.episode.team_id)
        days = (today - self.episode.opened_on).days
        limits = settings.engagement_attempts, settings.engagement_days
        return Engagement(len(self.attempts), days, *limits)

    @property
    def progress(self) -> Progress:
        """Sessions so far of those agreed (END-1)."""
        counted = [session for session in self.sessions if session.kind != AppointmentKind.FOLLOW_UP]
        reviews = sum(session.kind == AppointmentKind.REVIEW for session in counted)
        return Progress(self.episode.state, len(counted), self.episode.agreed_sessions, reviews)


def work(episode: Episode) -> Work:
    """Read one piece of work whole."""
    return Work(
        episode=episode,
        allocations=list(episode.allocations.select_related("user").order_by("starts_on", "pk")),
        moves=list(episode.moves.select_related("reason").order_by("at", "pk")),
        attempts=list(episode.attempts.select_related("person").order_by("-made", "-pk")),
        appointments=list(appointments_whole(Appointment.objects.filter(episode=episode)).order_by("-starts", "-pk")),
        ending=Ending.objects.filter(episode=episode).first(),
        follow_ups=list(episode.follow_ups.order_by("due_on", "pk")),
    )


def appointments_whole(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """With everything a presenter of one needs: who is invited, who came, the session and its note.

    `speak_first`: a loss stands in the family, so nobody goes without having spoken to the lead (P22).
    """
    invited: Any = Prefetch("invitations", Invitation.objects.select_related("person").order_by("pk"))
    came: Any = Prefetch("attendances", Attendance.objects.select_related("person").order_by("pk"))
    related = ("practitioner", "room", "session__note", "episode__family", "moved_from", "moved_to")
    found = appointments.select_related(*related).prefetch_related(invited, came)
    return found.annotate(speak_first=loss_stands("episode__family"))


def works_of(family: Family, viewer: Viewer) -> list[Work]:
    """All pieces of work of a family, newest first."""
    found = Episode.objects.visible_to(viewer).filter(family=family).order_by("-opened_on", "-pk")
    return [work(episode) for episode in found]


def next_appointment(episode: Episode) -> Any:
    """The next one that is booked, with `speak_first`."""
    ahead = episode.appointments.filter(state=AppointmentState.BOOKED, starts__gte=timezone.now())
    return ahead.annotate(speak_first=loss_stands("episode__family")).order_by("starts", "pk").first()
