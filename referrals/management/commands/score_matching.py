"""`manage.py score_matching FILE TRUTH`: how well a referrals sheet is matched against itself."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from referrals.importing.rows import Row, people_of
from referrals.matching.facts import Story
from referrals.matching.reading import story_of_parties
from referrals.matching.scoring import score


class Command(BaseCommand):
    """Reads the two files and nothing else: no referral is made."""

    help = "Score matching on a referrals sheet (CSV) against the truth about its rows."

    def add_arguments(self, parser: CommandParser) -> None:
        """The two files."""
        parser.add_argument("file", type=Path, help="The sheet.")
        parser.add_argument("truth", type=Path, help="Its truth: row, family, baby.")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for families, one for babies."""
        stories, truth = read(options["file"], options["truth"])
        for name, tally in score(stories, truth).items():
            self.stdout.write(
                f"{name}: recall {tally.recall:.4f}, precision {tally.precision:.4f},"
                f" certain {len(tally.certain)} of which wrong {tally.certain_wrong}"
            )


def read(sheet: Path, truth: Path) -> tuple[list[Story], dict[str, tuple[str, str]]]:
    """The sheet's rows as accounts, and of each row its family and baby. Row 1 is the heading."""
    today = timezone.localdate()
    try:
        rows = list(enumerate(_lines(sheet), start=2))
        known = {_name(int(line["row"])): (line["family"], line["baby"]) for line in _lines(truth)}
    except (OSError, KeyError, ValueError) as error:
        raise CommandError(f"The files cannot be read: {error}") from error
    stories = [story_of_parties(_name(number), people_of(Row(number, cells, today))) for number, cells in rows]
    return stories, known


def _name(number: int) -> str:
    return f"{number:07}"


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
