"""The assessment record, written and signed like a note; and the agreement of work (P65)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from caseload import actions
from caseload.actions.agreements import sheet_readers
from caseload.enums import NoteState
from caseload.forms.assessment import AgreementForm, AssessmentDraftForm, AssessmentForm
from caseload.forms.session import headings_of
from caseload.models import Draft, Episode, Note, NoteForm
from caseload.noting import ASSESSMENT, FOCUS, text_of, under
from caseload.presenters import cosigning
from caseload.presenters.note import href as note_href
from caseload.selectors.diary import record_draft_of
from caseload.selectors.note import last_sent_back, record_of
from caseload.selectors.note_forms import RECORD, form_for, note_forms_of
from caseload.views.base import EpisodeActionPage
from families.contact import Addressee
from pitservice.accounts.enums import Permission
from pitservice.db.drafts import Saved, Typed
from pitservice.ui.components import Callout, Link
from pitservice.ui.pages.drafting import DraftedPage, SettleTypedPage, TypingPage

SIGN, LEAVE = "sign", "leave"


class AssessmentPage(DraftedPage, EpisodeActionPage):
    """Write the assessment record of a piece of work; saved while it is typed (P65, P70)."""

    permission = Permission.RECORD_SESSIONS
    template_name = "caseload/assessment.html"
    form_class = AssessmentForm
    typed_form = AssessmentDraftForm
    heading = "Assessment record"
    success = "The assessment record is kept. It is not signed yet."

    def get_draft(self) -> Draft | None:
        """What this person has typed so far."""
        return record_draft_of(self.subject, self.user)

    @cached_property
    def note(self) -> Note | None:
        """The record as it is kept."""
        return record_of(self.subject)

    @cached_property
    def written_in(self) -> NoteForm | None:
        """The form that the record began with, else the team's own for it; None for the headings that ship."""
        if self.note is not None and self.note.paragraphs:
            return self.note.written_in
        return form_for(RECORD, note_forms_of(self.subject.team_id))

    def form_kwargs(self) -> dict[str, Any]:
        """The draft, and the headings."""
        return {"draft": self.draft, "headings": headings_of(self.written_in) if self.written_in else ASSESSMENT}

    def initial(self) -> dict[str, Any]:
        """What was kept, then what was typed since."""
        mine = self.note is not None and self.note.author_id == self.user.pk and self.note.state == NoteState.DRAFT
        kept = text_of(self.note.paragraphs) if mine and self.note else ""
        return {"text": (self.draft.text if self.draft else "") or kept}

    def aside(self) -> Sequence[object]:
        """Who else writes it, that it is signed, what was sent back, text that was kept apart."""
        note, found = self.note, []
        if note is not None and note.state != NoteState.DRAFT:
            found += [Callout("It is signed", ["Add to it instead."]), Link("Read it", note_href(note))]
        elif note is not None and note.author_id != self.user.pk:
            line = f"{note.author.name} is writing it. You can read it once it is signed, and add to it."
            found.append(Callout("Somebody else writes the record", [line]))
        elif note is not None and (version := last_sent_back(note)) is not None:
            found.append(cosigning.sent_back(version))
        return [*found, *self.other_windows()]

    @property
    def saving_href(self) -> str:
        """Where the script saves."""
        return reverse("caseload:assessment_draft", args=[self.subject.key])

    @property
    def leaving_href(self) -> str:
        """The work."""
        return self.back_href

    def settling_href(self, tab: str) -> str:
        """Add it or drop it."""
        return reverse("caseload:assessment_settle", args=[self.subject.key, tab])

    def save_typed(self, typed: Typed) -> Saved:
        """Save."""
        return actions.save_record_draft(episode=self.subject, typed=typed, by=self.viewer.actor)

    def act(self, form: Any) -> str:
        """Keep it; go on to sign where that was asked for."""
        given = form.cleaned_data
        note = actions.write_record(
            episode=self.subject,
            text=given["text"],
            written_in=self.written_in,
            revision=given["revision"] or 0,
            tab=str(given["tab"] or ""),
            by=self.viewer.actor,
        )
        if self.request.POST.get("finish") == SIGN:
            self.success = ""
            return reverse("caseload:sign", args=[note.key])
        return self.back_href


class AssessmentDraftPage(TypingPage):
    """Saves the record while it is typed. To another team the work does not exist."""

    permission = Permission.RECORD_SESSIONS
    form_class = AssessmentDraftForm

    @cached_property
    def episode(self) -> Episode:
        """The piece of work, from those visible to the viewer."""
        return self.find(Episode.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def get_draft(self) -> Draft | None:
        """This person's."""
        return record_draft_of(self.episode, self.user)

    def save(self, typed: Typed) -> Saved:
        """Save."""
        return actions.save_record_draft(episode=self.episode, typed=typed, by=self.viewer.actor)


class AssessmentSettlePage(SettleTypedPage, EpisodeActionPage):
    """Say what becomes of text that was typed in another window."""

    permission = Permission.RECORD_SESSIONS

    def get_draft(self) -> Draft | None:
        """This person's."""
        return record_draft_of(self.subject, self.user)

    @property
    def back_href(self) -> str:
        """Where it is typed."""
        return reverse("caseload:assessment", args=[self.subject.key])

    def settle(self, draft: Draft, *, tab: str, add: bool) -> None:
        """Add it or drop it."""
        actions.settle_draft(draft=draft, tab=tab, add=add, by=self.viewer.actor)


class AgreementPage(EpisodeActionPage):
    """Record the agreement of work with each adult's answer; sheets of it are letters of their own (P65, LET-1)."""

    permission = Permission.RECORD_SESSIONS
    form_class = AgreementForm
    heading = "Agreement of work"
    submit_label = "Record and sign"
    success = "The agreement is recorded. It is not changed any more: what is agreed later is a new one."

    @cached_property
    def readers(self) -> list[Addressee]:
        """Everybody a sheet could go to."""
        return sheet_readers(self.subject)

    def form_kwargs(self) -> dict[str, Any]:
        """The adults, and who could keep a sheet."""
        return {"episode": self.subject, "readers": self.readers}

    def initial(self) -> dict[str, Any]:
        """Today; as it was agreed last, else the focus of the signed record, for whoever reads notes."""
        last = self.subject.agreements.order_by("agreed_on", "pk").last()
        if last is not None:
            return {"agreed_on": self.today, "focus": last.focus, "offer": last.offer}
        note = record_of(self.subject) if self.reads_notes else None
        signed = note.paragraphs if note is not None and note.state == NoteState.SIGNED else []
        return {"agreed_on": self.today, "focus": under(signed, FOCUS)}

    def act(self, form: Any) -> str:
        """Record it, and write the sheets."""
        given = form.cleaned_data
        asked = given["sheet_to"]
        actions.record_agreement(
            episode=self.subject, agreed=form.agreed, sheet_to=asked, seen=given["seen"], by=self.viewer.actor
        )
        if asked:
            self.success = f"{self.success} The sheets are on the family’s list of letters."
        return self.back_href
