"""A group of six in a real browser: started, planned, joined, its register filled in, one note written (P72)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from caseload.enums import AppointmentState, NoteState
from caseload.models import Group, GroupFamily, GroupSession
from families.actions import restrict
from pitservice.accounts.enums import RoleName
from tests.caseload.test_in_the_browser import look
from tests.harness.product import RunningProduct
from tests.journeys.steps.visitor import Visitor
from tests.make.accounts import BY, make_user
from tests.make.caseload import MadeWork, in_days, make_work, open_in
from tests.make.groups import join, place_of

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def six(running_product: RunningProduct) -> list[MadeWork]:
    """Six families with open work; the last is restricted to a colleague who does not lead the group."""
    first = make_work()
    families = [first, *(make_work(first.team, lead=first.lead) for _ in range(5))]
    named = make_user(RoleName.PRACTITIONER, first.team)
    restrict(family=families[-1].family, reason="A colleague's family", named=[named], by=BY)
    return families


def met_yesterday(group: Group) -> GroupSession:
    """Its first session, as if it had been yesterday; the families were in the group by then."""
    session = group.sessions.order_by("starts")[0]
    long = session.ends - session.starts
    session.starts, session.ends = in_days(-1), in_days(-1) + long
    session.save()
    session.slots.update(during=(session.starts, session.ends))
    session.places.update(starts=session.starts, ends=session.ends)
    GroupFamily.objects.update(starts_on=timezone.localdate(in_days(-3)))
    return session


@pytest.mark.rule("P72")
def test_a_group_of_six(running_product: RunningProduct, page: Page, six: list[MadeWork]) -> None:
    visitor = Visitor(page, running_product.url)
    first, *others, hidden = six
    visitor.sign_in(first.lead)

    visitor.go("caseload:groups")
    look(page, "groups-none")
    visitor.press("Start a group")
    visitor.fill({"Name": "Baby massage", "Places for families": "6"})
    visitor.choose("Where", "Community place")
    visitor.fill({"Address or place": "Eastfield library"})
    look(page, "group-start")
    visitor.press("Start it")
    visitor.reads("The group is there.")

    visitor.press("Plan sessions")
    visitor.date("Which day?", timezone.localdate(in_days(open_in(7))))
    visitor.fill({"Time": "10am"})
    visitor.choose("How often?", "As a series")
    visitor.choose("How far apart?", "Every week")
    visitor.fill({"How many sessions?": "3"})
    look(page, "group-plan")
    visitor.press("Plan them")
    visitor.reads("3 sessions are planned")

    group = Group.objects.get()
    visitor.go("caseload:join_group", first.episode.key)
    page.locator("[name=group]").check()
    look(page, "group-join")
    visitor.press("Add the family")
    visitor.reads("The family is in the group.")
    for one in (*others, hidden):
        join(group, one)
    visitor.go("caseload:group", group.key)
    visitor.reads("5 of 6 places")
    look(page, "group")

    session = met_yesterday(group)
    visitor.go("caseload:group_session", session.key)
    look(page, "group-session")
    visitor.press("Fill in the register")
    visitor.choose("Did the group meet?", "Yes")
    look(page, "group-register")
    for one in (first, *others):
        came = "did_not" if one is others[-1] else "came"
        page.locator(f"[name=came_{place_of(session, one).key}][value={came}]").check()
    assert place_of(session, hidden).key not in page.content()
    look(page, "group-register-filled")
    visitor.press("Save the register")
    visitor.reads("The register is saved.")
    look(page, "group-register-saved")

    states = [place_of(session, one).state for one in six]
    assert states == [AppointmentState.ATTENDED] * 4 + [AppointmentState.NOT_ATTENDED, AppointmentState.BOOKED]

    visitor.go("caseload:session", place_of(session, first).key)
    page.get_by_label("Note", exact=True).fill("She sang while she stroked his back, and he watched her.")
    page.get_by_text("Draft saved").wait_for()
    look(page, "group-note")
    visitor.press("Finish and sign")
    visitor.press("Sign")
    visitor.reads("The note is signed.")

    assert place_of(session, first).session.note.state == NoteState.SIGNED
