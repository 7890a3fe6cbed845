"""What a person says about a text that came in, and the filters of the inbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pitservice.messaging.enums import Handled, PassPhrase
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsTextField, PhoneField
from pitservice.ui.forms import ActForm, FilterForm, offer_choices

MINE, FREE, FLAGGED, UNMATCHED, DONE = "mine", "free", "flagged", "unmatched", "done"
#: The choice of somebody who is not among those offered.
NOT_KNOWN = "not_known"


class InboxFilter(FilterForm):
    """Which of them are shown."""

    show = NhsChoiceField(
        label="Show",
        required=False,
        widget=forms.Select,
        choices=[
            ("", "Everything to deal with"),
            (MINE, "What you have"),
            (FREE, "What nobody has"),
            (FLAGGED, "What may be worrying"),
            (UNMATCHED, "What is not matched to a family"),
            (DONE, "What was dealt with"),
        ],
    )


class TakeMessageForm(ActForm):
    """What a caller said, and for whom (P47)."""

    caller = NhsCharField(
        label="Who is calling?",
        called="who is calling",
        help_text="As they give their name, and where from.",
        max_length=120,
    )
    who = NhsChoiceField(label="Are they one of the family?", called="who it is", required=False, widget=forms.Select)
    pass_phrase = NhsChoiceField(
        label="Did they say the agreed pass-phrase?",
        called="whether they said the pass-phrase",
        help_text="Ask for it; never say it yourself. Unless they say it, say nothing about the family.",
        choices=PassPhrase.choices,
    )
    number = PhoneField(label="Their telephone number (optional)", called="their number", required=False)
    to = NhsChoiceField(label="Who is it for?", called="who it is for", widget=forms.Select)
    call_back = NhsCharField(
        label="When should we ring back? (optional)",
        called="when to ring back",
        help_text="For example “today after 3pm”, or “not before Monday”.",
        required=False,
        max_length=120,
    )
    message = NhsTextField(
        label="What did they say?",
        called="what they said",
        help_text="In their words, and no more than whoever rings back needs.",
        rows=5,
        max_length=2000,
    )

    def __init__(
        self,
        *args: Any,
        colleagues: Sequence[tuple[str, str]],
        people: Mapping[str, str],
        phrase: bool,
        **kwargs: Any,
    ) -> None:
        """`people`: of the family it is about, none without one; `phrase`: whether they agreed a pass-phrase."""
        super().__init__(*args, **kwargs)
        offer_choices(self, "to", colleagues)
        offered = [("", "No, or it is not clear"), *people.items()]
        offer_choices(self, "who", offered)
        if not people:
            del self.fields["who"]
        if not phrase:
            del self.fields["pass_phrase"]


class DoneForm(ActForm):
    """What was done."""

    how = NhsChoiceField(label="What was done about it?", called="what was done about it", choices=Handled.choices)
    note = NhsTextField(
        label="Anything to add? (optional)",
        called="what you add",
        help_text="What belongs to the family’s record goes there, not here.",
        rows=3,
        max_length=1000,
        required=False,
    )


class AgainForm(ActForm):
    """Why it was not dealt with after all."""

    reason = NhsTextField(label="Why is it opened again?", called="why it is opened again", rows=3, max_length=1000)


class AssignForm(ActForm):
    """Who deals with it."""

    to = NhsChoiceField(label="Who deals with it?", called="who deals with it")

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "to", colleagues)


class WhoForm(ActForm):
    """From whom it is."""

    who = NhsChoiceField(label="Who is it from?", called="who it is from")

    def __init__(self, *args: Any, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [*people.items(), (NOT_KNOWN, "Nobody known here")]
        offer_choices(self, "who", offered)


class WhoInFamilyForm(ActForm):
    """Who of a family that was looked for."""

    who = NhsChoiceField(label="Who is it from?", called="who it is from", required=False)

    def __init__(self, *args: Any, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [*people.items(), ("", "Somebody in this family, it is not clear who")]
        offer_choices(self, "who", offered)


class TurnForm(ActForm):
    """What it is made into asks its own questions."""

    def __init__(self, *args: Any, asked: Mapping[str, forms.Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(asked)

    def answers(self) -> dict[str, Any]:
        """What was answered, without what every form carries."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("submission", "seen")}


class WorryForm(ActForm):
    """The words that worry, one on each line."""

    entries = NhsTextField(
        label="Words and phrases",
        called="the words and phrases",
        help_text="One on each line, without capitals. A star at the end stands for any ending: “suicid*”. Small "
        "misspellings are found too.",
        rows=16,
        max_length=20_000,
    )

    def clean_entries(self) -> list[str]:
        """Each once, in the order given."""
        lines = (" ".join(line.split()).casefold() for line in self.cleaned_data["entries"].splitlines())
        found = list(dict.fromkeys(filter(None, lines)))
        if long := next((line for line in found if len(line) > 60), None):
            raise ValidationError(f"“{long[:40]}…” must be 60 characters or fewer")
        return found
