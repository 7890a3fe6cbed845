"""Sheets as teams keep them, and an import of one carried as far as a test wants it."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pitservice.accounts.models import Team
from pitservice.db.actor import Actor
from pitservice.jobs.actions import work_one
from referrals.actions import name_columns, start_import
from referrals.importing.checking import first_mapping
from referrals.models import Import, ImportRow
from tests.make.accounts import BY

PLAIN = {
    "Our ref": "",
    "Date received": "01/06/2026",
    "Source": "Midwife",
    "Mother first name": "Efua",
    "Mother surname": "Osei",
    "Mother DOB": "05/03/1989",
    "Mother mobile": "07700 900417",
    "Partner name": "",
    "Partner mobile": "",
    "Baby first name": "Kwame",
    "Baby DOB": "02/05/2026",
    "Outcome": "",
    "Comments": "",
}


def row(number: int, **changed: str) -> dict[str, str]:
    """A row without anything wrong, about a family of its own; `changed` by heading, with _ for a space."""
    own = {
        "Our ref": f"N-{number:03}",
        "Mother surname": f"Osei{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{chr(97 + number // 676)}",
        "Mother DOB": f"{1 + number % 28:02}/{1 + number // 28 % 12:02}/19{80 + number // 336 % 20}",
        "Mother mobile": f"07700 9{number:05}"[:12],
    }
    return PLAIN | own | {name.replace("_", " "): cell for name, cell in changed.items()}


def sheet_of(*rows: dict[str, str]) -> bytes:
    """A CSV file of these rows."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def work_off() -> None:
    """What a worker does when the bell rings."""
    while work_one(by=BY):
        pass


def make_import(team: Team, *rows: dict[str, str], by: Actor = BY) -> Import:
    """A sheet whose rows were read, under review."""
    sheet = start_import(team=team, name="old sheet.csv", content=sheet_of(*rows), by=by)
    mapping = dict.fromkeys(sheet.headings, "") | first_mapping(sheet.headings, {})
    name_columns(sheet=sheet, mapping=mapping, by=by)
    work_off()
    return Import.objects.get(pk=sheet.pk)


def row_at(sheet: Import, number: int) -> ImportRow:
    """A row by its number."""
    return ImportRow.objects.get(sheet=sheet, number=number)


def upload(client: Client, content: bytes, team: Team, name: str = "old sheet.csv") -> Any:
    """Send the file as its page would."""
    file = SimpleUploadedFile(name, content)
    given = {"submission": str(uuid.uuid4()), "team": team.key, "sheet": file}
    return client.post(reverse("referrals:import-start"), given)


def send(client: Client, name: str, sheet: Import, row: ImportRow | None = None, **data: Any) -> Any:
    """Send a form about an import, or one of its rows, as its page would."""
    subject = row or sheet
    subject.refresh_from_db()
    keys = [sheet.key, row.key] if row else [sheet.key]
    given = {"submission": str(uuid.uuid4()), "seen": subject.version, **data}
    return client.post(reverse(f"referrals:{name}", args=keys), given)
