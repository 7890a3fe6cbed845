"""A colleague knows a family: the record closes to them; the lead and the guardian see to the work (P33)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from families import actions
from families.enums import InvolvementKind
from families.forms.guarding import ConnectionForm, ConnectionReviewForm, DealtForm, KnowForm
from families.guarding import connections, record_in_emergency, works_with
from families.models import Involvement
from families.pages import FamilyActionPage
from families.presenters import family_label
from families.presenters.guarding import connection_facts, guarding_tabs
from pitservice.accounts.enums import Permission
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Link, Tag
from pitservice.ui.pages import ActionPage, ListPage

WHAT_FOLLOWS = (
    "The record closes to you at once: it is in no list, search or figure of yours any more, and you cannot open it "
    "again yourself. Your lead and the guardian are told, so that somebody else does the work. Nobody thinks less of "
    "you for it: it protects the family, and you."
)


class KnowFamilyPage(FamilyActionPage):
    """From the family's own page."""

    permission = Permission.SEE_FAMILIES
    heading = "I know this family"
    form_class = ConnectionForm
    submit_label = "Close this record to me"
    success = "The record is closed to you. Your lead and the guardian have been told."

    def intro(self) -> Sequence[str]:
        """What follows."""
        return (WHAT_FOLLOWS,)

    def act(self, form: Any) -> str:
        """Close it."""
        why = form.cleaned_data["why"]
        actions.declare_connection(family=self.family, user=self.user, why=why, by=self.viewer.actor)
        return reverse("families:list")


class KnowByReferencePage(ActionPage):
    """By the reference, without opening the record. The answer does not tell whether there is one."""

    permission = Permission.SEE_FAMILIES
    nav = "families:list"
    heading = "I know a family"
    form_class = KnowForm
    submit_label = "Close the record to me"
    success = (
        "If there is a record with this reference, it is closed to you now, and your lead and the guardian are told."
    )

    def intro(self) -> Sequence[str]:
        """What follows, and where the reference is from."""
        return (
            "If you learn that a family you know is in touch with this service, ask a colleague for the reference of "
            "the record rather than look for it.",
            WHAT_FOLLOWS,
        )

    def get_cancel(self) -> Link:
        """Back to the families."""
        return Link("Cancel", reverse("families:list"))

    def act(self, form: Any) -> str:
        """Close it, where there is one that is not closed already."""
        given = form.cleaned_data
        family = record_in_emergency(self.viewer, reference=given["reference"])
        if family is not None:
            actions.declare_connection(family=family, user=self.user, why=given["why"], by=self.viewer.actor)
        return reverse("families:list")


class ConnectionListPage(ListPage):
    """Records that are closed to a colleague: the guardian's list."""

    permission = Permission.GUARD
    nav = "families:restricted"
    heading = "Closed to a colleague"
    template_name = "families/tabbed_list.html"
    noun = ("record closed to a colleague", "records closed to a colleague")
    sorts = {"newest": "newest first"}

    def records(self) -> Any:
        """Of the guardian's teams."""
        return connections(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Which record, to whom, since when, and whether somebody saw to it."""
        return (Column("Record"), Column("Closed to"), Column("Since"), Column("The work"))

    def row(self, record: Involvement) -> Sequence[Cell]:
        """One connection."""
        to = reverse("families:connection", args=[record.family.key, record.key])
        dealt = Tag("Dealt with", Colour.GREEN) if record.reviewed_at else Tag("Who does the work?", Colour.YELLOW)
        return (
            Cell(family_label(record.family), href=to, hidden=f", closed to {record.user.name}"),
            Cell(record.user.name),
            Cell(dates.moment(record.starts)),
            Cell(tags=[dealt]),
        )

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty("No record is closed to a colleague. They say so with “I know this family” on the family’s page.")

    def context(self) -> dict[str, Any]:
        """With the guardian's lists."""
        return super().context() | {"tabs": guarding_tabs("families:connections")}


class AboutConnection(FamilyActionPage):
    """About one connection; `subject` is the involvement."""

    abstract = True

    def get_subject(self) -> Any:
        """From those of this family."""
        rows = Involvement.objects.visible_to(self.viewer).filter(family=self.family, kind=InvolvementKind.CLOSED_TO)
        return self.find(rows.select_related("user"), key=self.kwargs["item"])

    def get_heading(self) -> str:
        """Whom it is about."""
        return f"{self.subject.user.name} knows this family"

    def aside(self) -> Sequence[object]:
        """Who, since when, and what they were to the family."""
        return [connection_facts(self.subject, self.family, works_with(self.family, self.subject.user))]


class ReallocatePage(AboutConnection):
    """The lead has seen to it that somebody else does the work."""

    permission = Permission.ALLOCATE
    form_class = DealtForm
    submit_label = "It is dealt with"
    success = "It has been recorded. The record stays closed to your colleague."

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.review_connection(
            connection=self.subject, words=given["words"], seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href


class ConnectionPage(AboutConnection):
    """The guardian lets it stand, or opens the record to the colleague again."""

    permission = Permission.GUARD
    form_class = ConnectionReviewForm
    success = "Your decision has been recorded."

    @property
    def back_href(self) -> str:
        """The guardian's list."""
        return reverse("families:connections")

    def act(self, form: Any) -> str:
        """Record it."""
        given, by = form.cleaned_data, self.viewer.actor
        if given["decided"] == "lift":
            actions.lift_connection(connection=self.subject, reason=given["words"], seen=given["seen"], by=by)
        else:
            actions.review_connection(connection=self.subject, words=given["words"], seen=given["seen"], by=by)
        return self.back_href
