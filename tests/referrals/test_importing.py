"""Importing a sheet: what is read, what is reported, and that nothing starts."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from pitservice.accounts.models import Team
from pitservice.jobs.models import Job
from pitservice.letters.models import Copy
from pitservice.messaging.models import Message
from referrals.actions import read_warning
from referrals.actions.importing.taking import take_row
from referrals.enums import Outcome, PartyRole
from referrals.importing import cells
from referrals.importing.cells import Unreadable
from referrals.importing.run import import_file
from referrals.models import Import, ImportRow, Referral, ReferredPerson, WaitingEntry
from tests.make.accounts import BY, make_team
from tests.make.referrals import make_decision, make_risk_list

SHEET = Path(__file__).parent / "sheet.csv"
TODAY = date(2026, 11, 23)


def run(team: Team, path: Path = SHEET) -> list[str]:
    """The command's lines."""
    out = StringIO()
    call_command("import_referrals", str(path), team=team.slug, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def team() -> Team:
    """A team with the illustrative list."""
    made = make_team()
    make_risk_list(made)
    return made


@pytest.fixture
def lines(team: Team) -> list[str]:
    """What an import of the sheet says."""
    return run(team)


def ref(number: int) -> Referral:
    """The referral of a reference."""
    return Referral.objects.get(sheet_reference=f"T-{number:03}")


def mother_of(referral: Referral) -> ReferredPerson:
    """Its mother."""
    return referral.people.get(role=PartyRole.MOTHER)


@pytest.mark.rule("P3")
@pytest.mark.django_db
def test_every_row_is_a_referral_or_in_the_report(lines: list[str]) -> None:
    assert lines[-1] == "rows 31: received 24, already there 1, reported 6"
    assert Referral.objects.count() == 24
    kept_out = [line for line in lines if "not imported" in line]
    assert [line.split(":")[0] for line in kept_out] == [
        "row 7, Date received",
        "row 8, Date received",
        "row 9, Date received",
        "row 10, Date received",
        "row 11, Mother surname",
        "row 28, Our ref",
    ]
    assert kept_out[1] == "row 8, Date received: “31/02/2026” is not a real date. The row was not imported."
    assert "is the reference of row 2 too" in kept_out[-1]


@pytest.mark.rule("P3")
@pytest.mark.django_db
def test_twice_imports_nothing_twice(team: Team, lines: list[str]) -> None:
    again = run(team)

    assert again[-1] == "rows 31: received 0, already there 25, reported 6"
    assert f"is the reference of referral {ref(1).key} already" in again[-2]
    assert Referral.objects.count() == 24


@pytest.mark.rule("P3")
@pytest.mark.django_db
def test_nothing_starts(lines: list[str]) -> None:
    assert (Message.objects.count(), Copy.objects.count(), Job.objects.count(), WaitingEntry.objects.count()) == (
        0,
        0,
        0,
        0,
    )
    assert set(Referral.objects.values_list("due_on", flat=True)) == {None}


@pytest.mark.rule("P3")
@pytest.mark.django_db
def test_a_past_outcome_is_recorded_before(lines: list[str]) -> None:
    accepted, odd = ref(16), ref(17)

    assert (accepted.state, accepted.past_outcome, accepted.past_outcome_on) == (
        "recorded_before",
        "Accepted",
        date(2026, 6, 12),
    )
    assert (odd.state, odd.past_outcome_on, odd.unread) == (
        "recorded_before",
        None,
        {"Outcome date": "“sometime” is not a date"},
    )
    assert ref(1).state == "received"


@pytest.mark.rule("P3")
@pytest.mark.django_db
def test_comments_and_safeguarding_are_read_first(lines: list[str]) -> None:
    warned = {referral.sheet_reference: referral.warning for referral in Referral.objects.exclude(warning="")}

    assert warned == {
        "T-012": 'Comments: =HYPERLINK("http://example.org","see here")',
        "T-013": "Comments: DV - do NOT send letters to home address",
        "T-014": "Comments: Dad not to know about referral",
        "T-015": "Safeguarding: CP plan",
    }
    assert all(referral.must_be_read for referral in Referral.objects.exclude(warning=""))


@pytest.mark.rule("P3", "P8")
@pytest.mark.django_db
def test_after_the_warning_was_read_the_father_hears_nothing(lines: list[str]) -> None:
    referral = ref(14)
    read_warning(referral=referral, father_must_not_know=True, by=BY)

    make_decision(referral, Outcome.WAITING_LIST)

    assert not Copy.objects.filter(reader_role=PartyRole.FATHER).exists()
    assert (
        Copy.objects.get(reader_name="Efua Osei").state == "held"
    )  # he may live there, and nobody asked if it is safe


@pytest.mark.rule("P2")
@pytest.mark.django_db
def test_the_one_answer_stands_for_the_mother_and_the_partners_is_not_known(lines: list[str]) -> None:
    partner = ref(11).people.get(role=PartyRole.FATHER)
    refused, verbal = mother_of(ref(22)), mother_of(ref(23))

    assert (partner.name, partner.knows, partner.agrees) == ("Kofi Osei", "unknown", "unknown")
    assert (refused.knows, refused.agrees) == ("no", "unknown")
    assert (verbal.knows, verbal.agrees) == ("unknown", "yes")


@pytest.mark.django_db
def test_cells_are_tidied_beside_the_row_as_sent(lines: list[str]) -> None:
    referral, unborn = ref(24), ref(18)
    mother, baby = mother_of(referral), unborn.people.get(role=PartyRole.BABY)

    assert (mother.name, mother.date_of_birth) == ("Efua O'Brien-Osei", date(1989, 3, 5))
    assert referral.submitted["Mother first name"] == " EFUA "
    assert (baby.name, baby.expected_date, baby.date_of_birth) == ("", date(2027, 1, 24), None)
    assert ref(29).people.filter(address="Nul\ufffdbyte Road").exists()


@pytest.mark.django_db
def test_a_bad_value_keeps_no_row_out_and_is_shown(lines: list[str]) -> None:
    assert ref(20).unread == {
        "Baby NHS no": "“999 000 0019” is not an NHS number: its last digit does not fit the others"
    }
    assert sorted(ref(21).unread) == ["Mother email", "Mother mobile"]
    assert ref(25).unread == {"Risk factors": ref(25).unread["Risk factors"]}
    assert "Something of our own".casefold() in ref(25).unread["Risk factors"]
    assert len(ref(25).referrer_ticks) == 1
    assert ref(26).source == "other"
    assert len(ref(28).referrer_name) == 120
    assert "row 21, Mother mobile: “see notes” is not a telephone number. Kept as sent." not in lines
    assert "row 22, Mother mobile: “see notes” is not a telephone number. Kept as sent." in lines


@pytest.mark.rule("P3")
@pytest.mark.django_db
def test_a_crash_leaves_whole_rows_and_a_rerun_completes(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = iter(range(100))

    def dying(**given: Any) -> ImportRow:
        if next(calls) == 5:
            raise KeyboardInterrupt
        return take_row(**given)

    monkeypatch.setattr("referrals.actions.importing.taking.take_row", dying)
    with pytest.raises(KeyboardInterrupt):
        import_file(content=SHEET.read_bytes(), name="sheet.csv", team=team, report=lambda _: None, by=BY)
    half = Referral.objects.count()
    monkeypatch.undo()
    run(team)

    assert half == 5
    assert Import.objects.get().state == "done"
    assert Referral.objects.count() == 24
    assert all(referral.moves.count() == 1 and referral.people.exists() for referral in Referral.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"a,b\n1,2\n", "it has no column “Date received”, “Mother surname”"), (b"", "The file is empty")],
)
def test_another_kind_of_file_is_refused_in_a_sentence(
    team: Team, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        run(team, path)


@pytest.mark.django_db
def test_an_unknown_team_and_a_missing_file_are_said(team: Team) -> None:
    with pytest.raises(CommandError, match="There is no team “nowhere”"):
        call_command("import_referrals", str(SHEET), team="nowhere")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(team, Path("/nonexistent.csv"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("13.4.24", date(2024, 4, 13)),
        ("13/04/2024", date(2024, 4, 13)),
        ("2024-04-13", date(2024, 4, 13)),
        ("13 Apr 2024", date(2024, 4, 13)),
        ("3 September 89", date(1989, 9, 3)),
        (" 1/6/26 ", date(2026, 6, 1)),
        ("", None),
    ],
)
def test_dates_are_read_day_first(text: str, read: date | None) -> None:
    assert cells.read_date(text, latest=TODAY) == read


@given(st.text(max_size=30))
def test_no_cell_breaks_the_import(text: str) -> None:
    readers: list[Any] = [
        lambda cell: cells.read_date(cell, latest=TODAY),
        cells.read_answer,
        cells.read_phone,
        cells.read_nhs_number,
        cells.read_email,
        cells.read_sex,
        cells.read_source,
        cells.read_partner_role,
        cells.read_baby_name,
        lambda cell: cells.read_risks(cell, ()),
    ]
    for reader in readers:
        with suppress(Unreadable):
            reader(text)
