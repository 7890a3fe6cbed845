"""Adoption: the guardian's screens. Nothing else in the product shows a former identity (P23)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from families import actions
from families.actions import NewIdentity
from families.enums import FamilyRole, SealDecision
from families.forms.adopting import AdoptionForm, OneChildForm, PlacesForm
from families.models import Family, FamilyMember, Person, SealedLink
from families.pages import FamilyActionPage
from families.presenters.people import choices
from families.sealing import Place, places_of
from families.selectors import members_of, numbered, sealed_places
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.selectors import colleagues
from pitservice.db.errors import Refused
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Section, Table, Words
from pitservice.ui.fields import shown_nhs_number
from pitservice.ui.pages import ActionPage, ListPage

_SEALED = "families:sealed"


class SealedListPage(ListPage):
    """Which identity became which: the guardian's alone (P23)."""

    permission = Permission.GUARD
    nav = _SEALED
    heading = "Sealed identities"
    noun = ("sealed identity", "sealed identities")
    sorts = {"newest": "newest first"}

    def records(self) -> Any:
        """Those of the guardian's teams."""
        return SealedLink.objects.visible_to(self.viewer).select_related("former", "present").order_by("-pk")

    def buttons(self) -> Sequence[Button]:
        """Two numbers that are one child's."""
        return (Button("Declare two numbers one child", reverse("families:one_child"), secondary=True),)

    def columns(self) -> Sequence[Column]:
        """Now, before, and the two records."""
        return (Column("Now"), Column("Before"), Column("Record now"), Column("Record of the birth family"))

    @cached_property
    def places(self) -> dict[int, list[Family]]:
        """The records of everybody on this page of the list, by person."""
        people = [pk for link in self.rows_on_page for pk in (link.former_id, link.present_id)]
        return sealed_places(people)

    def row(self, record: SealedLink) -> Sequence[Cell]:
        """One child."""
        return (
            Cell(record.present.legal_name, hint=shown_nhs_number(record.present.nhs_number)),
            Cell(record.former.legal_name or "No name", hint=shown_nhs_number(record.former.nhs_number)),
            Cell(links=self._records(record.present_id)),
            Cell(links=self._records(record.former_id)),
        )

    def _records(self, person_id: int) -> list[Link]:
        return [
            Link(family.title, reverse("families:who_looked", args=[family.key]), hidden="who looked")
            for family in self.places.get(person_id, ())
        ]

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Both records of each."""
        families = [
            family for link in rows for pk in (link.former_id, link.present_id) for family in self.places.get(pk, ())
        ]
        return list(dict.fromkeys((family.pk, family.team_id) for family in families))

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty("No adoption is recorded. One is recorded from the page “Who looked” of the child's record.")


class AdoptionPage(FamilyActionPage):
    """Record an adoption: a new identity in a new record, and the former one sealed (P23)."""

    permission = Permission.GUARD
    heading = "Record an adoption"
    form_class = AdoptionForm
    submit_label = "Record the adoption and seal the former identity"
    success = (
        "It has been recorded. The child has a new record. The former identity is sealed, and the birth family's "
        "record is restricted to the colleagues you named."
    )
    back_to = "families:who_looked"

    def intro(self) -> Sequence[str]:
        """What it does at once, and that it cannot be taken back by a button."""
        return (
            "The child gets a new record under the new name. Its date of birth, sex and ethnicity go along, and "
            "nothing else: no former name or number, nobody of the birth family, no contact, entry or document.",
            "The former identity then appears in no search, match, list, letter or export. You alone see which became "
            "which. Nothing goes out about the birth family before you were asked.",
        )

    def aside(self) -> Sequence[object]:
        """Where each child's names stand in words."""
        rows = [
            [
                Cell(member.person.name),
                Cell(
                    links=[
                        Link(
                            "Where the names stand in words",
                            reverse("families:sealing", args=[self.family.key, key]),
                            hidden=member.person.name,
                        )
                    ]
                ),
            ]
            for key, member in self.children.items()
        ]
        words = Words(["Sealing is refused until you have said of each place what becomes of it."])
        columns = [Column("Child"), Column("Before sealing")]
        return [Section("Names in words", [words, Table("Names in words", columns, rows)])] if rows else []

    @cached_property
    def children(self) -> dict[str, FamilyMember]:
        """Children of the family who live, by key."""
        roles = (FamilyRole.BABY, FamilyRole.SIBLING)
        return {
            member.person.key: member
            for member in members_of(self.family)
            if member.role in roles and not member.person.lost and not member.person.is_unborn
        }

    def form_kwargs(self) -> dict[str, Any]:
        """The children, and the team."""
        people = colleagues(self.family.team_id)
        return {
            "children": choices(list(self.children.values()), self.today),
            "colleagues": {user.key: user.name for user in people},
        }

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.record_adoption(
            family=self.family,
            person=self.children[given["person"]].person,
            new=NewIdentity(given["given_name"], given["family_name"], given["nhs_number"]),
            named=_named(self.family.team_id, given["named"]),
            by=self.viewer.actor,
        )
        return reverse(_SEALED)


class PlacesPage(FamilyActionPage):
    """Where a child's names stand in words, and what becomes of each place when the child is sealed (P23)."""

    permission = Permission.GUARD
    form_class = PlacesForm
    submit_label = "Save"
    back_to = "families:adoption"

    @cached_property
    def child(self) -> Person:
        """A child of this family, not sealed yet."""
        roles = (FamilyRole.BABY, FamilyRole.SIBLING)
        rows = Person.objects.visible_to(self.viewer).filter(
            sealed=False, memberships__family=self.family, memberships__role__in=roles
        )
        return self.find(rows.distinct(), key=self.kwargs["item"])

    @cached_property
    def places(self) -> list[Place]:
        """Every one."""
        return places_of(self.family, self.child)

    def get_heading(self) -> str:
        """Whose names."""
        return f"Where the names of {self.child.name} stand in words"

    def intro(self) -> Sequence[str]:
        """What is asked, and what is not found."""
        if not self.places:
            return ("No entry of this record says any of the child’s names, and there is no document to look at.",)
        return (
            "After the adoption colleagues whom you name go on reading the birth family’s record. Say of each entry "
            "whether it may stand, or is closed to everybody but you once the child is sealed.",
            "Only first names, names they are called by and the NHS number are looked for. Documents are all listed, "
            "because what a file says cannot be searched.",
        )

    def aside(self) -> Sequence[object]:
        """Each place with its link."""
        rows = [
            [Cell(f"{number}. {place.noun}", href=place.href), Cell(place.excerpt), Cell(_decided(place.decision))]
            for number, place in enumerate(self.places, start=1)
        ]
        columns = [Column("Entry"), Column("Words"), Column("Decided")]
        return [Section("Every place", [Table("Every place", columns, rows)])] if rows else []

    def form_kwargs(self) -> dict[str, Any]:
        """The places."""
        return {"places": self.places}

    def initial(self) -> dict[str, Any]:
        """As it was decided."""
        return {place.name: place.decision for place in self.places}

    def act(self, form: Any) -> str:
        """Keep what was decided."""
        decisions = {name: value for name, value in form.cleaned_data.items() if name.startswith("place_")}
        left = actions.decide_places(family=self.family, person=self.child, decisions=decisions, by=self.viewer.actor)
        here = reverse("families:sealing", args=[self.family.key, self.child.key])
        return here if left else self.back_href


def _decided(decision: str) -> str:
    return SealDecision(decision).label if decision else "Not yet"


class OneChildPage(ActionPage):
    """The guardian declares that two NHS numbers are one child's (P23)."""

    permission = Permission.GUARD
    nav = _SEALED
    heading = "Declare two numbers one child"
    form_class = OneChildForm
    submit_label = "Seal the former identity"
    success = "It has been recorded, and the former identity is sealed."

    def intro(self) -> Sequence[str]:
        """When it is needed."""
        return (
            "For a child who was known here before the adoption, and was referred again under a new name and number. "
            "Both must be in records of your team.",
        )

    @property
    def team_id(self) -> int:
        """The guardian's team; of several the first in which they guard."""
        return min(self.viewer.all_team_ids)

    def form_kwargs(self) -> dict[str, Any]:
        """The team."""
        return {"colleagues": {user.key: user.name for user in colleagues(self.team_id)}}

    def get_cancel(self) -> Link | None:
        """Back to the list."""
        return Link("Cancel", reverse(_SEALED))

    def act(self, form: Any) -> str:
        """Find both, and seal the former."""
        given = form.cleaned_data
        actions.declare_one_child(
            former=self._find(given["former"]),
            present=self._find(given["present"]),
            named=_named(self.team_id, given["named"]),
            reason=given["reason"],
            by=self.viewer.actor,
        )
        return reverse(_SEALED)

    def _find(self, number: str) -> Person:
        found = numbered(self.viewer, self.team_id, number)
        if found is None:
            raise Refused(f"Nobody in your team's records has the NHS number {shown_nhs_number(number)}.")
        return found


def _named(team_id: int, keys: Sequence[str]) -> list[User]:
    return [user for user in colleagues(team_id) if user.key in keys]
