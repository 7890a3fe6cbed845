"""Figures of elsewhere: brought in as a sheet, all or nothing, and shown beside ours of the same period."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from pitservice.accounts.enums import RoleName
from reporting import actions
from reporting.benchmarks import COLUMNS, sheet_to_fill_in
from reporting.figures import figure_of
from reporting.indicators import indicator
from reporting.models import Benchmark
from reporting.targets import numbers
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.reporting import QUARTER, Work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P87")]
LIST = "reporting:benchmarks"
FROM, TO = f"{QUARTER.starts_on:%d/%m/%Y}", f"{QUARTER.ends_on:%d/%m/%Y}"
RECEIVED, IN_TIME, MEDIAN = "referrals-received||", "decisions-made|in-time|Decided in time", "wait-first||median"
Row = tuple[str, ...]


def row(key: str = RECEIVED, amount: str = "42", *, source: str = "Rowan Network 2025", **more: str) -> Row:
    return (key, "", more.get("first", FROM), more.get("last", TO), amount, source)


def sheet(rows: Sequence[Row], columns: Sequence[str] = COLUMNS) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode()


@pytest.fixture
def work() -> Work:
    """A team with a quarter's work."""
    team = make_team()
    made = Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(3))
    made.make()
    return made


@pytest.fixture
def client(work: Work) -> Client:
    """The administrator's browser."""
    return client_of(work.user)


def bring(client: Client, content: bytes, name: str = "figures.csv", *, once: str = "") -> str:
    page = client.get(reverse("reporting:bring-in"))
    data = {"submission": once or str(uuid4()), "sheet": SimpleUploadedFile(name, content)}
    data |= {"team": page.context["form"]["team"].value()}
    return client.post(reverse("reporting:bring-in"), data, follow=True).content.decode()


def test_a_figure_stands_beside_ours_of_the_same_period(client: Client, work: Work) -> None:
    found = indicator("referrals-received")
    assert found
    ours = figure_of(found, {work.team.pk}, QUARTER).total.shown

    shown = bring(client, sheet([row(), row(IN_TIME, "87.5%"), row(MEDIAN, "1,020")]))

    assert "3 figures brought in." in shown
    assert [f"{one.amount:f}" for one in Benchmark.objects.order_by("pk")] == ["42.00", "87.50", "1020.00"]
    cells = [" ".join(part.split()) for part in shown.split("<td")]
    place = next(number for number, cell in enumerate(cells) if "Referrals received" in cell)
    assert f">{ours}<" in cells[place + 1].replace(" ", "")
    assert ">42<" in cells[place + 2].replace(" ", "")
    assert "87.5%" in shown
    assert "1,020" in shown


def test_the_sheet_to_fill_in_names_every_figure_and_comes_back_as_it_is(client: Client) -> None:
    answer = client.get(reverse("reporting:benchmark-sheet"))
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer["Content-Disposition"].startswith("attachment")
    assert [line[0] for line in lines[1:]] == [one.key for one in numbers()]
    assert "No row has a figure" in bring(client, sheet_to_fill_in())

    lines[1][2:] = [FROM, TO, "5", "Rowan Network"]
    assert "1 figure brought in." in bring(client, sheet([tuple(line) for line in lines[1:]]))


def test_an_excel_sheet_will_do(client: Client) -> None:
    book = Workbook()
    assert book.active
    for line in (COLUMNS, (RECEIVED, "", QUARTER.starts_on, QUARTER.ends_on, 12.5, "Rowan Network")):
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)

    assert "1 figure brought in." in bring(client, content.getvalue(), "figures.xlsx")
    assert Benchmark.objects.get().amount == Decimal("12.5")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (row("unknown"), "is no figure of our reports"),
        (row(amount="many"), "is not a number"),
        (row(amount="-1"), "is not a number"),
        (row(amount="NaN"), "is not a number"),
        (row(amount="1e400000"), "is not a number"),
        (row(IN_TIME, "101"), "cannot be over 100"),
        (row(first="31/02/2026"), "must be days"),
        (row(first=TO, last=FROM), "is before"),
        (row(source=" "), "who published it"),
        (row(source="x" * 201), "who published it"),
    ],
)
def test_one_wrong_row_refuses_the_sheet_and_names_it(wrong: Row, said: str, client: Client) -> None:
    shown = bring(client, sheet([row(), wrong]))

    assert "Row 3" in shown
    assert said in shown
    assert "Nothing was brought in." in shown
    assert not Benchmark.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"%PDF-1.7", b"Key;From\n1;2", "Größe,ß".encode("latin-1")])
def test_what_is_no_such_sheet_is_refused_in_a_sentence(content: bytes, client: Client) -> None:
    shown = bring(client, content)

    assert "There is a problem" in shown
    assert not Benchmark.objects.exists()


def test_said_again_it_takes_the_place_of_what_was_said(client: Client) -> None:
    bring(client, sheet([row(), row(amount="41")]))
    once = str(uuid4())
    for _ in range(2):
        bring(client, sheet([row(amount="43", source="ROWAN network 2025")]), once=once)

    kept = Benchmark.objects.get()
    assert (kept.amount, kept.source) == (Decimal(43), "ROWAN network 2025")


def test_another_team_has_others_and_who_does_not_report_sees_none(client: Client, work: Work) -> None:
    bring(client, sheet([row()]))
    elsewhere = client_of(make_user(RoleName.ADMINISTRATOR, make_team()))
    key = Benchmark.objects.get().key

    assert "No figures of elsewhere yet." in elsewhere.get(reverse(LIST)).content.decode()
    assert elsewhere.get(reverse("reporting:remove-benchmark", args=[key])).status_code == 404
    assert client_of(make_user(RoleName.TRAINEE, work.team)).get(reverse(LIST)).status_code == 403


def test_it_is_removed(client: Client) -> None:
    bring(client, sheet([row()]))
    kept = Benchmark.objects.get()

    url = reverse("reporting:remove-benchmark", args=[kept.key])
    shown = client.post(url, {"submission": str(uuid4()), "seen": str(kept.version)}, follow=True).content.decode()

    assert "The figure is removed." in shown
    assert not Benchmark.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_figure_and_for_three(
    rows: int, client: Client, work: Work, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys = [one.key for one in numbers() if one.indicator == "wait-first"][:rows]
    actions.bring_in(team=work.team, content=sheet([row(key) for key in keys]), by=BY)
    client.get(reverse(LIST))

    with django_assert_num_queries(7):
        shown = client.get(reverse(LIST)).content.decode()

    assert shown.count("Remove<") == rows


def test_a_figure_of_another_period_is_counted_for_that_period(client: Client, work: Work) -> None:
    before = QUARTER.starts_on - timedelta(days=3650)
    first, last = f"{before:%d/%m/%Y}", f"{before + timedelta(days=30):%d/%m/%Y}"

    shown = bring(client, sheet([row(first=first, last=last)]))

    assert ">0<" in "".join(shown.split())
