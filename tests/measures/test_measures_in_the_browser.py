"""A parent fills in PHQ-9 by a private link on a phone, item 9 too; a colleague records one, and shows the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from measures import actions
from measures.enums import Point
from measures.models import RiskAnswer, Score
from pitservice.ui.worklist import items_for
from tests.caseload.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.make.accounts import BY
from tests.make.caseload import MadeWork, in_days, make_appointment, make_work
from tests.measures.make import on_duty, use

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def work(running_product: RunningProduct) -> MadeWork:
    """A family, with somebody on duty today."""
    made = make_work()
    on_duty(made)
    return made


@pytest.mark.rule("P60")
def test_a_parent_answers_item_nine_on_a_phone_and_the_team_sees_it(
    running_product: RunningProduct, page: Page, browser: Browser, work: MadeWork
) -> None:
    told: list[str] = []
    actions.ask_by_link(
        family=work.family, definition=use(work), adult=work.made.mother, point=Point.START,
        site=running_product.url, tell=told.append, by=BY,
    )  # fmt: skip
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
    page.goto(told[0])
    look(page, "form-first")
    page.get_by_role("radio").first.check()
    page.get_by_role("button").first.click()

    for _ in range(8):
        page.get_by_label("Not at all").check()
        page.get_by_role("button").first.click()
    look(page, "form-item-nine")
    page.get_by_label("Several days").check()
    page.get_by_role("button").first.click()
    page.get_by_text("116 123").first.wait_for()
    look(page, "form-help")
    assert RiskAnswer.objects.get().item == 9  # before anything is sent
    assert not Score.objects.exists()

    staff = browser.new_page()
    sign_in(staff, running_product, work)
    assert any(item.now for item in items_for(work.lead, work.episode.opened_on))
    look(staff, "form-alert-at-home")

    page.goto(told[0])
    look(page, "form-send")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    look(page, "form-thanks")
    assert Score.objects.get().answers["9"] == 1


def test_a_colleague_records_one_item_by_item_and_the_board_prints(
    running_product: RunningProduct, page: Page, work: MadeWork
) -> None:
    definition = use(work)
    sign_in(page, running_product, work)
    page.goto(running_product.url + reverse("measures:record", args=[work.family.key, definition.key]))
    look(page, "record")
    for group in page.get_by_role("group").all():
        answer = group.get_by_label("Several days")
        if answer.count():
            answer.first.check()
    page.get_by_label("Start", exact=True).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    look(page, "recorded")
    page.goto(running_product.url + reverse("measures:board", args=[work.family.key]))
    page.get_by_role("table").first.wait_for()
    look(page, "board")

    page.emulate_media(media="print")
    assert page.get_by_role("table").first.is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
    assert Score.objects.get().totals != {}

    page.emulate_media(media="screen")
    page.goto(running_product.url + reverse("measures:blank", args=[definition.key]))
    look(page, "blank")


def test_a_goal_is_rated_on_the_session_page_of_a_phone(
    running_product: RunningProduct, page: Page, work: MadeWork
) -> None:
    use(work, "GBO")
    actions.add_goal(
        family=work.family, words="That we sleep", person=work.made.mother, agreed_on=timezone.localdate(), by=BY
    )
    use(work)
    appointment = make_appointment(work, in_days(-1))
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
    sign_in(page, running_product, work)
    page.goto(running_product.url + reverse("caseload:session", args=[appointment.key]))
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Note", exact=True).fill("We met.")
    page.get_by_label("GBO: “That we sleep”").fill("4")
    look(page, "session-with-measures")
    page.get_by_role("button", name="Leave unsigned", exact=True).click()
    page.get_by_text("The session is recorded.").wait_for()

    assert Score.objects.get().totals == {"Rating": "4"}
