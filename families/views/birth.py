"""A birth: the unborn baby becomes a named child, or two or more (P22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from families import actions
from families.forms.birth import BirthForm
from families.names import born_words
from families.views.people import MemberActionPage

_FIELDS = ("date_of_birth", "given_name", "family_name", "sex", "nhs_number", "seen")


class BirthPage(MemberActionPage):
    """The baby was born: from now on it has an age, and its own name where that is known."""

    form_class = BirthForm
    submit_label = "Record the birth"

    def get_heading(self) -> str:
        """Whose."""
        return f"Record the birth of {self.called}"

    def initial(self) -> dict[str, Any]:
        """What is known already."""
        person = self.subject
        return {name: getattr(person, name) for name in ("given_name", "family_name", "sex", "nhs_number")}

    def intro(self) -> Sequence[str]:
        """What follows of it."""
        return (
            "The expected date stays on record beside the date of birth.",
            "Lists, letters and ages follow by themselves. What has been sent stays as it was sent.",
        )

    def act(self, form: Any) -> str:
        """Record it, and say in words how early or late it was."""
        given, others = form.cleaned_data, form.others()
        baby = actions.record_birth(
            person=self.subject, **{name: given[name] for name in _FIELDS}, others=others, by=self.viewer.actor
        )
        whom = f"{len(others) + 1} babies have been recorded" if others else "The birth has been recorded"
        self.success = f"{whom}: {born_words(baby)}."
        return self.back_href
