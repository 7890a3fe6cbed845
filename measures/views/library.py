"""Which measures a team uses: shipped ones, its own, and new editions of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.urls import reverse

from measures import actions
from measures.forms import DefineForm, UseForm
from measures.forms.defining import initial_of
from measures.models import Definition
from measures.presenters import library as presenting
from measures.selectors.scores import in_use
from measures.spec import library
from pitservice.configuration.views.settings import OfTeam
from pitservice.ui.components import Button, Link
from pitservice.ui.pages import ActionPage
from pitservice.ui.pages import RecordPage as ShownPage


class LibraryPage(OfTeam, ShownPage):
    """The measures of a team, with licence, source and edition."""

    heading = "Measures"

    def get_record(self) -> None:
        """About no one record."""

    def body(self) -> Sequence[object]:
        """In use; then what was, as it was."""
        old = Definition.objects.visible_to(self.viewer).filter(team=self.team, superseded_at__isnull=False)
        return presenting.body(in_use([self.team.pk]), list(old.order_by("code", "-edition")))

    def buttons(self) -> Sequence[Button]:
        """Take into use, or add."""
        return [
            Button("Use a measure from the library", reverse("measures:use", args=[self.team.slug])),
            Button("Add a measure of your own", reverse("measures:add", args=[self.team.slug]), secondary=True),
        ]


class _OfLibrary(OfTeam, ActionPage):
    abstract: ClassVar[bool] = True

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Lists and settings, the team's measures."""
        return [*super().get_breadcrumbs(), Link("Measures", self.back_href)]

    @property
    def back_href(self) -> str:
        """The team's measures."""
        return reverse("measures:library", args=[self.team.slug])

    def get_cancel(self) -> Link | None:
        """Back."""
        return Link("Cancel", self.back_href)


class UsePage(_OfLibrary):
    """Take measures from the library into use."""

    form_class = UseForm
    heading = "Use a measure from the library"
    submit_label = "Use these"
    success = "In use from now on."

    def form_kwargs(self) -> dict[str, Any]:
        """Those that are not in use."""
        used = {one.code for one in in_use([self.team.pk])}
        return {"shipped": {code: body for code, body in library().items() if code not in used}}

    def act(self, form: Any) -> str:
        """Use them."""
        for code in form.cleaned_data["codes"]:
            actions.take_into_use(team=self.team, code=code, by=self.viewer.actor)
        return self.back_href


class AddPage(_OfLibrary):
    """A measure of the team's own."""

    form_class = DefineForm
    heading = "Add a measure"
    success = "The measure is in use."

    def act(self, form: Any) -> str:
        """Add it."""
        actions.define(team=self.team, body=form.body, new=True, by=self.viewer.actor)
        return self.back_href


class _OfDefinition(_OfLibrary):
    abstract: ClassVar[bool] = True

    def get_subject(self) -> Definition:
        """The edition in use, of a team whose lists the viewer manages."""
        found = Definition.objects.visible_to(self.viewer).filter(superseded_at=None).select_related("team")
        return self.find(found, key=self.kwargs["key"])

    @property
    def team(self) -> Any:
        """Its team."""
        return self.subject.team

    def families(self) -> Iterable[tuple[int, int]]:
        """About no family."""
        return ()


class ChangePage(_OfDefinition):
    """A new edition; what was scored keeps the one it had."""

    form_class = DefineForm
    submit_label = "Put the new edition into use"
    success = "The new edition is in use. Earlier scores keep the edition they had."

    def get_heading(self) -> str:
        """Which."""
        return f"New edition of {self.subject.code}"

    def form_kwargs(self) -> dict[str, Any]:
        """As it is."""
        return {"spec": self.subject.spec}

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return initial_of(self.subject.spec)

    def act(self, form: Any) -> str:
        """Supersede it."""
        seen = form.cleaned_data["seen"]
        actions.define(team=self.team, body=form.body, seen=seen, by=self.viewer.actor)
        return self.back_href


class StopPage(_OfDefinition):
    """Ask for it no more."""

    submit_label = "Stop using it"
    success = "It is not asked for any more. Its scores stay."

    def get_heading(self) -> str:
        """Which."""
        return f"Stop using {self.subject.code}"

    def intro(self) -> Sequence[str]:
        """What stays."""
        return ["It is not due any more and cannot be recorded. Scores that were recorded stay as they are."]

    def act(self, form: Any) -> str:
        """Stop."""
        actions.stop_using(definition=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.back_href
