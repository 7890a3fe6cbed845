"""The list of all correspondence, and a family's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from families.pages import FamilyRecordPage
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.letters import actions, correspondence, presenters
from pitservice.letters.correspondence import DUE, Group
from pitservice.letters.enclosing import to_take
from pitservice.letters.forms import CLEARED, EVER, SINCE, ClearForm, CorrespondenceFilter
from pitservice.letters.selectors import being_written, to_post
from pitservice.letters.worklist import timeline
from pitservice.messaging.gateways.choose import OUTBOX
from pitservice.messaging.inbox import candidates_of, clocks, waiting
from pitservice.messaging.models import ListCleared
from pitservice.messaging.presenters import undo_table
from pitservice.messaging.selectors import may_be_taken_back
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Timeline, Words
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, ListPage, TeamPage

COLUMNS = (Column("What"), Column("About"), Column("Due"), Column("State"))


class CorrespondencePage(ListPage):
    """Texts, e-mails and letter copies together: gone, not gone and why, being dealt with (P49)."""

    permission = Permission.SEE_CORRESPONDENCE
    nav = "letters:correspondence"
    heading = "Correspondence"
    noun = ("text or letter", "texts and letters")
    page_size = 100  # printed as it stands
    filter_form = CorrespondenceFilter
    sorts = {"group": "what needs somebody first", "old": "oldest first", "new": "newest first"}

    @cached_property
    def now(self) -> datetime:
        """One moment for the whole page."""
        return timezone.now()

    @cached_property
    def cleared(self) -> Mapping[int, ListCleared]:
        """When each team's list was cleared."""
        return correspondence.cleared(self.viewer)

    @property
    def since(self) -> correspondence.Since:
        """From when; None for ever."""
        asked = self.values.get("since", CLEARED)
        if asked == CLEARED:
            return {team_id: row.until for team_id, row in self.cleared.items()}
        return None if asked == EVER else self.now - timedelta(days=int(asked))

    def records(self) -> QuerySet[Any]:
        """Rows of both kinds, those that need somebody first."""
        order = {"group": ("group", "at", "key"), "old": ("at", "key"), "new": ("-at", "-key")}[self.sort]
        return self._rows().order_by(*order)

    def _rows(self) -> QuerySet[Any]:
        asked = self.values.get("group")
        return correspondence.rows(
            self.viewer,
            self.now,
            self.since,
            channel=self.values.get("channel", ""),
            groups=[Group(asked)] if asked else DUE,
        )

    def columns(self) -> Sequence[Column]:
        """What, about whom, when, where it stands."""
        return COLUMNS

    def row(self, record: Mapping[str, Any]) -> Sequence[Cell]:
        """One text or copy."""
        return presenters.row(record)

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Those the rows are about."""
        return [(row["about_id"], row["about_team"]) for row in rows if row["about_id"]]

    def above(self) -> Sequence[object]:
        """The sum, and what can still be taken back."""
        counts = correspondence.counts(self.viewer, self.now, self.since, self.values.get("channel", ""))
        asked = self.values.get("since", CLEARED)
        since = presenters.cleared_words(self.cleared) if asked == CLEARED else SINCE.get(asked, "so far")
        undo = undo_table(may_be_taken_back(Viewer.of(self.user, Permission.SEND)))
        replies = list(waiting(self.viewer)[: presenters.REPLIES + 1])
        return [
            *presenters.replies(replies, clocks(replies, self.now), candidates_of(replies, self.viewer)),
            Words([presenters.sum_line(counts, since)]),
            *undo,
        ]

    def buttons(self) -> Sequence[Button]:
        """To the letters that wait for the post, who is to be told another way, the cost, and the outbox of a demo."""
        found = []
        if self.user_may_send and to_post(self.viewer).exists():
            found.append(Button("Letters to post", reverse("letters:to_post")))
        found.append(Button("Tell by other means", reverse("messaging:other_means"), secondary=True))
        found.append(Button("What texts cost", reverse("messaging:cost"), secondary=True))
        for team in Viewer.of(self.user, Permission.SEND).teams:
            one = len(self.viewer.teams) == 1
            words = "Clear the list" if one else f"Clear the list of {team.name}"
            found.append(Button(words, reverse("letters:clear", args=[team.slug]), secondary=True))
        if settings.MESSAGING_GATEWAY == OUTBOX:
            found.append(Button("Outbox of the demo", reverse("messaging:outbox"), secondary=True))
        return found

    @property
    def user_may_send(self) -> bool:
        """In any team."""
        return any(self.viewer.may(Permission.SEND, team_id) for team_id in self.viewer.all_team_ids)

    def empty(self) -> Empty:
        """Nothing that was due."""
        return Empty("Nothing here. Texts and letters appear when a decision, a booking or an ending causes one.")


class ClearPage(TeamPage, ActionPage):
    """A person has read the list: what has ended leaves it, and the moment is kept (P49)."""

    permission = Permission.SEND
    nav = "letters:correspondence"
    form_class = ClearForm
    submit_label = "Clear the list"
    success = "Cleared. What had ended has left the list; what needs somebody is still on it."

    @cached_property
    def now(self) -> datetime:
        """When the page was drawn."""
        return timezone.now()

    @cached_property
    def counts(self) -> Mapping[Group, int]:
        """What stands on this team's list."""
        last = correspondence.cleared(self.viewer).get(self.team.pk)
        since = {self.team.pk: last.until} if last else None
        return correspondence.counts(self.viewer, self.now, since, team_id=self.team.pk)

    def get_heading(self) -> str:
        """Whose."""
        return f"Clear the list of {self.team.name}"

    def intro(self) -> Sequence[str]:
        """What leaves and what stays."""
        return presenters.clearing(self.counts)

    def initial(self) -> dict[str, Any]:
        """Nothing that ends after the page was drawn leaves unseen."""
        return {"until": self.now.isoformat()}

    def get_cancel(self) -> Link | None:
        """Back to the list."""
        return Link("Cancel", reverse("letters:correspondence"))

    def act(self, form: ActForm) -> str:
        """Clear it."""
        until = form.cleaned_data["until"]
        actions.clear_list(team=self.team, until=until, counts=self.counts, by=self.user.actor)
        return reverse("letters:correspondence")


class FamilyCorrespondencePage(FamilyRecordPage):
    """A family's letters and texts, newest first."""

    permission = Permission.SEE_CORRESPONDENCE
    tab = "letters:family"

    def get_heading(self) -> str:
        """What it shows."""
        return "Letters and texts"

    def buttons(self) -> Sequence[Button]:
        """To write to them."""
        if not self.may(Permission.SEND):
            return ()
        return [
            Button("Write a letter", reverse("letters:write", args=[self.family.key])),
            Button("Write a text", reverse("messaging:write", args=[self.family.key]), secondary=True),
        ]

    def body(self) -> Sequence[object]:
        """Letters being written, what to take to the visit, then one timeline of both."""
        entries = sorted(timeline(self.family, self.viewer), key=lambda dated: dated.at, reverse=True)
        empty = Empty("No letter or text has been written yet.")
        written = list(being_written(self.viewer).filter(family=self.family))
        taken = to_take(self.family.pk, self.family.team_id, self.viewer)
        above = [*presenters.being_written(written), *presenters.to_hand_over(taken)]
        return [*above, Timeline([dated.entry for dated in entries], empty)]
