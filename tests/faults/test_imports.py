"""A worker that dies while it imports a sheet leaves whole rows, and the next one goes on where it was (P3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from pitservice.jobs.models import Job
from referrals.actions import name_columns, start_import, take_in, undo_import
from referrals.actions.importing import reading, taking, undoing
from referrals.importing.checking import first_mapping
from referrals.models import Import, ImportRow, Referral, ReferralMove, ReferredPerson
from tests.faults import processes
from tests.make.accounts import BY, make_team
from tests.referrals.sheets import make_import, row, sheet_of, work_off

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 30


def dies_at(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, number: int, *, within: bool) -> None:
    """The worker that does `name` for the given time dies: before it is through (`within`), or just after."""
    done, real = iter(range(1, 10_000)), getattr(module, name)

    def dying(*args: Any, **kwargs: Any) -> Any:
        now = next(done)
        result = real(*args, **kwargs)
        if now == number:
            processes.die()
        return result

    inner = {"take_row": "_take", "undo_together": "write_rows", "look_at_rows": "_doubles"}
    name = inner[name] if within else name
    real = getattr(module, name)
    monkeypatch.setattr(module, name, dying)


def run_out() -> None:
    """As though the dead worker's lease had passed."""
    Job.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))


def is_whole(referral: Referral) -> bool:
    """With its people, its first move, and the row it came from."""
    people = ReferredPerson.objects.filter(referral=referral).count()
    moves = ReferralMove.objects.filter(subject=referral).count()
    rows = ImportRow.objects.filter(referral=referral, standing="taken_in").count()
    return (people, moves, rows) == (2, 1, 1)


@pytest.mark.rule("P3")
@pytest.mark.parametrize("within", [True, False])
def test_a_worker_killed_while_taking_in_leaves_whole_rows_and_the_next_goes_on(
    monkeypatch: pytest.MonkeyPatch, within: bool
) -> None:
    sheet = make_import(make_team(), *(row(number) for number in range(ROWS)))
    take_in(sheet=sheet, by=BY)

    with monkeypatch.context() as patched:
        dies_at(patched, taking, "take_row", 11, within=within)
        assert processes.run(work_off) == -9
    half = Referral.objects.count()
    assert half == (10 if within else 11)
    assert all(is_whole(referral) for referral in Referral.objects.all())
    run_out()
    work_off()

    sheet.refresh_from_db()
    assert sheet.state == "done"
    assert Referral.objects.count() == Referral.objects.values("sheet_reference").distinct().count() == ROWS
    assert all(is_whole(referral) for referral in Referral.objects.all())


@pytest.mark.rule("P3")
@pytest.mark.parametrize("within", [True, False])
def test_a_worker_killed_while_reading_reads_no_row_twice(monkeypatch: pytest.MonkeyPatch, within: bool) -> None:
    monkeypatch.setattr(reading, "CHUNK", 10)
    content = sheet_of(*(row(number) for number in range(ROWS)))
    sheet = start_import(team=make_team(), name="old.csv", content=content, by=BY)
    name_columns(sheet=sheet, mapping=first_mapping(sheet.headings, {}), by=BY)

    with monkeypatch.context() as patched:
        dies_at(patched, reading, "look_at_rows", 2, within=within)
        assert processes.run(work_off) == -9
    assert ImportRow.objects.exclude(standing="unread").count() == (10 if within else 20)
    run_out()
    work_off()

    assert Import.objects.get().state == "review"
    assert ImportRow.objects.filter(standing="ready").count() == ROWS


@pytest.mark.rule("P3")
@pytest.mark.parametrize("within", [True, False])
def test_a_worker_killed_while_undoing_undoes_whole_referrals(monkeypatch: pytest.MonkeyPatch, within: bool) -> None:
    monkeypatch.setattr(undoing, "TOGETHER", 5)
    sheet = make_import(make_team(), *(row(number) for number in range(ROWS)))
    take_in(sheet=sheet, by=BY)
    work_off()
    undo_import(sheet=sheet, by=BY)

    with monkeypatch.context() as patched:
        dies_at(patched, undoing, "undo_together", 2, within=within)
        assert processes.run(work_off) == -9
    left = Referral.objects.exclude(state="undone")
    assert left.count() == ROWS - (5 if within else 10)
    assert all(is_whole(referral) for referral in left)
    run_out()
    work_off()

    sheet.refresh_from_db()
    assert sheet.state == "review"
    assert not Referral.objects.exclude(state="undone").exists()
    assert ImportRow.objects.filter(standing="ready", referral=None).count() == ROWS


def test_two_workers_at_one_import_make_each_referral_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = make_import(make_team(), *(row(number) for number in range(ROWS)))
    take_in(sheet=sheet, by=BY)
    go_on: Callable[[], object] = work_off
    first = processes.start(go_on)
    while not Job.objects.filter(state="running").exists() and first.is_alive():
        pass
    run_out()
    second = processes.start(go_on)
    for process in (first, second):
        process.join(60)

    assert (first.exitcode, second.exitcode) == (0, 0)
    work_off()
    assert Referral.objects.count() == Referral.objects.values("sheet_reference").distinct().count() == ROWS
    sheet.refresh_from_db()
    assert sheet.state == "done"
