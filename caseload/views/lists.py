"""Lists: the caseload, and what waits; each of the latter holds exactly what the home page counts (P4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from caseload.enums import EpisodeState
from caseload.forms.lists import TEAM, CaseloadFilter
from caseload.presenters import appointment as appointments
from caseload.presenters import episode as episodes
from caseload.presenters import note as notes
from caseload.presenters import words
from caseload.presenters.leaving import href
from caseload.selectors import work
from caseload.selectors.localities import any_locality
from caseload.views.base import EpisodesWaiting
from caseload.views.by_locality import ByLocalityPage
from caseload.views.clearing import BookAgainPage
from caseload.views.cosigning import ToCosignPage
from caseload.views.due import FirstContactsPage, FollowUpsPage
from caseload.views.enquiry import EnquiriesPage
from caseload.views.group_sessions import RegistersPage
from caseload.views.interpreter import InterpretersPage
from caseload.views.leaving import LeavingPage, StayingPage, ToMovePage
from caseload.views.referrer import ReferrersPage
from families.selectors import loss_stands
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.ui import dates
from pitservice.ui.components import (
    Button,
    Cell,
    Column,
    Details,
    Empty,
    Fact,
    FactList,
    Link,
    Section,
    Table,
)
from pitservice.ui.pages import ListPage, Page
from pitservice.ui.words import inside


class CaseloadPage(ListPage):
    """Open pieces of work, one's own or the team's, and closed ones on asking."""

    permission = Permission.SEE_CASELOAD
    nav = "caseload:list"
    heading = "Caseload"
    noun = ("piece of work", "pieces of work")
    filter_form = CaseloadFilter
    sorts = {"opened": "longest open first"}

    def records(self) -> QuerySet[Any]:
        """Mine unless asked otherwise; a colleague who leads nothing sees the team's by choosing it."""
        state = self.values.get("state", "")
        everybody = self.values.get("whose") == TEAM
        found = work.work_of(self.viewer, everybody=everybody, closed=state == EpisodeState.CLOSED)
        return found.filter(state=state) if state else found

    def columns(self) -> Sequence[Column]:
        """Family, lead, state, sessions, last and next."""
        return episodes.LIST_COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One piece of work."""
        return episodes.list_row(record)

    def above(self) -> Sequence[object]:
        """What waits, list by list."""
        return [Details("What waits", [waiting_links(self.user)])]

    def buttons(self) -> Sequence[Button]:
        """Groups; a past day; the ways to allocate (toolkit ch. 6); flow (P67) and capacity (CAP-1)."""
        by_locality = [(ByLocalityPage.heading, "caseload:by_locality", Permission.ALLOCATE)]
        places = [
            ("Groups", "caseload:groups", Permission.SEE_CASELOAD),
            ("As it stood on a day", "caseload:past", Permission.SEE_CASELOAD),
            ("Allocation meetings", "caseload:meetings", Permission.SEE_REFERRALS),
            *(by_locality if any_locality(Viewer.of(self.user, Permission.ALLOCATE)) else []),
            ("Assessment clinics", "caseload:clinics", Permission.BOOK),
            ("Flow of the work", "caseload:flow", Permission.ALLOCATE),
            ("Capacity", "caseload:capacity", Permission.ALLOCATE),
        ]
        return [
            Button(text, reverse(name), secondary=True)
            for text, name, permission in places
            if Viewer.of(self.user, permission).allowed
        ] + self._own_work()

    def _own_work(self) -> list[Button]:
        """Whoever leaves, or carries too much, hands over their own work."""
        teams = [
            team for team in Viewer.of(self.user, Permission.RECORD_SESSIONS).teams if team.pk in self.viewer.team_ids
        ]
        return [
            Button("Hand over my work", href(team, self.user), secondary=True, hidden=f"in {team.name}")
            for team in teams
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        link = Link("See the team’s", self.address(whose=TEAM, page=None))
        return Empty("There is no such work. Allocating a family from the waiting list opens some.", link)


def waiting_links(user: User) -> object:
    """The lists that the home page counts, those that this person may open."""
    pages = (
        FirstContactsPage,
        EnquiriesPage,
        LimitsPage,
        OutcomesPage,
        RegistersPage,
        UnsignedPage,
        ToCosignPage,
        ReviewsPage,
        SessionsUsedPage,
        QuietPage,
        EndingsOverduePage,
        ChecksLeftPage,
        FollowUpsPage,
        BookAgainPage,
        ToMovePage,
        StayingPage,
        LeavingPage,
        InterpretersPage,
        ReferrersPage,
    )
    open_to = [page for page in pages if Viewer.of(user, page.permission).allowed]
    links = [Link(page.heading, reverse(page.url_name)) for page in open_to]
    return FactList([Fact("Lists", links=links)])


class LimitsPage(EpisodesWaiting):
    """Families whom the team has tried to engage up to its limit, or nearly (ENG-1)."""

    permission = Permission.RECORD_SESSIONS
    heading = "Limits of attempts"
    url_name = "caseload:limits"
    nothing = "No limit is near. A family comes here when the attempts or days the team has set are nearly used up."

    def records(self) -> QuerySet[Any]:
        """Longest open first."""
        return work.limits_near(self.viewer, self.today)

    def row(self, record: Any) -> Sequence[Cell]:
        """One piece of work; beside its state, whether the limit is reached."""
        return episodes.list_row(record, words.limit_tag(record.is_reached))


class SessionsUsedPage(EpisodesWaiting):
    """Work whose agreed sessions have all been (END-1)."""

    permission = Permission.RECORD_SESSIONS
    heading = "Agreed sessions used"
    url_name = "caseload:sessions_used"
    nothing = "No work has used its sessions. It comes here when as many sessions as were agreed have taken place."

    def records(self) -> QuerySet[Any]:
        """Longest open first."""
        return work.sessions_reached(self.viewer)


class ReviewsPage(EpisodesWaiting):
    """Work whose mid-way review is due (END-1)."""

    permission = Permission.RECORD_SESSIONS
    heading = "Mid-way reviews due"
    url_name = "caseload:reviews"
    nothing = "No review is due. Work comes here when half of the agreed sessions have taken place."

    def records(self) -> QuerySet[Any]:
        """Longest open first."""
        return work.reviews_due(self.viewer)


class QuietPage(EpisodesWaiting):
    """Work in which nobody has heard anything for the team's weeks (P67)."""

    permission = Permission.RECORD_SESSIONS
    heading = "No contact for weeks"
    url_name = "caseload:quiet"
    nothing = "Nobody has gone quiet. Work comes here after the weeks the team has set without session or attempt."

    def records(self) -> QuerySet[Any]:
        """Longest open first."""
        return work.quiet(self.viewer, self.today)


class EndingsOverduePage(EpisodesWaiting):
    """Endings that should be over by their planned day (P67)."""

    permission = Permission.RECORD_SESSIONS
    heading = "Endings overdue"
    url_name = "caseload:endings_overdue"
    nothing = "No ending is overdue. Work comes here when its ending goes on after the planned last day."

    def records(self) -> QuerySet[Any]:
        """Longest open first."""
        return work.endings_overdue(self.viewer, self.today)


#: More than this of one kind is looked at in its own list.
SHOWN = 10
_FLOW: Sequence[tuple[type[EpisodesWaiting], Callable[[Viewer, date], QuerySet[Any]]]] = (
    (SessionsUsedPage, lambda viewer, _: work.sessions_reached(viewer)),
    (QuietPage, work.quiet),
    (EndingsOverduePage, work.endings_overdue),
)


class FlowPage(Page):
    """For the lead, in one look: past the agreed number, no contact for weeks, endings overdue (P67)."""

    permission = Permission.ALLOCATE
    nav = "caseload:list"
    of_many = True
    template_name = "pages/record.html"
    heading = "Flow of the work"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The three lists, each with the first of its rows and the whole list one step away."""
        parts = [(page, list(select(self.viewer, self.today)[: SHOWN + 1])) for page, select in _FLOW]
        shown = [row for _, rows in parts for row in rows[:SHOWN]]
        self.log_look([(row.family_id, row.team_id) for row in shown])
        return self.render({"body": [self._part(page, rows) for page, rows in parts], "tabs": (), "caption": ""})

    def _part(self, page: type[EpisodesWaiting], rows: Sequence[Any]) -> Section:
        if not rows:
            return Section(page.heading, [Empty(page.nothing)])
        table = Table(page.heading, episodes.LIST_COLUMNS, [episodes.list_row(row) for row in rows[:SHOWN]])
        more = [Link("All of them", reverse(page.url_name), hidden=inside(page.heading))]
        return Section(page.heading, [table, *(more if len(rows) > SHOWN else [])])


class ChecksLeftPage(ListPage):
    """What endings left to do (P67)."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:list"
    heading = "Left to do after endings"
    noun = ("thing", "things")
    sorts = {"ended": "longest ended first"}
    url_name = "caseload:checks_left"

    def records(self) -> QuerySet[Any]:
        """Longest ended first."""
        return work.checks_left(self.viewer)

    def columns(self) -> Sequence[Column]:
        """What, of whom, since when."""
        return [Column("What"), Column("Family"), Column("Work ended")]

    def row(self, record: Any) -> Sequence[Cell]:
        """One line of a checklist."""
        ending = record.ending
        return [
            Cell(record.get_what_display(), reverse("caseload:settle_check", args=[record.key])),
            Cell(ending.episode.family.title, episodes.href(ending.episode)),
            Cell(dates.weekday(ending.ended_on)),
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("Nothing is left to do. A line of an ending’s checklist comes here when it is not done yet.")

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(row.ending.episode.family_id, row.team_id) for row in rows]


class OutcomesPage(ListPage):
    """Appointments that are over, of which nobody has said what happened."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:my_day"
    heading = "Outcomes to record"
    noun = ("appointment", "appointments")
    sorts = {"oldest": "oldest first"}
    url_name = "caseload:outcomes"

    def records(self) -> QuerySet[Any]:
        """Oldest first."""
        found = work.outcomes_missing(self.viewer).select_related("room", "session__note")
        return found.annotate(speak_first=loss_stands("episode__family"))

    def columns(self) -> Sequence[Column]:
        """As in the diary, with the practitioner."""
        return [*appointments.COLUMNS, Column("Practitioner")]

    def row(self, record: Any) -> Sequence[Cell]:
        """One appointment."""
        cells = appointments.diary_row(record, may_record=True, with_day=True)
        return [*cells, Cell(record.practitioner.name)]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("Every outcome is recorded. An appointment comes here when its time is over.")

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(row.episode.family_id, row.team_id) for row in rows]


class UnsignedPage(ListPage):
    """Notes not written or not signed; only their titles."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:my_day"
    heading = "Notes to write and sign"
    noun = ("note", "notes")
    sorts = {"oldest": "oldest session first"}
    url_name = "caseload:unsigned"

    def records(self) -> QuerySet[Any]:
        """Oldest session first."""
        return work.unsigned_notes(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Session, family, writer."""
        return notes.LIST_COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One note."""
        return notes.list_row(record, self.user.pk)

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("Every note is signed. A note comes here when its session is recorded.")

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(row.episode.family_id, row.team_id) for row in rows]
