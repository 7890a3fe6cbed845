"""Our own work: what a team does that is about no open case, on one page."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Fact, FactList, Link
from pitservice.ui.pages import RecordPage

#: What stands on the page: words, URL name, who may, and what it is for.
PLACES: tuple[tuple[str, str, Permission, str], ...] = (
    (
        "Team meetings",
        "consultation:meetings",
        Permission.SEE_CASELOAD,
        "Clinical and business meetings: the agenda, what was decided, the minutes.",
    ),
    (
        "What meetings agreed",
        "consultation:meeting-actions",
        Permission.SEE_CASELOAD,
        "Who does what, by when, and what came of it.",
    ),
    (
        "Supervision",
        "consultation:supervision",
        Permission.RECORD_SESSIONS,
        "What you had of what you need, and logging it.",
    ),
    (
        "Bids and deadlines",
        "consultation:deadlines",
        Permission.SEE_REPORTS,
        "Funding and commissioning: by when, whose it is, and what came of it.",
    ),
    (
        "Training and other work",
        "consultation:activities",
        Permission.SEE_CONSULTATIONS,
        "What you did besides families and consultation, a week on one page.",
    ),
    (
        "Written agreements",
        "consultation:agreements",
        Permission.SEE_CONSULTATIONS,
        "With organisations that you consult to, with the day of their review.",
    ),
)


class OursPage(RecordPage):
    """The places of our own work."""

    permission = Permission.SEE_CASELOAD
    nav = "consultation:ours"
    heading = "Our own work"

    def get_record(self) -> None:
        """About no one record."""

    def families(self) -> Sequence[tuple[int, int]]:
        """None."""
        return ()

    def body(self) -> Sequence[object]:
        """Where this person may go."""
        may = [place for place in PLACES if Viewer.of(self.user, place[2]).allowed]
        return [FactList([Fact(text, why, actions=[Link("Open", reverse(name), text)]) for text, name, _, why in may])]
