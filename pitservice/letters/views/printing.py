"""Printing letters together: choose, watch, open the file, say what was posted; and mail that came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.enums import Permission
from pitservice.db.errors import Refused
from pitservice.files.models import StoredFile
from pitservice.letters import actions, presenters
from pitservice.letters.enclosing import proposals
from pitservice.letters.enums import CopyState, Shape
from pitservice.letters.forms import CameBackForm, PostedForm, PrintForm, SettledForm
from pitservice.letters.models import Copy, PrintRun
from pitservice.letters.selectors import job_of, runs, to_print
from pitservice.letters.views.copy import CopyActionPage
from pitservice.ui.components import Cell, Column, Empty, Link
from pitservice.ui.dates import count
from pitservice.ui.pages import ActionPage, FilePage, ListPage, Page, PressPage

NAV = "letters:correspondence"
#: As many as one file takes.
AT_ONCE = 500


class PrintPage(ActionPage):
    """Print everything that is ready, as one file (P4)."""

    permission = Permission.SEND
    nav = NAV
    heading = "Print letters"
    form_class = PrintForm

    @cached_property
    def copies(self) -> list[Copy]:
        """What is ready and in nobody else's hands, of one team."""
        found = list(to_print(self.viewer).select_related("letter__family", "team")[:AT_ONCE])
        return [copy for copy in found if copy.team_id == found[0].team_id]

    @property
    def submit_label(self) -> str:  # type: ignore[override]  # no button where there is nothing to print
        """The button."""
        return f"Print {count(len(self.copies), 'letter')}" if self.copies else ""

    def get_back(self) -> Link | None:
        """To the letters."""
        return Link("Letters to post", reverse("letters:to_post"))

    def families(self) -> Iterable[tuple[int, int]]:
        """Those the letters are about."""
        return presenters.families_of(self.copies)

    def aside(self) -> Sequence[object]:
        """Which letters."""
        if not self.copies:
            return [Empty("No letter is waiting to be printed, or somebody is printing them already.")]
        return [presenters.copies_table("Letters to print", self.copies, proposals(self.copies, self.viewer))]

    def act(self, form: Any) -> str:
        """Take them."""
        shape = Shape(form.cleaned_data["shape"])
        run = actions.start_run(copies=self.copies, shape=shape, by=self.user.actor)
        return reverse("letters:run", args=[run.key])


class RunsPage(ListPage):
    """Files of letters that were printed together, newest first."""

    permission = Permission.SEND
    nav = NAV
    heading = "Printed letters"
    noun = ("file", "files")

    def records(self) -> QuerySet[Any]:
        """All of them."""
        return runs(self.viewer).order_by("-created_at", "-pk")

    def columns(self) -> Sequence[Column]:
        """When, by whom, how many."""
        return presenters.RUN_COLUMNS

    def row(self, record: PrintRun) -> Sequence[Cell]:
        """One file."""
        return presenters.run_row(record)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Correspondence."""
        return [Link("Correspondence", reverse(NAV))]

    def empty(self) -> Empty:
        """None yet."""
        return Empty("No letters have been printed together yet.")


class AboutRun(Page):
    """What every page about a run shares."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEND
    nav = NAV

    @cached_property
    def run(self) -> PrintRun:
        """From those of the viewer's teams; 404 otherwise."""
        found: PrintRun = self.find(runs(self.viewer).select_related("made", "team"), key=self.kwargs["key"])
        return found

    @cached_property
    def copies(self) -> list[Copy]:
        """Its letters, as far as the viewer may see their families."""
        visible = Copy.objects.visible_to(self.viewer).filter(run=self.run)
        return list(visible.select_related("letter__family", "pdf").order_by("not_before", "pk"))

    @property
    def waiting(self) -> list[Copy]:
        """Those not posted yet."""
        return [copy for copy in self.copies if copy.state == CopyState.READY]

    def families(self) -> Iterable[tuple[int, int]]:
        """Those the letters are about."""
        return presenters.families_of(self.copies)

    @property
    def href(self) -> str:
        """The run's page."""
        return reverse("letters:run", args=[self.run.key])


class RunPage(AboutRun, ActionPage):
    """One file: how far it is, its letters, and which of them are in the post."""

    form_class = PostedForm
    anew = ("run", "copies")

    def get_subject(self) -> PrintRun:
        """The run."""
        return self.run

    def get_heading(self) -> str:
        """How many."""
        return f"{count(len(self.copies), 'letter')} printed together"

    def get_back(self) -> Link | None:
        """To the letters."""
        return Link("Letters to post", reverse("letters:to_post"))

    @property
    def submit_label(self) -> str:  # type: ignore[override]  # no button before there is a file
        """The button."""
        return "I have posted these" if self.run.made_id and self.waiting else ""

    def form_kwargs(self) -> dict[str, Any]:
        """What can be posted: nothing before the file is made."""
        chosen = self.waiting if self.run.made_id else []
        return {"choices": [(copy.key, presenters.title(copy)) for copy in chosen]}

    def initial(self) -> dict[str, Any]:
        """All of them: who printed them together mostly posts them together."""
        return {"copies": [copy.key for copy in self.waiting]}

    def aside(self) -> Sequence[object]:
        """How far it is, the file, its letters, and what was taken out."""
        return presenters.run_body(self.run, self.copies, self._taken_out(), job_of(self.run), self.href)

    def _taken_out(self) -> list[Copy]:
        visible = Copy.objects.visible_to(self.viewer).filter(key__in=self.run.taken_out)
        return list(visible.select_related("letter").order_by("pk"))

    def act(self, form: Any) -> str:
        """Mark each as posted; one that may not go any more, or that somebody posted, refuses the whole."""
        chosen = set(form.cleaned_data["copies"])
        posted = [copy for copy in self.waiting if copy.key in chosen]
        if not posted:
            raise Refused("Somebody has recorded these as posted already. Look at the list again.")
        for copy in posted:
            actions.mark_posted(copy=copy, by=self.user.actor)
        self.success = f"{count(len(posted), 'letter')} recorded as posted."
        return self.href


class RunFilePage(AboutRun, FilePage):
    """The file. Once a letter in it must not go any more it is not handed out: it is made anew."""

    def get_file(self) -> StoredFile:
        """404 before it is made, and where somebody may not see all the families in it."""
        if self.run.made is None or not presenters.may_open(self.run, self.copies):
            raise Http404
        return self.run.made


class RunPressPage(AboutRun, PressPage):
    """One press about a run."""

    abstract: ClassVar[bool] = True

    def get_subject(self) -> PrintRun:
        """The run."""
        return self.run

    def get_cancel(self) -> Link | None:
        """Back to it."""
        return Link("Back", self.href)


class RunAgainPage(RunPressPage):
    """Make the file anew."""

    heading = "Make the file anew"
    submit_label = "Make it anew"
    success = "The file is being made."

    def intro(self) -> Sequence[str]:
        """What happens."""
        return ["Every letter is checked again. What is posted, or must not go, is left out."]

    def act(self, form: Any) -> str:
        """Make it."""
        actions.print_again(run=self.run, seen=form.cleaned_data["seen"], by=self.user.actor)
        return self.href


class GiveBackPage(RunPressPage):
    """Put the letters back among those to print."""

    heading = "Put the letters back"
    submit_label = "Put them back"
    success = "The letters wait to be printed again."

    def intro(self) -> Sequence[str]:
        """What happens."""
        return ["Letters of this file that are not posted wait to be printed again. Throw away what you printed."]

    def act(self, form: Any) -> str:
        """Give them back."""
        actions.give_back(run=self.run, seen=form.cleaned_data["seen"], by=self.user.actor)
        return reverse("letters:to_post")


class CameBackPage(CopyActionPage):
    """A posted letter came back."""

    verb = "It came back"
    form_class = CameBackForm
    submit_label = "Record that it came back"
    success = "Recorded. Before the next letter goes to this address a person is asked."

    def initial(self) -> dict[str, Any]:
        """Mostly today: whoever opens the post says so."""
        return {"on": timezone.localdate()}

    def decide(self, given: dict[str, Any]) -> None:
        """Record it."""
        actions.came_back(copy=self.subject, on=given["on"], seen=given["seen"], by=self.user.actor)


class SettledPage(CopyActionPage):
    """What was done about a letter that came back."""

    verb = "Settled"
    form_class = SettledForm
    submit_label = "Save"
    success = "Recorded."

    def decide(self, given: dict[str, Any]) -> None:
        """Record it."""
        actions.settle_returned(copy=self.subject, how=given["how"], seen=given["seen"], by=self.user.actor)
