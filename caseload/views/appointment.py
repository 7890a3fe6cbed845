"""An appointment: its page, booking, moving, cancelling, putting its outcome right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.arrivals import answers_about
from caseload.enums import AppointmentKind, AppointmentState, AskedBy, EpisodeState, Place, Scope
from caseload.forms.booking import AfterForm, BookForm, CancelForm, CorrectForm, MoveForm
from caseload.forms.interpreter import INTERPRETER_FIELDS, interpreter_start
from caseload.models import Appointment, Episode, LoneVisit
from caseload.presenters import appointment as presenting
from caseload.presenters import interpreter, lone, proposing, referrer, series, student, words
from caseload.presenters.enquiry import before_contact
from caseload.selectors.episode import work, worth_a_thought
from caseload.selectors.interpreters import proposed_interpreter, refusals_of, refused_by, steps_of
from caseload.selectors.lone import not_to_be_visited, risks_at_home
from caseload.selectors.people import adults_of, babies_of, needs_at_booking, whom_to_ask
from caseload.selectors.proposing import proposals_for
from caseload.selectors.referrers import inviting
from caseload.selectors.series import earlier_times, occurrences
from caseload.selectors.students import missing_for
from caseload.views.base import AboutWork, AppointmentActionPage, EpisodeActionPage, episode_link
from families.models import Family, Need
from families.pages import FamilyRecordPage
from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import user_names
from pitservice.accounts.viewer import Viewer
from pitservice.messaging.inbox_presenters import answered
from pitservice.ui import dates
from pitservice.ui.components import Button, Callout, Link
from pitservice.ui.pages import ActionPage

WEEK = timedelta(days=7)
AT_HOME = "it stands on the home page until somebody has"


def needs_callout(needs: Sequence[Need], names: Any) -> list[Callout]:
    """What somebody who books should know: times to avoid, interpreter, how they want to be reached (P29, P68)."""
    lines = [f"{names.get(need.person_id, need.person.name)}: {need}" for need in needs]
    return [Callout("Before you choose a time", lines)] if lines else []


def proposed(episode: Episode, names: Mapping[int, str]) -> Sequence[object]:
    """How those with a reading or learning need are told: proposed, never ticked (P68)."""
    return proposing.callout(proposals_for(episode.family, adults_of(episode), needs_at_booking(episode.family)), names)


def slot_line(appointment: Appointment) -> list[str]:
    """What becomes of its slot of an assessment clinic, while that is still to come."""
    if appointment.clinic_slot_id is None or appointment.starts <= timezone.now():
        return []
    return ["Its slot of the assessment clinic can then be given to another family."]


class AppointmentPage(AboutWork, FamilyRecordPage):
    """An appointment, its session, and everything that happened to it."""

    permission = Permission.SEE_CASELOAD
    way_to_family = "record.episode.family"

    def get_heading(self) -> str:
        """What and when."""
        return f"{self.record.get_kind_display()}, {words.when(self.record)}"

    def get_record(self) -> Any:
        """The appointment."""
        return self.find_appointment()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work."""
        return self.trail(episode_link(self.record.episode))

    def body(self) -> Sequence[object]:
        """The loss first where there is one, then facts, session, history."""
        moves = list(self.record.moves.select_related("reason").order_by("at", "pk"))
        colleagues = user_names(move.by.user_id for move in moves if move.by.user_id)
        ahead = self.record.state == AppointmentState.BOOKED
        return [
            *(self._loss() if ahead and self.record.speak_first else ()),
            *([lone.out(self._out, self.user)] if self._out else ()),
            *(self._thought() if worth_a_thought(self.record) else ()),
            presenting.facts(self.record, self.names, earlier_times(self.record)),
            *self._interpreter(),
            *self._student(),
            *self._referrer(),
            presenting.session_facts(self.record, self.names, reads=self.reads_notes, user_id=self.user.pk),
            *answered(answers_about(self.record, Viewer.of(self.user, Permission.SEE_CORRESPONDENCE))),
            series.section(self.record, occurrences(self.record)),
            presenting.history(moves, colleagues),
        ]

    def _interpreter(self) -> Sequence[object]:
        """Who interprets, what was arranged, and whether the family does not want them (P68)."""
        comes = self.record.interpreter
        return interpreter.facts(
            self.record,
            steps_of(self.record),
            refused=refused_by(refusals_of(self.family), comes) if comes.name else None,
            may_book=self.may(Permission.BOOK),
            may_edit=self.may(Permission.EDIT_FAMILIES),
        )

    def _student(self) -> Sequence[object]:
        """Who sits in, and whether those invited have agreed (P68)."""
        return student.facts(self.record, missing_for(self.record), self.names, may_book=self.may(Permission.BOOK))

    def _referrer(self) -> Sequence[object]:
        """Whether the referrer comes to a first appointment, and what each adult said to that (P64)."""
        may_book = self.may(Permission.BOOK)
        asks = self.record.state == AppointmentState.BOOKED and self.record.starts > timezone.now()
        if self.record.kind != AppointmentKind.FIRST or not (asks or self.record.referrer_step):
            return ()
        standing = inviting(self.record, asking=asks and may_book)
        return referrer.facts(self.record, standing, self.names, may_book=may_book)

    def _thought(self) -> Sequence[object]:
        """For whoever records sessions."""
        if not self.may(Permission.RECORD_SESSIONS):
            return ()
        may_raise = self.may(Permission.SAFEGUARD)
        return presenting.thought(self.family.key, may_raise=may_raise)

    def _loss(self) -> Sequence[Callout]:
        """Whom to speak to first (P22)."""
        ask = whom_to_ask(self.family.team_id)
        return [
            Callout(words.speak_to(ask), ["A loss is recorded in this family, and it is not decided who tells whom."])
        ]

    def buttons(self) -> Sequence[Button]:
        """Record, move, cancel, correct."""
        book, record_ = self.may(Permission.BOOK), self.may(Permission.RECORD_SESSIONS)
        found = presenting.buttons(self.record, may_book=book, may_record=record_)
        return [*found, *lone.visit_buttons(self.record, self._out, self.user, self.today)]

    @cached_property
    def _out(self) -> LoneVisit | None:
        """Who is out alone to this appointment (P62)."""
        rows = LoneVisit.objects.visible_to(self.viewer).filter(appointment=self.record, back_at=None)
        return rows.select_related("user", "buddy").first()


class KeepsTime(ActionPage):
    """Books or moves: a free slot of an assessment clinic that held the time is withdrawn with it, as was warned."""

    abstract: ClassVar[bool] = True
    family: Family

    @property
    def withdraws(self) -> bool:
        """Whether this person may withdraw slots: never a trainee (P7)."""
        return self.family.team_id in self.viewer.team_ids

    def act(self, form: Any) -> str:
        """Withdraw what holds the time, do it, and say both."""
        for slot in form.held:
            actions.withdraw_slot(slot=slot, why="Something else was booked at its time.", by=self.viewer.actor)
        onward = self.keep(form)
        for slot in form.held:
            self.success += f" The free slot of the assessment clinic at {dates.clock(slot.starts)} is withdrawn."
        return onward

    def keep(self, form: Any) -> str:
        """Book or move; gives where the person goes on."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class BookPage(KeepsTime, EpisodeActionPage):
    """Book an appointment; it says what stands against a time, and refuses what is taken in a sentence (REM-1)."""

    permission = Permission.BOOK
    form_class = BookForm
    heading = "Book an appointment"
    submit_label = "Book"
    success = "The appointment is booked. A reminder goes to each adult invited, if the contact rules allow it."

    def form_kwargs(self) -> dict[str, Any]:
        """People, colleagues and rooms."""
        told = proposed(self.subject, self.names)
        return {"episode": self.subject, "proposed": told, "withdraws": self.withdraws}

    def initial(self) -> dict[str, Any]:
        """What it probably is: a home visit of everybody with this practitioner, where no alert speaks against it."""
        first = self.subject.state == EpisodeState.ENGAGING
        kinds = {EpisodeState.ASSESSMENT: AppointmentKind.ASSESSMENT, EpisodeState.ENDING: AppointmentKind.ENDING}
        kind = AppointmentKind.FIRST if first else kinds.get(self.subject.state, AppointmentKind.INTERVENTION)
        people = [*adults_of(self.subject), *babies_of(self.subject)]
        start = {
            "kind": kind,
            "invited": [person.key for person in people],
            "practitioner": self.user.key,
            "place": Place.CLINIC if not_to_be_visited(self.family.pk) else Place.HOME,
            "minutes": 60,
        }
        proposed = interpreter_start(proposed_interpreter(needs_at_booking(self.family)))
        return start | proposed | self._same_time()

    def _same_time(self) -> dict[str, Any]:
        """As the last one was, at the same time: a week after the one that one comes from, else the next such day."""
        key = AfterForm(self.request.GET).values.get("after", "")
        known = Appointment.objects.visible_to(self.viewer).filter(episode=self.subject, group_session=None)
        known = known.select_related("room", "practitioner").order_by("-starts", "-pk")
        last = known.filter(key=key).first() if key else known.exclude(state=AppointmentState.MOVED).first()
        if last is None:
            return {}
        start = MoveForm.start(last)
        if refused_by(refusals_of(self.family), last.interpreter):
            start["interpreter_name"] = ""
        if not last.interpreter:
            start = {name: said for name, said in start.items() if name not in INTERPRETER_FIELDS}
        day = start["day"] + WEEK
        while not key and day <= self.today:
            day += WEEK
        return start | {"day": day}

    def aside(self) -> Sequence[object]:
        """Whether the referrer was asked (P64); safety alerts; times to avoid, interpreters, how to reach them."""
        alerts, first = risks_at_home(self.family.pk), self.subject.state == EpisodeState.ENGAGING
        before = [lone.risks(alerts, first=first)] if alerts else []
        asked = before_contact(work(self.subject)) if first else []
        return [*asked, *before, *needs_callout(needs_at_booking(self.family), self.names)]

    def keep(self, form: Any) -> str:
        """Book it."""
        given = form.cleaned_data
        common: dict[str, Any] = {
            "episode": self.subject,
            "kind": AppointmentKind(given["kind"]),
            "visit": form.visit,
            **{name: list(given[name]) for name in ("invited", "text_to", "call_to", "letter_to")},
            "by": self.viewer.actor,
        }
        if form.repeat_as is None:
            return reverse("caseload:appointment", args=[actions.book(**common).key])
        done = actions.book_series(repeat=form.repeat_as, **common)
        self.success = series.booked(done)
        return reverse("caseload:appointment", args=[done.appointments[0].key])


class SeriesAction(AppointmentActionPage):
    """Changes an appointment, or more of its series."""

    abstract: ClassVar[bool] = True
    anew = ("series_scopes",)

    @cached_property
    def series_scopes(self) -> list[tuple[str, str]]:
        """How much of the series can be changed at once."""
        return series.scopes(self.subject, occurrences(self.subject))


class MovePage(KeepsTime, SeriesAction):
    """Move an appointment to another time, alone or with more of its series."""

    permission = Permission.BOOK
    form_class = MoveForm
    heading = "Move the appointment"
    submit_label = "Move it"
    success = "The appointment is moved. Reminders of the old time are cancelled, and who knew of it is told."

    def form_kwargs(self) -> dict[str, Any]:
        """People, colleagues and rooms; the rest of the series."""
        episode = self.subject.episode
        told = proposed(episode, self.names)
        common = {"episode": episode, "proposed": told, "withdraws": self.withdraws}
        return common | {"appointment": self.subject, "scopes": self.series_scopes}

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return MoveForm.start(self.subject)

    def intro(self) -> Sequence[str]:
        """From when, and the interpreter who has to be told (P68)."""
        lines = [f"It is booked for {words.when(self.subject)}."]
        if self.subject.interpreter:
            lines.append(f"The interpreter ({self.subject.interpreter}) has to be moved or cancelled too: {AT_HOME}.")
        return [*lines, *slot_line(self.subject)]

    def aside(self) -> Sequence[object]:
        """Times to avoid, interpreters, how they want to be reached."""
        return needs_callout(needs_at_booking(self.family), self.names)

    def keep(self, form: Any) -> str:
        """Move it; the new row is where the person goes on."""
        given = form.cleaned_data
        common: dict[str, Any] = {
            "appointment": self.subject,
            "visit": form.visit,
            "reason": given["reason"],
            "asked_by": AskedBy(given["asked_by"]),
            "letter_to": list(given["letter_to"]),
            "seen": given["seen"],
            "by": self.viewer.actor,
        }
        scope = Scope(given.get("scope") or Scope.THIS)
        if scope == Scope.THIS:
            return reverse("caseload:appointment", args=[actions.move(**common).key])
        done = actions.move_series(scope=scope, **common)
        self.success = series.moved(done)
        return reverse("caseload:appointment", args=[done.appointments[0].key])


class CancelPage(SeriesAction):
    """Cancel an appointment, alone or with more of its series."""

    permission = Permission.BOOK
    form_class = CancelForm
    heading = "Cancel the appointment"
    submit_label = "Cancel the appointment"
    success = "The appointment is cancelled. Its reminders are cancelled, and who was told of it is texted."

    def form_kwargs(self) -> dict[str, Any]:
        """The rest of the series."""
        return {"scopes": self.series_scopes}

    def intro(self) -> Sequence[str]:
        """Which one, and the interpreter who has to be told (P68)."""
        lines = [f"It is booked for {words.when(self.subject)}."]
        if self.subject.interpreter:
            lines.append(f"The interpreter ({self.subject.interpreter}) has to be cancelled too: {AT_HOME}.")
        return [*lines, *slot_line(self.subject)]

    def get_cancel(self) -> Link | None:
        """Back without doing anything; "Cancel" would be misread here."""
        return Link("Keep it", self.back_href)

    def act(self, form: Any) -> str:
        """Cancel it."""
        given = form.cleaned_data
        common: dict[str, Any] = {
            "appointment": self.subject,
            "outcome": AppointmentState(given["outcome"]),
            "reason": given["reason"],
            "seen": given["seen"],
            "by": self.viewer.actor,
        }
        scope = Scope(given.get("scope") or Scope.THIS)
        if scope == Scope.THIS:
            actions.cancel(**common)
        else:
            self.success = series.cancelled(actions.cancel_series(scope=scope, **common))
        return self.back_href


class CorrectPage(AppointmentActionPage):
    """Put a wrong outcome right; both stay in the record."""

    permission = Permission.RECORD_SESSIONS
    form_class = CorrectForm
    heading = "Correct the outcome"
    submit_label = "Correct it"

    def intro(self) -> Sequence[str]:
        """What is recorded, and where to go if there was a session after all."""
        return [
            f"It is recorded as “{self.subject.get_state_display()}”. Both answers stay in the record.",
            "If the family was seen after all, record the session from the appointment’s page instead.",
        ]

    def act(self, form: Any) -> str:
        """Correct it."""
        given = form.cleaned_data
        actions.correct_outcome(
            appointment=self.subject,
            outcome=AppointmentState(given["outcome"]),
            reason=given["reason"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href
