"""Expected failures are one sentence."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pitservice.embedded.places import ROOT
from pitservice.embedded.problems import SetUpProblem, sentence_for, sentence_in
from pitservice.embedded.shell import run


def test_sentence_for_a_full_disk_says_so() -> None:
    assert sentence_for(OSError(errno.ENOSPC, "No space left", "/x")) == (
        "The disk is full (/x): make room and start again."
    )


def test_sentence_in_output_names_the_network_only_where_it_is_used() -> None:
    output = "error: Failed to lookup address information"

    assert "registry could not be reached" in (sentence_in(output, online=True) or "")
    assert sentence_in(output, online=False) is None


def test_run_of_a_missing_program_is_a_sentence() -> None:
    with pytest.raises(SetUpProblem) as caught:
        run(["/nowhere/at/all"], doing="try")

    assert str(caught.value) == "Could not try: /nowhere/at/all is missing."


def test_run_of_a_failing_program_keeps_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(SetUpProblem) as caught:
        run(["sh", "-c", "echo one; echo two.; exit 3"], doing="try", log=tmp_path / "log")

    assert str(caught.value) == f"Could not try: two (exit code 3). All it said is in {tmp_path / 'log'}."
    assert (tmp_path / "log").read_text() == "one\ntwo.\n"


def test_manage_without_a_product_says_what_to_do(tmp_path: Path) -> None:
    unset = ("DJANGO_SETTINGS_MODULE", "SECRET_KEY", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in unset}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment | {"VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"No product runs over the data in {tmp_path}: start it with `make run`,"
        " or set SECRET_KEY, DATABASE_URL and REDIS_URL as docs/deploying.md says.\n"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty': give a number from 1 to 65535."),
        ({"VAR": "{file}"}, "The data folder {file} cannot be made: a file stands in its way."),
    ],
)
def test_command_that_cannot_work_says_why_without_a_traceback(
    tmp_path: Path, changes: dict[str, str], sentence: str
) -> None:
    file = tmp_path / "file"
    file.touch()
    environment = os.environ | {"VAR": str(tmp_path / "var")}
    environment |= {name: value.format(file=file) for name, value in changes.items()}

    done = subprocess.run(
        [sys.executable, "-m", "pitservice.embedded", "run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, sentence.format(file=file) + "\n")
