"""The guardian's screens: who looked, and which records are restricted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from families import actions
from families.enums import InvolvementKind
from families.forms.contact import RestrictForm
from families.forms.guarding import WhoLookedFilter
from families.forms.people import ReasonForm
from families.guarding import emergencies, lookers
from families.looks import Near, near
from families.merged import families_in
from families.models import Family, Involvement
from families.pages import AboutFamily, FamilyActionPage
from families.presenters import family_label
from families.presenters.guarding import guarding_tabs, look_tags, screen_words
from families.selectors import involved_with
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.selectors import colleagues
from pitservice.audit.models import Access
from pitservice.audit.selectors import who_looked
from pitservice.ui import dates
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ListPage


class WhoLookedPage(AboutFamily, ListPage):
    """Who saw something of this family, when, and on which screen."""

    permission = Permission.SEE_AUDIT
    heading = "Who looked"
    template_name = "families/tabbed_list.html"
    noun = ("look", "looks")
    sorts = {"newest": "newest first"}

    @cached_property
    def filters(self) -> WhoLookedFilter:
        """With everybody who has looked at this family."""
        return WhoLookedFilter(self.request.GET, people=[(user.key, user.name) for user in self.people.values()])

    @cached_property
    def together(self) -> list[int]:
        """This record, and those that were merged into it."""
        return families_in(self.family.pk)

    @cached_property
    def people(self) -> dict[int, User]:
        """Everybody who has looked, by name, in one query."""
        return lookers(*self.together)

    def records(self) -> Any:
        """Of the family that the address names, which must be visible to the viewer."""
        given = self.values
        who = next((pk for pk, user in self.people.items() if user.key == given.get("who")), None)
        return who_looked(*self.together, user=who, since=given.get("since"), until=given.get("until"))

    def columns(self) -> Sequence[Column]:
        """When, who, where."""
        return (Column("When"), Column("Who"), Column("Screen"))

    @cached_property
    def openings(self) -> list[Involvement]:
        """When the record was opened in an emergency, and by whom."""
        return list(emergencies(self.viewer).filter(family=self.family))

    @cached_property
    def near(self) -> Near:
        """Last names and postcodes of the family's people."""
        return near([self.family.pk])[self.family.pk]

    def row(self, record: Access) -> Sequence[Cell]:
        """One look."""
        user = self.people.get(record.user_id)
        tags = look_tags(record, self.openings, self.near.why(user) if user else ())
        name = user.name if user else "A colleague who is no longer known"
        return (Cell(dates.moment(record.at)), Cell(name, tags=tags), Cell(screen_words(record.screen)))

    def families_in(self, rows: Sequence[Any]) -> list[tuple[int, int]]:
        """The family itself, also when nobody has looked yet."""
        return [(self.family.pk, self.family.team_id)]

    def buttons(self) -> Sequence[Button]:
        """To restrict the record, or to open it again."""
        if not self.may(Permission.GUARD):
            return ()
        to = reverse("families:restrict", args=[self.family.key])
        adopted = Button("Record an adoption", reverse("families:adoption", args=[self.family.key]), secondary=True)
        if not self.family.restricted:
            return (Button("Restrict this record", to, secondary=True), adopted)
        open_it = reverse("families:unrestrict", args=[self.family.key])
        return (
            Button("Change who is named", to, secondary=True),
            Button("No longer restrict this record", open_it, secondary=True),
            adopted,
        )

    def empty(self) -> Empty:
        """Nobody yet."""
        if self.filters.in_words():
            return Empty("Nobody has looked who fits this.", Link("Show all looks", self.request.path))
        return Empty("Nobody has looked at this family yet.")

    def context(self) -> dict[str, Any]:
        """With the family's tabs."""
        return super().context() | {"tabs": self.family_tabs("families:who_looked")}


class RestrictedListPage(ListPage):
    """Which records are restricted: the guardian's own list, the only one that shows those not named."""

    permission = Permission.GUARD
    nav = "families:restricted"
    heading = "Restricted records"
    template_name = "families/tabbed_list.html"
    noun = ("restricted record", "restricted records")
    sorts = {"title": "by title"}

    def records(self) -> Any:
        """Those of the guardian's teams."""
        return Family.objects.visible_to(self.viewer).filter(restricted=True).order_by("title", "pk")

    def columns(self) -> Sequence[Column]:
        """Which, who is named, what can be done."""
        return (Column("Record"), Column("Named colleagues"), Column("Actions"))

    @cached_property
    def named(self) -> dict[int, list[str]]:
        """Names by family, in one query."""
        found: dict[int, list[str]] = {}
        rows = Involvement.objects.visible_to(self.viewer).filter(
            family__in=[family.pk for family in self.rows_on_page], kind=InvolvementKind.NAMED
        )
        for row in rows.select_related("user").order_by("user__name", "pk"):
            if row.until is None:
                found.setdefault(row.family_id, []).append(row.user.name)
        return found

    def row(self, record: Family) -> Sequence[Cell]:
        """One record."""
        to = reverse("families:who_looked", args=[record.key])
        again = reverse("families:unrestrict", args=[record.key])
        return (
            Cell(family_label(record), href=to, hint=record.key),
            Cell(", ".join(self.named.get(record.pk, ())) or "Nobody"),
            Cell(links=[Link("No longer restrict", again, hidden=family_label(record))]),
        )

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty("No record is restricted. One is restricted from its page “Who looked”.")

    def context(self) -> dict[str, Any]:
        """With the guardian's lists."""
        return super().context() | {"tabs": guarding_tabs("families:restricted")}


class GuardPage(FamilyActionPage):
    """A form of the guardian about one record."""

    abstract = True
    permission = Permission.GUARD
    back_to = "families:who_looked"

    def get_subject(self) -> Family:
        """The record itself, read anew."""
        return self.find(Family.objects.visible_to(self.viewer), pk=self.family.pk)


class RestrictPage(GuardPage):
    """Hide the record from everybody who is not named."""

    heading = "Restrict this record"
    form_class = RestrictForm
    submit_label = "Restrict it"
    success = "To everybody who is not named the record no longer exists."

    def intro(self) -> Sequence[str]:
        """What it does."""
        return ("To everybody who is not named here this record no longer exists, in any list, search or figure.",)

    @cached_property
    def _colleagues(self) -> dict[str, User]:
        return {user.key: user for user in colleagues(self.family.team_id)}

    def form_kwargs(self) -> dict[str, Any]:
        """The team's colleagues."""
        return {"colleagues": {key: user.name for key, user in self._colleagues.items()}}

    def initial(self) -> dict[str, Any]:
        """Who is named, or works with the family, now."""
        kinds = (InvolvementKind.NAMED,) if self.family.restricted else (InvolvementKind.ALLOCATED,)
        return {"named": [row.user.key for row in involved_with(self.family, *kinds)]}

    def act(self, form: Any) -> str:
        """Restrict it."""
        given = form.cleaned_data
        named = [self._colleagues[key] for key in given["named"]]
        actions.restrict(
            family=self.subject, reason=given["reason"], named=named, seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href


class UnrestrictPage(GuardPage):
    """Open the record to the team again."""

    heading = "No longer restrict this record"
    form_class = ReasonForm
    submit_label = "Open it to the team"
    success = "Everybody of the team who may see families sees this record again."

    def act(self, form: Any) -> str:
        """Open it."""
        given = form.cleaned_data
        actions.unrestrict(family=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href
