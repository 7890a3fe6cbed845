"""The professionals' form under way, as a list of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from pitservice.ui.components import Button, Buttons
from referrals.enums import Entrance
from referrals.presenters import public as words
from referrals.presenters import tasks
from referrals.views.door import Door


class ReferTasksPage(Door):
    """What is completed and what is not started; the way to save it and come back (P11)."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"
    heading = "Refer a family"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list."""
        if (elsewhere := self.elsewhere()) is not None:
            return elsewhere
        answers = self.draft.answers
        if self.amending:
            return self._change()
        listed = self._listed()
        save = Buttons([Button("Save and come back later", self.address("save"), secondary=True)])
        return self.render({"words": [tasks.done_line(answers)], "link": None, "body": [*listed, save]})

    def _listed(self) -> Sequence[object]:
        files = tasks.files(self.draft.attachments.count(), self.address("files"))
        return tasks.task_list(
            self.draft.answers, lambda step: self.address("step", step=step), self.address("check"), files
        )

    def _change(self) -> HttpResponse:
        """What was sent, to be changed; the way to withdraw it."""
        self.heading = "Change or withdraw your referral"
        withdraw = Buttons([Button("Withdraw this referral", self.address("withdraw"), secondary=True)])
        return self.render({"words": words.OPENED, "link": None, "body": [*self._listed(), withdraw]})
