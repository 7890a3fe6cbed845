"""While a family waits: tell it so, record what it was told, and the days on which it cannot come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pitservice.ui.forms import PressForm
from referrals import actions, leaving
from referrals.enums import LeftWhy
from referrals.forms.meanwhile import AvailableForm, LeaveForm, UnavailableForm, WordForm
from referrals.meanwhile import proposals
from referrals.presenters import meanwhile as presenter
from referrals.views.entry import EntryPage


class TellPage(EntryPage):
    """Tell each adult that they are still on the list, by the contact rules (P14, CON-1)."""

    form_class = PressForm
    heading = "Tell the family that it is still on the list"
    submit_label = "Send these words"
    success = "Done. Texts go now, letters when they are printed; the family's page shows each."

    def aside(self) -> Sequence[object]:
        """What each adult gets, or why nothing."""
        return presenter.words_shown(proposals(self.entry))

    def do(self, form: Any, *, seen: int | None) -> None:
        """Send them."""
        actions.tell_family(entry=self.entry, seen=seen, by=self.viewer.actor)


class WordPage(EntryPage):
    """Record what the family was told by phone or in person (P14)."""

    form_class = WordForm
    heading = "What was the family told?"
    success = "Recorded."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": self.today}

    def do(self, form: Any, *, seen: int | None) -> None:
        """Record it."""
        given = form.cleaned_data
        words = {name: given[name] for name in ("on", "how", "to", "said")}
        actions.log_word(entry=self.entry, **words, seen=seen, by=self.viewer.actor)


class UnavailablePage(EntryPage):
    """Record days on which the family cannot come."""

    form_class = UnavailableForm
    heading = "The family cannot come"
    success = "Recorded. The list shows it, and counts the days as the team has set."

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": self.today}

    def do(self, form: Any, *, seen: int | None) -> None:
        """Record it."""
        given = form.cleaned_data
        times = {name: given[name] for name in ("starts_on", "ends_on", "why")}
        actions.set_unavailable(entry=self.entry, **times, seen=seen, by=self.viewer.actor)


class AvailablePage(EntryPage):
    """Record that the family can come again."""

    form_class = AvailableForm
    heading = "The family can come again"
    success = "Recorded."

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"on": self.today}

    def do(self, form: Any, *, seen: int | None) -> None:
        """Record it."""
        actions.available_again(entry=self.entry, on=form.cleaned_data["on"], seen=seen, by=self.viewer.actor)


class LeaveEntryPage(EntryPage):
    """Take a family off the list, with a reason and the letters it implies (TELL-1, CON-1)."""

    form_class = LeaveForm
    heading = "Take the family off the waiting list"
    submit_label = "Take off the list"
    success = "Taken off the list, and the referral withdrawn. To undo it, open the referral again."

    def aside(self) -> Sequence[object]:
        """The letters as they will go, and who gets none and why."""
        return [*super().aside(), *presenter.goodbyes(leaving.proposals(self.entry, self._why))]

    @property
    def _why(self) -> str:
        """The reason chosen, when the form comes again."""
        why = self.request.POST.get("why", "")
        return why if why in LeftWhy.values else ""

    def do(self, form: Any, *, seen: int | None) -> None:
        """Take it off."""
        given = form.cleaned_data
        actions.leave_list(
            entry=self.entry,
            why=given["why"],
            note=given["note"],
            write=given["letters"] == LeaveForm.WRITE,
            seen=seen,
            by=self.viewer.actor,
        )
