"""Parents who disagree: the lead settles it (P28)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from families import actions
from families.forms.protecting import SettleForm
from families.models import Disagreement
from families.presenters import names_in
from families.views.contact import ContactActionPage
from pitservice.accounts.enums import Permission


class SettlePage(ContactActionPage):
    """What was decided after one who decides for the baby said no."""

    permission = Permission.ALLOCATE
    form_class = SettleForm
    submit_label = "Record what was decided"
    success = "It has been settled. Words may go out again, by each person’s own rules."

    def get_heading(self) -> str:
        """Who said no."""
        name = names_in(list(self.family.members.all()))[self.subject.person_id]
        return f"{name} does not agree to the work"

    def get_subject(self) -> Disagreement:
        """One of this family's."""
        disagreement: Disagreement = self.own(Disagreement)
        return disagreement

    def intro(self) -> Sequence[str]:
        """What holds meanwhile."""
        said = (self.subject.words,) if self.subject.words else ()
        return (
            *said,
            "Another adult agreed. Until this is settled a person is asked before anything goes out by itself.",
            "No letter or text mentions it. One adult with parental responsibility may agree for the baby; hear both.",
        )

    def act(self, form: Any) -> str:
        """Settle it."""
        given = form.cleaned_data
        actions.settle_disagreement(
            disagreement=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href
