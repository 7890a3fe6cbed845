"""The base of pages about one team: the team in the address."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404

from pitservice.accounts.models import Team
from pitservice.ui.pages.base import Page


class TeamPage(Page):
    """About the team in the address, of those in which this colleague has the page's permission; about no family."""

    abstract: ClassVar[bool] = True
    kwargs: dict[str, Any]

    @cached_property
    def team(self) -> Team:
        """The team; another's does not exist."""
        found = next((team for team in self.viewer.teams if team.slug == self.kwargs["team"]), None)
        if found is None:
            raise Http404
        return found

    def families(self) -> Iterable[tuple[int, int]]:
        """None."""
        return ()
