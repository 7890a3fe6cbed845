"""Bases of the pages about a family’s measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from families.names import known_names
from families.pages import AboutFamily, FamilyActionPage
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Link


class AboutMeasures(AboutFamily):
    """A page about a family's measures."""

    abstract: ClassVar[bool] = True
    permission = Permission.RECORD_SESSIONS

    @cached_property
    def names(self) -> Mapping[int, str]:
        """How everybody of the family is called, by id."""
        return known_names(self.family)

    def measures_link(self) -> Link:
        """The tab, as a step of the way."""
        return Link("Measures", reverse("measures:family", args=[self.family.key]))


class MeasureActionPage(AboutMeasures, FamilyActionPage):
    """Does something with a family's measures."""

    abstract: ClassVar[bool] = True
    back_to = "measures:family"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, its measures."""
        return [*super().get_breadcrumbs(), self.measures_link()]


class OfRow(MeasureActionPage):
    """Does something with one row of a family's measures, whose key stands in the address."""

    abstract: ClassVar[bool] = True
    model: ClassVar[Any]
    way_to_family = "subject.family"

    def get_subject(self) -> Any:
        """From those visible to the viewer."""
        return self.find(self.model.objects.visible_to(self.viewer), key=self.kwargs["key"])
