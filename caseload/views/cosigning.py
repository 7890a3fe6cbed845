"""Co-signing: the supervisor reads what a trainee signed, co-signs it or sends it back (P7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.enums import STANDS, NoteState
from caseload.forms.session import SEND_BACK, CosignForm
from caseload.models import Note
from caseload.presenters import cosigning as presenting
from caseload.presenters import note as notes
from caseload.selectors.supervision import may_cosign, to_cosign, training_of
from caseload.views.notes import NoteActionPage
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Cell, Column, Empty
from pitservice.ui.pages import ListPage


class ToCosignPage(ListPage):
    """Notes that wait for a co-signature: of one's own trainees, and of the team for who allocates."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:my_day"
    heading = "Notes to co-sign"
    noun = ("note", "notes")
    sorts = {"oldest": "longest waiting first"}
    url_name = "caseload:to_cosign"

    def records(self) -> QuerySet[Any]:
        """Longest waiting first."""
        return to_cosign(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Session, family, trainee, supervisor."""
        return presenting.COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One note."""
        return presenting.row(record)

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("No note waits for a co-signature. One comes here when a trainee signs it, or adds to one.")

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(row.episode.family_id, row.team_id) for row in rows]


class CosignPage(NoteActionPage):
    """The note as the trainee signed it; the supervisor co-signs it, or sends it back with words."""

    form_class = CosignForm
    heading = "Read the note and co-sign it"
    submit_label = "Go on"

    def may_act(self, note: Note) -> bool:
        """Of a note that waits whoever may co-sign it; of any other whoever reads it, to be told that it does not."""
        if note.state == NoteState.TO_COSIGN:
            return may_cosign(note, self.user, timezone.localdate())
        return self.reads(note)

    def form_kwargs(self) -> dict[str, Any]:
        """Words that were added cannot be sent back."""
        return {"may_send_back": not self.subject.addenda.exists()}

    def intro(self) -> Sequence[str]:
        """Whose it is, and who their supervisor is."""
        trainee = self.subject.trainee_id
        return presenting.intro(self.subject, training_of(trainee, self.subject.team_id) if trainee else None)

    def aside(self) -> Sequence[object]:
        """The words, unless they are written anew, and what was signed and added before."""
        versions = list(self.subject.versions.select_related("signer"))
        added = list(self.subject.addenda.select_related("author").order_by("created_at", "pk"))
        stands = self.subject.state in STANDS
        return [
            *([notes.body(self.subject, self.names_by_key)] if stands else ()),
            notes.addenda(added),
            notes.versions(versions, self.names_by_key, opened=False),
        ]

    def act(self, form: Any) -> str:
        """Co-sign it, or send it back."""
        given = form.cleaned_data
        by, seen = self.viewer.actor, given["seen"]
        if given["answer"] == SEND_BACK:
            actions.send_back(note=self.subject, reason=given["reason"], seen=seen, by=by)
            self.success = f"The note is sent back. It waits on {self.subject.author.name}’s list with your words."
        else:
            actions.cosign(note=self.subject, seen=seen, by=by)
            self.success = "The note is co-signed."
        return self.back_href if self.reads(self.subject) else reverse("caseload:to_cosign")
