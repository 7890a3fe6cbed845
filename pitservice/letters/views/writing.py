"""Writing a letter: begin it, and type its words, which are saved as they are typed (LET-1, P70)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from families.contact import Question, who_may_be_told
from families.enums import Channel, Purpose
from families.pages import FamilyActionPage
from pitservice.accounts.enums import Permission
from pitservice.db.drafts import Saved, Typed, paragraphs_of
from pitservice.letters import actions, forms, presenters
from pitservice.letters.enums import LetterState
from pitservice.letters.models import LetterDraft
from pitservice.letters.registry import Occasion, occasions_of
from pitservice.letters.selectors import typed_of
from pitservice.letters.views.letter import AboutLetter, LetterActionPage
from pitservice.letters.words import WRITTEN, letter_words
from pitservice.ui.components import Callout
from pitservice.ui.pages import LooksFirst
from pitservice.ui.pages.drafting import DraftedPage, SettleTypedPage, TypingPage


class NewLetterPage(FamilyActionPage):
    """Begin a letter to this family."""

    permission = Permission.SEND
    heading = "Write a letter"
    form_class = forms.NewLetterForm
    submit_label = "Begin"
    back_to = "letters:family"

    @cached_property
    def occasions(self) -> list[Occasion]:
        """The sessions of late."""
        return occasions_of(self.family, self.viewer)

    @cached_property
    def adults(self) -> dict[str, str]:
        """Names of those it can be written to, by how the contact rules name them."""
        question = Question(Purpose.CORRESPONDENCE, Channel.LETTER, timezone.now(), automatic=False)
        answers = who_may_be_told(f"family:{self.family.pk}", question)
        return {to.recipient: to.name for to in answers if to.recipient.startswith("person:")}

    def form_kwargs(self) -> dict[str, Any]:
        """Templates, sessions and adults."""
        templates = [(name, title) for name, (title, _) in WRITTEN.items()]
        adults = [(str(place), name) for place, name in enumerate(self.adults.values())]
        return {"templates": templates, "occasions": self.occasions, "adults": adults}

    def act(self, form: Any) -> str:
        """Begin."""
        given = form.cleaned_data
        about = next((one for one in self.occasions if one.ref == given["occasion"]), None)
        refs = list(self.adults)
        to = list(about.attended) if about else [refs[int(place)] for place in given["to"]]
        title = ""
        paragraphs: list[str] = []
        if given["template"] != forms.BLANK:
            title = WRITTEN[given["template"]][1]
            when = f"on {about.when}" if about else "lately"
            paragraphs = letter_words(given["template"], team=self.family.team, when=when)
        letter = actions.begin_letter(
            family=self.family,
            title=title,
            paragraphs=paragraphs,
            occasion=about.ref if about else "",
            written_to=to,
            by=self.viewer.actor,
        )
        return reverse("letters:words", args=[letter.key])


class WordsPage(LooksFirst, DraftedPage, LetterActionPage):
    """Type the words. What is typed is saved every few seconds; without JavaScript "Save draft" does the same (P70)."""

    heading = "Write the letter"
    template_name = "letters/write.html"
    form_class = forms.WordsForm
    typed_form = forms.LetterTypedForm

    def get_draft(self) -> LetterDraft | None:
        """What this person has typed so far."""
        return typed_of(self.letter, self.user)

    def form_kwargs(self) -> dict[str, Any]:
        """The draft."""
        return {"draft": self.draft}

    def initial(self) -> dict[str, Any]:
        """The letter's words, then what was typed since."""
        start: dict[str, Any] = {"title": self.letter.title, "text": "\n\n".join(self.letter.paragraphs)}
        if self.draft is not None and self.draft.text:
            start |= self.draft.fields | {"text": self.draft.text}
        return start

    def aside(self) -> Sequence[object]:
        """That it is approved; what another window typed."""
        approved = [Callout("These words stay as they are", [actions.NOT_A_DRAFT])]
        return [*(approved if self.letter.state != LetterState.DRAFT else []), *self.other_windows()]

    @property
    def saving_href(self) -> str:
        """Where the script saves."""
        return reverse("letters:typed", args=[self.letter.key])

    @property
    def leaving_href(self) -> str:
        """The letter."""
        return self.letter_href

    def settling_href(self, tab: str) -> str:
        """Add it or drop it."""
        return reverse("letters:settle", args=[self.letter.key, tab])

    def save_typed(self, typed: Typed) -> Saved:
        """Save."""
        return actions.save_typed(letter=self.letter, typed=typed, by=self.viewer.actor)

    def looked(self, form: Any) -> Sequence[object]:
        """As each of those it is written to would read it; nothing is saved by looking (P48)."""
        if not form.is_valid():
            return [Callout("It cannot be shown yet", [str(line) for lines in form.errors.values() for line in lines])]
        given = form.cleaned_data
        return presenters.as_typed(self.letter, self.readers, given["title"], paragraphs_of(given["text"]))

    def act(self, form: Any) -> str:
        """The words become the letter's."""
        given = form.cleaned_data
        actions.set_words(
            letter=self.letter,
            title=given["title"],
            text=given["text"],
            revision=given["revision"] or 0,
            tab=str(given["tab"] or ""),
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.letter_href


class TypedPage(AboutLetter, TypingPage):
    """Saves a letter's words while they are typed."""

    form_class = forms.LetterTypedForm

    def get_draft(self) -> LetterDraft | None:
        """This person's."""
        return typed_of(self.letter, self.user)

    def save(self, typed: Typed) -> Saved:
        """Save."""
        return actions.save_typed(letter=self.letter, typed=typed, by=self.viewer.actor)


class SettlePage(SettleTypedPage, LetterActionPage):
    """Say what becomes of text that was typed in another window."""

    def get_draft(self) -> LetterDraft | None:
        """This person's."""
        return typed_of(self.letter, self.user)

    @property
    def back_href(self) -> str:
        """Where it is typed."""
        return reverse("letters:words", args=[self.letter.key])

    def settle(self, draft: LetterDraft, *, tab: str, add: bool) -> None:
        """Add it or drop it."""
        actions.settle_text(draft=draft, tab=tab, add=add, by=self.viewer.actor)
