"""Seeing a template before anybody gets it: in invented situations, in print, and with a real family (P48)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from families.contact import PLAIN, Question, who_may_be_told
from families.enums import CARING_ROLES, Channel
from families.models import Family
from families.pages import FamilyRecordPage
from families.presenters import family_label
from pitservice.accounts.enums import Permission
from pitservice.files.responses import download
from pitservice.letters import actions, showing
from pitservice.letters.catalogue import CATALOGUE, Template
from pitservice.letters.render import render_letter
from pitservice.letters.sheet import sample_sheet
from pitservice.letters.situations import SITUATIONS, Situation
from pitservice.letters.views.wording import OfTemplate
from pitservice.letters.words import book_of
from pitservice.messaging.notices import NO_EMAIL_HERE, addressee_of
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Tab
from pitservice.ui.pages import ListPage, PressPage, RecordPage


class OfSituation(OfTemplate):
    """In one invented situation (P48)."""

    abstract: ClassVar[bool] = True

    @property
    def situation(self) -> Situation:
        """The one named in the address."""
        if self.kwargs["situation"] not in SITUATIONS:
            raise Http404
        return SITUATIONS[self.kwargs["situation"]]

    def printed(self) -> bytes:
        """The first reader's letter as it would be printed, in standard English."""
        reader = self.situation.readers[0]
        lines = showing.filled(self.book, self.template, PLAIN, self.situation.about)
        return render_letter(sample_sheet(self.team, self.template.called, reader.name, reader.address, lines))


class PreviewPage(OfSituation, RecordPage):
    """What invented readers would read: unborn, twins, a father alone, a foster carer, two homes (P48)."""

    def get_record(self) -> None:
        """About no one record."""

    def get_heading(self) -> str:
        """Which."""
        return f"How it reads: {self.template.called}"

    def tabs(self) -> Sequence[Tab]:
        """Each situation."""
        return showing.preview_tabs(self.team, self.template, self.kwargs["situation"])

    def body(self) -> Sequence[object]:
        """Reader by reader."""
        return list(showing.preview(self.book, self.template, self.situation))

    def buttons(self) -> Sequence[Button]:
        """As it would be printed, and with a family."""
        send = self.link_to("send_to_myself", self.kwargs["situation"])
        found = [Button("Send to myself", send, secondary=True)]
        if self.template.channel is Channel.LETTER:
            found.append(
                Button("Get it as a PDF", self.link_to("preview_pdf", self.kwargs["situation"]), secondary=True)
            )
        if self.viewer.may(Permission.SEE_CORRESPONDENCE, self.team.pk) and self.template.to_families:
            found.append(Button("See it with a real family", self.link_to("preview_families"), secondary=True))
        return found


class PreviewPdfPage(OfSituation):
    """The first reader's letter as it would be printed, to show a colleague (P48)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF, made now and kept nowhere."""
        if self.template.channel is not Channel.LETTER:
            raise Http404
        return download(self.printed(), f"preview-{self.template.name}.pdf", "application/pdf", inline=True)


class SendToMyselfPage(OfSituation, PressPage):
    """Have the words sent to one's own work address, and to no other, about invented people alone (P48)."""

    def get_heading(self) -> str:
        """Which."""
        return f"Send to myself: {self.template.called}"

    def intro(self) -> Sequence[str]:
        """Where it goes, and whom it is about; or that no e-mail goes here."""
        if not self.goes:
            return (NO_EMAIL_HERE,)
        return (
            f"It goes to {self.user.email}, the address you sign in with, and to nobody else.",
            f"It is filled in for invented people: {self.situation.called.lower()}. A real family's words never are.",
        )

    @cached_property
    def goes(self) -> bool:
        """Whether an e-mail can reach this colleague."""
        return addressee_of(self.user) is not None

    @property
    def submit_label(self) -> str:  # type: ignore[override]  # no button where nothing would go
        """The button."""
        return "Send to myself" if self.goes else ""

    def get_cancel(self) -> Link | None:
        """Back to how it reads."""
        return Link("Back", self.link_to("preview", self.kwargs["situation"]))

    def act(self, form: Any) -> str:
        """Send it."""
        is_letter = self.template.channel is Channel.LETTER
        actions.send_to_myself(
            user=self.user,
            team=self.team,
            template=self.template,
            lines=showing.in_each_version(self.book, self.template, self.situation),
            pdf=self.printed() if is_letter else None,
            token=form.cleaned_data["submission"],
            by=self.user.actor,
        )
        self.success = f"It goes to {self.user.email} in a few minutes."
        return self.link_to("preview", self.kwargs["situation"])


class PreviewFamiliesPage(OfTemplate, ListPage):
    """Choose a family to see the words with, of those this colleague may see."""

    permission = Permission.SEE_CORRESPONDENCE
    noun = ("family", "families")

    def get_heading(self) -> str:
        """Which words."""
        return f"See it with a real family: {self.template.called}"

    def records(self) -> QuerySet[Any]:
        """The team's families, the newest first."""
        return Family.objects.visible_to(self.viewer).filter(team=self.team, merged_into=None).order_by("-pk")

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row is one."""
        return [(row.pk, row.team_id) for row in rows]

    def columns(self) -> Sequence[Column]:
        """Which family."""
        return [Column("Family")]

    def row(self, record: Family) -> Sequence[Cell]:
        """One family."""
        href = reverse("letters:preview_family", args=[record.key, self.template.name])
        return [Cell(family_label(record), href=href)]

    def empty(self) -> Empty:
        """Nothing to choose."""
        return Empty("There is no family here yet that you may see.")


class PreviewFamilyPage(FamilyRecordPage):
    """What each adult of a real family would get now, through the contact rules; nothing is sent (P48, CON-1, P46)."""

    permission = Permission.SEE_CORRESPONDENCE
    tab = "letters:family"

    @property
    def template(self) -> Template:
        """A template to families."""
        found = CATALOGUE.get(self.kwargs["words"])
        if found is None or not found.to_families:
            raise Http404
        return found

    def get_heading(self) -> str:
        """Which words."""
        return f"How it would read: {self.template.called}"

    def body(self) -> Sequence[object]:
        """Adult by adult."""
        book = book_of(self.family.team)
        versions = book.versions(self.template.name)
        question = Question(self.template.purpose, self.template.channel, timezone.now(), versions=versions)
        answers = who_may_be_told(f"family:{self.family.pk}", question)
        adults = [to for to in answers if to.role in CARING_ROLES]
        return list(showing.for_real(book, self.template, adults, family_label(self.family)))
