"""Texts that came in: as contacts in the log of the work, and as answers about an appointment (ENG-1, P44)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from caseload import actions
from caseload.enums import AttemptOutcome
from caseload.models import Appointment, Episode
from caseload.selectors.work import open_work_of
from families.enums import Channel
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.messaging.enums import Handled
from pitservice.messaging.inbox import received
from pitservice.messaging.models import InboundText
from pitservice.messaging.turning import Turn
from pitservice.ui.fields import NhsChoiceField, NhsTextField


def practitioners_of(appointment_ids: Sequence[int]) -> Mapping[int, int]:
    """Whose each appointment is: an answer to its reminder is for them (P44)."""
    return dict(Appointment.objects.filter(pk__in=appointment_ids).values_list("pk", "practitioner_id"))


def answers_about(appointment: Appointment, viewer: Viewer) -> Sequence[InboundText]:
    """What came in answer to texts about this appointment, newest first; it changes nothing by itself."""
    return list(
        received(viewer).filter(answers__wanted=f"appointment:{appointment.pk}").order_by("-received_on", "-pk")
    )


def _offered(text: InboundText, viewer: Viewer) -> bool:
    """Of somebody whom we work with now."""
    return text.person is not None and text.family is not None and open_work_of(text.family, viewer) is not None


def _fields(text: InboundText, viewer: Viewer) -> Mapping[str, forms.Field]:  # noqa: ARG001 - as every `fields`
    return {
        "outcome": NhsChoiceField(
            label="What came of it",
            called="what came of it",
            choices=AttemptOutcome.choices,
            initial=AttemptOutcome.SPOKE if text.by_phone else AttemptOutcome.WRITTEN,
        ),
        "note": NhsTextField(
            label="Note",
            called="the note",
            help_text="Nothing you would not say to the family.",
            rows=4,
            initial=f"They {'rang' if text.by_phone else 'texted'}: “{text.words}”",
        ),
    }


def _act(text: InboundText, answers: Mapping[str, Any], by: Actor) -> None:
    episode = Episode.objects.filter(family=text.family, closed_on=None).order_by("-pk").first()
    if episode is None or text.person is None:
        raise Refused("There is no open piece of work with them. Say what was done instead.")
    actions.log_attempt(
        episode=episode,
        person=text.person,
        channel=Channel.CALL if text.by_phone else Channel.TEXT,
        outcome=AttemptOutcome(answers["outcome"]),
        made=text.received_on,
        note=answers["note"],
        by=by,
    )


CONTACT = Turn("contact", "Log it as a contact", Handled.RECORDED, Permission.BOOK, _offered, _fields, _act)
