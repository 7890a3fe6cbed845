"""Who is invited to an appointment, and who is told of it now: for booking, and for a slot of a clinic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from caseload.forms.fields import PeopleField
from families.models import Person
from pitservice.ui.layout import Draw, Fieldset, Opens, Part

#: Each way of telling somebody now; only those who are invited are told.
WAYS = ("text_to", "call_to", "letter_to")


def invited_field(people: Sequence[Person], names: Mapping[int, str]) -> PeopleField:
    """Adults and babies."""
    return PeopleField(
        people, names=names, label="Who is invited?", called="who is invited",
        help_text="Reminders go to the adults chosen here, and to nobody else.",
    )  # fmt: skip


def letter_field(adults: Sequence[Person], names: Mapping[int, str]) -> PeopleField:
    """To whom the appointment is confirmed by letter."""
    return PeopleField(
        adults, names=names, label="Send an appointment letter to (optional)", required=False,
        help_text="Each adult gets a letter of their own, if the contact rules allow it.",
    )  # fmt: skip


def quick_fields(adults: Sequence[Person], names: Mapping[int, str]) -> dict[str, PeopleField]:
    """Who is texted or rung now."""
    return {
        "text_to": PeopleField(
            adults, names=names, label="Text now that it is booked (optional)", required=False,
            help_text="A reminder goes by itself some days before each appointment.",
        ),
        "call_to": PeopleField(
            adults, names=names, label="Ring to say that it is booked (optional)", required=False,
            help_text="It stands on the home page until somebody has rung them.",
        ),
    }  # fmt: skip


def telling(proposed: Sequence[object]) -> Part:
    """The questions of telling them now; open, with what is `proposed` for a reading or learning need (P68)."""
    if not proposed:
        return Opens("Tell them now, or send a letter", *WAYS)
    return Fieldset("Tell them now, then confirm it by letter", Draw(*proposed), *WAYS)


def only_invited(form: forms.Form, given: Mapping[str, Any]) -> None:
    """Words go only to those who are invited."""
    invited = set(given.get("invited") or ())
    for name in WAYS:
        if set(given.get(name) or ()) - invited:
            form.add_error(name, "Choose only people who are invited")
