"""Two lists of what waits that can be read as they stood at the end of a past day: first contacts and follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from caseload.presenters import enquiry, past, words
from caseload.presenters import episode as episodes
from caseload.selectors import work
from caseload.selectors.past import first_contacts_stood, follow_ups_stood
from caseload.views.base import EpisodesWaiting
from pitservice.accounts.enums import Permission
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Empty
from pitservice.ui.stood import StoodListPage


class WaitedThen(StoodListPage):
    """What waits for somebody, now or at the end of a past day."""

    abstract = True

    def summary(self) -> str:
        """How many; of a past day, by what."""
        return f"{super().summary()} {past.THEN}" if self.then else super().summary()


class FirstContactsPage(WaitedThen, EpisodesWaiting):
    """Allocated families whom nobody has tried to reach, now or at the end of a past day."""

    permission = Permission.BOOK
    heading = "First contacts to make"
    url_name = "caseload:first_contacts"
    nothing = (
        "Nobody waits for a first contact. A family comes here when it is allocated, until somebody tries to reach it."
    )

    def records(self) -> QuerySet[Any]:
        """Longest waiting first."""
        return first_contacts_stood(self.viewer, self.then) if self.then else work.first_contacts_due(self.viewer)

    def columns(self) -> Sequence[Column]:
        """As on the caseload; of a past day, with what came of it since."""
        return past.FIRST_CONTACTS if self.then else super().columns()

    def row(self, record: Any) -> Sequence[Cell]:
        """One piece of work; beside its state, how far the enquiry of the referrer is (P64)."""
        if self.then:
            return past.first_contact_row(record, self.then)
        return episodes.list_row(record, *enquiry.tags(record.enquiry))

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("Nobody waited for a first contact then.") if self.then else super().empty()


class FollowUpsPage(WaitedThen):
    """Follow-ups that have fallen due, by now or by the end of a past day (FUP-1)."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:list"
    heading = "Follow-ups due"
    noun = ("follow-up", "follow-ups")
    sorts = {"due": "longest due first"}
    url_name = "caseload:follow_ups"

    def records(self) -> QuerySet[Any]:
        """Due up to today, or up to that day, oldest first."""
        return follow_ups_stood(self.viewer, self.then) if self.then else work.follow_ups(self.viewer, self.today)

    def columns(self) -> Sequence[Column]:
        """Family, due, state; of a past day, with what came of it since."""
        if self.then:
            return past.FOLLOW_UPS
        return [Column("Family"), Column("Due"), Column("Work ended"), Column("State")]

    def row(self, record: Any) -> Sequence[Cell]:
        """One follow-up."""
        if self.then:
            return past.follow_up_row(record, self.today)
        closed = record.episode.closed_on
        return [
            Cell(record.episode.family.title, reverse("caseload:follow_up", args=[record.key])),
            Cell(dates.in_words(record.due_on, self.today)),
            Cell(dates.day(closed) if closed else ""),
            Cell(tags=[words.follow_up_tag(record, self.today)]),
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        if self.then:
            return Empty("No follow-up was due at the end of that day.")
        return Empty("No follow-up is due. One comes here some months after an ending, where the family agreed to it.")

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(row.episode.family_id, row.team_id) for row in rows]
