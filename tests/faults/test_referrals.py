"""Redis is away: a form, a decision, a service's answer and a sheet are taken all the same, and go on afterwards."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from pitservice.accounts.enums import RoleName
from pitservice.embedded.redis import RedisServer
from pitservice.jobs.bell import ring_now
from pitservice.letters.models import Copy
from referrals.actions import ask_services
from referrals.models import Decision, HoldingCheck, Import, Referral
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import baby, make_referral, make_waiting, mother
from tests.referrals import door, sheets
from tests.referrals.decided import as_read
from tests.referrals.test_pages import href, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def without_redis(redis_server: RedisServer) -> Iterator[RedisServer]:
    """Redis was killed; it is back for the next test."""
    redis_server.child.kill()
    try:
        yield redis_server
    finally:
        if not redis_server.child.running:
            redis_server.start()


@pytest.mark.rule("P3", "P11", "TELL-1", "WL-2")
def test_nothing_about_referrals_is_lost_while_redis_is_away(without_redis: RedisServer) -> None:
    """A bell that nobody hears is no error: what it rang for stands in the database, and is found at the next ring."""
    team = make_team()
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, team))
    entry = make_waiting(team)
    ask_services(entry=entry, site="https://pit.example.org", by=BY)
    (link,) = re.findall(r"https?://[^/\s]+(\S+)", " ".join(Copy.objects.get(letter__purpose="holding").paragraphs))

    browser = Client()
    receipt = door.send(browser, door.walk(browser, "refer", team, door.PROFESSIONAL), {})
    sent = Referral.objects.exclude(pk=entry.referral_id).get()
    assert sent.key in door.text(receipt)
    others = (baby(given_name="Ola"), mother(given_name="Olena", family_name="Bond", mobile="07700 900888"))
    referral = make_referral(team, people=others)
    page = lead.get(href("decide", referral))
    assert post(lead, "decide", referral, read=as_read(page), outcome="waiting_list").status_code == 302
    answer = {"submission": str(uuid.uuid4()), "support": "less"}
    assert Client().post(link, answer).status_code == 302
    assert sheets.upload(lead, sheets.sheet_of(sheets.row(1)), team).status_code == 302
    sheet = Import.objects.get()
    columns = {f"column_{number}": heading for number, heading in enumerate(sheet.headings, 1)}
    assert sheets.send(lead, "import-columns", sheet, **columns).status_code == 302

    assert Decision.objects.filter(referral=referral).count() == 1
    assert HoldingCheck.objects.get(entry=entry).support == "less"
    sheet.refresh_from_db()
    assert sheet.state == "reading"
    without_redis.start()
    ring_now("jobs.work")
    sheets.work_off()
    sheet.refresh_from_db()
    assert sheet.state == "review"
