"""A child goes to other carers: what is asked, and what is asked again before words go out (P24)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from families.actions import Carer, Told
from families.enums import CareKind, FamilyRole, Place
from families.forms.people import People, offer_one_of
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsMultipleChoiceField,
    NhsTextField,
    PostcodeField,
)
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Fieldset, Reveal, Row

_CARERS = (
    FamilyRole.FOSTER_CARER,
    FamilyRole.GRANDPARENT,
    FamilyRole.CARER,
    FamilyRole.FATHER,
    FamilyRole.MOTHER,
    FamilyRole.OTHER,
)
_YES_NO = [("yes", "Yes"), ("no", "No")]


class CareForm(ActForm):
    """Who lives elsewhere, why, since when, with whom, where, and who may agree now."""

    person = NhsChoiceField(label="Who lives elsewhere or with others now?", called="who it is about")
    kind = NhsChoiceField(label="What has changed?", called="what has changed", choices=CareKind.choices)
    happened_on = NhsDateField(label="Since when", called="the day it changed", past=True)
    responsible = NhsCharField(
        label="Who holds parental responsibility now?",
        called="who holds parental responsibility now",
        max_length=300,
        help_text="For example the mother and the local authority, under an interim care order of 3 November",
    )
    may_agree = NhsCharField(
        label="Who may agree to the work now?", called="who may agree to the work now", max_length=300
    )
    new_carer = NhsChoiceField(
        label="Does somebody care for the child who is not in this record yet?",
        called="whether there is a new carer",
        choices=_YES_NO,
        initial="no",
        inline=True,
    )
    carer_role = NhsChoiceField(
        label="What they are to the child",
        called="what they are to the child",
        choices=[(role.value, role.label) for role in _CARERS],
    )
    carer_given_name = NhsCharField(label="First name", called="their first name", max_length=100, width="20")
    carer_family_name = NhsCharField(label="Last name", required=False, max_length=100, width="20")
    address = NhsTextField(
        label="Where they live now, if you may record it",
        called="the address",
        required=False,
        rows=3,
        max_length=300,
        help_text="It is not used until somebody has asked whether it is safe",
    )
    postcode = PostcodeField(label="Postcode", required=False, width="10")
    place = NhsChoiceField(label="What kind of place is it?", required=False, choices=Place.choices)
    secret_from = NhsMultipleChoiceField(
        label="Who must not learn this address?",
        required=False,
        help_text="Nothing that goes to them, or that they may see, will name it",
    )
    apart = NhsMultipleChoiceField(
        label="Who does not live with the child any more?",
        required=False,
        help_text="They stay in the record. What is about them stays theirs",
    )
    leaving = NhsMultipleChoiceField(
        label="Who leaves the record altogether?",
        required=False,
        help_text="For example a former foster carer. Nothing goes to them any more",
    )

    def __init__(self, *args: Any, people: People, adults: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", people)
        for name in ("secret_from", "apart", "leaving"):
            offer_one_of(self, name, adults)
            if not adults:
                del self.fields[name]

    @property
    def helper(self) -> FormHelper:
        """The new carer is asked about where there is one."""
        helper = super().helper
        who = [name for name in ("apart", "leaving") if name in self.fields]
        secret = [name for name in ("secret_from",) if name in self.fields]
        helper.layout = Layout(
            "submission",
            "seen",
            "person",
            "kind",
            "happened_on",
            Fieldset("Responsibility", "responsible", "may_agree"),
            Fieldset(
                "With whom",
                Reveal("new_carer", {"yes": ["carer_role", Row("carer_given_name", "carer_family_name")]}),
                *who,
            ),
            Fieldset("Where", "address", "postcode", "place", *secret),
        )
        return helper

    def clean(self) -> dict[str, Any] | None:
        """Nobody leaves and stays; an address that is secret must be given."""
        given = super().clean() or {}
        if set(given.get("apart") or ()) & set(given.get("leaving") or ()):
            self.add_error("leaving", "Select each person once: they stay in the record, or they leave it")
        if given.get("secret_from") and not given.get("address"):
            self.add_error("address", "Enter the address that must stay secret, or select nobody below")
        return given

    def carer(self) -> Carer | None:
        """The new carer, where there is one."""
        given = self.cleaned_data
        if given["new_carer"] != "yes":
            return None
        return Carer(given["carer_given_name"], given["carer_family_name"], given["carer_role"])


_ADULT = [
    (Told.AS_BEFORE, "As before, by what the record says of them"),
    (Told.ASK, "Ask a person before each word"),
    (Told.NOTHING, "Nothing: they must not learn of the work"),
]
_PROFESSIONAL = [
    (Told.AS_BEFORE, "As before, by what the record says of them"),
    (Told.NOTHING, "Nothing: they are no longer in the family's life"),
]


class SettleForm(ActForm):
    """Each adult and professional, one by one: who is told what from now on."""

    note = NhsTextField(
        label="With whom did you settle this?",
        called="with whom you settled this",
        rows=3,
        max_length=1000,
        help_text="For example the child's social worker, by phone, today",
    )

    def __init__(self, *args: Any, adults: Mapping[str, str], professionals: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, people, choices in (("adult", adults, _ADULT), ("professional", professionals, _PROFESSIONAL)):
            for key, name in people.items():
                self.fields[f"{kind}_{key}"] = NhsChoiceField(
                    label=f"{name}: what are they told now?",
                    called=f"what {name.split(',')[0]} is told now",
                    choices=choices,
                )
        self.order_fields([name for name in self.fields if name != "note"] + ["note"])

    def told(self, kind: str) -> dict[str, Told]:
        """The answers about adults, or about professionals, by key."""
        start = f"{kind}_"
        given = self.cleaned_data
        return {name.removeprefix(start): Told(given[name]) for name in self.fields if name.startswith(start)}
