"""The copy of a record for whoever asked: drawn up, gone through, made, handed out (P31)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from families import actions
from families.forms.register import PieceForm
from families.models import RecordRequest, Release, ReleasePiece
from families.pages import FamilyActionPage
from families.presenters import releasing as words
from families.register import kept
from families.views.register import KeptFamily
from pitservice.files.models import StoredFile
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.forms import PressForm
from pitservice.ui.pages import FilePage, ListPage


class OfRequest(KeptFamily):
    """A page about the copy for one request of this family."""

    abstract: ClassVar[bool] = True

    @cached_property
    def asked(self) -> RecordRequest:
        """The request; 404 otherwise."""
        found: RecordRequest = self.find(
            kept(RecordRequest, self.user).filter(family=self.family), key=self.kwargs["item"]
        )
        return found

    @cached_property
    def release(self) -> Release:
        """What was drawn up for it; 404 where nothing was."""
        rows = kept(Release, self.user).filter(family=self.family, request=self.asked)
        found: Release = self.find(rows.select_related("given", "ours"), request=self.asked)
        return found

    @property
    def here(self) -> str:
        """The page of the copy."""
        return reverse("families:release", args=[self.family.key, self.kwargs["item"]])

    @property
    def request_href(self) -> str:
        """The page of the request."""
        return reverse("families:request", args=[self.family.key, self.kwargs["item"]])


class ReleasePage(OfRequest, ListPage):
    """Every entry of the record, what is given of it, and the two files."""

    heading = "Copy of the record"
    noun = ("entry", "entries")
    sorts = {"order": "in the order in which it happened"}

    def records(self) -> QuerySet[ReleasePiece]:
        """Its pieces."""
        rows: QuerySet[ReleasePiece] = kept(ReleasePiece, self.user).filter(release=self.release)
        return rows.order_by("number")

    def columns(self) -> Sequence[Column]:
        """What, in which words, what was decided."""
        return words.COLUMNS

    def row(self, record: ReleasePiece) -> Sequence[Cell]:
        """One of them."""
        return words.piece_row(record, self.asked, self.family)

    def families_in(self, rows: Sequence[Any]) -> list[tuple[int, int]]:
        """The family itself."""
        return [(self.family.pk, self.family.team_id)]

    def above(self) -> Sequence[object]:
        """Where it stands."""
        left = self.release.pieces.filter(decision="").count()
        return words.release_facts(self.release, self.asked, self.family, left)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The request."""
        return [*super().get_breadcrumbs(), Link("Request", self.request_href)]

    def buttons(self) -> Sequence[Button]:
        """What can be done until it is made."""
        if self.release.asked_at is not None:
            return ()
        args = [self.family.key, self.asked.key]
        return (
            Button("Give the rest", reverse("families:give_rest", args=args), secondary=True),
            Button("Draw it up anew", reverse("families:draw_up", args=args), secondary=True),
            Button("Make the copy", reverse("families:make_release", args=args)),
        )

    def empty(self) -> Empty:
        """Never so: a record has at least the people in it."""
        return Empty("Nothing was drawn up. Draw it up anew.")


class ReleaseActionPage(OfRequest, FamilyActionPage):
    """A form about the copy, which leads back to it."""

    abstract: ClassVar[bool] = True

    def get_subject(self) -> Any:
        """The copy."""
        return self.release

    @property
    def back_href(self) -> str:
        """The copy's page."""
        return self.here


class DrawUpPage(ReleaseActionPage):
    """Take down the record as it is now."""

    heading = "Draw up a copy of the record"
    form_class = PressForm
    submit_label = "Draw it up"
    success = "It is drawn up. Say of each entry what becomes of it."

    def get_subject(self) -> RecordRequest:
        """The request."""
        return self.asked

    @property
    def back_href(self) -> str:
        """The request's page, from where it is drawn up."""
        return self.request_href

    def intro(self) -> Sequence[str]:
        """What it does."""
        return (
            "Everything in the record is listed as it is now, entry by entry: people, timeline, letters, texts and "
            "signed notes in full. Documents are listed by title: copy the files that may be given.",
            "You then say of each entry whether it is given, left out, or given without some words. Nothing goes out.",
        )

    def act(self, form: Any) -> str:
        """Draw it up."""
        actions.draw_up_release(request=self.subject, user=self.user, by=self.viewer.actor)
        return self.here


class PiecePage(ReleaseActionPage):
    """What becomes of one entry."""

    heading = "What becomes of this entry?"
    form_class = PieceForm
    submit_label = "Save"

    def get_subject(self) -> ReleasePiece:
        """Of this copy; 404 otherwise."""
        rows = kept(ReleasePiece, self.user).filter(release=self.release).select_related("release")
        piece: ReleasePiece = self.find(rows, key=self.kwargs["piece"])
        return piece

    def aside(self) -> Sequence[object]:
        """The whole entry."""
        return words.piece_words(self.subject)

    def initial(self) -> dict[str, Any]:
        """As it was decided."""
        return {name: getattr(self.subject, name) for name in ("decision", "left_out", "ground", "why")}

    def act(self, form: Any) -> str:
        """Decide."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("decision", "left_out", "ground", "why", "seen")}
        actions.decide_piece(piece=self.subject, **told, by=self.viewer.actor)
        return self.here


class GiveRestPage(ReleaseActionPage):
    """What nobody has decided about, and of which nothing warns, is given."""

    heading = "Give every entry that is left"
    form_class = PressForm
    submit_label = "Give the rest"
    success = "They are given. What has a warning is left to be decided by itself."

    def intro(self) -> Sequence[str]:
        """What it leaves."""
        return ("Do this only when you have read them. Entries with a warning are not touched.",)

    def act(self, form: Any) -> str:
        """Give them."""
        actions.give_the_rest(release=self.subject, by=self.viewer.actor)
        return self.here


class MakeReleasePage(ReleaseActionPage):
    """Have the two files made."""

    heading = "Make the copy"
    form_class = PressForm
    submit_label = "Make it"
    success = "It is being made, and will stand on this page."

    def intro(self) -> Sequence[str]:
        """What is made."""
        return (
            "Two files are made. The copy to give does not show that something was left out. Our copy, which is never "
            "given, has a mark in each place, and says on its cover what was left out and on which ground.",
            "Afterwards nothing can be changed.",
        )

    def act(self, form: Any) -> str:
        """Have them made."""
        actions.make_release(release=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.here


class ReleaseFilePage(OfRequest, FilePage):
    """One of the two files, for those who answer for records; who had it is written down."""

    abstract: ClassVar[bool] = True
    which: ClassVar[str]

    def get_file(self) -> StoredFile:
        """Where it is made; 404 otherwise."""
        stored: StoredFile | None = getattr(self.release, self.which)
        if stored is None:
            raise Http404
        return stored

    def families(self) -> Iterable[tuple[int, int]]:
        """This family."""
        return [(self.family.pk, self.family.team_id)]


class GivenFilePage(ReleaseFilePage):
    """The copy to give."""

    which = "given"


class OursFilePage(ReleaseFilePage):
    """Our own."""

    which = "ours"
