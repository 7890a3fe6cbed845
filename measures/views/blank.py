"""A measure to print and fill in on paper (P71)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from measures.models import Definition
from measures.presenters import blank as presenting
from pitservice.accounts.enums import Permission
from pitservice.ui.pages import RecordPage


class BlankPage(RecordPage):
    """One measure of the team's, empty, for paper: the page prints without what leads around. It is about nobody."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:list"

    def get_record(self) -> Definition:
        """From those of the viewer's teams."""
        return self.find(Definition.objects.visible_to(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        """What it is called."""
        return str(self.record.spec.name)

    def families(self) -> Iterable[tuple[int, int]]:
        """None."""
        return ()

    def body(self) -> Sequence[object]:
        """The form."""
        return presenting.body(self.record.spec)
