"""The session page: what happened, who was there, and the note; and signing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from caseload.actions import Happened
from caseload.actions.note_forms import MOST
from caseload.beside import ASKED, Asked
from caseload.enums import AppointmentKind, AppointmentState, Place
from caseload.forms.fields import PeopleField, names_for
from caseload.models import Appointment, NoteForm
from caseload.noting import REST, put_together, taken_apart
from caseload.selectors.groups import people_of
from caseload.selectors.note_forms import FREE
from caseload.selectors.people import babies_of
from families.models import Person
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsChoiceField,
    NhsIntegerField,
    NhsTextField,
    YesNoUnknownField,
)
from pitservice.ui.forms import ActForm, DraftingForm, TypedForm, offer_choices
from pitservice.ui.layout import Draw, Fieldset, Reveal, Submit

A = AppointmentState
YES, NO = "yes", "no"
#: The minutes by which somebody was late: this, and the person's key.
LATE = "late_"
NOT_NOW = "not_now"
#: The button that takes another form for the note, and the boxes of one: what stands in each, and its heading.
USE, BOX, HEADING = "use", "box_", "heading_"
COSIGN, SEND_BACK = "cosign", "send_back"
#: What else can have happened, in the order of how often it does.
NOT_SEEN = (A.NOT_ATTENDED, A.NO_ACCESS, A.LATE_NOT_SEEN, A.CANCELLED_BY_FAMILY, A.CANCELLED_BY_US)
NOTE_LENGTH = 100_000
NOT_DUE = (
    "A measure that was asked for here is not due any more: somebody recorded it, or something changed in the record."
    " You had entered {}. It is not kept: look at the family’s measures."
)
Choices = Sequence[tuple[str, str]]


class NoteBoxes(DraftingForm):
    """A note written under headings: a box for each, which together are its one text (`caseload.noting`)."""

    def box_fields(self, headings: Sequence[tuple[str, str]]) -> list[str]:
        """A box for each heading, with what helps to fill it, instead of the one; each carries its heading.

        Returns the names of the fields; `self.fields["text"]` is what they are put together into.
        """
        words = taken_apart(self.initial.get("text") or "", [heading for heading, _ in headings])
        for place, (heading, hint) in enumerate([*headings, (REST, "")]):
            self.fields[f"{BOX}{place}"] = NhsTextField(
                label=heading, help_text=hint, rows=5, max_length=NOTE_LENGTH, required=False, initial=words[place]
            )
            self.fields[f"{HEADING}{place}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, max_length=80, initial=heading
            )
        self.fields["text"].widget = forms.HiddenInput()
        return [f"{name}{place}" for place in range(len(headings) + 1) for name in (HEADING, BOX)]


class SessionForm(NoteBoxes):
    """Did it happen, who was there, what kind, how long, where, and the note.

    "Yes" stands last, so that its questions run on into the note and the buttons without a break on a phone.
    """

    happened = NhsChoiceField(
        label="Did it happen?",
        called="whether it happened",
        choices=[(NO, "No"), (YES, "Yes")],
    )
    outcome = NhsChoiceField(
        label="What happened instead?",
        called="what happened instead",
        choices=[(state.value, str(state.label)) for state in NOT_SEEN],
    )
    kind = NhsChoiceField(label="Kind", called="the kind", choices=AppointmentKind.choices, widget=forms.Select)
    minutes = NhsIntegerField(
        label="Minutes", called="the minutes", min_value=1, max_value=600, width="3", suffix="minutes"
    )
    place = NhsChoiceField(label="Place", called="the place", choices=Place.choices, widget=forms.Select)
    interpreter_present = YesNoUnknownField(
        label="Was the interpreter there?", unknown="There was none", inline=True, required=False
    )
    referrer_present = YesNoUnknownField(
        label="Was the referrer there?", unknown="Not recorded", inline=True, required=False
    )
    text = NhsTextField(
        label="Note",
        called="the note",
        help_text="Leave an empty line between paragraphs. It is saved while you type.",
        rows=14,
        max_length=NOTE_LENGTH,
        required=False,
    )
    why = NhsTextField(
        label="Anything to note, and what it may mean for the baby (optional)",
        help_text="A baby does not miss an appointment: it is not brought. Who has seen the baby since?",
        rows=3,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        appointment: Appointment,
        next_times: Choices = (),
        forms_offered: Choices = (),
        written_in: NoteForm | None = None,
        asked: Sequence[Asked] = (),
        referrer_invited: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.data = with_text(self.data)
        self.written_in = written_in
        self.boxes = self._box_fields()
        self._choice_of_form(forms_offered)
        episode = appointment.episode
        self.fields["present"] = PeopleField(
            people_of(appointment),
            names=names_for(episode),
            label="Who was there?",
            called="who was there",
        )
        self.asked = [name for one in asked for name in one.fields]
        for one in asked:
            self.fields |= one.fields
        self.late = self._late_fields(appointment)
        if not appointment.interpreter:
            del self.fields["interpreter_present"]
        if not referrer_invited:
            del self.fields["referrer_present"]
        if next_times:
            self.fields["next_in"] = NhsChoiceField(
                label="Next appointment",
                called="the next appointment",
                choices=[(NOT_NOW, "Not now"), *next_times],
                initial=NOT_NOW,
            )

    @property
    def helper(self) -> FormHelper:
        """The answer opens its own questions."""
        helper = super().helper
        there: list[Any] = ["present", *self.late, "kind", "minutes", "place"]
        there += [name for name in ("interpreter_present", "referrer_present") if name in self.fields]
        helper.layout = Layout(
            Reveal("happened", {NO: ["outcome", "why"], YES: [*there, *self._note(), *self._measures(), *self._next()]})
        )
        return helper

    def _late_fields(self, appointment: Appointment) -> dict[str, Person]:
        """For each adult who can have come, by how much they were late; a baby comes with them."""
        babies = {baby.pk for baby in babies_of(appointment.episode)}
        adults = [person for person in people_of(appointment) if person.pk not in babies]
        names = names_for(appointment.episode)
        for adult in adults:
            who = f"{names.get(adult.pk, adult.name)} came late by" if len(adults) > 1 else "Late by"
            self.fields[f"{LATE}{adult.key}"] = NhsIntegerField(
                label=f"{who} (optional)", called="the minutes late", min_value=0, max_value=240, width="3",
                suffix="minutes", required=False,
            )  # fmt: skip
        return {f"{LATE}{adult.key}": adult for adult in adults}

    def _only_who_was_there(self, given: dict[str, Any]) -> None:
        for name, person in self.late.items():
            if given.get(name) and "present" in given and person not in given["present"]:
                self.add_error(name, "Tick them as there too, or take the minutes away")

    def _box_fields(self) -> list[str]:
        """A box for each heading of the form, instead of the one."""
        return self.box_fields(headings_of(self.written_in)) if self.written_in is not None else []

    def _choice_of_form(self, offered: Choices) -> None:
        """In which form it is written, and another to choose."""
        key = self.written_in.key if self.written_in else FREE
        self.fields["written_in"] = forms.CharField(
            widget=forms.HiddenInput, required=False, max_length=10, initial=key
        )
        if not offered:
            return
        if self.written_in is not None and key not in dict(offered):
            offered = [*offered, (key, f"{self.written_in.title} (as it was begun)")]
        self.fields["form"] = NhsChoiceField(
            label="Form of the note", choices=[*offered, (FREE, "Without headings")], widget=forms.Select,
            required=False, initial=key,
        )  # fmt: skip

    def _note(self) -> list[Any]:
        """The choice of a form, and the boxes."""
        choice: list[Any] = []
        if "form" in self.fields:
            choice = ["form", Submit("Use this form", name="finish", value=USE, secondary=True)]
        return [*choice, "written_in", *(self.boxes or ["text"])]

    def _measures(self) -> list[Any]:
        return [Fieldset("Measures that are due", *self.asked, size="s")] if self.asked else []

    def _next(self) -> list[str]:
        return ["next_in"] if "next_in" in self.fields else []

    def clean(self) -> dict[str, Any]:
        """What is wrong with the note as a whole stands at its first box; an answer that nobody asks for is named."""
        given = super().clean() or self.cleaned_data
        self._only_who_was_there(given)
        for name in sorted(self.data):
            if name.startswith(ASKED) and name not in self.fields and (typed := str(self.data[name]).strip()[:20]):
                self.add_error(None, NOT_DUE.format(typed))
        if self.boxes and "text" in self.errors:
            wrong = self.errors.pop("text")
            if not any(name in self.errors for name in self.boxes):
                self.add_error(self.boxes[1], list(wrong))
        return given

    @property
    def next_in(self) -> int:
        """After how many weeks the next appointment is; 0 for not now."""
        answer = self.cleaned_data.get("next_in") or NOT_NOW
        return 0 if answer == NOT_NOW else int(answer)

    @property
    def what_happened(self) -> Happened:
        """What the form says, for the action."""
        given = self.cleaned_data
        answers = {"yes": True, "no": False}
        return Happened(
            kind=AppointmentKind(given["kind"]),
            place=Place(given["place"]),
            minutes=given["minutes"],
            late={person.pk: given[name] for name, person in self.late.items() if given.get(name)},
            interpreter_present=answers.get(given.get("interpreter_present") or ""),
            referrer_present=answers.get(given.get("referrer_present") or ""),
        )


class DraftForm(TypedForm):
    """The note and the other answers of the session page; another form of the note, where one was chosen."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        data = with_text(data)
        if data is not None and data.get("finish") == USE:
            data = data.copy()
            data["written_in"] = data.get("form", "")
        super().__init__(data, **kwargs)

    kept = (
        "happened",
        "outcome",
        "present",
        "kind",
        "minutes",
        "place",
        "interpreter_present",
        "referrer_present",
        "next_in",
        "why",
        "written_in",
    )
    several = ("present",)
    begins = (ASKED, LATE)


def headings_of(form: NoteForm) -> list[tuple[str, str]]:
    """A form's headings, each with what helps to fill it."""
    return [(one["heading"], one["hint"]) for one in form.headings]


def with_text(data: Any) -> Any:
    """What a page with a box for each heading sends, with the note as one text in `text`."""
    if not data or f"{BOX}0" not in data:
        return data
    places = [place for place in range(MOST + 1) if f"{BOX}{place}" in data]
    parts = [(data.get(f"{HEADING}{place}", "")[:80], data[f"{BOX}{place}"]) for place in places]
    given = data.copy()
    given["text"] = put_together(parts)
    return given


class SignForm(ActForm):
    """Whom each paragraph is about, and what is from or about others (P31).

    `paragraphs` are components, each drawn over its two questions; `people` are names by key.
    """

    def __init__(self, *args: Any, paragraphs: Sequence[object], people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paragraphs = paragraphs
        choices = [("", "Everybody"), *people.items()]
        for place in range(len(paragraphs)):
            self.fields[f"about_{place}"] = NhsChoiceField(
                label=f"Paragraph {place + 1} is about", choices=choices, widget=forms.Select, required=False
            )
            self.fields[f"third_{place}"] = NhsBooleanField(
                label=f"Paragraph {place + 1} is about somebody outside the family, or they told us", required=False
            )

    @property
    def helper(self) -> FormHelper:
        """Each paragraph with its questions under it."""
        helper = super().helper
        parts = [(Draw(shown), f"about_{place}", f"third_{place}") for place, shown in enumerate(self.paragraphs)]
        helper.layout = Layout(*(one for part in parts for one in part))
        return helper

    @property
    def about(self) -> dict[int, str]:
        """The key of the person each paragraph is about, by its place."""
        prefix = "about_"
        return {
            int(name.removeprefix(prefix)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value
        }

    @property
    def third(self) -> set[int]:
        """The places of paragraphs that are from or about somebody outside the family."""
        prefix = "third_"
        return {
            int(name.removeprefix(prefix)) for name, on in self.cleaned_data.items() if name.startswith(prefix) and on
        }


class CosignForm(ActForm):
    """Co-sign, or send back with words. Words that were added to a note cannot be sent back."""

    answer = NhsChoiceField(
        label="What becomes of it?",
        called="what becomes of it",
        choices=[(SEND_BACK, "Send it back to be put right"), (COSIGN, "Co-sign it as it stands")],
    )
    reason = NhsTextField(
        label="What should be put right?",
        called="what should be put right",
        help_text="The trainee reads this. It stays with the text as it was signed.",
        rows=4,
        max_length=2000,
    )

    def __init__(self, *args: Any, may_send_back: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_send_back:
            offer_choices(self, "answer", [(COSIGN, "Co-sign it as it stands")])

    @property
    def helper(self) -> FormHelper:
        """Sending back opens its words."""
        helper = super().helper
        helper.layout = Layout(Reveal("answer", {SEND_BACK: ["reason"]}))
        return helper


class TakeSignatureBackForm(ActForm):
    """Why a note is written anew."""

    reason = NhsTextField(
        label="Why do you take the signature back?",
        called="why you take the signature back",
        help_text="It stays with the text as you signed it.",
        rows=3,
        max_length=1000,
    )


class AddendumForm(ActForm):
    """Words added to a signed note."""

    text = NhsTextField(
        label="What you want to add",
        called="what you want to add",
        help_text="It is signed with your name and the time, and cannot be changed afterwards.",
        rows=8,
        max_length=NOTE_LENGTH,
    )
