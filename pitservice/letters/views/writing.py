"""Writing a letter: begin, type, decide who gets which copy, read every copy, approve (LET-1, P40, P41)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from families.contact import Question, who_may_be_told
from families.enums import Channel, Purpose
from families.models import Family
from families.pages import AboutFamily, FamilyActionPage
from pitservice.accounts.enums import Permission
from pitservice.db.drafts import NOT_KEPT, TWO_TEXTS, Saved, Typed
from pitservice.db.errors import Refused
from pitservice.letters import actions, forms, presenters
from pitservice.letters.composing import Reader, proposed_names
from pitservice.letters.enums import LetterState
from pitservice.letters.models import Letter, LetterDraft
from pitservice.letters.registry import Occasion, occasions_of
from pitservice.letters.selectors import being_written, readers_of, typed_of, visible_letters
from pitservice.letters.words import WRITTEN, letter_words
from pitservice.ui.components import Button, Callout, Cell, Column, Empty, Link, Section, Words
from pitservice.ui.forms import ActForm, PressForm, SettleForm
from pitservice.ui.pages import ActionPage, ListPage, RecordPage
from pitservice.ui.pages.drafting import TypingPage, kept_apart

DRAFT, NEXT = "draft", "next"


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
        title, paragraphs = "", []
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


class BeingWrittenPage(ListPage):
    """Letters that nobody has approved yet, oldest first."""

    permission = Permission.SEND
    nav = "letters:correspondence"
    heading = "Letters being written"
    noun = ("letter", "letters")

    def records(self) -> QuerySet[Any]:
        """All of them."""
        return being_written(self.viewer)

    def columns(self) -> Sequence[Column]:
        """What, about whom, since when, by whom."""
        return presenters.WRITTEN_COLUMNS

    def row(self, record: Letter) -> Sequence[Cell]:
        """One letter."""
        return presenters.written_row(record)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Correspondence."""
        return [Link("Correspondence", reverse("letters:correspondence"))]

    def empty(self) -> Empty:
        """Nothing is begun."""
        return Empty("No letter is being written. Begin one on a family's page, under Letters and texts.")


class AboutLetter(AboutFamily):
    """`self.letter` is the letter in the address, from those visible to the viewer."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEND

    @cached_property
    def letter(self) -> Letter:
        """The letter; 404 where it is about no family (no person wrote that)."""
        return self.find(visible_letters(self.viewer).filter(family__isnull=False), key=self.kwargs["key"])

    def get_family(self) -> Family:
        """The letter's."""
        family = self.letter.family
        if family is None:
            raise Http404
        return family

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The family's letters too."""
        trail = super().get_breadcrumbs()
        return [*trail, Link("Letters and texts", reverse("letters:family", args=[self.family.key]))]

    @property
    def letter_href(self) -> str:
        """The letter's own page."""
        return reverse("letters:letter", args=[self.letter.key])

    @cached_property
    def readers(self) -> list[Reader]:
        """Everybody it could go to."""
        return readers_of(self.letter, timezone.now())


class LetterActionPage(AboutLetter, ActionPage):
    """One form about a letter that is being written."""

    abstract: ClassVar[bool] = True

    def get_subject(self) -> Letter:
        """The letter."""
        return self.letter

    def refuse(self, form: ActForm, sentence: str) -> HttpResponse:
        """With the letter as it is now."""
        for name in ("letter", "readers"):
            self.__dict__.pop(name, None)
        return super().refuse(form, sentence)

    def get_cancel(self) -> Link | None:
        """Back to the letter."""
        return Link("Back to the letter", self.letter_href)


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


class MarkPage(LetterActionPage):
    """Say which paragraphs are about a parent (P41)."""

    heading = "What is about a parent?"
    form_class = forms.MarkForm

    def form_kwargs(self) -> dict[str, Any]:
        """The paragraphs."""
        return {"paragraphs": self.letter.paragraphs}

    def initial(self) -> dict[str, Any]:
        """As marked."""
        return {"places": [str(place) for place in self.letter.about_parent or ()]}

    def aside(self) -> Sequence[object]:
        """The whole words."""
        return [presenters.letter_words(self.letter)]

    def act(self, form: Any) -> str:
        """Mark."""
        given = form.cleaned_data
        places = [int(place) for place in given["places"]]
        actions.mark_about_parent(letter=self.letter, places=places, seen=given["seen"], by=self.viewer.actor)
        return self.letter_href


class LetterPage(AboutLetter, RecordPage):
    """A letter that is being written: its words, and every copy as it will read before anybody approves (P40)."""

    permission = Permission.SEE_CORRESPONDENCE

    def get_record(self) -> Letter:
        """The letter."""
        return self.letter

    def get_heading(self) -> str:
        """Its own heading."""
        return self.letter.title or "A letter without a heading"

    def body(self) -> Sequence[object]:
        """The draft with its copies; or, once approved, where each copy stands."""
        if self.letter.state != LetterState.DRAFT:
            return [presenters.letter_facts(self.letter, self.names), *presenters.approved(self.letter)]
        parts: list[object] = [presenters.letter_facts(self.letter, self.names), presenters.letter_words(self.letter)]
        return [*parts, *presenters.letter_copies(self.letter, self.readers, may_send=self.may(Permission.SEND))]

    @property
    def names(self) -> list[str]:
        """Whom it is written to."""
        return [reader.to.name for reader in self.readers if reader.is_main]

    def buttons(self) -> Sequence[Button]:
        """What can be done."""
        return presenters.letter_buttons(self.letter, self.readers, may_send=self.may(Permission.SEND))


class ReaderPage(LetterActionPage):
    """Decide about one reader's copy (P40, P41)."""

    form_class = forms.ReaderForm
    success = "Decided. Read the copy before you approve the letter."

    @cached_property
    def reader(self) -> Reader:
        """The reader in the address; 404 when no longer concerned."""
        found = next((reader for reader in self.readers if reader.key == self.kwargs["item"]), None)
        if found is None:
            raise Http404
        return found

    def get_heading(self) -> str:
        """Whose copy."""
        return f"A copy for {self.reader.to.name}, {presenters.role_of(self.reader)}"

    def form_kwargs(self) -> dict[str, Any]:
        """Who was there, who else reads it, and the words."""
        attended = [(reader.key, reader.to.name) for reader in self.readers if reader.is_main]
        others = [(one.key, one.to.name) for one in self.readers if one.ref != self.reader.ref and not one.may_not]
        return {
            "reader": self.reader,
            "paragraphs": self.letter.paragraphs,
            "attended": attended,
            "others": others,
        }

    def initial(self) -> dict[str, Any]:
        """As decided; nothing is ticked before somebody has (P40)."""
        keys = {reader.ref: reader.key for reader in self.readers}
        choice = self.reader.choice
        names = proposed_names(self.reader, self.readers) if choice is None or choice.named is None else choice.named
        start: dict[str, Any] = {"named": [keys[ref] for ref in names if ref in keys]}
        if choice is None:
            return start
        why = "hide_why" if choice.goes else "refuse_why"
        return start | {
            "goes": forms.YES if choice.goes or choice.online else forms.NO,
            "reason": choice.reason,
            "left_out": [str(place) for place in choice.left_out],
            "left_out_why": choice.left_out_why,
            "asked": keys.get(choice.asked, ""),
            "asked_answer": choice.asked_answer,
            "asked_on": choice.asked_on,
            "patient": choice.patient,
            "online": choice.online,
            why: choice.online_why,
        }

    def aside(self) -> Sequence[object]:
        """What the record says of them."""
        return [presenters.answer(self.reader), presenters.letter_words(self.letter)]

    def act(self, form: Any) -> str:
        """Decide."""
        refs = {reader.key: reader.ref for reader in self.readers}
        actions.decide_copy(
            letter=self.letter,
            recipient=self.reader.ref,
            decided=form.decided(refs),
            seen=form.cleaned_data["seen"],
            by=self.viewer.actor,
        )
        return self.letter_href

    def refuse(self, form: ActForm, sentence: str) -> HttpResponse:
        """With the reader as they are now."""
        self.__dict__.pop("reader", None)
        return super().refuse(form, sentence)


class ApprovePage(LetterActionPage):
    """Approve every copy, after reading it."""

    heading = "Approve the letter"
    form_class = PressForm
    submit_label = "Approve: these copies go"
    success = "Approved. Each copy is being made, and waits for the post under Correspondence."

    def families(self) -> Iterable[tuple[int, int]]:
        """The letter's."""
        return [(self.family.pk, self.family.team_id)]

    def aside(self) -> Sequence[object]:
        """Every copy whole."""
        return presenters.whole_copies(self.letter, self.readers)

    def act(self, form: Any) -> str:
        """Approve."""
        actions.approve(letter=self.letter, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.letter_href


class DropPage(LetterActionPage):
    """Decide that it is not sent after all."""

    heading = "Do not send this letter"
    form_class = forms.DropForm
    submit_label = "Do not send it"
    success = "This letter will not be sent."

    def act(self, form: Any) -> str:
        """Drop."""
        given = form.cleaned_data
        actions.drop_letter(letter=self.letter, reason=given["reason"], seen=given["seen"], by=self.viewer.actor)
        return reverse("letters:family", args=[self.family.key])
