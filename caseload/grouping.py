"""Words and states of group work; a family's place in a group session is an appointment and has the states of one."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from caseload.enums import AppointmentState, Place
from pitservice.db.transitions import MoveTable
from pitservice.ui.components import Colour


class GroupSessionState(TextChoices):
    """Whether a group met; who was there stands with each family's place."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Took place"
    CALLED_OFF = "called_off", "Called off"


G = GroupSessionState

GROUP_SESSION_COLOURS: Mapping[str, Colour] = {G.PLANNED: Colour.BLUE, G.HELD: Colour.GREEN, G.CALLED_OFF: Colour.GREY}
GROUP_SESSION_MOVES = MoveTable(
    noun="group session",
    states=GroupSessionState,
    starts=(G.PLANNED,),
    allowed={
        G.PLANNED: frozenset({G.HELD, G.CALLED_OFF}),
        G.CALLED_OFF: frozenset({G.HELD, G.PLANNED}),  # it met after all; the undo of a cleared day (P69)
    },
)

#: Where a group can meet.
GROUP_PLACES = [(place.value, str(place.label)) for place in (Place.CLINIC, Place.COMMUNITY, Place.VIDEO)]


class Came(TextChoices):
    """What the register says of one family."""

    CAME = "came", "Came"
    DID_NOT = "did_not", "Did not come"
    SAID_SO = "said_so", "Told us that they could not come"


#: What becomes of a family's place when it did not come.
NOT_THERE: Mapping[str, AppointmentState] = {
    Came.DID_NOT: AppointmentState.NOT_ATTENDED,
    Came.SAID_SO: AppointmentState.CANCELLED_BY_FAMILY,
}
