"""Questions about contact and consent."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from families.enums import AlertKind, ConsentPurpose, NeedKind, Place, PointKind, ProfessionalRole
from families.forms.people import People, offer_one_of
from pitservice.configuration.enums import YesNoUnknown
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsEmailField,
    NhsMultipleChoiceField,
    NhsTextField,
    PhoneField,
    PostcodeField,
    YesNoUnknownField,
)
from pitservice.ui.forms import ActForm, FilterForm
from pitservice.ui.layout import Reveal

_ASKED: dict[str, list[str]] = {
    PointKind.MOBILE: ["mobile", "may_text"],
    PointKind.LANDLINE: ["landline"],
    PointKind.EMAIL: ["email"],
    PointKind.ADDRESS: ["address", "postcode", "place"],
}
_VALUE = {
    PointKind.MOBILE: "mobile",
    PointKind.LANDLINE: "landline",
    PointKind.EMAIL: "email",
    PointKind.ADDRESS: "address",
}
_ALWAYS = ("safe", "may_leave_message", "shared_with", "preferred", "starts_on")
_SHUT_OUT = "secret_from"


class PointForm(ActForm):
    """A way to reach somebody, and whether it is safe (CON-1)."""

    person = NhsChoiceField(label="Whose is it?", called="whose it is")
    kind = NhsChoiceField(label="What is it?", called="what it is", choices=PointKind.choices)
    mobile = PhoneField(label="Mobile number", mobile=True, autocomplete="off")
    may_text = YesNoUnknownField(
        label="May we text it?", called="whether we may text it", unknown="Nobody has asked", inline=True
    )
    landline = PhoneField(label="Phone number", autocomplete="off")
    email = NhsEmailField(label="Email address", max_length=254, autocomplete="off")
    address = NhsTextField(label="Address", rows=3, max_length=380)
    postcode = PostcodeField(label="Postcode", required=False, autocomplete="off")
    place = NhsChoiceField(
        label="What kind of place is it?",
        called="what kind of place it is",
        choices=[("", "Not recorded"), *Place.choices],
        required=False,
        widget=forms.Select,
    )
    safe = YesNoUnknownField(
        label="Is it safe for us to use?",
        called="whether it is safe to use",
        unknown="Nobody has asked",
        help_text="Ask them: could anyone who sees or hears it put them at risk?",
    )
    may_leave_message = YesNoUnknownField(
        label="May we leave a message?",
        called="whether we may leave a message",
        unknown="Nobody has asked",
        inline=True,
    )
    shared_with = NhsCharField(
        label="Who else sees or hears it?", required=False, help_text="Leave empty if nobody does"
    )
    preferred = NhsBooleanField(label="This is how they prefer to be reached", required=False)
    starts_on = NhsDateField(label="Theirs since", called="since when it is theirs", required=False, past=True)
    secret_from = NhsMultipleChoiceField(
        label="From whom must it be kept secret?",
        called="from whom it must be kept secret",
        required=False,
        help_text="Nothing that goes to them names it. Leave empty if from nobody",
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", people)
        offer_one_of(self, _SHUT_OUT, people)
        if not people:
            del self.fields[_SHUT_OUT]
        for name in ("safe", "may_text", "may_leave_message"):
            self.initial.setdefault(name, YesNoUnknown.UNKNOWN)

    @property
    def helper(self) -> FormHelper:
        """The kind opens its own questions."""
        helper = super().helper
        helper.layout = Layout("submission", "seen", "person", Reveal("kind", _ASKED), *_ALWAYS, *self._shut_out)
        return helper

    @property
    def _shut_out(self) -> list[str]:
        return [_SHUT_OUT] if _SHUT_OUT in self.fields else []

    def clean(self) -> dict[str, Any]:
        """Nobody is kept from their own."""
        given = super().clean() or {}
        given.setdefault(_SHUT_OUT, [])
        if given.get("person") and given["person"] in given[_SHUT_OUT]:
            self.add_error(_SHUT_OUT, "It cannot be kept secret from the person whose it is")
        return given

    def answers(self) -> dict[str, Any]:
        """As the action takes them."""
        return self._answers(PointKind(self.cleaned_data["kind"]))

    def _answers(self, kind: PointKind) -> dict[str, Any]:
        given = self.cleaned_data
        answers = {name: given[name] for name in _ALWAYS} | {"value": given[_VALUE[kind]]}
        if kind is PointKind.ADDRESS:
            answers |= {"postcode": given["postcode"], "place": given["place"]}
        if kind is PointKind.MOBILE:
            answers["may_text"] = given["may_text"]
        return answers


class ChangePointForm(PointForm):
    """The same of a point whose person and kind are known."""

    returned_on = NhsDateField(
        label="A letter came back on",
        called="the day a letter came back",
        required=False,
        past=True,
        help_text="Leave empty when letters arrive again",
    )

    def __init__(self, *args: Any, kind: PointKind, people: People, **kwargs: Any) -> None:
        super().__init__(*args, people=people, **kwargs)
        self.of_kind = kind
        self.columns = {_VALUE[kind]: "value"}
        self.asked = [*_ASKED[kind], *_ALWAYS, *(["returned_on"] if kind is PointKind.ADDRESS else []), *self._shut_out]
        asked = {*self.asked, "submission", "seen"}
        for name in self.fields.keys() - asked:
            del self.fields[name]

    @property
    def helper(self) -> FormHelper:
        """Only what is asked of this kind."""
        helper = super().helper
        helper.layout = Layout("submission", "seen", *self.asked)
        return helper

    def answers(self) -> dict[str, Any]:
        """As the action takes them."""
        answers = self._answers(self.of_kind)
        if self.of_kind is PointKind.ADDRESS:
            answers["returned_on"] = self.cleaned_data["returned_on"]
        return answers


class NeedKindForm(FilterForm):
    """Which kind of need somebody came to add."""

    kind = forms.ChoiceField(required=False, choices=NeedKind.choices, widget=forms.HiddenInput)


class NeedForm(ActForm):
    """What somebody needs (DAPB1605)."""

    person = NhsChoiceField(label="Who needs it?", called="who needs it")
    kind = NhsChoiceField(label="What kind of need?", called="what kind of need it is", choices=NeedKind.choices)
    text = NhsCharField(
        label="What is needed?",
        called="what is needed",
        max_length=300,
        help_text="In their own words where you can. For a language, its name: Polish. For an interpreter whom they do "
        "not want, the name alone: they need not say why",
    )
    review_on = NhsDateField(label="Look at it again on", called="the day to look at it again", required=False)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", people)


class ReviewForm(ActForm):
    """The words of a need or alert, and when it is looked at again."""

    text = NhsTextField(label="In words", called="what it is, in words", rows=3, max_length=300)
    review_on = NhsDateField(label="Look at it again on", called="the day to look at it again", required=False)


class AlertReviewForm(ReviewForm):
    """The same of an alert, which may need more words."""

    text = NhsTextField(label="What must not be missed?", called="what must not be missed", rows=3, max_length=1000)


class AlertForm(ActForm):
    """What must not be missed."""

    kind = NhsChoiceField(label="What kind of alert?", called="what kind of alert it is", choices=AlertKind.choices)
    person = NhsChoiceField(
        label="Whom is it about?",
        called="whom it is about",
        required=False,
        help_text="For somebody who must not learn of the work: that person",
    )
    text = NhsTextField(
        label="What must not be missed?",
        called="what must not be missed",
        rows=3,
        max_length=1000,
        help_text="It stands on every page about this family, in these words",
    )
    review_on = NhsDateField(label="Look at it again on", called="the day to look at it again", required=False)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", people, nobody="The whole family")

    def clean(self) -> dict[str, Any]:
        """A restricted person must be named."""
        given = super().clean() or {}
        if given.get("kind") == AlertKind.RESTRICTED_PERSON and not given.get("person") and "person" not in self.errors:
            self.add_error("person", "Select who must not learn of the work")
        return given


class AgreementForm(ActForm):
    """Whether one adult knows and agrees (P2)."""

    knows = YesNoUnknownField(label="Do they know of the referral?", called="whether they know of the referral")
    agrees = YesNoUnknownField(label="Do they agree to the work?", called="whether they agree to the work")
    asked_by = NhsCharField(label="Who asked them?", required=False, max_length=120)
    asked_on = NhsDateField(label="When were they asked?", called="the day they were asked", required=False, past=True)


_HOW = ("In person", "By phone", "By video", "In writing", "On the referral form")


#: As they are asked; the question after this one asks with whom.
_PURPOSES = dict(ConsentPurpose.choices) | {
    ConsentPurpose.SHARE: "Share information with somebody",
    ConsentPurpose.INFORM: "Tell somebody of the referral and its outcome",
}


class ConsentForm(ActForm):
    """What one adult allows or refuses, for one recipient."""

    person = NhsChoiceField(label="Who said it?", called="who said it")
    given = NhsChoiceField(
        label="What did they say?",
        called="what they said",
        choices=[("yes", "They agree"), ("no", "They do not agree")],
    )
    purpose = NhsChoiceField(label="To what?", called="what it is about", choices=list(_PURPOSES.items()))
    recipient = NhsChoiceField(label="With or to whom?", called="whom it is about", required=False, widget=forms.Select)
    how = NhsChoiceField(label="How did they say it?", called="how they said it", choices=[(how, how) for how in _HOW])
    given_on = NhsDateField(label="When did they say it?", called="the day they said it", past=True)
    evidence = NhsCharField(label="What was seen or kept", required=False)

    def __init__(self, *args: Any, people: People, recipients: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", people)
        offer_one_of(self, "recipient", recipients, nobody="Nobody in particular")

    def clean(self) -> dict[str, Any]:
        """Sharing is always with somebody."""
        given = super().clean() or {}
        sharing = given.get("purpose") in (ConsentPurpose.SHARE, ConsentPurpose.INFORM)
        if sharing and not given.get("recipient") and "recipient" not in self.errors:
            self.add_error("recipient", "Select whom it is about")
        return given


class ProfessionalForm(ActForm):
    """A professional in the family's life."""

    name = NhsCharField(label="Name", called="their name", max_length=120, autocomplete="off")
    role = NhsChoiceField(
        label="What they are to the family",
        called="what they are to the family",
        choices=ProfessionalRole.choices,
        widget=forms.Select,
    )
    organisation = NhsCharField(label="Where they work", required=False, autocomplete="off")
    phone = PhoneField(label="Phone", required=False, autocomplete="off")
    email = NhsEmailField(label="Email address", required=False, max_length=254, autocomplete="off")
    address = NhsTextField(label="Address for letters", required=False, rows=3, max_length=380)


class RestrictForm(ActForm):
    """Who is named, and why."""

    named = NhsMultipleChoiceField(label="Who works with this family?", called="at least one colleague")
    reason = NhsTextField(
        label="Why is the record restricted?", called="why the record is restricted", rows=3, max_length=1000
    )

    def __init__(self, *args: Any, colleagues: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "named", colleagues)
