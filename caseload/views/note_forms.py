"""A team's forms for notes: the list, a form with its versions, changing and withdrawing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from caseload import actions
from caseload.forms.note_forms import NoteFormForm, as_typed
from caseload.models import NoteForm
from caseload.presenters import note_forms as presenting
from caseload.selectors.note_forms import newest_forms, versions_of_form
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Words
from pitservice.ui.forms import PressForm
from pitservice.ui.pages import ActionPage, ListPage, PressPage, RecordPage, TeamPage

NAV, LIST = "governance:manage", "caseload:note_forms"


def _trail(*more: Link) -> Sequence[Link]:
    return [Link("Manage", reverse(NAV)), Link("Forms for notes", reverse(LIST)), *more]


class NoteFormsPage(ListPage):
    """Every form of the viewer's teams."""

    permission = Permission.EDIT_WORDS
    nav = NAV
    heading = "Forms for notes"
    noun = ("form", "forms")

    def records(self) -> QuerySet[Any]:
        """Those offered first."""
        return newest_forms(self.viewer)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Manage."""
        return _trail()[:1]

    def columns(self) -> Sequence[Column]:
        """Title, headings, when it is taken."""
        return presenting.COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One form."""
        return presenting.row(record)

    def above(self) -> Sequence[object]:
        """What a form is."""
        return [
            Words(
                [
                    "A form is a few headings with a box under each, on the session page. A note can always be written"
                    " without one. A change makes a new version: what was begun is finished as it was begun."
                ]
            )
        ]

    def buttons(self) -> Sequence[Button]:
        """A new one, for each team."""
        teams = self.viewer.teams
        return [
            Button(
                "Add a form" if len(teams) == 1 else f"Add a form for {team.name}",
                reverse("caseload:add_note_form", args=[team.slug]),
            )
            for team in teams
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("There is no form yet: every note is one box. Add a form to give it headings.")

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """None."""
        return ()


class _OfForm:
    """Pages about one version of a form."""

    viewer: Any
    kwargs: dict[str, Any]
    find: Any

    @cached_property
    def form_row(self) -> NoteForm:
        """The version with the address's key; another team's does not exist."""
        found: NoteForm = self.find(
            NoteForm.objects.visible_to(self.viewer).select_related("team"), key=self.kwargs["key"]
        )
        return found

    @cached_property
    def newest(self) -> NoteForm:
        """The newest version of the same form."""
        return versions_of_form(self.form_row, self.viewer)[0]

    @property
    def seen(self) -> int | None:
        """Its number."""
        return self.newest.number

    def families(self) -> Iterable[tuple[int, int]]:
        """None."""
        return ()


class NoteFormPage(_OfForm, RecordPage):
    """A form as it is written in, and its versions."""

    permission = Permission.EDIT_WORDS
    nav = NAV

    def get_record(self) -> NoteForm:
        """The version."""
        return self.form_row

    def get_heading(self) -> str:
        """Which."""
        return f"{self.record.title}: form for notes"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Manage, the forms."""
        return _trail()

    def body(self) -> Sequence[object]:
        """Its headings, and what it was before."""
        versions = list(versions_of_form(self.record, self.viewer))
        return [presenting.headings(self.record), presenting.versions(versions, self.record)]

    def buttons(self) -> Sequence[Button]:
        """Change it, or offer it no more."""
        if self.record.pk != self.newest.pk:
            return ()
        key = [self.record.key]
        change = Button("Use it again" if self.record.withdrawn else "Change it",
                        reverse("caseload:change_note_form", args=key))  # fmt: skip
        if self.record.withdrawn:
            return [change]
        return [change, Button("Offer it no more", reverse("caseload:withdraw_note_form", args=key), secondary=True)]


class _WritesForm(ActionPage):
    """Words of a form."""

    abstract: ClassVar[bool] = True
    permission = Permission.EDIT_WORDS
    nav = NAV
    form_class = NoteFormForm
    submit_label = "Save"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Manage, the forms."""
        return _trail()


class AddNoteFormPage(TeamPage, _WritesForm):
    """A new form of a team."""

    success = "The form is saved. It is offered on the session page from now on."

    def get_heading(self) -> str:
        """For whom."""
        return f"Add a form for notes of {self.team.name}"

    def act(self, form: Any) -> str:
        """Save it."""
        saved = actions.save_note_form(team=self.team, new=form.new, by=self.viewer.actor)
        return reverse("caseload:note_form", args=[saved.key])


class ChangeNoteFormPage(_OfForm, _WritesForm):
    """A new version of a form."""

    success = "Saved as a new version. Notes that were begun are finished as they were begun."

    def get_heading(self) -> str:
        """Which."""
        return f"Change the form “{self.newest.title}”"

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return as_typed(self.newest)

    def act(self, form: Any) -> str:
        """Save it."""
        saved = actions.save_note_form(
            team=self.newest.team, new=form.new, before=self.newest, seen=form.cleaned_data["seen"],
            by=self.viewer.actor,
        )  # fmt: skip
        return reverse("caseload:note_form", args=[saved.key])


class WithdrawNoteFormPage(_OfForm, PressPage):
    """Offer a form no more."""

    permission = Permission.EDIT_WORDS
    nav = NAV
    form_class = PressForm
    submit_label = "Offer it no more"
    success = "The form is not offered any more. What was written in it stays."

    def get_heading(self) -> str:
        """Which."""
        return f"Offer the form “{self.newest.title}” no more"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Manage, the forms."""
        return _trail()

    def intro(self) -> Sequence[str]:
        """What follows."""
        return ["What was written in it stays, and a note begun in it is finished in it. You can use it again later."]

    def act(self, form: Any) -> str:
        """Withdraw it."""
        actions.withdraw_note_form(form=self.newest, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse(LIST)
