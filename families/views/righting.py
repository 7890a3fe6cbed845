"""Putting an entry right: it is another family's (P25), or it was made in error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from families import actions
from families.entries import EntryKind, kind_named, moved_away, people_fields, struck_in
from families.forms.entries import MoveForm, StrikeForm
from families.models import Family, Person
from families.pages import AboutFamily, FamilyActionPage, FamilyRecordPage
from families.presenters import family_label
from families.presenters.people import choices
from families.selectors import members_of
from families.views.finding import FindsFamily
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Button, Buttons, Fact, FactList, Link, Section, Words


class AboutEntry(AboutFamily):
    """`self.entry` is an entry of this family's record, of the kind that the address names."""

    abstract: ClassVar[bool] = True

    @cached_property
    def kind(self) -> EntryKind:
        """The kind, where this viewer may see entries of it."""
        kind = kind_named(self.kwargs["kind"])
        if kind is None or not self.may(kind.permission):
            raise Http404
        return kind

    @cached_property
    def entry(self) -> Any:
        """From those of this family that are visible to the viewer."""
        viewer = Viewer.of(self.user, self.kind.permission)
        return self.find(self.kind.rows_of(self.family, viewer), key=self.kwargs["item"])

    @property
    def entry_args(self) -> list[str]:
        """What stands in the entry's addresses."""
        return [self.family.key, self.kind.name, self.kwargs["item"]]

    def entry_facts(self) -> FactList:
        """Which entry it is."""
        return FactList([Fact(self.kind.noun.capitalize(), str(self.entry))])


class EntryPage(AboutEntry, FamilyRecordPage):
    """What is wrong with this entry?"""

    permission = Permission.EDIT_FAMILIES
    tab = "families:family"
    heading = "Put an entry right"

    def body(self) -> Sequence[object]:
        """The entry, and the two ways."""
        found: list[object] = [self.entry_facts()]
        why = struck_in(self.family).get((self.kind.model, self.entry.pk))
        if why is not None:
            return [*found, Words([f"It was struck through as entered in error: {why}"])]
        if self.kind.movable:
            found.append(Section("It is another family’s", self._move()))
        if self.kind.correctable:
            to = reverse("families:strike_entry", args=self.entry_args)
            words = "It stays here, struck through, with your reason. It no longer counts."
            strike = Buttons([Button("Strike it through", to, secondary=True)])
            found.append(Section("It was entered in error", [Words([words]), strike]))
        return found

    def _move(self) -> list[object]:
        words = "It is moved to that family’s record. Here one line is left: that something was moved, when, by whom."
        if not self.may(Permission.MERGE_RECORDS):
            return [Words([words, "Your clinical lead or an administrator can move it."])]
        to = reverse("families:move_entry", args=self.entry_args)
        return [Words([words]), Buttons([Button("Find the right family", to, secondary=True)])]


class EntryActionPage(AboutEntry, FamilyActionPage):
    """A form about one entry."""

    abstract = True
    back_to = "families:family"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As every form; sent again after the entry was moved, it leads to the same place."""
        try:
            return super().post(request, *args, **kwargs)
        except Http404:
            if not moved_away(self.family, self.kind, self.kwargs["item"]):
                raise
            return redirect(self.back_href)

    def get_subject(self) -> Any:
        """The entry."""
        return self.entry

    def aside(self) -> Sequence[object]:
        """Which entry it is."""
        return [self.entry_facts()]

    def families(self) -> Iterable[tuple[int, int]]:
        """This family; the entry must be there."""
        assert self.entry is not None
        return super().families()


class StrikePage(EntryActionPage):
    """An entry was made in error."""

    permission = Permission.EDIT_FAMILIES
    heading = "Strike an entry through"
    form_class = StrikeForm
    submit_label = "Strike it through"
    success = "It is struck through, with your reason. What waits to be sent has been looked at again."

    def intro(self) -> Sequence[str]:
        """What happens to words that it held."""
        if not self.kind.contact:
            return ("It stays in the record, struck through.",)
        return (
            "It stays in the record, struck through, and no longer decides who may be told.",
            "Nothing is released by that: a person is asked before anything goes out.",
        )

    def act(self, form: Any) -> str:
        """Strike it."""
        given = form.cleaned_data
        actions.strike_entry(
            entry=self.subject, family=self.family, reason=given["reason"], seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href


class MoveFindPage(FindsFamily, EntryActionPage):
    """Find the family whose entry it is."""

    permission = Permission.MERGE_RECORDS
    heading = "Whose entry is it?"

    def among(self, families: QuerySet[Family]) -> QuerySet[Family]:
        """Other records of the same team."""
        return families.filter(team_id=self.family.team_id).exclude(pk=self.family.pk)

    def onward(self, family: Family) -> Link:
        """To the question who its people are there."""
        to = reverse("families:move_entry_to", args=[*self.entry_args, family.key])
        return Link("It is theirs", to, hidden=family_label(family))


class MovePage(EntryActionPage):
    """Who its people are in the right family, and how it came here."""

    permission = Permission.MERGE_RECORDS
    form_class = MoveForm
    submit_label = "Move it"
    success = "It has been moved, and an incident has been opened. Here one line says that something was moved."

    def get_heading(self) -> str:
        """Where to."""
        return f"Move this entry to {family_label(self.target)}"

    @cached_property
    def target(self) -> Family:
        """The right family, from those visible to the viewer."""
        target = self.find(Family.objects.visible_to(self.viewer), key=self.kwargs["to"])
        if target.pk == self.family.pk:
            raise Http404
        return target

    @cached_property
    def people(self) -> dict[str, Person]:
        """People of the right family."""
        return {member.person.key: member.person for member in members_of(self.target)}

    @cached_property
    def named(self) -> dict[str, Person]:
        """People whom the entry names."""
        return {person.key: person for person in self.kind.people(self.entry)}

    def families(self) -> Iterable[tuple[int, int]]:
        """Both are shown."""
        return [*super().families(), (self.target.pk, self.target.team_id)]

    def intro(self) -> Sequence[str]:
        """What happens."""
        return (
            "Letters and texts that were sent stay as they were sent; the incident names them.",
            "The old versions of this entry are the Caldicott guardian’s alone.",
        )

    def form_kwargs(self) -> dict[str, Any]:
        """Whom it names, and who there is."""
        rows = (self.entry, *self.kind.parts(self.entry))
        optional = all(row._meta.get_field(name).null for row in rows for name in people_fields(row))
        return {
            "named": {key: person.name for key, person in self.named.items()},
            "people": choices(members_of(self.target), self.today),
            "optional": optional,
        }

    def act(self, form: Any) -> str:
        """Move it."""
        given = form.cleaned_data
        actions.move_entry(
            entry=self.subject,
            family=self.family,
            to=self.target,
            whose=form.whose(self.named, self.people),
            reason=given["reason"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href
