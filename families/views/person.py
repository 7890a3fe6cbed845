"""One person's page, the names they had before, and whether a young parent can agree for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from families import actions
from families.actions.competence import THOUGHT_BELOW
from families.enums import ProfessionalRole
from families.forms.fathers import CompetenceForm
from families.forms.people import FormerNameForm, ReasonForm
from families.models import Competence, FamilyMember, FormerName, Relationship
from families.names import known_names
from families.pages import FamilyRecordPage
from families.presenters.person import (
    former_names_section,
    person_facts,
    responsibility_section,
    young_parent_section,
)
from families.selectors import known_members, professionals_of
from families.views.people import MemberActionPage
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button


class PersonPage(FamilyRecordPage):
    """Everything that is kept of one person of the family."""

    permission = Permission.SEE_FAMILIES
    tab = "families:people"

    @cached_property
    def member(self) -> FamilyMember:
        """From those who are or were in this family; 404 otherwise."""
        found = [member for member in known_members(self.family) if member.person.key == self.kwargs["item"]]
        if not found:
            raise Http404
        return found[-1]

    @cached_property
    def names(self) -> dict[int, str]:
        """How everybody is called here."""
        return known_names(self.family)

    def get_heading(self) -> str:
        """Whom it is about."""
        return self.names[self.member.person_id]

    def buttons(self) -> Sequence[Button]:
        """What can be changed."""
        if not self.may(Permission.EDIT_FAMILIES):
            return ()
        args = [self.family.key, self.member.person.key]
        return [Button("Change", reverse("families:change_person", args=args), secondary=True)]

    def body(self) -> Sequence[object]:
        """What a court has limited first, then who they are."""
        family, viewer, person = self.family, self.viewer, self.member.person
        may_edit = self.may(Permission.EDIT_FAMILIES)
        rows = Relationship.objects.visible_to(viewer).filter(family=family, person=person).order_by("pk")
        related = [row for row in rows.select_related("child") if not row.child.sealed]
        found = list(Competence.objects.visible_to(viewer).filter(family=family, person=person))
        former = list(FormerName.objects.visible_to(viewer).filter(person=person).order_by("pk"))
        worker = any(link.role == ProfessionalRole.SOCIAL_WORKER for link in professionals_of(family))
        return [
            *responsibility_section(related, self.names, family),
            person_facts(family, self.member, self.today, may_edit=may_edit),
            *young_parent_section(family, self.member, found, self.today, has_social_worker=worker, may_edit=may_edit),
            former_names_section(family, self.member, former, may_edit=may_edit),
        ]


class PersonActionPage(MemberActionPage):
    """A form that leads back to the person's own page."""

    abstract = True

    @property
    def back_href(self) -> str:
        """Where it leads back to."""
        return reverse("families:person", args=[self.family.key, self.member.person.key])


class AddFormerNamePage(PersonActionPage):
    """Add a name they had before."""

    form_class = FormerNameForm
    submit_label = "Add"
    success = "They can be found by it from now on. Nobody is called by it."

    def get_heading(self) -> str:
        """Whose."""
        return f"A name that {self.called} had before"

    def get_subject(self) -> Any:
        """It makes something new."""
        return None

    def act(self, form: Any) -> str:
        """Add it."""
        given = {name: form.cleaned_data[name] for name in ("given_name", "family_name", "until")}
        actions.add_former_name(family=self.family, person=self.member.person, **given, by=self.viewer.actor)
        return self.back_href


class RemoveFormerNamePage(PersonActionPage):
    """It was entered in error."""

    form_class = ReasonForm
    submit_label = "Remove it"
    success = "It is gone: nobody is found by it any more."

    def get_heading(self) -> str:
        """Which."""
        return f"“{self.subject}” was entered in error"

    @cached_property
    def member(self) -> FamilyMember:
        """Whose it is."""
        return next(member for member in known_members(self.family) if member.person_id == self.subject.person_id)

    def get_subject(self) -> Any:
        """Of somebody of this family."""
        people = [member.person_id for member in known_members(self.family)]
        rows = FormerName.objects.visible_to(self.viewer).filter(person__in=people)
        return self.find(rows, key=self.kwargs["item"])

    def act(self, form: Any) -> str:
        """Remove it."""
        given = form.cleaned_data
        actions.remove_former_name(
            family=self.family, name=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href


class CompetencePage(PersonActionPage):
    """Whether a parent under 18 can agree for themselves (P27)."""

    form_class = CompetenceForm
    success = "It has been recorded, and stands in the banner."

    def get_heading(self) -> str:
        """Whom it is about."""
        return f"Can {self.called} agree for themselves?"

    def get_subject(self) -> Any:
        """It makes something new."""
        return None

    def intro(self) -> Sequence[str]:
        """What it means."""
        return (
            "A parent under 18 is a child too. Talk with them alone, in words they know, and come back to it: "
            "what they understand today may be different in a month.",
            "If they can agree, their own agreement counts. Nothing goes to or through a grandparent by default.",
        )

    def initial(self) -> dict[str, Any]:
        """Usually the colleague who writes it down, today."""
        return {"found_by": self.user.name, "found_on": self.today}

    def form_kwargs(self) -> dict[str, Any]:
        """Under 16 a thought about their own safety is asked for."""
        return {"thought": self.member.person.is_younger_than(THOUGHT_BELOW, self.today)}

    def act(self, form: Any) -> str:
        """Record it."""
        names = ("competent", "found_by", "found_on", "words", "safeguarding_thought")
        given = {name: form.cleaned_data[name] for name in names}
        actions.record_competence(family=self.family, person=self.member.person, **given, by=self.viewer.actor)
        return self.back_href
