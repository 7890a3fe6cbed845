"""Fathers and partners: recording what came of asking, and how this stands across families (P26)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from families import actions
from families.enums import FATHER_ROLES
from families.forms.fathers import ApproachForm, FathersFilter
from families.models import Family
from families.presenters.fathers import standings_table
from families.presenters.listing import COLUMNS, row
from families.presenters.people import choices
from families.selectors import banner_prefetches, shown_members
from families.standing import GAPS, STANDINGS, counts, families_with_standing
from families.views.people import PeopleActionPage
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Cell, Column, Empty, Link, Words
from pitservice.ui.pages import ListPage


class ApproachPage(PeopleActionPage):
    """Whether and how a father or partner was asked to take part, or why not."""

    heading = "Asking a father or partner to take part"
    form_class = ApproachForm
    success = "It has been recorded."

    def intro(self) -> Sequence[str]:
        """In what spirit."""
        return (
            "A baby needs everybody who cares for it. Ask fathers and partners early and in their own right, by name "
            "and at a time they can come, when that is safe for mother and child.",
            "If it is not safe, or the mother asks you not to, that is a complete answer. Nobody will ask you again.",
        )

    def initial(self) -> dict[str, Any]:
        """About whom somebody came here."""
        return {"person": self.request.GET.get("of", "")}

    def form_kwargs(self) -> dict[str, Any]:
        """Fathers and partners of this family."""
        fathers = [member for member in shown_members(self.family) if member.role in FATHER_ROLES]
        return {"people": choices(fathers, self.today)}

    def act(self, form: Any) -> str:
        """Record it."""
        people = {member.person.key: member.person for member in shown_members(self.family)}
        given = {name: form.cleaned_data[name] for name in ("answer", "how", "asked_on", "words")}
        person = people.get(form.cleaned_data["person"])
        actions.record_approach(family=self.family, person=person, **given, by=self.viewer.actor)
        return f"{self.back_href}#fathers"


class FathersPage(ListPage):
    """How often fathers and partners are recorded, invited and take part; each number opens its families (P26)."""

    permission = Permission.SEE_FAMILIES
    nav = "families:list"
    heading = "Fathers and partners"
    filter_form = FathersFilter
    noun = ("family", "families")
    sorts = {"title": "by title"}

    def get_breadcrumbs(self) -> Sequence[Link]:
        """It stands under families."""
        return [Link("Families", reverse("families:list"))]

    @property
    def show(self) -> str:
        """The number that was opened; "gaps" is what is missing."""
        asked: str = self.values.get("show", "")
        return asked if asked in STANDINGS else "gaps"

    def records(self) -> Any:
        """The families that were counted there."""
        wanted = GAPS if self.show == "gaps" else (self.show,)
        found = families_with_standing(self.viewer).filter(standing__in=wanted)
        return found.order_by("title", "pk").prefetch_related(*banner_prefetches())

    def above(self) -> Sequence[object]:
        """The numbers, and what they are for."""
        return [
            Words(
                [
                    "Of the families you may see that have a baby, born or expected. Fathers and partners are asked "
                    "when it is safe for mother and child; a reason not to ask is a complete answer.",
                ]
            ),
            standings_table(counts(self.viewer), self.request.path, self.show),
        ]

    def columns(self) -> Sequence[Column]:
        """As in the list of families."""
        return COLUMNS

    def row(self, record: Family) -> Sequence[Cell]:
        """One family."""
        return row(record, self.today)

    def summary(self) -> str:
        """How many, of which."""
        which = "where nobody has asked yet" if self.show == "gaps" else STANDINGS[self.show].lower()
        return f"{super().summary()} Shown: {which}."

    def empty(self) -> Empty:
        """Nothing is missing, or nobody stands there."""
        if self.show == "gaps":
            return Empty("Of every family it is written down whether somebody was asked. Nothing is missing.")
        return Empty("No family that you may see stands here.")
