"""Forms whose words are read again when they are about an anonymous consultation (P80)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from consultation.actions import LOOKS_IDENTIFYING
from consultation.guard import identifying
from pitservice.ui.fields import NhsBooleanField
from pitservice.ui.forms import ActForm

ASK_AGAIN = (
    "Take it out, or select “Nobody can be known by it” if it names nobody. "
    "We ask this of every such word; it does not mean that anybody of this name is known here."
)


class GuardedForm(ActForm):
    """Asks once more where words look like a name, number or postcode: `guarded` names its fields with such words."""

    guarded: ClassVar[Sequence[str]] = ()
    asks_again = False

    checked = NhsBooleanField(label="Nobody can be known by it: I have read it again", required=False)

    def ask_box(self) -> list[str]:
        """The box that says so, once something was found."""
        return ["checked"] if self.asks_again else []

    def read_again(self, cleaned: dict[str, Any], *, anonymous: bool) -> None:
        """Say of each field what looks like a name, in the same words whoever it may be (P80)."""
        found = identifying({name: cleaned.get(name) or "" for name in self.guarded}) if anonymous else {}
        self.asks_again = bool(found)
        for name, piece in found.items() if not cleaned.get("checked") else ():
            self.add_error(name, f"{LOOKS_IDENTIFYING.format(piece=piece)} {ASK_AGAIN}")
