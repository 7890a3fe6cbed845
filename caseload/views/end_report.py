"""The report at the end of the work: a letter for each reader, begun from what was recorded (P66)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from caseload import actions
from caseload.actions import Theirs
from caseload.actions.end_reports import is_referrer, report_readers
from caseload.closing import changes_for
from caseload.forms.end_report import EndReportForm
from caseload.models import Ending
from caseload.selectors.end_report import reports_written
from caseload.views.base import EpisodeActionPage
from families.contact import Addressee
from pitservice.accounts.enums import Permission
from pitservice.ui import dates
from pitservice.ui.components import Callout


class EndReportPage(EpisodeActionPage):
    """Write the report: summary, the parents' own words, goals and measures, each reader checked apart (P66, LET-1)."""

    permission = Permission.RECORD_SESSIONS
    form_class = EndReportForm
    heading = "Report at the end of our work"
    submit_label = "Write the letters"

    @cached_property
    def ending(self) -> Ending | None:
        """How it ended, once it has."""
        return Ending.objects.visible_to(self.viewer).filter(episode=self.subject).first()

    @cached_property
    def readers(self) -> list[Addressee]:
        """Everybody the report could go to."""
        return report_readers(self.subject)

    def form_kwargs(self) -> dict[str, Any]:
        """The readers, and what is each parent's alone."""
        return {"readers": self.readers, "theirs": self._theirs() if self.reads_notes else {}}

    def _theirs(self) -> Mapping[str, Theirs]:
        """What changed, by parent; the words of the ending only where one parent came, who must have said them."""
        parents = [to for to in self.readers if not is_referrer(to)]
        said = self.ending.parents_words if self.ending is not None and len(parents) == 1 else ""
        return {to.recipient: Theirs(said, self._changes(to)) for to in parents}

    def _changes(self, to: Addressee) -> str:
        adult = int(to.recipient.removeprefix("person:"))
        return "\n".join(changes_for(self.subject, adult, self.viewer))

    def initial(self) -> dict[str, Any]:
        """What was recorded at the ending; parents who may get it."""
        if self.ending is None or not self.reads_notes:
            return {}
        onward = [self.ending.step_down_to.name] if self.ending.step_down_to else []
        return {
            "account": self.ending.summary,
            "what_next": "\n".join([*onward, *([self.ending.step_down] if self.ending.step_down else [])]),
        }

    def aside(self) -> Sequence[object]:
        """That there is nobody to write to; that it was written already."""
        found: list[object] = []
        if not self.readers:
            found.append(Callout("Nobody can get a report", ["No parent came, and no referrer may be written to."]))
        for letter in reports_written(self.subject, self.viewer):
            names = ", ".join(copy.reader_name for copy in letter.copies.all())
            found.append(Callout("A report was written", [f"{dates.moment(letter.created_at)}, to {names}."]))
        return found

    def act(self, form: Any) -> str:
        """Write the letters."""
        given = form.cleaned_data
        count = actions.write_end_report(
            episode=self.subject, report=form.report, to=given["to"], seen=given["seen"], by=self.viewer.actor
        )
        letters = dates.count(count, "letter")
        self.success = f"{letters} written. The family’s list of letters has them; what waits for a person says why."
        return self.back_href
