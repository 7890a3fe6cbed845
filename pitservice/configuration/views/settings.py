"""Pages of what a team sets: settings and working days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.configuration import actions, presenters
from pitservice.configuration.carried_out import policies_beside
from pitservice.configuration.forms import DayForm, PostcodesForm, SettingsForm
from pitservice.configuration.models import ClosedDay, TeamSettings
from pitservice.configuration.selectors import areas_of, risk_list_of, settings_of
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, ListPage, RecordPage, TeamPage


class OfTeam(TeamPage):
    """About a team whose lists this colleague manages."""

    abstract: ClassVar[bool] = True
    permission = Permission.MANAGE_LISTS
    nav = "governance:manage"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """All lists and settings."""
        return [Link("Lists and settings", reverse("configuration:settings"))]


class SettingsPage(RecordPage):
    """Everything a team sets, team by team."""

    permission = Permission.MANAGE_LISTS
    nav = "governance:manage"
    heading = "Lists and settings"

    def get_record(self) -> None:
        """About no one record."""

    def families(self) -> Iterable[tuple[int, int]]:
        """About no family."""
        return ()

    def body(self) -> Sequence[object]:
        """A section for each team."""
        return [
            presenters.team_section(
                team,
                settings_of(team.pk),
                risk_list_of(team.pk),
                ClosedDay.objects.visible_to(self.viewer).filter(team=team).count(),
                areas_of(team.pk),
            )
            for team in self.viewer.teams
        ]


class ChangeSettingsPage(OfTeam, ActionPage):
    """A team's settings; what follows from them counts from now on, never backwards."""

    form_class = SettingsForm
    success = "Saved. It counts from now on."

    def get_heading(self) -> str:
        """Whose."""
        return f"Settings of {self.team.name}"

    def get_subject(self) -> TeamSettings:
        """The row; its version travels in the form."""
        return settings_of(self.team.pk)

    @property
    def seen(self) -> int | None:
        """None while the team has never set anything."""
        return self.subject.version if self.subject.pk else None

    def initial(self) -> dict[str, Any]:
        """As they are."""
        return {name: getattr(self.subject, name) for name in SettingsForm.base_fields if hasattr(self.subject, name)}

    def aside(self) -> Sequence[object]:
        """The policies that they carry out (P84)."""
        return policies_beside(self.viewer, self.team)

    def get_cancel(self) -> Link | None:
        """Back without changing anything."""
        return Link("Cancel", reverse("configuration:settings"))

    def act(self, form: ActForm) -> str:
        """Save those that are settings."""
        changes = {name: form.cleaned_data[name] for name in SettingsForm.base_fields if hasattr(TeamSettings, name)}
        actions.change_settings(team=self.team, seen=form.cleaned_data["seen"], by=self.viewer.actor, **changes)
        return reverse("configuration:settings")


class PostcodesPage(OfTeam, ActionPage):
    """Which postcodes the team looks after: the service's own forms lead there (P15)."""

    form_class = PostcodesForm
    success = "Saved. The service's own forms lead to the team from now on."

    def get_heading(self) -> str:
        """Whose."""
        return f"Postcode areas of {self.team.name}"

    def initial(self) -> dict[str, Any]:
        """As they are."""
        return {"areas": "\n".join(areas_of(self.team.pk))}

    def get_cancel(self) -> Link | None:
        """Back without changing anything."""
        return Link("Cancel", reverse("configuration:settings"))

    def act(self, form: ActForm) -> str:
        """Save them."""
        actions.set_postcode_areas(team=self.team, areas=form.cleaned_data["areas"], by=self.viewer.actor)
        return reverse("configuration:settings")


class DayListPage(OfTeam, ListPage):
    """Days on which the team is closed or open otherwise than the nation's list says (SCR-2)."""

    noun = ("day of our own", "days of our own")

    def get_heading(self) -> str:
        """Whose."""
        return f"Working days of {self.team.name}"

    def records(self) -> Any:
        """The team's own days, the next first."""
        return ClosedDay.objects.visible_to(self.viewer).filter(team=self.team).order_by("-day")

    def columns(self) -> Sequence[Column]:
        """The headings."""
        return [Column("Day"), Column("The team is"), Column("Why")]

    def row(self, record: ClosedDay) -> Sequence[Cell]:
        """One day."""
        return presenters.day_row(record)

    def buttons(self) -> Sequence[Button]:
        """Another day."""
        return [Button("Add a day", reverse("configuration:add_day", args=[self.team.slug]), secondary=True)]

    def empty(self) -> Empty:
        """Only the nation's list counts."""
        nation = self.team.get_nation_display()
        return Empty(f"Only the bank holidays of {nation} count. Add the days on which the team is closed besides.")


class AddDayPage(OfTeam, ActionPage):
    """Close a day, or open one (SCR-2)."""

    form_class = DayForm
    heading = "Add a day"
    success = "Saved. Days that are counted from now on take it in; those already set stay."

    def get_cancel(self) -> Link | None:
        """Back without adding anything."""
        return Link("Cancel", reverse("configuration:days", args=[self.team.slug]))

    def act(self, form: ActForm) -> str:
        """Save it."""
        given = form.cleaned_data
        actions.set_day(
            team=self.team,
            day=given["day"],
            closed=given["closed"] == "closed",
            why=given["why"],
            by=self.viewer.actor,
        )
        return reverse("configuration:days", args=[self.team.slug])
