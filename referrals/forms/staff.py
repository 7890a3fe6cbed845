"""A referral that came by telephone or on paper, entered by the team: the professionals' questions on one page."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from families.forms.documents import HINT, SeveralFilesField
from pitservice.accounts.models import Team
from pitservice.configuration.enums import ReferralSource
from pitservice.configuration.models import RiskItem
from pitservice.ui.fields import NhsChoiceField, NhsDateField, NhsMultipleChoiceField
from pitservice.ui.forms import ActForm, offer_choices
from pitservice.ui.layout import Fieldset, Opens, Reveal, Row
from referrals.enums import Entrance, PartyRole
from referrals.intake.build import from_professional
from referrals.intake.professional import (
    OTHERS,
    BabyForm,
    CarerForm,
    ContactForm,
    HelpersForm,
    KnowFirstForm,
    ReferrerForm,
    SiblingsForm,
    WorriesForm,
)
from referrals.intake.step import HIDDEN, StepForm
from referrals.submission import Submission

_PARTS: Mapping[str, type[StepForm]] = {
    "about-you": ReferrerForm,
    "baby-1": BabyForm,
    "baby-2": BabyForm,
    "baby-3": BabyForm,
    "carer-1": CarerForm,
    "contact-1": ContactForm,
    "carer-2": CarerForm,
    "contact-2": ContactForm,
    "siblings": SiblingsForm,
    "worries": WorriesForm,
    "helpers": HelpersForm,
    "know-first": KnowFirstForm,
}
_OPTIONAL = frozenset({"about-you"})
#: Babies after whom another can be added.
_ANOTHER = ("baby-1", "baby-2")
#: Questions that the professionals' form puts to the referrer, as a colleague reads them.
_ASKED_OF_US = {
    ("about-you", "name"): "Referrer's name",
    ("about-you", "source"): "The referrer is a",
    ("helpers", "keeps_support"): "Will the referrer keep their own support in place while the family waits for us?",
}


def _field(part: str, name: str) -> str:
    return f"{part.replace('-', '_')}_{name}"


class StaffForm(ActForm):
    """Everything on one page; what is not known stays empty."""

    team = NhsChoiceField(label="Team", widget=forms.Select, called="the team")
    received_on = NhsDateField(label="When was it received?", called="the date the referral was received", past=True)
    other = NhsChoiceField(
        label="Is there a father, partner or other carer to add?",
        choices=OTHERS,
        called="whether there is another carer",
    )

    letters = SeveralFilesField(
        label="Letters or reports that came with it",
        help_text=f"{HINT}. If this page is shown again, choose them again.",
        called="a file",
        required=False,
    )

    def __init__(self, *args: Any, teams: Sequence[Team], items: Sequence[RiskItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "team", [(team.key, team.name) for team in teams])
        self.initial.setdefault("team", teams[0].key if teams else "")
        self.initial.setdefault("received_on", timezone.localdate())
        self.initial.setdefault(_field("carer-1", "role"), PartyRole.MOTHER)
        for part, form in _PARTS.items():
            for name, question in form.base_fields.items():
                if name not in HIDDEN and (name != "another" or part in _ANOTHER):
                    self._copy(part, name, question)
        offer_choices(self, _field("about-you", "source"), ReferralSource.choices)
        self.risks = self._add_risks(items)

    def _copy(self, part: str, name: str, question: forms.Field) -> None:
        own = copy.deepcopy(question)
        if (part in _OPTIONAL and name != "source") or name == "another":
            own.required = False
        if name == "another":
            own.initial = "no"
        own.label = _ASKED_OF_US.get((part, name), own.label)
        self.fields[_field(part, name)] = own

    def _add_risks(self, items: Sequence[RiskItem]) -> list[str]:
        found = []
        for number, (group, listed) in enumerate(groupby(items, key=lambda item: item.group)):
            name = f"ticks_{number}"
            self.fields[name] = NhsMultipleChoiceField(
                label=group, required=False, small=True, choices=[(str(item.pk), item.text) for item in listed]
            )
            found.append(name)
        return found

    @property
    def helper(self) -> FormHelper:
        """In the order in which a caller tells it."""
        helper = super().helper
        helper.layout = Layout(
            *HIDDEN,
            Row("team", "received_on"),
            Fieldset("Who refers", *self._of("about-you")),
            Fieldset("The baby", *self._baby(1)),
            Fieldset("Mother, or first carer", *self._carer(1)),
            Fieldset("Other carer", Reveal("other", {"yes": self._carer(2)})),
            Fieldset("Why", *self._of("worries"), *self._of("siblings")),
            *([Opens("Risk factors", *self.risks)] if self.risks else ()),
            Fieldset("Who is already helping", *self._of("helpers")),
            Fieldset("Before anybody contacts the family", *self._of("know-first")),
            "letters",
        )
        return helper

    def _of(self, part: str) -> list[Any]:
        return [name for name in self.fields if name.startswith(f"{part.replace('-', '_')}_")]

    def _baby(self, number: int) -> list[Any]:
        """A baby, with the twin or triplet behind it."""
        part = f"baby-{number}"
        born = [_field(part, name) for name in ("given_name", "family_name", "date_of_birth", "sex", "nhs_number")]
        asked = Reveal(_field(part, "born"), {"born": born, "expected": [_field(part, "expected_date")]})
        more = [Reveal(_field(part, "another"), {"yes": self._baby(number + 1)})] if part in _ANOTHER else []
        return [asked, _field(part, "ethnicity"), *more]

    def _carer(self, number: int) -> list[Any]:
        part = f"carer-{number}"
        names = ["role", "given_name", "family_name", "date_of_birth", "nhs_number"]
        known = [_field(part, name) for name in ("knows", "agrees", "asked_by", "asked_on")]
        reach = Opens("How to reach them, language and needs", *self._of(f"contact-{number}"))
        may_know = Reveal(_field(part, "may_know"), {"yes": known})
        return [*(_field(part, name) for name in names), may_know, reach]

    def clean(self) -> dict[str, Any]:
        """Nobody agrees to what they do not know of."""
        cleaned = super().clean() or self.cleaned_data
        for number in (1, 2):
            agrees, knows = (_field(f"carer-{number}", name) for name in ("agrees", "knows"))
            if cleaned.get(agrees) == "yes" and cleaned.get(knows) not in (None, "", "yes"):
                self.add_error(agrees, "Somebody can only agree to what they know of")
        return cleaned

    def answers(self) -> dict[str, dict[str, Any]]:
        """The same answers as the professionals' form gives, step by step."""
        found: dict[str, dict[str, Any]] = {}
        for part, form in _PARTS.items():
            clean = {name: self.cleaned_data.get(_field(part, name)) for name in form.base_fields if name not in HIDDEN}
            plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in clean.items()}
            found[part] = {"clean": plain, "typed": {}}
        found["contact-1"]["clean"]["another"] = self.cleaned_data["other"]
        ticks = {name: self.cleaned_data.get(name, []) for name in self.risks}
        found["risks"] = {"clean": ticks, "typed": {}}
        return found

    def to_submission(self) -> Submission:
        """What came in, as entered."""
        received = self.cleaned_data["received_on"]
        at = datetime.combine(received, time(12))
        today = received == timezone.localdate()
        return replace(
            from_professional(self.answers(), self._as_entered()),
            entrance=Entrance.STAFF,
            received_at=None if today else timezone.make_aware(at),
        )

    def _as_entered(self) -> dict[str, Any]:
        """Each question with its answer, those that were answered."""
        found: dict[str, Any] = {}
        for name, question in self.fields.items():
            value = self.cleaned_data.get(name)
            if name not in (*HIDDEN, "letters") and value not in (None, "", []):
                found[f"{question.label} ({name})"] = (
                    [str(one) for one in value] if isinstance(value, list) else str(value)
                )
        return found
