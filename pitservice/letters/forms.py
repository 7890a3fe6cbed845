"""Filters of the list of all correspondence, letters that were posted, and the forms of a letter being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from families.enums import Channel
from pitservice.db.errors import Refused
from pitservice.letters.actions import Decided
from pitservice.letters.composing import Reader
from pitservice.letters.correspondence import Group
from pitservice.letters.enums import Asked, Online, Patient, Shape, Way
from pitservice.letters.logos import LARGEST, made_printable
from pitservice.letters.registry import Occasion
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsFileField,
    NhsMultipleChoiceField,
    NhsTextField,
)
from pitservice.ui.forms import ActForm, DraftingForm, FilterForm, TypedForm, offer_choices, offers_any
from pitservice.ui.layout import Look, Reveal

SINCE = {"1": "since yesterday", "3": "in the last 3 days", "7": "in the last week", "30": "in the last 30 days"}
CLEARED = ""
EVER = "ever"
BLANK, NO_SESSION = "blank", "none"
YES, NO = "yes", "no"
#: How much of a paragraph stands beside its tick box.
_SHOWN = 90

Choices = Sequence[tuple[str, str]]


class CorrespondenceFilter(FilterForm):
    """What is shown."""

    group = NhsChoiceField(
        label="Show", required=False, widget=forms.Select, choices=[("", "Everything due"), *Group.choices]
    )
    channel = NhsChoiceField(
        label="Kind",
        required=False,
        widget=forms.Select,
        choices=[
            ("", "All"),
            (Channel.TEXT.value, "Texts"),
            (Channel.EMAIL.value, "E-mails"),
            (Channel.LETTER.value, "Letters"),
        ],
    )
    since = NhsChoiceField(
        label="Ended",
        required=False,
        widget=forms.Select,
        choices=[
            (CLEARED, "Since the list was cleared"),
            *((k, v.capitalize()) for k, v in SINCE.items()),
            (EVER, "Ever"),
        ],
    )


class ClearForm(ActForm):
    """Up to when: the moment at which the page was drawn, so that nothing leaves unseen."""

    until = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_until(self) -> datetime:
        """As a moment."""
        try:
            moment = datetime.fromisoformat(self.cleaned_data["until"])
        except ValueError as error:
            raise ValidationError("Open the list again, then clear it") from error
        if moment.tzinfo is None:
            raise ValidationError("Open the list again, then clear it")
        return moment


class PostedForm(ActForm):
    """Which letters were put into the post."""

    copies = NhsMultipleChoiceField(label="Which letters have you posted?", called="the letters you have posted")

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`choices`: key and words of each letter that is ready."""
        super().__init__(*args, **kwargs)
        offer_choices(self, "copies", choices)


class NewLetterForm(ActForm):
    """What it is about, and which words it begins with. A letter about a session is to whoever was there (LET-1)."""

    template = NhsChoiceField(label="Begin with", called="what to begin with")
    occasion = NhsChoiceField(label="What is it about?", called="what it is about")
    to = NhsMultipleChoiceField(
        label="Whom is it to?",
        called="whom it is to",
        help_text="Each gets a letter of their own. Everybody else is proposed later, and asked about.",
    )

    def __init__(
        self, *args: Any, templates: Choices, occasions: Sequence[Occasion], adults: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "template", [*templates, (BLANK, "An empty page")])
        about = [(one.ref, one.title) for one in occasions]
        offer_choices(self, "occasion", [*about, (NO_SESSION, "Not about a session")])
        offer_choices(self, "to", adults)

    @property
    def helper(self) -> FormHelper:
        """Whom it is to is asked only where no session says so."""
        helper = super().helper
        helper.layout = Layout(Reveal("occasion", {NO_SESSION: ["to"]}), "template")
        return helper


class WordsForm(DraftingForm):
    """A letter's heading and its words."""

    title = NhsCharField(label="Heading", called="the heading", help_text="Stands above the words, under “Dear …”.")
    text = NhsTextField(
        label="Words",
        called="the words",
        help_text=(
            "Leave an empty line between paragraphs: a paragraph can be left out for one reader later. “Dear …”, the"
            " ending and your team's address are added. It is saved while you type."
        ),
        rows=18,
        max_length=50_000,
    )

    columns = {"text": "paragraphs"}

    @property
    def helper(self) -> FormHelper:
        """How it reads is shown under the words."""
        helper = super().helper
        helper.layout = Layout("title", "text", Look("See how it reads"))
        return helper


class LetterTypedForm(TypedForm):
    """What a window sends while a letter is typed."""

    kept = ("title",)


class MarkForm(ActForm):
    """Which paragraphs are about a parent."""

    places = NhsMultipleChoiceField(
        label="Which paragraphs are about a parent?",
        called="the paragraphs about a parent",
        help_text="The baby's GP does not get these. Tick none if every paragraph is about the baby.",
        required=False,
    )

    def __init__(self, *args: Any, paragraphs: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "places", paragraph_choices(paragraphs))


class PictureField(NhsFileField):
    """One picture: cleaned to its name and content, refused by what is in it."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, read."""
        upload = super().clean(data, initial)
        name, content = upload.name or "file", upload.read(LARGEST + 1)
        try:
            made_printable(content, name)
        except Refused as refusal:
            raise ValidationError(refusal.sentence, code="refused") from refusal
        return name, content


class ReaderForm(ActForm):
    """One reader's copy: whether it goes, what is left out, whom it names, and what must be asked first.

    "Yes" stands last, so that its questions run on into the reason.
    """

    goes = NhsChoiceField(called="whether they get a copy", choices=[(NO, "No"), (YES, "Yes")])
    way = NhsChoiceField(label="How does it go?", called="how it goes", choices=Way.choices, required=False)
    asked = NhsChoiceField(label="Which parent who was there was asked?", called="who was asked")
    asked_answer = NhsChoiceField(
        label="What did they answer?", called="what they answered", choices=Asked.choices, inline=True
    )
    asked_on = NhsDateField(label="When were they asked?", called="the day they were asked")
    patient = NhsChoiceField(label="Whose record is it for?", called="whose record it is for", choices=Patient.choices)
    online = NhsChoiceField(
        label="Could anyone be harmed if this letter were seen on that person's phone?",
        called="whether anyone could be harmed",
        help_text=(
            "Letters to a practice show in the NHS App to most patients, and to whoever holds their phone. Think of"
            " a partner, a former partner, a parent of a parent."
        ),
        choices=Online.choices,
    )
    hide_why = NhsTextField(label="Why must it not be shown?", called="why it must not be shown", rows=2)
    refuse_why = NhsTextField(label="Why must it not go?", called="why it must not go", rows=2)
    left_out = NhsMultipleChoiceField(
        label="Leave out for this reader", called="the paragraphs to leave out", required=False
    )
    left_out_why = NhsTextField(
        label="Why are they left out? (only if you leave something out)", called="why they are left out", rows=2,
        required=False,
    )  # fmt: skip
    named = NhsMultipleChoiceField(
        label="May this copy say who else gets one?",
        called="whom this copy may name",
        help_text="Only names this reader may know of. No copy shows anybody else's address.",
        required=False,
    )
    reason = NhsTextField(label="Why?", called="why", help_text="It is kept with the letter.", rows=2, max_length=1000)

    def __init__(
        self, *args: Any, reader: Reader, paragraphs: Sequence[str], attended: Choices, others: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["goes"].label = f"Does {reader.to.name} get a copy?"
        offer_choices(self, "asked", attended)
        offer_choices(self, "way", _ways_of(reader))
        offer_choices(self, "left_out", paragraph_choices(paragraphs))
        offer_choices(self, "named", others)
        for name in self._not_asked():
            del self.fields[name]

    def _not_asked(self) -> list[str]:
        names = [] if self.reader.is_absent else ["asked", "asked_answer", "asked_on"]
        names += ["way"] if self.reader.open_ways in ([], [Way.POST]) else []
        names += [] if self.reader.is_gp else ["patient", "online", "hide_why", "refuse_why"]
        return names + ([] if offers_any(self, "named") else ["named"])

    @property
    def helper(self) -> FormHelper:
        """What is asked only for a copy that goes."""
        helper = super().helper
        inside_yes: list[Any] = [name for name in ("way", "asked", "asked_answer", "asked_on") if name in self.fields]
        if "online" in self.fields:
            inside_yes += [
                "patient",
                Reveal("online", {Online.HIDE: ["hide_why"], Online.REFUSE: ["refuse_why"]}),
            ]
        inside_yes += [name for name in ("left_out", "left_out_why", "named") if name in self.fields]
        helper.layout = Layout(Reveal("goes", {YES: inside_yes}), "reason")
        return helper

    def clean(self) -> dict[str, Any]:
        """A day to come is no day on which somebody was asked; what is left out needs its reason."""
        given = super().clean() or {}
        if given.get("asked_on") and given["asked_on"] > timezone.localdate():
            self.add_error("asked_on", "The day they were asked must be today or in the past")
        if given.get("left_out") and not given.get("left_out_why"):
            self.add_error("left_out_why", "Enter why they are left out")
        return given

    def decided(self, refs: Mapping[str, str]) -> Decided:
        """For the action; `refs`: how the contact rules name each reader, by key."""
        given = self.cleaned_data
        goes = given["goes"] == YES
        return Decided(
            goes=goes,
            reason=given["reason"],
            left_out=[int(place) for place in given.get("left_out") or ()],
            left_out_why=given.get("left_out_why") or "",
            named=[refs[key] for key in given["named"]] if goes and "named" in self.fields else None,
            asked=refs.get(given.get("asked") or "", ""),
            asked_answer=given.get("asked_answer") or "",
            asked_on=given.get("asked_on"),
            patient=given.get("patient") or "",
            online=given.get("online") or "",
            online_why=given.get("hide_why") or given.get("refuse_why") or "",
            way=Way(given.get("way") or Way.POST),
        )


class LogoForm(ActForm):
    """A team's logo (issue 5 §4)."""

    file = PictureField(
        label="Picture", called="a picture", help_text="PNG or JPEG, up to 5 MB; on white it prints best."
    )
    in_words = NhsCharField(
        label="What stands in it?",
        called="what stands in it",
        help_text="Read out to people who do not see it. For example “Rowan Trust”.",
        max_length=200,
    )


class CodeForm(ActForm):
    """The code of a private link to a letter (P43)."""

    code = NhsCharField(
        label="Your code",
        called="your code",
        help_text="Six digits, as we told you.",
        max_length=12,
        autocomplete="off",
    )


class DropForm(ActForm):
    """Why it is not sent after all."""

    reason = NhsTextField(label="Why is it not sent?", called="why it is not sent", rows=3, max_length=1000)


def _ways_of(reader: Reader) -> list[tuple[str, str]]:
    """Each way that the contact rules leave open, with where it leads (P43)."""
    where = {way: ", ".join(to.value.splitlines()) for way, to in reader.ways.items()}
    return [(way.value, f"{way.label}: {where[way]}" if where.get(way) else way.label) for way in reader.open_ways]


def paragraph_choices(paragraphs: Sequence[str]) -> list[tuple[str, str]]:
    """A tick box for each paragraph: its number and how it begins."""
    return [(str(place), f"{place + 1}. {_begin(text)}") for place, text in enumerate(paragraphs)]


def _begin(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rsplit(' ', 1)[0]} …"


class PrintForm(ActForm):
    """How the letters lie in the file."""

    shape = NhsChoiceField(label="How do you print?", called="how you print", choices=Shape.choices)


class CameBackForm(ActForm):
    """When a letter came back."""

    on = NhsDateField(label="When did it come back?", called="the day it came back")


class SettledForm(ActForm):
    """What was done about a letter that came back."""

    how = NhsTextField(
        label="What was done about it?",
        called="what was done about it",
        help_text="For example “Rang her: she has moved, the new address is recorded, sent again”.",
        rows=3,
        max_length=1000,
    )
