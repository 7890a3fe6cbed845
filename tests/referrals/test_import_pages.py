"""Importing a sheet in the browser's pages: upload, columns, review, answers, taking in, undoing."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from families.models import Family
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.jobs.models import Job
from pitservice.letters.models import Copy
from pitservice.messaging.models import Message
from referrals.actions import (
    answer_comment,
    correct_row,
    forget_imports,
    record_party_agreement,
    settle_family,
    take_in,
    undo_import,
)
from referrals.actions.importing import beginning, reviewing
from referrals.enums import Entrance, PartyRole
from referrals.importing import reading
from referrals.importing.columns import Col
from referrals.models import Import, ImportRow, PossibleMatch, Referral
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import add_mobile, make_family
from tests.make.referrals import baby, make_decision, make_referral, make_risk_list, mother
from tests.referrals.sheets import make_import, row, row_at, send, sheet_of, upload, work_off
from tests.referrals.test_pages import team_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    """A clinical lead of a team with a risk list."""
    team = make_team()
    make_risk_list(team)
    return make_user(RoleName.CLINICAL_LEAD, team)


@pytest.fixture
def client(lead: User) -> Client:
    """The lead's browser."""
    return client_of(lead)


def href(name: str, *keys: str) -> str:
    """An address of an import."""
    return reverse(f"referrals:{name}", args=keys)


def counts(client: Client, sheet: Import) -> dict[str, int]:
    """How many rows the import's page says stand in each list it opens."""
    page = client.get(href("import", sheet.key)).content.decode()
    lines = re.findall(r'/rows/(?:\?show=(\w+))?">.*?</tr>', page, re.DOTALL)
    found = re.findall(r'/rows/(?:\?show=(\w+))?"[^>]*>.*?table__cell--numeric[^>]*>.*?(\d+)\s*<', page, re.DOTALL)
    assert len(lines) == len(found)
    return {name: int(number) for name, number in found}


def taken(client: Client, lead: User, *rows: dict[str, str]) -> Import:
    """A sheet whose ready rows are referrals."""
    sheet = make_import(team_of(lead), *rows)
    assert send(client, "import-take-in", sheet).status_code == 302
    work_off()
    sheet.refresh_from_db()
    return sheet


@pytest.mark.rule("P3")
def test_the_whole_way_from_a_file_to_referrals_and_back(client: Client, lead: User) -> None:
    rows = row(1), row(2, Date_received="31/02/2026"), row(3, Comments="DV - do NOT send letters to home address")
    assert upload(client, sheet_of(*rows), team_of(lead)).status_code == 302
    sheet = Import.objects.get()
    columns = {f"column_{n}": heading for n, heading in enumerate(sheet.headings, 1)}
    assert send(client, "import-columns", sheet, **columns).status_code == 302
    work_off()

    assert counts(client, sheet) == {"new": 1, "problem": 1, "comment": 1, "ready": 1, "": 3}
    right = _cells(sheet, 3) | {"cell_received": "28/02/2026"}
    assert send(client, "import-row", sheet, row_at(sheet, 3), **right).status_code == 302
    assert send(client, "import-comment", sheet, row_at(sheet, 4), answers=["letters"]).status_code == 302
    assert send(client, "import-take-in", sheet).status_code == 302
    work_off()

    found = {one.sheet_reference: one for one in Referral.objects.all()}
    assert sorted(found) == ["N-001", "N-002", "N-003"]
    assert timezone.localtime(found["N-002"].received_at).date().isoformat() == "2026-02-28"
    assert found["N-002"].submitted["Date received"] == "31/02/2026"
    assert (found["N-003"].letters_unsafe, found["N-003"].warning_read_by) == (True, lead.actor)
    assert {one.entrance for one in found.values()} == {Entrance.IMPORT}
    assert (Message.objects.count(), Copy.objects.count()) == (0, 0)

    assert send(client, "import-undo", sheet).status_code == 302
    work_off()
    sheet.refresh_from_db()
    assert sheet.state == "review"
    assert set(Referral.objects.values_list("state", "referrer_name", "warning")) == {("undone", "", "")}
    assert not Referral.objects.filter(people__isnull=False).exists()
    assert "There are no" in (inbox := text(client.get(reverse("referrals:inbox")))) or "Nothing waits" in inbox
    again = row_at(sheet, 4)
    assert (again.standing, again.answers) == ("ready", ["letters"])
    assert row_at(sheet, 3).corrected == {"Date received": "28/02/2026"}


@pytest.mark.rule("P3")
@pytest.mark.parametrize("words", ["Dad not to know about referral", "Sunny and well", "see attached", "0"])
def test_every_comment_is_answered_by_a_person_before_its_row_comes_in(client: Client, lead: User, words: str) -> None:
    sheet = make_import(team_of(lead), row(1), row(2, Comments=words))
    waiting = row_at(sheet, 3)
    page = text(client.get(href("import-comment", sheet.key, waiting.key)))
    unanswered = send(client, "import-comment", sheet, waiting)

    send(client, "import-take-in", sheet)
    work_off()

    assert words in page
    assert unanswered.status_code == 422
    assert waiting.standing == "comment"
    assert list(Referral.objects.values_list("sheet_reference", flat=True)) == ["N-001"]


@pytest.mark.rule("P3", "P8")
def test_what_was_answered_holds_from_the_first_moment(client: Client, lead: User) -> None:
    both = {"Partner_name": "Kofi Osei", "Partner_mobile": "07700 900418"}
    rows = (
        row(1, Comments="ring mum only, he checks phone", **both),
        row(2, Comments="Dad not to know about referral"),
        row(3, Comments="call after school run"),
    )
    sheet = make_import(team_of(lead), *rows)
    answers: list[dict[str, Any]] = [
        {"answers": ["number", "somebody"], "numbers": ["mother"], "people": ["partner"]},
        {"answers": ["somebody"], "people": ["father"]},
        {"answers": ["other"], "note": "Not between 8 and 9:30"},
    ]
    for number, given in enumerate(answers, start=2):
        assert send(client, "import-comment", sheet, row_at(sheet, number), **given).status_code == 302
    send(client, "import-take-in", sheet)
    work_off()

    first, second, third = Referral.objects.order_by("sheet_reference")
    mother, partner = first.people.exclude(role=PartyRole.BABY).order_by("pk")
    assert (mother.mobile_safe, partner.mobile_safe, partner.must_not_know) == ("no", "unknown", True)
    assert second.people.get(role=PartyRole.FATHER).must_not_know
    assert not (first.must_be_read or second.must_be_read)
    assert third.must_be_read
    assert third.warning == "Comments: call after school run\nSaid when it was imported: Not between 8 and 9:30"


@pytest.mark.rule("P3")
def test_an_answer_about_somebody_whom_the_row_does_not_name_any_more_leaves_the_warning_unread(
    client: Client, lead: User
) -> None:
    sheet = make_import(team_of(lead), row(1, Comments="he must not know", Partner_name="Kofi Osei"))
    send(client, "import-comment", sheet, row_at(sheet, 2), answers=["somebody"], people=["partner"])
    send(client, "import-row", sheet, row_at(sheet, 2), **(_cells(sheet, 2) | {"cell_partner_name": ""}))

    send(client, "import-take-in", sheet)
    work_off()

    assert Referral.objects.get().must_be_read


@pytest.mark.rule("P3")
def test_the_same_words_are_answered_together_only_by_a_persons_wish(client: Client, lead: User) -> None:
    rows = [row(number, Comments="translation needed") for number in (1, 2, 3)]
    sheet = make_import(team_of(lead), *rows)
    first = row_at(sheet, 2)

    refused = send(
        client,
        "import-comment",
        sheet,
        first,
        answers=["somebody"],
        people=["father"],
        same_words_too="on",
    )
    alone = send(client, "import-comment", sheet, first, answers=["nothing"])
    both = send(client, "import-comment", sheet, row_at(sheet, 3), answers=["nothing"], same_words_too="on")

    assert refused.status_code == 409
    assert "answered row by row" in text(refused)
    assert alone.status_code == both.status_code == 302
    assert [one.standing for one in ImportRow.objects.filter(sheet=sheet)] == ["ready"] * 3


@pytest.mark.rule("P3")
def test_an_answer_is_asked_again_where_the_columns_say_something_else(client: Client, lead: User) -> None:
    sheet = make_import(team_of(lead), row(1, Comments="fine", Outcome="do not ring him"))
    send(client, "import-comment", sheet, row_at(sheet, 2), answers=["nothing"])
    mapping = {f"column_{n}": heading for n, heading in enumerate(sheet.headings, 1)}
    outcome = f"column_{sheet.headings.index('Outcome') + 1}"

    send(client, "import-columns", sheet, **(mapping | {outcome: "Comments"}))
    work_off()

    found = row_at(sheet, 2)
    assert (found.standing, found.answered_at) == ("comment", None)
    assert "do not ring him" in found.comment


def test_a_heading_that_nobody_knows_must_be_named_and_is_remembered(client: Client, lead: User) -> None:
    team, content = team_of(lead), sheet_of(row(1) | {"HV view": "Mum is low"})
    upload(client, content, team)
    first = Import.objects.get()
    known = {f"column_{n}": heading for n, heading in enumerate(first.headings, 1)}
    last = f"column_{len(first.headings)}"

    unsaid = send(client, "import-columns", first, **(known | {last: ""}))
    twice = send(client, "import-columns", first, **(known | {last: "Source"}))
    send(client, "import-columns", first, **(known | {last: "Comments"}))
    upload(client, content, team)
    second = Import.objects.latest("pk")
    page = client.get(href("import-columns", second.key)).content.decode()

    assert (unsaid.status_code, twice.status_code) == (422, 422)
    assert "Select what “HV view” is" in text(unsaid)
    assert "“Source” is “Source” already: say what “HV view” is" in text(twice)
    assert page.count('<option value="Comments" selected') == 2
    assert "Such as: Mum is low" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The chosen file is empty"),
        (b"%PDF-1.7", "This is not a spreadsheet"),
        (b"," * (reading.LARGEST + 1), "This file is too large"),
        (b"," * 1_000_000, "This file is too large"),
        (b'a,b\n1,2\n3,"cut', "The file ends inside a cell of row 3"),
        (b"one heading\n1\n", "its first row must name at least two columns"),
        (b"PK\x03\x04 not a zip", "The Excel file cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    client: Client, lead: User, content: bytes, sentence: str
) -> None:
    response = upload(client, content, team_of(lead))

    assert response.status_code in (409, 422)
    assert sentence in text(response)
    assert not Import.objects.exists()


def test_a_workbook_that_breaks_further_on_is_put_away_with_the_reason(client: Client, lead: User) -> None:
    from openpyxl import Workbook

    book, content = Workbook(), io.BytesIO()
    book.active.append(["Date received", "Mother surname"])
    book.active.append(["01/06/2026", "Osei", *["x"] * 220])
    book.save(content)
    upload(client, content.getvalue(), team_of(lead), "sheet.xlsx")
    sheet = Import.objects.get()
    send(client, "import-columns", sheet, column_1="Date received", column_2="Mother surname")
    work_off()

    sheet.refresh_from_db()
    assert (sheet.state, sheet.content) == ("refused", None)
    assert "Row 2 has more than 200 columns" in text(client.get(href("import", sheet.key)))


def test_a_formula_is_text_to_the_end(client: Client, lead: User) -> None:
    formula = '=HYPERLINK("http://example.org","see here")'
    sheet = taken(client, lead, row(1, Source=formula, Date_received="soon"), row(2))
    answer = client.get(href("import-report", sheet.key))
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer["Content-Disposition"] == 'attachment; filename="Report on old sheet.csv"'
    assert lines[1][:5] == ["2", "Problem", "", "Date received", "“soon” is not a date"]
    assert [line[1] for line in lines] == ["What became of it", "Problem", "Problem", "Taken in"]
    assert not any(cell.startswith("=") for line in lines for cell in line)


def test_double_references_and_rows_that_are_here_are_seen(client: Client, lead: User) -> None:
    taken(client, lead, row(1), row(2))
    rows = row(1), row(3, Our_ref="N-002"), row(4), row(5, Our_ref="N-004")

    sheet = make_import(team_of(lead), *rows)

    found = list(ImportRow.objects.filter(sheet=sheet))
    assert [one.standing for one in found] == ["here", "problem", "ready", "problem"]
    assert (
        f"is the reference of referral {Referral.objects.get(sheet_reference='N-002').key}" in found[1].problems[0][1]
    )
    assert "is the reference of row 4 too" in found[3].problems[0][1]


def test_what_was_typed_stays_however_wrong_it_is(client: Client, lead: User) -> None:
    sheet = make_import(team_of(lead), row(1, Date_received="soon"))

    send(client, "import-row", sheet, row_at(sheet, 2), cell_received="next week", cell_mother_family="Osei-Mensah")

    page = client.get(href("import-row", sheet.key, row_at(sheet, 2).key)).content.decode()
    assert 'value="next week"' in page
    assert 'value="Osei-Mensah"' in page
    assert "“next week” is not a date" in page
    assert row_at(sheet, 2).cells[1] == "soon"


def test_a_row_that_is_left_out_can_come_back(client: Client, lead: User) -> None:
    sheet = make_import(team_of(lead), row(1), row(2, Our_ref="N-001"))
    same = {"cell_our_ref": "N-001"} | {"cell_reference": "N-001"}

    send(client, "import-row", sheet, row_at(sheet, 2), left_out="on", **_cells(sheet, 2))
    assert row_at(sheet, 2).standing == "left_out"
    send(client, "import-row", sheet, row_at(sheet, 3), **(_cells(sheet, 3) | same))
    assert row_at(sheet, 3).standing == "ready"
    send(client, "import-row", sheet, row_at(sheet, 2), **_cells(sheet, 2))
    assert row_at(sheet, 2).standing == "ready"


def _cells(sheet: Import, number: int) -> dict[str, str]:
    """The form of a row as it is first shown."""
    from referrals.importing.columns import Col

    cells = zip(sheet.headings, row_at(sheet, number).cells, strict=True)
    return {f"cell_{Col(heading).name.lower()}": cell for heading, cell in cells if heading != "Comments"}


@pytest.mark.rule("P10")
@pytest.mark.parametrize(("restricted", "elsewhere"), [(False, False), (True, False), (False, True)])
def test_a_match_says_no_more_than_its_viewer_may_know(
    client: Client, lead: User, restricted: bool, elsewhere: bool
) -> None:
    made = make_family(make_team("Far away") if elsewhere else team_of(lead))
    mother = made.mother
    Family.objects.filter(pk=made.family.pk).update(restricted=restricted)
    sheet = make_import(
        team_of(lead),
        row(
            1,
            Mother_first_name=mother.given_name,
            Mother_surname=mother.family_name,
            Mother_DOB=f"{mother.date_of_birth:%d/%m/%Y}" if mother.date_of_birth else "",
            Mother_mobile=made.mobile.value,
        ),
    )

    pages = [
        client.get(href("import-rows", sheet.key)),
        client.get(href("import-row", sheet.key, row_at(sheet, 2).key)),
    ]
    listed, shown = (text(page) for page in pages)
    raw = "".join(page.content.decode() for page in pages)

    known = made.family.key in raw
    assert known is not (restricted or elsewhere)
    assert ("Ask the guardian" in listed, "ask the guardian" in shown) == (restricted, restricted)
    assert ("Far away" in shown) is elsewhere
    send(client, "import-take-in", sheet)
    work_off()
    assert PossibleMatch.objects.filter(record=made.family).exists()


def test_undoing_is_refused_while_something_has_happened_and_says_what(client: Client, lead: User) -> None:
    sheet = taken(client, lead, row(1), row(2))
    referral = Referral.objects.get(sheet_reference="N-002")
    mother = referral.people.get(role=PartyRole.MOTHER)
    record_party_agreement(party=mother, knows="yes", agrees="yes", asked_by="HV", asked_on=None, by=BY)

    page = text(client.get(href("import", sheet.key)))
    refused = send(client, "import-undo", sheet)

    assert "Why it cannot be undone" in page
    assert re.search(rf"Row 3\s*.*Referral {referral.key}.*It was changed, and is “to decide” now\.", page)
    assert "Undo the import" not in page
    assert refused.status_code == 409
    assert "Something has happened to one of its referrals since" in text(refused)


def test_an_import_is_done_again_after_undoing_and_the_sheet_can_be_discarded(client: Client, lead: User) -> None:
    sheet = taken(client, lead, row(1))
    kept = send(client, "import-discard", sheet)
    send(client, "import-undo", sheet)
    work_off()
    send(client, "import-take-in", sheet)
    work_off()
    assert sorted(Referral.objects.values_list("state", flat=True)) == ["received", "undone"]
    send(client, "import-undo", sheet)
    work_off()

    gone = send(client, "import-discard", sheet)

    assert kept.status_code == 409
    assert gone.status_code == 302
    assert not ImportRow.objects.exists()
    assert "No sheet was uploaded" in text(client.get(href("imports")))


def test_rows_that_were_put_right_later_are_taken_in_too(client: Client, lead: User) -> None:
    sheet = taken(client, lead, row(1), row(2, Date_received=""))

    send(client, "import-row", sheet, row_at(sheet, 3), **(_cells(sheet, 3) | {"cell_received": "01/07/2026"}))
    send(client, "import-take-in", sheet)
    work_off()

    sheet.refresh_from_db()
    assert sheet.state == "done"
    assert Referral.objects.count() == 2


def test_the_page_keeps_itself_up_to_date_while_a_worker_is_at_it(client: Client, lead: User) -> None:
    sheet = make_import(team_of(lead), row(1))
    take_in(sheet=sheet, by=BY)

    working = client.get(href("import", sheet.key), HTTP_HX_REQUEST="true")
    work_off()
    over = client.get(href("import", sheet.key), HTTP_HX_REQUEST="true")

    assert 'hx-trigger="every 2s"' in working.content.decode()
    assert "See how far it is now" in text(working)
    assert "HX-Refresh" not in working
    assert over["HX-Refresh"] == "true"


def test_a_stopped_worker_is_said(client: Client, lead: User) -> None:
    sheet = make_import(team_of(lead), row(1))
    take_in(sheet=sheet, by=BY)
    Job.objects.filter(state="queued").update(state="failed", note="It did not work.")

    assert "The work has stopped" in text(client.get(href("import", sheet.key)))


def test_nothing_is_corrected_while_a_worker_is_at_it(client: Client, lead: User) -> None:
    sheet = make_import(team_of(lead), row(1, Date_received="soon"), row(2))
    take_in(sheet=sheet, by=BY)

    refused = send(client, "import-row", sheet, row_at(sheet, 2), cell_received="01/06/2026")

    assert refused.status_code == 409
    assert "wait until that is over" in text(refused)
    assert 'value="01/06/2026"' in refused.content.decode()


def test_two_who_correct_one_row_hear_of_each_other(client: Client, lead: User) -> None:
    sheet = make_import(team_of(lead), row(1, Date_received="soon"))
    old = row_at(sheet, 2)
    seen = old.version
    send(client, "import-row", sheet, old, **(_cells(sheet, 2) | {"cell_received": "01/06/2026"}))

    keys = [sheet.key, old.key]
    given = {"submission": str(uuid.uuid4()), "seen": seen, "cell_received": "02/06/2026"}
    late = client.post(reverse("referrals:import-row", args=keys), given)

    assert late.status_code == 409
    assert row_at(sheet, 2).corrected == {"Date received": "01/06/2026"}


@pytest.mark.parametrize("role", [RoleName.PRACTITIONER, RoleName.KEYWORKER, RoleName.MANAGER, RoleName.GUARDIAN])
def test_only_the_lead_and_the_administrator_import(role: RoleName, lead: User) -> None:
    sheet = make_import(team_of(lead), row(1))
    other, admin = (client_of(make_user(one, team_of(lead))) for one in (role, RoleName.ADMINISTRATOR))

    assert other.get(href("import", sheet.key)).status_code == 403
    assert admin.get(href("import", sheet.key)).status_code == 200


@pytest.mark.parametrize("name", ["import", "import-columns", "import-rows", "import-take-in", "import-report"])
def test_another_team_finds_no_import(name: str, lead: User) -> None:
    sheet = make_import(team_of(lead), row(1))
    other = client_of(make_user(RoleName.CLINICAL_LEAD))

    assert other.get(href(name, sheet.key)).status_code == 404


def test_a_row_whose_referral_went_into_hiding_is_in_no_list_and_no_count(client: Client, lead: User) -> None:
    sheet = taken(client, lead, row(1), row(2))
    hidden = Referral.objects.get(sheet_reference="N-002")
    family = make_family(team_of(lead)).family
    Referral.objects.filter(pk=hidden.pk).update(family=family)
    Family.objects.filter(pk=family.pk).update(restricted=True)

    page, rows = text(client.get(href("import", sheet.key))), text(client.get(href("import-rows", sheet.key)))
    file = client.get(href("import-report", sheet.key)).content.decode()

    assert counts(client, sheet) == {"taken_in": 1, "": 1}
    assert "not yours to see" in page
    assert "Row 3" not in page
    assert not any(hidden.key in said for said in (page, rows, file))


@pytest.mark.rule("P10")
def test_a_row_is_not_said_to_be_like_one_that_went_into_hiding(client: Client, lead: User) -> None:
    sheet = taken(client, lead, row(1), row(1, Our_ref="N-002", Baby_first_name="Yaw", Date_received=""))
    like = row_at(sheet, 3)
    before = text(client.get(href("import-row", sheet.key, like.key)))
    family = make_family(team_of(lead)).family
    Referral.objects.update(family=family)
    Family.objects.filter(pk=family.pk).update(restricted=True)

    page = text(client.get(href("import-row", sheet.key, like.key)))

    assert "Row 2" in before
    assert "Row 2" not in page


@pytest.mark.rule("P10")
def test_where_the_guardian_is_asked_a_row_says_nothing_of_other_records(client: Client, lead: User) -> None:
    hidden, known, far = (make_family(team) for team in (team_of(lead), team_of(lead), make_team("Far away")))
    Family.objects.filter(pk=hidden.family.pk).update(restricted=True)
    for one in (known, far):
        add_mobile(one, one.mother, hidden.mobile.value)
    mother = hidden.mother
    named = {"Mother_first_name": mother.given_name, "Mother_surname": mother.family_name}
    born = f"{mother.date_of_birth:%d/%m/%Y}" if mother.date_of_birth else ""
    sheet = make_import(team_of(lead), row(1, Mother_DOB=born, Mother_mobile=hidden.mobile.value, **named))

    page = client.get(href("import-row", sheet.key, row_at(sheet, 2).key)).content.decode()

    assert "May be about a record in hiding" in page
    assert not any(words in page for words in (known.family.key, "Far away"))


@pytest.mark.parametrize("show", ["", "new", "match", "problem", "comment", "ready", "here", "left_out", "taken_in"])
def test_counts_are_those_of_the_lists_they_open(client: Client, lead: User, show: str) -> None:
    rows = row(1), row(2), row(3, Date_received=""), row(4, Comments="x"), row(5, Comments="y", Date_received="")
    sheet = taken(client, lead, row(9))
    sheet = make_import(team_of(lead), *rows, row(9))
    send(client, "import-row", sheet, row_at(sheet, 3), left_out="on", **_cells(sheet, 3))
    said = {"": 6, "new": 1, "problem": 2, "comment": 2, "ready": 1, "here": 1, "left_out": 1}.get(show, 0)

    page = text(client.get(f"{href('import-rows', sheet.key)}?show={show}"))

    assert f"{said} row{'' if said == 1 else 's'}," in page


def test_what_nobody_goes_on_with_for_30_days_is_forgotten(
    client: Client, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, done = make_import(team_of(lead), row(2)), taken(client, lead, row(3), row(4, Date_received=""))
    before = forget_imports(by=BY)

    monkeypatch.setattr(beginning, "KEPT", timedelta(seconds=-1))

    assert (before, forget_imports(by=BY), forget_imports(by=BY)) == (0, 2, 0)
    waiting.refresh_from_db()
    assert waiting.state == "discarded"
    assert list(ImportRow.objects.values_list("sheet", "number")) == [(done.pk, 2)]


@pytest.mark.rule("P16")
def test_a_corrected_row_is_compared_with_the_other_rows_again(lead: User) -> None:
    same = {"Mother_surname": "Vale", "Mother_DOB": "05/03/1989", "Mother_mobile": "07700 900417"}
    sheet = make_import(team_of(lead), row(2, **same), row(3), row(4, **same))

    def like() -> dict[int, list[int]]:
        return {one.number: [number for number, _ in one.alike] for one in sheet.rows.all()}

    first, second, third = sheet.rows.all()
    assert like() == {first.number: [third.number], second.number: [], third.number: [first.number]}

    another = {Col.MOTHER_FAMILY: "Pike", Col.MOTHER_BORN: "06/04/1990", Col.MOTHER_MOBILE: "07700 900418"}
    correct_row(row=third, corrected={str(column): cell for column, cell in another.items()}, left_out=False, by=BY)

    assert like() == {first.number: [], second.number: [], third.number: []}
    assert set(sheet.rows.values_list("match", flat=True)) == {""}
    third.refresh_from_db()
    correct_row(row=third, corrected={}, left_out=False, by=BY)
    assert like() == {first.number: [third.number], second.number: [], third.number: [first.number]}


@pytest.mark.parametrize("touch", ["corrected_at", "answered_at"])
def test_a_sheet_whose_rows_somebody_works_on_is_not_forgotten(
    lead: User, monkeypatch: pytest.MonkeyPatch, touch: str
) -> None:
    worked_on = make_import(team_of(lead), row(2, Comments="Chase")).rows.get()
    monkeypatch.setattr(beginning, "KEPT", timedelta(seconds=-1))
    if touch == "corrected_at":
        correct_row(row=worked_on, corrected={}, left_out=False, by=BY)
    else:
        answer_comment(row=worked_on, answers=["nothing"], by=BY)
    worked_on.refresh_from_db()
    later = getattr(worked_on, touch) + timedelta(hours=1)

    ImportRow.objects.update(**{touch: later})

    assert forget_imports(by=BY) == 0
    ImportRow.objects.update(**{touch: later - timedelta(hours=2)})
    assert forget_imports(by=BY) == 1


def test_rows_that_stay_out_of_an_import_undone_but_for_one_are_forgotten_too(
    client: Client, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = taken(client, lead, row(1), row(2), row(3, Date_received=""))
    undo_import(sheet=sheet, by=BY)
    Referral.objects.filter(sheet_reference="N-002").update(working="Somebody looked at it meanwhile.")
    work_off()
    monkeypatch.setattr(beginning, "KEPT", timedelta(seconds=-1))

    assert forget_imports(by=BY) == 1
    assert list(sheet.rows.values_list("number", "standing")) == [(3, "taken_in")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_rows_cost_the_same_however_many(
    client: Client, lead: User, rows: int, django_assert_num_queries: Any
) -> None:
    sheet = make_import(team_of(lead), *(row(number, Comments="x") for number in range(rows)))
    page = reverse("referrals:import-rows", args=[sheet.key])
    client.get(page)

    with django_assert_num_queries(5):
        client.get(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_imports_cost_the_same_however_many(
    client: Client, lead: User, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        make_import(team_of(lead), row(number), by=lead.actor)
    page = reverse("referrals:imports")
    client.get(page)

    with django_assert_num_queries(6):
        client.get(page)


@pytest.mark.rule("P16")
def test_a_row_like_a_referral_that_nobody_has_settled_is_shown_with_its_reasons(client: Client, lead: User) -> None:
    team = team_of(lead)
    known = {
        "given_name": "Amal",
        "family_name": "Vale",
        "date_of_birth": date(1989, 3, 5),
        "mobile": "+44 7700 900417",
    }
    waiting = make_referral(team, people=(baby(given_name="Noor", family_name="Vale"), mother(**known)))
    make_referral(people=(baby(given_name="Noor", family_name="Vale"), mother(**known)))  # another team's
    settled = make_referral(team, people=(baby(given_name="Ada", family_name="Vale"), mother(**known)))
    make_decision(settled)
    same = {"Mother_first_name": "Amal", "Mother_surname": "Vale", "Mother_DOB": "05/03/1989"}
    sheet = make_import(team, row(2, **same, Mother_mobile="07700 900417"), row(3))

    like = row_at(sheet, 2)
    assert [key for key, _ in like.unsettled] == [waiting.key]
    assert row_at(sheet, 3).unsettled == []
    page = text(client.get(href("import-row", sheet.key, like.key)))
    assert f"Referral {waiting.key}" in page
    assert "same date of birth" in page.lower()
    settle_family(referral=waiting, family=Family.objects.latest("pk"), match_reason="Known.", by=BY)
    assert f"Referral {waiting.key}" not in text(client.get(href("import-row", sheet.key, like.key)))


@pytest.mark.rule("P16")
def test_a_row_put_right_in_a_long_sheet_is_compared_with_waiting_referrals(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "AT_ONCE", 0)
    waiting = make_referral(
        team_of(lead),
        people=(baby(), mother(given_name="Efua", family_name="Vale", mobile="0044 7700 900417")),
    )
    sheet = make_import(team_of(lead), row(2), row(3))
    assert row_at(sheet, 2).match == ""

    put_right = {Col.MOTHER_FAMILY: "Vale", Col.MOTHER_MOBILE: "07700 900417"}
    correct_row(row=row_at(sheet, 2), corrected={str(c): cell for c, cell in put_right.items()}, left_out=False, by=BY)

    like = row_at(sheet, 2)
    assert (like.match, [key for key, _ in like.unsettled]) == ("referral", [waiting.key])


def test_the_account_of_an_imported_row_that_is_here_is_not_like_itself(client: Client, lead: User) -> None:
    taken(client, lead, row(2))
    again = make_import(team_of(lead), row(2))

    assert (row_at(again, 2).standing, row_at(again, 2).unsettled) == ("here", [])
