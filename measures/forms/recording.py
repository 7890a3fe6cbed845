"""Recording a measure: item by item or by its scores, as the licence allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.core.exceptions import ValidationError
from django.utils import timezone

from caseload.forms.fields import PersonField
from families.models import Person
from measures.actions import Filled
from measures.actions.scores import read_totals
from measures.enums import How, Point, Side, Who
from measures.models import Definition, Goal
from measures.spec import Scale, Spec
from pitservice.db.errors import Refused
from pitservice.ui.components import Words
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsIntegerField, NhsTextField
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Draw, Fieldset

#: Points that a person can choose; a form that is due comes with its own.
_POINTS = [(one.value, one.label) for one in Point]


def score_field(scale: Scale, *, label: str, required: bool = False) -> NhsCharField:
    """A box for a score of this scale. What it cannot be is said beside it; as typed, for `Filled.totals`."""

    def within(typed: str) -> None:
        try:
            scale.read(typed)
        except Refused as refusal:
            raise ValidationError(refusal.sentence.removesuffix(".")) from refusal

    return NhsCharField(
        label=label,
        called=f"the score for {scale.name.lower()}",
        help_text=f"From {scale.low.normalize():f} to {scale.high.normalize():f}.",
        width="4",
        required=required,
        validators=[within],
    )


class ChooseForm(ActForm):
    """Which measure is recorded, and how."""

    def __init__(self, *args: Any, definitions: Sequence[Definition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"] = NhsChoiceField(
            label="Which measure?",
            called="which measure",
            choices=[(one.key, f"{one.code}: {one.spec.name}") for one in definitions],
            small=True,
        )


class FilledForm(ActForm):
    """A measure as it was filled in: the day, the time of the work, how, then answers or scores."""

    def __init__(self, *args: Any, spec: Spec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        self.initial.setdefault("taken_on", timezone.localdate())
        self.initial.setdefault("how", How.CLINICIAN if spec.who == Who.CLINICIAN else How.TOGETHER)
        self.fields["taken_on"] = NhsDateField(label="When was it filled in?", called="the day", past=True)
        self.fields["point"] = NhsChoiceField(
            label="At what time of the work?", called="the time of the work", choices=_POINTS, inline=True, small=True
        )
        self.fields["how"] = NhsChoiceField(
            label="How was it filled in?",
            called="how it was filled in",
            choices=[one for one in How.choices if one[0] != How.LINK],
            inline=True,
            small=True,
        )
        if spec.forms:
            self.fields["form"] = NhsChoiceField(
                label="Which age form?",
                called="the age form",
                choices=[(months, f"{months} months") for months in spec.forms],
                inline=True,
                small=True,
            )
        if spec.by_item:
            self._ask_items()
        else:
            self._ask_scores()

    def _ask_items(self) -> None:
        anchors = [(str(value), label) for value, label in enumerate(self.spec.anchors)]
        for number, text in enumerate(self.spec.items, 1):
            self.fields[f"item_{number}"] = NhsChoiceField(
                label=f"{number}. {text}",
                called=f"an answer to question {number}",
                choices=[*anchors, ("", "Left out")],
                required=False,
                inline=True,
                small=True,
            )

    def _ask_scores(self) -> None:
        for number, scale in enumerate(self.spec.scales):
            self.fields[f"scale_{number}"] = score_field(
                scale, label=f"{self.spec.code}, {scale.name.lower()}", required=len(self.spec.scales) == 1
            )
        for risk in self.spec.alerts:
            self.fields[f"item_{risk.item}"] = NhsIntegerField(
                label=f"Question {risk.item} by itself: {risk.says}",
                called=f"question {risk.item}",
                help_text=f"From 0 to {risk.most}. Anything from {risk.from_value} goes to the team at once.",
                min_value=0,
                max_value=risk.most,
                width="2",
            )

    @property
    def _questions(self) -> list[str]:
        return [name for name in self.fields if name.startswith(("item_", "scale_"))]

    @property
    def helper(self) -> FormHelper:
        """Who and when, then the measure with its words and whose they are."""
        helper = super().helper
        known = ("submission", "seen", *self._questions)
        first = [name for name in self.fields if name not in known]
        lines = [line for line in (self.spec.intro, self.spec.credit) if line]
        legend = f"{self.spec.code}: {self.spec.name}"
        helper.layout = Layout(*first, Fieldset(legend, Draw(Words(lines)), *self._questions))
        return helper

    @property
    def filled(self) -> Filled:
        """For the action."""
        given = self.cleaned_data
        numbers = range(1, max([len(self.spec.items), *(risk.item for risk in self.spec.alerts)], default=0) + 1)
        answers = {
            number: int(given[f"item_{number}"]) for number in numbers if given.get(f"item_{number}") not in (None, "")
        }
        totals = {scale.name: given.get(f"scale_{number}") for number, scale in enumerate(self.spec.scales)}
        return Filled(
            on=given["taken_on"],
            point=Point(given["point"]),
            how=How(given["how"]),
            answers=answers,
            totals={name: value for name, value in totals.items() if value},
            form=given.get("form", ""),
        )

    def clean(self) -> dict[str, Any]:
        """At least one answer or score is there."""
        given = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                read_totals(self.spec, self.filled)
            except Refused as refusal:
                self.add_error(None, refusal.sentence)
        return given


class RecordForm(FilledForm):
    """The same with whom it is about; the family's own people and goals alone."""

    def __init__(
        self,
        *args: Any,
        spec: Spec,
        adults: Sequence[Person],
        babies: Sequence[Person],
        goals: Sequence[Goal],
        names: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, spec=spec, **kwargs)
        asked: dict[str, Any] = {}
        if spec.side == Side.GOALS:
            choices = [(goal.key, goal.words) for goal in goals]
            asked["goal"] = NhsChoiceField(label="Which goal?", called="which goal", choices=choices)
        if spec.side in (Side.PARENT, Side.RELATIONSHIP, Side.EXPERIENCE):
            asked["adult"] = PersonField(adults, names=names, label="Which adult?", called="which adult")
        if spec.side in (Side.INFANT, Side.RELATIONSHIP):
            asked["baby"] = PersonField(babies, names=names, label="Which baby?", called="which baby")
        self.fields = asked | self.fields
        for name, people in (("adult", adults), ("baby", babies)):
            if name in asked and len(people) == 1:
                self.initial.setdefault(name, people[0].key)


class CorrectForm(FilledForm):
    """What was filled in, put right, with why."""

    why = NhsTextField(label="Why is it corrected?", called="why it is corrected", rows=2)


class GoalForm(ActForm):
    """A goal in the family's own words, and whose it is."""

    words = NhsTextField(
        label="What do they want to be different?",
        called="what they want to be different",
        help_text="In their own words.",
        rows=2,
        max_length=300,
    )

    def __init__(self, *args: Any, adults: Sequence[Person], names: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(adults, names=names, label="Whose goal is it? (optional)", required=False)
        self.fields["agreed_on"] = NhsDateField(label="When was it agreed?", called="the day", past=True)
        self.initial.setdefault("agreed_on", timezone.localdate())


class SettleForm(ActForm):
    """What was done about a risk answer."""

    done = NhsTextField(
        label="What did you do?",
        called="what you did",
        help_text="Whom you spoke to, what was agreed, who looks again and when.",
        rows=4,
    )
