"""Booking, moving, cancelling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from caseload.actions import Visit
from caseload.enums import CANCELLED, AppointmentKind, AppointmentState, AskedBy, Place, Scope
from caseload.forms.contact import moment_of
from caseload.forms.fields import ColleagueField, names_for
from caseload.forms.interpreter import InterpreterFields, interpreter_start
from caseload.forms.inviting import invited_field, letter_field, only_invited, quick_fields, telling
from caseload.forms.repeating import AHEAD, BACK, SERIES, RepeatForm, times_field
from caseload.forms.warned import WarnedForm
from caseload.models import Appointment, ClinicSlot, Episode
from caseload.selectors.clinic import held_by_clinic, held_in_words
from caseload.selectors.diary import rooms
from caseload.selectors.interpreters import proposed_interpreter
from caseload.selectors.obstacles import against
from caseload.selectors.people import adults_of, babies_of, needs_at_booking, workers
from caseload.selectors.students import may_sit_in
from families.models import Person
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsIntegerField,
    NhsModelChoiceField,
    NhsTextField,
    NhsTimeField,
)
from pitservice.ui.forms import ActForm, FilterForm
from pitservice.ui.layout import Draw, Fieldset, Opens, Part, Reveal, Row

Scopes = Sequence[tuple[str, str]]
#: A follow-up is booked on its own page; a place in a group comes with the group's session (P72).
_ELSEWHERE = (AppointmentKind.FOLLOW_UP, AppointmentKind.GROUP)
KINDS_TO_BOOK = [choice for choice in AppointmentKind.choices if choice[0] not in _ELSEWHERE]


class VisitForm(WarnedForm, InterpreterFields):
    """When, where and with whom. `proposed`: how those with a reading or learning need are told, to be read (P68).

    `withdraws`: a time that a free slot of an assessment clinic holds is warned of, and had by withdrawing the slot.
    """

    day = NhsDateField(label="Which day?", called="the day")
    time = NhsTimeField(label="Time", called="the time", help_text="For example, 10:30am")
    minutes = NhsIntegerField(label="Minutes", called="the minutes", min_value=5, max_value=480, width="3", initial=60)
    place = NhsChoiceField(label="Where", called="where", choices=Place.choices)
    where = NhsCharField(
        label="Address or place (optional)",
        called="the address or place",
        required=False,
        help_text="As the family will read it in a letter.",
    )

    #: The free slots of assessment clinics that are withdrawn with it.
    held: Sequence[ClinicSlot] = ()

    def __init__(
        self,
        *args: Any,
        episode: Episode,
        proposed: Sequence[object] = (),
        withdraws: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.episode, self.proposed, self.withdraws = episode, proposed, withdraws
        self.needs = needs_at_booking(episode.family)
        today = timezone.localdate()
        day = self.fields["day"]
        assert isinstance(day, NhsDateField)
        day.earliest, day.latest = today - BACK, today + AHEAD
        self.fields["room"] = NhsModelChoiceField(
            queryset=rooms(episode.team_id),
            to_field_name="key",
            label="Room",
            required=False,
            empty_label="No room needed",
        )
        self.fields["practitioner"] = ColleagueField(
            workers(episode.team_id), label="Practitioner", called="the practitioner"
        )
        known = may_sit_in(episode)
        if known.exists():
            self.fields["student"] = NhsModelChoiceField(
                queryset=known, to_field_name="key", label="Student in the room", required=False, empty_label="Nobody",
                help_text="Students who are known to this work, to whom nobody has said no.",
            )  # fmt: skip
        self.fields["letter_to"] = letter_field(adults_of(episode), names_for(episode))

    def clean(self) -> dict[str, Any]:
        """Day and time together make the moment; what speaks against it is read once before it is booked."""
        given = self.cleaned_data | {"starts": moment_of(self, "day", "time")}
        self.check_interpreter(self.episode.family, self.people_invited(given))
        if not self.errors and given["starts"] > timezone.now():
            self.warn(self._against(given))
        return given

    def _against(self, given: dict[str, Any]) -> list[str]:
        user, starts = given["practitioner"], given["starts"]
        ends = starts + timedelta(minutes=given["minutes"])
        room_id = given["room"] and given["room"].pk
        if self.withdraws:
            self.held = held_by_clinic(self.episode.team_id, starts, ends, practitioner_id=user.pk, room_id=room_id)
        found = [f"{held_in_words(self.held)} It is withdrawn if you go on."] if self.held else []
        return found + against(
            self.episode.family,
            user=user,
            starts=starts,
            ends=ends,
            invited=self.people_invited(given),
            interpreter=self.interpreter,
            student=given.get("student"),
            weekday_only=given.get("repeat") == SERIES,
        )

    def people_invited(self, given: dict[str, Any]) -> list[Person]:
        """Who is meant to be there."""
        return list(given.get("invited") or ())

    @property
    def visit(self) -> Visit:
        """What the form says, for the action."""
        given = self.cleaned_data
        return Visit(
            practitioner=given["practitioner"],
            starts=given["starts"],
            minutes=given["minutes"],
            place=Place(given["place"]),
            where=given["where"],
            room=given["room"],
            interpreter=self.interpreter,
            student=given.get("student"),
        )

    def when_and_where(self) -> list[object]:
        """The questions that booking and moving share."""
        return [
            Fieldset("When", "day", Row("time", "minutes"), "practitioner"),
            Fieldset("Where", Reveal("place", {Place.CLINIC: ["room"]}), "where"),
            self.interpreter_questions(asked=self.interprets),
            *(["student"] if "student" in self.fields else []),
        ]

    @property
    def interprets(self) -> bool:
        """Whether an interpreter is to be thought of: somebody needs one, or one comes."""
        return bool(proposed_interpreter(self.needs) or self.initial.get("interpreter_language"))


class BookForm(RepeatForm, VisitForm):
    """A new appointment."""

    kind = NhsChoiceField(label="What it is for", called="what it is for", choices=KINDS_TO_BOOK, widget=forms.Select)
    times = times_field("appointments")

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, episode=episode, **kwargs)
        adults, names = adults_of(episode), names_for(episode)
        self.fields["invited"] = invited_field([*adults, *babies_of(episode)], names)
        self.fields |= quick_fields(adults, names)

    @property
    def helper(self) -> FormHelper:
        """The questions in the order in which one arranges a visit."""
        helper = super().helper
        when, *where = self.when_and_where()
        tell = telling(self.proposed)
        helper.layout = Layout("kind", "invited", when, self.how_often(), *where, tell, *self.despite_warnings())
        return helper

    def clean(self) -> dict[str, Any]:
        """Words go only to those who are invited."""
        given = super().clean()
        only_invited(self, given)
        return given


class MoveForm(VisitForm):
    """A new time for an appointment, or for more of its series; who asked for it."""

    asked_by = NhsChoiceField(label="Who asked for another time?", called="who asked", choices=AskedBy.choices)
    reason = NhsTextField(label="Why it moves (optional)", rows=2, required=False)

    def __init__(self, *args: Any, appointment: Appointment, scopes: Scopes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appointment = appointment
        self.fields["despite"].label = "Move it all the same"
        if scopes:
            self.fields["scope"] = scope_field(scopes, "move")

    @property
    def helper(self) -> FormHelper:
        """The same questions as for booking, filled in as they are."""
        helper = super().helper
        which = ["scope"] if "scope" in self.fields else []
        letter: Part = Opens("Send a new letter", "letter_to")
        if self.proposed:
            letter = Fieldset("Confirm it by letter", Draw(*self.proposed), "letter_to")
        helper.layout = Layout(*which, *self.when_and_where(), "asked_by", "reason", letter, *self.despite_warnings())
        return helper

    def people_invited(self, given: dict[str, Any]) -> list[Person]:
        """Those who were invited."""
        return [row.person for row in self.appointment.invitations.all()]

    @staticmethod
    def start(appointment: Appointment) -> dict[str, Any]:
        """What the form starts with."""
        local = timezone.localtime(appointment.starts)
        return {
            "day": local.date(),
            "time": local.time(),
            "minutes": int((appointment.ends - appointment.starts).total_seconds() // 60),
            "place": appointment.place,
            "where": appointment.where,
            "room": appointment.room.key if appointment.room else None,
            **interpreter_start(appointment.interpreter),
            "practitioner": appointment.practitioner.key,
            "student": appointment.student.key if appointment.student else None,
        }


def scope_field(scopes: Scopes, verb: str) -> NhsChoiceField:
    """How much of a series is changed; only this one where nobody chooses."""
    return NhsChoiceField(
        label=f"It is one of a series. What do you want to {verb}?", called=f"what you want to {verb}", choices=scopes,
        initial=Scope.THIS,
    )  # fmt: skip


def _outcomes(states: Sequence[AppointmentState]) -> list[tuple[str, str]]:
    return [(state.value, str(state.label)) for state in states]


class CancelForm(ActForm):
    """Who cancelled, and why."""

    outcome = NhsChoiceField(
        label="Who cancelled?", called="who cancelled", choices=_outcomes(sorted(CANCELLED, key=str))
    )
    reason = NhsTextField(label="Why (optional)", rows=2, required=False)

    def __init__(self, *args: Any, scopes: Scopes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if scopes:
            self.fields = {"scope": scope_field(scopes, "cancel")} | self.fields


class CorrectForm(ActForm):
    """What really happened, where it was not a session, and why it was recorded wrongly."""

    outcome = NhsChoiceField(
        label="What really happened?",
        called="what really happened",
        choices=_outcomes(
            [
                AppointmentState.NOT_ATTENDED,
                AppointmentState.NO_ACCESS,
                AppointmentState.LATE_NOT_SEEN,
                *sorted(CANCELLED, key=str),
            ]
        ),
    )
    reason = NhsTextField(label="Why the record was wrong", called="why the record was wrong", rows=2)


class AfterForm(FilterForm):
    """From which appointment one came to book the next."""

    after = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
