"""An entry of the directory stands twice: which other it is, what a merge does, and the merge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from families import actions
from families.forms.merging import DirectoryMergeForm, OtherEntryForm
from families.models import Organisation, Professional
from families.presenters import directory as presenter
from families.views.entries import Entry
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Link
from pitservice.ui.pages import ActionPage

_SHORTEST = 3


class DoublesPage(Entry, ActionPage):
    """A page about one entry for those who merge; `entry` is one that has not ended."""

    abstract: ClassVar[bool] = True
    permission = Permission.MERGE_RECORDS

    @cached_property
    def alike(self) -> dict[str, Any]:
        """Others of the same team that share a word of the name, a phone or an e-mail address, by key."""
        entry = self.entry
        same = Q(pk__in=[])
        for word in entry.name.split():
            if len(word) >= _SHORTEST:
                same |= Q(name__icontains=word)
        for name in ("phone", "email"):
            if value := getattr(entry, name):
                same |= Q(**{f"{name}__iexact": value})
        rows = self.model.objects.visible_to(self.viewer).filter(same, team_id=entry.team_id, ends_on=None)
        return {one.key: one for one in rows.exclude(pk=entry.pk).order_by("name", "pk")[:50]}

    def get_cancel(self) -> Link:
        """Back without doing anything."""
        return Link("Cancel", self.entry_href)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The directory, then the entry."""
        return [Link("Directory", reverse("families:directory")), Link(self.entry.name, self.entry_href)]


class FindDoublePage(DoublesPage):
    """Which other entry is the same."""

    abstract: ClassVar[bool] = True
    form_class = OtherEntryForm
    submit_label = "Compare"

    def get_heading(self) -> str:
        """Which."""
        return f"{self.entry.name} stands twice"

    def families(self) -> Iterable[tuple[int, int]]:
        """None is named."""
        return []

    def intro(self) -> Sequence[str]:
        """Who is offered."""
        if not self.alike:
            return ("Nothing else in the directory shares a word of the name, the phone or the email address.",)
        return ("Entries that share a word of the name, the phone or the email address.",)

    def form_kwargs(self) -> dict[str, Any]:
        """What is offered."""
        return {"entries": {key: f"{one.name}: {presenter.ways(one)}" for key, one in self.alike.items()}}

    def act(self, form: Any) -> str:
        """To the comparison."""
        return reverse(f"families:merge_{self.named}", args=[self.entry.key, form.cleaned_data["other"]])


class FindProfessionalDoublePage(FindDoublePage):
    """Which other entry is the same professional."""

    model = Professional
    named = "directory_professional"


class FindOrganisationDoublePage(FindDoublePage):
    """Which other entry is the same organisation."""

    model = Organisation
    named = "organisation"


class MergeEntriesPage(DoublesPage):
    """Two entries side by side, what a merge does, and the merge."""

    abstract: ClassVar[bool] = True
    form_class = DirectoryMergeForm
    submit_label = "Merge them"
    success = "The two are one entry now."

    @cached_property
    def other(self) -> Any:
        """The second entry, which is another one of the viewer's teams."""
        other = self.find(self.model.objects.visible_to(self.viewer), key=self.kwargs["other"])
        if other.pk == self.entry.pk:
            raise Http404
        return other

    def get_subject(self) -> Any:
        """The entry whose page this is, read anew."""
        return self.find(self.model.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        """Both."""
        return f"{self.entry.name} and {self.other.name}"

    def at(self) -> str:
        """The way from a professional's part in a family to the entry."""
        return "professional" if self.model is Professional else "professional__organisation"

    @cached_property
    def theirs(self) -> list[list[Any]]:
        """The families of each, out of those that the viewer may see."""
        return [self.links_of(Q(**{self.at(): one})) for one in (self.entry, self.other)]

    def families(self) -> Iterable[tuple[int, int]]:
        """Those that are named on the page."""
        return [(family.pk, family.team_id) for families in self.theirs for family in families]

    def intro(self) -> Sequence[str]:
        """What a merge does."""
        return (
            "The families, consents and decisions of the other move to the one that stays, and what it does not say "
            "is filled from the other. The other ends today.",
            "What waits to be sent to the other is looked at again before it goes. What was sent stays as it was.",
            "It cannot be undone by a button.",
        )

    def aside(self) -> Sequence[object]:
        """What differs, and which families it concerns."""
        return presenter.compare((self.entry, self.other), self.theirs)

    def form_kwargs(self) -> dict[str, Any]:
        """The two."""
        return {"two": {one.key: f"{one.name}: {presenter.ways(one)}" for one in (self.entry, self.other)}}

    def act(self, form: Any) -> str:
        """Merge them."""
        here = form.cleaned_data["stays"] == self.entry.key
        keep, gone = (self.entry, self.other) if here else (self.other, self.entry)
        self.merge(keep, gone, form.cleaned_data["seen"] if here else None)
        return reverse(f"families:{self.named}", args=[keep.key])

    def merge(self, keep: Any, gone: Any, seen: int | None) -> None:
        """By its kind."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class MergeProfessionalsPage(MergeEntriesPage):
    """Two entries of one professional."""

    model = Professional
    named = "directory_professional"

    def merge(self, keep: Any, gone: Any, seen: int | None) -> None:
        """One professional."""
        actions.merge_professionals(keep=keep, gone=gone, seen=seen, by=self.viewer.actor)


class MergeOrganisationsPage(MergeEntriesPage):
    """Two entries of one organisation."""

    model = Organisation
    named = "organisation"

    def merge(self, keep: Any, gone: Any, seen: int | None) -> None:
        """One organisation."""
        actions.merge_organisations(keep=keep, gone=gone, seen=seen, by=self.viewer.actor)
