"""A text that came in as a safeguarding concern of its family (P44, P4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from families import actions
from families.models import Person
from families.presenters.people import choices
from families.selectors import shown_members
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from pitservice.messaging.enums import Handled
from pitservice.messaging.models import InboundText
from pitservice.messaging.turning import Turn
from pitservice.ui.dates import moment
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField


def _offered(text: InboundText, viewer: Viewer) -> bool:  # noqa: ARG001 - as every `offered`
    return text.family is not None


def _fields(text: InboundText, viewer: Viewer) -> Mapping[str, forms.Field]:  # noqa: ARG001 - as every `fields`
    assert text.family is not None
    people = choices(shown_members(text.family), timezone.localdate())
    return {
        "person": NhsChoiceField(
            label="Whom is it about?",
            called="whom it is about",
            required=False,
            choices=[("", "The whole family"), *people.items()],
            initial="",
        ),
        "words": NhsTextField(
            label="What was written, and what you know besides",
            called="what was written",
            rows=6,
            initial=f"{text.noun} to us on {moment(text.received_on)}: “{text.words}”",
        ),
        "next_step": NhsCharField(label="What happens next?", called="what happens next", max_length=200),
        "next_on": NhsDateField(
            label="By when?", called="the day of the next step", future=True, initial=timezone.localdate()
        ),
    }


def _act(text: InboundText, answers: Mapping[str, Any], by: Actor) -> None:
    assert text.family is not None
    person = Person.objects.get(key=answers["person"]) if answers["person"] else None
    actions.raise_concern(
        family=text.family,
        person=person,
        words=answers["words"],
        happened_on=timezone.localdate(text.received_on),
        next_step=answers["next_step"],
        next_on=answers["next_on"],
        by=by,
    )


CONCERN = Turn(
    "concern", "Raise a safeguarding concern", Handled.CONCERN, Permission.SAFEGUARD, _offered, _fields, _act
)
