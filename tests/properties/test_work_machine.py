"""No sequence of actions overlaps a practitioner, changes a signed text, or leaves two open pieces of work for a baby.

Hypothesis puts actions of the work in any order, each as a person could press it, and looks after every one.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django.plugin import DjangoDbBlocker

from caseload import actions
from caseload.enums import (
    CANCELLED,
    STANDS,
    AppointmentKind,
    AppointmentState,
    EndReason,
    EpisodeState,
    NoteState,
    Place,
)
from caseload.models import Appointment, Episode, EpisodeBaby, Note, Slot
from pitservice.accounts.enums import RoleName
from pitservice.db.errors import Refused
from referrals.actions import settle_family
from tests.make.accounts import BY, make_team, make_user
from tests.make.caseload import MadeWork, make_visit, make_work
from tests.make.referrals import make_referral

#: Appointments that take their practitioner's time: all but those that were moved or called off.
TAKES = frozenset(AppointmentState) - CANCELLED - {AppointmentState.MOVED}
#: Of the past and of the days to come, close enough to meet.
HOURS = st.integers(min_value=-6, max_value=5)
ONE = st.integers(min_value=0, max_value=30)


class Work(RuleBasedStateMachine):
    """Two practitioners, two families; what is signed is remembered here and must be found again."""

    @initialize()
    def begin(self) -> None:
        """A team with two families in work."""
        self.inside = transaction.atomic()
        self.inside.__enter__()
        self.team = make_team()
        self.leads = [make_user(RoleName.PRACTITIONER, self.team, name=name) for name in ("Priya Shah", "Sam Lee")]
        self.works = [make_work(self.team, lead=lead) for lead in self.leads]
        self.signed: dict[int, Any] = {}
        self.now = timezone.now().replace(minute=0, second=0, microsecond=0)

    def teardown(self) -> None:
        """Everything is taken back."""
        if hasattr(self, "inside"):
            transaction.set_rollback(True)
            self.inside.__exit__(None, None, None)

    def press(self, act: Callable[[], Any]) -> Any:
        """As a page does: one transaction; what is refused, by us or by the database, changes nothing."""
        try:
            with transaction.atomic():
                return act()
        except (Refused, IntegrityError):
            return None

    def work(self, which: int) -> MadeWork:
        """One of the two families, with its newest piece of work."""
        made = self.works[which % len(self.works)]
        made.episode = Episode.objects.filter(family=made.family).order_by("-pk")[0]
        return made

    def appointment(self, which: int, *states: str) -> Appointment | None:
        """One of the appointments in these states."""
        found = list(Appointment.objects.filter(team=self.team, state__in=states or TAKES).order_by("pk"))
        return found[which % len(found)] if found else None

    def note(self, which: int, *states: str) -> Note | None:
        """One of the notes in these states."""
        found = list(Note.objects.filter(team=self.team, state__in=states).select_related("author").order_by("pk"))
        return found[which % len(found)] if found else None

    def visit(self, made: MadeWork, who: int, hour: int) -> actions.Visit:
        """An hour and a half, so that neighbours meet."""
        starts = self.now + timedelta(hours=hour)
        return make_visit(made, starts, practitioner=self.leads[who % 2], minutes=90)

    @rule(which=ONE, who=ONE, hour=HOURS)
    def book(self, which: int, who: int, hour: int) -> None:
        """Book."""
        made = self.work(which)
        visit = self.visit(made, who, hour)
        kind = AppointmentKind.ASSESSMENT
        self.press(lambda: actions.book(episode=made.episode, kind=kind, visit=visit, invited=made.everybody, by=BY))

    @rule(which=ONE, who=ONE, hour=HOURS)
    def move(self, which: int, who: int, hour: int) -> None:
        """Move to another hour or colleague."""
        if (one := self.appointment(which, *AppointmentState)) is not None:
            visit = self.visit(self.work(0), who, hour)
            self.press(lambda: actions.move(appointment=one, visit=visit, by=BY))

    @rule(which=ONE, outcome=st.sampled_from(sorted(CANCELLED)))
    def cancel(self, which: int, outcome: AppointmentState) -> None:
        """Call off."""
        if (one := self.appointment(which, *AppointmentState)) is not None:
            self.press(lambda: actions.cancel(appointment=one, outcome=outcome, by=BY))

    @rule(which=ONE, outcome=st.sampled_from(sorted(set(AppointmentState) - {"booked", "moved"})))
    def correct(self, which: int, outcome: AppointmentState) -> None:
        """Say that something else happened."""
        if (one := self.appointment(which, *AppointmentState)) is not None:
            self.press(lambda: actions.correct_outcome(appointment=one, outcome=outcome, reason="A slip", by=BY))

    @rule(which=ONE, text=st.sampled_from(["We met.", "Zayn slept.\n\nHis mother watched.", "", "Other words"]))
    def record(self, which: int, text: str) -> None:
        """Record the session, once or again."""
        if (one := self.appointment(which, *AppointmentState)) is not None:
            happened = actions.Happened(kind=AppointmentKind.ASSESSMENT, place=Place(one.place), minutes=60)
            present = [row.person for row in one.invitations.all()]
            by = self.leads[which % 2].actor
            self.press(
                lambda: actions.record_session(appointment=one, present=present, happened=happened, text=text, by=by)
            )

    @rule(which=ONE, text=st.sampled_from(["## Focus\n\nNights.", "Other focus"]))
    def write_record(self, which: int, text: str) -> None:
        """Write the assessment record."""
        made = self.work(which)
        self.press(lambda: actions.write_record(episode=made.episode, text=text, by=self.leads[which % 2].actor))

    @rule(which=ONE, who=ONE)
    def sign(self, which: int, who: int) -> None:
        """Sign, by the author or somebody else."""
        if (one := self.note(which, NoteState.DRAFT)) is not None:
            by = (one.author if who % 3 else self.leads[0]).actor
            if (done := self.press(lambda: actions.sign(note=one, by=by))) is not None:
                self.signed[done.pk] = done.paragraphs

    @rule(which=ONE, who=ONE)
    def take_back(self, which: int, who: int) -> None:
        """Take a signature back, with a reason."""
        if (one := self.note(which, *STANDS)) is not None:
            by = (one.author if who % 3 else self.leads[0]).actor
            done = self.press(lambda: actions.take_signature_back(note=one, reason="A name was wrong", by=by))
            if done is not None:
                was = self.signed.pop(done.pk)
                assert done.versions.order_by("-pk")[0].paragraphs == was

    @rule(which=ONE)
    def add(self, which: int) -> None:
        """Add to a note."""
        if (one := self.note(which, *NoteState)) is not None:
            self.press(lambda: actions.add_addendum(note=one, text="Later.", by=one.author.actor))

    @precondition(lambda self: self.signed)
    @rule(which=ONE)
    def write_straight_into_the_database(self, which: int) -> None:
        """Round every action: the database itself refuses another text."""
        pk = sorted(self.signed)[which % len(self.signed)]
        with pytest.raises(DatabaseError), transaction.atomic():
            Note.objects.filter(pk=pk).update(paragraphs=[{"text": "Forged", "about": "", "heading": ""}])

    @rule(which=ONE, lead=ONE)
    def open_again(self, which: int, lead: int) -> None:
        """The family is referred and allocated, whether or not somebody works with it."""
        made = self.work(which)
        referral = make_referral(self.team, people=())
        settle_family(referral=referral, family=made.family, by=BY)
        referral.refresh_from_db()
        self.press(lambda: actions.open_episode(referral=referral, lead=self.leads[lead % 2], by=BY))

    @rule(which=ONE)
    def end(self, which: int) -> None:
        """End the work."""
        made = self.work(which)
        ended = actions.Ended(EndReason.MOVED, timezone.localdate())
        self.press(lambda: actions.end(episode=made.episode, ended=ended, by=BY))

    @rule(which=ONE, phase=st.sampled_from(["assessment", "intervention", "ending"]))
    def begin_phase(self, which: int, phase: str) -> None:
        """Begin a phase."""
        made = self.work(which)
        self.press(lambda: actions.begin_phase(episode=made.episode, phase=phase, by=BY))

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        """Neither by appointments that stand, nor by the time that is kept for them."""
        if not hasattr(self, "team"):
            return
        standing = Appointment.objects.filter(team=self.team, state__in=TAKES).order_by("starts", "pk")
        for _, of in _by(standing, "practitioner_id"):
            assert all(one.ends <= then.starts for one, then in itertools.pairwise(of)), of
        kept = Slot.objects.filter(team=self.team, live=True, practitioner__isnull=False).order_by("during")
        assert {slot.appointment_id for slot in kept} == {one.pk for one in standing}

    @invariant()
    def what_is_signed_stays(self) -> None:
        """Word for word, and what stands is what somebody signed."""
        if not hasattr(self, "team"):
            return
        found = Note.objects.filter(team=self.team, state__in=STANDS).values_list("pk", "paragraphs")
        assert dict(found) == self.signed

    @invariant()
    def a_baby_has_one_open_piece_of_work(self) -> None:
        """By its own rows and by the work's state."""
        if not hasattr(self, "team"):
            return
        for made in self.works:
            rows = EpisodeBaby.objects.filter(person=made.made.baby)
            assert rows.filter(until=None).count() <= 1
            assert rows.exclude(episode__state=EpisodeState.CLOSED).count() <= 1


def _by(rows: Any, column: str) -> Iterator[tuple[int, list[Any]]]:
    ordered = sorted(rows, key=lambda row: (getattr(row, column), row.starts))
    for key, of in itertools.groupby(ordered, key=lambda row: getattr(row, column)):
        yield key, list(of)


@pytest.mark.rule("P70")
def test_no_sequence_of_actions_overlaps_changes_or_doubles(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        run_state_machine_as_test(
            Work,
            settings=settings(
                max_examples=8,
                stateful_step_count=30,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
