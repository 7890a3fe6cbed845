"""How caseload takes part in the rooms below: decisions, words still wanted, family pages, navigation, home (P4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils import timezone

from caseload import actions, beside, timeline
from caseload.arrivals import CONTACT, practitioners_of
from caseload.enums import AppointmentState, FollowUpState
from caseload.forms.allocating import keyworker_field, lead_field
from caseload.models import Appointment, Clearing, Episode, FollowUp
from caseload.presenters import cosigning, downtime, groups, interpreter, leaving, lone, referrer, waiting
from caseload.presenters.episode import progress_of
from caseload.presenters.next_up import next_lines
from caseload.presenters.rota import stands_in_words, today_lines
from caseload.selectors import work
from caseload.selectors.clearing import to_book_again
from caseload.selectors.downtime import late_packs, standing_of
from caseload.selectors.episode import next_appointment
from caseload.selectors.groups import registers_to_fill
from caseload.selectors.interpreters import interpreters_to_arrange
from caseload.selectors.kept import last_contacts
from caseload.selectors.leaving import STAYS_AHEAD, staying, to_move
from caseload.selectors.leaving import leaving as who_leaves
from caseload.selectors.localities import any_locality
from caseload.selectors.lone import overdue_for
from caseload.selectors.people import whom_to_ask
from caseload.selectors.referrers import referrers_to_tell
from caseload.selectors.released import notes_in_full
from caseload.selectors.rota import duty_gaps, families_seen, not_here_in, on_duty_for, on_duty_in, stands_in_for
from caseload.selectors.supervision import to_cosign, training_of
from caseload.selectors.written_about import sessions_to_write_about
from families import registry
from families.entries import EntryKind, Whose, register_entry
from families.models import Family
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.jobs import probes
from pitservice.letters.enclosing import to_take
from pitservice.letters.presenters import to_hand_over
from pitservice.letters.registry import Outstanding, register_occasions, register_outstanding
from pitservice.messaging import notices, responsible, turning, wanted
from pitservice.ui import navigation, worklist
from pitservice.ui.components import Words
from referrals.enums import Outcome
from referrals.models import Referral
from referrals.registry import Route, Way, register_route, register_way


def register_all() -> None:
    """Called once, when the app is ready."""
    wanted.register_many("appointment", _appointments_that_stand)
    wanted.register("followup", _follow_up_stands)
    wanted.register("clearing", _clearing_stands)
    notices.register_on_duty(on_duty_in)
    notices.register_not_here(not_here_in)
    turning.register(CONTACT)
    responsible.register("appointment", practitioners_of)
    register_route(Outcome.ALLOCATE, Route("Allocate to", _allocation_fields, _allocate))
    register_way(Way("Allocation meetings", "caseload:meetings"))
    register_way(Way("Allocate by locality", "caseload:by_locality", any_locality))
    registry.register_tab(registry.FamilyTab("Sessions and notes", "caseload:family", Permission.SEE_CASELOAD, 40))
    for dated in timeline.SOURCES:
        registry.register_timeline(dated)
    registry.register_born(_twins_born)
    registry.register_clocks_resume(_clocks_resume)
    registry.register_last_contact(last_contacts)
    registry.register_incident_subject(registry.IncidentSubject("caseload.note", "A note", "caseload:note"))
    registry.register_release(registry.ReleaseSource("Notes in full", Permission.READ_NOTES, notes_in_full))
    registry.register_next(registry.NextSource("work", Permission.SEE_CASELOAD, Episode, _next))
    register_occasions(sessions_to_write_about)
    register_outstanding(Outstanding("first_visit", "Nobody has been seen yet", work.not_seen_yet))
    beside.register(_to_hand_over)
    for kind in _ENTRIES:
        register_entry(kind)
    navigation.register(navigation.Place("My day", "caseload:my_day", Permission.SEE_CASELOAD, 40))
    navigation.register(navigation.Place("Diary", "caseload:diary", Permission.SEE_CASELOAD, 42))
    navigation.register(navigation.Place("Caseload", "caseload:list", Permission.SEE_CASELOAD, 45))
    navigation.register(navigation.Place("Rota", "caseload:rota", Permission.SEE_CASELOAD, 43))
    for source in _sources():
        worklist.register(source)
    worklist.register_today(_today)
    worklist.register_today(_downtime)
    probes.register("downtime", _late_packs)


def _work_of(row: Any, family: Family, whose: Whose) -> dict[str, Any]:  # noqa: ARG001 - as every `columns`
    """A session or an attempt goes to the right family's piece of work: the open one, else the last (P25)."""
    if not hasattr(row, "episode_id"):
        return {}
    episode = Episode.objects.filter(family=family).order_by(F("closed_on").desc(nulls_first=True), "-pk").first()
    if episode is None:
        raise Refused("There is no piece of work with that family yet. Allocate it first, then move this.")
    return {"episode_id": episode.pk}


def _with_session(entry: Any) -> Sequence[Any]:
    """The appointment of a session, who was invited and who was there, and its note."""
    one = entry.appointment
    note = getattr(entry, "note", None)
    return [one, *one.attendances.order_by("pk"), *one.invitations.order_by("pk"), *([note] if note else [])]


_ENTRIES = (
    EntryKind(
        "session",
        "caseload.session",
        "session with its note",
        Permission.SEE_CASELOAD,
        correctable=False,
        parts=_with_session,
        columns=_work_of,
        family_path="episode__family",
    ),
    EntryKind(
        "attempt",
        "caseload.contactattempt",
        "attempt to reach somebody",
        Permission.SEE_CASELOAD,
        correctable=False,
        columns=_work_of,
        family_path="episode__family",
    ),
)


def _to_hand_over(appointment: Appointment, viewer: Viewer) -> Sequence[object]:
    """Leaflets and forms to hand over, on an appointment's session page (P48)."""
    if not viewer.may(Permission.SEE_CORRESPONDENCE, appointment.team_id):
        return ()
    return to_hand_over(to_take(appointment.episode.family_id, appointment.team_id, viewer))


def _clocks_resume(family_id: int, since: date, until: date, by: Actor) -> None:
    actions.resume_follow_ups(family_id=family_id, since=since, until=until, by=by)


def _twins_born(baby_id: int, twin_ids: Sequence[int], by: Actor) -> None:
    actions.work_for_twins(baby_id=baby_id, twin_ids=twin_ids, by=by)


def _appointments_that_stand(ids: Collection[int]) -> Collection[int]:
    """A word about an appointment is wanted while it is booked: not moved, cancelled or over (REM-1)."""
    booked = Appointment.objects.filter(pk__in=ids, state=AppointmentState.BOOKED)
    return list(booked.order_by().values_list("pk", flat=True))


def _follow_up_stands(follow_up_id: int) -> bool:
    """A word of follow-up is wanted while the follow-up is due (FUP-1)."""
    return FollowUp.objects.filter(pk=follow_up_id, state=FollowUpState.DUE).exists()


def _clearing_stands(clearing_id: int) -> bool:
    """A word that a visit is off is wanted while nobody has undone the clearing of that day (P69)."""
    return Clearing.objects.filter(pk=clearing_id, undone_at=None).exists()


def _allocation_fields(referral: Referral, viewer: Viewer) -> dict[str, forms.Field]:
    """What accepting and allocating at once asks."""
    team = referral.team
    return {"lead": lead_field(team, viewer, referral.family), "keyworker": keyworker_field(team)}


def _allocate(referral: Referral, answers: dict[str, Any], by: Actor) -> None:
    actions.open_episode(referral=referral, lead=answers["lead"], keyworker=answers.get("keyworker"), by=by)


def _next(family: Family, viewer: Viewer) -> Sequence[str]:
    episode = work.open_work_of(family, viewer)
    if episode is None:
        return ()
    appointment = next_appointment(episode)
    ask = whom_to_ask(family.team_id) if appointment is not None and appointment.speak_first else ""
    return next_lines(episode, appointment, progress_of(episode), ask)


def _today(user: User, today: date) -> worklist.Today:
    """Whether this colleague is on duty, days on which nobody is, and for whom they stand in (P5)."""
    standing = stands_in_for(user, today)
    gaps = duty_gaps(Viewer.of(user, Permission.ALLOCATE), today)
    stand_ins = [
        worklist.StandIn(one.user, stands_in_words(one), one.team.pk, families_seen, opened=one.cover)
        for one in standing
    ]
    return worklist.Today([*_supervisors(user), *today_lines(on_duty_for(user, today), gaps)], stand_ins)


def _downtime(user: User, _today: date) -> worklist.Today:
    """To whoever allocates: how old their team's downtime pack is (P71)."""
    teams = Viewer.of(user, Permission.ALLOCATE).teams
    return worklist.Today(downtime.today_lines(standing_of(teams), timezone.now()) if teams else [])


def _late_packs() -> str:
    """For whoever runs the system: whether the packs of the night are there (P71)."""
    late = late_packs(timezone.now())
    return f"{late} not of this night, or not in their folder" if late else "ok"


def _supervisors(user: User) -> Sequence[object]:
    """With whom a trainee learns (P7)."""
    teams = [one.team_id for one in user.current_memberships if one.role == RoleName.TRAINEE]
    learning = [training for team in teams if (training := training_of(user.pk, team)) is not None]
    return [Words([cosigning.for_trainee(training)]) for training in learning]


Select = Callable[[Viewer, date], QuerySet[Any]]
Present = Callable[[Any, User, date], worklist.Item]


def _sources() -> list[worklist.Source]:
    """Each source asks the same selector as the list it links to, so that counts are equal (P4)."""
    rows: list[tuple[str, Permission, Select, Present, str]] = [*_beginning(), *_ending(), *_leaving()]
    return [
        worklist.Source(title, permission, _items(select, present), f"caseload:{url_name}", own=url_name == "unsigned")
        for title, permission, select, present, url_name in rows
    ]


def _beginning() -> list[tuple[str, Permission, Select, Present, str]]:
    """From the first contact to the mid-way review."""
    return [
        ("First contacts", Permission.BOOK, _undated(work.first_contacts_due), waiting.first_contact, "first_contacts"),
        (
            "Referrers’ answers to settle",
            Permission.RECORD_SESSIONS,
            _undated(work.enquiries_to_settle),
            waiting.enquiry,
            "enquiries",
        ),
        ("Limits of attempts", Permission.RECORD_SESSIONS, work.limits_near, waiting.limit, "limits"),
        (
            "Outcomes to record",
            Permission.RECORD_SESSIONS,
            _undated(work.outcomes_missing),
            waiting.outcome,
            "outcomes",
        ),
        ("Registers to fill in", Permission.RECORD_SESSIONS, _undated(registers_to_fill), groups.waiting, "registers"),
        ("Notes not signed", Permission.RECORD_SESSIONS, _undated(work.unsigned_notes), waiting.unsigned, "unsigned"),
        ("Colleagues not back", Permission.SEE_CASELOAD, _undated(overdue_for), lone.waiting, "not_back"),
        ("Notes to co-sign", Permission.RECORD_SESSIONS, _undated(to_cosign), cosigning.waiting, "to_cosign"),
        ("Reviews due", Permission.RECORD_SESSIONS, _undated(work.reviews_due), waiting.review, "reviews"),
        (
            "Interpreters to arrange",
            Permission.BOOK,
            _undated(interpreters_to_arrange),
            interpreter.waiting,
            "interpreters",
        ),
        ("Referrers to tell or ask", Permission.BOOK, _undated(referrers_to_tell), referrer.waiting, "referrers"),
        ("Appointments to book again", Permission.BOOK, _undated(to_book_again), waiting.book_again, "book_again"),
    ]


def _ending() -> list[tuple[str, Permission, Select, Present, str]]:
    """From the agreed number to the follow-up."""
    return [
        (
            "Agreed sessions used",
            Permission.RECORD_SESSIONS,
            _undated(work.sessions_reached),
            waiting.sessions_used,
            "sessions_used",
        ),
        ("No contact for weeks", Permission.RECORD_SESSIONS, work.quiet, waiting.quiet, "quiet"),
        (
            "Endings overdue",
            Permission.RECORD_SESSIONS,
            work.endings_overdue,
            waiting.ending_overdue,
            "endings_overdue",
        ),
        (
            "Left to do after endings",
            Permission.RECORD_SESSIONS,
            _undated(work.checks_left),
            waiting.check_left,
            "checks_left",
        ),
        ("Follow-ups due", Permission.RECORD_SESSIONS, work.follow_ups, waiting.follow_up, "follow_ups"),
    ]


def _leaving() -> list[tuple[str, Permission, Select, Present, str]]:
    """When somebody leaves, or gives work on (issue 6 §1)."""
    return [
        ("Work of those who leave", Permission.ALLOCATE, who_leaves, leaving.leaving, "leaving"),
        (
            "Work that stays for now",
            Permission.RECORD_SESSIONS,
            lambda viewer, today: staying(viewer, today + STAYS_AHEAD),
            leaving.staying,
            "staying",
        ),
        ("Appointments to move", Permission.BOOK, _undated(to_move), leaving.to_move, "to_move"),
    ]


def _undated(select: Callable[[Viewer], QuerySet[Any]]) -> Select:
    return lambda viewer, _today: select(viewer)


def _items(select: Select, present: Present) -> Callable[[Viewer, date], Sequence[worklist.Item]]:
    return lambda viewer, today: [present(row, viewer.user, today) for row in select(viewer, today)]
