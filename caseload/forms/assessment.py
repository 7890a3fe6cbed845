"""The assessment record, and the agreement of work (P65)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from caseload.actions import Agreed
from caseload.enums import AgreementAnswer
from caseload.forms.fields import names_for
from caseload.forms.session import NOTE_LENGTH, NoteBoxes, with_text
from caseload.models import Episode
from caseload.selectors.people import adults_of
from families.contact import Addressee
from pitservice.ui.fields import NhsBooleanField, NhsChoiceField, NhsDateField, NhsMultipleChoiceField, NhsTextField
from pitservice.ui.forms import ActForm, TypedForm
from pitservice.ui.layout import Fieldset

NOT_ASKED = "not_asked"
#: So much fits on the one page that the family keeps, beside what stands on it anyway.
SHEET_LENGTH = 240


class AssessmentForm(NoteBoxes):
    """The record under its headings."""

    text = NhsTextField(label="Assessment record", max_length=NOTE_LENGTH, required=False, rows=14)

    def __init__(self, *args: Any, headings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data = with_text(self.data)
        self.boxes = self.box_fields(headings)

    @property
    def helper(self) -> FormHelper:
        """Box by box."""
        helper = super().helper
        helper.layout = Layout(*self.boxes)
        return helper


class AssessmentDraftForm(TypedForm):
    """What a window has typed into the record."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(with_text(data), **kwargs)


class AgreementForm(ActForm):
    """What is agreed, what each adult says apart, what was explained, and who keeps a sheet of it."""

    agreed_on = NhsDateField(label="Day on which you agreed it", called="the day", past=True)
    focus = NhsTextField(
        label="What the work is about",
        called="what the work is about",
        help_text="As the family understands it. It stands on the sheet: name no diagnosis, and nobody’s risk.",
        rows=4,
        max_length=SHEET_LENGTH,
    )
    offer = NhsTextField(
        label="What we offer",
        called="what we offer",
        help_text="What, how often, how many times, where. It stands on the sheet.",
        rows=4,
        max_length=SHEET_LENGTH,
    )
    privacy_notice = NhsBooleanField(label="They have our privacy notice", required=False)
    confidentiality = NhsBooleanField(
        label="We explained what we keep to ourselves, and when we have to tell others", required=False
    )

    def __init__(self, *args: Any, episode: Episode, readers: Sequence[Addressee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adults, names = adults_of(episode), names_for(episode)
        choices = [*AgreementAnswer.choices, (NOT_ASKED, "Not asked yet")]
        for person in self.adults:
            name = names.get(person.pk, person.name)
            self.fields[f"answer_{person.key}"] = NhsChoiceField(
                label=f"What does {name} say?", called=f"what {name} says", choices=choices
            )
            self.fields[f"own_{person.key}"] = NhsTextField(
                label=f"In {name}’s own words (optional)", rows=2, max_length=2000, required=False
            )
        self.fields["sheet_to"] = NhsMultipleChoiceField(
            label="Who keeps a sheet of it? (optional)",
            called="who keeps a sheet",
            required=False,
            choices=[(to.recipient, to.name) for to in readers],
            hints={to.recipient: to.why for to in readers if to.why},
            help_text=(
                "One page for each, a letter of its own: print it and hand it over, or post it. Ask first whether it is"
                " safe to have at home. What the contact rules ask about waits for a person’s answer."
            ),
        )

    @property
    def helper(self) -> FormHelper:
        """What is agreed, each adult, what was explained, the sheets."""
        helper = super().helper
        each = [name for person in self.adults for name in (f"answer_{person.key}", f"own_{person.key}")]
        helper.layout = Layout(
            "agreed_on",
            "focus",
            "offer",
            *each,
            Fieldset("What you explained", "privacy_notice", "confidentiality"),
            "sheet_to",
        )
        return helper

    @property
    def agreed(self) -> Agreed:
        """What the form says, for the action."""
        given = self.cleaned_data
        answers = {
            person: (AgreementAnswer(given[f"answer_{person.key}"]), given[f"own_{person.key}"])
            for person in self.adults
            if given[f"answer_{person.key}"] != NOT_ASKED
        }
        return Agreed(
            on=given["agreed_on"],
            focus=given["focus"],
            offer=given["offer"],
            answers=answers,
            privacy_notice=given["privacy_notice"],
            confidentiality=given["confidentiality"],
        )
