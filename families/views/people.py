"""The people tab: who is who, and everything that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from families import actions
from families.enums import FamilyRole
from families.forms.people import ChangeRelationForm, EndForm, PersonForm, RelationForm
from families.merged import open_merges
from families.models import CareChange, FamilyMember, Person, Relationship
from families.pages import FamilyActionPage, FamilyRecordPage
from families.presenters import names_in
from families.presenters.care import care_section
from families.presenters.merging import merges_section
from families.presenters.people import choices, former_section, people_table, relations_table
from families.selectors import adults_of, members_of, newest_agreements
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Section


class PeoplePage(FamilyRecordPage):
    """Who is who, how old, what they said, and how they are related."""

    permission = Permission.SEE_FAMILIES
    tab = "families:people"
    heading = "People"

    def buttons(self) -> Sequence[Button]:
        """What can be added."""
        twin = Button("This record stands twice", reverse("families:find_twin", args=[self.family.key]), secondary=True)
        twins = [twin] if self.may(Permission.MERGE_RECORDS) else []
        if not self.may(Permission.EDIT_FAMILIES):
            return twins
        to = [
            ("add_person", "Add a person"),
            ("relate", "Record how two are related"),
            ("loss", "Record a loss"),
            ("care", "Move the record to other carers"),
            ("rename", "Whose name the record is in"),
        ]
        add = [Button(words, reverse(f"families:{url}", args=[self.family.key]), secondary=True) for url, words in to]
        return [*add, *twins]

    def body(self) -> Sequence[object]:
        """People, relationships, and who left."""
        everybody = list(self.family.members.all())
        current, names = members_of(self.family), names_in(everybody)
        rows = Relationship.objects.visible_to(self.viewer).filter(family=self.family)
        related = list(rows.select_related("person", "child").order_by("pk"))
        may_edit = self.may(Permission.EDIT_FAMILIES)
        may_merge = self.may(Permission.MERGE_RECORDS)
        carers = {member.person_id for member in adults_of(self.family)}
        agreements = newest_agreements(self.family)
        changes = CareChange.objects.visible_to(self.viewer).filter(family=self.family).select_related("person")
        return [
            *care_section(self.family, list(changes.order_by("happened_on", "pk")), names, may_edit=may_edit),
            Section(
                "Who is who",
                [
                    people_table(
                        self.family, current, agreements, carers, self.today, may_edit=may_edit, may_merge=may_merge
                    )
                ],
            ),
            Section("How they are related", [relations_table(self.family, related, names, may_edit=may_edit)]),
            *merges_section(self.family, open_merges(self.family, self.viewer), may_merge=may_merge),
            *former_section([one for one in everybody if one.ends_on and one.person.merged_into_id is None], names),
        ]


class PeopleActionPage(FamilyActionPage):
    """A form that leads back to the people tab."""

    abstract = True
    permission = Permission.EDIT_FAMILIES
    back_to = "families:people"


class AddPersonPage(PeopleActionPage):
    """Add somebody: fathers and partners as well as mothers, babies before they are born."""

    heading = "Add a person"
    form_class = PersonForm
    submit_label = "Add"
    success = "They are in the family now. Ask each adult whether they know of the referral and agree."

    def act(self, form: Any) -> str:
        """Add them."""
        given = {name: form.cleaned_data[name] for name in (*actions.people.PERSON_FIELDS, "role", "lives_here")}
        actions.add_person(family=self.family, **given, by=self.viewer.actor)
        return self.back_href


class MemberActionPage(PeopleActionPage):
    """A form about one member of the family; `subject` is the person."""

    abstract = True

    @cached_property
    def member(self) -> FamilyMember:
        """From those who are or were in this family; 404 otherwise."""
        found = [member for member in self.family.members.all() if member.person.key == self.kwargs["item"]]
        if not found:
            raise Http404
        return found[-1]

    def get_subject(self) -> Any:
        """The person, as they are now."""
        return self.find(Person.objects.visible_to(self.viewer), pk=self.member.person_id)

    @property
    def called(self) -> str:
        """How the family's pages call them."""
        return names_in(list(self.family.members.all()))[self.member.person_id]


class ChangePersonPage(MemberActionPage):
    """Correct what is known of somebody."""

    form_class = PersonForm
    success = "The change has been saved."

    def get_heading(self) -> str:
        """Whom it is about."""
        return f"Change what is known of {self.called}"

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        known = {name: getattr(self.subject, name) for name in actions.people.PERSON_FIELDS}
        return known | {"role": self.member.role, "lives_here": self.member.lives_here}

    def act(self, form: Any) -> str:
        """Save the person, and their place in the family."""
        given, by = form.cleaned_data, self.viewer.actor
        changes = {name: given[name] for name in actions.people.PERSON_FIELDS}
        actions.change_person(person=self.subject, seen=given["seen"], by=by, **changes)
        actions.change_member(member=self.member, role=given["role"], lives_here=given["lives_here"], by=by)
        return self.back_href


class EndMemberPage(MemberActionPage):
    """Somebody no longer belongs to the family."""

    form_class = EndForm
    success = "They are shown under “No longer in this family”. Nothing goes to them any more."

    def get_heading(self) -> str:
        """Whom it is about."""
        return f"{self.called} is no longer in this family"

    def get_subject(self) -> Any:
        """Their place in the family."""
        return self.find(FamilyMember.objects.visible_to(self.viewer), pk=self.member.pk)

    def act(self, form: Any) -> str:
        """End it."""
        given = form.cleaned_data
        actions.end_membership(member=self.subject, ends_on=given["ends_on"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class RelatePage(PeopleActionPage):
    """Record what somebody is to a child of the family."""

    heading = "Record how two are related"
    form_class = RelationForm
    success = "How they are related has been recorded."

    def form_kwargs(self) -> dict[str, Any]:
        """Everybody; and those who can be a child of somebody here."""
        members = members_of(self.family)
        children = [m for m in members if m.role in (FamilyRole.BABY, FamilyRole.SIBLING)]
        return {"adults": choices(members, self.today), "children": choices(children, self.today)}

    def act(self, form: Any) -> str:
        """Relate them."""
        given = form.cleaned_data
        people = {member.person.key: member.person for member in members_of(self.family)}
        actions.relate(
            family=self.family,
            person=people[given["person"]],
            child=people[given["child"]],
            **{name: given[name] for name in ("kind", "responsibility", "basis", "evidence", "lives_with")},
            by=self.viewer.actor,
        )
        return self.back_href


class ChangeRelationPage(PeopleActionPage):
    """Correct how two are related."""

    form_class = ChangeRelationForm
    success = "The change has been saved."

    def get_heading(self) -> str:
        """Whom it is about."""
        names = names_in(list(self.family.members.all()))
        return f"{names[self.subject.person_id]} and {names[self.subject.child_id]}"

    def get_subject(self) -> Relationship:
        """One of this family's."""
        rows = Relationship.objects.visible_to(self.viewer).filter(family=self.family)
        return self.find(rows, key=self.kwargs["item"])

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        row = self.subject
        return {
            "kind": row.kind,
            "responsibility": row.responsibility,
            "basis": row.basis,
            "evidence": row.evidence,
            "lives_with": row.lives_with,
        }

    def act(self, form: Any) -> str:
        """Save it."""
        given = form.cleaned_data
        fields = ("kind", "responsibility", "basis", "evidence", "lives_with", "seen")
        actions.change_relationship(
            relationship=self.subject, **{name: given[name] for name in fields}, by=self.viewer.actor
        )
        return self.back_href
