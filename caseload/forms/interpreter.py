"""Who interprets at an appointment, and what was arranged with them (P68)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from caseload.actions.interpreters import check_interpreter
from caseload.enums import InterpreterAnswer, InterpreterGender
from caseload.interpreting import Interpreter
from families.models import Family, Person
from pitservice.db.errors import Refused
from pitservice.ui.fields import NhsCharField, NhsChoiceField
from pitservice.ui.forms import ActForm, offer_choices
from pitservice.ui.layout import Fieldset, Opens, Part, Row

_PARTS = ("language", "dialect", "gender", "agency", "name")
#: What the questions about an interpreter are called: the columns of an appointment.
INTERPRETER_FIELDS = tuple(f"interpreter_{part}" for part in _PARTS)


class InterpreterFields(ActForm):
    """A form that asks who interprets: each thing apart, because an agency asks for each (P68)."""

    interpreter_language = NhsCharField(
        label="Language (optional)", called="the language", required=False, max_length=120,
        help_text="Leave it empty where no interpreter comes.",
    )  # fmt: skip
    interpreter_dialect = NhsCharField(label="Dialect (optional)", called="the dialect", required=False, max_length=60)
    interpreter_gender = NhsChoiceField(
        label="Did the family ask for a woman or a man?", called="whom the family asked for", required=False,
        choices=[("", "They did not say"), *InterpreterGender.choices], inline=True,
    )  # fmt: skip
    interpreter_agency = NhsCharField(label="Agency (optional)", called="the agency", required=False, max_length=120)
    interpreter_name = NhsCharField(
        label="Name of the interpreter (optional)", called="the name of the interpreter", required=False,
        max_length=100, help_text="The name alone, when you know it. Never a relative or a friend.",
    )  # fmt: skip

    def interpreter_questions(self, *, asked: bool) -> Part:
        """The questions; behind words that open in place, where nobody here is known to need one."""
        language, dialect, gender, agency, name = INTERPRETER_FIELDS
        questions = (Row(language, dialect), gender, agency, name)
        return Fieldset("Interpreter", *questions) if asked else Opens("An interpreter comes too", *questions)

    @property
    def interpreter(self) -> Interpreter:
        """What the form says."""
        given = self.cleaned_data
        return Interpreter(*(" ".join((given.get(name) or "").split()) for name in INTERPRETER_FIELDS))

    def check_interpreter(self, family: Family, invited: Collection[Person]) -> None:
        """Say at the question what is the matter with it."""
        here = "interpreter_name" if self.cleaned_data.get("interpreter_language") else "interpreter_language"
        try:
            check_interpreter(family, self.interpreter, invited)
        except Refused as refusal:
            self.add_error(here, str(refusal))


def interpreter_start(interpreter: Interpreter) -> dict[str, str]:
    """What the questions start with."""
    return {f"interpreter_{part}": said for part, said in asdict(interpreter).items()}


class NameInterpreterForm(InterpreterFields):
    """Another interpreter, or something about them that changed."""

    def __init__(self, *args: Any, family: Family, invited: Collection[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family, self.invited = family, invited

    @property
    def helper(self) -> FormHelper:
        """The questions, open."""
        helper = super().helper
        helper.layout = Layout(self.interpreter_questions(asked=True))
        return helper

    def clean(self) -> dict[str, Any]:
        """Never a relative, and nobody whom somebody here has refused."""
        given = super().clean() or self.cleaned_data
        self.check_interpreter(self.family, self.invited)
        return given


class InterpreterForm(ActForm):
    """What was arranged, and who said so (P68)."""

    answer = NhsChoiceField(label="What was arranged?", called="what was arranged", choices=())
    agency = NhsCharField(
        label="Agency, or who said so (optional)", called="the agency", max_length=120, required=False
    )
    name = NhsCharField(
        label="Who comes (optional)", called="who comes", max_length=100, required=False,
        help_text="The name of the interpreter. Never a relative or a friend.",
    )  # fmt: skip
    note = NhsCharField(
        label="Note (optional)", called="the note", max_length=300, required=False,
        help_text="For example, the booking number of the agency.",
    )  # fmt: skip

    def __init__(self, *args: Any, answers: Sequence[InterpreterAnswer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "answer", [(one.value, one.label) for one in answers])
        if InterpreterAnswer.CONFIRMED not in answers:
            del self.fields["name"]
