"""Who would be told: the contact rules asked, and nothing sent (P1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils import timezone

from families.contact import Addressee, dry_run
from families.enums import Channel, Purpose
from families.forms.telling import BY_A_PERSON, BY_ITSELF, ToldForm
from families.models import CareChange, ContactPoint
from families.pages import FamilyRecordPage
from families.presenters import names_in
from families.presenters.told import Leading, in_short, told_sections
from families.selectors import members_of
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Empty, Words

_INTRO = (
    "As things stand now. Nothing is sent by looking, and everything is asked again before it goes.",
    "Where a person is asked, whoever may send letters and texts reads the reasons and answers when it is held. "
    "Settling the cause is better, and lets the next one go by itself.",
)
_ASKED_FIRST = {"purpose": Purpose.FIRST_CONTACT, "channel": "", "sent": BY_ITSELF}


class ToldPage(FamilyRecordPage):
    """For one purpose: what would go to whom now, by which channel, why not, and what can be done about it."""

    permission = Permission.SEE_FAMILIES
    tab = "families:contact"
    heading = "Who would be told"
    template_name = "pages/asked_record.html"

    @cached_property
    def form(self) -> ToldForm:
        """What is asked; the first contact, by every channel, where nothing or nonsense is."""
        asked = _ASKED_FIRST | {name: self.request.GET.get(name, "") for name in _ASKED_FIRST}
        known = asked["purpose"] in Purpose.values and asked["channel"] in ("", *Channel.values)
        return ToldForm(asked if known else _ASKED_FIRST)

    def answers(self) -> Mapping[Channel, Sequence[Addressee]]:
        """Everybody concerned, by the channels asked about."""
        asked = self.form.values
        automatic, channel = asked.get("sent") != BY_A_PERSON, asked.get("channel", "")
        found = dry_run(f"family:{self.family.pk}", Purpose(asked["purpose"]), timezone.now(), automatic=automatic)
        return {by: told for by, told in found.items() if channel in ("", by)}

    def leading(self) -> Leading:
        """Keys and names for links, and what this viewer may do."""
        members = members_of(self.family)
        names = names_in(members)
        points = ContactPoint.objects.visible_to(self.viewer).filter(family=self.family)
        keys = {f"person:{member.person_id}": member.person.key for member in members}
        keys |= {f"point:{pk}": key for pk, key in points.values_list("pk", "key")}
        changes = CareChange.objects.visible_to(self.viewer).filter(family=self.family, settled_at=None)
        if change := changes.order_by("pk").first():
            keys["change"] = change.key
        may = [one for one in (Permission.EDIT_FAMILIES, Permission.ALLOCATE) if self.may(one)]
        return Leading(self.family, keys, may, {f"person:{pk}": name for pk, name in names.items()})

    def body(self) -> Sequence[object]:
        """In short, then each recipient with an answer for each channel."""
        answers, leading = self.answers(), self.leading()
        sections = told_sections(answers, leading)
        if not sections:
            return [Words(_INTRO), Empty("Nobody is recorded in this family who could be told.")]
        return [Words(_INTRO), in_short(answers, leading), *sections]

    def context(self) -> dict[str, Any]:
        """What can be asked."""
        return super().context() | {"filters": self.form}
