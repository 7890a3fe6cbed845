"""A team's logo as it may be printed: a plain picture made anew from what came in, and nothing that came with it."""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from pitservice.db.errors import Refused
from pitservice.files.kinds import JPEG, PNG, kind_of

#: The largest file taken in, and the dots of a side that a logo may have.
LARGEST = 5 * 1024 * 1024
LEAST, MOST = 60, 6000
#: What it is printed from: 60 by 22 millimetres at 600 dots an inch.
_PRINTED = (1420, 520)
DAMAGED = "“{name}” is damaged: it cannot be drawn. Save it anew."


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo: PNG content, and what stands in it in words."""

    content: bytes
    words: str


def made_printable(content: bytes, name: str) -> bytes:
    """A PNG of it on white, no larger than it is printed; Refused with a sentence where it is no such picture.

    Drawn anew, dot by dot: places, names and previews that a camera or a program put into the file do not come along.
    """
    if len(content) > LARGEST:
        raise Refused(f"“{name}” is larger than 5 MB. Save it smaller.")
    if kind_of(content) not in (PNG, JPEG):
        raise Refused(f"“{name}” is not a PNG or JPEG picture. Save it as one of these and choose it again.")
    if kind_of(content) is PNG and not _is_whole(content):
        raise Refused(DAMAGED.format(name=name))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content, name)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise Refused(DAMAGED.format(name=name)) from error


def _is_whole(png: bytes) -> bool:
    """Whether every piece is there to its end. WeasyPrint has Pillow draw halves of pictures without a word."""
    at = 8
    while at + 12 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + length
    return False


def _drawn(content: bytes, name: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
        width, height = image.size
        if not (min(width, height) >= LEAST and max(width, height) <= MOST):
            raise Refused(f"“{name}” is {width} by {height} dots: choose one of {LEAST} to {MOST} dots a side.")
        image.thumbnail(_PRINTED)
        drawn = image.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    made = io.BytesIO()
    paper.convert("RGB").save(made, "PNG", optimize=True)
    return made.getvalue()
