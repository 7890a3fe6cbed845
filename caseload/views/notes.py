"""Reading, signing and adding to notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from caseload import actions
from caseload.enums import NoteState
from caseload.forms.session import AddendumForm, SignForm
from caseload.models import Note
from caseload.presenters import note as presenting
from caseload.views.base import AboutWork, appointment_link, episode_link
from families.models import Family
from families.pages import FamilyActionPage, FamilyRecordPage
from families.presenters.register import incident_link
from families.selectors import members_of
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Link, Section, Words
from pitservice.ui.words import inside


class AboutNote(AboutWork):
    """A page about a note."""

    abstract = True

    def find_note(self) -> Note:
        """The note with the address's key: a signed one, or one's own."""
        related = ("session__appointment", "session__episode__family", "session__episode__team", "author")
        visible = Note.objects.visible_to(self.viewer).select_related(*related)
        return self.find(visible.filter(Q(state=NoteState.SIGNED) | Q(author=self.user)), key=self.kwargs["key"])

    @property
    def names_by_key(self) -> Mapping[str, str]:
        """How everybody of the family is called, by key."""
        names = self.names
        return {member.person.key: names[member.person_id] for member in members_of(self.family)}


class NotePage(AboutNote, FamilyRecordPage):
    """A note with its addenda. Unsigned words are shown to their writer alone."""

    permission = Permission.READ_NOTES

    def get_heading(self) -> str:
        """What this is."""
        return f"Note of the {inside(self.record.session.get_kind_display())} session"

    def get_record(self) -> Any:
        """The note."""
        return self.find_note()

    def get_family(self) -> Family:
        """Whom it is about."""
        return self.record.session.episode.family  # type: ignore[no-any-return]  # record is what get_record gives

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work, the appointment."""
        session = self.record.session
        return self.trail(episode_link(session.episode), appointment_link(session.appointment))

    def body(self) -> Sequence[object]:
        """Who signed and when, the words, what was added."""
        note: Note = self.record
        signer = note.author.name if note.signed_by is None else note.signed_by.name
        added = list(note.addenda.select_related("author").order_by("created_at", "pk"))
        may_open = self.may(Permission.KEEP_RECORDS)
        return [
            presenting.facts(note, signer),
            presenting.body(note, self.names_by_key),
            presenting.addenda(added),
            *incident_link(self.family, f"caseload.note:{note.key}", may_open=may_open),
        ]

    def buttons(self) -> Sequence[Button]:
        """Add to a signed note; go on with an unsigned one."""
        if not self.may(Permission.RECORD_SESSIONS):
            return ()
        if self.record.state == NoteState.SIGNED:
            return [Button("Add to this note", reverse("caseload:addendum", args=[self.record.key]), secondary=True)]
        return [Button("Go on writing", reverse("caseload:session", args=[self.record.session.appointment.key]))]


class NoteActionPage(AboutNote, FamilyActionPage):
    """Does something with a note."""

    abstract = True
    permission = Permission.RECORD_SESSIONS

    def get_subject(self) -> Any:
        """The note."""
        return self.find_note()

    def get_family(self) -> Family:
        """Whom it is about."""
        return self.subject.session.episode.family  # type: ignore[no-any-return]  # subject is what get_subject gives

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work, the appointment."""
        session = self.subject.session
        return self.trail(episode_link(session.episode), appointment_link(session.appointment))

    @property
    def back_href(self) -> str:
        """The note."""
        return reverse("caseload:note", args=[self.subject.key])


class SignPage(NoteActionPage):
    """The note as it will stand; each paragraph may say whom it is about; then it is signed (design §4)."""

    form_class = SignForm
    heading = "Check the note and sign it"
    submit_label = "Sign"
    success = "The note is signed. It cannot be changed; you can add to it."

    def form_kwargs(self) -> dict[str, Any]:
        """How many paragraphs, and whom they can be about."""
        return {"paragraphs": len(self.subject.paragraphs), "people": self.names_by_key}

    def intro(self) -> Sequence[str]:
        """What signing means."""
        return ["Once signed, the words never change. What you want to say later is added below them, with its date."]

    def aside(self) -> Sequence[object]:
        """The paragraphs, numbered."""
        return [
            Section(f"Paragraph {place}", [Words(part["text"].split("\n"))])
            for place, part in enumerate(self.subject.paragraphs, start=1)
        ]

    def get_cancel(self) -> Link | None:
        """Back to the session page."""
        return Link("Go on writing", reverse("caseload:session", args=[self.subject.session.appointment.key]))

    def act(self, form: Any) -> str:
        """Sign it."""
        actions.sign(note=self.subject, about=form.about, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.back_href


class AddendumPage(NoteActionPage):
    """Add words to a signed note."""

    form_class = AddendumForm
    heading = "Add to a signed note"
    submit_label = "Add and sign"
    success = "It is added and signed."

    def act(self, form: Any) -> str:
        """Add it."""
        actions.add_addendum(note=self.subject, text=form.cleaned_data["text"], by=self.viewer.actor)
        return self.back_href
