"""Questions about what people are to each other, and adding somebody with what they are to the baby."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from families.enums import FamilyRole, ResponsibilityBasis
from families.forms.people import RARELY_KNOWN, WHO, People, PersonForm, offer_one_of
from pitservice.configuration.enums import YesNoUnknown
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsMultipleChoiceField,
    NhsTextField,
    YesNoUnknownField,
)
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Opens, Reveal

_WHY: dict[str, list[str]] = {YesNoUnknown.YES: ["basis", "evidence", "seen_on"]}
#: What a grandparent can be to the baby's parent.
AS_PARENT = (
    FamilyRole.MOTHER,
    FamilyRole.FATHER,
    FamilyRole.OTHER_MOTHER,
    FamilyRole.STEP_PARENT,
    FamilyRole.FOSTER_CARER,
    FamilyRole.CARER,
)


class ResponsibilityForm(ActForm):
    """Parental responsibility: whether, why, what was seen and when, and what a court has limited (domain.md §4.6)."""

    responsibility = YesNoUnknownField(
        label="Do they have parental responsibility?",
        called="whether they have parental responsibility",
        initial=YesNoUnknown.UNKNOWN,
    )
    basis = NhsChoiceField(
        label="Why", required=False, choices=[("", "Not known"), *ResponsibilityBasis.choices], widget=forms.Select
    )
    evidence = NhsCharField(
        label="What was seen", required=False, help_text="For example the birth certificate, and by whom"
    )
    seen_on = NhsDateField(label="When it was seen", called="the day it was seen", required=False, past=True)
    court_limits = NhsTextField(
        label="What a court has forbidden or limited",
        required=False,
        rows=3,
        max_length=2000,
        help_text="In the order’s own words. It stands in the banner of every page about this family",
    )

    @property
    def answers(self) -> dict[str, Any]:
        """As the actions take them."""
        names = ("responsibility", "basis", "evidence", "seen_on", "court_limits")
        given = {name: self.cleaned_data[name] for name in names}
        return given | {"responsibility": given["responsibility"] or YesNoUnknown.UNKNOWN}


class RelationForm(ResponsibilityForm):
    """What one person is to a child of the family, or to a parent who is a child of theirs."""

    person = NhsChoiceField(label="Who", called="who it is about")
    kind = NhsChoiceField(
        label="What they are to the child",
        called="what they are to the child",
        choices=[("", "Select"), *((role.value, role.label) for role in FamilyRole if role != FamilyRole.BABY)],
        widget=forms.Select,
    )
    child = NhsChoiceField(
        label="Which child",
        called="which child",
        help_text="For a grandparent: the parent whose mother or father it is",
    )
    lives_with = YesNoUnknownField(label="Does the child live with them?", called="whether the child lives with them")

    def __init__(self, *args: Any, adults: People, children: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", adults)
        offer_one_of(self, "child", children)

    @property
    def helper(self) -> FormHelper:
        """Why somebody has responsibility is asked where they have it."""
        helper = super().helper
        helper.layout = Layout(
            "submission",
            "seen",
            "person",
            "kind",
            "child",
            Reveal("responsibility", _WHY),
            "court_limits",
            "lives_with",
        )
        return helper


class ChangeRelationForm(RelationForm):
    """The same of two people already chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, adults={}, children={}, **kwargs)
        del self.fields["person"], self.fields["child"]

    @property
    def helper(self) -> FormHelper:
        """Without who."""
        helper = super().helper
        helper.layout = Layout(
            "submission", "seen", "kind", Reveal("responsibility", _WHY), "court_limits", "lives_with"
        )
        return helper


class AddPersonForm(ResponsibilityForm, PersonForm):
    """Who somebody is and what they are to the baby, at once: parents, carers, grandparents, brothers and sisters."""

    to_children = NhsMultipleChoiceField(
        label="To which children?", called="to which children", required=False, help_text="For a parent or carer"
    )
    parent_of = NhsChoiceField(label="Whose parent are they?", called="whose parent they are", required=False)
    as_parent = NhsChoiceField(
        label="What are they to that parent?",
        called="what they are to that parent",
        required=False,
        choices=[("", "Select"), *((role.value, role.label) for role in AS_PARENT)],
        widget=forms.Select,
    )
    parents = NhsMultipleChoiceField(
        label="Whose child is it?",
        called="whose child it is",
        required=False,
        help_text="Other surnames make no difference",
    )

    def __init__(self, *args: Any, children: People, babies: list[str], adults: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "parent_of", adults, nobody="Not asked")
        for name, people in (("to_children", children), ("parents", adults)):
            offer_one_of(self, name, people)
            if not people:
                del self.fields[name]
        if not adults:
            del self.fields["parent_of"], self.fields["as_parent"]
        self.fields["responsibility"].required = False
        self.initial.setdefault("to_children", babies)

    @property
    def helper(self) -> FormHelper:
        """Who they are, then what they are to whom; each part opens for those of whom it is asked."""
        helper = super().helper
        has = self.fields.keys()
        care = [*(["to_children"] if "to_children" in has else []), Reveal("responsibility", _WHY), "court_limits"]
        parts: list[Any] = [Opens("If they are a parent or carer: children, parental responsibility", *care)]
        if "parent_of" in has:
            parts.append(Opens("If they are a grandparent: whose parent", "parent_of", "as_parent"))
        if "parents" in has:
            parts.append(Opens("If it is a baby, brother or sister: whose child", "parents"))
        helper.layout = Layout("submission", "seen", *WHO, *parts, Opens(*RARELY_KNOWN))
        return helper

    def clean(self) -> dict[str, Any]:
        """What a grandparent is to the parent who was chosen."""
        given = super().clean()
        if given.get("parent_of") and not given.get("as_parent"):
            self.add_error("as_parent", "Select what they are to that parent")
        return given
