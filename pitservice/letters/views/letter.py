"""What every page about a letter that is being written shares."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from families.models import Family
from families.pages import AboutFamily
from pitservice.accounts.enums import Permission
from pitservice.letters.composing import Reader
from pitservice.letters.models import Letter
from pitservice.letters.selectors import readers_of, visible_letters
from pitservice.ui.components import Link
from pitservice.ui.pages import ActionPage


class AboutLetter(AboutFamily):
    """`self.letter` is the letter in the address, from those visible to the viewer."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEND

    @cached_property
    def letter(self) -> Letter:
        """The letter; 404 where it is about no family (no person wrote that)."""
        return self.find(visible_letters(self.viewer).filter(family__isnull=False), key=self.kwargs["key"])

    def get_family(self) -> Family:
        """The letter's."""
        family = self.letter.family
        if family is None:
            raise Http404
        return family

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The family's letters too."""
        trail = super().get_breadcrumbs()
        return [*trail, Link("Letters and texts", reverse("letters:family", args=[self.family.key]))]

    @property
    def letter_href(self) -> str:
        """The letter's own page."""
        return reverse("letters:letter", args=[self.letter.key])

    @cached_property
    def readers(self) -> list[Reader]:
        """Everybody it could go to."""
        return readers_of(self.letter, timezone.now())


class LetterActionPage(AboutLetter, ActionPage):
    """One form about a letter that is being written."""

    abstract: ClassVar[bool] = True
    anew: ClassVar[Sequence[str]] = ("letter", "readers")

    def get_subject(self) -> Letter:
        """The letter."""
        return self.letter

    def get_cancel(self) -> Link | None:
        """Back to the letter."""
        return Link("Back to the letter", self.letter_href)
