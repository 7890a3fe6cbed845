"""A year's commissioner report against straightforward SQL, its growth, its page, and an oracle (`report-*`).

The SQL is what somebody writes who has the tables and the definitions in front of them: the team through the family,
the London day worked out of each moment. Ours counts the same figures by the registry of indicators. The two must agree
to the last number, or nothing is measured (engineering.md §7.4). `SESSIONS=10000,100000` measures with fewer.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from random import Random

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from pitservice.accounts.actions import add_team
from pitservice.accounts.models import Membership, Team, User
from pitservice.jobs.actions import work_one
from reporting.actions import add_report, freeze
from reporting.figures import Figure, compute, figure_of
from reporting.indicators import indicators
from reporting.indicators.base import Indicator, number
from reporting.periods import Period
from reporting.suppression import WITHHELD
from tests.benchmarks import year
from tests.benchmarks.data import BY
from tests.benchmarks.lists import line
from tests.benchmarks.measure import Timing, interleaved
from tests.make.reporting import QUARTER, Work
from tests.reporting.oracle import Oracle

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
SIZES = [int(size) for size in os.environ.get("SESSIONS", "10000,100000,1000000").split(",")]
ROUNDS = 5
SEEDS = int(os.environ.get("SEEDS", "200"))
#: The indicators about work, with the breakdowns that the SQL answers too.
_COMPARED = {
    "referrals-received": ("source", "month"),
    "decisions-made": ("in-time",),
    "wait-first": (),
    "wait-second": (),
    "waiting": (),
    "appointments": ("attendance", "month"),
    "families-seen": (),
    "fathers-and-partners-seen": (),
    "endings": ("reason", "step-down"),
}
_DAY = "({} AT TIME ZONE 'Europe/London')::date"
_MINE = "JOIN caseload_episode e ON e.id = {}.episode_id JOIN families_family f ON f.id = e.family_id"
_SEEN = "('attended', 'late_seen')"
_IN_THE_YEAR = "BETWEEN %(starts)s AND %(ends)s"
_STARTS = _DAY.format("a.starts")
_REFERRED = f"""FROM referrals_referral r JOIN families_family f ON f.id = r.family_id
    WHERE f.team_id = %(team)s AND {_DAY.format("r.received_at")} {_IN_THE_YEAR} AND r.state <> 'undone'"""
_MET = f"""FROM caseload_appointment a {_MINE.format("a")}
    WHERE f.team_id = %(team)s AND {_STARTS} {_IN_THE_YEAR} AND a.state <> 'moved'"""
_CENTILES = "count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days), max(days)"
_WAITED = f"""SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY days), max(days) FROM (
    SELECT s.day - min({_DAY.format("r.received_at")}) AS days FROM (
        SELECT a.episode_id, {_STARTS} AS day, row_number() OVER (PARTITION BY a.episode_id ORDER BY a.starts, a.id) nth
        FROM caseload_appointment a {_MINE.format("a")} WHERE f.team_id = %(team)s AND a.state IN {_SEEN}) AS s
    JOIN caseload_episodereferral er ON er.episode_id = s.episode_id JOIN referrals_referral r ON r.id = er.referral_id
    WHERE s.nth = %(nth)s AND s.day {_IN_THE_YEAR} GROUP BY s.episode_id, s.day) AS waits"""
_IN_TIME = "CASE WHEN d.in_time THEN 'in_time' WHEN NOT d.in_time THEN 'late' ELSE 'no_clock' END"
_ENDED = f"""FROM caseload_ending n {_MINE.format("n")} WHERE f.team_id = %(team)s AND n.ended_on {_IN_THE_YEAR}"""
_DECIDED = f"""FROM referrals_decision d JOIN referrals_referral r ON r.id = d.referral_id
    JOIN families_family f ON f.id = r.family_id WHERE f.team_id = %(team)s
    AND {_DAY.format("d.created_at")} {_IN_THE_YEAR} AND d.taken_back_at IS NULL
    AND d.outcome IN ('waiting_list', 'allocate', 'not_accepted')"""
#: By indicator and breakdown: group and number; without a breakdown the total, then the measures in their order.
_BY_HAND: dict[tuple[str, str], str] = {
    ("referrals-received", ""): f"SELECT count(*) {_REFERRED}",
    ("referrals-received", "source"): f"SELECT r.source, count(*) {_REFERRED} GROUP BY 1",
    (
        "referrals-received",
        "month",
    ): f"SELECT to_char({_DAY.format('r.received_at')}, 'YYYY-MM'), count(*) {_REFERRED} GROUP BY 1",
    ("decisions-made", ""): f"SELECT count(*) {_DECIDED}",
    (
        "decisions-made",
        "in-time",
    ): f"SELECT {_IN_TIME}, count(*) {_DECIDED} GROUP BY 1",
    ("wait-first", ""): _WAITED.replace("%(nth)s", "1"),
    ("wait-second", ""): _WAITED.replace("%(nth)s", "2"),
    ("waiting", ""): f"""SELECT {_CENTILES} FROM (SELECT %(ends)s - w.since AS days FROM referrals_waitingentry w
        JOIN families_family f ON f.id = w.family_id WHERE f.team_id = %(team)s AND w.since <= %(ends)s
        AND w.state <> 'taken_back' AND NOT EXISTS (SELECT FROM referrals_waitingmove m WHERE m.subject_id = w.id
        AND m.to_state IN ('allocated', 'left', 'taken_back') AND {_DAY.format("m.at")} <= %(ends)s)) AS waits""",
    ("appointments", ""): f"SELECT count(*) {_MET}",
    ("appointments", "attendance"): f"SELECT a.state, count(*) {_MET} GROUP BY 1",
    ("appointments", "month"): f"SELECT to_char({_STARTS}, 'YYYY-MM'), count(*) {_MET} GROUP BY 1",
    ("families-seen", ""): f"""SELECT count(DISTINCT e.family_id) FROM caseload_session s
        JOIN caseload_appointment a ON a.id = s.appointment_id {_MINE.format("s")} WHERE f.team_id = %(team)s
        AND {_DAY.format("s.started")} {_IN_THE_YEAR} AND a.state IN {_SEEN}""",
    ("fathers-and-partners-seen", ""): f"""SELECT count(DISTINCT (f.id, t.person_id)) FROM caseload_attendance t
        JOIN caseload_appointment a ON a.id = t.appointment_id {_MINE.format("a")}
        JOIN families_familymember m ON m.family_id = f.id AND m.person_id = t.person_id
        WHERE f.team_id = %(team)s AND {_STARTS} {_IN_THE_YEAR} AND a.state IN {_SEEN} AND t.status IN ('came', 'late')
        AND m.role IN ('father', 'other_mother', 'step_parent', 'partner')""",
    ("endings", ""): f"""SELECT count(*), avg(sessions), percentile_cont(0.5) WITHIN GROUP (ORDER BY sessions),
        max(sessions) FROM (SELECT n.id, count(a.id) AS sessions FROM caseload_ending n {_MINE.format("n")}
        LEFT JOIN caseload_session s ON s.episode_id = n.episode_id
        LEFT JOIN caseload_appointment a ON a.id = s.appointment_id AND a.state IN {_SEEN}
        WHERE f.team_id = %(team)s AND n.ended_on {_IN_THE_YEAR} GROUP BY n.id) AS work""",
    ("endings", "reason"): f"SELECT n.reason, count(*) {_ENDED} GROUP BY 1",
    (
        "endings",
        "step-down",
    ): f"SELECT CASE WHEN n.step_down = '' THEN 'none' ELSE 'arranged' END, count(*) {_ENDED} GROUP BY 1",
}
_READER = """
INSERT INTO accounts_membership (user_id, team_id, role, starts_on) VALUES (1, 1, 'administrator', '2024-01-01');
"""
Numbers = dict[tuple[str, str], list[tuple[str, ...]]]


def report(lead: User) -> Iterator[str]:
    """One line for each aim."""
    yield from _oracle(lead)
    taken: dict[int, tuple[float, float]] = {}
    pages: dict[str, Timing] = {}
    for size in SIZES:
        with year.tables(size, more=_READER, of=(Membership,)):
            taken[size] = _measured()
            if size == SIZES[-1]:
                pages = _pages()
    yield ""
    yield "| sessions | our year | straightforward SQL |"
    yield "| --- | --- | --- |"
    for size, (ours, by_hand) in taken.items():
        yield f"| {size:,} | {ours * 1000:,.0f} ms | {by_hand * 1000:,.0f} ms |"
    yield ""
    ours, by_hand = taken[SIZES[-1]]
    yield line("report-vs-sql", by_hand / ours, 4, at_least=True)
    if len(SIZES) > 1:
        yield line("report-growth", ours / taken[SIZES[-2]][0], SIZES[-1] / SIZES[-2])
    yield ""
    yield "A year's report that is frozen, beside other pages of the same person; milliseconds of server time."
    yield ""
    yield "| page | median | p95 | queries |"
    yield "| --- | --- | --- | --- |"
    for name, one in pages.items():
        yield f"| {name} | {one.median:.1f} | {one.p95:.1f} | {one.queries} |"
    yield ""
    yield line("report-page-vs-list", pages["frozen report"].median / pages["families"].median, 1)


def _oracle(lead: User) -> Iterator[str]:
    """How many of 200 random quarters have a figure that plain Python reckons otherwise."""
    wrong = 0
    for seed in range(SEEDS):
        with transaction.atomic():
            team = add_team(name=f"Oracle {seed}", slug=f"oracle-{seed}", by=BY)
            Work(team=team, user=lead, random=Random(seed), size=4 + seed // 10).make()
            wrong += _differs(team)
            transaction.set_rollback(True)
    yield line("report-oracle", wrong, 0)


def _differs(team: Team) -> bool:
    figures = compute({team.pk}, QUARTER)
    oracle = Oracle(team, QUARTER.starts_on, QUARTER.ends_on)
    found = {(one.key, "", ""): one.total.count for one in figures}
    found |= {
        (one.key, cut.key, cell.key): cell.count for one in figures for cut in one.breakdowns for cell in cut.cells
    }
    values = all(
        value.shown in (WITHHELD, number(oracle.values[(one.key, value.key)]))
        for one in figures
        for value in one.values
    )
    return {k: n for k, n in found.items() if n} != {k: n for k, n in oracle.counts.items() if n} or not values


def _measured() -> tuple[float, float]:
    """Seconds of ours and of the SQL, each the median of some rounds in turn, after they were found to agree."""
    ours, by_hand = _ours(), _by_hand()
    for key in _BY_HAND:
        assert ours[key] == by_hand[key], (key, ours[key], by_hand[key])
    taken: dict[Callable[[], Numbers], list[float]] = {_ours: [], _by_hand: []}
    for _ in range(ROUNDS):
        for counted, seconds in taken.items():
            start = time.perf_counter()
            counted()
            seconds.append(time.perf_counter() - start)
    return statistics.median(taken[_ours]), statistics.median(taken[_by_hand])


def _pages() -> dict[str, Timing]:
    """A frozen report's page, and lists, of an administrator of the first team."""
    team, user = Team.objects.get(pk=1), User.objects.get(pk=1)
    report = add_report(team=team, period=YEAR, by=BY)
    freeze(report=report, by=BY)
    assert work_one(by=BY)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    addresses = {
        "frozen report": reverse("reporting:report", args=[report.key]),
        "reports": reverse("reporting:list"),
        "families": reverse("families:list"),
    }
    return interleaved({name: (client, address) for name, address in addresses.items()})


def _compared() -> list[Indicator]:
    return [
        replace(one, cuts=tuple(cut for cut in one.cuts if cut.key in _COMPARED[one.key]))
        for one in indicators()
        if one.key in _COMPARED
    ]


def _ours() -> Numbers:
    found: Numbers = {}
    for one in _compared():
        figure = figure_of(one, {1}, YEAR)
        found[(one.key, "")] = [(str(figure.total.count), *(value.shown for value in figure.values))]
        found |= {(one.key, cut.key): _groups(figure, cut.key) for cut in one.cuts}
    return found


def _groups(figure: Figure, cut: str) -> list[tuple[str, ...]]:
    breakdown = figure.breakdown(cut)
    assert breakdown
    return sorted((cell.key, str(cell.count)) for cell in breakdown.cells if cell.count)


def _by_hand() -> Numbers:
    found: Numbers = {}
    values: dict[str, date | int] = {"team": 1, "starts": YEAR.starts_on, "ends": YEAR.ends_on}
    with connection.cursor() as cursor:
        for (key, cut), statement in _BY_HAND.items():
            cursor.execute(statement, values)
            rows = cursor.fetchall()
            if cut:
                found[(key, cut)] = sorted((str(group), str(count)) for group, count in rows)
            else:
                found[(key, cut)] = [(str(rows[0][0]), *(number(float(one)) for one in rows[0][1:]))]
    return found
