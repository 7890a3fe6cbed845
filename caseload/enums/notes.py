"""States of a note and its allowed moves."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable
from pitservice.ui.components import Colour


class NoteState(TextChoices):
    """A note. What a trainee signed or added waits for the co-signature of their supervisor (P7)."""

    DRAFT = "draft", "Draft"
    TO_COSIGN = "cosign", "To co-sign"
    SIGNED = "signed", "Signed"


N = NoteState

#: Its words stand: whoever reads notes reads them, and nobody changes them.
STANDS = frozenset({N.TO_COSIGN, N.SIGNED})

NOTE_COLOURS: Mapping[str, Colour] = {N.DRAFT: Colour.YELLOW, N.TO_COSIGN: Colour.BLUE, N.SIGNED: Colour.GREEN}
NOTE_MOVES = MoveTable(
    noun="note",
    states=NoteState,
    starts=(N.DRAFT,),
    allowed={
        N.DRAFT: frozenset({N.SIGNED, N.TO_COSIGN}),
        N.TO_COSIGN: frozenset({N.SIGNED, N.DRAFT}),  # co-signed; sent back, or taken back by its author
        N.SIGNED: frozenset({N.DRAFT, N.TO_COSIGN}),  # the author's signature taken back; a trainee's addendum
    },
)
