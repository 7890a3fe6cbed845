"""A team's forms for notes: those in use, one's versions, and which a note is written in."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from caseload.models import NoteForm
from pitservice.accounts.viewer import Viewer
from pitservice.db.keys import is_key

#: A note without headings, as the session page says it.
FREE = "free"
#: Beside the kinds of appointment: the form of the assessment record (P65).
RECORD = "record"


def note_forms_of(team_id: int) -> list[NoteForm]:
    """The newest version of each form of a team that is still offered, by title."""
    newest = NoteForm.objects.filter(team_id=team_id).order_by("form", "-number").distinct("form")
    return sorted((row for row in newest if not row.withdrawn), key=lambda row: (row.title.casefold(), row.pk))


def newest_forms(viewer: Viewer) -> QuerySet[NoteForm]:
    """The newest version of each form of the viewer's teams, withdrawn ones too."""
    mine = NoteForm.objects.visible_to(viewer)
    newest = mine.order_by("team_id", "form", "-number").distinct("team_id", "form")
    return mine.filter(pk__in=newest.values("pk")).select_related("team").order_by("withdrawn", "title", "pk")


def versions_of_form(form: NoteForm, viewer: Viewer) -> QuerySet[NoteForm]:
    """All versions of a form, the newest first."""
    return NoteForm.objects.visible_to(viewer).filter(team=form.team_id, form=form.form).order_by("-number")


def form_written_in(chosen: str, team_id: int) -> NoteForm | None:
    """The version a note is written in, whether or not a newer one is in use; None for a note without headings."""
    if not is_key(chosen):  # nothing was chosen, FREE was, or something that no page offers
        return None
    return NoteForm.objects.filter(team_id=team_id, key=chosen).first()


def form_for(kind: str, forms: Sequence[NoteForm]) -> NoteForm | None:
    """The form that is taken for a kind of appointment unless somebody chooses another."""
    return next((form for form in forms if kind in form.kinds), None)
