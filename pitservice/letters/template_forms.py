"""The forms of a template: a version in another language or form, and the words of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from families.contact import Version
from families.contact.versions import ENGLISH
from families.enums import Channel, WordForm
from pitservice.letters.catalogue import Template
from pitservice.letters.guard import Guarded, found_in
from pitservice.letters.situations import SITUATIONS, Situation
from pitservice.letters.wording import FRAME, NewWords, faults
from pitservice.ui.fields import NhsBooleanField, NhsCharField, NhsChoiceField, NhsDateField, NhsTextField
from pitservice.ui.forms import ActForm, offer_choices
from pitservice.ui.layout import Look


class VersionForm(ActForm):
    """In which language and form other words are wanted."""

    language = NhsChoiceField(label="Language", called="the language", widget=forms.Select)
    form = NhsChoiceField(
        label="Form",
        called="the form",
        choices=WordForm.choices,
        help_text="Easy read is other, shorter words. Large print needs no words of its own: letters are printed so.",
    )

    def __init__(self, *args: Any, languages: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`languages`: code and name of each that these words can stand in."""
        super().__init__(*args, **kwargs)
        offer_choices(self, "language", languages)


class WordsForm(ActForm):
    """A template's words; besides, where they are not English, who checked them and what frames a letter."""

    words = NhsTextField(label="Words", called="the words", rows=14)
    situation = NhsChoiceField(
        label="Whom should it be shown for?",
        required=False,
        widget=forms.Select,
        choices=[(name, one.called) for name, one in SITUATIONS.items()],
        help_text="Invented people, to see how it reads before you save it.",
    )
    heading = NhsCharField(label="Heading", required=False)
    greeting = NhsCharField(label="Salutation", required=False, help_text="Without a name, like “Good morning”.")
    ending = NhsCharField(label="Ending", required=False, help_text="What stands for “Yours sincerely”.")
    copied_to_heading = NhsCharField(label="What stands for “Copied to”", required=False)
    checked_by = NhsCharField(
        label="Who checked this translation?",
        required=False,
        max_length=120,
        help_text="The name of a person or an agency who reads the language. Never a machine.",
    )
    checked_on = NhsDateField(label="When was it checked?", called="the date it was checked", required=False)
    why = NhsCharField(label="Why is it changed?", required=False, help_text="For your colleagues. No names.")
    wanted = NhsBooleanField(label="I have read what was found in these words and want it", required=False)

    def __init__(self, *args: Any, template: Template, version: Version, **kwargs: Any) -> None:
        """Asks only what this version needs; for the guard's yes only once it has found something."""
        super().__init__(*args, **kwargs)
        self.template, self.version = template, version
        english = version.language == ENGLISH
        self.fields["words"].help_text = (
            "One paragraph a line. Merge fields stand in braces, like {team}."
            if template.channel is Channel.LETTER
            else "Merge fields stand in braces, like {team}."
        )
        framed = FRAME if not english and template.channel is Channel.LETTER else ()
        unasked = set(FRAME) - set(framed) | ({"checked_by", "checked_on"} if english else set())
        for name in unasked:
            del self.fields[name]
        if not (self.is_bound and self.found):
            del self.fields["wanted"]

    @property
    def helper(self) -> FormHelper:
        """How it reads is asked and shown under the words."""
        helper = super().helper
        first = ("words", *FRAME)
        rest = [name for name in self.fields if name not in (*first, "situation", "submission", "seen")]
        words = [name for name in first if name in self.fields]
        helper.layout = Layout(*words, "situation", Look("See how it reads"), *rest)
        return helper

    @property
    def shown_for(self) -> Situation:
        """The invented people it is shown for: the first where none was chosen."""
        return SITUATIONS[self.cleaned_data.get("situation") or next(iter(SITUATIONS))]

    def forget_other_faults(self) -> None:
        """While somebody only looks, what is asked before saving is not asked yet."""
        for name in self.errors.keys() - {"words", *FRAME}:
            del self.errors[name]

    @property
    def found(self) -> list[Guarded]:
        """What the guard on content finds in what was typed."""
        typed = [str(self.data.get(self.add_prefix(name), "")) for name in ("words", *FRAME)]
        return found_in("\n".join(typed), to_families=self.template.to_families)

    @property
    def new(self) -> NewWords:
        """The words as they would be saved."""
        cleaned = self.cleaned_data
        frame = {name: cleaned[name] for name in FRAME if cleaned.get(name)}
        return NewWords(self.template, self.version, cleaned.get("words", ""), frame)

    def clean(self) -> dict[str, Any]:
        """Every fault, under its question (issue 5: refused when saved, never when sent)."""
        cleaned = super().clean() or self.cleaned_data
        if "words" in cleaned:
            for name, sentence in faults(self.new):
                self.add_error(name, sentence)
        for name, sentence in _NEEDED_OF_A_TRANSLATION.items():
            if name in self.fields and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if (on := cleaned.get("checked_on")) and on > timezone.localdate():
            self.add_error("checked_on", "The date it was checked must be today or in the past")
        if "wanted" in self.fields and not cleaned.get("wanted"):
            what = "; ".join(f"{one.what.lower()} ({one.why[0].lower()}{one.why[1:-1]})" for one in self.found)
            self.add_error("wanted", f"Take it out, or say that you have read it and want it: {what}")
        return cleaned


_NEEDED_OF_A_TRANSLATION = {
    "heading": "Enter the heading",
    "greeting": "Enter the salutation",
    "ending": "Enter the ending",
    "copied_to_heading": "Enter what stands for “Copied to”",
    "checked_by": "Enter who checked this translation",
    "checked_on": "Enter the date it was checked",
}
