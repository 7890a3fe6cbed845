"""Supervision: what was had of what is needed, what was logged, and what was decided about a family (P85)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from caseload.selectors.people import workers
from caseload.selectors.work import work_of
from consultation import actions, supervised, supervising
from consultation.forms import AboutFamilyForm, ExperienceForm, LogSupervisionForm
from consultation.models import Experience, Supervision, SupervisionDecision
from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, PressPage, RecordPage, TeamPage

LIST = "consultation:supervision"
NAV = "consultation:ours"


def trail(one: Supervision | None = None) -> Sequence[Link]:
    """Our own work, supervision, this one."""
    found = [Link("Our own work", reverse(NAV)), Link("Supervision", reverse(LIST))]
    return [*found, Link(supervising.title(one), supervising.href(one))] if one else found


def families_of(viewer: Viewer) -> QuerySet[Family]:
    """Families that this colleague works with now, by title."""
    mine = work_of(viewer, everybody=False).order_by().values("family")
    return Family.objects.visible_to(viewer).filter(pk__in=mine).order_by("title", "pk")


class SupervisionListPage(ListPage):
    """Where everybody stands, for the lead; where this colleague stands; and what was logged."""

    permission = Permission.RECORD_SESSIONS
    nav = NAV
    heading = "Supervision"
    noun = ("supervision logged", "supervisions logged")
    sorts = {"newest": "newest first"}

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Our own work."""
        return trail()[:1]

    def above(self) -> Sequence[object]:
        """What was had of what is needed in four weeks, with its working."""
        leads = Viewer.of(self.user, Permission.ALLOCATE).all_team_ids
        return [supervising.standings(supervised.standings(self.viewer, self.today), leads)]

    def records(self) -> Any:
        """One's own; the team's for its lead."""
        return supervised.supervisions(self.viewer)

    def columns(self) -> Sequence[Column]:
        """When, what, who, how long, with whom."""
        return supervising.COLUMNS

    def row(self, record: Supervision) -> Sequence[Cell]:
        """One."""
        return supervising.row(record)

    def buttons(self) -> Sequence[Button]:
        """Log one."""
        return [Button("Log supervision", reverse("consultation:log-supervision"))]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("Nothing is logged yet. Each supervision takes a minute to log.")


class LogSupervisionPage(ActionPage):
    """That it took place; and what was decided about a family, if anything was."""

    permission = Permission.RECORD_SESSIONS
    nav = NAV
    heading = "Log supervision"
    form_class = LogSupervisionForm
    submit_label = "Log it"
    success = "Logged."

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Supervision."""
        return trail()

    def get_cancel(self) -> Link:
        """Back."""
        return Link("Cancel", reverse(LIST))

    def intro(self) -> Sequence[str]:
        """What is kept of it."""
        return [
            "Only that it took place is kept, and what was decided about a family, in that family’s record. "
            "What else was said is kept nowhere here."
        ]

    def initial(self) -> dict[str, Any]:
        """Today, an hour."""
        return {"held_on": self.today, "minutes": 60}

    def form_kwargs(self) -> dict[str, Any]:
        """Their teams and families."""
        return {"teams": self.viewer.teams, "families": families_of(self.viewer)}

    def act(self, form: Any) -> str:
        """Log it, and put what was decided where it belongs."""
        data, by = form.cleaned_data, self.viewer.actor
        given = {name: data[name] for name in ("team", "kind", "held_on", "minutes", "with_whom")}
        made = actions.log_supervision(colleague=self.user, **given, by=by)
        if data["family"]:
            actions.decide_in_supervision(supervision=made, family=data["family"], words=data["decided"], by=by)
        return reverse(LIST)


class OneSupervisionPage(RecordPage):
    """One, with what was decided in it about families that the viewer may see."""

    permission = Permission.RECORD_SESSIONS
    nav = NAV

    def get_record(self) -> Supervision:
        """The one in the address."""
        return self.find(supervised.supervisions(self.viewer), key=self.kwargs["key"])

    @cached_property
    def decisions(self) -> list[SupervisionDecision]:
        """What was decided."""
        return list(supervised.decisions_of(self.record, self.viewer))

    def get_heading(self) -> str:
        """What and when."""
        return supervising.title(self.record)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Supervision."""
        return trail()

    def body(self) -> Sequence[object]:
        """That it took place, and what was decided."""
        return supervising.body(self.record, self.decisions)

    def families(self) -> Iterable[tuple[int, int]]:
        """Those that something was decided about."""
        return [(row.family_id, row.team_id) for row in self.decisions]

    def buttons(self) -> Sequence[Button]:
        """For the colleague whose it is."""
        if self.record.colleague_id != self.user.pk:
            return []
        pages = (("Add what was decided about a family", "decide-supervision"), ("Remove it", "remove-supervision"))
        key = [self.record.key]
        return [Button(text, reverse(f"consultation:{name}", args=key), secondary=True) for text, name in pages]


class OwnSupervision(ActionPage):
    """Does something about one of this colleague's own."""

    abstract = True
    permission = Permission.RECORD_SESSIONS
    nav = NAV

    def get_subject(self) -> Supervision:
        """The one in the address, where it is this colleague's."""
        own = supervised.supervisions(self.viewer).filter(colleague=self.user)
        return self.find(own, key=self.kwargs["key"])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Supervision, this one."""
        return trail(self.subject)

    def get_cancel(self) -> Link:
        """Back."""
        return Link("Cancel", supervising.href(self.subject))


class DecideInSupervisionPage(OwnSupervision):
    """What was decided about a family goes into its record; the rest does not."""

    heading = "What was decided about a family"
    form_class = AboutFamilyForm
    success = "It stands in the family’s record."

    def form_kwargs(self) -> dict[str, Any]:
        """Families of this team that they work with."""
        return {"families": families_of(self.viewer).filter(team=self.subject.team)}

    def act(self, form: Any) -> str:
        """Put it there."""
        data = form.cleaned_data
        actions.decide_in_supervision(
            supervision=self.subject, family=data["family"], words=data["decided"], by=self.viewer.actor
        )
        return supervising.href(self.subject)


class RemoveSupervisionPage(OwnSupervision, PressPage):
    """It was logged in error."""

    heading = "Remove what was logged"
    submit_label = "Remove it"
    success = "Removed. Its history is kept."

    def intro(self) -> Sequence[str]:
        """What."""
        return [f"{supervising.title(self.subject)}, {self.subject.minutes} minutes."]

    def act(self, form: Any) -> str:
        """Take it out."""
        seen = form.cleaned_data["seen"]
        actions.remove_supervision(supervision=self.subject, seen=seen, by=self.viewer.actor)
        return reverse(LIST)


class ExperiencePage(TeamPage, ActionPage):
    """Since when a colleague works with babies under two: set by whoever allocates."""

    permission = Permission.ALLOCATE
    nav = NAV
    form_class = ExperienceForm
    success = "Saved. How often supervision is needed is worked out anew."

    @cached_property
    def colleague(self) -> User:
        """Somebody who works with families in this team."""
        return self.find(workers(self.team.pk), key=self.kwargs["key"])

    def get_heading(self) -> str:
        """Whose."""
        return f"Experience of {self.colleague.name}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Supervision."""
        return trail()

    def intro(self) -> Sequence[str]:
        """What hangs on it."""
        return [
            "An hour of clinical supervision a week in the first three years with babies under two, then every two."
        ]

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        row = Experience.objects.visible_to(self.viewer).filter(team=self.team, colleague=self.colleague).first()
        return {"since": row.since} if row else {}

    def act(self, form: Any) -> str:
        """Keep it."""
        actions.set_experience(
            team=self.team, colleague=self.colleague, since=form.cleaned_data["since"], by=self.viewer.actor
        )
        return reverse(LIST)
