"""The session page (phone first): did it happen, who was there, the note with its draft; and the saving of drafts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.beside import Asked, beside_session, keep_answers
from caseload.enums import (
    SEEN,
    AppointmentState,
    AttendanceStatus,
    EpisodeState,
    InviteStep,
    NoteState,
)
from caseload.forms.session import LATE, NO, USE, YES, DraftForm, SessionForm
from caseload.models import Appointment, Draft, NoteForm
from caseload.noting import text_of
from caseload.presenters import appointment as presenting
from caseload.presenters import cosigning, student, words
from caseload.selectors.diary import draft_of
from caseload.selectors.episode import next_appointment
from caseload.selectors.note import last_sent_back, may_take_over
from caseload.selectors.note_forms import FREE, form_for, form_written_in, note_forms_of
from caseload.selectors.people import has_loss
from caseload.selectors.students import missing_for
from caseload.views.base import AppointmentActionPage
from pitservice.accounts.enums import Permission
from pitservice.db.drafts import Saved, Typed
from pitservice.ui.components import Callout
from pitservice.ui.pages.drafting import DRAFT, DraftedPage, SettleTypedPage, TypingPage

SIGN, LEAVE, NEXT = "sign", "leave", "next"
#: Somebody who may have come: invited, or told too late not to.
MAY_HAVE_COME = (InviteStep.INVITED, InviteStep.COMING, InviteStep.WITHDRAWN)


class SessionPage(DraftedPage, AppointmentActionPage):
    """Record a session and write its note in one flow (P70, P73). After signing in again the text is still there."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:my_day"
    template_name = "caseload/session.html"
    form_class = SessionForm
    typed_form = DraftForm
    saves = (DRAFT, USE)

    def get_heading(self) -> str:
        """What and when."""
        return f"{self.subject.get_kind_display()}, {words.when(self.subject)}"

    def get_draft(self) -> Draft | None:
        """What this person has typed so far."""
        return draft_of(self.subject, self.user)

    def form_kwargs(self) -> dict[str, Any]:
        """The appointment with its people, the draft, and when the next appointment could be."""
        alone = self.subject.group_session_id is None
        offers = (
            alone
            and self.ahead is None
            and self.subject.episode.state != EpisodeState.CLOSED
            and self.may(Permission.BOOK)
        )
        times = presenting.next_times(self.subject, timezone.now()) if offers else ()
        return {
            "appointment": self.subject,
            "draft": self.draft,
            "next_times": times,
            "forms_offered": [(one.key, one.title) for one in self.offered],
            "written_in": self.written_in,
            "asked": self.from_above[1],
            "referrer_invited": self.subject.referrer_step in MAY_HAVE_COME,
        }

    @cached_property
    def from_above(self) -> tuple[list[object], list[Asked]]:
        """What measures put on the page, and what they ask."""
        return beside_session(self.subject, self.viewer)

    @cached_property
    def offered(self) -> list[NoteForm]:
        """The team's forms for notes."""
        return note_forms_of(self.subject.team_id)

    @cached_property
    def written_in(self) -> NoteForm | None:
        """The form of the note: as this page was sent, else as the draft or the note began, else that of its kind."""
        note = words.note_of(self.subject)
        chosen = self.request.POST.get("written_in") or (self.draft.fields.get("written_in") if self.draft else "")
        if not chosen and note is not None and note.paragraphs:
            chosen = note.written_in.key if note.written_in else FREE
        if not chosen and self.draft is not None and self.draft.text:
            chosen = FREE
        if not chosen:
            return form_for(self.subject.kind, self.offered)
        return form_written_in(chosen, self.subject.team_id)

    @cached_property
    def ahead(self) -> Appointment | None:
        """The next appointment, where one is booked."""
        return next_appointment(self.subject.episode)  # type: ignore[no-any-return]  # an Appointment with a mark

    def initial(self) -> dict[str, Any]:
        """What was recorded or is probable, then what was typed since."""
        start = _recorded(self.subject)
        note = words.note_of(self.subject)
        if note is not None and note.author_id == self.user.pk and note.state == NoteState.DRAFT:
            start["text"] = text_of(note.paragraphs)
        if self.draft is not None:
            kept = {name: value for name, value in self.draft.fields.items() if name != "written_in"}
            start |= kept | {"text": self.draft.text or start.get("text", "")}
        return start

    def intro(self) -> Sequence[str]:
        """Where, with which interpreter, and when next."""
        lines = [words.where(self.subject)]
        if self.subject.interpreter:
            lines.append(f"Interpreter: {self.subject.interpreter}.")
        if self.subject.student is not None:
            lines.append(f"Student in the room: {student.called(self.subject.student)}.")
        if self.subject.referrer_step == InviteStep.COMING:
            lines.append("The referrer comes too.")
        if self.ahead is not None:
            lines.append(f"Next appointment: {words.when(self.ahead)}.")
        if self.subject.group_session_id is not None:
            lines.append("This note is about this family alone. Name nobody of another family of the group in it.")
        return lines

    def aside(self) -> Sequence[object]:
        """A loss; another's note; text that was kept apart."""
        note = words.note_of(self.subject)
        found: list[object] = list(self.from_above[0])
        found += student.to_ask(self.subject.student, missing_for(self.subject), self.names)
        if has_loss(self.family.pk):
            found.append(Callout("Speak to the lead first", ["A loss is recorded in this family."]))
        if note is not None and note.author_id != self.user.pk and not may_take_over(note):
            line = f"{note.author.name} writes the note of this session. You can record who was there."
            found.append(Callout("Somebody else writes the note", [line]))
        elif note is not None and (version := last_sent_back(note)) is not None:
            found.append(cosigning.sent_back(version))
        return [*found, *self.other_windows()]

    @property
    def saving_href(self) -> str:
        """Where the script saves."""
        return reverse("caseload:draft", args=[self.subject.key])

    @property
    def leaving_href(self) -> str:
        """The appointment."""
        return self.back_href

    def settling_href(self, tab: str) -> str:
        """Add it or drop it."""
        return reverse("caseload:settle", args=[self.subject.key, tab])

    def save_typed(self, typed: Typed) -> Saved:
        """Save."""
        return actions.save_draft(appointment=self.subject, typed=typed, by=self.viewer.actor)

    def act(self, form: Any) -> str:
        """Record the session with its note, or what happened instead; lead on to what was asked for."""
        given, finish = form.cleaned_data, self.request.POST.get("finish", LEAVE)
        by = self.viewer.actor
        if given["happened"] != YES:
            return self._not_seen(AppointmentState(given["outcome"]), given)
        session = actions.record_session(
            appointment=self.subject,
            present=list(given["present"]),
            happened=form.what_happened,
            text=given["text"],
            written_in=self.written_in,
            revision=given["revision"] or 0,
            tab=str(given["tab"] or ""),
            seen=given["seen"],
            by=by,
        )
        keep_answers(self.from_above[1], given, timezone.localdate(self.subject.starts), by)
        said = self._book_next(form.next_in)
        self.success = f"The session is recorded. Its note is not signed yet. {said}".strip()
        if finish == NEXT:
            return f"{reverse('caseload:book', args=[self.subject.episode.key])}?after={self.subject.key}"
        if finish == SIGN and session.note.author_id == self.user.pk and given["text"].strip():
            self.success = said
            return reverse("caseload:sign", args=[session.note.key])
        return reverse("caseload:my_day")

    def _book_next(self, weeks: int) -> str:
        """In the same transaction as the session, so that a time that is taken refuses both and loses nothing."""
        if not weeks:
            return ""
        new = actions.book_again(appointment=self.subject, weeks=weeks, by=self.viewer.actor)
        said = f"The next appointment is booked: {words.when(new)}."
        return f"{said} Book the interpreter for it too." if new.interpreter else said

    def _not_seen(self, outcome: AppointmentState, given: dict[str, Any]) -> str:
        by, seen, why = self.viewer.actor, given["seen"], given["why"]
        self.success = "What happened is recorded."
        if self.subject.state != AppointmentState.BOOKED:
            actions.correct_outcome(appointment=self.subject, outcome=outcome, reason=why, seen=seen, by=by)
        elif outcome in (AppointmentState.CANCELLED_BY_FAMILY, AppointmentState.CANCELLED_BY_US):
            actions.cancel(appointment=self.subject, outcome=outcome, reason=why, seen=seen, by=by)
        else:
            actions.record_outcome(appointment=self.subject, outcome=outcome, reason=why, seen=seen, by=by)
        return self.back_href


def _recorded(appointment: Appointment) -> dict[str, Any]:
    """What the form starts with: as recorded, else as booked."""
    session = words.session_of(appointment)
    start: dict[str, Any] = {
        "kind": session.kind if session else appointment.kind,
        "place": session.place if session else appointment.place,
        "minutes": session.minutes if session else int((appointment.ends - appointment.starts).total_seconds() // 60),
        "present": [one.person.key for one in appointment.invitations.all()],
    }
    for name in ("interpreter_present", "referrer_present"):
        if (there := getattr(session, name, None)) is not None:
            start[name] = YES if there else NO
    if appointment.state in SEEN:
        rows = [row for row in appointment.attendances.all() if row.status != AttendanceStatus.ABSENT]
        start["happened"] = YES
        start["present"] = [row.person.key for row in rows]
        start |= {f"{LATE}{row.person.key}": row.late_minutes for row in rows if row.late_minutes}
    return start


class DraftPage(TypingPage):
    """Saves the note of an appointment while it is typed. To another team the appointment does not exist."""

    permission = Permission.RECORD_SESSIONS
    form_class = DraftForm

    @cached_property
    def appointment(self) -> Appointment:
        """The appointment, from those visible to the viewer."""
        return self.find(Appointment.objects.visible_to(self.viewer).select_related("episode"), key=self.kwargs["key"])

    def get_draft(self) -> Draft | None:
        """This person's."""
        return draft_of(self.appointment, self.user)

    def save(self, typed: Typed) -> Saved:
        """Save."""
        return actions.save_draft(appointment=self.appointment, typed=typed, by=self.viewer.actor)


class SettlePage(SettleTypedPage, AppointmentActionPage):
    """Say what becomes of text that was typed in another window."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:my_day"

    def get_draft(self) -> Draft | None:
        """This person's."""
        return draft_of(self.subject, self.user)

    @property
    def back_href(self) -> str:
        """The session page."""
        return reverse("caseload:session", args=[self.subject.key])

    def settle(self, draft: Draft, *, tab: str, add: bool) -> None:
        """Add it or drop it."""
        actions.settle_draft(draft=draft, tab=tab, add=add, by=self.viewer.actor)
