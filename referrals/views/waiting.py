"""The waiting list in three orders, and what can be done about one family on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from families.pages import banner_for
from families.selectors import for_banner
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import WaitingOrder
from pitservice.ui.components import Banner, Cell, Column, Empty, Fact, FactList, Link
from pitservice.ui.dates import day
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, ListPage
from referrals import actions
from referrals.forms.moving import ReasonForm
from referrals.forms.waiting import CheckForm, PriorityForm, WaitingFilter
from referrals.models import WaitingEntry
from referrals.presenters import waiting as presenter
from referrals.selectors import waiting as selectors
from referrals.wording import babies_in_words


class WaitingListPage(ListPage):
    """Families waiting, in the order in force, each with its places in the other two (WL-1, WL-2)."""

    permission = Permission.SEE_REFERRALS
    nav = "referrals:waiting"
    heading = "Waiting list"
    noun = ("family", "families")
    filter_form = WaitingFilter

    @cached_property
    def order(self) -> str:
        """The order asked for, or the team's."""
        return str(self.values.get("order") or selectors.default_order(self.viewer))

    @cached_property
    def waiting(self) -> QuerySet[WaitingEntry]:
        """All that wait, whatever the filters."""
        return selectors.waiting(self.viewer)

    def records(self) -> Any:
        """Those waiting."""
        found = selectors.in_order(self.waiting, self.order)
        need = self.values.get("need")
        if need == "check":
            found = selectors.needing_check(found, self.today)
        if need == "support":
            found = selectors.losing_support(found)
        return selectors.with_row(found)

    @cached_property
    def places(self) -> Mapping[str, Mapping[int, int]]:
        """Everybody's place in each order."""
        return selectors.places(self.waiting)

    @cached_property
    def may_change(self) -> frozenset[int]:
        """The teams whose list the viewer may change."""
        return frozenset(Viewer.of(self.user, Permission.ALLOCATE).all_team_ids)

    def columns(self) -> Sequence[Column]:
        """The headings."""
        return presenter.columns()

    def row(self, record: Any) -> Sequence[Cell]:
        """One family."""
        may = record.team_id in self.may_change
        return presenter.row(record, order=self.order, places=self.places, today=self.today, may_change=may)

    def summary(self) -> str:
        """How many, and in which order."""
        return f"{super().summary()} Sorted {WaitingOrder(self.order).label}."

    def empty(self) -> Empty:
        """Nobody waits."""
        return Empty("No family is waiting here. Families come onto the list when a referral is accepted to it.")


class EntryPage(ActionPage):
    """Does something about one family on the list."""

    abstract: ClassVar[bool] = True
    permission = Permission.ALLOCATE
    nav = "referrals:waiting"

    def get_subject(self) -> WaitingEntry:
        """The place on the list, of those visible to the viewer."""
        found = WaitingEntry.objects.visible_to(self.viewer).select_related("referral", "family")
        return self.find(found, key=self.kwargs["key"])

    def families(self) -> Iterable[tuple[int, int]]:
        """The family."""
        return [(self.subject.family_id, self.subject.team_id)]

    def get_banner(self) -> Banner | None:
        """The family's."""
        for_banner(self.subject.family)
        return banner_for(self.subject.family, self.user)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link("Waiting list", reverse("referrals:waiting"))]

    def get_cancel(self) -> Link | None:
        """Back to the list."""
        return Link("Cancel", reverse("referrals:waiting"))

    def aside(self) -> Sequence[object]:
        """Who it is about, and since when."""
        parties = list(self.subject.referral.people.select_related("person"))
        facts = [
            Fact("Baby", babies_in_words(parties, self.today)),
            Fact("Waiting since", day(self.subject.since)),
            Fact("Support", self.subject.get_support_display()),
        ]
        return [FactList(facts)]

    def act(self, form: ActForm) -> str:
        """Do it, and lead back to the list."""
        self.do(form, seen=form.cleaned_data["seen"])
        return reverse("referrals:waiting")

    def do(self, form: Any, *, seen: int | None) -> None:
        """The one thing."""
        raise NotImplementedError


class CheckEntryPage(EntryPage):
    """Record a holding check (WL-2, P14)."""

    form_class = CheckForm
    heading = "Holding check"
    success = "Recorded. The next check is due in the team's number of weeks."

    def intro(self) -> Sequence[str]:
        """Why it is asked."""
        return ["Ask the referrer and every service named whether their support goes on while the family waits."]

    def form_kwargs(self) -> dict[str, Any]:
        """Whom to ask."""
        return {"services": presenter.asked(self.subject)}

    def do(self, form: Any, *, seen: int | None) -> None:
        """Record it."""
        actions.record_check(
            entry=self.subject,
            answers=form.answers(),
            note=form.cleaned_data["note"],
            seen=seen,
            by=self.viewer.actor,
        )


class PriorityEntryPage(EntryPage):
    """Say what a triage contact found (WL-1)."""

    form_class = PriorityForm
    heading = "Triage"
    success = "Recorded. It counts in the order by triage."

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return {"priority": self.subject.priority}

    def do(self, form: Any, *, seen: int | None) -> None:
        """Record it."""
        given = form.cleaned_data
        actions.set_priority(
            entry=self.subject, priority=given["priority"], reason=given["reason"], seen=seen, by=self.viewer.actor
        )


class FirstEntryPage(EntryPage):
    """Move a family first in every order, or put it back, with a reason (WL-1)."""

    form_class = ReasonForm
    success = "Done. Everybody can read why."

    def get_heading(self) -> str:
        """Which of the two."""
        return "Put the family back in its order" if self.subject.first else "Move the family first"

    def do(self, form: Any, *, seen: int | None) -> None:
        """Move it, or put it back."""
        act = actions.put_back if self.subject.first else actions.move_first
        act(entry=self.subject, reason=form.cleaned_data["reason"], seen=seen, by=self.viewer.actor)


class LeaveEntryPage(EntryPage):
    """Take a family off the list, with a reason; its referral is withdrawn."""

    form_class = ReasonForm
    heading = "Take the family off the waiting list"
    submit_label = "Take off the list"
    success = "Taken off the list, and the referral withdrawn."

    def do(self, form: Any, *, seen: int | None) -> None:
        """Take it off."""
        actions.leave_list(entry=self.subject, reason=form.cleaned_data["reason"], seen=seen, by=self.viewer.actor)
