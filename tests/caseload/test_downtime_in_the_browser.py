"""The downtime pack in a real browser: its words are set, it is downloaded, and opens with them alone (P71)."""

from __future__ import annotations

import io
import os
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from pypdf import PdfReader

from caseload import tasks
from caseload.interpreting import Interpreter
from families.actions import raise_alert, record_loss
from families.enums import AlertKind, LossKind
from pitservice.accounts.enums import RoleName
from tests.caseload.test_cover_in_the_browser import sign_in
from tests.caseload.test_in_the_browser import look
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import BY, make_user
from tests.make.caseload import in_days, make_appointment, make_work
from tests.make.families import make_family

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = "green otter river lamp"


@pytest.mark.rule("P71")
def test_the_pack_is_set_up_downloaded_and_opened(running_product: RunningProduct, page: Page) -> None:
    work = make_work(made=make_family(father="Daniel"))
    raise_alert(family=work.family, kind=AlertKind.HOME_VISIT_RISK, text="A large dog; ring before you go in", by=BY)
    make_appointment(work, in_days(0, time(15)), interpreter=Interpreter("Polish", name="Ewa Maj"))
    grieving = make_work(work.team, lead=work.lead)
    make_appointment(grieving, in_days(1, time(11)), place="clinic")
    record_loss(family=grieving.family, person=grieving.made.baby, kind=LossKind.BABY_DIED, by=BY)
    boss = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo Bright")

    sign_in(page, running_product, boss)
    open_place(page, "My day")
    page.get_by_role("link", name="Downtime pack").click()
    look(page, "downtime-none")
    page.get_by_role("button", name="Set the pass-phrase").click()
    assert len(page.get_by_label("Pass-phrase").input_value()) == 21
    page.get_by_label("Pass-phrase").fill("too short")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Enter at least 20 letters").first.wait_for()
    assert page.get_by_label("Pass-phrase").input_value() == "too short"
    look(page, "downtime-phrase")
    page.get_by_label("Pass-phrase").fill(WORDS)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The pass-phrase is set").wait_for()
    tasks.make_packs(now=in_days(0, time(3)), by=BY)
    page.reload()
    look(page, "downtime")

    href = page.get_by_role("button", name="Download it").get_attribute("href")
    pdf = page.request.get(f"{running_product.url}{href}").body()
    reader = PdfReader(io.BytesIO(pdf))
    assert not reader.decrypt("another word entirely")
    assert reader.decrypt(WORDS)
    said = " ".join(one.extract_text() for one in reader.pages)
    assert "A large dog" in said
    assert work.made.mobile.value in said
    if folder := os.environ.get("PICTURES"):
        (Path(folder) / "downtime.pdf").write_bytes(pdf)
    page.goto(f"{running_product.url}{reverse('home')}")
    page.get_by_text("Downtime pack of").wait_for()
