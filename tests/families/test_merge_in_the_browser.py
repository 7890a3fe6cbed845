"""In a real browser: a record that stands twice is merged and un-merged; a document is filed wrongly and moved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from families import actions
from families.enums import NeedKind
from families.models import Document, Family, Merge, MovedEntry
from pitservice.accounts.enums import RoleName
from tests.families.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_user
from tests.make.documents import PDF
from tests.make.families import MadeFamily, add_need, make_family

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def two(running_product: RunningProduct) -> tuple[MadeFamily, MadeFamily]:
    """One family, entered by two colleagues."""
    assert running_product.url
    first = make_family(mother="Aisha", surname="Khan", title="Zayn Khan")
    second = make_family(first.team, mother="Ayesha", surname="Khan", title="Baby Khan", father="Tom")
    add_need(second, NeedKind.INTERPRETER, "Urdu")
    return first, second


def find(page: Page, words: str) -> None:
    """In the box of the page."""
    main = page.get_by_role("main")
    main.get_by_label("Find a family").fill(words)
    main.get_by_role("button", name="Find").click()


def test_a_record_that_stands_twice_is_merged_and_un_merged(
    running_product: RunningProduct, page: Page, two: tuple[MadeFamily, MadeFamily]
) -> None:
    first, second = two
    sign_in(page, running_product, make_user(RoleName.CLINICAL_LEAD, first.team))
    page.goto(f"{running_product.url}{reverse('families:people', args=[first.family.key])}")
    page.get_by_role("button", name="This family has two records").click()
    find(page, "Baby Khan")
    look(page, "merge-find")
    page.get_by_role("link", name="Compare").click()
    look(page, "merge-compare")
    page.get_by_label(f"Zayn Khan ({first.family.key})").check()
    page.get_by_label("I have compared the two").check()
    page.get_by_role("button", name="Merge them").click()
    page.get_by_text("It can be undone from this page.").wait_for()
    look(page, "merge-merged")

    page.goto(f"{running_product.url}{reverse('families:family', args=[second.family.key])}")
    assert first.family.key in page.url
    page.get_by_text("Ayesha Khan: interpreter: Urdu").first.wait_for()

    page.goto(f"{running_product.url}{reverse('families:people', args=[first.family.key])}")
    page.get_by_role("link", name="Recorded twice Aisha Khan").click()
    page.get_by_label("Ayesha Khan").check()
    page.get_by_role("button", name="Compare").click()
    look(page, "merge-people")
    page.get_by_label("Aisha Khan: mother").check()
    page.get_by_label("I have compared the two").check()
    page.get_by_role("button", name="Merge them").click()
    page.get_by_text("It can be undone from this page.").wait_for()
    page.get_by_role("button", name="They are two after all").click()
    page.get_by_label("Why?").fill("Aisha and Ayesha are sisters-in-law.")
    look(page, "merge-undo")
    page.get_by_role("button", name="Undo it").click()
    page.get_by_text("They are two again").wait_for()

    page.goto(f"{running_product.url}{reverse('families:people', args=[first.family.key])}")
    page.get_by_role("link", name="What moved").first.click()
    page.get_by_role("button", name="They are two after all").click()
    page.get_by_label("Why?").fill("Two families of one name.")
    page.get_by_role("button", name="Undo it").click()
    page.get_by_text("They are two again").wait_for()
    assert Merge.objects.filter(undone_at=None).count() == 0
    assert Family.objects.filter(merged_into=None).count() == 2
    assert second.family.members.count() == 3


@pytest.mark.rule("P25")
@pytest.mark.rule("P30")
def test_a_document_is_uploaded_filed_wrongly_and_moved(
    running_product: RunningProduct, page: Page, two: tuple[MadeFamily, MadeFamily], tmp_path: Path
) -> None:
    wrong, right = two
    (tmp_path / "Letter of the GP.pdf").write_bytes(PDF)
    (tmp_path / "program.pdf").write_bytes(b"MZ not a PDF")
    sign_in(page, running_product, make_user(RoleName.ADMINISTRATOR, wrong.team))
    page.goto(f"{running_product.url}{reverse('families:tray')}")
    look(page, "tray-empty")
    page.get_by_role("button", name="Upload documents").click()
    page.get_by_label("Who are they from").fill("Rowan Surgery")
    page.get_by_label("Files").set_input_files([tmp_path / "Letter of the GP.pdf", tmp_path / "program.pdf"])
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("“program.pdf” is not a PDF").first.wait_for()
    assert page.get_by_label("Who are they from").input_value() == "Rowan Surgery"
    look(page, "upload-refused")
    page.get_by_label("Files").set_input_files([tmp_path / "Letter of the GP.pdf"])
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("1 document, the oldest first.").wait_for()
    look(page, "tray")

    page.goto(running_product.url)
    page.get_by_role("link", name="File it Letter of the GP").click()
    find(page, "Zayn Khan")
    look(page, "tray-place")
    row = page.get_by_role("row").filter(has_text=wrong.family.key)
    row.get_by_role("link", name="File it here").click()
    page.get_by_label("Letter", exact=True).check()
    look(page, "document-file")
    page.get_by_role("button", name="File it").click()
    page.get_by_text("1 document, newest first.").wait_for()
    look(page, "documents")

    page.goto(f"{running_product.url}{reverse('families:family', args=[wrong.family.key])}")
    page.get_by_role("link", name="Put right Letter: Letter of the GP").click()
    look(page, "entry")
    page.get_by_role("button", name="Find the right family").click()
    find(page, "Baby Khan")
    page.get_by_role("link", name="It is theirs").click()
    page.get_by_label("How did it come into this record?").fill("Two windows were open.")
    look(page, "entry-move")
    page.get_by_role("button", name="Move it").click()
    page.get_by_text("An entry was moved to the record it belongs to: document").wait_for()
    look(page, "entry-moved")
    assert page.get_by_text("Letter of the GP").count() == 0
    assert MovedEntry.objects.get().to_family == right.family
    document = Document.objects.get()

    page.goto(f"{running_product.url}{reverse('families:document', args=[right.family.key, document.key])}")
    page.get_by_role("button", name="Put right").click()
    page.get_by_role("button", name="Strike it through").click()
    page.get_by_label("What is wrong with it?").fill("It was scanned twice.")
    look(page, "entry-strike")
    page.get_by_role("button", name="Strike it through").click()
    page.get_by_text("Entered in error: It was scanned twice.").wait_for()
    look(page, "entry-struck")


def test_the_people_of_a_merged_record_are_led_on_by_the_old_address(
    running_product: RunningProduct, page: Page, two: tuple[MadeFamily, MadeFamily]
) -> None:
    first, second = two
    actions.merge_families(keep=first.family, gone=second.family, by=BY)
    sign_in(page, running_product, make_user(RoleName.PRACTITIONER, first.team))

    page.goto(f"{running_product.url}{reverse('families:change_person', args=[second.family.key, second.mother.key])}")

    assert page.url.endswith(reverse("families:change_person", args=[first.family.key, second.mother.key]))
