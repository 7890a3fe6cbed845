"""Sending a template to oneself, to see it as its readers do: invented people, and no other address (P48)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from pitservice.accounts.models import Team, User
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.files.actions import keep
from pitservice.letters.catalogue import Template
from pitservice.messaging.actions import queue
from pitservice.messaging.models import Message
from pitservice.messaging.notices import NO_EMAIL_HERE, addressee_of

_FIRST = "You asked to see these words. Nobody else gets them, and everybody in them is invented."
_ATTACHED = "The letter is attached as it would be printed."


@transaction.atomic
def send_to_myself(
    *, user: User, team: Team, template: Template, lines: Sequence[str], pdf: bytes | None, token: UUID, by: Actor
) -> Message:
    """E-mail a template's words to the work address with which a colleague signs in, and to no other (P48).

    `lines`: filled with invented people; `pdf`: of a letter. Once for each `token`. Refused where no e-mail goes.
    """
    to = addressee_of(user)
    if to is None:
        raise Refused(NO_EMAIL_HERE)
    attached = None
    if pdf is not None:
        name = f"preview-{template.name}.pdf"
        attached = keep(content=pdf, name=name, content_type="application/pdf", team=team, by=by)
    first = f"{_FIRST} {_ATTACHED}" if attached else _FIRST
    return queue(
        to=to,
        words="\n\n".join([first, *lines]),
        subject_line=f"A preview of our words: {template.called}",
        dedupe_key=f"preview:{token}",
        attached=attached,
        by=by,
    )
