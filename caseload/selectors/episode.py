"""One piece of work: everything its page shows, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from caseload.enums import NOT_AGREED, NOT_BROUGHT, SEEN, AppointmentKind, AppointmentState, EnquiryStanding
from caseload.models import (
    Allocation,
    Appointment,
    Attendance,
    ContactAttempt,
    Ending,
    Episode,
    EpisodeMove,
    EpisodeReferral,
    FinalEnquiry,
    FollowUp,
    GoingOn,
    Invitation,
    LateIssue,
    Note,
    Review,
    Session,
    WorkAgreement,
    WorkAnswer,
)
from caseload.rules import Engagement, Progress
from caseload.selectors.enquiry import NOT_ASKED, standing_of
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
    reviews: list[Review]
    late_issues: list[LateIssue]
    record: Note | None
    agreements: list[WorkAgreement]
    enquiries: list[FinalEnquiry]
    goings_on: list[GoingOn]
    referred: bool  # by somebody whom one can ask (P64)

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
        until = max((one.until for one in self.goings_on if one.until >= today), default=None)
        return Engagement(len(self.attempts), days, *limits, until)

    @property
    def enquiry(self) -> EnquiryStanding:
        """How far the enquiry of the referrer is (P64)."""
        return standing_of(self.enquiries, needed=self.referred)

    @property
    def progress(self) -> Progress:
        """Sessions so far of those agreed (END-1)."""
        counted = [session for session in self.sessions if session.kind not in NOT_AGREED]
        reviews = len(self.reviews) + sum(session.kind == AppointmentKind.REVIEW for session in counted)
        return Progress(self.episode.state, len(counted), self.episode.agreed_sessions, reviews)


def work(episode: Episode) -> Work:
    """Read one piece of work whole."""
    return works([episode])[0]


def works(episodes: Sequence[Episode]) -> list[Work]:
    """Read pieces of work whole, all of them in the same number of queries as one."""
    allocations = Allocation.objects.select_related("user").order_by("starts_on", "pk")
    moves = EpisodeMove.objects.select_related("reason").order_by("at", "pk")
    attempts = ContactAttempt.objects.select_related("person").order_by("-made", "-pk")
    appointments = appointments_whole(Appointment.objects.all()).order_by("-starts", "-pk")
    of = partial(_by_episode, episodes)
    allocated, moved, tried, booked = of(allocations), of(moves, "subject"), of(attempts), of(appointments)
    ended = of(Ending.objects.select_related("step_down_to").prefetch_related("checks"))
    followed = of(FollowUp.objects.order_by("due_on", "pk"))
    reviewed, raised = (
        of(Review.objects.order_by("-held_on", "-pk")),
        of(LateIssue.objects.order_by("-raised_on", "-pk")),
    )
    answers: Any = Prefetch("answers", WorkAnswer.objects.select_related("person").order_by("pk"))
    agreed = of(WorkAgreement.objects.prefetch_related(answers).order_by("-agreed_on", "-pk"))
    recorded = of(Note.objects.filter(session=None).select_related("author"))
    asked = of(FinalEnquiry.objects.order_by("-created_at", "-pk"))
    went_on = of(GoingOn.objects.order_by("-created_at", "-pk"))
    referred = of(EpisodeReferral.objects.exclude(referral__source__in=NOT_ASKED))
    return [
        Work(
            episode=one,
            allocations=allocated[one.pk],
            moves=moved[one.pk],
            attempts=tried[one.pk],
            appointments=booked[one.pk],
            ending=next(iter(ended[one.pk]), None),
            follow_ups=followed[one.pk],
            reviews=reviewed[one.pk],
            late_issues=raised[one.pk],
            record=next(iter(recorded[one.pk]), None),
            agreements=agreed[one.pk],
            enquiries=asked[one.pk],
            goings_on=went_on[one.pk],
            referred=bool(referred[one.pk]),
        )
        for one in episodes
    ]


def _by_episode(episodes: Sequence[Episode], rows: QuerySet[Any], to: str = "episode") -> dict[int, list[Any]]:
    """Rows of all these episodes, by episode; each row knows its episode without another query."""
    known = {episode.pk: episode for episode in episodes}
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.filter(**{f"{to}__in": list(known)}):
        episode = known[getattr(row, f"{to}_id")]
        setattr(row, to, episode)
        found[episode.pk].append(row)
    return found


def appointments_whole(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """With everything a presenter of one needs: who is invited, who came, the session and its note.

    `speak_first`: a loss stands in the family, so nobody goes without having spoken to the lead (P22).
    """
    invited: Any = Prefetch("invitations", Invitation.objects.select_related("person").order_by("pk"))
    came: Any = Prefetch("attendances", Attendance.objects.select_related("person").order_by("pk"))
    related = (
        "practitioner",
        "room",
        "session__note",
        "episode__family",
        "moved_from",
        "moved_to",
        "series",
        "student__user",
    )
    found = appointments.select_related(*related, "group_session__group").prefetch_related(invited, came)
    return found.annotate(speak_first=loss_stands("episode__family"))


def works_of(family: Family, viewer: Viewer) -> list[Work]:
    """All pieces of work of a family, newest first."""
    found = Episode.objects.visible_to(viewer).filter(family=family).order_by("-opened_on", "-pk")
    return works(list(found))


def worth_a_thought(appointment: Appointment) -> bool:
    """Whether a baby was not brought, or the family called off twice running: a thought, not a count of strikes."""
    if appointment.state in NOT_BROUGHT:
        return True
    if appointment.state != AppointmentState.CANCELLED_BY_FAMILY:
        return False
    earlier = Appointment.objects.filter(episode=appointment.episode_id, starts__lt=appointment.starts)
    before = earlier.exclude(state__in=(AppointmentState.MOVED, AppointmentState.CANCELLED_BY_US)).order_by("-starts")
    state = before.values_list("state", flat=True).first()
    return state in NOT_BROUGHT or state == AppointmentState.CANCELLED_BY_FAMILY


def next_appointment(episode: Episode) -> Any:
    """The next one that is booked, with `speak_first`."""
    ahead = episode.appointments.filter(state=AppointmentState.BOOKED, starts__gte=timezone.now())
    return ahead.annotate(speak_first=loss_stands("episode__family")).order_by("starts", "pk").first()
