"""Questions about the directory: who works where, and services to which families can be pointed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from families.contact.normal import normal_address, normal_phone
from families.enums import ProfessionalRole
from families.forms.people import People, offer_one_of
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsEmailField,
    NhsTextField,
    OrganisationCodeField,
    PhoneField,
)
from pitservice.ui.forms import ActForm, FilterForm
from pitservice.ui.layout import Reveal

_CONFIRM = "Select this if everything goes there from now on. If it is another person or place, add a new entry instead"


class EntryForm(ActForm):
    """What an organisation and a professional have in common. `confirmed` is asked for where letters would move."""

    team = NhsChoiceField(label="Which team’s directory?", called="which team’s directory")
    phone = PhoneField(label="Phone", required=False, autocomplete="off")
    email = NhsEmailField(label="Email address", required=False, max_length=254, autocomplete="off")
    address = NhsTextField(label="Address for letters", required=False, rows=3, max_length=380)
    confirmed = NhsBooleanField(
        label="Letters, emails and calls go to the new place, for every family they are recorded for", required=False
    )

    #: In which order the questions stand.
    asked: Sequence[str] = ()

    def __init__(self, *args: Any, teams: People | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if teams and len(teams) > 1:
            offer_one_of(self, "team", teams)
        else:
            del self.fields["team"]
        if teams is not None:
            del self.fields["confirmed"]

    @property
    def helper(self) -> FormHelper:
        """Those questions that are asked here."""
        helper = super().helper
        asked = ("submission", "seen", "team", *self.asked, "phone", "email", "address", "confirmed")
        helper.layout = Layout(*(name for name in asked if name in self.fields))
        return helper

    def clean(self) -> dict[str, Any]:
        """Moving where letters go is confirmed: it is so for every family."""
        given = super().clean() or {}
        if "confirmed" in self.fields and not given.get("confirmed") and self._moved(given):
            self.add_error("confirmed", _CONFIRM)
        return given

    def _moved(self, given: dict[str, Any]) -> bool:
        """Something that was known is another one now; what was empty before moves nothing."""
        for name, normal in (("phone", normal_phone), ("email", str.lower), ("address", normal_address)):
            before = self.initial.get(name, "")
            if before and name in given and normal(given[name]) != normal(before):
                return True
        return False


class OrganisationForm(EntryForm):
    """Where professionals work, or a service to which a family can be pointed."""

    name = NhsCharField(label="Name", called="the organisation’s name", autocomplete="off")
    kind = NhsCharField(
        label="What kind of organisation?", required=False, max_length=60, help_text="Like: GP surgery, family hub"
    )
    code = OrganisationCodeField(
        label="National code (optional)",
        called="the national code",
        help_text="The ODS code of a GP practice or trust. Tables for the national data set use it.",
        required=False,
    )
    is_alternative = NhsChoiceField(
        label="Do you point families to it?",
        called="whether you point families to it",
        choices=[("yes", "Yes: a refusal may name it"), ("no", "No")],
    )
    offers = NhsTextField(label="What does it offer?", called="what it offers", rows=3, max_length=600)
    for_whom = NhsCharField(label="For whom?", called="for whom it is", max_length=300, required=False)

    @property
    def helper(self) -> FormHelper:
        """A service says what it offers, and for whom."""
        helper = super().helper
        layout: list[Any] = [
            name for name in ("submission", "seen", "team", "name", "kind", "code") if name in self.fields
        ]
        layout.append(Reveal("is_alternative", {"yes": ["offers", "for_whom"]}))
        layout += [name for name in ("phone", "email", "address", "confirmed") if name in self.fields]
        helper.layout = Layout(*layout)
        return helper

    def answers(self) -> dict[str, Any]:
        """As the action takes them."""
        given = self.cleaned_data
        names = ("name", "kind", "code", "phone", "email", "address", "offers", "for_whom")
        return {name: given.get(name, "") for name in names} | {"is_alternative": given["is_alternative"] == "yes"}


class DirectoryProfessionalForm(EntryForm):
    """A professional outside the team."""

    name = NhsCharField(label="Name", called="their name", max_length=120, autocomplete="off")
    role = NhsChoiceField(label="Role", called="their role", choices=ProfessionalRole.choices, widget=forms.Select)
    organisation = NhsChoiceField(label="Where they work", required=False, widget=forms.Select)
    asked = ("name", "role", "organisation")

    def __init__(self, *args: Any, organisations: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "organisation", organisations, nobody="Not recorded")

    def answers(self) -> dict[str, Any]:
        """As the action takes them, but for where they work."""
        return {name: self.cleaned_data[name] for name in ("name", "role", "phone", "email", "address")}


class LinkForm(ActForm):
    """A professional's part in a family's life."""

    role = NhsChoiceField(
        label="What they are to the family",
        called="what they are to the family",
        choices=ProfessionalRole.choices,
        widget=forms.Select,
    )
    starts_on = NhsDateField(label="Since", called="the first day", required=False, past=True)


class DirectorySearchForm(ActForm):
    """One box. What is typed travels by POST, as everywhere."""

    words = NhsCharField(
        label="Find a professional",
        called="part of a name or of where they work",
        max_length=100,
        width="30",
        autocomplete="off",
        help_text="Part of a name, or of where they work",
    )


class ProfessionalFilter(FilterForm):
    """Which professionals; `found` names the search in this person's own session."""

    role = NhsChoiceField(
        label="Role", required=False, widget=forms.Select, choices=[("", "All roles"), *ProfessionalRole.choices]
    )
    shown = NhsChoiceField(
        label="Show",
        required=False,
        widget=forms.Select,
        choices=[("", "Those who work there now"), ("former", "Those who no longer do")],
    )
    found = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


class OrganisationFilter(FilterForm):
    """Which organisations."""

    shown = NhsChoiceField(
        label="Show",
        required=False,
        widget=forms.Select,
        choices=[("", "All in use"), ("services", "Services to refer on to"), ("former", "No longer in use")],
    )
