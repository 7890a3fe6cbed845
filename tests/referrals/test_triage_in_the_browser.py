"""A lead triages in the browser: a baby born since, twins, a review by the team, another service, two leads at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from families.actions import keep_organisation
from families.models import Family, Person
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.letters.models import Copy
from referrals.enums import PartyRole
from referrals.models import Decision, Referral
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_team, make_user
from tests.make.families import MadeFamily, add_mobile, make_family
from tests.make.referrals import baby, make_referral, make_risk_list, mother, ticks_of
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NUMBER = "07700 900777"


def _known(team: Team) -> MadeFamily:
    """A mother we know, who expects a baby about now."""
    made = make_family(team, mother="Aisha", surname="Khan", baby="", expected=timezone.localdate() + timedelta(days=5))
    add_mobile(made, made.mother, NUMBER)
    return made


def _decide(page: Page) -> None:
    page.click("main button:has-text('Decide')")
    page.wait_for_load_state()


@pytest.mark.rule("P16")
def test_a_baby_born_since_and_twins_go_into_the_record_that_expected_them(
    running_product: RunningProduct, page: Page
) -> None:
    team = make_team("Eastfield")
    made = _known(team)
    yesterday = timezone.localdate() - timedelta(days=1)
    twins = [baby(given_name=name, date_of_birth=yesterday) for name in ("Ada", "Ben")]
    referral = make_referral(team, people=(*twins, mother(given_name="Aihsa", mobile=NUMBER)))
    url = running_product.url

    sign_in(page, running_product, make_user(team=team))
    page.goto(f"{url}/referrals/")
    assert "Possible match" in page.inner_text("main")
    look(page, "triage-inbox")
    page.goto(f"{url}/referrals/{referral.key}/decide/")
    page.click("summary:has-text('Compare with')")
    page.click("main a:has-text('Compare and answer')")
    page.check("[name=answer][value=same]")
    page.select_option("[name=who_0]", made.baby.key)
    page.select_option("[name=who_1]", "new")
    look(page, "triage-compare")
    page.click("main button:has-text('Answer')")
    page.wait_for_url(f"{url}/referrals/{referral.key}/decide/")
    look(page, "triage-settled")
    assert "Record the birth" in page.inner_text("main")

    named = list(referral.people.filter(role=PartyRole.BABY).order_by("pk").values_list("person", flat=True))
    assert named[0] == made.baby.pk
    assert Person.objects.filter(pk=named[1], given_name="Ben").exists()
    assert Family.objects.count() == 1


@pytest.mark.rule("P16", "TELL-1")
def test_the_team_is_asked_and_another_service_is_named_with_every_letter_read_first(
    running_product: RunningProduct, page: Page
) -> None:
    team = make_team("Eastfield")
    make_risk_list(team)
    service = keep_organisation(team=team, name="Weston Family Hub", is_alternative=True, by=BY)
    referral = make_referral(team, ticks=ticks_of(team, minor=1))
    sam = make_user(RoleName.PRACTITIONER, team, name="Sam Reed")
    lead = make_user(team=team)
    url = running_product.url

    sign_in(page, running_product, lead)
    page.goto(f"{url}/referrals/{referral.key}/decide/")
    page.check("[name=outcome][value=team_review]")
    page.fill("[name=review_note]", "Are we the right team?")
    _decide(page)
    page.context.clear_cookies()
    sign_in(page, running_product, sam)
    page.goto(f"{url}/referrals/{referral.key}/opinion/")
    look(page, "triage-opinion")
    page.check("[name=recommends][value=not_accept]")
    page.fill("[name=reason]", "The hub knows them well.")
    page.click("main button:has-text('Give my opinion')")
    look(page, "triage-opinions")
    page.context.clear_cookies()
    sign_in(page, running_product, lead)
    page.goto(f"{url}/referrals/{referral.key}/decide/")
    assert "The hub knows them well." in page.inner_text("main")
    page.check("[name=outcome][value=not_accepted]")
    page.check("[name=reason][value=better_placed]")
    page.select_option("[name=alternative]", str(service.pk))
    page.check("[name=told_by][value=team]")
    page.click("text=Show what will be sent")
    for summary in page.locator("summary:has-text('Letter to')").all():
        if summary.is_visible():
            summary.click()
    look(page, "triage-letters")
    assert "There is a service that may be right for you: Weston Family Hub." in page.inner_text("main")
    _decide(page)
    look(page, "triage-decided")

    assert Referral.objects.get().state == "not_accepted"
    kind = " ".join(Copy.objects.get(reader_name="Aisha Khan").paragraphs)
    assert "Weston Family Hub" in kind
    assert "The hub knows them well." not in kind


@pytest.mark.rule("P16", "SCR-2")
def test_of_two_leads_at_once_one_decides_and_the_other_is_told(
    running_product: RunningProduct, page: Page, browser: Browser
) -> None:
    team = make_team("Eastfield")
    referral = make_referral(team)
    where = f"{running_product.url}/referrals/{referral.key}/decide/"
    other = browser.new_context().new_page()
    sign_in(page, running_product, make_user(team=team, name="Priya Shah"))
    sign_in(other, running_product, make_user(team=team, name="Ann Lee"))

    for one in (page, other):
        one.goto(where)
        one.check("[name=outcome][value=waiting_list]")
    _decide(page)
    _decide(other)

    assert "Priya Shah made it “On the waiting list”" in other.inner_text("main")
    look(other, "triage-slower")
    assert Decision.objects.count() == 1
    other.context.close()


@pytest.mark.rule("P11")
def test_what_is_missing_is_asked_for_and_answered_on_a_phone(running_product: RunningProduct, page: Page) -> None:
    team = make_team("Eastfield")
    referral = make_referral(team, people=(baby(), mother(knows="unknown", agrees="unknown")))
    sign_in(page, running_product, make_user(team=team))
    page.goto(f"{running_product.url}/referrals/{referral.key}/decide/")
    page.check("[name=outcome][value=more_information]")
    page.check("[name=missing]")
    look(page, "triage-asking")
    _decide(page)
    assert "More information asked for" in page.inner_text("main") or "more information" in page.inner_text("main")
    words = " ".join(Copy.objects.get(reader_name="Fatima Begum").paragraphs)
    code = words.split("the code ")[1][:6]
    where = next(word for word in words.split() if "/answer/" in word)

    page.context.clear_cookies()
    page.goto(where)
    look(page, "triage-answer-code")
    page.fill("[name=code]", code)
    page.click("main button[type=submit]")
    page.wait_for_selector("[name=answer]")
    look(page, "triage-answer")
    page.fill("[name=answer]", "She knows and agrees; I asked her today.")
    page.click("main button[type=submit]")
    look(page, "triage-answered")

    assert Referral.objects.get().state == "received"
