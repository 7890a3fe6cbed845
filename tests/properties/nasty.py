"""Input that breaks careless programs: NUL, huge, wrong types, bytes that are no text, markup, other alphabets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import strategies as st

#: One of each kind that has broken real systems (engineering §5.9).
CORPUS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "x" * 20_000,
    "9" * 400,
    "-1",
    "0",
    "2147483647",
    "2147483648",
    "9223372036854775808",
    "1e400",
    "NaN",
    "Infinity",
    "2026-02-30",
    "31/02/2026",
    "9999-12-31",
    "0001-01-01",
    "0000-00-00",
    "1900",
    "2199",
    "9999",
    "31",
    "25:61",
    "0:00",
    "11:59pm",
    "٣",
    "٣:٣٠",
    "null",
    "None",
    "true",
    "on",
    "[]",
    '{"a": 1}',
    "00000000-0000-0000-0000-000000000000",
    "ZZZZZZZZZZ",
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }}",
    "{% load x %}",
    "%s %(name)s {0} {name}",
    '=HYPERLINK("http://example.org")',
    "'; DROP TABLE families_family; --",
    "../../etc/passwd",
    "//example.org/",
    "somebody@example.org",
    "Łukasz Tŵm Şerban",
    "محمد",
    "👶🏽",
    "\u202eevil",
    "a\r\nSet-Cookie: x=1",
    "%00%ff",
    "\ufeff\u200b",
    "\x1b[31m\x7f",
)
#: Bytes that are no UTF-8: a lone surrogate, a NUL written too long, half a letter.
BYTES = (b"\xed\xa0\x80", b"\xc0\x80", b"a\xc5", b"\xff\xfe")


@dataclass(frozen=True)
class Upload:
    """A file, where one is expected or where none is."""

    name: str
    content: bytes


UPLOADS = (
    Upload("a.txt", b""),
    Upload("../\x01.pdf", b"%PDF-1.7"),
    Upload("ŵ" * 300, b"\x00\xff"),
    Upload("a.csv", b"a"),
)

TEXT = st.one_of(st.sampled_from(CORPUS), st.text(max_size=300))
ODD = st.sampled_from((None, *BYTES, *UPLOADS))
VALUES = st.one_of(TEXT, TEXT, TEXT, st.lists(TEXT, max_size=3), ODD)
UNKNOWN = st.text(min_size=1, max_size=20)

#: What is sent under one name; None: nothing.
Value = str | bytes | Upload | Sequence[str] | None


def data_for(names: Sequence[str], *usual: Mapping[str, str]) -> st.SearchStrategy[dict[str, Value]]:
    """What a person would send but for a few nasty answers and unknown keys; or every answer the same nasty one."""
    keys = st.one_of(st.sampled_from(names), st.sampled_from(names), UNKNOWN) if names else UNKNOWN
    few = st.dictionaries(keys, VALUES, max_size=4)
    mostly_usual = st.builds(lambda base, nasty: {**base, **nasty}, st.sampled_from(usual), few)
    all_nasty = st.builds(lambda text, nasty: dict.fromkeys(names, text) | nasty, VALUES, few)
    return st.one_of(mostly_usual, mostly_usual, mostly_usual, all_nasty)


def encoded(data: Mapping[str, Value], *, multipart: bool = False) -> tuple[bytes, str]:
    """The body of a form and its content type: as a file form where it must be or where a file is sent."""
    given = {name: value for name, value in data.items() if value is not None}
    if multipart or any(isinstance(value, Upload) for value in given.values()):
        return encode_multipart(BOUNDARY, {name: _part(value) for name, value in given.items()}), MULTIPART_CONTENT
    return urlencode(given, doseq=True).encode(), "application/x-www-form-urlencoded"


def _part(value: Value) -> object:
    if isinstance(value, Upload):
        return SimpleUploadedFile(value.name, value.content)
    return value
