"""One family on the waiting list: its page, and what can be done about its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from families.contact import Addressee, Question, who_may_be_told
from families.enums import CARING_ROLES, Channel, Purpose
from families.pages import banner_for
from families.selectors import for_banner
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import settings_along, settings_of
from pitservice.ui.components import Banner, Button, Fact, FactList, Link, Section
from pitservice.ui.dates import day
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, Page, RecordPage
from referrals import actions
from referrals.clock import away_on
from referrals.enums import Where
from referrals.forms.waiting import PlaceForm, TriageForm
from referrals.models import WaitingEntry
from referrals.presenters import entry as presenter
from referrals.presenters import holding, meanwhile
from referrals.selectors import waiting as selectors
from referrals.wording import babies_in_words


class AboutEntry(Page):
    """`self.entry` is the place on the list with the address's `key`, of those visible to the viewer."""

    abstract: ClassVar[bool] = True
    nav = "referrals:waiting"

    def find_entry(self) -> WaitingEntry:
        """Read with what its banner needs."""
        found = WaitingEntry.objects.visible_to(self.viewer).select_related("referral", "family", "team")
        entry = self.find(found, key=self.kwargs["key"])
        for_banner(entry.family)
        return entry

    @property
    def entry(self) -> WaitingEntry:
        """The place on the list."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def families(self) -> Iterable[tuple[int, int]]:
        """The family."""
        return [(self.entry.family_id, self.entry.team_id)]

    def get_banner(self) -> Banner | None:
        """The family's."""
        return banner_for(self.entry.family, self.user)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, and on pages that do something the family's own page."""
        trail = [Link("Waiting list", reverse("referrals:waiting"))]
        return [*trail, Link("While they wait", self.href)] if isinstance(self, ActionPage) else trail

    @property
    def href(self) -> str:
        """The family's page while it waits."""
        return reverse("referrals:entry", args=[self.entry.key])

    def babies(self) -> str:
        """Who it is about."""
        return babies_in_words(self.entry.referral.people.select_related("person"), self.today)


class EntryRecordPage(AboutEntry, RecordPage):
    """A family while it waits: where it stands, what happens next, who holds it meanwhile (WL-1, WL-2)."""

    permission = Permission.SEE_REFERRALS

    def get_record(self) -> WaitingEntry:
        """The place on the list."""
        return self.find_entry()

    @property
    def entry(self) -> WaitingEntry:
        """The place on the list."""
        entry: WaitingEntry = self.record
        return entry

    def get_heading(self) -> str:
        """Who waits."""
        return f"While they wait: {self.babies()}"

    def body(self) -> Sequence[object]:
        """Alarms first, then where the family stands and what happens next, then holding."""
        entry = self.entry
        checks = list(entry.checks.all())
        times = list(entry.unavailable_times.all())
        return [
            *holding.alarms([one for one in checks if one.is_alarm]),
            presenter.where(
                entry, order=self.order, places=self.places, times=times, settings=self.settings, today=self.today
            ),
            Section("What happens next", [presenter.happens_next(entry, self.order, self.places, self.today)]),
            Section("What the family was told", [meanwhile.told(entry.words.all(), self._sent)]),
            *meanwhile.times(times, stops=self.settings.waiting_clock_stops),
            Section("Holding checks", [holding.history(checks)]),
            Section("Triage contacts", [presenter.calls(selectors.calls(entry))]),
            Section("On the list", [presenter.moves(entry.moves.select_related("reason"), selectors.placed(entry))]),
        ]

    @property
    def _sent(self) -> list[Any]:
        return selectors.told_by_us(self.entry, self.viewer)

    @cached_property
    def settings(self) -> TeamSettings:
        """What the family's team set."""
        return settings_of(self.entry.team_id)

    @property
    def order(self) -> str:
        """The team's."""
        return str(self.settings.waiting_order)

    @cached_property
    def places(self) -> Any:
        """Everybody's place in each order."""
        return selectors.places(selectors.waiting(self.viewer))

    def buttons(self) -> Sequence[Button]:
        """What this colleague can do about it."""
        if self.entry.team_id not in Viewer.of(self.user, Permission.ALLOCATE).all_team_ids:
            return ()
        alarmed = selectors.alarms_of(self.entry).exists()
        away = away_on(self.entry.unavailable_times.all(), self.today)
        return presenter.buttons(self.entry, alarmed=alarmed, away=away is not None)


class EntryPage(AboutEntry, ActionPage):
    """Does something about one family on the list."""

    abstract: ClassVar[bool] = True
    permission = Permission.ALLOCATE

    def get_subject(self) -> WaitingEntry:
        """The place on the list: its version travels in the form."""
        return self.find_entry()

    @property
    def entry(self) -> WaitingEntry:
        """The place on the list."""
        entry: WaitingEntry = self.subject
        return entry

    def get_cancel(self) -> Link | None:
        """Back to the family's page."""
        return Link("Cancel", self.href)

    def aside(self) -> Sequence[object]:
        """Who it is about, and since when."""
        facts = [
            Fact("Baby", self.babies()),
            Fact("Waiting since", day(self.entry.since)),
            Fact("Support", tags=[holding.support_tag(self.entry.support)]),
        ]
        return [FactList(facts)]

    def act(self, form: ActForm) -> str:
        """Do it, and lead back to the family's page."""
        self.do(form, seen=form.cleaned_data["seen"])
        return self.href

    def do(self, form: Any, *, seen: int | None) -> None:
        """The one thing."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class TriagePage(EntryPage):
    """A triage contact: a short call with what came of it and how urgent it is (WL-1)."""

    form_class = TriageForm
    heading = "Triage contact"

    def intro(self) -> Sequence[str]:
        """What it is for."""
        return ["A short call, to hear how things are and how urgent it is. It counts in the order by triage."]

    def aside(self) -> Sequence[object]:
        """Who may be rung, by the contact rules (CON-1)."""
        return [*super().aside(), presenter.whom_to_ring(self._callable)]

    @cached_property
    def _callable(self) -> list[Addressee]:
        question = Question(Purpose.HOLDING, Channel.CALL, timezone.now(), automatic=False)
        found = who_may_be_told(f"family:{self.entry.family_id}", question)
        return [one for one in found if one.role in CARING_ROLES]

    def initial(self) -> dict[str, Any]:
        """Today; how urgent it is is asked anew each time."""
        return {"on": self.today}

    def done(self, result: str) -> HttpResponse:
        """Say what follows, also where somebody is at risk."""
        self.success = presenter.triaged(self._risk, moved=self.entry.moved)
        return super().done(result)

    _risk = False

    def do(self, form: Any, *, seen: int | None) -> None:
        """Record it."""
        given = form.cleaned_data
        call = actions.Call(
            on=given["on"],
            outcome=given["outcome"],
            spoke_to=given["spoke_to"],
            change=given["change"],
            at_risk=given["at_risk"] or YesNoUnknown.UNKNOWN,
            note=given["note"],
            priority=given["priority"],
        )
        self._risk = call.at_risk == YesNoUnknown.YES
        actions.record_triage(entry=self.entry, call=call, seen=seen, by=self.viewer.actor)


class PlaceEntryPage(EntryPage):
    """Move a family first, just before or after another one, or back where the orders put it, with a reason (WL-1)."""

    form_class = PlaceForm
    heading = "Move the family on the list"
    submit_label = "Move it"

    @cached_property
    def others(self) -> list[WaitingEntry]:
        """The first of those waiting on its team's list, in the team's order."""
        found = selectors.waiting(self.viewer).filter(team=self.entry.team_id)
        return list(selectors.with_names(selectors.in_order(found, self.order))[: presenter.MOST_NAMED])

    @cached_property
    def order(self) -> str:
        """The team's."""
        return str(settings_along(self.user)[self.entry.team_id].waiting_order)

    def intro(self) -> Sequence[str]:
        """What moving means."""
        return presenter.moving(self.entry, self.order)

    def form_kwargs(self) -> dict[str, Any]:
        """Beside whom it may be put."""
        named = presenter.places_to_choose(self.others, self.today)
        return {"others": [one for one in named if one[0] != self.entry.key], "moved": self.entry.moved}

    def do(self, form: Any, *, seen: int | None) -> None:
        """Move it."""
        given, by = form.cleaned_data, self.viewer.actor
        if given["where"] == Where.BESIDE:
            other = next(one for one in self.others if one.key == given["beside"])
            actions.place_beside(
                entry=self.entry, other=other, side=given["side"], reason=given["reason"], seen=seen, by=by
            )
        else:
            act = actions.put_back if given["where"] == Where.BACK else actions.move_first
            act(entry=self.entry, reason=given["reason"], seen=seen, by=by)

    def done(self, result: str) -> HttpResponse:
        """Say where it stands now."""
        places = selectors.places(selectors.waiting(self.viewer).filter(team=self.entry.team_id))
        self.success = presenter.stands_now(self.entry, self.order, places)
        return super().done(result)
