"""A family's measures: the tab, the board, recording, correcting, goals, links, risk answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from caseload.models import Appointment
from caseload.selectors.people import adults_to_work_with, babies_to_work_for
from families.pages import AboutFamily, FamilyActionPage, FamilyRecordPage
from families.presenters import names_in
from families.selectors import known_members
from measures import actions
from measures.enums import Side
from measures.forms import ChooseForm, CorrectForm, GoalForm, LinkForm, RecordForm, SettleForm
from measures.models import Definition, Goal, MeasureRequest, RiskAnswer, Score
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
from pitservice.accounts.enums import Permission
from pitservice.db.keys import is_key
from pitservice.ui import dates
from pitservice.ui.components import Button, Details, Fact, FactList, Link, Words


class AboutMeasures(AboutFamily):
    """A page about a family's measures."""

    abstract: ClassVar[bool] = True
    permission = Permission.RECORD_SESSIONS

    @cached_property
    def names(self) -> Mapping[int, str]:
        """How everybody of the family is called, by id."""
        return names_in(known_members(self.family))

    def measures_link(self) -> Link:
        """The tab, as a step of the way."""
        return Link("Measures", reverse("measures:family", args=[self.family.key]))


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


class MeasureActionPage(AboutMeasures, FamilyActionPage):
    """Does something with a family's measures."""

    abstract: ClassVar[bool] = True
    back_to = "measures:family"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, its measures."""
        return [*super().get_breadcrumbs(), self.measures_link()]


class OfRow(MeasureActionPage):
    """Does something with one row of a family's measures, whose key stands in the address."""

    abstract: ClassVar[bool] = True
    model: ClassVar[Any]
    way_to_family = "subject.family"

    def get_subject(self) -> Any:
        """From those visible to the viewer."""
        return self.find(self.model.objects.visible_to(self.viewer), key=self.kwargs["key"])


class ChoosePage(MeasureActionPage):
    """Which measure is recorded."""

    form_class = ChooseForm
    heading = "Which measure?"
    submit_label = "Continue"

    def form_kwargs(self) -> dict[str, Any]:
        """Those in use."""
        return {"definitions": in_use([self.family.team_id])}

    def aside(self) -> Sequence[object]:
        """For paper: those whose words may be printed (P71)."""
        return presenting.blanks(in_use([self.family.team_id]))

    def act(self, form: Any) -> str:
        """Lead to its form; nothing is written."""
        return reverse("measures:record", args=[self.family.key, form.cleaned_data["measure"]])


class WithDefinition(MeasureActionPage):
    """About one measure of the team's, which the address names as `item`."""

    abstract: ClassVar[bool] = True

    @cached_property
    def definition(self) -> Definition:
        """The measure in use; another team's, or an old edition, does not exist here."""
        found = Definition.objects.visible_to(self.viewer).filter(team=self.family.team_id, superseded_at=None)
        return self.find(found, key=self.kwargs["item"])

    def get_heading(self) -> str:
        """Which."""
        return f"{self.heading}: {self.definition.code}"

    def people(self) -> dict[str, Any]:
        """Adults and babies of the family who may be asked about: nobody who was lost (P22)."""
        return {"adults": list(adults_to_work_with(self.family)), "names": self.names}


class RecordPage(WithDefinition):
    """Record a measure, item by item or its scores (P60)."""

    form_class = RecordForm
    heading = "Record a measure"
    success = "Recorded."

    def form_kwargs(self) -> dict[str, Any]:
        """The measure, the people, the goals."""
        return {
            **self.people(),
            "spec": self.definition.spec,
            "babies": list(babies_to_work_for(self.family)),
            "goals": [goal for goal in goals_of(self.family, self.viewer) if goal.ended_on is None],
        }

    def initial(self) -> dict[str, Any]:
        """What the list of measures due knows."""
        asked = ("adult", "baby", "goal", "point", "form")
        return {name: self.request.GET[name] for name in asked if name in self.request.GET}

    @cached_property
    def session(self) -> Appointment | None:
        """The family's appointment from whose session page somebody came."""
        key = self.request.GET.get("session", "")
        here = Appointment.objects.visible_to(self.viewer).filter(episode__family=self.family)
        return here.filter(key=key).first() if is_key(key) else None

    @property
    def back_href(self) -> str:
        """Where they came from: what they had typed there is kept."""
        if self.session is not None:
            return reverse("caseload:session", args=[self.session.key])
        return super().back_href

    def aside(self) -> Sequence[object]:
        """Or by link, where the words may stand here."""
        if not self.definition.spec.by_item or self.definition.spec.side != Side.PARENT:
            return ()
        href = reverse("measures:ask", args=[self.family.key, self.definition.key])
        return [Link("Send it as a private form instead", href)]

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        goal = None
        if key := given.get("goal"):
            goal = self.find(Goal.objects.visible_to(self.viewer).filter(family=self.family), key=key)
        actions.record_score(
            family=self.family,
            definition=self.definition,
            about=actions.About(given.get("adult"), given.get("baby"), goal),
            filled=form.filled,
            by=self.viewer.actor,
        )
        return self.back_href


class AskPage(WithDefinition):
    """Send a form as a private link (P60)."""

    permission = Permission.SEND
    form_class = LinkForm
    heading = "Send a private form"
    submit_label = "Text the link"
    success = "The link goes by text. It opens for 7 days."

    def form_kwargs(self) -> dict[str, Any]:
        """The adults."""
        return self.people()

    def intro(self) -> Sequence[str]:
        """What they will see."""
        return [
            "They get a text with a link that names neither us nor the form. It shows no earlier answers.",
            "A worrying answer comes to the team's worklist at once, even if the form is never sent.",
        ]

    def act(self, form: Any) -> str:
        """Ask."""
        given = form.cleaned_data
        actions.ask_by_link(
            family=self.family,
            definition=self.definition,
            adult=given["adult"],
            point=given["point"],
            site=self.request.build_absolute_uri("/"),
            by=self.viewer.actor,
        )
        return self.back_href


class TakeBackPage(OfRow):
    """Close a private link that was not answered."""

    model = MeasureRequest
    heading = "Close the private link"
    submit_label = "Close the link"
    success = "The link is closed."

    def intro(self) -> Sequence[str]:
        """What stays."""
        return ["Nobody can open it any more. Answers that were given stay in the record."]

    def act(self, form: Any) -> str:
        """Close it."""
        actions.take_back(request=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.back_href


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


class CorrectPage(OfRow):
    """Put a score right; both rows are kept."""

    model = Score
    form_class = CorrectForm
    heading = "Correct a score"
    success = "Corrected. What stood before is kept."

    def form_kwargs(self) -> dict[str, Any]:
        """By the edition it was recorded with."""
        return {"spec": self.subject.definition.spec}

    def initial(self) -> dict[str, Any]:
        """As it was recorded."""
        row: Score = self.subject
        start: dict[str, Any] = {"taken_on": row.taken_on, "point": row.point, "how": row.how, "form": row.form}
        start |= {f"item_{number}": value for number, value in row.answers.items()}
        scales = row.definition.spec.scales
        return start | {f"scale_{number}": row.totals.get(one.name, "") for number, one in enumerate(scales)}

    def act(self, form: Any) -> str:
        """Correct it."""
        given = form.cleaned_data
        actions.correct_score(
            score=self.subject, filled=form.filled, why=given["why"], seen=given["seen"], by=self.viewer.actor
        )
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
