"""Questions about people: who somebody is, what they are to each other, a birth, a loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict

from families.enums import FamilyRole, Gender, NhsNumberStatus
from pitservice.configuration.enums import Ethnicity, Sex, YesNoUnknown
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsNumberField,
    NhsTextField,
    YesNoUnknownField,
)
from pitservice.ui.forms import ActForm, offer_choices
from pitservice.ui.layout import Opens, Row

#: Keys of people with how the family's page calls them.
People = Mapping[str, str]


def offer_one_of(form: forms.Form, name: str, people: People, *, nobody: str = "") -> None:
    """Fill a choice with people; with `nobody`, also the answer that it is about no single one."""
    offer_choices(form, name, [*([("", nobody)] if nobody else []), *people.items()])


WHO = (
    "role",
    Row("given_name", "family_name"),
    Row("known_as", "pronouns"),
    "date_of_birth",
    "expected_date",
    "lives_here",
)
RARELY_KNOWN = (
    "NHS number, sex, gender, language, ethnic group",
    "nhs_number",
    "nhs_status",
    "sex",
    "gender",
    "first_language",
    "ethnicity",
    "ethnicity_local",
)
_UNTIL_ASKED = {
    "sex": Sex.UNKNOWN,
    "gender": Gender.UNKNOWN,
    "nhs_status": NhsNumberStatus.GIVEN,
    "ethnicity": Ethnicity.UNKNOWN,
    "lives_here": YesNoUnknown.UNKNOWN,
}


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
    gender = NhsChoiceField(label="Gender, as they describe it", choices=Gender.choices, widget=forms.Select)
    nhs_number = NhsNumberField(label="NHS number", required=False, help_text="10 numbers, like 999 123 4567")
    nhs_status = NhsChoiceField(
        label="How sure we are of the NHS number",
        called="how sure we are of the NHS number",
        choices=NhsNumberStatus.choices,
        widget=forms.Select,
    )
    first_language = NhsCharField(label="First language", required=False, max_length=60, width="20")
    ethnicity = NhsChoiceField(label="Ethnic group", choices=Ethnicity.choices, widget=forms.Select)
    ethnicity_local = NhsCharField(label="Ethnic group in their own words", required=False, max_length=60, width="20")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in _UNTIL_ASKED.items():
            self.initial.setdefault(name, value)

    @property
    def helper(self) -> FormHelper:
        """Who they are first; what is rarely known opens in place."""
        helper = super().helper
        helper.layout = Layout("submission", "seen", *WHO, Opens(*RARELY_KNOWN))
        return helper

    def _clean_nhs(self, given: dict[str, Any]) -> None:
        number, status = given.get("nhs_number"), given.get("nhs_status")
        if number and status in (NhsNumberStatus.NONE, NhsNumberStatus.ATTEMPTED):
            self.add_error("nhs_status", "Select how sure we are of the NHS number that is entered")
        if not number and status == NhsNumberStatus.TRACED and "nhs_number" not in self.errors:
            self.add_error("nhs_number", "Enter the NHS number that was checked")

    def clean(self) -> dict[str, Any]:
        """A name; a baby may be without one, if it is known when it was or is to be born."""
        given = super().clean() or {}
        self._clean_nhs(given)
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


class ChangePersonForm(PersonForm):
    """The same of somebody known; their place in the family has a version of its own."""

    member_seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    @property
    def helper(self) -> FormHelper:
        """With that version."""
        helper = super().helper
        helper.layout = Layout("submission", "seen", "member_seen", *WHO, Opens(*RARELY_KNOWN))
        return helper

    def renew(self, seen: int | None) -> None:
        """Also the place in the family is as it is now."""
        super().renew(seen)
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("member_seen")] = str(self.initial["member_seen"])
        self.data = data


class FormerNameForm(ActForm):
    """A name that somebody had before."""

    given_name = NhsCharField(label="First name", required=False, max_length=100, width="20", autocomplete="off")
    family_name = NhsCharField(label="Last name", required=False, max_length=100, width="20", autocomplete="off")
    until = NhsDateField(label="Used until, if known", called="the day", required=False, past=True)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or {}
        if "given_name" in given and not (given["given_name"] or given.get("family_name")):
            self.add_error("given_name", "Enter the first name or the last name that they had before")
        return given


class ReasonForm(ActForm):
    """Why."""

    reason = NhsTextField(label="Why?", called="why", rows=3, max_length=1000)


class EndForm(ActForm):
    """Until when."""

    ends_on = NhsDateField(label="Last day", called="the last day", past=True)
