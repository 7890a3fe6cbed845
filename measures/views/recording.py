"""Recording a measure, correcting it, and asking for it by a private link."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from caseload.models import Appointment
from caseload.selectors.people import adults_to_work_with, babies_to_work_for
from measures import actions
from measures.enums import Side
from measures.forms import ChooseForm, CorrectForm, LinkForm, RecordForm
from measures.models import Definition, Goal, MeasureRequest, Score
from measures.presenters import family as presenting
from measures.selectors.scores import (
    goals_of,
    in_use,
)
from measures.views.base import MeasureActionPage, OfRow
from pitservice.accounts.enums import Permission
from pitservice.db.keys import is_key
from pitservice.ui.components import Link


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
