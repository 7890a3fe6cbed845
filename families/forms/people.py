"""Questions about people: who somebody is, what they are to each other, a birth, a loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from families.enums import FamilyRole, ResponsibilityBasis
from pitservice.configuration.enums import Ethnicity, Sex, YesNoUnknown
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsNumberField,
    NhsTextField,
    YesNoUnknownField,
)
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Opens, Reveal, Row

#: Keys of people with how the family's page calls them.
People = Mapping[str, str]


def offer(form: forms.Form, name: str, people: People, *, nobody: str = "") -> None:
    """Fill a choice with people; with `nobody`, also the answer that it is about no single one."""
    field = form.fields[name]
    assert isinstance(field, NhsChoiceField)
    field.choices = [*([("", nobody)] if nobody else []), *people.items()]


class PersonForm(ActForm):
    """Who somebody is."""

    role = NhsChoiceField(
        label="What they are to this family",
        called="what they are to this family",
        choices=FamilyRole.choices,
        widget=forms.Select,
    )
    given_name = NhsCharField(label="First name", required=False, max_length=100, width="20", autocomplete="off")
    family_name = NhsCharField(label="Last name", required=False, max_length=100, width="20", autocomplete="off")
    known_as = NhsCharField(
        label="Known as",
        required=False,
        max_length=100,
        width="20",
        autocomplete="off",
        help_text="The name they want to be called by, if it is another",
    )
    pronouns = NhsCharField(label="Pronouns", required=False, max_length=30, width="10", autocomplete="off")
    date_of_birth = NhsDateField(label="Date of birth", required=False, past=True)
    expected_date = NhsDateField(
        label="Date the baby is expected", required=False, help_text="For a baby who is not born yet"
    )
    lives_here = YesNoUnknownField(label="Do they live here?", called="whether they live here", inline=True)
    sex = NhsChoiceField(label="Sex registered at birth", choices=Sex.choices, inline=True)
    nhs_number = NhsNumberField(label="NHS number", required=False)
    first_language = NhsCharField(label="First language", required=False, max_length=60, width="20")
    ethnicity = NhsChoiceField(label="Ethnic group", choices=Ethnicity.choices, widget=forms.Select)
    ethnicity_local = NhsCharField(label="Ethnic group in their own words", required=False, max_length=60, width="20")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = {"sex": Sex.UNKNOWN, "ethnicity": Ethnicity.UNKNOWN, "lives_here": YesNoUnknown.UNKNOWN}
        for name, value in unknown.items():
            self.initial.setdefault(name, value)

    @property
    def helper(self) -> FormHelper:
        """Who they are first; what is rarely known opens in place."""
        helper = super().helper
        helper.layout = Layout(
            "submission",
            "seen",
            "role",
            Row("given_name", "family_name"),
            Row("known_as", "pronouns"),
            "date_of_birth",
            "expected_date",
            "lives_here",
            Opens(
                "NHS number, sex, language, ethnic group",
                "nhs_number",
                "sex",
                "first_language",
                "ethnicity",
                "ethnicity_local",
            ),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """A name; a baby may be without one, if it is known when it was or is to be born."""
        given = super().clean() or {}
        named = any(given.get(name) for name in ("given_name", "family_name", "known_as"))
        baby = given.get("role") == FamilyRole.BABY
        if "given_name" in given and not named:
            if not baby:
                self.add_error("given_name", "Enter a first name, last name or the name they are known as")
            elif not ({"date_of_birth", "expected_date"} & self.errors.keys()) and not (
                given.get("date_of_birth") or given.get("expected_date")
            ):
                self.add_error("expected_date", "Enter a name, a date of birth, or the date the baby is expected")
        return given


class RelationForm(ActForm):
    """What one person is to a child of the family."""

    person = NhsChoiceField(label="Who", called="who it is about")
    kind = NhsChoiceField(
        label="What they are to the child",
        called="what they are to the child",
        choices=FamilyRole.choices,
        widget=forms.Select,
    )
    child = NhsChoiceField(label="Which child", called="which child")
    responsibility = YesNoUnknownField(
        label="Do they have parental responsibility?", called="whether they have parental responsibility"
    )
    basis = NhsChoiceField(
        label="Why", required=False, choices=[("", "Not known"), *ResponsibilityBasis.choices], widget=forms.Select
    )
    evidence = NhsCharField(
        label="What was seen", required=False, help_text="For example the birth certificate, and by whom"
    )
    lives_with = YesNoUnknownField(label="Does the child live with them?", called="whether the child lives with them")

    def __init__(self, *args: Any, adults: People, children: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", adults)
        offer(self, "child", children)

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
            Reveal("responsibility", {YesNoUnknown.YES: ["basis", "evidence"]}),
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
            "submission",
            "seen",
            "kind",
            Reveal("responsibility", {YesNoUnknown.YES: ["basis", "evidence"]}),
            "lives_with",
        )
        return helper


class ReasonForm(ActForm):
    """Why."""

    reason = NhsTextField(label="Why?", called="why", rows=3, max_length=1000)


class EndForm(ActForm):
    """Until when."""

    ends_on = NhsDateField(label="Last day", called="the last day", past=True)
