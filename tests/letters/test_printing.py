"""Letters printed together: checked at that moment, in one pair of hands, posted once; and what comes back."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from families import actions as families
from families.enums import AlertKind, Answer
from families.models import Alert, ContactPoint
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused
from pitservice.files import store
from pitservice.files.models import StoredFile
from pitservice.jobs.actions import claim
from pitservice.jobs.models import Job
from pitservice.jobs.tasks import work
from pitservice.letters import actions, correspondence
from pitservice.letters.enums import Shape
from pitservice.letters.models import Copy, PrintRun
from pitservice.letters.selectors import answer_now
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import make_family
from tests.make.messaging import address_of, made_letter, write_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


def letters(team: Team, number: int = 2) -> list[Copy]:
    """Letters to different families, ready to post."""
    return [made_letter(make_family(team, mother=f"Ann{chr(97 + place)}")) for place in range(number)]


def printed(copies: list[Copy], shape: Shape = Shape.SHEETS) -> PrintRun:
    run = actions.start_run(copies=copies, shape=shape, by=BY)
    work()
    run.refresh_from_db()
    return run


def file_of(run: PrintRun) -> bytes:
    assert run.made is not None
    return store.get(run.made.sha256)


def test_one_file_with_a_sheet_before_each_envelope(team: Team) -> None:
    copies = letters(team)

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file_of(printed(copies)))).pages]

    assert len(pages) == 4
    assert [
        "Envelope 1 of 2" in pages[0],
        "Dear Anna" in pages[1],
        "Envelope 2 of 2" in pages[2],
        "Dear Annb" in pages[3],
    ] == [True] * 4
    assert "do not post it" in pages[0]


def test_one_file_for_each_envelope_is_the_letter_as_it_was_made(team: Team) -> None:
    copies = letters(team)

    with zipfile.ZipFile(io.BytesIO(file_of(printed(copies, Shape.ENVELOPES)))) as archive:
        names = archive.namelist()
        first = archive.read(names[0])

    assert names == [f"{place:03}-{copy.letter.key}.pdf" for place, copy in enumerate(copies, start=1)]
    assert copies[0].pdf is not None
    assert first == store.get(copies[0].pdf.sha256)


@pytest.mark.rule("P1")
def test_what_may_not_go_at_the_moment_of_printing_is_taken_out(team: Team) -> None:
    copies = letters(team)
    run = actions.start_run(copies=copies, shape=Shape.SHEETS, by=BY)
    family = copies[0].letter.family
    assert family is not None
    Alert.objects.create(family=family, team=team, kind=AlertKind.UNSAFE_ADDRESS, text="He reads it.", created_by=BY)

    work()

    run.refresh_from_db()
    copies[0].refresh_from_db()
    assert (copies[0].state, copies[0].run, run.taken_out) == ("held", None, [copies[0].key])
    assert run.holds == [copies[1].key]


@pytest.mark.rule("P1")
def test_a_file_with_a_letter_that_must_not_go_any_more_is_not_handed_out(team: Team) -> None:
    copies = letters(team)
    run, client = printed(copies), client_of(make_user(RoleName.ADMINISTRATOR, team))
    address = f"/letters/printed/{run.key}/"
    assert client.get(f"{address}file/").content.startswith(b"%PDF")

    family = copies[0].letter.family
    assert family is not None
    families.raise_alert(family=family, kind=AlertKind.UNSAFE_ADDRESS, text="He reads it.", by=BY)

    assert client.get(f"{address}file/").status_code == 404
    assert "Do not post what you printed" in client.get(address).content.decode()
    run.refresh_from_db()
    client.post(f"{address}again/", {"submission": str(uuid4()), "seen": run.version})
    work()
    assert client.get(f"{address}file/").content.startswith(b"%PDF")
    run.refresh_from_db()
    assert run.holds == [copies[1].key]


def test_two_people_never_print_the_same_letter(team: Team) -> None:
    copies = letters(team)
    first = actions.start_run(copies=copies[:1], shape=Shape.SHEETS, by=BY)
    second = actions.start_run(copies=copies, shape=Shape.SHEETS, by=BY)

    assert [list(run.copies.all()) for run in (first, second)] == [[copies[0]], [copies[1]]]
    with pytest.raises(Refused, match="no letter to print"):
        actions.start_run(copies=copies, shape=Shape.SHEETS, by=BY)


def test_posted_once_and_the_file_goes_with_the_last(team: Team) -> None:
    copies = letters(team)
    run = printed(copies)
    content = run.made
    assert content is not None
    clients = [client_of(make_user(RoleName.ADMINISTRATOR, team)) for _ in range(2)]
    sent = {"copies": [copy.key for copy in copies]}

    first, second = [
        client.post(f"/letters/printed/{run.key}/", {"submission": str(uuid4())} | sent) for client in clients
    ]

    assert first.status_code == 302
    assert second.status_code in (409, 422)
    assert [copy.moves.filter(to_state="posted").count() for copy in copies] == [1, 1]
    run.refresh_from_db()
    assert (run.made, StoredFile.objects.filter(pk=content.pk).exists()) == (None, False)


def test_put_back_they_are_printed_with_others(team: Team) -> None:
    copies = letters(team)
    run = printed(copies)

    assert actions.give_back(run=run, by=BY) == 2
    assert actions.start_run(copies=copies, shape=Shape.SHEETS, by=BY).copies.count() == 2


def test_a_worker_that_died_leaves_a_job_that_goes_on(team: Team) -> None:
    """Nothing is kept before the whole file is: the next worker makes it, and no letter stands in it twice."""
    copies = letters(team)
    run = actions.start_run(copies=copies, shape=Shape.SHEETS, by=BY)
    assert claim(by=BY) is not None  # and is killed
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    work()

    run.refresh_from_db()
    assert sorted(run.holds) == sorted(copy.key for copy in copies)
    assert len(pypdf.PdfReader(io.BytesIO(file_of(run))).pages) == 4


def test_pages_of_a_run(team: Team) -> None:
    copies = letters(team)
    client, other = (client_of(make_user(RoleName.ADMINISTRATOR, one)) for one in (team, make_team()))
    assert "Print 2 letters" in client.get("/letters/print/").content.decode()
    response = client.post("/letters/print/", {"submission": str(uuid4()), "shape": "sheets"})
    run = PrintRun.objects.get()
    assert response["Location"] == f"/letters/printed/{run.key}/"
    assert "The file is being made" in client.get(response["Location"]).content.decode()
    work()

    page = client.get(response["Location"]).content.decode()

    assert "Open the file" in page
    assert "2 letters printed, not posted yet" in client.get("/").content.decode()
    assert "Printed, not posted yet" in client.get("/letters/post/").content.decode()
    for act in ("", "file/", "again/", "back/"):
        assert other.get(f"/letters/printed/{run.key}/{act}").status_code == 404
    back = client.post(f"/letters/printed/{run.key}/back/", {"submission": str(uuid4())})
    assert back.status_code == 302
    assert copies[0].key in client.get("/letters/post/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_printed_letters_cost_the_same_however_many(number: int, team: Team) -> None:
    for copy in letters(team, number):
        actions.start_run(copies=[copy], shape=Shape.SHEETS, by=BY)
    client, address = client_of(make_user(RoleName.ADMINISTRATOR, team)), reverse("letters:runs")
    client.get(address)

    with CaptureQueriesContext(connection) as captured:
        client.get(address)

    assert len(captured) == 4


@pytest.mark.rule("CON-1")
def test_a_letter_that_came_back_marks_the_address_and_waits_for_a_person(team: Team) -> None:
    made = make_family(team)
    copy = made_letter(made)
    user = make_user(RoleName.ADMINISTRATOR, team)
    client = client_of(user)
    actions.mark_posted(copy=copy, by=BY)
    copy.refresh_from_db()
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}

    client.post(f"/letters/{copy.key}/returned/", {"submission": str(uuid4()), "seen": copy.version} | day)

    copy.refresh_from_db()
    assert ContactPoint.objects.get(pk=address_of(made).pk).returned_on == today
    again = write_letter(made)
    now = answer_now(again, timezone.now())
    assert now is not None
    assert (now.answer, again.state, "came back" in again.why) == (Answer.ASK, "held", True)
    viewer = Viewer.of(user, Permission.SEE_CORRESPONDENCE)
    counted = correspondence.counts(viewer, timezone.now(), None)
    assert counted[correspondence.Group.NOT_GONE] == 2
    assert f"/letters/{copy.key}/" in client.get("/").content.decode()

    client.post(f"/letters/{copy.key}/settled/", {"submission": str(uuid4()), "seen": copy.version, "how": "Rang her."})

    copy.refresh_from_db()
    assert (copy.why, copy.settled_by) == ("Rang her.", user.actor)
    assert correspondence.counts(viewer, timezone.now(), None)[correspondence.Group.GONE] == 1


def test_only_what_was_posted_comes_back_and_once(team: Team) -> None:
    copy = made_letter(make_family(team))
    today = timezone.localdate()
    with pytest.raises(Refused, match="was not posted"):
        actions.came_back(copy=copy, on=today, by=BY)
    actions.mark_posted(copy=copy, by=BY)
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(Refused, match="today or in the past"):
            actions.came_back(copy=copy, on=day, by=BY)
    with pytest.raises(Refused, match="waits for an answer"):
        actions.settle_returned(copy=copy, how="Rang.", by=BY)
    actions.came_back(copy=copy, on=today, by=BY)
    with pytest.raises(Refused, match="already"):
        actions.came_back(copy=copy, on=today, by=BY)
