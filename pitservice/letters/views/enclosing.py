"""A team's leaflets and forms, and choosing what goes into an envelope beside its letter (P48)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from families.contact.versions import name_of
from pitservice.accounts.enums import Permission
from pitservice.files.models import StoredFile
from pitservice.files.responses import download
from pitservice.letters import actions, enclosing, presenters
from pitservice.letters.enclosing import Proposal
from pitservice.letters.enclosure_forms import AddEnclosureForm, EnclosureForm, EnvelopeForm, ReplaceEnclosureForm
from pitservice.letters.models import Copy, Enclosure
from pitservice.letters.printing import envelope_of, whole
from pitservice.letters.views.copy import AboutCopy, CopyActionPage
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Words
from pitservice.ui.dates import count
from pitservice.ui.pages import ActionPage, FilePage, ListPage, Page, PressPage, RecordPage, TeamPage

LIST, NAV = "letters:enclosures", "governance:manage"


class EnclosuresPage(ListPage):
    """Every leaflet and form that the viewer's teams have, with how families get it and when it is proposed."""

    permission = Permission.EDIT_WORDS
    nav = NAV
    heading = "Leaflets and forms"
    noun = ("leaflet or form", "leaflets and forms")

    def records(self) -> QuerySet[Any]:
        """Those in use, by title."""
        rows = Enclosure.objects.visible_to(self.viewer).filter(in_use=True).select_related("team")
        return rows.order_by("team__name", "title", "language", "pk")

    def columns(self) -> Sequence[Column]:
        """What, in which language, how and when."""
        return presenters.ENCLOSURE_COLUMNS

    def row(self, record: Enclosure) -> Sequence[Cell]:
        """One of them."""
        return presenters.enclosure_row(record)

    def above(self) -> Sequence[object]:
        """What happens with them."""
        return [
            Words(
                [
                    "PDFs that go into the envelope with a letter, or are handed over at a visit. They are proposed by "
                    "what is outstanding in a family; a person chooses them, and what went is kept with the letter."
                ]
            )
        ]

    def buttons(self) -> Sequence[Button]:
        """Add one, by team."""
        teams = self.viewer.teams
        return [
            Button(
                "Add a leaflet or form" if len(teams) == 1 else f"Add a leaflet or form of {team.name}",
                reverse("letters:add_enclosure", args=[team.slug]),
            )
            for team in teams
        ]

    def empty(self) -> Empty:
        """None yet."""
        return Empty("Nothing here yet. Add the leaflets, questionnaires and consent forms that you send or hand over.")


class AddEnclosurePage(TeamPage, ActionPage):
    """Take a PDF into the team's list."""

    permission = Permission.EDIT_WORDS
    nav = NAV
    heading = "Add a leaflet or form"
    form_class = AddEnclosureForm
    submit_label = "Add"
    success = "It is on the list now, and can be chosen for an envelope."
    multipart = True

    def intro(self) -> Sequence[str]:
        """What a person must look at."""
        return [presenters.NOT_READ]

    def get_cancel(self) -> Link | None:
        """Back to the list."""
        return Link("Cancel", reverse(LIST))

    def act(self, form: Any) -> str:
        """Keep it."""
        name, content = form.cleaned_data["file"]
        row = actions.add_enclosure(
            team=self.team, settled=form.settled, name=name, content=content, by=self.viewer.actor
        )
        return reverse("letters:enclosure", args=[row.key])


class AboutEnclosure(Page):
    """What every page about one leaflet or form shares."""

    abstract: ClassVar[bool] = True
    permission = Permission.EDIT_WORDS
    nav = NAV

    @cached_property
    def enclosure(self) -> Enclosure:
        """From those of the viewer's teams; 404 otherwise."""
        rows = Enclosure.objects.visible_to(self.viewer).select_related("file", "team")
        return self.find(rows, key=self.kwargs["key"])

    @property
    def href(self) -> str:
        """Its page."""
        return reverse("letters:enclosure", args=[self.enclosure.key])

    def families(self) -> Iterable[tuple[int, int]]:
        """About no family."""
        return ()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link("Leaflets and forms", reverse(LIST))]


class EnclosurePage(AboutEnclosure, RecordPage):
    """One version: what is settled about it, its PDF, and the other versions."""

    def get_record(self) -> Enclosure:
        """The version."""
        return self.enclosure

    def get_heading(self) -> str:
        """Its title."""
        return self.enclosure.title

    def body(self) -> Sequence[object]:
        """What is settled; the other versions."""
        others = Enclosure.objects.visible_to(self.viewer).filter(document=self.enclosure.document)
        rows = list(others.exclude(pk=self.enclosure.pk).order_by("-number"))
        return [presenters.enclosure_facts(self.enclosure), *presenters.enclosure_versions(rows)]

    def buttons(self) -> Sequence[Button]:
        """What can be done with the version in use."""
        if not self.enclosure.in_use:
            return ()
        args = [self.enclosure.key]
        return [
            Button("Change what is settled", reverse("letters:change_enclosure", args=args)),
            Button("Put in a newer version", reverse("letters:replace_enclosure", args=args), secondary=True),
            Button("Take it off the list", reverse("letters:retire_enclosure", args=args), secondary=True),
        ]


class EnclosureFilePage(AboutEnclosure, FilePage):
    """Its PDF, to save: it came from outside, and is never opened here. Whoever takes it to a visit may have it."""

    permission = Permission.SEE_CORRESPONDENCE
    ours = False

    def get_file(self) -> StoredFile:
        """The file of this version."""
        return self.enclosure.file


class EnclosureActionPage(AboutEnclosure, ActionPage):
    """Does something with one."""

    abstract: ClassVar[bool] = True
    anew = ("enclosure",)

    def get_subject(self) -> Enclosure:
        """The version."""
        return self.enclosure

    def get_cancel(self) -> Link | None:
        """Back to it."""
        return Link("Cancel", self.href)


class ChangeEnclosurePage(EnclosureActionPage):
    """Change what is settled about it."""

    heading = "Change what is settled"
    form_class = EnclosureForm
    success = "Saved."

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.subject, name) for name in ("title", "kind", "language", "given", "proposed_when")}

    def act(self, form: Any) -> str:
        """Save it."""
        seen = form.cleaned_data["seen"]
        actions.change_enclosure(enclosure=self.subject, settled=form.settled, seen=seen, by=self.viewer.actor)
        return self.href


class ReplaceEnclosurePage(EnclosureActionPage):
    """Put in a newer version."""

    heading = "Put in a newer version"
    form_class = ReplaceEnclosureForm
    submit_label = "Put it in"
    success = "The newer version is in use. Letters that went keep the one they went with."
    multipart = True

    def intro(self) -> Sequence[str]:
        """What happens to letters that have the old one."""
        return [
            "The old version leaves the list. A letter that is not posted yet and has it is not printed until somebody "
            "has chosen again.",
            presenters.NOT_READ,
        ]

    def act(self, form: Any) -> str:
        """Keep it."""
        given = form.cleaned_data
        name, content = given["file"]
        row = actions.replace_enclosure(
            enclosure=self.subject, name=name, content=content, seen=given["seen"], by=self.viewer.actor
        )
        return reverse("letters:enclosure", args=[row.key])


class RetireEnclosurePage(EnclosureActionPage, PressPage):
    """Take it off the list."""

    heading = "Take it off the list"
    submit_label = "Take it off the list"
    success = "It is off the list. Letters that went keep it."

    def intro(self) -> Sequence[str]:
        """What happens."""
        return ["It is not proposed or chosen any more. A letter that is not posted yet and has it is asked about."]

    def act(self, form: Any) -> str:
        """Take it off."""
        actions.retire_enclosure(enclosure=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse(LIST)


class EnvelopePage(CopyActionPage):
    """Choose what goes into the envelope with a letter: proposed by what is outstanding, ticked by nobody (P48)."""

    verb = "What goes with it"
    form_class = EnvelopeForm
    success = "Saved. It is printed with the letter."

    @cached_property
    def proposed(self) -> Sequence[Proposal]:
        """What the team would enclose now."""
        return enclosing.proposals([self.subject], self.viewer).get(self.subject.pk, [])

    @cached_property
    def stock(self) -> dict[str, Enclosure]:
        """What can go: the team's, what is proposed first."""
        first = [one.enclosure.pk for one in self.proposed]
        rows = [row for row in enclosing.in_use(self.viewer) if row.team_id == self.subject.team_id]
        rows.sort(key=lambda row: (row.pk not in first, row.language != self.subject.language))
        return {row.key: row for row in rows}

    def form_kwargs(self) -> dict[str, Any]:
        """What can be chosen, each with why it is proposed."""
        why = {one.enclosure.key: f"Proposed. {one.why}" for one in self.proposed}
        choices = [
            (key, f"{row.title}, version {row.number} ({name_of(row.language)}, {count(row.pages, 'page')})")
            for key, row in self.stock.items()
        ]
        return {"choices": choices, "hints": {key: why.get(key, "") for key in self.stock}}

    def initial(self) -> dict[str, Any]:
        """What lies in it."""
        return {"enclosures": [one.key for one in enclosing.in_envelope(self.subject) if one.key in self.stock]}

    @property
    def submit_label(self) -> str:  # type: ignore[override]  # no button where there is nothing to choose
        """The button."""
        return "Save" if self.stock else ""

    def aside(self) -> Sequence[object]:
        """The words, the rules, and what a person must look at."""
        if not self.stock:
            return [Empty("Your team has no leaflets or forms on its list yet."), *super().aside()]
        return [Words([presenters.NOT_READ]), *super().aside()]

    def decide(self, given: dict[str, Any]) -> None:
        """Fill it."""
        chosen = [self.stock[key] for key in given["enclosures"]]
        actions.fill_envelope(copy=self.subject, enclosures=chosen, seen=given["seen"], by=self.user.actor)


class WholeEnvelopePage(AboutCopy):
    """The letter and what goes with it, as one PDF, as it is printed. Put together now and kept nowhere."""

    permission = Permission.SEE_CORRESPONDENCE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF; 404 before the letter is made."""
        copy: Copy = self.find_sent()
        if copy.pdf is None:
            raise Http404
        self.log_look(self.families_of(copy))
        content = whole(envelope_of(copy))
        return download(content, f"envelope-{copy.key}.pdf", "application/pdf")
