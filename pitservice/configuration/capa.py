"""What a team sets about capacity: a clinical day, and the figures of CAPA until its own are enough (domain.md §7)."""

from __future__ import annotations

from pitservice.ui.fields import NhsIntegerField, NhsQuartersField
from pitservice.ui.forms import ActForm

CAPA = (
    *("families_a_day", "complex_percent", "co_work_percent"),
    *("partnership_sessions", "transfer_percent", "usable_weeks", "core_percent"),
)


class CapaQuestions(ActForm):
    """Each says what the toolkit or CAPA, the Choice and Partnership Approach, begins with (CAP-1)."""

    families_a_day = NhsIntegerField(
        label="Families seen in a clinical day of 7.5 hours",
        help_text="The toolkit says 4. It is two in a half-day, as in CAPA, the Choice and Partnership Approach.",
        min_value=1,
        max_value=12,
        suffix="families",
    )
    complex_percent = NhsIntegerField(
        label="Work takes more time with an interpreter or a protection plan by",
        min_value=0,
        max_value=200,
        suffix="per cent",
    )
    co_work_percent = NhsIntegerField(
        label="Of the lead’s time with a family a co-worker’s part takes",
        help_text="100 where both are at every session, as CAPA counts it; 0 where co-workers only stand by.",
        min_value=0,
        max_value=100,
        suffix="per cent",
    )
    partnership_sessions = NhsQuartersField(
        label="Sessions of a family after its first appointment, on average",
        called="the sessions after the first appointment",
        help_text="CAPA says 7.5, and about 10 for home visits. Your own number takes its place on the page Capacity"
        " as soon as 5 pieces of work have ended in 13 weeks.",
        least=1,
        most=60,
        width="4",
    )
    transfer_percent = NhsIntegerField(
        label="Families that go on after their first appointment",
        help_text="CAPA says 66 to 70 in a hundred. Your own number takes its place as soon as it is known of 5.",
        min_value=1,
        max_value=100,
        suffix="per cent",
    )
    usable_weeks = NhsQuartersField(
        label="Weeks of a quarter’s 13 that are worked",
        called="the weeks that are worked",
        help_text="After leave and study. CAPA says 11.25.",
        least=1,
        most=13,
        width="4",
    )
    core_percent = NhsIntegerField(
        label="Of all contracted time, for work with families after their first appointment",
        called="the time for work after the first appointment",
        help_text="CAPA says 30 to 40 in a hundred.",
        min_value=1,
        max_value=100,
        suffix="per cent",
    )
