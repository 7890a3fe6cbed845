"""A family's own page: banner, what comes next, one timeline from every source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.urls import reverse

from families.entries import struck_in
from families.models import CareChange, Correction, Family
from families.pages import FamilyRecordPage
from families.presenters import family_label
from families.presenters.family import newest_first, put_right, settle_first
from families.registry import TimelineSource, next_sources, timeline_sources
from families.selectors import BANNER, for_banner
from families.there import Kind, there
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Banner, Button, Entry, Link, Section, Tab, Timeline, Words

#: The newest entries that are shown at first.
SHOWN = 50
#: What the page reads beside its sources.
_CHANGES: Kind = (CareChange, "family")
_STRUCK: Kind = (Correction, "family")


class FamilyPage(FamilyRecordPage):
    """What comes next, and everything that happened, newest first; `?show=` keeps one kind, `?all=1` shows it all."""

    permission = Permission.SEE_FAMILIES
    tab = "families:family"
    is_front = True
    template_name = "families/family.html"

    def read_banner(self, family: Family) -> None:
        """Ask first what the record holds at all: most hold few of the many kinds, and only those are read."""
        self.kinds_held = _kinds_in(family)
        for_banner(family, held=self.kinds_held)

    @cached_property
    def kinds_held(self) -> frozenset[Kind]:
        """Of which kinds there is any: known since the banner was read, or asked now."""
        return _kinds_in(self.family)

    def holds(self, kind: Kind) -> bool:
        """Whether there is anything of this kind, whoever may see it."""
        return kind in self.kinds_held

    def get_heading(self) -> str:
        """The record's title."""
        return family_label(self.family)

    def caption(self) -> str:
        """The reference to read out on the telephone."""
        return f"Reference {self.family.key}"

    def buttons(self) -> Sequence[Button]:
        """To write to them; who would be told what, before anything is sent; and to say that one knows them (P33)."""
        write = Button("Write a text", reverse("messaging:write", args=[self.family.key]), secondary=True)
        return (
            *([write] if self.may(Permission.SEND) else []),
            Button("Who would be told", reverse("families:told", args=[self.family.key]), secondary=True),
            Button("I know this family", reverse("families:know_family", args=[self.family.key]), secondary=True),
        )

    def get_banner(self) -> Banner | None:
        """The banner without its title, which is the heading of this page."""
        shown = super().get_banner()
        return replace(shown, href="", heading="About this family", heading_hidden=True) if shown else None

    def body(self) -> Sequence[object]:
        """What holds words back until a person has settled it; what comes next, where anything does."""
        may = [one for one in (Permission.EDIT_FAMILIES, Permission.ALLOCATE) if self.may(one)]
        first = settle_first(self.family, self.changes(), may, self.today)
        lines: list[str] = []
        for source in next_sources():
            viewer = Viewer.of(self.user, source.permission)
            if self.family.team_id in viewer.all_team_ids and self.holds(source.kind):
                lines += source.lines(self.family, viewer)
        return [*first, *([Section("Next", [Words(["\n".join(lines)])])] if lines else [])]

    def changes(self) -> Sequence[CareChange]:
        """Changes of care after which nobody has settled yet who is told what (P24)."""
        if not self.holds(_CHANGES):
            return []
        rows = CareChange.objects.visible_to(self.viewer).filter(family=self.family, settled_at=None)
        return list(rows.select_related("person").order_by("pk"))

    def context(self) -> dict[str, Any]:
        """The timeline stands under `body`, with the kinds by which it can be shown."""
        entries = self.entries
        long = len(entries) > SHOWN and "all" not in self.request.GET
        return super().context() | {
            "timeline": Timeline(entries[:SHOWN] if long else entries),
            "kinds": self.kinds(),
            "more": Link(f"Show all {len(entries)} entries", "?all=1") if long else None,
        }

    @cached_property
    def sources(self) -> list[TimelineSource]:
        """Those of which this viewer may see entries."""
        may = Viewer.of(self.user, self.permission).may
        return [source for source in timeline_sources() if may(source.permission, self.family.team_id)]

    @cached_property
    def entries(self) -> list[Entry]:
        """Of the kind that was asked for, or of all, newest first."""
        show = self.request.GET.get("show", "")
        chosen = [source for source in self.sources if source.name == show] or self.sources
        dated = [
            entry
            for source in chosen
            if self.holds(source.kind)
            for entry in source.entries(self.family, Viewer.of(self.user, source.permission))
        ]
        struck = struck_in(self.family) if self.holds(_STRUCK) else {}
        may_edit = self.may(Permission.EDIT_FAMILIES)
        return newest_first([put_right(one, self.family, struck, may_edit=may_edit) for one in dated])

    def kinds(self) -> Sequence[Tab]:
        """Links that show one kind of entry; none while there is but one kind."""
        names = list(dict.fromkeys(source.name for source in self.sources))
        if len(names) < 2:
            return ()
        show = self.request.GET.get("show", "")
        known = show if show in names else ""
        return [
            Tab("All", self.request.path, current=not known),
            *(Tab(name, f"?show={name}", current=name == known) for name in names),
        ]


def _kinds_in(family: Family) -> frozenset[Kind]:
    given = [*(source.kind for source in next_sources()), *(source.kind for source in timeline_sources())]
    return there(family, [*BANNER, _CHANGES, _STRUCK, *given])
