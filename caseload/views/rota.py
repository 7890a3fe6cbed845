"""The rota by week, working days, absences and who is on duty (P5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from caseload import actions
from caseload.forms.lists import DayFilter
from caseload.forms.rota import AbsenceForm, ChangeAbsenceForm, DutyForm, WorkingDaysForm
from caseload.models import Absence, WorkingDays
from caseload.presenters import rota as presenters
from caseload.selectors.clinic import free_with
from caseload.selectors.localities import localities_of
from caseload.selectors.rota import Rota, absences_ahead, duty_workers_of, rota_of, stand_ins_of
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.ui import dates
from pitservice.ui.components import Button, Buttons, Link, Section
from pitservice.ui.pages import ActionPage, Page, PressPage

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


class OnRota(Page):
    """A page of the rota: which week, from the address."""

    abstract: ClassVar[bool] = True
    nav = "caseload:rota"

    @cached_property
    def filters(self) -> DayFilter:
        """Which day, from the address."""
        return DayFilter(self.request.GET)

    @property
    def monday(self) -> date:
        """The first day of the week shown: this week unless asked."""
        asked = self.filters.values.get("day")
        return monday_of(asked if isinstance(asked, date) else self.today)


class RotaPage(OnRota):
    """Who works, who is away and who is on duty, day by day, for each of the viewer's teams."""

    permission = Permission.SEE_CASELOAD
    template_name = "caseload/my_day.html"

    def get_heading(self) -> str:
        """The week."""
        return f"Rota, week of {dates.day(self.monday)}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The week, then who is away."""
        away = list(absences_ahead(self.viewer, self.today))
        changes = {team.pk: self._may_change(team) for team in self.viewer.teams}
        body = [part for team in self.viewer.teams for part in self._team(team, may_change=changes[team.pk])]
        body.append(presenters.absences(away, self.today, may_change=any(changes.values())))
        opened = bool(self.filters.values)
        return self.render({"filters": self.filters, "filters_open": opened, "body": body, "days": self._days()})

    def _may_change(self, team: Team) -> bool:
        """Whether this person changes the team's rota: a trainee reads it (P7)."""
        return team.pk in self.viewer.team_ids and self.viewer.may(Permission.BOOK, team.pk)

    def _team(self, team: Team, *, may_change: bool) -> Sequence[object]:
        rota = rota_of(team, self.monday, 7)
        hands_over = self.viewer.may(Permission.ALLOCATE, team.pk)
        week = presenters.week_of(rota, self.today, may_change=may_change, hands_over=hands_over)
        body = [
            *self._buttons(team, may_change=may_change, leads=hands_over),
            *week,
            *presenters.without_duty(rota, self.today),
        ]
        return [Section(team.name, body)]

    def _buttons(self, team: Team, *, may_change: bool, leads: bool) -> Sequence[object]:
        if not may_change:
            return ()
        hidden = f"in {team.name}" if len(self.viewer.teams) > 1 else ""
        away = Button("Record an absence", reverse("caseload:add_absence", args=[team.key]), hidden=hidden)
        duty = Button("Set who is on duty", presenters.duty_href(team, self.monday), secondary=True, hidden=hidden)
        new = Button("Extra time for what is new", reverse("caseload:new_to"), secondary=True, hidden=hidden)
        return [Buttons([away, duty, *([new] if leads else [])])]

    def _days(self) -> list[Link]:
        here = self.request.path
        return [
            Link("Earlier", f"{here}?day={self.monday - WEEK}"),
            Link("This week", here),
            Link("Later", f"{here}?day={self.monday + WEEK}"),
        ]


class RotaActionPage(ActionPage, OnRota):
    """Changes the rota of a team: whoever books for it may, a trainee may not (P7)."""

    abstract: ClassVar[bool] = True
    permission = Permission.BOOK

    def find_team(self) -> Team:
        """The team with the address's key, if it is one of this person's own."""
        for team in self.viewer.teams:
            if team.key == self.kwargs["key"] and team.pk in self.viewer.team_ids:
                return team
        raise Http404

    @cached_property
    def team(self) -> Team:
        """Whose rota."""
        return self.find_team()

    def get_back(self) -> Link | None:
        """The rota."""
        return Link("Rota", reverse("caseload:rota"))

    def rota_href(self, day: date) -> str:
        """The rota of the week of a day."""
        return f"{reverse('caseload:rota')}?day={monday_of(day).isoformat()}"


class WorkingDaysPage(RotaActionPage):
    """On which days a colleague works; part-time is the rule."""

    form_class = WorkingDaysForm
    success = "The working days are recorded."

    @cached_property
    def colleague(self) -> User:
        """Whose days."""
        return self.find(stand_ins_of(self.team.pk), key=self.kwargs["item"])

    def get_heading(self) -> str:
        """Whose."""
        return "My working days" if self.colleague == self.user else f"Working days of {self.colleague.name}"

    def intro(self) -> Sequence[str]:
        """What it is for."""
        return [
            f"In {self.team.name}. On other days, what is due to this colleague also shows to whoever is on duty.",
            "For leave or illness record an absence instead.",
        ]

    def initial(self) -> dict[str, Any]:
        """As they are, from today."""
        now = WorkingDays.objects.visible_to(self.viewer).filter(team=self.team, user=self.colleague, ends_on=None)
        known = now.first()
        days = known.days if known else range(5)
        hours = known.hours if known else ""
        return {
            "days": [str(day) for day in days],
            "hours": hours,
            "weekly_hours": known.weekly_hours if known else None,
            "other_hours": known.other_hours if known else None,
            "starts_on": self.today,
        }

    def make_form(self, data: Any = None, files: Any = None) -> Any:
        """For a colleague of this team, or not at all."""
        self.find(stand_ins_of(self.team.pk), key=self.kwargs["item"])
        return super().make_form(data, files)

    def act(self, form: Any) -> str:
        """Record them."""
        given = form.cleaned_data
        actions.set_working_days(
            team=self.team,
            user=self.colleague,
            days=given["days"],
            hours=given["hours"],
            weekly_hours=given["weekly_hours"],
            other_hours=given["other_hours"],
            starts_on=given["starts_on"],
            by=self.viewer.actor,
        )
        return self.rota_href(given["starts_on"])


class AddAbsencePage(RotaActionPage):
    """Record that somebody is away, and who covers."""

    form_class = AbsenceForm
    heading = "Record an absence"
    submit_label = "Record it"

    def intro(self) -> Sequence[str]:
        """What it does, and what it does not."""
        return [
            "Leave and illness look alike here: why somebody is away is not asked.",
            "What is due to them shows to the cover and to whoever is on duty, until they are back.",
            "Appointments are not changed by this.",
        ]

    def form_kwargs(self) -> dict[str, Any]:
        """Who can be away and who can cover."""
        return {"people": stand_ins_of(self.team.pk), "works_in": localities_of(self.team.pk).of_each()}

    def initial(self) -> dict[str, Any]:
        """Today."""
        asked = self.request.GET.get("who", "")
        return {"first": self.today, "last": self.today, "user": asked}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        absence = actions.record_absence(
            team=self.team,
            user=given["user"],
            first=given["first"],
            last=given["last"],
            cover=given["cover"],
            by=self.viewer.actor,
        )
        self.success = _recorded(absence)
        return self.rota_href(given["first"])


def _recorded(absence: Absence) -> str:
    until = dates.weekday(presenters.last_day(absence))
    cover = f"{absence.cover.name} covers" if absence.cover else "nobody covers, so the duty worker sees what is due"
    days = (absence.during.lower, presenters.last_day(absence))
    free = len(free_with(absence.team, absence.user, *days))
    slots = f" {dates.count(free, 'free slot')} of an assessment clinic cannot be given on these days." if free else ""
    return f"{absence.user.name} is away until {until}; {cover}.{slots}"


class OfAbsence(RotaActionPage):
    """Does something with an absence; `subject` is the absence."""

    abstract: ClassVar[bool] = True

    def get_subject(self) -> Any:
        """The absence, of one's own teams."""
        visible = Absence.objects.visible_to(self.viewer).filter(team__in=self.viewer.team_ids, taken_back_at=None)
        return self.find(visible.select_related("user", "cover", "team"), key=self.kwargs["key"])

    @cached_property
    def team(self) -> Team:
        """Whose rota."""
        team: Team = self.subject.team
        return team


class AbsencePage(OfAbsence):
    """Somebody is back sooner or later, or another colleague covers; or it was a mistake."""

    form_class = ChangeAbsenceForm

    def get_heading(self) -> str:
        """Whose."""
        return f"Absence of {self.subject.user.name}"

    def intro(self) -> Sequence[str]:
        """Since when."""
        return [f"Away from {dates.weekday(self.subject.during.lower)}."]

    def aside(self) -> Sequence[object]:
        """The other way out."""
        href = reverse("caseload:take_back_absence", args=[self.subject.key])
        return [Buttons([Button("Take the absence back", href, secondary=True)])]

    def form_kwargs(self) -> dict[str, Any]:
        """Who can cover."""
        people = stand_ins_of(self.team.pk).exclude(pk=self.subject.user_id)
        return {"people": people, "works_in": localities_of(self.team.pk).of_each()}

    def initial(self) -> dict[str, Any]:
        """As it is."""
        cover = self.subject.cover
        return {"last": presenters.last_day(self.subject), "cover": cover.key if cover else ""}

    def act(self, form: Any) -> str:
        """Change it."""
        given = form.cleaned_data
        absence = actions.change_absence(
            absence=self.subject,
            last=given["last"],
            cover=given["cover"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        self.success = _recorded(absence)
        return self.rota_href(absence.during.lower)


class TakeBackAbsencePage(OfAbsence, PressPage):
    """It was a mistake, or they came after all."""

    submit_label = "Take it back"

    def get_heading(self) -> str:
        """Whose."""
        return f"Take back the absence of {self.subject.user.name}"

    def intro(self) -> Sequence[str]:
        """What it does."""
        return ["It stays in the record and counts for nothing. What is due to them no longer shows to others."]

    def act(self, form: Any) -> str:
        """Take it back."""
        absence = actions.take_back_absence(absence=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        self.success = f"The absence of {absence.user.name} is taken back."
        return self.rota_href(absence.during.lower)


class DutyPage(RotaActionPage):
    """Who is on duty on each day of a week."""

    form_class = DutyForm
    success = "The duty rota is set."

    def get_heading(self) -> str:
        """The week."""
        return f"Who is on duty, week of {dates.day(self.monday)}"

    def intro(self) -> Sequence[str]:
        """What duty means here."""
        return [
            f"In {self.team.name}. The duty worker sees what is due to colleagues who are not here, "
            "and worrying answers to forms filled in by link.",
            "Somebody who is away that day cannot be chosen.",
        ]

    @cached_property
    def rota(self) -> Rota:
        """The week."""
        return rota_of(self.team, self.monday, 7)

    def form_kwargs(self) -> dict[str, Any]:
        """The week, and who may be on duty."""
        return {"rota": self.rota, "may": list(duty_workers_of(self.team.pk))}

    def act(self, form: Any) -> str:
        """Set it."""
        actions.set_duty(team=self.team, turns=form.turns, by=self.viewer.actor)
        return self.rota_href(self.monday)
