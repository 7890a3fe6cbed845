"""Files of each kind that is taken in, as small as they can be; and documents."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from families import actions
from families.models import Document, Family
from pitservice.accounts.models import Team
from tests.make.accounts import BY

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 40 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00\x00\x00\x0cmeta\x00\x00\x00\x00" + b"\x00" * 20


def docx(*more: str) -> bytes:
    """A Word document with these parts besides."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            archive.writestr(name, "<x/>")
    return content.getvalue()


def make_document(team: Team, family: Family | None = None, name: str = "letter.pdf", **about: Any) -> Document:
    """A document in the team's tray, or in a family's record."""
    said = actions.About(**about) if about else None
    return actions.take_in(team=team, content=PDF, name=name, about=said, family=family, by=BY)
