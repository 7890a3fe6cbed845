"""Letters to post: open each PDF, print, and say which were posted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.letters import actions, presenters
from pitservice.letters.enclosing import Proposal, proposals
from pitservice.letters.forms import PostedForm
from pitservice.letters.models import Copy
from pitservice.letters.selectors import runs, to_print
from pitservice.ui.components import Button, Buttons, Cell, Column, Empty, Link, Table
from pitservice.ui.dates import count, moment
from pitservice.ui.pages import ActionPage

#: As many as one goes to the letter box with.
AT_ONCE = 50


class ToPostPage(ActionPage):
    """Every letter that is ready, oldest first."""

    permission = Permission.SEND
    nav = "letters:correspondence"
    heading = "Letters to post"
    form_class = PostedForm

    @cached_property
    def copies(self) -> list[Copy]:
        """What is ready."""
        return list(to_print(self.viewer).select_related("letter__family")[:AT_ONCE])

    @property
    def submit_label(self) -> str:  # type: ignore[override]  # no button where there is nothing to post
        """The button."""
        return "I have posted these" if self.copies else ""

    def get_back(self) -> Link | None:
        """To the list."""
        return Link("Correspondence", reverse("letters:correspondence"))

    def families(self) -> Iterable[tuple[int, int]]:
        """Those the letters are about."""
        return [(copy.letter.family_id, copy.team_id) for copy in self.copies if copy.letter.family_id]

    def form_kwargs(self) -> dict[str, Any]:
        """The letters to choose from."""
        return {"choices": [(copy.key, presenters.title(copy)) for copy in self.copies]}

    def aside(self) -> Sequence[object]:
        """The letters with their PDFs, and those that somebody has printed already."""
        return [*self._printed(), *self._waiting()]

    def _printed(self) -> Sequence[object]:
        buttons = [Button("Print them together", reverse("letters:print"))] if self.copies else []
        open_runs = runs(self.viewer).filter(waiting__gt=0)
        if open_runs.exists():
            buttons.append(Button("Printed, not posted yet", reverse("letters:runs"), secondary=True))
        return [Buttons(buttons)] if buttons else []

    def _waiting(self) -> Sequence[object]:
        if not self.copies:
            return [Empty("No letter is waiting to be posted. Letters appear here as soon as they are made.")]
        columns = [Column("Letter"), Column("Address"), Column("With it"), Column("Since"), Column("PDF")]
        proposed = proposals(self.copies, self.viewer)
        rows = [self._row(copy, proposed.get(copy.pk, [])) for copy in self.copies]
        return [Table("Letters to post", columns, rows)]

    def act(self, form: PostedForm) -> str:
        """Mark each as posted; one that may not go any more refuses the whole, with the reason."""
        chosen = set(form.cleaned_data["copies"])
        posted = [copy for copy in self.copies if copy.key in chosen]
        for copy in posted:
            actions.mark_posted(copy=copy, by=self.user.actor)
        self.success = f"{count(len(posted), 'letter')} recorded as posted."
        return reverse("letters:to_post")

    def _row(self, copy: Copy, proposed: Sequence[Proposal]) -> Sequence[Cell]:
        href = reverse("letters:copy", args=[copy.key])
        address = ", ".join(copy.address.splitlines())
        return [
            Cell(presenters.title(copy), href=href),
            Cell(address),
            presenters.envelope_cell(copy, proposed),
            Cell(moment(copy.not_before)),
            Cell(links=[presenters.pdf_link(copy)]),
        ]
