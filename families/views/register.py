"""The register of records: its lists, and the tab of one family (P31)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from families.keeping import retention
from families.models import Destruction, Family, Incident, LegalHold, RecordRequest
from families.pages import AboutFamily, FamilyRecordPage
from families.presenters import register as words
from families.register import held, in_order_of, kept, kept_destructions, proposed, to_review
from families.retention import Retention
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Buttons, Cell, Column, Empty, Section, Table
from pitservice.ui.pages import ListPage


class RegisterListPage(ListPage):
    """One list of the register, with its sister lists as tabs."""

    abstract: ClassVar[bool] = True
    permission = Permission.KEEP_RECORDS
    nav = "families:records"
    template_name = "families/tabbed_list.html"
    url_name: ClassVar[str]

    def context(self) -> dict[str, Any]:
        """With the register's tabs."""
        return super().context() | {"tabs": words.register_tabs(self.url_name)}


class RequestListPage(RegisterListPage):
    """Who asked for which record, those to be answered first."""

    url_name = "families:records"
    heading = "Requests for records"
    noun = ("request", "requests")
    sorts = {"due": "those to be answered first"}

    def records(self) -> Any:
        """Undecided ones by the day they are due, then decided ones."""
        rows = kept(RecordRequest, self.user).select_related("family", "whose")
        return rows.order_by(F("decided_at").desc(nulls_first=True), "due_on", "pk")

    def columns(self) -> Sequence[Column]:
        """What, about whom, when."""
        return words.REQUEST_COLUMNS

    def row(self, record: RecordRequest) -> Sequence[Cell]:
        """One request."""
        return words.request_row(record, self.today)

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty("Nobody has asked for a record. Record a request on the family’s page, under “Record keeping”.")


class IncidentListPage(RegisterListPage):
    """What went wrong with personal data, open ones first."""

    url_name = "families:incidents"
    heading = "Incidents"
    noun = ("incident", "incidents")
    sorts = {"open": "open ones first"}

    def records(self) -> Any:
        """Open ones by the end of their 72 hours, then closed ones."""
        rows = kept(Incident, self.user).select_related("family")
        return rows.order_by(F("closed_at").desc(nulls_first=True), F("report_by").asc(nulls_last=True), "pk")

    def columns(self) -> Sequence[Column]:
        """What, about whom, since when."""
        return words.INCIDENT_COLUMNS

    def row(self, record: Incident) -> Sequence[Cell]:
        """One incident."""
        return words.incident_row(record, timezone.now())

    def buttons(self) -> Sequence[Button]:
        """One that is about no single family."""
        return (Button("Open an incident", reverse("families:add_team_incident"), secondary=True),)

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty(
            "No incident has been opened. One is opened from the letter, text, note or document concerned, from the "
            "family’s page, or here."
        )


class HoldListPage(RegisterListPage):
    """Records that must not be destroyed."""

    url_name = "families:holds"
    heading = "Legal holds"
    noun = ("hold", "holds")
    sorts = {"newest": "newest first"}

    def records(self) -> Any:
        """Those that stand."""
        rows = kept(LegalHold, self.user).filter(lifted_at=None).select_related("family")
        return rows.order_by("-created_at", "pk")

    def columns(self) -> Sequence[Column]:
        """Which, why, since when."""
        return words.HOLD_COLUMNS

    def row(self, record: LegalHold) -> Sequence[Cell]:
        """One hold."""
        return words.hold_row(record)

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty("No record is held. One is held from the family’s page, under “Record keeping”.")


class RetentionListPage(RegisterListPage):
    """Records whose retention date is past, or comes within a year."""

    url_name = "families:retention"
    heading = "Due to be looked at"
    noun = ("record", "records")
    sorts = {"date": "the longest overdue first"}

    @cached_property
    def reviews(self) -> dict[int, Retention]:
        """When each is looked at, and by which rule."""
        return to_review(self.user, self.today)

    def records(self) -> Any:
        """Those records."""
        return in_order_of(self.user, self.reviews)

    @cached_property
    def stopped(self) -> tuple[set[int], set[str]]:
        """Which of those on this page are held, and which are down for destruction."""
        return held(self.rows_on_page), proposed(self.rows_on_page)

    def columns(self) -> Sequence[Column]:
        """Which, when, why."""
        return words.REVIEW_COLUMNS

    def row(self, record: Family) -> Sequence[Cell]:
        """One record."""
        is_held, is_proposed = record.pk in self.stopped[0], record.key in self.stopped[1]
        return words.review_row(record, self.reviews[record.pk], self.today, is_held=is_held, is_proposed=is_proposed)

    def families_in(self, rows: Sequence[Any]) -> list[tuple[int, int]]:
        """Each is a family itself."""
        return [(family.pk, family.team_id) for family in rows]

    def empty(self) -> Empty:
        """Nothing yet."""
        return Empty("No record’s retention date is past, and none comes within a year.")


class DestructionListPage(RegisterListPage):
    """What is down for destruction, and the certificates of what was destroyed: references, no names."""

    url_name = "families:destructions"
    heading = "Destruction"
    noun = ("record", "records")
    sorts = {"open": "those to be done first"}

    def records(self) -> Any:
        """Those to be done first, then certificates, the newest first."""
        rows = kept_destructions(self.user)
        return rows.order_by(F("destroyed_at").desc(nulls_first=True), "created_at", "pk")

    def columns(self) -> Sequence[Column]:
        """Which, why, where it stands."""
        return words.DESTRUCTION_COLUMNS

    def row(self, record: Destruction) -> Sequence[Cell]:
        """One of them."""
        return words.destruction_row(record)

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty("No record is down for destruction. One is proposed from its page, once its date is past.")


class KeptFamily(AboutFamily):
    """A page about a family for those who answer for records: the guardian's restricted ones too."""

    abstract: ClassVar[bool] = True
    permission = Permission.KEEP_RECORDS

    def get_family(self) -> Family:
        """Out of those this keeper sees; 404 otherwise."""
        family: Family = self.find(kept(Family, self.user).select_related("team"), key=self.kwargs["key"])
        return family

    def own(self, model: Any) -> Any:
        """The row of this family that the address names; 404 otherwise."""
        return self.find(kept(model, self.user).filter(family=self.family), key=self.kwargs["item"])


def _without_family(row: Sequence[Any]) -> list[Any]:
    """A row or its columns on the family's own page: whose it is (the second) is known there."""
    return [row[0], *row[2:]]


class RecordKeepingPage(KeptFamily, FamilyRecordPage):
    """One family's requests and incidents, how long its record is kept, and whether it is held."""

    tab = "families:record_keeping"
    heading = "Record keeping"

    def buttons(self) -> Sequence[Button]:
        """What can be begun here."""
        to = [("add_request", "Record a request"), ("add_incident", "Open an incident")]
        return [Button(text, reverse(f"families:{url}", args=[self.family.key]), secondary=True) for url, text in to]

    def body(self) -> Sequence[object]:
        """Requests, incidents, retention."""
        family, user = self.family, self.user
        requests = (
            kept(RecordRequest, user).filter(family=family).select_related("family").order_by("-received_on", "pk")
        )
        incidents = kept(Incident, user).filter(family=family).select_related("family").order_by("-known_on", "pk")
        asked = [_without_family(words.request_row(row, self.today)) for row in requests]
        wrong = [_without_family(words.incident_row(row, timezone.now())) for row in incidents]
        none, nothing = Empty("Nobody has asked for this record."), Empty("No incident has been recorded.")
        return [
            Section("Requests", [Table("Requests", _without_family(words.REQUEST_COLUMNS), asked) if asked else none]),
            Section(
                "Incidents", [Table("Incidents", _without_family(words.INCIDENT_COLUMNS), wrong) if wrong else nothing]
            ),
            *self._retention(),
        ]

    def _retention(self) -> list[object]:
        """Its day, its hold, and the way to destruction once that day is past."""
        family = self.family
        found = self.retention_of_family
        hold = kept(LegalHold, self.user).filter(family=family, lifted_at=None).first()
        is_proposed = family.key in proposed([family])
        facts = words.keeping_facts(family, found, hold, is_proposed=is_proposed)
        if found.review_on > self.today or hold or is_proposed:
            return [facts]
        to = reverse("families:propose_destruction", args=[family.key])
        return [facts, Buttons([Button("Propose that it is destroyed", to, secondary=True, warning=False)])]

    @property
    def retention_of_family(self) -> Retention:
        """As its facts say now."""
        return retention([self.family])[self.family.pk]
