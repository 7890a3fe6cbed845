"""A family’s measures: the tab, the board, one score, goals, worrying answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from caseload.selectors.people import adults_to_work_with
from families.pages import FamilyRecordPage
from measures import actions
from measures.forms import GoalForm, SettleForm
from measures.models import Goal, RiskAnswer, Score
from measures.presenters import board as boards
from measures.presenters import family as presenting
from measures.presenters import words
from measures.selectors import board as looking
from measures.selectors.due import due_of
from measures.selectors.scores import (
    attended_days,
    corrected_in,
    goals_of,
    in_use,
    requests_of,
    risks_open,
    scores_of,
)
from measures.series import in_series
from measures.views.base import AboutMeasures, MeasureActionPage, OfRow
from pitservice.accounts.enums import Permission
from pitservice.ui import dates
from pitservice.ui.components import Button, Details, Fact, FactList, Link, Words


class MeasuresPage(AboutMeasures, FamilyRecordPage):
    """The tab "Measures"."""

    permission = Permission.READ_NOTES
    tab = "measures:family"
    heading = "Measures"

    def body(self) -> Sequence[object]:
        """A worrying answer first; what is due; what changed; goals; everything."""
        may, names = self.may(Permission.RECORD_SESSIONS), self.names
        scores = scores_of(self.family, self.viewer)
        series = in_series(scores, names, attended_days(self.family))
        found = [
            *presenting.risk_callouts(list(risks_open(self.viewer).filter(family=self.family)), names),
            presenting.due_section(due_of(self.family, self.viewer, self.today), names, self.today, may_record=may),
            *presenting.requests_section(requests_of(self.family, self.viewer), names, may_record=may),
            *presenting.change_section(series),
            *presenting.goals_section(goals_of(self.family, self.viewer), may_record=may),
            presenting.scores_section(scores, names),
        ]
        lines = [
            f"{row.definition.code} of {dates.day(row.taken_on)}: {'; '.join(words.values_of(row))}. "
            f"Corrected: {row.replaced_by.why}"
            for row in corrected_in(self.family, self.viewer)
        ]
        return [*found, *([Details("Scores that were corrected", [Words(lines)])] if lines else [])]

    def buttons(self) -> Sequence[Button]:
        """The board, and what can be recorded."""
        if not self.may(Permission.RECORD_SESSIONS):
            return [Button("Outcome board", reverse("measures:board", args=[self.family.key]))]
        return presenting.record_buttons(self.family.key, in_use([self.family.team_id]))


class BoardPage(AboutMeasures, FamilyRecordPage):
    """The outcome board: to be looked at with the parent, and printed on one page (pages.md)."""

    permission = Permission.READ_NOTES
    tab = "measures:family"
    heading = "How things have changed"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, its measures."""
        return [*super().get_breadcrumbs(), self.measures_link()]

    def tabs(self) -> Sequence[Any]:
        """None: the page is shown to the parent."""
        return ()

    def get_banner(self) -> None:
        """None: alerts are not for the parent's eyes."""

    def body(self) -> Sequence[object]:
        """The picture and its table."""
        scores = scores_of(self.family, self.viewer)
        series = in_series(scores, self.names, attended_days(self.family))
        sessions, events = looking.happened(self.family, self.viewer, self.names)
        return boards.board(series, sessions, events)


class ScorePage(AboutMeasures, FamilyRecordPage):
    """One score: its answers, its values, who recorded it."""

    permission = Permission.READ_NOTES
    tab = "measures:family"
    way_to_family = "record.family"

    def get_record(self) -> Any:
        """From those visible to the viewer."""
        visible = Score.objects.visible_to(self.viewer).select_related("definition", "goal", "family", "replaces")
        return self.find(visible, key=self.kwargs["key"])

    def get_heading(self) -> str:
        """What and when."""
        return f"{self.record.definition.code}, {dates.day(self.record.taken_on)}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, its measures."""
        return [*super().get_breadcrumbs(), self.measures_link()]

    def body(self) -> Sequence[object]:
        """Whose, when, how, each answer."""
        return presenting.score_body(self.record, self.names)

    def buttons(self) -> Sequence[Button]:
        """Correct it."""
        if not self.may(Permission.RECORD_SESSIONS) or hasattr(self.record, "replaced_by"):
            return ()
        return [Button("Correct", reverse("measures:correct", args=[self.record.key]), secondary=True)]


class AddGoalPage(MeasureActionPage):
    """Add a goal."""

    form_class = GoalForm
    heading = "Add a goal"
    success = "The goal is added."

    def form_kwargs(self) -> dict[str, Any]:
        """The adults."""
        return {"adults": list(adults_to_work_with(self.family)), "names": self.names}

    def act(self, form: Any) -> str:
        """Add it."""
        given = form.cleaned_data
        actions.add_goal(
            family=self.family,
            words=given["words"],
            person=given["person"],
            agreed_on=given["agreed_on"],
            by=self.viewer.actor,
        )
        return self.back_href


class EndGoalPage(OfRow):
    """A goal is over."""

    model = Goal
    heading = "The goal is over"
    submit_label = "It is over"
    success = "The goal is over. Its ratings stay."

    def intro(self) -> Sequence[str]:
        """Which."""
        return [f"“{self.subject.words}”", "It is not asked about any more."]

    def act(self, form: Any) -> str:
        """End it."""
        actions.end_goal(goal=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.back_href


class RiskPage(OfRow):
    """Say what was done about a worrying answer (P60)."""

    model = RiskAnswer
    form_class = SettleForm
    heading = "A worrying answer"
    submit_label = "This was done"
    success = "Kept. It is off the worklist."

    def aside(self) -> Sequence[object]:
        """Which."""
        said = [presenting.risk_words(self.subject, self.names)]
        done = [Fact("What was done", self.subject.done)] if self.subject.settled_at else []
        return [Words(said), *([FactList(done)] if done else [])]

    def act(self, form: Any) -> str:
        """Keep it."""
        given = form.cleaned_data
        actions.settle_risk(risk=self.subject, done=given["done"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href
