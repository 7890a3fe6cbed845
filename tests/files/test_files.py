"""Stored files: kept by what is in them, whole or not at all, and handed out so that nothing can run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.db import connection, transaction

from pitservice.files import actions, letting_go, store
from pitservice.files.models import StoredFile
from pitservice.files.responses import serve
from tests.journeys.steps.visitor import until
from tests.make.accounts import BY, make_team


def _keep(content: bytes = b"%PDF-1.7 letter", name: str = "letter.pdf", kind: str = "application/pdf") -> StoredFile:
    return actions.keep(content=content, name=name, content_type=kind, team=make_team(), by=BY)


def test_what_is_stored_is_read_back() -> None:
    assert store.get(store.put(b"a letter")) == b"a letter"


def test_the_same_content_is_kept_once() -> None:
    name = store.put(b"the same letter")
    written = store.path_of(name).stat()

    assert store.put(b"the same letter") == name
    assert store.path_of(name).stat().st_mtime_ns == written.st_mtime_ns
    assert store.put(b"another letter") != name


def test_a_damaged_file_is_noticed() -> None:
    name = store.put(b"signed by two people")
    store.path_of(name).write_bytes(b"signed by 2 people")

    with pytest.raises(ValueError, match="is damaged"):
        store.get(name)


def test_a_damaged_file_is_mended_when_its_content_comes_again() -> None:
    name = store.put(b"a letter to mend")
    store.path_of(name).write_bytes(b"half a lett")

    assert store.put(b"a letter to mend") == name
    assert store.get(name) == b"a letter to mend"


def test_a_missing_file_is_an_error_of_the_disk() -> None:
    with pytest.raises(OSError, match="No such file"):
        store.get("0" * 64)


def test_nothing_is_left_half_written() -> None:
    store.put(b"whole")

    leftovers = [path for path in Path(settings.MEDIA_ROOT).rglob("tmp*") if path.is_file()]
    assert leftovers == []


def test_files_are_for_this_user_alone() -> None:
    assert store.path_of(store.put(b"private")).stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_the_content_is_on_the_disk_before_its_row_commits() -> None:
    with transaction.atomic():
        stored = _keep(b"%PDF before the row")
        transaction.set_rollback(True)

    assert stored.pk
    assert not StoredFile.objects.exists()
    assert store.get(store.digest(b"%PDF before the row")) == b"%PDF before the row"


@pytest.mark.django_db(transaction=True)
def test_content_that_somebody_keeps_at_this_moment_stays_on_the_disk() -> None:
    content, told = b"%PDF a leaflet that two people attach", Event()
    sha256 = store.put(content)

    def keep_slowly() -> None:
        with transaction.atomic():
            _keep(content)
            told.set()
            until(_somebody_waits, "wait for the lock")
        connection.close()

    def let_go() -> bool:
        told.wait(timeout=30)
        gone = letting_go.let_go(sha256)
        connection.close()
        return gone

    with ThreadPoolExecutor(2) as threads:
        keeping, letting = threads.submit(keep_slowly), threads.submit(let_go)
        keeping.result()
        assert not letting.result()
    assert store.get(sha256) == content

    StoredFile.objects.all().delete()
    assert letting_go.let_go(sha256)
    assert not store.path_of(sha256).exists()


def _somebody_waits() -> bool:
    """Whether another connection waits for a lock by hash."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("letter.pdf", "application/pdf", 'inline; filename="letter.pdf"'),
        ("page.html", "text/html", 'attachment; filename="page.html"'),
        ("drawing.svg", "image/svg+xml", 'attachment; filename="drawing.svg"'),
        ("report.csv", "text/csv", 'attachment; filename="report.csv"'),
        ('a"b\r\nX: y.pdf', "application/pdf", None),
    ],
)
def test_a_file_is_handed_out_so_that_nothing_can_run(name: str, kind: str, disposition: str | None) -> None:
    response = serve(_keep(b"<script>", name, kind))

    said = response["Content-Disposition"]
    assert disposition in (None, said)
    assert "\n" not in said
    assert "\r" not in said
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == kind
    assert response.content == b"<script>"
