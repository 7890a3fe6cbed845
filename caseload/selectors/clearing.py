"""A day that is to be cleared or was: its appointments, how each adult is told, what is booked again (P69)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from caseload.enums import AppointmentState, EpisodeState
from caseload.grouping import GroupSessionState
from caseload.models import Appointment, Cleared, ClearedSession, Clearing, GroupSession, Slot
from caseload.selectors.episode import appointments_whole
from caseload.selectors.people import adults_of
from caseload.selectors.work import ours
from caseload.times import day_bounds
from families.contact import Addressee, Question, Version, who_may_be_told
from families.enums import Channel, Purpose
from families.selectors import loss_stands
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.letters.words import book_of
from pitservice.messaging.models import Message

#: How somebody is told the same morning, the quickest way first; the words that each way has.
_WAYS = ((Channel.TEXT, "appointment_cancelled"), (Channel.CALL, ""), (Channel.LETTER, "appointment"))


def to_clear(viewer: Viewer, team: Team, user: User, day: date) -> list[Any]:
    """A colleague's appointments of a day that are still to come, of families that the viewer may see."""
    begins, ends = day_bounds(day)
    found = Appointment.objects.visible_to(viewer).filter(
        team=team,
        practitioner=user,
        state=AppointmentState.BOOKED,
        starts__gte=max(begins, timezone.now()),
        starts__lt=ends,
        group_session=None,
    )
    return list(appointments_whole(found).select_related("episode__team").order_by("starts", "pk"))


def sessions_to_clear(viewer: Viewer, team: Team, user: User, day: date) -> list[GroupSession]:
    """The group sessions of a day, still to come, that take a colleague's time (P72)."""
    begins, ends = day_bounds(day)
    found = GroupSession.objects.visible_to(viewer).filter(
        team=team,
        state=GroupSessionState.PLANNED,
        starts__gte=max(begins, timezone.now()),
        starts__lt=ends,
        pk__in=Slot.objects.filter(practitioner=user, live=True).values("group_session"),
    )
    return list(found.select_related("group", "room").order_by("starts", "pk"))


def places_seen(viewer: Viewer, sessions: Sequence[GroupSession]) -> Mapping[int, list[Any]]:
    """The places in each of these sessions, by its id, of families that the viewer may see."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = Appointment.objects.visible_to(viewer).filter(group_session__in=sessions, state=AppointmentState.BOOKED)
    for place in appointments_whole(rows).select_related("episode__team").order_by("episode__family__title", "pk"):
        assert place.group_session_id is not None  # by the filter
        found[place.group_session_id].append(place)
    return found


def ways_to_tell(appointment: Appointment) -> Sequence[Addressee]:
    """For each invited adult the quickest way that the contact rules allow, else why they may not be texted (CON-1)."""
    invited = {row.person_id for row in appointment.invitations.all()}
    missing = {f"person:{adult.pk}" for adult in adults_of(appointment.episode) if adult.pk in invited}
    found: dict[str, Addressee] = {}
    for channel, words in _WAYS:
        if not missing:
            break
        for to in _answers(appointment, channel, words, missing):
            if to.allowed or to.recipient not in found:
                found[to.recipient] = to
        missing -= {ref for ref, to in found.items() if to.allowed}
    return sorted(found.values(), key=lambda to: to.name)


def _answers(appointment: Appointment, channel: Channel, words: str, refs: Collection[str]) -> list[Addressee]:
    book = book_of(appointment.episode.team)
    versions = book.versions(words) if words else frozenset[Version]()
    question = Question(Purpose.APPOINTMENT, channel, timezone.now(), automatic=False, versions=versions)
    return [to for to in who_may_be_told(f"family:{appointment.episode.family_id}", question) if to.recipient in refs]


def rows_of(clearing: Clearing, viewer: Viewer) -> list[Cleared]:
    """What became of each appointment, those of families that the viewer may see."""
    found = Cleared.objects.visible_to(viewer).filter(clearing=clearing)
    related = (
        "appointment__episode__family",
        "appointment__room",
        "appointment__group_session__group",
        "taken_over__practitioner",
    )
    return list(found.select_related(*related).order_by("appointment__starts", "pk"))


def sessions_of(clearing: Clearing) -> list[ClearedSession]:
    """What became of each group session of the day."""
    return list(clearing.sessions.select_related("session__group", "stand_in").order_by("session__starts", "pk"))


def texts_of(clearing: Clearing, rows: Sequence[Cleared], viewer: Viewer) -> Mapping[int, list[Message]]:
    """The texts about a cleared day by family id, with what became of each."""
    texts: dict[int, list[Message]] = defaultdict(list)
    about = [f"clearing:{clearing.pk}", *(f"appointment:{row.taken_over_id}" for row in rows if row.taken_over_id)]
    found = Message.objects.visible_to(viewer).filter(wanted__in=about, purpose=Purpose.APPOINTMENT)
    for message in found.order_by("pk"):
        if message.family_id is not None:
            texts[message.family_id].append(message)
    return texts


def to_book_again(viewer: Viewer) -> QuerySet[Cleared]:
    """Families whose appointment was called off with the day, and who have no other one ahead (P69).

    Not for a place in a group: the group meets again, and whoever leads it plans when (P72).
    """
    ahead = Appointment.objects.filter(
        episode=OuterRef("appointment__episode"), state=AppointmentState.BOOKED, starts__gte=timezone.now()
    )
    found = Cleared.objects.visible_to(viewer).filter(
        ours(viewer, "appointment__episode"),
        ~Exists(ahead),
        ~loss_stands("appointment__episode__family"),
        clearing__undone_at=None,
        taken_over=None,
        appointment__group_session=None,
        appointment__state=AppointmentState.CANCELLED_BY_US,
    )
    found = found.exclude(appointment__episode__state=EpisodeState.CLOSED)
    return found.select_related("appointment__episode__family", "clearing__user").order_by("clearing__day", "pk")
