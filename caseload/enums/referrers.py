"""Words of asking adults about somebody else in the room, and of inviting the referrer (P64, P68)."""

from __future__ import annotations

from django.db.models import TextChoices


class HowAsked(TextChoices):
    """How an adult was asked, or a referrer told."""

    IN_PERSON = "in_person", "In person"
    CALL = "call", "By telephone"
    EMAIL = "email", "By e-mail"


class InviteStep(TextChoices):
    """How the invitation of a referrer to an appointment went on; the last step counts (P64)."""

    INVITED = "invited", "Invited"
    COMING = "coming", "They come"
    NOT_COMING = "not_coming", "They do not come"
    WITHDRAWN = "withdrawn", "Invitation taken back"
    TOLD = "told", "Told not to come"
    NEW_TIME = "new_time", "Told of the new time or place"
    KEPT = "kept", "Goes on with the same day, time and kind of place"


#: Written by what happens, and by nobody who spoke to them.
UNSPOKEN = (InviteStep.WITHDRAWN, InviteStep.KEPT)
#: They may think that they are to come.
STANDING_INVITATION = (InviteStep.INVITED, InviteStep.COMING)
