"""A child goes to other carers: recording it, and settling who is told what now (P24)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from families import actions
from families.actions import NewHome
from families.enums import Place
from families.forms.care import CareForm, SettleForm
from families.models import CareChange, FamilyMember
from families.presenters import names_in
from families.presenters.people import choices
from families.presenters.safeguarding import sentences
from families.selectors import adults_of, members_of, professionals_of
from families.views.people import PeopleActionPage
from pitservice.ui.components import Button, Buttons, Callout, Words
from pitservice.ui.words import inside


class CarePage(PeopleActionPage):
    """Somebody lives elsewhere, or with others; the record stays with the child (toolkit ch. 6)."""

    heading = "Move the record to other carers"
    form_class = CareForm
    submit_label = "Record it"
    success = "It has been recorded. Nothing goes out until you have settled, below, who is told what now."

    def intro(self) -> Sequence[str]:
        """What it does at once."""
        return (
            "The record stays with the child. What is about each adult stays marked as theirs.",
            "From this moment everything outgoing waits, until a person has asked again of each adult and professional "
            "who is told what.",
        )

    @cached_property
    def living(self) -> dict[str, FamilyMember]:
        """Everybody who belongs to the family, by key; nobody who was lost."""
        return {member.person.key: member for member in members_of(self.family) if not member.person.lost}

    def form_kwargs(self) -> dict[str, Any]:
        """Everybody; and the adults."""
        adults = [member for member in adults_of(self.family) if not member.person.lost]
        return {"people": choices(list(self.living.values()), self.today), "adults": choices(adults, self.today)}

    def act(self, form: Any) -> str:
        """Record it, and lead to what must be settled."""
        given, living = form.cleaned_data, self.living

        def chosen(name: str) -> list[FamilyMember]:
            return [living[key] for key in given.get(name) or ()]

        secret = [member.person for member in chosen("secret_from")]
        home = NewHome(given["address"], given["postcode"], given["place"] or Place.OTHER, secret)
        change = actions.change_care(
            family=self.family,
            person=living[given["person"]].person,
            kind=given["kind"],
            happened_on=given["happened_on"],
            responsible=given["responsible"],
            may_agree=given["may_agree"],
            carer=form.carer(),
            home=home if given["address"] else None,
            apart=chosen("apart"),
            leaving=chosen("leaving"),
            by=self.viewer.actor,
        )
        return reverse("families:settle_care", args=[self.family.key, change.key])


class SettleCarePage(PeopleActionPage):
    """Walks each adult and professional: who is told what from now on. Only then words go out again (P24)."""

    form_class = SettleForm
    submit_label = "Settled: words may go out again"
    success = "It is settled. Words may go out again, by what you have said of each."

    def get_heading(self) -> str:
        """About whom."""
        names = names_in(list(self.family.members.all()))
        return f"Settle who is told what about {names[self.subject.person_id]}"

    def get_subject(self) -> CareChange:
        """One of this family's."""
        rows = CareChange.objects.visible_to(self.viewer).filter(family=self.family)
        return self.find(rows.select_related("person", "family"), key=self.kwargs["item"])

    def aside(self) -> Sequence[object]:
        """What was recorded, and where to put the contacts right first."""
        change = self.subject
        lines = [
            sentences(
                [
                    change.get_kind_display(),
                    f"Parental responsibility: {change.responsible or 'not recorded'}",
                    f"May agree to the work: {change.may_agree or 'not recorded'}",
                ]
            ),
            "Before you settle it, look through the phones, addresses, consents and professionals: which of them still "
            "hold?",
        ]
        links = [("contact", "Contact and consent"), ("told", "Who would be told"), ("people", "People")]
        buttons = [
            Button(text, reverse(f"families:{url}", args=[self.family.key]), secondary=True) for url, text in links
        ]
        callout = Callout("Nothing goes out until this is settled", lines)
        return [Words(["This has been settled."])] if change.settled_at else [callout, Buttons(buttons)]

    @cached_property
    def adults(self) -> dict[str, FamilyMember]:
        """Adults of the family who live."""
        return {member.person.key: member for member in adults_of(self.family) if not member.person.lost}

    def form_kwargs(self) -> dict[str, Any]:
        """Each adult with their role, each professional with theirs."""
        links = professionals_of(self.family)
        return {
            "adults": choices(list(self.adults.values()), self.today),
            "professionals": {
                link.key: f"{link.professional.name}, {inside(link.get_role_display())}"
                for link in links
                if link.ends_on is None
            },
        }

    def act(self, form: Any) -> str:
        """Settle it."""
        given = form.cleaned_data
        links = {link.key: link.pk for link in professionals_of(self.family)}
        actions.settle_care(
            change=self.subject,
            adults={self.adults[key].person_id: told for key, told in form.told("adult").items()},
            professionals={links[key]: told for key, told in form.told("professional").items()},
            note=given["note"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href
