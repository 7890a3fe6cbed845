"""The people tab: who is who, and everything that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from families import actions
from families.enums import FamilyRole
from families.forms.people import ChangePersonForm, EndForm
from families.forms.relations import AddPersonForm
from families.merged import open_merges
from families.models import Approach, CareChange, FamilyMember, Person, Relationship
from families.names import known_names
from families.pages import FamilyActionPage, FamilyRecordPage
from families.presenters import names_in
from families.presenters.care import care_section
from families.presenters.fathers import fathers_section
from families.presenters.genogram import picture_section
from families.presenters.merging import merges_section
from families.presenters.people import choices, former_section, people_table, relations_table
from families.rules import CHILDREN, PARENTS, relations_of
from families.selectors import adults_of, known_members, newest_agreements, shown_members
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Section


class PeoplePage(FamilyRecordPage):
    """Who is who, drawn and in words, what they said, and how they are related."""

    permission = Permission.SEE_FAMILIES
    tab = "families:people"
    heading = "People"

    def buttons(self) -> Sequence[Button]:
        """What can be added."""
        twin = Button(
            "This family has two records", reverse("families:find_twin", args=[self.family.key]), secondary=True
        )
        twins = [twin] if self.may(Permission.MERGE_RECORDS) else []
        if not self.may(Permission.EDIT_FAMILIES):
            return twins
        to = [
            ("add_person", "Add a person"),
            ("relate", "Record how two people are related"),
            ("loss", "Record a loss"),
            ("care", "Move the record to other carers"),
            ("rename", "Whose name the record is in"),
        ]
        add = [Button(words, reverse(f"families:{url}", args=[self.family.key]), secondary=True) for url, words in to]
        return [*add, *twins]

    def body(self) -> Sequence[object]:
        """Who is who first; the picture; fathers and partners; how they are related; who left."""
        everybody, current = known_members(self.family), shown_members(self.family)
        names = names_in(everybody)
        rows = Relationship.objects.visible_to(self.viewer).filter(family=self.family).order_by("pk")
        shown = {member.person_id for member in everybody}
        related = [row for row in rows.select_related("person", "child") if {row.person_id, row.child_id} <= shown]
        approaches = list(Approach.objects.visible_to(self.viewer).filter(family=self.family))
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
            *picture_section(current, related, self.today),
            fathers_section(self.family, current, approaches, names, may_edit=may_edit),
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
    form_class = AddPersonForm
    submit_label = "Add"
    success = "They are in the family now. Ask each adult whether they know of the referral and agree."

    def initial(self) -> dict[str, Any]:
        """The role that somebody came here to add ("Add a father or partner")."""
        asked = self.request.GET.get("role", "")
        return {"role": asked} if asked in FamilyRole.values else {}

    def form_kwargs(self) -> dict[str, Any]:
        """To which children, of which parents."""
        members = shown_members(self.family)
        of_children = [member for member in members if member.role in CHILDREN]
        return {
            "children": choices(of_children, self.today),
            "babies": [member.person.key for member in members if member.role == FamilyRole.BABY],
            "adults": choices([member for member in members if member.role in PARENTS], self.today),
        }

    def act(self, form: Any) -> str:
        """Add them, with what they are to whom."""
        given, by = form.cleaned_data, self.viewer.actor
        who = {name: given[name] for name in (*actions.people.PERSON_FIELDS, "role", "lives_here")}
        person = actions.add_person(family=self.family, **who, by=by)
        members = {member.person.key: member for member in shown_members(self.family)}
        for relation in relations_of(given, form.answers, members):
            actions.relate(family=self.family, **({"person": person, "child": person} | relation), by=by)
        return self.back_href


class MemberActionPage(PeopleActionPage):
    """A form about one member of the family; `subject` is the person."""

    abstract = True

    @cached_property
    def member(self) -> FamilyMember:
        """From those who are or were in this family; 404 otherwise."""
        found = [member for member in known_members(self.family) if member.person.key == self.kwargs["item"]]
        if not found:
            raise Http404
        return found[-1]

    def get_subject(self) -> Any:
        """The person, as they are now."""
        return self.find(Person.objects.visible_to(self.viewer), pk=self.member.person_id)

    @property
    def called(self) -> str:
        """How the family's pages call them."""
        return known_names(self.family)[self.member.person_id]


class ChangePersonPage(MemberActionPage):
    """Correct what is known of somebody."""

    form_class = ChangePersonForm
    success = "The change has been saved."

    def get_heading(self) -> str:
        """Whom it is about."""
        return f"Change what is known of {self.called}"

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        known = {name: getattr(self.subject, name) for name in actions.people.PERSON_FIELDS}
        member = self.place
        return known | {"role": member.role, "lives_here": member.lives_here, "member_seen": member.version}

    @property
    def place(self) -> FamilyMember:
        """Their place in the family, as it is now."""
        return self.find(FamilyMember.objects.visible_to(self.viewer), pk=self.member.pk)

    def act(self, form: Any) -> str:
        """Save the person, and their place in the family."""
        given, by = form.cleaned_data, self.viewer.actor
        changes = {name: given[name] for name in actions.people.PERSON_FIELDS}
        actions.change_person(person=self.subject, seen=given["seen"], by=by, **changes)
        place = {"role": given["role"], "lives_here": given["lives_here"], "seen": given["member_seen"]}
        actions.change_member(member=self.member, **place, by=by)
        return self.back_href


class EndMemberPage(MemberActionPage):
    """Somebody no longer belongs to the family."""

    form_class = EndForm
    success = "They are shown under “No longer in this family”. Nothing goes to them any more."

    def get_heading(self) -> str:
        """Whom it is about."""
        return f"{self.called} is no longer in this family"

    def intro(self) -> Sequence[str]:
        """What it does, and what it does not."""
        return (
            "What is recorded about them stays in the record, and their name stays under “No longer in this family”.",
            "If they died, record a loss instead. If a child lives with other carers now, move the record to them.",
        )

    def get_subject(self) -> Any:
        """Their place in the family."""
        return self.find(FamilyMember.objects.visible_to(self.viewer), pk=self.member.pk)

    def act(self, form: Any) -> str:
        """End it."""
        given = form.cleaned_data
        actions.end_membership(member=self.subject, ends_on=given["ends_on"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href
