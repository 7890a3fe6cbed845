"""The pages of reports, and that five outputs say the same."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from html.parser import HTMLParser
from random import Random
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from families.models import Family
from pitservice.accounts.enums import RoleName
from pitservice.audit.models import Access
from pitservice.db.actor import Actor
from pitservice.files import store
from pitservice.jobs.actions import work_one
from referrals.models import Referral
from reporting import actions
from reporting.enums import ReportState
from reporting.figures import flat, from_json
from reporting.models import Report
from reporting.suppression import FEW, WITHHELD
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.anything import World
from tests.make.reporting import QUARTER, Work

pytestmark = pytest.mark.django_db
IN_AUGUST = datetime(2026, 8, 3, 9, tzinfo=UTC)
ONCE, TWICE = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a11", "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a12"


@pytest.fixture
def work() -> Work:
    """An administrator's team, without work yet."""
    team = make_team()
    return Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(11), size=40)


@pytest.fixture
def client(work: Work) -> Client:
    """The administrator's browser."""
    return client_of(work.user)


def page_of(report: Report, name: str = "report", *more: str) -> str:
    """An address of a report."""
    return reverse(f"reporting:{name}", args=[report.key, *more])


def frozen(work: Work) -> Report:
    """A frozen report of the quarter."""
    report = actions.add_report(team=work.team, period=QUARTER, by=work.user.actor)
    actions.freeze(report=report, by=work.user.actor)
    assert work_one(by=Actor.system("jobs"))
    report.refresh_from_db()
    return report


def as_number(words: str) -> str | float:
    """What a workbook has for a figure."""
    plain = words.replace(",", "").rstrip("%")
    if not plain.replace(".", "", 1).isdigit():
        return words
    return float(plain) / (100 if words.endswith("%") else 1)


def figure_on(page: str) -> str:
    """The figure that the list behind it says the report has."""
    value = page.split("Figure in the report</dt>")[1].split("</dd>", maxsplit=1)[0]
    return value.split(">")[1].strip()


class _Links(HTMLParser):
    """Address and words of every link inside a table."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.href, self.depth, self.hidden = "", 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.href = given.get("href") or ""
            self.found[self.href] = ""
        self.hidden += tag == "span" and "visually-hidden" in (given.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag == "span" and self.hidden > 0
        if tag == "a":
            self.href = ""

    def handle_data(self, data: str) -> None:
        if self.href and not self.hidden:
            self.found[self.href] += data.strip()


@pytest.mark.rule("REP-1")
@pytest.mark.rule("P87")
def test_five_outputs_say_the_same(client: Client, work: Work) -> None:
    for _ in range(3):
        work.make()
    report = frozen(work)

    screen = _Links()
    screen.feed(client.get(page_of(report)).content.decode())
    rows = list(csv.DictReader(io.StringIO(client.get(page_of(report, "csv")).content.decode("utf-8-sig"))))
    pdf = PdfReader(io.BytesIO(client.get(page_of(report, "pdf")).content))
    printed = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    figures = from_json(report.figures or [])
    book = load_workbook(io.BytesIO(client.get(page_of(report, "xlsx")).content))

    assert [[*line] for line in book["Figures"].iter_rows(min_row=2, min_col=3, max_col=5, values_only=True)] == [
        [line.group, as_number(line.shown), as_number(line.before) if line.before else None] for line in flat(figures)
    ]
    assert [(row["Indicator"], row["Group"], row["Figure"]) for row in rows] == [
        (line.indicator, line.group, line.shown) for line in flat(figures)
    ]
    compared = 0
    for figure in figures:
        numbers = [("", figure.total)] + [(cut.key, cell) for cut in figure.breakdowns for cell in cut.cells]
        for cut, cell in numbers:
            address = page_of(report, "figure", figure.key) + (
                f"?{urlencode({'cut': cut, 'group': cell.key})}" if cut else ""
            )
            left_out = cut and figure.breakdown(cut).is_left_out  # type: ignore[union-attr]  # it is this figure's
            if left_out or not cell.count:
                assert address not in screen.found
                continue
            listed = client.get(address).content.decode()
            assert screen.found[address] == cell.shown
            assert f"{cell.name} {cell.shown}" in printed
            assert f'app-list-summary">{cell.count} ' in listed
            assert cell.shown in (FEW, WITHHELD) or cell.shown == str(cell.count)
            compared += 1
    assert compared > 30


@pytest.mark.rule("REP-1")
def test_restricted_records_are_counted_and_not_listed_and_their_number_is_not_said(client: Client, work: Work) -> None:
    hidden = work.family("The Hidden family")
    for family in (hidden, *(work.family(f"Open family {n}") for n in range(6))):
        work.referral(family, source="gp", received_at=IN_AUGUST)
    report = work.report()
    address = page_of(report, "figure", "referrals-received") + "?cut=source&group=gp"
    before = client.get(address).content.decode()
    Family.objects.filter(pk=hidden.pk).update(restricted=True)

    after = client.get(address).content.decode()

    assert ("The Hidden family" in before, "are restricted" in before) == (True, False)
    assert ("The Hidden family" in after, "are restricted" in after) == (False, True)
    assert figure_on(after) == "7"
    assert "6 referrals." in after
    assert "1 record" not in after


@pytest.mark.rule("P81")
def test_a_frozen_figures_list_opens_under_todays_permissions_and_says_what_is_gone(client: Client, work: Work) -> None:
    families = [work.family(f"Family {n}") for n in range(6)]
    for family in families:
        work.referral(family, source="gp", received_at=IN_AUGUST, state="received")
    report = frozen(work)
    address = page_of(report, "figure", "referrals-received")
    work.referral(work.family("Came later"), source="gp", received_at=IN_AUGUST)
    Referral.objects.filter(family=families[0]).delete()
    Family.objects.filter(pk=families[1].pk).update(restricted=True)

    page = client.get(address).content.decode()

    assert "Came later" not in page
    assert ("Family 0" in page, "Family 1" in page, "Family 2" in page) == (False, False, True)
    assert "1 record counted here when the report was frozen has since been removed; the figure stays." in page
    assert "are restricted" in page
    assert figure_on(page) == "6"


def test_looking_at_a_list_is_logged_for_each_family_on_it(client: Client, work: Work) -> None:
    family = work.family()
    work.referral(family, received_at=IN_AUGUST)

    client.get(page_of(work.report(), "figure", "referrals-received"))

    assert [one.family_id for one in Access.objects.filter(screen="reporting.FigureListPage")] == [family.pk]


def test_new_report_of_a_quarter_leads_to_its_preview(client: Client, work: Work) -> None:
    work.referral(received_at=IN_AUGUST)
    form = client.get(reverse("reporting:new")).content.decode()

    sent = {"submission": ONCE, "team": work.team.pk, "quarter": "2026-07-01", "commissioner": "An ICB"}
    answer = client.post(reverse("reporting:new"), sent, follow=True)

    report = Report.objects.get()
    assert "July to September 2026 (quarter 2 of 2026/27)" in form
    assert (report.period, report.commissioner) == (QUARTER, "An ICB")
    page = answer.content.decode()
    assert "Report for July to September 2026" in page
    assert FEW in page
    assert "How this is counted" in page


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({}, "Enter the first day of the period"),
        ({"starts_on": "2026-07-10", "ends_on": "2026-07-01"}, "The last day must be on or after the first day"),
        ({"starts_on": "2020-07-10", "ends_on": "2026-07-01"}, "The period must be 2 years or shorter"),
    ],
)
def test_other_dates_must_make_sense(client: Client, work: Work, dates: dict[str, str], sentence: str) -> None:
    answer = client.post(
        reverse("reporting:new"), {"submission": ONCE, "team": work.team.pk, "quarter": "other", **dates}
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_other_dates_make_a_report(client: Client, work: Work) -> None:
    dates = {"starts_on": "2026-07-10", "ends_on": "2026-07-20"}
    client.post(reverse("reporting:new"), {"submission": ONCE, "team": work.team.pk, "quarter": "other", **dates})

    assert Report.objects.get().title == "Report for 10 July 2026 to 20 July 2026"


def test_from_freezing_to_sent(client: Client, work: Work) -> None:
    report = work.report()

    making = client.post(page_of(report, "freeze"), {"submission": ONCE, "seen": "1"}, follow=True).content.decode()
    work_one(by=Actor.system("jobs"))
    done = client.get(page_of(report)).content.decode()
    report.refresh_from_db()
    sent = client.post(page_of(report, "sent"), {"submission": TWICE, "seen": report.version}, follow=True)

    assert "You can leave this page; the work goes on" in making
    assert ("Download the PDF" in done, "I have sent it" in done) == (True, True)
    assert "The report is marked as sent." in sent.content.decode()


def test_wrong_states_are_refused_with_a_sentence(client: Client, work: Work) -> None:
    report = frozen(work)
    for number, name in enumerate(("freeze", "back", "again", "change")):
        form = {"submission": f"{ONCE[:-1]}{number}", "commissioner": "", "narrative": ""}
        answer = client.post(page_of(report, name), form)

        assert answer.status_code == 409
        assert "There is a problem" in answer.content.decode()


def test_a_stale_page_is_refused(client: Client, work: Work) -> None:
    report = work.report()
    actions.change_report(report=report, commissioner="Somebody else", narrative="", by=BY)

    answer = client.post(page_of(report, "change"), {"submission": ONCE, "seen": "1", "commissioner": "Mine"})

    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()


def test_a_failed_report_says_why_and_offers_what_to_do(client: Client, work: Work) -> None:
    report = work.report()
    job = actions.freeze(report=report, by=work.user.actor)
    type(job).objects.filter(pk=job.pk).update(state="failed", note="The disk is full.")

    page = client.get(page_of(report)).content.decode()
    client.post(page_of(report, "again"), {"submission": ONCE})
    job.refresh_from_db()

    assert ("The disk is full." in page, "Try again" in page) == (True, True)
    assert job.state == "queued"


ONE_REPORT = ("report", "change", "freeze", "again", "back", "sent", "correct", "pdf", "csv", "xlsx")


def test_who_may(work: Work) -> None:
    report = frozen(work)
    addresses = [page_of(report, name) for name in ONE_REPORT]
    addresses += [
        page_of(report, "figure", "referrals-received"),
        page_of(report, "chart", "referrals-received", "source"),
    ]
    practitioner = client_of(make_user(RoleName.PRACTITIONER, work.team))
    stranger = client_of(make_user(RoleName.ADMINISTRATOR))

    assert {practitioner.get(address).status_code for address in [*addresses, reverse("reporting:list")]} == {403}
    assert {stranger.get(address).status_code for address in addresses} == {404}
    assert work.team.name not in stranger.get(reverse("reporting:list")).content.decode()


def test_files_of_a_report_that_is_not_frozen_are_not_found(client: Client, work: Work) -> None:
    report = work.report()

    assert [client.get(page_of(report, name)).status_code for name in ("pdf", "csv")] == [404, 404]


def test_files_are_those_that_were_kept(client: Client, work: Work) -> None:
    report = frozen(work)
    assert report.pdf is not None

    answer = client.get(page_of(report, "pdf"))

    assert answer.content == store.get(report.pdf.sha256)
    assert answer["Content-Type"] == "application/pdf"


def test_chart_is_an_image_for_those_who_may_see_the_report(client: Client, work: Work) -> None:
    for _ in range(6):
        work.referral(source="gp", received_at=IN_AUGUST)
    report = work.report()

    answer = client.get(page_of(report, "chart", "referrals-received", "source"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert b">GP<" in answer.content
    assert client.get(page_of(report, "chart", "referrals-received", "no-such")).status_code == 404
    assert client.get(page_of(report, "chart", "no-such", "source")).status_code == 404


def test_a_corrected_edition_is_begun_from_the_frozen_one(client: Client, work: Work) -> None:
    work.referral(received_at=IN_AUGUST)
    first = frozen(work)
    sent = {"submission": ONCE, "seen": first.version, "why": "A referral was entered late."}

    page = client.post(page_of(first, "correct"), sent, follow=True).content.decode()
    old = client.get(page_of(first)).content.decode()
    again = client.post(page_of(first, "correct"), sent | {"submission": TWICE}).content.decode()

    assert "2, made because: A referral was entered late." in page
    assert ("What is different from the last edition" in page, "Every figure is as in the last edition." in page) == (
        True,
        True,
    )
    assert "Make a corrected edition" not in old
    assert "A later edition of this report has been begun already." in again


def test_what_is_said_about_each_part_stands_at_its_head(client: Client, work: Work) -> None:
    report = work.report()
    sent = {"submission": ONCE, "seen": "1", "remark_waits": "Waits are shorter.", "remark_consultation": ""}

    page = client.post(page_of(report, "change"), sent, follow=True).content.decode()

    assert page.index('id="waiting"') < page.index("Waits are shorter.") < page.index('id="wait-first"')
    assert "Waits are shorter." in client.get(page_of(report, "change")).content.decode()


@pytest.mark.parametrize("query", ["?cut=source", "?cut=nonsense&group=x", "?cut=source&group=%00", "?page=0&cut=%ff"])
def test_a_number_that_does_not_exist_opens_the_whole_list(client: Client, work: Work, query: str) -> None:
    work.referral(received_at=IN_AUGUST)

    answer = client.get(page_of(work.report(), "figure", "referrals-received") + query)

    assert answer.status_code == 200
    assert "1 referral." in answer.content.decode()
    assert client.get(page_of(work.report(), "figure", "no-such")).status_code == 404


def test_definitions_come_from_the_registry(client: Client) -> None:
    page = client.get(reverse("reporting:definitions")).content.decode()

    assert "Every referral to the team, each once, whatever came of it." in page


#: Session, its user, memberships, the reports.
REPORTS_QUERIES = 4
#: Session, its user, memberships, the report; which periods overlap, what reports before it hid; the total; behind it:
#: all, seen; rows; who looked.
LIST_QUERIES = 11


def test_lists_cost_the_same_for_one_row_as_for_three(
    client: Client, work: Work, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report = work.report()
    address = page_of(report, "figure", "referrals-received")
    for number in (1, 3):
        while Referral.objects.count() < number:
            work.referral(work.family(f"Family {number}"), received_at=IN_AUGUST)
        while Report.objects.count() < number:
            work.report()
        client.get(address)
        with django_assert_num_queries(LIST_QUERIES):
            client.get(address)
        with django_assert_num_queries(REPORTS_QUERIES):
            client.get(reverse("reporting:list"))


def test_the_list_reads_no_figures_and_the_page_none_of_the_rows_behind_them(client: Client, work: Work) -> None:
    work.referral(work.family("Family"), received_at=IN_AUGUST)
    report = frozen(work)
    assert report.figures and report.figures[0]["rows"]

    with CaptureQueriesContext(connection) as listed:
        client.get(reverse("reporting:list"))
    with CaptureQueriesContext(connection) as shown:
        client.get(page_of(report))

    assert not [query for query in listed if '"figures"' in query["sql"]]
    assert [query["sql"].count("- 'rows'") for query in shown if '"figures"' in query["sql"]] == [1]


def test_reports_are_of_ones_own_teams(client: Client, work: Work) -> None:
    other = World()
    Report.objects.create(
        team=other.team,
        title="Theirs",
        commissioner="Their ICB",
        starts_on=QUARTER.starts_on,
        ends_on=QUARTER.ends_on,
        created_by=BY,
    )
    work.report(commissioner="Our ICB")

    page = client.get(reverse("reporting:list")).content.decode()

    assert ("Our ICB" in page, "Their ICB" in page, "1 report." in page) == (True, False, True)
    assert Report.objects.filter(state=ReportState.PREVIEW).count() == 2
