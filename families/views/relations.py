"""How people are related: recording it, and correcting it."""

from __future__ import annotations

from typing import Any

from families import actions
from families.forms.relations import ChangeRelationForm, RelationForm
from families.models import Relationship
from families.names import known_names
from families.presenters.people import choices
from families.rules import CHILDREN, PARENTS
from families.selectors import shown_members
from families.views.people import PeopleActionPage


class RelatePage(PeopleActionPage):
    """Record what somebody is to a child of the family."""

    heading = "Record how two people are related"
    form_class = RelationForm
    success = "How they are related has been recorded."

    def form_kwargs(self) -> dict[str, Any]:
        """Everybody; and those who can be a child of somebody here: children first, then parents."""
        members = shown_members(self.family)
        children = [member for member in members if member.role in CHILDREN]
        children += [member for member in members if member.role in PARENTS]
        return {"adults": choices(members, self.today), "children": choices(children, self.today)}

    def act(self, form: Any) -> str:
        """Relate them."""
        given = form.cleaned_data
        people = {member.person.key: member.person for member in shown_members(self.family)}
        actions.relate(
            family=self.family,
            person=people[given["person"]],
            child=people[given["child"]],
            kind=given["kind"],
            lives_with=given["lives_with"],
            **form.answers,
            by=self.viewer.actor,
        )
        return self.back_href


class ChangeRelationPage(PeopleActionPage):
    """Correct how two are related."""

    form_class = ChangeRelationForm
    success = "The change has been saved."

    def get_heading(self) -> str:
        """Whom it is about."""
        names = known_names(self.family)
        return f"{names[self.subject.person_id]} and {names[self.subject.child_id]}"

    def get_subject(self) -> Relationship:
        """One of this family's."""
        rows = Relationship.objects.visible_to(self.viewer).filter(family=self.family)
        return self.find(rows, key=self.kwargs["item"])

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        row = self.subject
        asked = ("kind", "responsibility", "basis", "evidence", "seen_on", "court_limits", "lives_with")
        return {name: getattr(row, name) for name in asked}

    def act(self, form: Any) -> str:
        """Save it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("kind", "lives_with", "seen")} | form.answers
        actions.change_relationship(relationship=self.subject, **told, by=self.viewer.actor)
        return self.back_href
