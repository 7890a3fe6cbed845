"""Who would be told: the contact rules asked, and nothing sent (P1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils import timezone

from families.contact import dry_run
from families.enums import Purpose
from families.forms.telling import ToldForm
from families.pages import FamilyRecordPage
from families.presenters import names_in
from families.presenters.contact import told_sections
from families.selectors import members_of
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Empty, Words


class ToldPage(FamilyRecordPage):
    """For one purpose: what would go to whom now, by which channel, and why not."""

    permission = Permission.SEE_FAMILIES
    tab = "families:contact"
    heading = "Who would be told"
    template_name = "families/told.html"

    @cached_property
    def form(self) -> ToldForm:
        """The purpose asked for; the first contact where none is."""
        known = self.request.GET.get("purpose", "") in Purpose.values
        return ToldForm(self.request.GET if known else {"purpose": Purpose.FIRST_CONTACT})

    def body(self) -> Sequence[object]:
        """Each recipient, with an answer for each channel."""
        purpose = Purpose(self.form.values["purpose"])
        answers = dry_run(f"family:{self.family.pk}", purpose, timezone.now())
        called = names_in(members_of(self.family))
        sections = told_sections(answers, {f"person:{pk}": name for pk, name in called.items()})
        intro = Words(
            ["As things stand now. Nothing is sent by looking, and everything is asked again before it goes."]
        )
        if not sections:
            return [intro, Empty("Nobody is recorded in this family who could be told.")]
        return [intro, *sections]

    def context(self) -> dict[str, Any]:
        """The purposes to choose from."""
        return super().context() | {"filters": self.form}
