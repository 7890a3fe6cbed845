"""This record stands twice: find the other, compare, choose which stays, and undo it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from families import actions
from families.dependents import held
from families.enums import MergeKind
from families.forms.merging import MergeForm, OtherPersonForm
from families.forms.people import ReasonForm
from families.merged import alike, places_of
from families.models import Family, Merge, Person
from families.pages import FamilyActionPage, FamilyRecordPage
from families.presenters import family_label
from families.presenters.merging import compare_families, compare_people, merge_facts, merged_title, place_words
from families.selectors import for_banner
from families.views.finding import FindsFamily
from families.views.people import MemberActionPage
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Link
from pitservice.ui.forms import ActForm

BOTH = "Both were one and the same: everything stands in one place now. It can be undone from this page."


class MergeFindPage(FindsFamily, FamilyActionPage):
    """Find the other record of the same family."""

    permission = Permission.MERGE_RECORDS
    back_to = "families:people"
    heading = "This family has two records"

    def intro(self) -> Sequence[str]:
        """What happens next."""
        return ("Find the other record of this family. Nothing is merged before you have compared the two.",)

    def among(self, families: QuerySet[Family]) -> QuerySet[Family]:
        """Other records of the same team."""
        return families.filter(team_id=self.family.team_id).exclude(pk=self.family.pk)

    def onward(self, family: Family) -> Link:
        """To the comparison."""
        to = reverse("families:merge", args=[self.family.key, family.key])
        return Link("Compare", to, hidden=family_label(family))


class ComparePage(FamilyActionPage):
    """Two side by side. Once they are one, their page leads to what was moved, however often the form is sent."""

    abstract = True
    permission = Permission.MERGE_RECORDS
    back_to = "families:people"
    form_class = MergeForm
    submit_label = "Merge them"
    success = BOTH

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """To the merge of these two, where there is one that was not undone."""
        made = self.made_of(Merge.objects.visible_to(self.viewer).filter(undone_at=None)).select_related("family")
        merge = made.first()
        if merge is not None:
            return redirect("families:merged", merge.family.key, merge.key)
        return super().dispatch(request, *args, **kwargs)

    def made_of(self, merges: QuerySet[Merge]) -> QuerySet[Merge]:
        """Those of these two."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class MergePage(ComparePage):
    """Two records side by side; which stays, and the merge. Others can lead here with two keys."""

    heading = "Two records of one family"

    def made_of(self, merges: QuerySet[Merge]) -> QuerySet[Merge]:
        """Of these two records."""
        two = [self.kwargs["key"], self.kwargs["other"]]
        return merges.filter(kind=MergeKind.FAMILY, family__key__in=two, merged_family__key__in=two)

    @cached_property
    def other(self) -> Family:
        """The second record, which is another one and visible to the viewer."""
        other = self.find(Family.objects.visible_to(self.viewer), key=self.kwargs["other"])
        if other.pk == self.family.pk:
            raise Http404
        for_banner(other)
        return other

    def get_subject(self) -> Family:
        """The record whose page this is, read anew."""
        return self.find(Family.objects.visible_to(self.viewer), pk=self.family.pk)

    def families(self) -> Iterable[tuple[int, int]]:
        """Both are shown."""
        return [(family.pk, family.team_id) for family in (self.family, self.other)]

    def intro(self) -> Sequence[str]:
        """What moves and what does not."""
        return (
            "People, contacts, needs, alerts, consents, referrals, work, letters and texts of the other record move.",
            "What was sent, signed or logged stays as it was and is found through the record that stays.",
        )

    def aside(self) -> Sequence[object]:
        """What differs, and what each holds."""
        two = (self.family, self.other)
        return compare_families(two, [held(Family, family.pk) for family in two], self.today)

    def form_kwargs(self) -> dict[str, Any]:
        """The two."""
        return {"two": {family.key: f"{family_label(family)} ({family.key})" for family in (self.family, self.other)}}

    def act(self, form: Any) -> str:
        """Merge them."""
        here = form.cleaned_data["stays"] == self.family.key
        keep, gone = (self.family, self.other) if here else (self.other, self.family)
        seen = form.cleaned_data["seen"] if here else None
        merge = actions.merge_families(keep=keep, gone=gone, seen=seen, by=self.viewer.actor)
        return reverse("families:merged", args=[keep.key, merge.key])


class SamePersonPage(MemberActionPage):
    """Which other entry is the same person."""

    permission = Permission.MERGE_RECORDS
    form_class = OtherPersonForm

    def get_heading(self) -> str:
        """Whom it is about."""
        return f"{self.called} is recorded twice"

    @cached_property
    def alike(self) -> dict[str, str]:
        """Others who may be meant, with where they are."""
        people = alike(self.subject, self.family, self.viewer)
        places = places_of(people, self.viewer)
        return {person.key: f"{person.name}: {place_words(places[person.pk])}" for person in people}

    def intro(self) -> Sequence[str]:
        """Who is offered."""
        if not self.alike:
            return ("Nobody else of this family or of the same name, birthday or NHS number is in a record you see.",)
        return ("People of this family, and those of the same name, birthday or NHS number.",)

    def form_kwargs(self) -> dict[str, Any]:
        """Who is offered."""
        return {"people": self.alike}

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """Nothing to press where nobody is offered."""
        self.submit_label = "Compare" if self.alike else ""
        return super().show(form, status)

    def act(self, form: Any) -> str:
        """To the comparison."""
        keys = [self.family.key, self.subject.key, form.cleaned_data["other"]]
        return reverse("families:merge_people", args=keys)


class MergePeoplePage(ComparePage, MemberActionPage):
    """Two entries of one person side by side; which stays, and the merge."""

    heading = "Two entries of one person"

    def made_of(self, merges: QuerySet[Merge]) -> QuerySet[Merge]:
        """Of these two entries."""
        two = [self.kwargs["item"], self.kwargs["other"]]
        return merges.filter(person__key__in=two, merged_person__key__in=two)

    @cached_property
    def other(self) -> Person:
        """The second entry, which is another one and visible to the viewer."""
        other = self.find(Person.objects.visible_to(self.viewer), key=self.kwargs["other"])
        if other.pk == self.subject.pk:
            raise Http404
        return other

    @cached_property
    def places(self) -> Mapping[int, Sequence[Any]]:
        """Where each of them is."""
        return places_of([self.subject, self.other], self.viewer)

    def families(self) -> Iterable[tuple[int, int]]:
        """Every record that one of them is in, as far as the viewer sees it."""
        shown = {(place.family_id, place.team_id) for rows in self.places.values() for place in rows}
        return [*super().families(), *sorted(shown)]

    def intro(self) -> Sequence[str]:
        """What moves."""
        return (
            "Contacts, needs, alerts, answers, places in families and in work of the other entry move.",
            "What the entry that stays does not say is taken over from the other.",
        )

    def aside(self) -> Sequence[object]:
        """What differs, and what each holds."""
        two = (self.subject, self.other)
        places = [place_words(self.places[person.pk]) for person in two]
        return compare_people(two, places, [held(Person, person.pk) for person in two])

    def form_kwargs(self) -> dict[str, Any]:
        """The two, told apart by where they are."""
        two = (self.subject, self.other)
        return {"two": {one.key: f"{one.name}: {place_words(self.places[one.pk])}" for one in two}}

    def act(self, form: Any) -> str:
        """Merge them."""
        here = form.cleaned_data["stays"] == self.subject.key
        keep, gone = (self.subject, self.other) if here else (self.other, self.subject)
        seen = form.cleaned_data["seen"] if here else None
        merge = actions.merge_people(family=self.family, keep=keep, gone=gone, seen=seen, by=self.viewer.actor)
        return reverse("families:merged", args=[self.family.key, merge.key])


class MergedPage(FamilyRecordPage):
    """What a merge moved, and the way to undo it."""

    permission = Permission.MERGE_RECORDS
    tab = "families:people"

    @cached_property
    def merge(self) -> Merge:
        """One of this record's merges."""
        rows = Merge.objects.visible_to(self.viewer).filter(family=self.family)
        return self.find(rows.select_related("merged_family", "merged_person", "person"), key=self.kwargs["item"])

    def get_heading(self) -> str:
        """What became one."""
        return merged_title(self.merge)

    def buttons(self) -> Sequence[Button]:
        """To undo it."""
        if self.merge.undone_at is not None:
            return ()
        to = reverse("families:unmerge", args=[self.family.key, self.merge.key])
        return (Button("They are two after all: undo this", to, secondary=True),)

    def body(self) -> Sequence[object]:
        """What, by whom, and what was moved."""
        return merge_facts(self.merge)


class UnmergePage(FamilyActionPage):
    """They were two after all."""

    permission = Permission.MERGE_RECORDS
    back_to = "families:people"
    heading = "Undo this merge"
    form_class = ReasonForm
    submit_label = "Undo it"
    success = "They are two again, each with what was moved. What was recorded since the merge stays where it is."

    def get_subject(self) -> Merge:
        """One of this record's merges."""
        return self.find(Merge.objects.visible_to(self.viewer).filter(family=self.family), key=self.kwargs["item"])

    def intro(self) -> Sequence[str]:
        """What goes back and what stays."""
        return (
            "Exactly what the merge moved goes back.",
            "What was recorded since stays here: look through it afterwards, and move what is the other’s.",
        )

    def act(self, form: Any) -> str:
        """Undo it."""
        given = form.cleaned_data
        merge = actions.unmerge(merge=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor)
        return reverse("families:merged", args=[self.family.key, merge.key])
