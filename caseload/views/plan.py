"""What is agreed with a family and said on the way, and the team's list of interventions (END-1, P66, P67)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from caseload import actions
from caseload.enums import IssueAnswer, Rhythm
from caseload.forms.plan import (
    AgreeForm,
    ChangeInterventionForm,
    EndingPhaseForm,
    InterventionForm,
    LateIssueForm,
    ReviewForm,
)
from caseload.models import Intervention
from caseload.selectors.plan import interventions_seen_by
from caseload.views.base import EpisodeActionPage
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Cell, Colour, Column, Empty, Link, Tag, Words
from pitservice.ui.forms import PressForm
from pitservice.ui.pages import ActionPage, ListPage, Page, PressPage, TeamPage

LIST, NAV = "caseload:interventions", "governance:manage"


class AgreePage(EpisodeActionPage):
    """Record what is agreed: the intervention, how many sessions, how often (END-1, P66)."""

    permission = Permission.RECORD_SESSIONS
    form_class = AgreeForm
    heading = "Sessions agreed"

    def form_kwargs(self) -> dict[str, Any]:
        """Whose work: its team's list."""
        return {"episode": self.subject}

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        now = self.subject.intervention
        return {
            "number": self.subject.agreed_sessions,
            "rhythm": self.subject.rhythm,
            "intervention": now.key if now else "",
        }

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.agree_sessions(
            episode=self.subject,
            number=given["number"],
            reason=given["reason"],
            intervention=given["intervention"],
            rhythm=Rhythm(given["rhythm"]),
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href


class PlanEndingPage(EpisodeActionPage):
    """Move the planned last day of an ending (END-1, P67)."""

    permission = Permission.RECORD_SESSIONS
    form_class = EndingPhaseForm
    heading = "Planned last day"

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return {"ending_on": self.subject.ending_on}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.plan_ending(
            episode=self.subject,
            on=given["ending_on"],
            reason=given["reason"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href


class ReviewPage(EpisodeActionPage):
    """Record a review: what the parent says, in their words (P66)."""

    permission = Permission.RECORD_SESSIONS
    form_class = ReviewForm
    heading = "Record a review"
    success = "The review is recorded. If more sessions are agreed, change their number on this page."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"held_on": self.today}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.record_review(
            episode=self.subject,
            held_on=given["held_on"],
            parents_words=given["parents_words"],
            decided=given["decided"],
            by=self.viewer.actor,
        )
        return self.back_href


class LateIssuePage(EpisodeActionPage):
    """Record something new that came up late, with our answer (P66)."""

    permission = Permission.RECORD_SESSIONS
    form_class = LateIssueForm
    heading = "Something new came up"
    success = "It is recorded with our answer."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"raised_on": self.today}

    def act(self, form: Any) -> str:
        """Record it; more sessions are agreed on the next page."""
        given = form.cleaned_data
        answer = IssueAnswer(given["answer"])
        actions.record_late_issue(
            episode=self.subject,
            raised_on=given["raised_on"],
            issue=given["issue"],
            answer=answer,
            why=given["why"],
            by=self.viewer.actor,
        )
        return reverse("caseload:agree", args=[self.subject.key]) if answer == IssueAnswer.MORE else self.back_href


class InterventionsPage(ListPage):
    """What the viewer's teams offer, with the usual number of sessions (P66)."""

    permission = Permission.MANAGE_LISTS
    nav = NAV
    heading = "Interventions"
    noun = ("intervention", "interventions")

    def records(self) -> QuerySet[Any]:
        """By team and name."""
        return interventions_seen_by(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Name, number, whether it is offered."""
        team = [Column("Team")] if len(self.viewer.teams) > 1 else []
        return [Column("Name"), *team, Column("Usual number of sessions", numeric=True), Column("State")]

    def row(self, record: Any) -> Sequence[Cell]:
        """One of them."""
        team = [Cell(record.team.name)] if len(self.viewer.teams) > 1 else []
        tag = Tag("Offered", Colour.GREEN) if record.in_use else Tag("Not offered now")
        number = str(record.usual_sessions) if record.usual_sessions else "Open-ended"
        return [
            Cell(record.name, reverse("caseload:change_intervention", args=[record.key]), hint=record.about),
            *team,
            Cell(number, numeric=True),
            Cell(tags=[tag]),
        ]

    def above(self) -> Sequence[object]:
        """What they are for."""
        line = (
            "Colleagues choose from this list when they agree the work with a family; the usual number comes with it."
        )
        return [Words([line])]

    def buttons(self) -> Sequence[Button]:
        """Add one, by team."""
        return [
            Button(
                "Add an intervention" if len(self.viewer.teams) == 1 else f"Add an intervention of {team.name}",
                reverse("caseload:add_intervention", args=[team.slug]),
            )
            for team in self.viewer.teams
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        team = self.viewer.teams[0]
        link = Link("Start with what most teams offer", reverse("caseload:usual_interventions", args=[team.slug]))
        return Empty("The list is empty.", link)


class OnInterventions(Page):
    """Changes the list; it is about no family."""

    abstract: ClassVar[bool] = True
    permission = Permission.MANAGE_LISTS
    nav = NAV

    def families(self) -> Iterable[tuple[int, int]]:
        """None."""
        return ()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link("Interventions", reverse(LIST))]


class AddInterventionPage(OnInterventions, TeamPage, ActionPage):
    """Put one on the team's list."""

    form_class = InterventionForm
    heading = "Add an intervention"
    submit_label = "Add"

    def act(self, form: Any) -> str:
        """Add it."""
        given = form.cleaned_data
        offered = actions.Offered(given["name"], given["usual_sessions"], given["about"])
        actions.add_intervention(team=self.team, offered=offered, by=self.viewer.actor)
        return reverse(LIST)


class UsualInterventionsPage(OnInterventions, TeamPage, PressPage):
    """Start an empty list with what most teams offer."""

    form_class = PressForm
    heading = "Start with what most teams offer"
    submit_label = "Put them on the list"
    success = "They are on the list. Change names and numbers as your team works."

    def intro(self) -> Sequence[str]:
        """What comes."""
        return ["Eight ways of working come on the list, with their usual number of sessions. You can change each."]

    def act(self, form: Any) -> str:
        """Add them."""
        actions.add_usual_interventions(team=self.team, by=self.viewer.actor)
        return reverse(LIST)


class ChangeInterventionPage(OnInterventions, ActionPage):
    """Change a line, or offer it no longer."""

    form_class = ChangeInterventionForm

    def get_heading(self) -> str:
        """Which."""
        return str(self.subject.name)

    def get_subject(self) -> Any:
        """From those of the viewer's teams."""
        return self.find(Intervention.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return {name: getattr(self.subject, name) for name in ("name", "usual_sessions", "about", "in_use")}

    def act(self, form: Any) -> str:
        """Change it."""
        given = form.cleaned_data
        offered = actions.Offered(given["name"], given["usual_sessions"], given["about"], given["in_use"])
        actions.change_intervention(
            intervention=self.subject, offered=offered, seen=given["seen"], by=self.viewer.actor
        )
        return reverse(LIST)
