"""The visit sheet: what somebody needs at the door, on a phone or on paper, and nothing of the history (P70)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseload.models import LoneVisit
from caseload.presenters import sheet as presenting
from caseload.presenters import words
from caseload.selectors.people import adults_of, has_loss, whom_to_ask
from caseload.selectors.students import missing_for
from caseload.views.base import AboutWork, appointment_link, episode_link
from families.models import ContactPoint
from families.pages import FamilyRecordPage
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Callout, Link


class VisitSheetPage(AboutWork, FamilyRecordPage):
    """Where, how to ring them, who is who, alerts and needs; the banner says the last three."""

    permission = Permission.SEE_CASELOAD
    nav = "caseload:my_day"
    way_to_family = "record.episode.family"

    def get_heading(self) -> str:
        """What and when."""
        return f"Visit sheet: {words.when(self.record)}"

    def get_record(self) -> Any:
        """The appointment."""
        return self.find_appointment()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work, the appointment."""
        return self.trail(episode_link(self.record.episode), appointment_link(self.record))

    def body(self) -> Sequence[object]:
        """A loss first; then where and when, and how to reach the adults of the work."""
        ask = whom_to_ask(self.family.team_id) if has_loss(self.family.pk) else ""
        adults = [person.pk for person in adults_of(self.record.episode)]
        points = ContactPoint.objects.visible_to(self.viewer).filter(
            family=self.family, person__in=adults, ends_on=None
        )
        rows = points.select_related("person").prefetch_related("secret_from")
        out = LoneVisit.objects.visible_to(self.viewer).filter(appointment=self.record, back_at=None)
        return [
            *([Callout(words.speak_to(ask), ["A loss is recorded in this family."])] if ask else ()),
            presenting.facts(self.record, out.select_related("user", "buddy").first(), missing_for(self.record)),
            presenting.reaching(self.family, list(rows.order_by("person", "kind", "pk")), self.names),
        ]
