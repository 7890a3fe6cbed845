"""What colleagues think of a referral that was left to the team.

Nobody reads the others' opinions, nor how many said what, before their own is given: the first opinion read pulls the
next one after it. Who decides reads them all, because a decision needs them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pitservice.ui.components import Cell, Colour, Column, Section, Table, Tag, Words
from pitservice.ui.dates import count, moment
from referrals.enums import Recommendation
from referrals.models import Decision, Opinion

_COLOURS = {
    Recommendation.ACCEPT: Colour.GREEN,
    Recommendation.NOT_ACCEPT: Colour.BLUE,
    Recommendation.ASK_MORE: Colour.YELLOW,
    Recommendation.UNSURE: Colour.GREY,
}


def opinions(review: Decision, given: Sequence[Opinion], user_id: int, *, deciding: bool) -> Section:
    """What the team was asked, and what it thinks, for those who may read it."""
    asked = [f"The team was asked to look at: {review.note}"] if review.note else []
    heading = "What colleagues think"
    if not given:
        return Section(heading, [Words([*asked, "Nobody has given an opinion yet."])])
    if not deciding and user_id not in {one.colleague_id for one in given}:
        names = ", ".join(one.colleague.name for one in given)
        hidden = f"Given by {names}. You read what they think when you have given your own opinion."
        return Section(heading, [Words([*asked, hidden])])
    rows = [
        (
            Cell(one.colleague.name, hint=moment(one.created_at)),
            Cell(tags=[Tag(one.get_recommends_display(), _COLOURS[Recommendation(one.recommends)])]),
            Cell(one.reason),
        )
        for one in given
    ]
    table = Table(heading, (Column("Colleague"), Column("Recommends"), Column("Why")), rows)
    return Section(heading, [Words([*asked, _counted(given)]), table])


def _counted(given: Sequence[Opinion]) -> str:
    """ "3 opinions: take the family on 2, not sure 1." """
    said = Counter(one.recommends for one in given)
    each = [f"{label.lower()} {said[value]}" for value, label in Recommendation.choices if said[value]]
    return f"{count(len(given), 'opinion')}: {', '.join(each)}."
