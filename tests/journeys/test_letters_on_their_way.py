"""Letters on their way, in a browser: who got what and why not, a pile printed and posted, a link and its code."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from families.enums import ProfessionalRole
from families.models import ContactPoint
from pitservice.letters import actions
from pitservice.letters.actions import Decided
from pitservice.letters.enums import CopyState, Way
from pitservice.letters.models import Copy, PrintRun
from pitservice.messaging.models import OutboxEntry
from referrals.models import Referral
from tests.harness.database import CloneDatabase
from tests.harness.product import RunningProduct
from tests.journeys.axe import WIDTHS
from tests.journeys.steps import deciding, letters
from tests.journeys.steps.stage import Stage, set_the_stage
from tests.journeys.steps.visitor import Visitor, until
from tests.make.families import add_professional, make_family
from tests.make.messaging import write_letter
from tests.referrals.door import FAMILY, send, walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from pitservice.embedded.redis import RedisServer

#: Where pictures of the pages go, for whoever wants to look at them.
PICTURES = os.environ.get("PICTURES")


def picture(visitor: Visitor, name: str) -> None:
    """Of the page as it is now, wide and narrow, where somebody asked for them (PICTURES=folder)."""
    if PICTURES:
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": 900})
            visitor.page.wait_for_timeout(200)
            visitor.page.screenshot(path=Path(PICTURES) / f"way-{name}-{width}.png", full_page=True)
        visitor.page.set_viewport_size({"width": WIDTHS[0], "height": 900})


@pytest.mark.rule("P49")
@pytest.mark.rule("P2")
def test_a_self_referral_is_accepted_and_everybody_sees_who_got_what(
    running_product: RunningProduct, page: Page
) -> None:
    stage = set_the_stage()
    client = Client()
    other_parent = {"anybody": "yes", "who": "other_parent", "at_home": "yes"}
    send(client, walk(client, "contact", stage.team, [*FAMILY[:6], other_parent, *FAMILY[8:]]), {})
    referral = Referral.objects.get()
    visitor = Visitor(page, running_product.url)

    # The lead reads what she wrote, and sees before deciding who will hear and who will not, and why.
    visitor.sign_in(stage.lead)
    visitor.go("referrals:inbox")
    visitor.open(referral.key)
    visitor.press("Read the warning")
    visitor.choose("Does this change who may be contacted, or where?", "Yes")
    visitor.page.get_by_label("Father (name not given) must not learn of it").check()
    visitor.press("I have read this")
    visitor.fill({"If you decide otherwise than the rule suggests, say why": "She wrote herself, and it is early."})
    deciding.accepts(
        visitor,
        expects=(
            "Letter to Zofia, mother (waits)",
            "The Weir Surgery, GP (waits)",
            "Father must not learn of the work",
        ),
    )
    picture(visitor, "self-decided")

    # On the family's page stands who was to hear; the father stands nowhere.
    referral.refresh_from_db()
    assert referral.family is not None
    visitor.go("letters:family", referral.family.key)
    visitor.reads("Letter to Zofia: acceptance", "Letter to The Weir Surgery: acceptance", "Held")
    visitor.does_not_read("Letter to Father")
    picture(visitor, "self-family")

    # The administrator's list says why, and adds up; the mother gave a number, so she is rung.
    visitor.sign_in(stage.administrator)
    visitor.go("letters:correspondence")
    visitor.reads("2 not gone, 0 being dealt with, 0 gone", "Nothing usable for this is recorded for Zofia")
    picture(visitor, "self-monday")
    visitor.open("acceptance to Zofia")
    visitor.press("Tell by other means")
    visitor.page.get_by_label("By telephone").check()
    picture(visitor, "self-tell")
    visitor.press("I have told them")
    visitor.reads("Told by other means")
    visitor.go("letters:correspondence")
    visitor.reads("1 not gone, 0 being dealt with, 1 gone")


@pytest.mark.rule("P4")
def test_a_pile_is_printed_and_posted_and_one_letter_comes_back(running_product: RunningProduct, page: Page) -> None:
    stage = set_the_stage()
    first, second = make_family(stage.team), make_family(stage.team, mother="Grace", surname="Mensah", baby="Otis")
    copies = [write_letter(first), write_letter(second)]
    for copy in copies:
        letters.is_made(copy)
    visitor = Visitor(page, running_product.url)
    visitor.sign_in(stage.administrator)

    # Printed together: one file, a sheet before each envelope, found again from home.
    visitor.reads("2 letters ready to post")
    visitor.open("Post letters")
    picture(visitor, "to-post")
    visitor.press("Print them together")
    visitor.page.get_by_label("One file, with a sheet between envelopes").check()
    picture(visitor, "print")
    visitor.press("Print 2 letters")
    until(lambda: PrintRun.objects.exclude(made=None).exists(), "make the file")
    visitor.page.reload()
    picture(visitor, "run")
    text = letters.text_of(visitor.download("Open the file"))
    for words in ("Envelope 1 of 2", "Envelope 2 of 2", "Aisha Khan", "Grace Mensah", "do not post it"):
        assert words in text, words

    # Only one fits into the letter box: the other is still there tomorrow.
    visitor.page.get_by_label("Letter to Grace Mensah").uncheck()
    visitor.press("I have posted these")
    visitor.reads("1 letter recorded as posted.")
    visitor.go("home")
    visitor.reads("1 letter printed, not posted yet")
    visitor.open("Post letters printed")
    visitor.press("I have posted these")
    assert set(Copy.objects.values_list("state", flat=True)) == {CopyState.POSTED}

    # One comes back: its address is marked, it stands with what did not go, and somebody says what was done.
    visitor.go("letters:copy", copies[0].key)
    visitor.press("It came back")
    picture(visitor, "came-back")
    visitor.press("Record that it came back")
    visitor.reads("Before the next letter goes to this address a person is asked.")
    assert ContactPoint.objects.get(person=first.mother, kind="address").returned_on is not None
    visitor.go("home")
    visitor.reads("Letter to Aisha Khan")
    visitor.go("letters:correspondence")
    visitor.reads("1 not gone")
    picture(visitor, "not-gone")
    visitor.open("acceptance to Aisha Khan")
    visitor.press("Say what was done")
    picture(visitor, "settle")
    visitor.fill({"What was done": "She rang with her new address."})
    visitor.press("Save")
    visitor.go("letters:correspondence")
    visitor.reads("0 not gone")


@pytest.fixture
def product_with_email(
    clone_database: CloneDatabase, redis_server: RedisServer, worker_folder: Path, transactional_db: None
) -> Iterator[RunningProduct]:
    """The product with a gateway for e-mails: the outbox."""
    product = RunningProduct(clone_database, redis_server, worker_folder)
    for child in (product.web, product.worker, product.beat):
        assert child.env is not None
        child.env["TEST_EMAIL_GATEWAY"] = "outbox"
    product.start()
    yield product
    product.stop()


@pytest.mark.rule("P43")
@pytest.mark.rule("P11")
def test_a_letter_outside_the_secure_domains_is_opened_by_link_and_code(
    product_with_email: RunningProduct, page: Page, browser: Browser
) -> None:
    stage = set_the_stage()
    copy = _copy_by_link(stage)
    until(lambda: Copy.objects.get(pk=copy.pk).state == CopyState.TO_SEND, "make the letter")
    visitor = Visitor(page, product_with_email.url)

    # The practitioner sends the link, and reads the code once, to tell it by telephone.
    visitor.sign_in(stage.practitioner)
    visitor.open("Send the link Letter to Tom Ashby")
    visitor.press("Send the link")
    visitor.reads("tom.ashby@example.org", "It is shown once")
    picture(visitor, "send-link")
    visitor.press("Send the link")
    code = re.search(r"we cannot show it again: ([\w-]+)", visitor.page.locator("body").inner_text())
    assert code is not None
    picture(visitor, "code")
    until(lambda: OutboxEntry.objects.filter(value="tom.ashby@example.org").exists(), "send the e-mail")
    words = OutboxEntry.objects.get(value="tom.ashby@example.org").words
    assert "Khan" not in words and "Zayn" not in words and code[1] not in words
    link = re.search(r"http://\S+", words)
    assert link is not None

    # Outside, without an account: nothing is shown before the code, a wrong one is counted, the right one opens it.
    outside = Visitor(browser.new_context().new_page(), product_with_email.url)
    outside.go_to(link[0].removeprefix(product_with_email.url))
    outside.does_not_read("Khan", "Zayn")
    picture(outside, "outside")
    outside.page.get_by_label("Code").fill("000000")
    outside.press("Open the letter")
    outside.reads("This is not the code")
    picture(outside, "wrong-code")
    outside.page.get_by_label("Code").fill(code[1])
    with outside.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        outside.page.get_by_role("button", name="Open the letter").click()
    assert answered.value.headers["content-type"] == "application/pdf"
    until(lambda: Copy.objects.get(pk=copy.pk).opened_on is not None, "write down that it was opened")
    outside.page.context.close()

    visitor.go("letters:copy", copy.key)
    visitor.reads("First opened by the link")
    picture(visitor, "opened")


def _copy_by_link(stage: Stage) -> Copy:
    """A letter to a mother, with a copy for the nursery that the team does not count among secure domains."""
    made = make_family(stage.team)
    nursery = add_professional(made, "Tom Ashby", ProfessionalRole.OTHER, consent=True)
    by = stage.practitioner.actor
    letter = actions.begin_letter(
        family=made.family, title="What we agreed", paragraphs=["Thank you for coming."], occasion="",
        written_to=[f"person:{made.mother.pk}"], by=by,
    )  # fmt: skip
    decided = Decided(goes=True, reason="She asked for it.", way=Way.LINK)
    actions.decide_copy(letter=letter, recipient=f"professional:{nursery.pk}", decided=decided, by=by)
    actions.approve(letter=letter, by=by)
    return Copy.objects.get(letter=letter, recipient=f"professional:{nursery.pk}")
