"""The demo year, told from beginning to end."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from django.db import transaction
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.configuration.actions import change_settings
from pitservice.configuration.enums import MainReason, TeamType
from pitservice.demo import (
    clinic,
    consulting,
    copies,
    downtime,
    emailed,
    envelopes,
    finding,
    groups,
    growing,
    heads,
    intake,
    learning,
    lives,
    meeting,
    outcomes,
    policies,
    records,
    replies,
    rota,
    safety,
    seeing,
    sheets,
    texts,
    triage,
    waiting,
    wording,
    work,
)
from pitservice.demo.calendar import Calendar
from pitservice.demo.cast import ENDED, ENGAGING, FOLLOWED, INBOX, SPECIAL, WAITING, WORKING, Story, ordinary
from pitservice.demo.people import tell_people
from pitservice.demo.sign_ins import BY, Staff, make_teams, usual_hours
from pitservice.demo.specials import SPECIALS
from pitservice.demo.told import tell_of_contacts
from pitservice.files.tables import write
from referrals.actions import receive
from reporting import actions as reporting
from reporting.benchmarks import COLUMNS
from reporting.enums import DataKind, Direction, ExportKind
from reporting.models import DataDuty
from reporting.periods import Period, months_until, quarter_before, quarter_of
from reporting.targets import numbers

_ALLOCATED = (ENGAGING, WORKING, ENDED, FOLLOWED)
#: What was held longer ago than this has been dealt with.
HELD_UNTIL = 30
Steps = list[tuple[datetime, datetime, datetime]]


@transaction.atomic
def make_year() -> Steps:
    """Build everything through the actions; returns when each step is told, for `backdate`."""
    calendar = Calendar(timezone.localdate())
    with calendar.told(calendar.at(calendar.day(364), 8)):
        staff = make_teams()
    heads.tell(staff, calendar)
    diary, numbers = work.Diary(), count()
    for story in sorted((*ordinary(), *SPECIAL), key=lambda one: -one.ago):
        _tell(story, next(numbers), staff, calendar, diary)
    safety.tell(staff, calendar)
    tell_people(staff, calendar)
    finding.tell(staff, calendar)
    sheets.tell(staff, calendar)
    tell_of_contacts(staff, calendar)
    consulting.tell(staff, calendar)
    records.tell(staff, calendar)
    lives.tell(staff, calendar)
    _other_team(Team.objects.get(slug="south"), calendar, staff)
    _report(staff, calendar)
    seeing.tell(staff, calendar)
    replies.tell(staff, calendar)
    copies.tell(staff, calendar)
    triage.tell(staff, calendar)
    waiting.tell(staff, calendar)
    texts.tell(staff, calendar)
    learning.tell(staff, calendar)
    rota.tell(staff, calendar)
    meeting.tell(staff, calendar)
    outcomes.tell(staff, calendar)
    wording.tell(staff, calendar)
    envelopes.tell(staff, calendar)
    emailed.tell(staff, calendar)
    policies.tell(staff, calendar)
    groups.tell(staff, calendar)
    clinic.tell(staff, calendar)
    downtime.tell(staff, calendar)
    growing.tell(staff, calendar)
    for team in Team.objects.all():
        usual_hours(team)
    return calendar.steps


def _tell(story: Story, number: int, staff: Staff, calendar: Calendar, diary: work.Diary) -> None:
    telling = intake.Telling(story, number, staff, calendar)
    intake.begin(telling)
    if story.path == WAITING:
        waiting.wait(telling)
    episode = work.go_on(telling, diary) if story.path in _ALLOCATED else None
    if story.ago > HELD_UNTIL and story.special != "hard":
        intake.deal_with_held(telling)
    if episode is None:
        return
    if story.special in SPECIALS:
        ago, tell = SPECIALS[story.special]
        with calendar.told(telling.at(ago, 16, 40)):
            tell(telling, episode.family, episode)


def _other_team(team: Team, calendar: Calendar, staff: Staff) -> None:
    """A second team has families of its own, which the first never sees."""
    for number, ago in enumerate((2, 4)):
        story = Story(
            mother=("Wendy", "Farah")[number],
            family=("Southwell", "Iqbal")[number],
            babies=("Max",),
            ago=ago,
            path=INBOX,
        )
        elsewhere = Staff(team, staff.lead, staff.sam, staff.megan, staff.admin, staff.keyworker, staff.guardian)
        telling = intake.Telling(story, 200 + number, elsewhere, calendar)
        with calendar.told(telling.at(ago, 9, 5)) as moment:
            receive(team=team, submission=intake.submission(telling, moment), by=BY)


def _targets(staff: Staff, calendar: Calendar) -> None:
    """The service is in its second year, and agreed what to reach with its commissioner (P83)."""
    change_settings(
        team=staff.team,
        service_began_on=calendar.day(600),
        organisation_code="RXX",
        commissioner_code="QXX",
        team_type=TeamType.MATERNAL,
        main_reason=MainReason.RELATIONSHIP,
        by=BY,
    )
    known = {number.key: number for number in numbers()}
    agreed = (  # in the first year, in the second
        ("referrals-received||", Direction.AT_LEAST, (40, 60)),
        ("decisions-made|in-time|Decided in time", Direction.AT_LEAST, (80, 95)),
        ("wait-first||median", Direction.AT_MOST, (56, 42)),
        ("families-seen||", Direction.AT_LEAST, (50, 80)),
    )
    for key, direction, amounts in agreed:
        for year, amount in enumerate(amounts, 1):
            reporting.set_target(
                team=staff.team,
                number=known[key],
                year=year,
                direction=direction,
                amount=amount,
                by=staff.admin.actor,
            )


def _beside_others(staff: Staff, period: Period) -> None:
    """What an invented network says of a quarter, in a sheet (P87)."""
    said = (("wait-first||median", "38"), ("decisions-made|in-time|Decided in time", "87"), ("families-seen||", "61"))
    first, last, source = f"{period.starts_on:%d/%m/%Y}", f"{period.ends_on:%d/%m/%Y}", "Rowan Network of Teams"
    sheet = write(COLUMNS, [(key, "", first, last, amount, source) for key, amount in said])
    reporting.bring_in(team=staff.team, content=sheet, by=staff.admin.actor)


def _whose_the_data_is(staff: Staff, calendar: Calendar) -> None:
    """Most kinds have somebody, one is to be looked at today, and one nobody has (P87)."""
    shared = (
        (DataKind.BABIES, staff.keyworker, staff.admin, staff.lead, 0),
        (DataKind.AROUND, staff.admin, staff.admin, None, 120),
        (DataKind.ATTENDANCE, staff.sam, staff.admin, staff.lead, 120),
        (DataKind.MEASURES, staff.megan, staff.sam, staff.megan, 90),
    )
    DataDuty.objects.bulk_create(
        DataDuty(
            team=staff.team,
            kind=kind,
            enters=enters,
            checks=checks,
            analyses=analyses,
            review_on=calendar.today + timedelta(days=days),
            created_by=staff.lead.actor,
        )
        for kind, enters, checks, analyses, days in shared
    )


def _report(staff: Staff, calendar: Calendar) -> None:
    """The quarter that is over, asked for; a worker freezes it when the product starts."""
    period = quarter_before(quarter_of(calendar.today))
    _beside_others(staff, period)
    _whose_the_data_is(staff, calendar)
    _targets(staff, calendar)
    report = reporting.add_report(
        team=staff.team,
        period=period,
        commissioner="Eastfield Integrated Care Board",
        narrative="A full quarter. Waits are longer than we want them to be.",
        remarks={"Waiting": "One practitioner was away for a month; two families waited for an interpreter."},
        by=staff.admin.actor,
    )
    reporting.freeze(report=report, by=staff.admin.actor)
    last_month = months_until(calendar.today - timedelta(days=1), 1)
    reporting.make_export(team=staff.team, kind=ExportKind.NATIONAL, period=last_month, by=staff.admin.actor)
    reporting.make_export(team=staff.team, kind=ExportKind.FOUNDATION, period=period, by=staff.admin.actor)
