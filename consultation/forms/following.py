"""What follows a consultation: concerns, what was agreed to be done, the consultee's acknowledgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from consultation.enums import ConcernKind, Owner
from consultation.forms.guarded import GuardedForm
from pitservice.accounts.models import Team, User
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsModelChoiceField,
    NhsTextField,
)
from pitservice.ui.forms import ActForm, offer_rows, offer_teams
from pitservice.ui.layout import Reveal


class FollowingForm(GuardedForm):
    """About one consultation; `anonymous` says whether its words must name nobody."""

    def __init__(self, *args: Any, anonymous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anonymous = anonymous

    @property
    def helper(self) -> FormHelper:
        """Its questions, and behind the words that look like a name, where some do, the box that asks again."""
        helper = super().helper
        questions = self.questions([name for name in self.fields if name not in ("submission", "seen", "checked")])
        behind = max((questions.index(name) + 1 for name in self.guarded), default=0)
        helper.layout = Layout("submission", "seen", *questions[:behind], *self.ask_box(), *questions[behind:])
        return helper

    def questions(self, asked: list[str]) -> list[Any]:
        """The questions in their order."""
        return list(asked)

    def clean(self) -> dict[str, Any]:
        """What looks like a name is asked about (P80)."""
        cleaned = super().clean() or self.cleaned_data
        self.read_again(cleaned, anonymous=self.anonymous)
        return cleaned


class ConcernForm(FollowingForm):
    """A significant concern, and to whom it was taken."""

    guarded = ("concern",)

    kind = NhsChoiceField(label="What is it about?", called="what it is about", choices=ConcernKind.choices)
    concern = NhsTextField(label="What is the concern?", called="what the concern is", rows=5)
    taken_to = NhsCharField(
        label="Whom have you told? (optional)",
        help_text="For example the named safeguarding professional, or the consultee’s manager: their role is enough.",
        required=False,
        max_length=200,
    )
    taken_on = NhsDateField(label="When? (optional)", called="the day you told them", required=False, past=True)

    def clean(self) -> dict[str, Any]:
        """Whom and when go together."""
        cleaned = super().clean()
        if cleaned.get("taken_to") and not cleaned.get("taken_on") and "taken_on" not in self.errors:
            self.add_error("taken_on", "Enter the day you told them")
        if cleaned.get("taken_on") and not cleaned.get("taken_to"):
            self.add_error("taken_to", "Enter whom you told")
        return cleaned


class TakeFurtherForm(FollowingForm):
    """To whom a concern was taken."""

    taken_to = NhsCharField(
        label="Whom have you told?", called="whom you told", help_text="Their role is enough.", max_length=200
    )
    taken_on = NhsDateField(label="When?", called="the day you told them", past=True)


class CloseConcernForm(FollowingForm):
    """How a concern ended."""

    guarded = ("outcome",)

    outcome = NhsTextField(label="How did it end?", called="how it ended", rows=4)


class AgreedActionForm(FollowingForm):
    """What is to be done, and by whom."""

    guarded = ("what",)

    what = NhsCharField(label="What is to be done?", called="what is to be done", max_length=300)
    owner = NhsChoiceField(label="Who does it?", called="who does it", choices=Owner.choices)
    colleague = NhsModelChoiceField(
        label="Which colleague?",
        called="which colleague does it",
        queryset=User.objects.none(),
        empty_label="Choose",
        required=False,
    )
    due_on = NhsDateField(label="By when?", called="the day it is to be done by", required=False)

    def offer(self, colleagues: Any) -> None:
        """Who may be chosen."""
        offer_rows(self, "colleague", colleagues)

    def questions(self, asked: list[str]) -> list[Any]:
        """A colleague and a day are asked for what we do ourselves."""
        return ["what", Reveal("owner", {Owner.US: ["colleague", "due_on"]})]

    def clean(self) -> dict[str, Any]:
        """What we do ourselves has a colleague and a day."""
        cleaned = super().clean()
        if cleaned.get("owner") == Owner.US:
            for name, said in (
                ("colleague", "Select which colleague does it"),
                ("due_on", "Enter the day it is to be done by"),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, said)
        else:
            cleaned |= {"colleague": None, "due_on": None}
        return cleaned


class FinishForm(FollowingForm):
    """What came of it."""

    guarded = ("came_of_it",)

    came_of_it = NhsCharField(
        label="What came of it? (optional)",
        help_text="Leave it empty if it was simply done.",
        required=False,
        max_length=300,
    )


class AcknowledgeForm(ActForm):
    """Behind the consultee's private link."""

    name = NhsCharField(label="Your name", called="your name", max_length=120, autocomplete="off")
    read = NhsBooleanField(
        label="I have read this statement, and I stay accountable for my decisions and actions",
        called="that you have read this statement",
    )


class AgreementForm(ActForm):
    """A written agreement with an organisation."""

    columns: Mapping[str, str] = {"agreed": "words"}

    organisation = NhsCharField(label="Organisation", called="the organisation", max_length=200)
    agreed_with = NhsCharField(
        label="Agreed with", called="with whom it was agreed", help_text="A name and a role.", max_length=200
    )
    agreed = NhsTextField(
        label="What was agreed?",
        called="what was agreed",
        help_text="For example that advice rests on what the consultee tells us, and that they and their employer stay "
        "accountable for decisions and actions; who may ask for notes; how concerns are handled.",
        rows=6,
        max_length=5000,
    )
    signed_on = NhsDateField(label="Signed on", called="the day it was signed", past=True)
    review_on = NhsDateField(label="Review due on", called="the day its review is due")

    def clean(self) -> dict[str, Any]:
        """A review comes after the signing."""
        cleaned = super().clean() or self.cleaned_data
        signed, review = cleaned.get("signed_on"), cleaned.get("review_on")
        if signed and review and review <= signed:
            self.add_error("review_on", "The day its review is due must be after the day it was signed")
        return cleaned


class RecordAgreementForm(AgreementForm):
    """A new one, of one of the teams in which a colleague consults."""

    team = NhsModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    field_order = ("team",)

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, teams)


class EndAgreementForm(ActForm):
    """An agreement that does not hold any more."""

    ended_on = NhsDateField(label="When did it end?", called="the day it ended", past=True)
