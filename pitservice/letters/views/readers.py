"""Who gets which copy of a letter, every copy as it will read, and the approval (LET-1, P40, P41)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.db.errors import Refused
from pitservice.files.responses import download
from pitservice.letters import actions, forms, presenters
from pitservice.letters.composing import Reader, proposed_names
from pitservice.letters.enums import LetterState, Way
from pitservice.letters.models import Letter
from pitservice.letters.render import render_letter
from pitservice.letters.selectors import being_written
from pitservice.letters.sheet import draft_sheet
from pitservice.letters.views.letter import AboutLetter, LetterActionPage
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.forms import PressForm
from pitservice.ui.pages import ListPage, RecordPage


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


class OfReader(AboutLetter):
    """About one reader's copy."""

    abstract: ClassVar[bool] = True

    @cached_property
    def reader(self) -> Reader:
        """The reader in the address; 404 when no longer concerned."""
        found = next((reader for reader in self.readers if reader.key == self.kwargs["item"]), None)
        if found is None:
            raise Http404
        return found


class DraftPdfPage(OfReader):
    """A copy as it would be printed, before anybody approves it (P40)."""

    permission = Permission.SEE_CORRESPONDENCE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF, made now and kept nowhere; or why it cannot be printed."""
        if self.letter.state != LetterState.DRAFT:
            raise Http404
        self.log_look([(self.family.pk, self.family.team_id)])
        try:
            content = render_letter(draft_sheet(self.letter, self.reader, self.readers))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(self.letter_href)
        return download(content, f"preview-{self.letter.key}.pdf", "application/pdf", inline=True)


class ReaderPage(OfReader, LetterActionPage):
    """Decide about one reader's copy (P40, P41)."""

    form_class = forms.ReaderForm
    success = "Decided. Read the copy before you approve the letter."
    anew = (*LetterActionPage.anew, "reader")

    def get_heading(self) -> str:
        """Whose copy."""
        return f"A copy for {self.reader.to.name}, {presenters.role_of(self.reader)}"

    def form_kwargs(self) -> dict[str, Any]:
        """Who was there, who else reads it, and the words."""
        attended = [(reader.key, reader.to.name) for reader in self.readers if reader.is_main]
        others = [(one.key, one.to.name) for one in self.readers if one.ref != self.reader.ref and one.open_ways]
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
        start: dict[str, Any] = {"named": [keys[ref] for ref in names if ref in keys], "way": self._usual_way()}
        if choice is None:
            return start
        why = "hide_why" if choice.goes else "refuse_why"
        return start | {
            "goes": forms.YES if choice.goes or choice.online else forms.NO,
            "way": choice.way,
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

    def _usual_way(self) -> Way:
        """By post where that is open, as letters go; else the first that is."""
        ways = self.reader.open_ways
        return Way.POST if Way.POST in ways or not ways else ways[0]

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


class ApprovePage(LetterActionPage):
    """Approve every copy, after reading it."""

    heading = "Approve the letter"
    form_class = PressForm
    submit_label = "Approve: these copies go"
    success = (
        "Approved. Each copy is being made. What goes by post waits under Correspondence; what goes by secure e-mail"
        " goes by itself, and can be taken back for a few minutes."
    )

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
