"""Documents that come in: the tray, filing, a family's documents, withheld ones, and who may have them (P30)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from families import actions
from families.documents import fitting, of_family, to_file, tray
from families.enums import DocumentKind, InvolvementKind
from families.models import Document
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access, Event
from pitservice.db.errors import Refused
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.documents import JPEG, PDF, make_document
from tests.make.families import MadeFamily, make_family

pytestmark = pytest.mark.django_db

SEE = Permission.SEE_DOCUMENTS


def refused(call: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.sentence


@pytest.fixture
def made() -> MadeFamily:
    return make_family()


@pytest.fixture
def lead(made: MadeFamily) -> User:
    return make_user(team=made.team)


def upload(client: Client, *files: tuple[str, bytes], **more: Any) -> Any:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post("/families/tray/upload/", {"submission": str(uuid4()), "uploads": uploads, **more})


@pytest.mark.rule("P30")
def test_what_comes_in_waits_in_the_tray_until_it_is_filed(made: MadeFamily, lead: User) -> None:
    document = actions.take_in(team=made.team, content=PDF, name="../../GP letter.exe", by=BY)
    viewer = viewer_of(lead, SEE)

    assert (document.title, document.stored.name) == ("GP letter", "GP letter.pdf")
    assert list(tray(viewer)) == [document]
    assert [item.whose for item in to_file(viewer, timezone.localdate())] == ["GP letter"]

    about = actions.About(
        kind=DocumentKind.REPORT, title="Report", from_whom="Dr Reed", person=made.baby, dated=timezone.localdate()
    )
    actions.file_document(document=document, family=made.family, about=about, by=lead.actor)

    document.refresh_from_db()
    assert (document.family, document.person, document.filed_by) == (made.family, made.baby, lead.actor)
    assert (document.kind, document.title, document.from_whom) == ("report", "Report", "Dr Reed")
    assert list(tray(viewer)) == []
    assert to_file(viewer, timezone.localdate()) == []
    event = Event.objects.get(verb="families.file_document")
    assert (event.family_id, event.data) == (made.family.pk, {"kind": "report"})


def test_nonsense_is_refused_with_a_sentence(made: MadeFamily) -> None:
    elsewhere = make_family()
    document, filed = make_document(made.team), make_document(made.team, made.family)
    tomorrow = timezone.localdate() + timedelta(days=1)

    def file(document: Document = document, family: Any = made.family, **said: Any) -> Document:
        return actions.file_document(document=document, family=family, about=actions.About(**said), by=BY)

    assert refused(lambda: file(filed)).startswith("Somebody has filed this already.")
    assert refused(lambda: file(family=elsewhere.family)) == "This came in for another team. Ask them to file it."
    assert refused(lambda: file(dated=tomorrow)) == "The date on a document must be today or in the past."
    assert refused(lambda: file(withhold=True)).startswith("Enter why this must not be given out")
    assert refused(lambda: file(person=elsewhere.mother)).startswith("This person is not in this family.")
    assert refused(lambda: actions.change_document(document=document, about=actions.About(), by=BY)) == (
        "File this document first."
    )
    page = b"<script>alert(1)</script>"
    assert refused(lambda: actions.take_in(team=made.team, content=page, name="a.pdf", by=BY)).startswith("“a.pdf” is")


def test_several_are_uploaded_at_once(made: MadeFamily, lead: User) -> None:
    client = client_of(lead)

    response = upload(client, ("one.pdf", PDF), ("two.jpg", JPEG), team=made.team.key, from_whom="Dr Reed")

    assert response["Location"] == "/families/tray/"
    assert [(one.title, one.from_whom) for one in tray(viewer_of(lead, SEE))] == [
        ("one", "Dr Reed"),
        ("two", "Dr Reed"),
    ]
    body = client.get("/families/tray/").content.decode()
    assert "2 documents, the oldest first." in body
    assert "JPEG picture, 1 KB" in body


def test_a_bad_file_gets_a_sentence_and_what_was_typed_stays(made: MadeFamily, lead: User) -> None:
    response = upload(client_of(lead), ("one.pdf", PDF), ("two.exe", b"MZ"), team=made.team.key, from_whom="Dr Reed")

    body = response.content.decode()
    assert response.status_code == 422
    assert "“two.exe” is not a PDF" in body
    assert 'value="Dr Reed"' in body
    assert Document.objects.count() == 0


def test_a_document_is_added_to_a_family_saved_and_never_shown_in_the_browser(made: MadeFamily, lead: User) -> None:
    client = client_of(lead)
    sent = {
        "submission": str(uuid4()),
        "kind": "court",
        "title": "Order",
        "person": made.baby.key,
        "withhold": "on",
        "withhold_why": "Third parties are named.",
    }

    wrong = client.post(f"/families/{made.family.key}/documents/add/", sent | {"file": SimpleUploadedFile("a", b"MZ")})
    assert wrong.status_code == 422
    assert 'value="Third parties are named."' in wrong.content.decode()
    right = client.post(
        f"/families/{made.family.key}/documents/add/", sent | {"file": SimpleUploadedFile("a.pdf", PDF)}
    )

    assert right["Location"] == f"/families/{made.family.key}/documents/"
    document = Document.objects.get()
    page = client.get(f"/families/{made.family.key}/documents/{document.key}/").content.decode()
    assert "Third parties are named." in page
    file = client.get(f"/families/{made.family.key}/documents/{document.key}/file/")
    assert file["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert (b"".join(file), file["Content-Type"]) == (PDF, "application/pdf")
    assert Access.objects.filter(family_id=made.family.pk, screen="families.DocumentFilePage").exists()
    timeline = client.get(f"/families/{made.family.key}/").content.decode()
    assert "Court order or papers: Order" in timeline


def test_another_team_a_wrong_role_and_a_trainee_have_none(made: MadeFamily, lead: User) -> None:
    waiting, filed = make_document(made.team), make_document(made.team, made.family)
    base = f"/families/{made.family.key}/documents"
    pages = [f"/families/tray/{waiting.key}/", f"/families/tray/{waiting.key}/file/", f"{base}/{filed.key}/file/"]
    pages += [f"{base}/add/", f"{base}/"]
    trainee = make_user(RoleName.TRAINEE, made.team)

    assert [client_of(lead).get(page).status_code for page in pages] == [200] * 5
    assert [client_of(make_user()).get(page).status_code for page in pages] == [404] * 5
    assert [client_of(make_user(RoleName.MANAGER, made.team)).get(page).status_code for page in pages] == [403] * 5
    assert [client_of(trainee).get(page).status_code for page in pages] == [404] * 5
    assert client_of(trainee).get("/families/tray/upload/").status_code == 403
    assert "Everything that came in has been filed." in client_of(trainee).get("/families/tray/").content.decode()
    actions.involve(family=made.family, user=trainee, kind=InvolvementKind.ALLOCATED, by=BY)
    assert [client_of(trainee).get(page).status_code for page in pages] == [404, 404, 200, 200, 200]


def test_a_restricted_familys_documents_do_not_exist_for_others(made: MadeFamily, lead: User) -> None:
    filed = make_document(made.team, made.family)
    make_document(made.team)
    other = make_user(team=made.team)
    actions.restrict(family=made.family, reason="A colleague's family.", named=[lead], by=BY)
    page = f"/families/{made.family.key}/documents/{filed.key}/file/"

    assert client_of(lead).get(page).status_code == 200
    assert client_of(other).get(page).status_code == 404
    assert client_of(other).get(f"/families/tray/{filed.key}/").status_code == 404
    assert tray(viewer_of(other, SEE)).count() == 1
    assert of_family(made.family, viewer_of(other, SEE)).count() == 0


def test_a_familys_documents_are_found_by_title_sender_and_kind(made: MadeFamily, lead: User) -> None:
    make_document(made.team, made.family, title="Discharge summary", from_whom="Hillside Hospital", kind="report")
    make_document(made.team, made.family, title="Letter of the GP", from_whom="Dr Reed", kind="letter")
    client, page = client_of(lead), f"/families/{made.family.key}/documents/"

    def titles(words: str) -> list[str]:
        return [one.title for one in fitting(of_family(made.family, viewer_of(lead, SEE)), words)]

    assert titles("discharge hillside") == ["Discharge summary"]
    assert titles("reed letter") == ["Letter of the GP"]
    assert titles("court") == []
    found = client.get(client.post(page, {"submission": str(uuid4()), "words": "Reed"})["Location"])
    assert "1 document, newest first. Looked for: “Reed”." in found.content.decode()
    assert "Reed" not in found.request["QUERY_STRING"]
    nothing = client.get(client.post(page, {"submission": str(uuid4()), "words": "nobody"})["Location"])
    assert "No document of this family fits this." in nothing.content.decode()
    assert client.post(page, {"submission": str(uuid4()), "words": ""}).status_code == 422
    assert "1 document" in client.get(f"{page}?kind=letter").content.decode()


def test_an_empty_list_says_what_would_put_one_there(made: MadeFamily, lead: User) -> None:
    body = client_of(lead).get(f"/families/{made.family.key}/documents/").content.decode()

    assert "No document of this family has been filed yet." in body


@pytest.mark.parametrize("number", [1, 3])
def test_the_tray_page_asks_the_same_number_of_queries(made: MadeFamily, lead: User, number: int) -> None:
    for _ in range(number):
        make_document(made.team)
    client, page = client_of(lead), reverse("families:tray")
    client.get(page)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(page)

    assert len(queries) == TRAY_QUERIES


@pytest.mark.parametrize("number", [1, 3])
def test_the_documents_page_asks_the_same_number_of_queries(made: MadeFamily, lead: User, number: int) -> None:
    for _ in range(number):
        make_document(made.team, made.family, person=made.mother)
    client, page = client_of(lead), reverse("families:documents", args=[made.family.key])
    client.get(page)

    with CaptureQueriesContext(connection) as queries:
        client.get(page)

    assert len(queries) == DOCUMENTS_QUERIES


TRAY_QUERIES = 4
DOCUMENTS_QUERIES = 12


def test_a_tray_is_filed_by_looking_for_the_family(made: MadeFamily, lead: User) -> None:
    document = make_document(made.team)
    elsewhere = make_family(make_team(), surname="Khan")
    client, page = client_of(lead), f"/families/tray/{document.key}/"

    found = client.get(client.post(page, {"submission": str(uuid4()), "words": "Khan"})["Location"]).content.decode()

    assert f"/families/{made.family.key}/documents/{document.key}/here/" in found
    assert elsewhere.family.key not in found
