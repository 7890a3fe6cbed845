"""What a file that came in really is: read from its content, never from its name (P30).

Checked are the signature and enough of the structure that a file of another kind, or half a file, is not taken for
one of these. Nothing in it is opened, drawn or run here; it is only ever handed out as a download.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

#: The largest file that is taken in.
LARGEST = 20 * 1024 * 1024
#: A Word document whose parts would unpack to more than this is refused, whatever it says it holds.
_UNPACKED = 200 * 1024 * 1024
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class FileKind:
    """One kind of file: its content type, the ending of its name, and how a person calls it."""

    content_type: str
    ending: str
    called: str


PDF = FileKind("application/pdf", "pdf", "PDF")
JPEG = FileKind("image/jpeg", "jpg", "JPEG picture")
PNG = FileKind("image/png", "png", "PNG picture")
HEIC = FileKind("image/heic", "heic", "HEIC picture")
DOCX = FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "Word document")

#: All kinds that are taken in, as a sentence has them.
IN_WORDS = "a PDF, a Word document (.docx), or a JPEG, PNG or HEIC picture"


def kind_of(content: bytes) -> FileKind | None:
    """The kind of this content; None for anything that is not taken in."""
    return next((kind for kind, fits in _CHECKS if fits(content)), None)


def refusal(content: bytes, name: str) -> str:
    """Why this file is not taken in, as a sentence; empty where it is."""
    if not content:
        return f"“{name}” is empty. Choose another file."
    if len(content) > LARGEST:
        return f"“{name}” is larger than 20 MB. Make it smaller, or scan it again in fewer dots."
    if kind_of(content) is None:
        return f"“{name}” is not {IN_WORDS}, or it is damaged. Save it as a PDF and choose it again."
    return ""


def by_type(content_type: str) -> str:
    """How a person calls a content type: "PDF"."""
    return next((kind.called for kind, _ in _CHECKS if kind.content_type == content_type), "File")


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-4096:]


def _is_png(content: bytes) -> bool:
    return content.startswith(_PNG) and content[12:16] == b"IHDR" and b"IEND" in content[-64:]


def _is_heic(content: bytes) -> bool:
    """A box of the kind "ftyp" first, which names a brand of this family."""
    if len(content) < 16 or content[4:8] != b"ftyp":
        return False
    (size,) = struct.unpack(">I", content[:4])
    brands = {content[8:12]} | {content[at : at + 4] for at in range(16, min(size, 256), 4)}
    return 16 <= size <= len(content) and bool(brands & _HEIC_BRANDS) and b"meta" in content[: size + 64]


def _is_docx(content: bytes) -> bool:
    """A zip with a Word document in it, without programs in it, and of a size that its own list admits."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        return False
    names = {part.filename for part in parts}
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
        return False
    return {"[Content_Types].xml", "word/document.xml"} <= names and sum(part.file_size for part in parts) < _UNPACKED


_CHECKS: tuple[tuple[FileKind, Callable[[bytes], bool]], ...] = (
    (PDF, _is_pdf),
    (JPEG, _is_jpeg),
    (PNG, _is_png),
    (HEIC, _is_heic),
    (DOCX, _is_docx),
)
