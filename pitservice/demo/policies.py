"""The register of policies of the demo: read by most, one with a new version, one whose review is near (P84)."""

from __future__ import annotations

from datetime import timedelta

from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from pitservice.policies.actions import Says, add_policy, ratify, say_read, write_draft
from pitservice.policies.models import PolicyReading

#: Kind, title, what it says, how many days ago it was ratified, how many until its review.
_POLICIES = (
    ("texts", "Texts to families", "We text in opening hours.\nNo text says what we do.", 300, 65),
    ("records", "Record keeping", "Notes are written on the day and signed by the next.", 280, 85),
    ("sharing", "Sharing information", "We ask first. To protect somebody we share, and write down why.", 260, 105),
    ("consultation", "Consultation", "Every consultee gets our statement. We note no names.", 240, 20),
    (
        "lone_working",
        "Lone working and home visits",
        "Two of us know where each of us is until we are back.",
        220,
        145,
    ),
)


def tell(staff: Staff, calendar: Calendar) -> None:
    """Written in the first months; home working is still a draft."""
    by, readers = staff.lead.actor, [staff.lead, staff.sam, staff.admin, staff.keyworker, staff.guardian]
    for kind, title, words, ago, review in _POLICIES:
        with calendar.told(calendar.at(calendar.working(ago), 12)):
            made = add_policy(team=staff.team, kind=kind, title=title, says=Says(words), by=by)
            day, due = calendar.working(ago), calendar.today + timedelta(days=review)
            version = ratify(
                policy=made, ratified_by="Clinical governance group", ratified_on=day, review_on=due, by=by
            )
            PolicyReading.objects.bulk_create(
                PolicyReading(team=staff.team, version=version, user=user, created_by=user.actor) for user in readers
            )
    with calendar.told(calendar.at(calendar.working(30), 12)):
        says = Says(f"{_POLICIES[-1][2]}\nWhoever is late is rung after ten minutes.", news="Ten minutes, not twenty")
        write_draft(policy=made, says=says, by=by)
        home = Says("Nothing with a name on it is printed at home.")
        add_policy(team=staff.team, kind="home_working", title="Working from home", says=home, by=by)
    with calendar.told(calendar.at(calendar.working(6), 12)):
        ratify(
            policy=made,
            ratified_by="Clinical governance group",
            ratified_on=calendar.working(6),
            review_on=calendar.today + timedelta(days=360),
            by=by,
        )
        say_read(policy=made, number=2, user=staff.lead, by=staff.lead.actor)
