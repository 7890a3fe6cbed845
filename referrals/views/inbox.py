"""The triage inbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.selectors import holders
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import holidays_along, settings_along
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.dates import count
from pitservice.ui.pages import ActionPage, ListPage
from referrals import actions, selectors
from referrals.enums import Show
from referrals.forms.inbox import InboxFilter, ShareOutForm
from referrals.models import Referral
from referrals.presenters import inbox

#: So many can be shared out at once.
MOST = 100


class InboxPage(ListPage):
    """Referrals to decide, due first: the clinical lead's first page (SCR-2, P4)."""

    permission = Permission.SEE_REFERRALS
    nav = "referrals:inbox"
    heading = "Referrals to decide"
    template_name = "families/tabbed_list.html"
    noun = ("referral", "referrals")
    filter_form = InboxFilter
    sorts = {"due": "due first", "received": "oldest first"}

    def records(self) -> Any:
        """Those of the list shown, filtered, in the order asked for; each order is an index's."""
        found = selectors.listed(self.undecided, self.shown, self.today, self.user.pk)
        if source := self.values.get("source"):
            found = found.filter(source=source)
        found = selectors.with_matches(selectors.with_people(found), self.viewer)
        return found.order_by("due_on" if self.sort == "due" else "received_at", "pk")

    @property
    def shown(self) -> str:
        """Which of the lists."""
        return str(self.values.get("show", Show.ALL))

    @cached_property
    def undecided(self) -> QuerySet[Referral]:
        """All that wait, whatever the filters."""
        return selectors.undecided(self.viewer)

    @cached_property
    def counts(self) -> selectors.InboxCounts:
        """How much waits in each list, counted once for the whole page."""
        return selectors.inbox_counts(self.undecided, self.today, self.user.pk)

    @cached_property
    def total(self) -> int | None:
        """Each list is counted already; one filtered by source is counted as every list is."""
        return super().total if self.filters.in_words() else self.counts.of(self.shown)

    @cached_property
    def holidays(self) -> dict[int, frozenset[Any]]:
        """Days that do not count, by team."""
        return holidays_along(self.user)

    @cached_property
    def settings(self) -> dict[int, TeamSettings]:
        """Thresholds of the colours, by team."""
        return settings_along(self.user)

    def context(self) -> dict[str, Any]:
        """With the lists and how much is in each."""
        lists = inbox.tabs(self.counts, self.shown, lambda show: self.address(show=show or None, page=None))
        return super().context() | {"tabs": lists}

    def columns(self) -> Sequence[Column]:
        """The headings; two of them sort."""
        first, *others = inbox.columns()
        return [self.sort_column(first.label, "due"), *others]

    def row(self, record: Any) -> Sequence[Cell]:
        """One referral."""
        team = record.team_id
        return inbox.row(record, today=self.today, holidays=self.holidays[team], settings=self.settings[team])

    def buttons(self) -> Sequence[Button]:
        """Entering one that came by telephone or on paper, many out of a spreadsheet, and sharing out."""
        found = []
        if Viewer.of(self.user, Permission.ADD_REFERRALS).allowed:
            found.append(Button("Add a referral", reverse("referrals:add"), secondary=True))
        if Viewer.of(self.user, Permission.IMPORT_REFERRALS).allowed:
            found.append(Button("Import a sheet", reverse("referrals:imports"), secondary=True))
        if Viewer.of(self.user, Permission.DECIDE_REFERRALS).allowed:
            found.append(Button("Share out", reverse("referrals:share-out"), secondary=True))
        return found

    def empty(self) -> Empty:
        """What would put something here."""
        if self.shown or self.filters.in_words():
            return Empty("Nothing is in this list.", Link("Show everybody’s", self.request.path))
        return Empty(
            "Nothing waits to be decided. New referrals come in by the public forms, or are added by the team."
        )


class ShareOutPage(ActionPage):
    """Several referrals to one screener, or back to everybody (P4)."""

    permission = Permission.DECIDE_REFERRALS
    nav = "referrals:inbox"
    heading = "Share out referrals"
    form_class = ShareOutForm
    submit_label = "Share out"

    @cached_property
    def waiting(self) -> list[Referral]:
        """What waits, nobody's first, then by the day it is due."""
        found = selectors.listed(selectors.undecided(self.viewer), Show.ALL, self.today, self.user.pk)
        return list(selectors.with_people(found).order_by(F("screener").asc(nulls_first=True), "due_on", "pk")[:MOST])

    def families(self) -> Iterable[tuple[int, int]]:
        """Those that are settled."""
        return [(one.family_id, one.team_id) for one in self.waiting if one.family_id]

    @cached_property
    def screeners(self) -> dict[str, User]:
        """Colleagues who may screen in one of the viewer's teams, by key."""
        found = [user for team in self.viewer.teams for user in holders(team.pk, Permission.DECIDE_REFERRALS)]
        return {user.key: user for user in found}

    def form_kwargs(self) -> dict[str, Any]:
        """What can be shared out, and to whom."""
        return {
            "referrals": [inbox.to_share(one, self.today) for one in self.waiting],
            "screeners": [(key, user.name) for key, user in self.screeners.items()],
        }

    def get_cancel(self) -> Link:
        """Back to the inbox."""
        return Link("Cancel", reverse("referrals:inbox"))

    def act(self, form: ShareOutForm) -> str:
        """Share out; what somebody decided meanwhile stays as it is."""
        chosen = set(form.cleaned_data["referrals"])
        given = actions.share_out(
            referrals=[one for one in self.waiting if one.key in chosen],
            screener=self.screeners.get(form.cleaned_data["screener"]),
            by=self.viewer.actor,
        )
        late = count(len(chosen) - given, "was decided meanwhile", "were decided meanwhile")
        said = f"{count(given, 'referral')} shared out."
        self.success = said if given == len(chosen) else f"{said} {late}."
        return reverse("referrals:inbox")
