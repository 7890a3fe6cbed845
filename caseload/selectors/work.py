"""Pieces of work in lists: how far each is, what comes next, and which wait for something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from caseload.enums import (
    NOT_AGREED,
    SEEN,
    AllocationRole,
    AppointmentKind,
    AppointmentState,
    CheckAnswer,
    EpisodeState,
    FollowUpState,
    NoteState,
)
from caseload.models import (
    Allocation,
    Appointment,
    ContactAttempt,
    EndingCheck,
    Episode,
    EpisodeBaby,
    FinalEnquiry,
    FollowUp,
    GoingOn,
    Note,
    Review,
    Session,
    SignedVersion,
)
from caseload.rules import LIMIT_WARNS
from caseload.selectors.enquiry import WORRYING, with_enquiry
from caseload.selectors.note import TO_SIGN
from caseload.times import day_bounds, local_day
from families.models import Family
from families.selectors import loss_stands
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import settings_of_teams

NOT_SEEN = "The work has begun, and nobody has been seen yet."
UNDER_WAY = (EpisodeState.ASSESSMENT, EpisodeState.INTERVENTION)


def ours(viewer: Viewer, episode: str = "") -> Q:
    """What this person answers for: work they take part in, and all of a team where they allocate (P4).

    `episode` is the path from the listed record to its piece of work.
    """
    path = f"{episode}__" if episode else ""
    mine = Allocation.objects.filter(user=viewer.user, episode=OuterRef(f"{path}pk"), ends_on__isnull=True)
    teams = Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids
    return Q(Exists(mine)) | Q(**{f"{path}team_id__in": teams})


def with_progress(episodes: QuerySet[Episode]) -> QuerySet[Any]:
    """With `sessions`, `reviews`, `attempt_count`, `next_at`, `last_seen`, `last_tried`, `lead_id`, `lead_name`."""
    here = OuterRef("pk")
    standing = Session.objects.filter(episode=here, appointment__state__in=SEEN).exclude(kind__in=NOT_AGREED)
    ahead = Appointment.objects.filter(episode=here, state=AppointmentState.BOOKED, starts__gte=timezone.now())
    attempts = ContactAttempt.objects.filter(episode=here).order_by()
    lead = Allocation.objects.filter(episode=here, role=AllocationRole.LEAD).order_by(
        F("ends_on").desc(nulls_first=True), "-pk"
    )
    return episodes.annotate(
        sessions_so_far=counted(standing),
        reviews_so_far=counted(standing.filter(kind=AppointmentKind.REVIEW))
        + counted(Review.objects.filter(episode=here)),
        attempts_so_far=counted(attempts),
        next_at=Subquery(ahead.order_by("starts").values("starts")[:1]),
        last_seen=Subquery(standing.order_by("-started").values("started")[:1]),
        last_tried=Subquery(attempts.order_by("-made").values("made")[:1]),
        lead_id=Subquery(lead.values("user_id")[:1]),
        lead_name=Subquery(lead.values("user__name")[:1]),
    )


def counted(rows: QuerySet[Model]) -> Coalesce:
    """How many of these rows there are for each piece of work; for an annotation."""
    found = rows.order_by().values("episode").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)


def work_of(viewer: Viewer, *, everybody: bool, closed: bool = False) -> QuerySet[Any]:
    """Pieces of work: this person's, or the whole team's; open ones, or closed."""
    state = Q(state=EpisodeState.CLOSED) if closed else ~Q(state=EpisodeState.CLOSED)
    found = Episode.objects.visible_to(viewer).filter(state)
    if not everybody:
        took_part = Allocation.objects.filter(user=viewer.user, episode=OuterRef("pk"))
        found = found.filter(Exists(took_part if closed else took_part.filter(ends_on__isnull=True)))
    return with_progress(found).select_related("family").order_by("opened_on", "pk")


def first_contacts_due(viewer: Viewer) -> QuerySet[Any]:
    """Allocated families whom nobody has tried to reach, and for whom nothing is booked; with `enquiry` (P64)."""
    tried = ContactAttempt.objects.filter(episode=OuterRef("pk"))
    booked = Appointment.objects.filter(episode=OuterRef("pk"))
    found = _waiting(viewer).filter(~Exists(tried), ~Exists(booked), state=EpisodeState.ENGAGING)
    return with_enquiry(found)


def enquiries_to_settle(viewer: Viewer) -> QuerySet[Any]:
    """Work before which the referrer answered something that speaks against going on (P64): a person decides."""
    worrying = FinalEnquiry.objects.filter(WORRYING, episode=OuterRef("pk"))
    return _waiting(viewer).filter(Exists(worrying)).exclude(state=EpisodeState.CLOSED)


def limits_near(viewer: Viewer, today: date) -> QuerySet[Any]:
    """Families still engaging where a limit of the team is near or reached (ENG-1): a person decides what happens.

    Where somebody has decided to go on it comes back the day after that decision. With `is_reached`.
    """
    near, reached = Q(pk__in=()), Q(pk__in=())
    for team_id, settings in settings_of_teams(sorted(viewer.all_team_ids)).items():
        last, team = today - timedelta(days=settings.engagement_days), Q(team_id=team_id)
        reached |= team & (Q(attempts_so_far__gte=settings.engagement_attempts) | Q(opened_on__lte=last))
        soon = last + timedelta(days=LIMIT_WARNS)
        near |= team & (Q(attempts_so_far__gte=settings.engagement_attempts - 1) | Q(opened_on__lte=soon))
    goes_on = GoingOn.objects.filter(episode=OuterRef("pk"), until__gte=today)
    found = _waiting(viewer).filter(near, ~Exists(goes_on), state=EpisodeState.ENGAGING)
    is_reached = Case(When(reached, then=Value(True)), default=Value(False), output_field=BooleanField())
    with_reached: QuerySet[Any] = found.annotate(is_reached=is_reached)
    return with_reached


def sessions_reached(viewer: Viewer, *, everybodys: bool = False) -> QuerySet[Any]:
    """Work in which all agreed sessions have been: end it, or record that more are agreed (END-1).

    This person's, or `everybodys` in the teams that they see.
    """
    return _waiting(viewer, everybodys=everybodys).filter(
        sessions_so_far__gte=F("agreed_sessions"), state__in=UNDER_WAY
    )


def reviews_due(viewer: Viewer, *, everybodys: bool = False) -> QuerySet[Any]:
    """Work half-way through its agreed sessions without a review (END-1); `everybodys` as above."""
    half = Q(sessions_so_far__gte=(F("agreed_sessions") + 1) / 2, sessions_so_far__lt=F("agreed_sessions"))
    return _waiting(viewer, everybodys=everybodys).filter(half, reviews_so_far=0, state__in=UNDER_WAY)


def quiet(viewer: Viewer, today: date) -> QuerySet[Any]:
    """Work with nothing for the team's weeks: no session, no attempt, no appointment kept or coming (P67)."""
    late = Q(pk__in=())
    for team_id, settings in settings_of_teams(sorted(viewer.all_team_ids)).items():
        since = day_bounds(today - timedelta(weeks=settings.quiet_weeks))[0]
        heard_of = Q(last_heard=None) | Q(last_heard__lt=since)
        late |= heard_of & Q(team_id=team_id, opened_on__lt=local_day(since))
    found: QuerySet[Any] = _waiting(viewer).annotate(last_heard=Greatest(F("last_seen"), F("last_tried")))
    return found.filter(late, next_at=None).exclude(state=EpisodeState.CLOSED)


def endings_overdue(viewer: Viewer, today: date, *, everybodys: bool = False) -> QuerySet[Any]:
    """Work whose ending should be over by the day that was planned, or has no planned day (P67)."""
    over = Q(ending_on__lt=today) | Q(ending_on=None)
    return _waiting(viewer, everybodys=everybodys).filter(over, state=EpisodeState.ENDING)


def checks_left(viewer: Viewer) -> QuerySet[EndingCheck]:
    """What endings left to do (P67): of work this person led last, or of a team where they allocate."""
    lead = Allocation.objects.filter(episode=OuterRef("ending__episode"), role=AllocationRole.LEAD).order_by("-pk")
    teams = Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids
    found = EndingCheck.objects.visible_to(viewer).annotate(lead_id=Subquery(lead.values("user_id")[:1]))
    found = found.filter(Q(lead_id=viewer.user.pk) | Q(team_id__in=teams), answer=CheckAnswer.LEFT)
    found = found.filter(~loss_stands("ending__episode__family"))
    return found.select_related("ending__episode__family").order_by("ending__ended_on", "pk")


def _waiting(viewer: Viewer, *, everybodys: bool = False) -> QuerySet[Any]:
    """Clocks and prompts stop while a loss stands that nobody has decided about (P22)."""
    found = Episode.objects.visible_to(viewer).filter(~loss_stands())
    found = found if everybodys else found.filter(ours(viewer))
    return with_progress(found).select_related("family").order_by("opened_on", "pk")


def outcomes_missing(viewer: Viewer) -> QuerySet[Appointment]:
    """Appointments that are over, of which nobody has said whether they took place; a group has its register (P72)."""
    over = Appointment.objects.visible_to(viewer).filter(state=AppointmentState.BOOKED, ends__lt=timezone.now())
    over = over.filter(group_session=None)
    whose = Q(practitioner=viewer.user) | ours(viewer, "episode")
    return over.filter(whose).select_related("episode__family", "practitioner").order_by("starts", "pk")


def unsigned_notes(viewer: Viewer) -> QuerySet[Any]:
    """Notes not signed yet (those not written are empty ones), of sessions that stand; and assessment records.

    With `sent_back`: whether the supervisor sent it back (P7).
    """
    whose = Q(author=viewer.user) | Q(team_id__in=Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids)
    drafts = Note.objects.visible_to(viewer).filter(TO_SIGN, whose, state=NoteState.DRAFT)
    last = SignedVersion.objects.filter(note=OuterRef("pk")).order_by("-created_at", "-pk")
    when = Coalesce("session__started", "created_at")
    found = drafts.annotate(sent_back=Subquery(last.values("sent_back")[:1]))
    return found.select_related("episode__family", "session__appointment", "author").order_by(when, "pk")


def follow_ups(viewer: Viewer, until: date) -> QuerySet[FollowUp]:
    """Follow-ups that fall due by a day (FUP-1): of work this person led last, or of a team where they allocate.

    None while a loss stands, and none of work whose every baby was lost (P22).
    """
    living = EpisodeBaby.objects.filter(episode=OuterRef("episode"), person__lost=False)
    lead = Allocation.objects.filter(episode=OuterRef("episode"), role=AllocationRole.LEAD).order_by("-pk")
    teams = Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids
    found = FollowUp.objects.visible_to(viewer).annotate(lead_id=Subquery(lead.values("user_id")[:1]))
    found = found.filter(Q(lead_id=viewer.user.pk) | Q(team_id__in=teams), state=FollowUpState.DUE, due_on__lte=until)
    found = found.filter(Exists(living), ~loss_stands("episode__family"))
    return found.select_related("episode__family").order_by("due_on", "pk")


def lead_of(episode: Episode) -> User | None:
    """The lead practitioner now, or the last one."""
    rows = episode.allocations.filter(role=AllocationRole.LEAD).select_related("user")
    last = rows.order_by(F("ends_on").desc(nulls_first=True), "-pk").first()
    return last.user if last else None


def open_work_of(family: Family, viewer: Viewer) -> Any:
    """The family's open piece of work with its progress, the newest where there are several; None without one."""
    found = Episode.objects.visible_to(viewer).filter(family=family).exclude(state=EpisodeState.CLOSED)
    return with_progress(found).order_by("-opened_on", "-pk").first()


def not_seen_yet(family_ids: Sequence[int], viewer: Viewer) -> Mapping[int, str]:
    """Families with open work in which no session has taken place: what they should have before it (P48)."""
    seen = Session.objects.standing().filter(episode=OuterRef("pk"))
    open_work = Episode.objects.visible_to(viewer).filter(family__in=family_ids).exclude(state=EpisodeState.CLOSED)
    return dict.fromkeys(open_work.exclude(Exists(seen)).values_list("family_id", flat=True), NOT_SEEN)
