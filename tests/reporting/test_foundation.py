"""Anonymised families for the Parent-Infant Foundation: nobody can be picked out, nobody is named (decision 0030)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from caseload.enums import AppointmentState
from caseload.models import Episode
from families.enums import FamilyRole
from families.models import Family, Person
from pitservice.accounts.enums import RoleName
from pitservice.files import store
from pitservice.jobs.actions import work_one
from referrals.models import Referral, ReferredPerson
from reporting import actions
from reporting.enums import ExportKind, ExportState
from reporting.exports.anonymous import ALIKE, NOT_TOLD, anonymous
from reporting.models import Export
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import nhs_number
from tests.make.reporting import QUARTER, Work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P87")]


@pytest.fixture
def work() -> Work:
    """An administrator's team."""
    team = make_team()
    return Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(5), size=40)


def export_of(work: Work) -> Export:
    """The file of the quarter, as the worker makes it."""
    made = actions.make_export(team=work.team, kind=ExportKind.FOUNDATION, period=QUARTER, by=work.user.actor)
    assert work_one(by=BY)
    return Export.objects.get(pk=made.pk)


def files_of(export: Export) -> Mapping[str, bytes]:
    """What is in it."""
    assert export.file is not None
    archive = zipfile.ZipFile(io.BytesIO(store.get(export.file.sha256)))
    return {name: archive.read(name) for name in archive.namelist()}


def rows_of(export: Export, name: str) -> Sequence[Mapping[str, str]]:
    """The lines of one table."""
    return list(csv.DictReader(io.StringIO(files_of(export)[f"{name}.csv"].decode("utf-8-sig"))))


def words_of(export: Export) -> str:
    """Every word in it, those of the workbook too."""
    files = files_of(export)
    book = load_workbook(io.BytesIO(files["portal.xlsx"]))
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]
    return "\n".join(
        [*(content.decode("utf-8-sig") for name, content in files.items() if name != "portal.xlsx"), *cells]
    )


def _at(day: date) -> datetime:
    """Nine in the morning."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def name_everybody(work: Work) -> list[str]:
    """Give everybody a name, an NHS number and dates of their own; returns all that tells who somebody is."""
    told: list[str] = []
    for number, person in enumerate(Person.objects.filter(team=work.team)):
        person.given_name, person.family_name = f"Ottoline{number}", f"Fotheringay{number}"
        person.nhs_number, person.date_of_birth = nhs_number(), date(2026, 3, 1) + timedelta(days=number)
        person.save(update_fields=["given_name", "family_name", "nhs_number", "date_of_birth"])
        told += [person.given_name, person.family_name, person.nhs_number, person.date_of_birth.isoformat(), person.key]
    for family in Family.objects.filter(team=work.team):
        told += [family.key, family.title]
    for model in (Referral, Episode):
        told += model.objects.filter(team=work.team).values_list("key", flat=True)
    told += [one for one in ReferredPerson.objects.values_list("postcode", flat=True) if one and one[0] in "Zz"]
    return told


@pytest.mark.parametrize("seed", range(6))
def test_nothing_that_tells_who_anybody_is_stands_in_the_file(seed: int) -> None:
    team = make_team()
    work = Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(seed), size=60)
    for number in range(60):
        work._family(number)
    told = name_everybody(work)
    assert len(told) > 300

    export = export_of(work)

    words = words_of(export)
    assert not [one for one in told if re.search(rf"\b{re.escape(one)}\b", words)]
    assert not re.search(r"\b\d{4}-\d\d-\d\d\b", words), "no day of anything"
    assert export.family_ids == []


@pytest.mark.parametrize("seed", range(6))
def test_whatever_describes_a_family_stands_in_five_rows_alike(seed: int) -> None:
    random = Random(seed)
    for _ in range(60):
        rows = [
            (*(random.choice("abcde"[: random.randint(1, 5)]) for _ in range(3)), random.choice("xy"))
            for _ in range(random.randint(0, 80))
        ]

        told = anonymous(rows, 3)

        often = Counter(row[:3] for row in told)
        assert all(number >= ALIKE for number in often.values())
        assert told == sorted(told), "the order tells nothing of the record's"
        assert len(rows) - len(told) < ALIKE
        shared = Counter(row[:3] for row in rows)
        assert all(often[one] >= number for one, number in shared.items() if number >= ALIKE)


def test_what_few_share_is_given_up_from_the_ethnic_group_on() -> None:
    rows = [("0 to 3 months", "GP", "White", "Accepted")] * 5
    rows += [
        ("0 to 3 months", "Maternity", group, "Accepted") for group in ("Mixed", "Black", "White", "Asian", "Other")
    ]

    told = anonymous(rows, 3)

    assert Counter(row[:3] for row in told) == {
        ("0 to 3 months", "GP", "White"): 5,
        ("0 to 3 months", "Maternity", NOT_TOLD): 5,
    }


def test_pairs_are_told_of_measures_that_five_families_have_them_of(work: Work) -> None:
    for number, code in enumerate(["PHQ-9"] * 5 + ["GAD-7"] * 4):
        family = work.family(f"Family {number}")
        episode = work.episode(family, work.referral(family, state="allocated"))
        mother = work.member(family, FamilyRole.MOTHER).person
        days = [date(2026, 7, 2), date(2026, 8, 2)]
        for day in days:
            work.appointment(episode, starts=_at(day), state=AppointmentState.ATTENDED)
        for day, value in zip(days, (18, 9), strict=True):
            work.score(family, code, value, adult=mother, taken_on=day)
        work.ending(episode, ended_on=date(2026, 9, 1))

    rows = rows_of(export_of(work), "Outcomes")

    assert [row["Measure"] for row in rows] == ["PHQ-9"] * 5
    assert {(row["First score"], row["Last score"], row["Change"]) for row in rows} == {("18", "9", "Reliably better")}


def test_a_family_that_may_not_be_in_a_file_is_not(work: Work) -> None:
    for number in range(6):
        family = work.family(f"Family {number}", restricted=number == 0)
        work.referral(family, state="allocated", source="gp", received_at=_at(date(2026, 8, 3)))

    assert len(rows_of(export_of(work), "Families")) == 5

    Family.objects.filter(title="Family 1").update(restricted=True)
    assert rows_of(export_of(work), "Families") == []


def test_the_form_makes_the_file_of_a_quarter(work: Work) -> None:
    client: Client = client_of(work.user)
    address = reverse("reporting:new-foundation")
    given = {"submission": "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3b21", "team": str(work.team.pk), "quarter": ""}
    assert client.post(address, given).status_code == 422

    quarter = re.search(r'value="(\d{4}-\d\d-01)"', client.get(address).content.decode())
    assert quarter
    for _ in range(2):
        client.post(address, given | {"quarter": quarter[1]})

    assert Export.objects.count() == 1
    assert work_one(by=BY)
    export = Export.objects.get()
    assert export.state == ExportState.MADE
    page = client.get(reverse("reporting:export", args=[export.key])).content.decode()
    assert "Families" in page
    assert client.get(reverse("reporting:export-file", args=[export.key])).status_code == 200
