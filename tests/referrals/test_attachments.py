"""Files that come with a referral: told by content, kept until sent, handed out as downloads, carried along (P30)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from families.models import Document
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.audit.models import Access
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.files import store
from pitservice.files.models import StoredFile
from referrals.actions import answer_change, attach, close_links, detach, forget_drafts, settle_family
from referrals.actions.attaching import MOST_FILES
from referrals.enums import ChangeAnswer
from referrals.models import Attachment, Draft, ProposedChange, Referral
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.documents import HEIC, JPEG, PDF, PNG, docx
from tests.make.referrals import make_referral, make_risk_list
from tests.referrals.door import PROFESSIONAL, begin, send, text, walk
from tests.referrals.test_adding import given
from tests.referrals.test_amending import QUERIES, opened, sent
from tests.referrals.test_saved_drafts import sitting

pytestmark = [pytest.mark.django_db(transaction=False), pytest.mark.rule("P30")]


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def team() -> Team:
    """A team with a list of risk factors."""
    made = make_team()
    make_risk_list(made)
    return made


def upload(client: Client, href: str, content: bytes, name: str = "report.pdf") -> Any:
    """Attach a file."""
    return send(client, href, {"file": SimpleUploadedFile(name, content)})


def test_a_file_goes_with_the_form_and_into_the_familys_documents(client: Client, team: Team) -> None:
    check = walk(client, "refer", team, PROFESSIONAL)
    files = sitting(check, "files")
    assert upload(client, files, PDF).status_code == 302
    assert "report.pdf" in text(client.get(files))
    assert "Letters and reports 1 file" in text(client.get(sitting(check, "tasks")))
    send(client, check, {})

    referral = Referral.objects.get()
    attachment = Attachment.objects.get(referral=referral, draft=None)
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, team))
    page = text(lead.get(reverse("referrals:referral", args=[referral.key])))
    assert "report.pdf" in page
    assert "Not scanned for viruses" in page
    family = settle_family(referral=referral, by=BY)
    assert Document.objects.get(family=family).stored.sha256 == attachment.stored.sha256

    response = lead.get(reverse("referrals:file", args=[referral.key, attachment.key]))
    assert response.content == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert Access.objects.filter(screen__contains="ReferralFilePage", family_id=family.pk).exists()


def test_a_wrong_file_is_taken_out_of_the_form_again(client: Client, team: Team) -> None:
    check = walk(client, "refer", team, PROFESSIONAL)
    files = sitting(check, "files")
    upload(client, files, PDF, "another family.pdf")
    attachment = Attachment.objects.select_related("stored").get()
    remove = f"{files}{attachment.key}/remove/"
    assert "another family.pdf" in text(client.get(remove))
    assert Attachment.objects.exists()
    other = sitting(begin(client, "refer", team), "files")
    assert send(client, f"{other}{attachment.key}/remove/", {}).headers["Location"] == other

    assert send(client, remove, {}).headers["Location"] == files
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.filter(sha256=attachment.stored.sha256).exists()
    assert send(client, remove, {}).headers["Location"] == files
    assert "Nothing is attached yet" in text(client.get(files))


@pytest.mark.rule("P11")
@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize("answer", ChangeAnswer)
def test_a_file_sent_after_the_referral_waits_for_a_person_before_it_is_a_document(
    client: Client, team: Team, settled: bool, answer: ChangeAnswer
) -> None:
    href = opened(client, *sent(client, team))
    if settled:
        settle_family(referral=Referral.objects.get(), by=BY)
    files = sitting(href, "files")
    assert upload(client, files, b"MZ\x90\x00 a program").status_code == 422
    assert upload(client, files, PDF, "Scan.pdf").status_code == 302
    assert "1 file" in text(client.get(sitting(href, "tasks")))
    assert "Letters and reports: A file to add" in text(client.get(sitting(href, "changes")))

    assert send(client, sitting(href, "changes"), {"reason": "It came today."}).status_code == 302

    referral = Referral.objects.get()
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, team))
    page = text(lead.get(reverse("referrals:referral", args=[referral.key])))
    assert "Scan.pdf" in page
    assert "It stands with the referral already." in page
    assert Attachment.objects.get(referral=referral, draft=None)
    assert not Document.objects.exists()
    answer_change(change=ProposedChange.objects.get(), answer=answer, by=BY)
    if not settled:
        settle_family(referral=referral, by=BY)
    assert Document.objects.count() == (answer == ChangeAnswer.ACCEPTED)


def test_a_change_that_was_begun_and_not_sent_leaves_no_file(client: Client, team: Team) -> None:
    link, code = sent(client, team)
    upload(client, sitting(opened(client, link, code), "files"), PDF)

    upload(client, sitting(opened(client, link, code), "files"), PNG)
    close_links(family_id=settle_family(referral=Referral.objects.get(), by=BY).pk, by=BY)

    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_colleague_enters_a_referral_with_the_letters_that_came(team: Team) -> None:
    admin = client_of(make_user(RoleName.ADMINISTRATOR, team))
    files = [SimpleUploadedFile(name, content) for name, content in (("a.pdf", PDF), ("b.png", PNG))]

    wrong = [*files, SimpleUploadedFile("c.exe", b"MZ\x90\x00")]
    response = admin.post(reverse("referrals:add"), given(team.key, letters=wrong))
    assert response.status_code == 422
    assert "“c.exe” is not" in text(response)
    for file in files:
        file.seek(0)
    response = admin.post(reverse("referrals:add"), given(team.key, letters=files))

    assert response.status_code == 302
    kept = Attachment.objects.filter(referral=Referral.objects.get()).order_by("pk")
    assert list(kept.values_list("stored__name", flat=True)) == ["a.pdf", "b.png"]


def test_a_file_that_was_sent_stays_with_the_referral(client: Client, team: Team) -> None:
    check = walk(client, "refer", team, PROFESSIONAL)
    upload(client, sitting(check, "files"), PDF)
    attachment = Attachment.objects.select_related("draft").get()
    send(client, check, {})

    with pytest.raises(Refused, match="not with the form any more"):
        detach(attachment=attachment, by=BY)
    assert Referral.objects.get().attachments.count() == 1


@pytest.mark.parametrize("content", [PDF, JPEG, PNG, HEIC, docx()], ids=["pdf", "jpeg", "png", "heic", "docx"])
def test_kinds_are_told_by_content_whatever_the_name(client: Client, team: Team, content: bytes) -> None:
    files = sitting(begin(client, "refer", team), "files")

    assert upload(client, files, content, "thing.exe").status_code == 302

    assert StoredFile.objects.get().name.endswith((".pdf", ".jpg", ".png", ".heic", ".docx"))


@pytest.mark.parametrize("content", [b"MZ\x90\x00 a program", b"", docx("word/vbaProject.bin")])
def test_anything_else_is_refused_in_a_sentence(client: Client, team: Team, content: bytes) -> None:
    files = sitting(begin(client, "refer", team), "files")

    response = upload(client, files, content)

    assert response.status_code == 422
    assert Attachment.objects.count() == 0
    assert "Choose a file" in text(send(client, files, {}))


def test_there_is_an_end_of_files(team: Team) -> None:
    referral = make_referral(team)
    for _ in range(MOST_FILES):
        attach(to=referral, content=PDF, name="a.pdf", by=BY)

    with pytest.raises(Refused, match="No more than 5"):
        attach(to=referral, content=PDF, name="a.pdf", by=BY)


@pytest.mark.rule("P11")
def test_files_of_a_form_never_sent_go_with_it(
    client: Client, team: Team, django_capture_on_commit_callbacks: Any
) -> None:
    upload(client, sitting(begin(client, "refer", team), "files"), PDF + b"%only here\n%%EOF")
    path = store.path_of(StoredFile.objects.get().sha256)
    assert path.exists()
    Draft.objects.update(changed_at=timezone.now() - timedelta(days=15))

    with django_capture_on_commit_callbacks(execute=True):
        forget_drafts(by=Actor.system("tests"))

    assert (Attachment.objects.count(), StoredFile.objects.count(), path.exists()) == (0, 0, False)


def test_the_team_adds_what_came_on_paper_and_another_team_finds_nothing(team: Team) -> None:
    referral = make_referral(team)
    admin = client_of(make_user(RoleName.ADMINISTRATOR, team))
    href = reverse("referrals:add-file", args=[referral.key])
    assert "Add this file" in text(admin.get(href))

    assert upload(admin, href, PNG, "scan.png").status_code == 302

    attachment = referral.attachments.get()
    stranger = client_of(make_user(RoleName.CLINICAL_LEAD, make_team()))
    for name, key in (("add-file", [referral.key]), ("file", [referral.key, attachment.key])):
        assert stranger.get(reverse(f"referrals:{name}", args=key)).status_code == 404
    other = make_referral(team)
    assert admin.get(reverse("referrals:file", args=[other.key, attachment.key])).status_code == 404


def test_a_file_added_after_it_is_settled_stands_in_the_record_too(team: Team) -> None:
    referral = make_referral(team)
    family = settle_family(referral=referral, by=BY)

    attach(to=referral, content=PDF, name="../../late report.pdf", by=BY)

    assert Document.objects.get(family=family).title == f"late report (with referral {referral.key})"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_files_cost_the_same_however_many(team: Team, rows: int, django_assert_num_queries: Any) -> None:
    referral = make_referral(team)
    for _ in range(rows):
        attach(to=referral, content=PDF, name="a.pdf", by=BY)
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, team))
    href = reverse("referrals:referral", args=[referral.key])
    lead.get(href)

    with django_assert_num_queries(QUERIES):
        lead.get(href)
