"""The downtime pack: how old it is, what opens it, and the file (P71)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.downtime import TITLE
from caseload.forms.downtime import DowntimePhraseForm
from caseload.models import DowntimePack, DowntimePhrase
from caseload.presenters import downtime as presenting
from caseload.selectors import downtime as selecting
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.db.keys import new_key
from pitservice.files.models import StoredFile
from pitservice.ui.components import Link
from pitservice.ui.pages import ActionPage, FilePage, RecordPage, TeamPage


class DowntimePage(RecordPage):
    """Each team's pack, and one's own."""

    permission = Permission.SEE_CASELOAD
    nav = "caseload:my_day"
    heading = TITLE

    def get_back(self) -> Link | None:
        """My day."""
        return Link("My day", reverse("caseload:my_day"))

    def get_record(self) -> None:
        """About no one record."""

    def families(self) -> Iterable[tuple[int, int]]:
        """About no family."""
        return ()

    def body(self) -> Sequence[object]:
        """What it is for; then team by team."""
        now = timezone.now()
        parts: list[object] = [presenting.about()]
        for one in selecting.standing_of(self.viewer.teams):
            if one.team.pk in self.viewer.team_ids:
                sets = self.viewer.may(Permission.ALLOCATE, one.team.pk)
                parts.append(presenting.section(one, now, sets=sets, reads=self._reads(one)))
        return [*parts, *self._own(now)]

    def _own(self, now: datetime) -> Iterator[object]:
        for one in selecting.standing_of(self.viewer.teams, self.user):
            something = selecting.something_for(self.user, one.team)
            yield presenting.own_section(one, now, something=something, reads=self._reads(one))

    def _reads(self, one: selecting.Standing) -> bool:
        return one.pack is not None and selecting.still_sees(self.viewer, one.pack)


class DowntimeFilePage(FilePage):
    """The encrypted PDF, for those who still see every family in it."""

    permission = Permission.SEE_CASELOAD

    @cached_property
    def pack(self) -> DowntimePack:
        """The pack with the address's key, of one's teams or one's own."""
        found: DowntimePack = self.find(selecting.readable(self.viewer), key=self.kwargs["key"])
        if not selecting.still_sees(self.viewer, found):
            raise Http404
        return found

    def get_file(self) -> StoredFile:
        """Its file."""
        return self.pack.stored

    def families(self) -> Iterable[tuple[int, int]]:
        """Every family in it."""
        return [(family, self.pack.team_id) for family in self.pack.families]


class DowntimePhrasePage(TeamPage, ActionPage):
    """The clinical lead sets the words that open the team's packs."""

    permission = Permission.ALLOCATE
    nav = "caseload:my_day"
    form_class = DowntimePhraseForm
    success = "The pass-phrase is set. The pack is made with it within minutes."

    @property
    def whose(self) -> User | None:
        """The team's."""
        return None

    def get_subject(self) -> Any:
        """The words as they are; never shown."""
        return DowntimePhrase.objects.visible_to(self.viewer).filter(team=self.team, user=self.whose).first()

    def get_heading(self) -> str:
        """Whose."""
        return f"Pass-phrase of the downtime pack of {self.team.name}"

    def get_back(self) -> Link | None:
        """The packs."""
        return Link(TITLE, reverse(presenting.HREF))

    def intro(self) -> Sequence[str]:
        """What they open, and when to change them."""
        return [
            "Whoever has these words and the file reads two days of appointments, telephone numbers and alerts. Tell "
            "them to those who work in the team, and change them when somebody leaves.",
            "No page shows them again. Packs that lie elsewhere open with the words they were made with.",
        ]

    def initial(self) -> dict[str, Any]:
        """Words drawn by lot, about a hundred bits."""
        return {"phrase": f"{new_key()} {new_key()}"}

    def act(self, form: Any) -> str:
        """Set them."""
        given = form.cleaned_data
        actions.set_downtime_phrase(
            team=self.team, user=self.whose, phrase=given["phrase"], seen=given["seen"], by=self.viewer.actor
        )
        return reverse(presenting.HREF)


class OwnDowntimePhrasePage(DowntimePhrasePage):
    """A colleague sets the words of what is made for them alone."""

    permission = Permission.SEE_CASELOAD

    @property
    def whose(self) -> User | None:
        """One's own."""
        return self.user

    def get_heading(self) -> str:
        """Mine."""
        return f"Your own pass-phrase, in {self.team.name}"

    def intro(self) -> Sequence[str]:
        """What they open."""
        return [
            "They open the pack of what only you, or few, may see. Tell them to nobody. No page shows them again.",
        ]
