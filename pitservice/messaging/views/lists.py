"""Who is to be told by other means, and what texts cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from families.enums import Channel
from pitservice.accounts.enums import Permission
from pitservice.messaging import presenters
from pitservice.messaging.forms import OtherMeansFilter
from pitservice.messaging.gateways import gateway_for
from pitservice.messaging.replying import answers_reach_us
from pitservice.messaging.selectors import MONTHS_OF_COST, cost_by_month, last_gone, to_see_to, tried_again
from pitservice.ui.components import Cell, Column, Empty, Fact, FactList, Link, Section, Table, Words
from pitservice.ui.pages import ListPage, RecordPage

LIST = "letters:correspondence"


class OtherMeansPage(ListPage):
    """Each text and e-mail that did not go: why, since when, and what a person can do; none leaves without (P42)."""

    permission = Permission.SEE_CORRESPONDENCE
    nav = LIST
    heading = "Tell by other means"
    noun = ("text or e-mail", "texts and e-mails")
    filter_form = OtherMeansFilter
    sorts = {"old": "longest due first", "new": "newest first"}

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Correspondence."""
        return [Link("Correspondence", reverse(LIST))]

    def records(self) -> QuerySet[Any]:
        """What did not go, of the kind that was asked for."""
        found = to_see_to(self.viewer).select_related("family", "dealer")
        if state := self.values.get("state"):
            found = found.filter(state=state)
        return found.order_by(*({"old": ("not_before", "pk"), "new": ("-not_before", "-pk")}[self.sort]))

    def columns(self) -> Sequence[Column]:
        """Whom, about whom, since when, why."""
        return [Column("What"), Column("About"), Column("Due"), Column("Why it did not go"), Column("Outcome")]

    def row(self, record: Any) -> Sequence[Cell]:
        """One of them."""
        return presenters.other_means_row(record, timezone.now(), may_send=self.may_send(record.team_id))

    def may_send(self, team_id: int) -> bool:
        """Whether the outcome is theirs to say."""
        return self.viewer.may(Permission.SEND, team_id)

    def above(self) -> Sequence[object]:
        """What the list is for."""
        return [
            Words(
                [
                    "Each of these was due to somebody and did not reach them. It stays here until somebody has rung, "
                    "written, sent it by hand or said why it is not needed."
                ]
            )
        ]

    def empty(self) -> Empty:
        """Nothing to do."""
        return Empty("Everybody has been told. A text that is held, fails, or is to be sent by hand comes here.")


class CostPage(RecordPage):
    """How many texts went in each month, as how many parts, and what they cost."""

    permission = Permission.SEE_CORRESPONDENCE
    nav = LIST
    heading = "What texts cost"

    def get_record(self) -> None:
        """It is about no single record."""

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Correspondence."""
        return [Link("Correspondence", reverse(LIST))]

    def body(self) -> Sequence[object]:
        """A row for each month."""
        months = cost_by_month(self.viewer, self.today)
        note = Words(
            [
                "Of the teams you see, as the network counts: a text of more than 160 plain characters, or with "
                "letters of another alphabet, is paid for as several. What colleagues send by hand costs nothing here."
            ]
        )
        if not months:
            return [note, Empty(f"No text has gone in the last {MONTHS_OF_COST} months.")]
        columns = [Column("Month"), *(Column(name, numeric=True) for name in ("Texts", "Paid for as", "Cost"))]
        rows = [presenters.cost_row(month) for month in months]
        return [note, Table("What texts cost", columns, rows)]


class GatewayPage(RecordPage):
    """How texts and e-mails go here, whether answers reach us, and what a service answers without us (P42, P44)."""

    permission = Permission.SEE_JOBS
    nav = "governance:manage"
    heading = "How texts go"

    def get_record(self) -> None:
        """It is about no single record."""

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Manage."""
        return [Link("Manage", reverse(self.nav))]

    def body(self) -> Sequence[object]:
        """Texts, then e-mails, then each team."""
        texts = gateway_for(Channel.TEXT)
        facts = presenters.way_out(texts, gateway_for(Channel.EMAIL))
        if texts:
            facts += presenters.traffic(last_gone(self.viewer), tried_again(self.viewer))
        teams = [
            Fact(team.name, presenters.way_of(team.phone, answers=answers_reach_us(Channel.TEXT, team.pk)))
            for team in self.viewer.teams
        ]
        return [FactList(facts), Section("Answers to texts, by team", [FactList(teams)])]
