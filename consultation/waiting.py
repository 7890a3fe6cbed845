"""What waits out of consultations: for the home page, and for the lists that it stands in (P4)."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from consultation import dated, presenters
from consultation.meetings import meeting_actions
from consultation.models import Consultation, ConsultationAction, ConsultationConcern, MeetingAction, WrittenAgreement
from consultation.selectors import agreements, concerns, escalated_without_concern, ours
from consultation.supervised import standings
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.worklist import Item, Source

#: How long before its day the review of an agreement comes onto the home page.
REVIEW_SOON = timedelta(weeks=4)


def open_concerns(viewer: Viewer, _today: date) -> list[Item]:
    """Every open concern, first of all where nobody has been told, and what was escalated without one (CNS-1, P4)."""
    found = [_concern(one, viewer) for one in concerns(viewer)]
    return found + [_unwritten(one, viewer) for one in escalated_without_concern(viewer)]


def _concern(concern: ConsultationConcern, viewer: Viewer) -> Item:
    one, told = concern.consultation, concern.taken_on is not None
    page = "close-concern" if told else "take-further"
    return Item(
        what="Concern from a consultation",
        whose=_label(one),
        action=Link(
            "Close" if told else "Say whom you told",
            reverse(f"consultation:{page}", args=[one.key, concern.key]),
            hidden=f"concern: {_label(one)}",
        ),
        mine=one.consultant_id == viewer.user.pk or concern.created_by == viewer.actor,
        since=concern.created_at,
        tag=presenters.concern_tag(concern),
        urgent=not told,
        family=_family(one),
    )


def _unwritten(one: Consultation, viewer: Viewer) -> Item:
    return Item(
        what="Escalated in a consultation: write the concern down",
        whose=_label(one),
        action=Link("Write", reverse("consultation:raise-concern", args=[one.key]), hidden=f"concern: {_label(one)}"),
        mine=one.consultant_id == viewer.user.pk,
        since=one.created_at,
        urgent=True,
        family=_family(one),
    )


def our_actions(viewer: Viewer, today: date) -> list[Item]:
    """What one of us agreed to do: for that colleague, and for the team once it is late (P4)."""
    rows = [row for row in ours(viewer) if row.colleague_id == viewer.user.pk or row.due_on < today]
    return [_action(row, viewer, today) for row in rows]


def _action(action: ConsultationAction, viewer: Viewer, today: date) -> Item:
    one = action.consultation
    return Item(
        what=f"Agreed in a consultation: {action.what}",
        whose=_label(one),
        action=Link("Done", reverse("consultation:finish-action", args=[one.key, action.key]), hidden=action.what),
        mine=action.colleague_id == viewer.user.pk,
        due=action.due_on,
        since=action.created_at,
        tag=Tag("Late", Colour.RED) if action.due_on and action.due_on < today else None,
        family=_family(one),
    )


def reviews(viewer: Viewer, today: date) -> list[Item]:
    """Written agreements whose review is due within four weeks (toolkit ch. 6)."""
    return [_review(row, today) for row in agreements(viewer).filter(review_on__lte=today + REVIEW_SOON)]


def _review(agreement: WrittenAgreement, today: date) -> Item:
    to = reverse("consultation:change-agreement", args=[agreement.key])
    return Item(
        what="Review of a written agreement",
        whose=agreement.organisation,
        action=Link("Review", to, hidden=f"agreement with {agreement.organisation}"),
        mine=False,
        due=agreement.review_on,
        since=agreement.created_at,
        tag=presenters.agreement_tag(agreement, today),
    )


def agreed_in_meetings(viewer: Viewer, today: date) -> list[Item]:
    """What a meeting gave somebody to do: for that colleague, and for the team once it is late (P4)."""
    rows = [row for row in meeting_actions(viewer) if row.colleague_id == viewer.user.pk or row.due_on < today]
    return [_of_meeting(row, viewer, today) for row in rows]


def _of_meeting(action: MeetingAction, viewer: Viewer, today: date) -> Item:
    point = action.point
    return Item(
        what=f"Agreed in a meeting: {action.what}",
        whose=point.what,
        action=Link("Done", reverse("consultation:finish-meeting-action", args=[action.key]), hidden=action.what),
        mine=action.colleague_id == viewer.user.pk,
        due=action.due_on,
        since=action.created_at,
        tag=Tag("Late", Colour.RED) if action.due_on < today else None,
        family=(point.family_id, point.team_id) if point.family_id else None,
    )


def supervision_overdue(viewer: Viewer, today: date) -> list[Item]:
    """Less clinical supervision in four weeks than is needed: to the colleague, and to the lead (P85)."""
    return [
        Item(
            what="Clinical supervision overdue",
            whose=f"{one.colleague.name}: {one.had} of {one.needed.minutes} minutes in four weeks",
            action=Link("Look", reverse("consultation:supervision"), hidden=f"supervision of {one.colleague.name}"),
            mine=one.colleague == viewer.user,
            tag=Tag("Overdue", Colour.RED),
        )
        for one in standings(viewer, today)
        if one.overdue
    ]


def due_for_money(viewer: Viewer, today: date) -> list[Item]:
    """Bids and deadlines: to their owner from the reminder on, and to the team once they are late (P4)."""
    rows = [row for row in dated.to_remind_of(viewer, today) if row.owner_id == viewer.user.pk or row.due_on < today]
    return [
        Item(
            what=row.get_kind_display(),
            whose=row.what,
            action=Link("Settle", reverse("consultation:settle-deadline", args=[row.key]), hidden=row.what),
            mine=row.owner_id == viewer.user.pk,
            due=row.due_on,
            since=row.created_at,
            tag=dated.tag(row, today),
        )
        for row in rows
    ]


SOURCES = (
    Source("Concerns from consultations", Permission.CONSULT, open_concerns, "consultation:concerns"),
    Source("Agreed in consultations", Permission.CONSULT, our_actions, "consultation:actions"),
    Source("Agreed in meetings", Permission.SEE_CASELOAD, agreed_in_meetings, "consultation:meeting-actions"),
    Source("Supervision", Permission.RECORD_SESSIONS, supervision_overdue, "consultation:supervision", own=True),
    Source("Bids and deadlines", Permission.SEE_REPORTS, due_for_money, "consultation:deadlines"),
    Source("Agreements to review", Permission.CONSULT, reviews, "consultation:agreements"),
)


def _label(consultation: Consultation) -> str:
    """By its day and consultee; never more of an anonymous one."""
    return f"Consultation with {consultation.consultee_name}"


def _family(consultation: Consultation) -> tuple[int, int] | None:
    return (consultation.family_id, consultation.team_id) if consultation.family_id else None
