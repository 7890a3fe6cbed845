"""Writing a letter: begin it, and type its words, which are saved as they are typed (LET-1, P70)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from families.contact import Question, who_may_be_told
from families.enums import Channel, Purpose
from families.pages import FamilyActionPage
from pitservice.accounts.enums import Permission
from pitservice.db.drafts import NOT_KEPT, TWO_TEXTS, Saved, Typed
from pitservice.db.errors import Refused
from pitservice.letters import actions, forms
from pitservice.letters.enums import LetterState
from pitservice.letters.models import LetterDraft
from pitservice.letters.registry import Occasion, occasions_of
from pitservice.letters.selectors import typed_of
from pitservice.letters.views.letter import AboutLetter, LetterActionPage
from pitservice.letters.words import WRITTEN, letter_words
from pitservice.ui.components import Callout, Link, Section, Words
from pitservice.ui.forms import SettleForm
from pitservice.ui.pages.drafting import TypingPage, kept_apart

DRAFT = "draft"


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


class WordsPage(LetterActionPage):
    """Type the words. What is typed is saved every few seconds; without JavaScript "Save draft" does the same (P70)."""

    heading = "Write the letter"
    template_name = "letters/write.html"
    form_class = forms.WordsForm
    submit_label = ""
    met = ""  # the draft's text, after another window's was sent

    @cached_property
    def draft(self) -> LetterDraft | None:
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
        found: list[object] = []
        if self.letter.state != LetterState.DRAFT:
            found.append(Callout("These words stay as they are", [actions.NOT_A_DRAFT]))
        if self.met:
            found.append(Section("Saved from your other window", [Words(self.met.split("\n"))]))
        settle = lambda tab: reverse("letters:settle", args=[self.letter.key, tab])  # noqa: E731 - one line, one use
        return [*found, *kept_apart(self.draft, settle)]

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The page, with what the script needs to save the draft."""
        return self.render(
            {
                "form": form,
                "aside": self.aside(),
                "changed": self.changed,
                "cancel": Link("Leave the page: the draft is kept", self.letter_href),
                "draft_url": reverse("letters:typed", args=[self.letter.key]),
                "saved_at": self.draft.saved_at if self.draft and self.draft.text else None,
            },
            status,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """ "Save draft" keeps whatever was typed, however incomplete."""
        if request.POST.get("finish") == DRAFT:
            return self._save_draft()
        return super().post(request, *args, **kwargs)

    def _save_draft(self) -> HttpResponse:
        data = self.request.POST.copy()
        data["seq"] = str(self.draft.seq + 1 if self.draft else 1)
        form = forms.LetterTypedForm(data)
        if not form.is_valid():
            return self.show(self.make_form(self.request.POST), status=422)
        try:
            actions.save_typed(letter=self.letter, typed=form.typed, by=self.viewer.actor)
        except Refused as refusal:
            return self.refuse(self.make_form(self.request.POST), refusal.sentence)
        return redirect(self.request.path)

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

    def refuse(self, form: Any, sentence: str) -> HttpResponse:
        """After two texts met, both are on the page, and what is sent next was put together from both."""
        self.__dict__.pop("draft", None)
        if sentence == TWO_TEXTS and self.draft is not None:
            self.met = self.draft.text
            form.renew_draft(self.draft.revision)
        return super().refuse(form, sentence)


class TypedPage(AboutLetter, TypingPage):
    """Saves a letter's words while they are typed."""

    form_class = forms.LetterTypedForm

    def get_draft(self) -> LetterDraft | None:
        """This person's."""
        return typed_of(self.letter, self.user)

    def save(self, typed: Typed) -> Saved:
        """Save."""
        return actions.save_typed(letter=self.letter, typed=typed, by=self.viewer.actor)


class SettlePage(LetterActionPage):
    """Say what becomes of text that was typed in another window."""

    form_class = SettleForm
    heading = "Text from another window"

    @cached_property
    def draft(self) -> LetterDraft | None:
        """This person's."""
        return typed_of(self.letter, self.user)

    def initial(self) -> dict[str, Any]:
        """Which window's."""
        return {"tab": str(self.kwargs["tab"])}

    def aside(self) -> Sequence[object]:
        """The text itself."""
        found = self.draft.others.get(str(self.kwargs["tab"])) if self.draft else None
        return [Words(found["text"].split("\n") if found else [NOT_KEPT])]

    def act(self, form: Any) -> str:
        """Add it or drop it."""
        if self.draft is None:
            raise Refused(NOT_KEPT)
        given = form.cleaned_data
        actions.settle_text(draft=self.draft, tab=str(given["tab"]), add=given["keep"] == "add", by=self.viewer.actor)
        return reverse("letters:words", args=[self.letter.key])
