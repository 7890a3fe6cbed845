"""The words that open downtime packs (P71)."""

from __future__ import annotations

from caseload.rules import SHORTEST_PHRASE
from pitservice.ui.fields import NhsCharField
from pitservice.ui.forms import ActForm


class DowntimePhraseForm(ActForm):
    """The words, typed so that they can be read: a slip would shut everybody out."""

    phrase = NhsCharField(
        label="Pass-phrase",
        called="the pass-phrase",
        help_text=(
            "At first the box holds letters drawn by lot: keep them, or enter your own words, at least "
            f"{SHORTEST_PHRASE} letters long. Write them down now, where you need no computer."
        ),
        max_length=100,
    )
