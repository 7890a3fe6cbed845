"""Reading, signing and adding to notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.enums import STANDS, NoteState
from caseload.forms.session import AddendumForm, SignForm, TakeSignatureBackForm
from caseload.models import Note
from caseload.presenters import cosigning
from caseload.presenters import note as presenting
from caseload.rules import may_take_signature_back
from caseload.selectors.note import readable
from caseload.selectors.supervision import is_trainee, may_cosign, training_of
from caseload.views.base import AboutWork, appointment_link, episode_link
from families.pages import FamilyActionPage, FamilyRecordPage
from families.presenters.register import incident_link
from families.selectors import members_of
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import settings_of
from pitservice.ui import dates
from pitservice.ui.components import Button, Link, Section, Words


class AboutNote(AboutWork):
    """A page about a note."""

    abstract = True

    def find_note(self) -> Note:
        """The note with the address's key: a signed one, one signed before, or one's own."""
        related = ("session__appointment", "episode__family", "episode__team", "author", "written_in")
        visible = Note.objects.visible_to(self.viewer).select_related(*related)
        return self.find(readable(visible, self.user), key=self.kwargs["key"])

    def reads(self, note: Note) -> bool:
        """Whether this person reads the note, by role and by the team's rule (`NotesReadBy`, P5)."""
        return Note.objects.visible_to(Viewer.of(self.user, Permission.READ_NOTES)).filter(pk=note.pk).exists()

    def trail_to(self, note: Note) -> Sequence[Link]:
        """Families, this family, the work, the appointment where there is one."""
        booked = [appointment_link(note.session.appointment)] if note.session else []
        return self.trail(episode_link(note.episode), *booked)

    @property
    def names_by_key(self) -> Mapping[str, str]:
        """How everybody of the family is called, by key."""
        names = self.names
        return {member.person.key: names[member.person_id] for member in members_of(self.family)}


class NotePage(AboutNote, FamilyRecordPage):
    """A note with its addenda. Unsigned words are shown to their writer alone."""

    permission = Permission.READ_NOTES
    way_to_family = "record.episode.family"

    def get_heading(self) -> str:
        """What this is."""
        return presenting.title(self.record)

    def get_record(self) -> Any:
        """The note."""
        return self.find_note()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work, the appointment."""
        return self.trail_to(self.record)

    def body(self) -> Sequence[object]:
        """Who signed and when, the words, what was added."""
        note: Note = self.record
        signer = note.author.name if note.signed_by is None else note.signed_by.name
        versions = list(note.versions.select_related("signer"))
        unsigned = note.state not in STANDS
        added = list(note.addenda.select_related("author").order_by("created_at", "pk"))
        may_open = self.may(Permission.KEEP_RECORDS)
        return [
            presenting.facts(note, signer, cosigning.state_line(note)),
            *([presenting.taken_back(versions[-1])] if unsigned and versions else ()),
            *([presenting.body(note, self.names_by_key)] if not unsigned or note.author == self.user else ()),
            presenting.versions(versions, self.names_by_key, opened=unsigned),
            presenting.addenda(added),
            *incident_link(self.family, f"caseload.note:{note.key}", may_open=may_open),
        ]

    def buttons(self) -> Sequence[Button]:
        """Add to a signed note; go on with an unsigned one."""
        if not self.may(Permission.RECORD_SESSIONS):
            return ()
        if self.record.state in STANDS:
            add = Button("Add to this note", reverse("caseload:addendum", args=[self.record.key]), secondary=True)
            may = may_cosign(self.record, self.user, timezone.localdate())
            return [*cosigning.buttons(self.record, may=may), add, *self._take_back()]
        if self.record.author != self.user:
            return ()
        return [Button("Go on writing", presenting.writing_href(self.record))]

    def _take_back(self) -> Sequence[Button]:
        """For the author, within the team's hours; any time while it waits for a co-signature."""
        if self.record.author != self.user or self.record.cosigned_at is not None:
            return ()
        hours = settings_of(self.record.team_id).signature_hours
        waits = self.record.state == NoteState.TO_COSIGN
        if not waits and not may_take_signature_back(self.record.signed_at, hours, timezone.now()):
            return ()
        href = reverse("caseload:take_signature_back", args=[self.record.key])
        return [Button("Take the signature back", href, secondary=True)]


class NoteActionPage(AboutNote, FamilyActionPage):
    """Does something with a note."""

    abstract = True
    permission = Permission.RECORD_SESSIONS
    way_to_family = "subject.episode.family"

    def get_subject(self) -> Any:
        """The note, if it is one with which this person may do so."""
        note = self.find_note()
        if not self.may_act(note):
            raise Http404
        return note

    def may_act(self, note: Note) -> bool:
        """Whether it is theirs to do: unless a page says otherwise, its writer's alone (P5)."""
        return note.author_id == self.user.pk

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work, the appointment."""
        return self.trail_to(self.subject)

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
        """The paragraphs, numbered, and whom they can be about."""
        shown = [
            Section(presenting.paragraph_title(place, part), [Words(part["text"].split("\n"))])
            for place, part in enumerate(self.subject.paragraphs, start=1)
        ]
        return {"paragraphs": shown, "people": self.names_by_key}

    def intro(self) -> Sequence[str]:
        """What signing means; for a trainee, who reads it next (P7)."""
        said = ["Once signed, the words never change. What you want to say later is added below them, with its date."]
        if is_trainee(self.user, self.subject.team_id):
            said.append(cosigning.before_signing(training_of(self.user.pk, self.subject.team_id)))
        return said

    def get_cancel(self) -> Link | None:
        """Back to where it is written."""
        return Link("Go on writing", presenting.writing_href(self.subject))

    def act(self, form: Any) -> str:
        """Sign it."""
        seen = form.cleaned_data["seen"]
        note = actions.sign(note=self.subject, about=form.about, third=form.third, seen=seen, by=self.viewer.actor)
        if note.state == NoteState.TO_COSIGN:
            self.success = "The note is signed. It waits for your supervisor’s co-signature."
        return self.back_href


class TakeSignatureBackPage(NoteActionPage):
    """The author writes a signed note anew, with a reason; what was signed stays."""

    form_class = TakeSignatureBackForm
    heading = "Take the signature back"
    submit_label = "Take it back"
    success = "The signature is taken back. Write the note anew and sign it; the text as you signed it stays below."

    def may_act(self, note: Note) -> bool:
        """Its writer, and whoever reads it, who is told that its writer alone does."""
        return super().may_act(note) or self.reads(note)

    def intro(self) -> Sequence[str]:
        """What it does, and until when."""
        hours = dates.count(settings_of(self.subject.team_id).signature_hours, "hour")
        waits = self.subject.state == NoteState.TO_COSIGN
        until = "until it is co-signed" if waits else f"for {hours} after signing"
        return [
            f"You can do this {until}, unless somebody adds to the note.",
            "What you signed stays in the record with your reason. Colleagues read it until you sign anew.",
        ]

    def act(self, form: Any) -> str:
        """Take it back, and go on writing."""
        given = form.cleaned_data
        actions.take_signature_back(note=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor)
        return presenting.writing_href(self.subject)


class AddendumPage(NoteActionPage):
    """Add words to a signed note."""

    form_class = AddendumForm
    heading = "Add to a signed note"
    submit_label = "Add and sign"
    success = "It is added and signed."

    def may_act(self, note: Note) -> bool:
        """Whoever reads it adds to it."""
        return self.reads(note)

    def act(self, form: Any) -> str:
        """Add it."""
        actions.add_addendum(note=self.subject, text=form.cleaned_data["text"], by=self.viewer.actor)
        return self.back_href
