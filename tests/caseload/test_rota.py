"""Who is here, who stands in, and what a stand-in sees (P5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from caseload import actions
from caseload.enums import Standing
from caseload.models import Absence, DutyTurn, WorkingDays
from caseload.selectors.rota import rota_of, somebody_on_duty, stands_in_for
from families.actions import restrict
from families.enums import InvolvementKind
from families.models import Involvement
from pitservice.accounts.actions import disable_user
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.db.errors import Refused, Stale
from pitservice.ui.worklist import Item, StandIn, today_of, waiting_instead
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, make_session, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P5")]
MONDAY = date(2026, 11, 30)


@pytest.fixture
def work() -> MadeWork:
    return make_work()


def today() -> date:
    return timezone.localdate()


def away(user: User, team: Team, *, cover: User | None = None, days: int = 3) -> Absence:
    last = today() + timedelta(days=days)
    return actions.record_absence(team=team, user=user, first=today(), last=last, cover=cover, by=BY)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def stood_in(user: User) -> list[tuple[StandIn, list[Item]]]:
    user = fresh(user)
    found = today_of(user, today()).stand_ins
    return [(one, [item for _, item in waiting_instead(user, one, today())]) for one in found]


def test_part_time_is_the_rule(work: MadeWork) -> None:
    actions.set_working_days(team=work.team, user=work.lead, days=[0, 3], starts_on=MONDAY, by=BY)
    actions.set_working_days(team=work.team, user=work.lead, days=[1], starts_on=MONDAY + timedelta(days=7), by=BY)
    rota = rota_of(work.team, MONDAY, 14)

    works = [day.isoformat() for day in rota.days if rota.is_here(work.lead, day)]

    assert works == ["2026-11-30", "2026-12-03", "2026-12-08"]
    assert WorkingDays.objects.get(ends_on=None).days == [1]


def test_without_working_days_somebody_works_when_the_team_is_open(work: MadeWork) -> None:
    rota = rota_of(work.team, date(2026, 12, 24), 3)

    assert [rota.standing(work.lead, day) for day in rota.days] == [
        Standing.HERE,
        Standing.CLOSED,
        Standing.NOT_WORKING,
    ]


def test_working_days_that_begin_before_those_recorded_are_refused(work: MadeWork) -> None:
    actions.set_working_days(team=work.team, user=work.lead, days=[0], starts_on=MONDAY, by=BY)

    with pytest.raises(Refused, match="from a later day on"):
        actions.set_working_days(team=work.team, user=work.lead, days=[1], starts_on=date(2026, 11, 2), by=BY)
    with pytest.raises(Refused, match="at least one day"):
        actions.set_working_days(team=work.team, user=work.lead, days=[], starts_on=MONDAY, by=BY)


def test_what_waits_for_somebody_away_shows_to_the_cover_until_they_are_back(work: MadeWork) -> None:
    cover = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    absence = away(work.lead, work.team, cover=cover)

    ((one, items),) = stood_in(cover)

    said = [item.what for item in items]
    assert (one.user, one.opened, said) == (work.lead, True, ["First contact: final enquiries"])
    actions.change_absence(absence=absence, last=today(), cover=None, by=BY)
    assert stood_in(cover) == []


def test_a_cover_is_involved_for_these_days_and_no_longer(work: MadeWork) -> None:
    cover = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    absence = away(work.lead, work.team, cover=cover)
    involvement = Involvement.objects.get(kind=InvolvementKind.COVER)
    assert timezone.localdate(involvement.until) == today() + timedelta(days=4)

    actions.take_back_absence(absence=absence, by=BY)

    involvement.refresh_from_db()
    assert involvement.until is not None
    assert involvement.until <= timezone.now()
    assert stood_in(cover) == []


def test_a_cover_sees_no_restricted_family_and_none_that_is_closed_to_them(work: MadeWork) -> None:
    cover = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    restrict(family=work.family, reason="A relative works here.", named=[work.lead], by=BY)

    away(work.lead, work.team, cover=cover)

    ((_, items),) = stood_in(cover)
    assert items == []
    assert not Involvement.objects.filter(kind=InvolvementKind.COVER).exists()


def test_a_cover_is_not_shown_what_only_the_absent_can_do(work: MadeWork) -> None:
    cover = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    make_session(work)
    away(work.lead, work.team, cover=cover)

    ((_, items),) = stood_in(cover)

    assert [item.what for item in items if "Note" in item.what] == []


def test_an_administrator_who_covers_sees_what_an_administrator_may(work: MadeWork) -> None:
    cover = make_user(RoleName.ADMINISTRATOR, work.team, "Alan")
    make_session(work)
    away(work.lead, work.team, cover=cover)

    ((one, _),) = stood_in(cover)

    may = {source.permission for source, _ in waiting_instead(fresh(cover), one, today())}
    assert Permission.RECORD_SESSIONS not in may


def test_the_duty_worker_sees_what_waits_for_whoever_is_not_here(work: MadeWork) -> None:
    duty = make_user(RoleName.PRACTITIONER, work.team, "Dee")
    off, gone = make_work(work.team), make_work(work.team)
    others = [day for day in range(7) if day != today().weekday()]
    actions.set_working_days(team=work.team, user=off.lead, days=others, starts_on=today(), by=BY)
    disable_user(user=gone.lead, reason="Left.", by=BY)
    away(work.lead, work.team)
    actions.set_duty(team=work.team, turns={today(): duty}, by=BY)

    found = {one.user: (one.why, one.opened, len(items)) for one, items in stood_in(duty)}

    assert set(found) >= {work.lead, off.lead, gone.lead}
    assert found[off.lead] == ("who does not work today", False, 1)
    assert found[gone.lead] == ("who has left", False, 1)
    assert found[work.lead][2] == 1


def test_nobody_stands_in_while_they_are_away_themselves(work: MadeWork) -> None:
    cover = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    actions.set_duty(team=work.team, turns={today(): cover}, by=BY)
    away(work.lead, work.team, cover=cover)
    away(cover, work.team)

    assert stands_in_for(fresh(cover), today()) == []
    assert not somebody_on_duty(work.team, today())


def test_a_trainee_stands_in_for_nobody(work: MadeWork) -> None:
    trainee = make_user(RoleName.TRAINEE, work.team, "Tess")

    with pytest.raises(Refused, match="cannot cover"):
        away(work.lead, work.team, cover=trainee)
    with pytest.raises(Refused, match="cannot be on duty"):
        actions.set_duty(team=work.team, turns={today(): trainee}, by=BY)
    with pytest.raises(Refused, match="covers for themselves"):
        away(work.lead, work.team, cover=work.lead)


def test_another_teams_colleague_neither_covers_nor_is_on_its_rota(work: MadeWork) -> None:
    stranger = make_user(RoleName.PRACTITIONER, make_team(), "Stan")

    with pytest.raises(Refused, match="cannot cover"):
        away(work.lead, work.team, cover=stranger)
    with pytest.raises(Refused, match="does not stand on this team"):
        away(stranger, work.team)
    assert rota_of(work.team, today()).people == [work.lead]


def test_days_away_are_in_order_and_not_endless(work: MadeWork) -> None:
    with pytest.raises(Refused, match="on or after the first"):
        away(work.lead, work.team, days=-1)
    with pytest.raises(Refused, match="more than a year"):
        away(work.lead, work.team, days=400)


def test_an_absence_that_was_changed_meanwhile_or_taken_back_is_not_changed(work: MadeWork) -> None:
    absence = away(work.lead, work.team)
    with pytest.raises(Stale):
        actions.change_absence(absence=absence, last=today(), cover=None, seen=absence.version + 1, by=BY)

    actions.take_back_absence(absence=absence, by=BY)

    with pytest.raises(Refused, match="taken back already"):
        actions.change_absence(absence=absence, last=today(), cover=None, by=BY)


def test_duty_is_set_changed_and_given_up_by_day(work: MadeWork) -> None:
    other = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    tomorrow = today() + timedelta(days=1)
    actions.set_duty(team=work.team, turns={today(): work.lead, tomorrow: work.lead}, by=BY)

    actions.set_duty(team=work.team, turns={today(): other, tomorrow: None}, by=BY)

    assert [(turn.day, turn.user) for turn in DutyTurn.objects.all()] == [(today(), other)]
    assert somebody_on_duty(work.team, today())
    assert not somebody_on_duty(work.team, tomorrow)


def test_nobody_is_put_on_duty_for_a_day_on_which_they_are_away(work: MadeWork) -> None:
    away(work.lead, work.team)

    with pytest.raises(Refused, match="cannot be on duty"):
        actions.set_duty(team=work.team, turns={today(): work.lead}, by=BY)


def said_to(user: User) -> str:
    """The lines at the top of somebody's first page."""
    return " ".join(str(part) for part in today_of(user, today()).above)


def test_the_first_page_says_that_one_is_on_duty_and_where_nobody_is(work: MadeWork) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    assert "duty" not in said_to(lead)

    actions.set_duty(team=work.team, turns={today(): lead}, by=BY)
    said = said_to(fresh(lead))

    assert f"You are on duty today for {work.team.name}." in said
    assert "Nobody is on duty" in said
    assert viewer_of(lead, Permission.ALLOCATE).allowed
