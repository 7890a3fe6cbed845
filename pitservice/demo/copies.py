"""A copy of a record is drawn up for a father who asked, and gone through in part (P31)."""

from __future__ import annotations

from families import actions
from families.enums import ReleaseDecision, ReleaseGround
from families.models import RecordRequest
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff


def tell(staff: Staff, calendar: Calendar) -> None:
    """What names nobody else is given; the first entry that does is left out; the others wait for the lead."""
    lead = staff.lead
    with calendar.told(calendar.at(calendar.working(2), 11)):
        request = RecordRequest.objects.exclude(identity_checked_at=None).order_by("pk")[0]
        release = actions.draw_up_release(request=request, user=lead, by=lead.actor)
        actions.give_the_rest(release=release, by=lead.actor)
        named = release.pieces.filter(decision="").order_by("number").first()
        if named is not None:
            actions.decide_piece(
                piece=named,
                decision=ReleaseDecision.OUT,
                ground=ReleaseGround.THIRD_PARTY,
                why="It is about the mother, who was asked and has not agreed.",
                by=lead.actor,
            )
