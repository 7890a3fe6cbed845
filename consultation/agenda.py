"""What a meeting's agenda is filled from: the same rows that wait on the lists, as far as whoever looks may see them.

Nothing of a restricted family stands here for who is not named: every row comes through `visible_to` (design §6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from caseload.selectors import work
from consultation import dated
from consultation.enums import MeetingKind, MeetingState, Topic
from consultation.models import MeetingPoint, TeamMeeting
from consultation.selectors import agreements, concerns
from families.models import Concern
from families.names import family_label
from families.selectors import loss_stands
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.ui import dates
from referrals.selectors.inbox import undecided
from referrals.selectors.waiting import waiting

#: How many of one kind a meeting is shown; the list that they come from has all.
MOST = 50
#: How long before its day the review of an agreement is spoken about.
SOON = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that needs discussion. `about` names it in forms and on the row that keeps what was decided."""

    topic: Topic
    about: str
    what: str
    href: str
    hint: str = ""
    family_id: int | None = None
    referral_id: int | None = None
    episode_id: int | None = None


Source = Callable[[User, int, date], Iterable[Candidate]]


def agenda_of(meeting: TeamMeeting, user: User, today: date) -> Sequence[Candidate]:
    """What needs discussion in this meeting and has not been written down in it yet, topic by topic."""
    done = {about for about in meeting.points.order_by().values_list("about", flat=True) if about}
    found = (one for source in _SOURCES[meeting.kind] for one in source(user, meeting.team_id, today))
    return [one for one in (*found, *_left_over(user, meeting)) if one.about not in done]


def _new(user: User, team_id: int, _today: date) -> Iterator[Candidate]:
    rows = undecided(Viewer.of(user, Permission.SEE_REFERRALS)).filter(~loss_stands(), team_id=team_id)
    for row in rows.defer("submitted").order_by("due_on", "pk")[:MOST]:
        yield Candidate(
            Topic.NEW,
            f"new:{row.key}",
            f"Referral {row.key}",
            reverse("referrals:referral", args=[row.key]),
            row.get_state_display(),
            row.family_id,
            row.pk,
        )


def _unallocated(user: User, team_id: int, _today: date) -> Iterator[Candidate]:
    rows = waiting(Viewer.of(user, Permission.SEE_REFERRALS)).filter(team_id=team_id).select_related("family")
    for row in rows.order_by("since", "pk")[:MOST]:
        to = reverse("referrals:entry", args=[row.key])
        label = family_label(row.family)
        since = f"Waiting since {dates.day(row.since)}"
        yield Candidate(Topic.WAITING, f"waiting:{row.key}", label, to, since, row.family_id, row.referral_id)


def _reviews(user: User, team_id: int, _today: date) -> Iterator[Candidate]:
    found = work.reviews_due(Viewer.of(user, Permission.SEE_CASELOAD), everybodys=True)
    for row in found.filter(team_id=team_id)[:MOST]:
        yield _of_work(Topic.REVIEW, f"review:{row.key}", row)


def _endings(user: User, team_id: int, today: date) -> Iterator[Candidate]:
    viewer = Viewer.of(user, Permission.SEE_CASELOAD)
    for row in work.endings_overdue(viewer, today, everybodys=True).filter(team_id=team_id)[:MOST]:
        yield _of_work(Topic.ENDING, f"ending:{row.key}", row, "The ending is overdue")
    for row in work.sessions_reached(viewer, everybodys=True).filter(team_id=team_id)[:MOST]:
        yield _of_work(Topic.ENDING, f"used:{row.key}", row, "All agreed sessions have been")


def _of_work(topic: Topic, about: str, row: Any, hint: str = "") -> Candidate:
    lead = row.lead_name or "Nobody leads"
    to = reverse("caseload:episode", args=[row.key])
    said = f"{hint}; {lead}" if hint else lead
    return Candidate(topic, about, family_label(row.family), to, said, row.family_id, None, row.pk)


def _concerns(user: User, team_id: int, _today: date) -> Iterator[Candidate]:
    """Open ones, of families and out of consultations; what they say stands on their own pages."""
    rows = Concern.objects.visible_to(Viewer.of(user, Permission.SAFEGUARD)).filter(team_id=team_id, closed_at=None)
    for row in rows.select_related("family").order_by("next_on", "pk")[:MOST]:
        to = reverse("families:concern", args=[row.family.key, row.key])
        label = f"Safeguarding, {family_label(row.family)}"
        yield Candidate(Topic.CONCERN, f"concern:{row.key}", label, to, "", row.family_id)
    raised = concerns(Viewer.of(user, Permission.CONSULT)).filter(team_id=team_id)
    for row in raised[:MOST]:
        one = row.consultation
        to = reverse("consultation:consultation", args=[one.key])
        label = f"Consultation with {one.consultee_name}"
        yield Candidate(Topic.CONCERN, f"raised:{row.key}", label, to, row.get_kind_display(), one.family_id)


def _agreements(user: User, team_id: int, today: date) -> Iterator[Candidate]:
    rows = agreements(Viewer.of(user, Permission.SEE_CONSULTATIONS)).filter(team_id=team_id)
    for row in rows.filter(review_on__lte=today + SOON)[:MOST]:
        to = reverse("consultation:agreement", args=[row.key])
        yield Candidate(Topic.AGREEMENT, f"agreement:{row.key}", f"Agreement with {row.organisation}", to)


def _deadlines(user: User, team_id: int, today: date) -> Iterator[Candidate]:
    for row in dated.to_remind_of(Viewer.of(user, Permission.SEE_REPORTS), today).filter(team_id=team_id)[:MOST]:
        hint = f"{row.owner.name}, by {dates.weekday(row.due_on)}"
        yield Candidate(Topic.DEADLINE, f"deadline:{row.key}", row.what, reverse("consultation:deadlines"), hint)


def _left_over(user: User, meeting: TeamMeeting) -> Iterator[Candidate]:
    """What the last finished meeting of this kind put on its agenda in its own words and did not decide."""
    held = TeamMeeting.objects.filter(team=meeting.team_id, kind=meeting.kind, state=MeetingState.FINISHED)
    last = held.order_by("-held_on", "-pk").first()
    if last is None:
        return
    seen = MeetingPoint.objects.visible_to(Viewer.of(user, Permission.SEE_CASELOAD))
    for row in seen.filter(meeting=last, decision="", topic__in=(Topic.OWN, Topic.LEFT)).order_by("pk"):
        to = reverse("consultation:meeting", args=[last.key])
        yield Candidate(Topic.LEFT, f"left:{row.key}", row.what, to)


_SOURCES: Mapping[str, Sequence[Source]] = {
    MeetingKind.CLINICAL: (_new, _unallocated, _reviews, _endings, _concerns),
    MeetingKind.BUSINESS: (_deadlines, _agreements),
}
